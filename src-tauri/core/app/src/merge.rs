//! Customers who may be one person: suggested, told apart, merged with a preview, and taken apart again.

pub use runnel_domain::duplicate::Sign;
use runnel_domain::{
    FieldOwner, Timestamp,
    field::FieldValue,
    ids::{ContactId, FieldId, MemberId, MergeId},
};
use runnel_store::{
    Read, shop,
    table::{
        contact::{self, Contact, ContactProfile, Weight},
        duplicate::{self, Pair},
        field::{self, Field},
        identity::{self, Identity},
        merge,
    },
};
use serde_json::json;

use crate::{
    app::{App, Changed},
    error::AppError,
    label::{self, label},
    permission::{Deed, Named, Sight},
};

/// Suggestions are counted up to this; beyond it only "more than" is said.
pub const MOST_COUNTED: usize = 1_000;
/// Suggestions that one page has at most.
const MOST_PAIRS: usize = 100;
/// Suggestions looked at to count them for somebody who does not see everybody.
const MOST_SEEN: usize = 1_000;

/// A customer as far as one needs to know them to tell them from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The customer.
    pub contact: Contact,
    /// What they are called (UC-11).
    pub client: String,
    /// Their addresses.
    pub identities: Vec<Identity>,
    /// How much there is of them.
    pub weight: Weight,
}

/// Two customers who may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateView {
    /// Known longer.
    pub older: Side,
    /// Known since lately.
    pub newer: Side,
    /// What they have in common, strongest first.
    pub signs: Vec<Sign>,
}

/// A merge that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeView {
    /// Which.
    pub id: MergeId,
    /// What the contact was called that became part of this one.
    pub gone: String,
    /// Who decided.
    pub member: Option<MemberId>,
    /// When.
    pub at: Timestamp,
    /// Conversations that came along.
    pub conversations: usize,
}

/// A line of two profiles that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileLine {
    /// Column of the profile.
    pub name: &'static str,
    /// Of the one who stays.
    pub kept: String,
    /// Of the other one.
    pub gone: String,
}

/// What a merge would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergePreview {
    /// Who stays.
    pub kept: Side,
    /// Who becomes part of them.
    pub gone: Side,
    /// What they have in common, strongest first.
    pub signs: Vec<Sign>,
    /// Lines of the profile that differ; where one is empty the other is taken anyhow.
    pub lines: Vec<ProfileLine>,
    /// Additional fields that differ.
    pub fields: Vec<(Field, Option<FieldValue>, Option<FieldValue>)>,
}

impl App {
    /// Suggestions after this pair, those of the newest customers first, and how many there are (counted up to
    /// [`MOST_COUNTED`]).
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn duplicate_list(
        &self,
        after: Option<(ContactId, ContactId)>,
        limit: usize,
    ) -> Result<(Vec<DuplicateView>, i64), AppError> {
        let asked = self.question();
        self.read(move |read| {
            let sight = Sight::asked(read, asked.as_deref())?;
            let mut pairs = duplicate::page(read, after, limit.clamp(1, MOST_PAIRS))?;
            let mut total = duplicate::how_many(read, MOST_COUNTED)?;
            if !sight.rights().is_everything() {
                let all = duplicate::page(read, None, MOST_SEEN)?;
                total = i64::try_from(both_seen(read, &sight, all)?.len()).unwrap_or(i64::MAX);
                pairs = both_seen(read, &sight, pairs)?;
            }
            let pairs = pairs.into_iter().map(|pair| view(read, pair));
            Ok((pairs.collect::<Result<_, _>>()?, total))
        })
        .await
    }

    /// These are two people; they are not suggested again.
    ///
    /// # Errors
    /// `NotFound` where one of them is gone.
    pub async fn duplicate_dismiss(
        &self,
        me: MemberId,
        one: ContactId,
        other: ContactId,
    ) -> Result<Changed, AppError> {
        let undo = self.label_contact("duplicate_dismiss", one).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(duplicate::dismiss(tx, one, other)?)
        })
        .await
    }

    /// What making `gone` part of `kept` would do.
    ///
    /// # Errors
    /// `NotFound` where one of them is gone.
    pub async fn merge_preview(
        &self,
        kept: ContactId,
        gone: ContactId,
    ) -> Result<MergePreview, AppError> {
        self.read(move |read| preview(read, kept, gone)).await
    }

    /// Makes `gone` part of `kept`. `take` names lines of the profile, `take_fields` additional fields, in which the
    /// other one's value wins; a comment of both is kept as both.
    ///
    /// # Errors
    /// `Invalid` with `merge_same`, `merge_gone` or `merge_sample`.
    pub async fn contact_merge(
        &self,
        me: MemberId,
        kept: ContactId,
        gone: ContactId,
        take: Vec<String>,
        take_fields: Vec<FieldId>,
    ) -> Result<Changed<MergeId>, AppError> {
        let undo = self.label_contact("contact_merge", gone).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            let one = contact::get(tx, kept)?.profile();
            let other = contact::get(tx, gone)?.profile();
            let profile = joined(&one, &other, &take);
            Ok(shop::merge::merge(tx, kept, gone, &profile, &take_fields)?)
        })
        .await
    }

    /// Takes a merge apart.
    ///
    /// # Errors
    /// `Invalid` with `merge_undone` or `merge_not_last`.
    pub async fn contact_unmerge(&self, me: MemberId, id: MergeId) -> Result<Changed, AppError> {
        let undo = self
            .read(move |read| {
                let gone = merge::get(read, id)?.gone;
                let client = former(read, gone)?;
                Ok(label("contact_unmerge", json!({ "client": client })))
            })
            .await?;
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(shop::merge::unmerge(tx, id)?)
        })
        .await
    }
}

/// The merges that a contact stands for, latest first.
pub(crate) fn of_contact(read: &Read<'_>, id: ContactId) -> Result<Vec<MergeView>, AppError> {
    merge::of_contact(read, id)?
        .into_iter()
        .map(|merge| {
            Ok(MergeView {
                id: merge.id,
                gone: former(read, merge.gone)?,
                member: merge.member,
                at: merge.at,
                conversations: shop::merge::moved(read, merge.id)?.conversations.len(),
            })
        })
        .collect()
}

/// Who may be the same person as this contact.
pub(crate) fn duplicates_of(
    read: &Read<'_>,
    id: ContactId,
    limit: usize,
    sight: &Sight,
) -> Result<Vec<DuplicateView>, AppError> {
    both_seen(read, sight, duplicate::of_contact(read, id, limit)?)?
        .into_iter()
        .map(|pair| view(read, pair))
        .collect()
}

/// What a contact is called whose addresses are with another one now.
fn former(read: &Read<'_>, id: ContactId) -> Result<String, AppError> {
    let name = label::client(read, id)?;
    if !name.starts_with('#') {
        return Ok(name);
    }
    // Without a name it was called by its first address, which the merge remembers.
    for merge in merge::of_gone(read, id)? {
        let moved = shop::merge::moved(read, merge.id)?;
        if let Some(first) = moved.identities.first() {
            return Ok(identity::get(read, runnel_domain::ids::IdentityId(*first))?.shown);
        }
    }
    Ok(name)
}

fn view(read: &Read<'_>, pair: Pair) -> Result<DuplicateView, AppError> {
    Ok(DuplicateView {
        older: side(read, pair.older)?,
        newer: side(read, pair.newer)?,
        signs: pair.signs,
    })
}

fn side(read: &Read<'_>, id: ContactId) -> Result<Side, AppError> {
    Ok(Side {
        contact: contact::get(read, id)?,
        client: label::client(read, id)?,
        identities: identity::of_contact(read, id)?,
        weight: contact::weight(read, id)?,
    })
}

fn preview(read: &Read<'_>, kept: ContactId, gone: ContactId) -> Result<MergePreview, AppError> {
    let (one, other) = (side(read, kept)?, side(read, gone)?);
    let (mine, theirs) = (one.contact.profile(), other.contact.profile());
    let lines = lines(&mine)
        .into_iter()
        .zip(lines(&theirs))
        .filter(|((_, kept), (_, gone))| kept != gone)
        .map(|((name, kept), (_, gone))| ProfileLine {
            name,
            kept: kept.clone(),
            gone: gone.clone(),
        })
        .collect();
    let mut fields = Vec::new();
    for field in field::list(read)? {
        if field.owner == FieldOwner::Contact {
            let mine = field::value_of(read, &field, kept.0)?;
            let theirs = field::value_of(read, &field, gone.0)?;
            if mine != theirs {
                fields.push((field, mine, theirs));
            }
        }
    }
    Ok(MergePreview {
        signs: duplicate::signs(read, kept, gone)?,
        kept: one,
        gone: other,
        lines,
        fields,
    })
}

fn lines(profile: &ContactProfile) -> [(&'static str, &String); 7] {
    [
        ("custom_name", &profile.custom_name),
        ("full_name", &profile.full_name),
        ("nickname", &profile.nickname),
        ("company", &profile.company),
        ("language", &profile.language),
        ("preferred_channel", &profile.preferred_channel),
        ("comment", &profile.comment),
    ]
}

/// One profile of two: the other one's line where it was asked for, or where this one has none.
fn joined(kept: &ContactProfile, gone: &ContactProfile, take: &[String]) -> ContactProfile {
    let line = |name: &str, kept: &String, gone: &String| {
        let wanted = take.iter().any(|taken| taken == name);
        if kept.is_empty() || (wanted && !gone.is_empty()) {
            gone.clone()
        } else {
            kept.clone()
        }
    };
    let comment = if gone.comment.is_empty() || gone.comment == kept.comment {
        kept.comment.clone()
    } else if kept.comment.is_empty() {
        gone.comment.clone()
    } else {
        format!("{}\n\n{}", kept.comment, gone.comment)
    };
    ContactProfile {
        custom_name: line("custom_name", &kept.custom_name, &gone.custom_name),
        full_name: line("full_name", &kept.full_name, &gone.full_name),
        nickname: line("nickname", &kept.nickname, &gone.nickname),
        company: line("company", &kept.company, &gone.company),
        language: line("language", &kept.language, &gone.language),
        comment,
        preferred_channel: line(
            "preferred_channel",
            &kept.preferred_channel,
            &gone.preferred_channel,
        ),
    }
}

/// Suggestions of which somebody sees both.
fn both_seen(
    read: &Read<'_>,
    sight: &Sight,
    pairs: Vec<duplicate::Pair>,
) -> Result<Vec<duplicate::Pair>, AppError> {
    let mut seen = Vec::new();
    for pair in pairs {
        if sight.sees(read, Named::Contact(pair.older))?
            && sight.sees(read, Named::Contact(pair.newer))?
        {
            seen.push(pair);
        }
    }
    Ok(seen)
}
