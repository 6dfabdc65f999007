//! The contact panel: what a member sees of a customer beside a conversation, and writes down about them (PO-6, UC-23).

use runnel_domain::{
    Channel, FieldOwner, address,
    ids::{ContactId, ConversationId, IdentityId, MemberId},
};
pub use runnel_store::search::Party as Candidate;
use runnel_store::{
    Read, Tx, search, shop,
    table::{
        block,
        contact::{self, Contact, ContactProfile, Elsewhere},
        conversation, deal_card,
        identity::{self, Identity},
    },
};
use serde_json::json;

use crate::{
    app::{App, Changed},
    block::{BlockView, view},
    error::AppError,
    field::{FieldView, views},
    label::{self, label},
    merge::{self, DuplicateView, MergeView},
    permission::{Deed, Named, Sight},
};

/// Other conversations that the panel lists; somebody with more is looked up in the table.
const MOST_OTHERS: usize = 50;
/// People offered while somebody types whom they mean.
const MOST_CANDIDATES: usize = 8;
/// Possible duplicates that the panel hints at.
const MOST_DUPLICATES: usize = 3;

/// Changes to a profile; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactChange {
    /// Name given by a member; empty: back to the network's.
    pub custom_name: Option<String>,
    /// Name that the network gave.
    pub full_name: Option<String>,
    /// Nickname that the network gave.
    pub nickname: Option<String>,
    /// Where they work.
    pub company: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Free text.
    pub comment: Option<String>,
    /// Network they like to be answered on; empty: none.
    pub preferred_channel: Option<String>,
}

/// Everything that the panel shows of a customer.
#[derive(Debug, Clone)]
pub struct ContactSheet {
    /// The customer.
    pub contact: Contact,
    /// What they are called (UC-11).
    pub client: String,
    /// Their addresses, each with whether a conversation answers to it.
    pub identities: Vec<(Identity, bool)>,
    /// Their other conversations wherever they lie, last active first.
    pub others: Vec<Elsewhere>,
    /// How many there are in all.
    pub others_total: i64,
    /// Additional fields of the contact, the conversation and its deal, in order.
    pub fields: Vec<FieldView>,
    /// Contacts that became part of this one, latest first.
    pub merges: Vec<MergeView>,
    /// Who may be the same person.
    pub duplicates: Vec<DuplicateView>,
    /// The entry of the block-list that names them.
    pub blocked: Option<BlockView>,
    /// Post under which the conversation is; empty: none.
    pub post_ref: String,
    /// The entry that names that post.
    pub post_blocked: Option<BlockView>,
}

impl App {
    /// Who is known, as one types, written with or not: to make a deal with (CP-7), or to merge with.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn contact_candidates(&self, typed: String) -> Result<Vec<Candidate>, AppError> {
        let asked = self.question();
        self.read(move |read| {
            let sight = Sight::asked(read, asked.as_deref())?;
            let mut seen = Vec::new();
            for party in search::parties(read, &typed, MOST_CANDIDATES)? {
                if sight.sees(read, Named::Contact(party.contact))? {
                    seen.push(party);
                }
            }
            Ok(seen)
        })
        .await
    }

    /// Everything that the panel beside this conversation shows.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn contact(
        &self,
        me: MemberId,
        conversation: ConversationId,
    ) -> Result<ContactSheet, AppError> {
        self.read(move |read| sheet(read, me, conversation)).await
    }

    /// Changes a contact's profile.
    ///
    /// # Errors
    /// `NotFound` where there is none; `Invalid` with `channel_unknown` or `name_too_long`.
    pub async fn contact_update(
        &self,
        me: MemberId,
        id: ContactId,
        change: ContactChange,
    ) -> Result<Changed, AppError> {
        let undo = self.label_contact("contact_update", id).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            let profile = changed(contact::get(tx, id)?.profile(), change)?;
            Ok(contact::set_profile(tx, id, &profile)?)
        })
        .await
    }

    /// Writes down another address of a contact, normalised for its channel.
    ///
    /// # Errors
    /// `Invalid` with the code of what is wrong with it, or `identity_taken` with whose it is.
    pub async fn identity_add(
        &self,
        me: MemberId,
        contact: ContactId,
        channel: Channel,
        typed: String,
    ) -> Result<Changed<IdentityId>, AppError> {
        let undo = label("identity_add", json!({ "address": typed.trim() }));
        self.act(me, Deed::Work, undo, move |tx| {
            contact::get(tx, contact)?;
            let address = free(tx, channel, &typed, None)?;
            let id = identity::insert(tx, contact, channel, &address.address, &address.shown)?;
            shop::stars::recompute(tx, contact)?;
            Ok(id)
        })
        .await
    }

    /// Writes an address anew. One that a conversation answers to can be written differently, but not become another.
    ///
    /// # Errors
    /// As [`App::identity_add`], or `Invalid` with `identity_answered`.
    pub async fn identity_update(
        &self,
        me: MemberId,
        id: IdentityId,
        typed: String,
    ) -> Result<Changed, AppError> {
        let undo = label("identity_update", json!({ "address": typed.trim() }));
        self.act(me, Deed::Work, undo, move |tx| {
            let identity = identity::get(tx, id)?;
            let address = free(tx, identity.channel, &typed, Some(id))?;
            if address.address != identity.address {
                unanswered(tx, &identity)?;
            }
            Ok(identity::set_address(
                tx,
                &identity,
                &address.address,
                &address.shown,
            )?)
        })
        .await
    }

    /// Takes an address away.
    ///
    /// # Errors
    /// `Invalid` with `identity_answered` where a conversation answers to it.
    pub async fn identity_remove(&self, me: MemberId, id: IdentityId) -> Result<Changed, AppError> {
        let undo = self.label_identity("identity_remove", id).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            let identity = identity::get(tx, id)?;
            unanswered(tx, &identity)?;
            identity::remove(tx, &identity)?;
            Ok(shop::stars::recompute(tx, identity.contact)?)
        })
        .await
    }

    /// Says that nobody can be reached there, or that they can.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn identity_mark(
        &self,
        me: MemberId,
        id: IdentityId,
        invalid: bool,
    ) -> Result<Changed, AppError> {
        let undo = self.label_identity("identity_mark", id).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            identity::get(tx, id)?;
            Ok(shop::stars::address_works(tx, id, !invalid)?)
        })
        .await
    }

    /// `code` about a contact.
    pub(crate) async fn label_contact(
        &self,
        code: &'static str,
        id: ContactId,
    ) -> Result<Option<runnel_store::UndoLabel>, AppError> {
        self.read(move |read| Ok(label(code, json!({ "client": label::client(read, id)? }))))
            .await
    }

    async fn label_identity(
        &self,
        code: &'static str,
        id: IdentityId,
    ) -> Result<Option<runnel_store::UndoLabel>, AppError> {
        self.read(move |read| {
            let identity = identity::get(read, id)?;
            Ok(label(code, json!({ "address": identity.shown })))
        })
        .await
    }
}

fn sheet(read: &Read<'_>, me: MemberId, id: ConversationId) -> Result<ContactSheet, AppError> {
    let row = conversation::get(read, id)?;
    let answered = identity::answered(read, row.contact)?;
    let identities = identity::of_contact(read, row.contact)?
        .into_iter()
        .map(|identity| {
            let is_answered = answered.contains(&identity.id);
            (identity, is_answered)
        })
        .collect();
    let pipeline = row
        .deal
        .map(|deal| Ok::<_, AppError>(deal_card::get(read, deal)?.pipeline))
        .transpose()?;
    let mut fields = views(read, FieldOwner::Contact, row.contact.0, None)?;
    fields.extend(views(read, FieldOwner::Conversation, id.0, None)?);
    if let Some(deal) = row.deal {
        fields.extend(views(read, FieldOwner::Deal, deal.0, pipeline)?);
    }
    let (_, post_ref) = block::thread(read, id)?;
    let sight = Sight::of(read, me)?;
    let mut others = contact::elsewhere(read, row.contact, id, me, MOST_OTHERS)?;
    let mut others_total = contact::weight(read, row.contact)?.conversations - 1;
    if !sight.is_whole() {
        let (mut seen, all) = (Vec::new(), others);
        for other in all {
            if sight.chat(read, other.id)? {
                seen.push(other);
            }
        }
        others = seen;
        others_total = i64::try_from(others.len()).unwrap_or(i64::MAX);
    }
    Ok(ContactSheet {
        contact: contact::get(read, row.contact)?,
        client: label::client(read, row.contact)?,
        identities,
        others,
        others_total,
        fields,
        merges: merge::of_contact(read, row.contact)?,
        duplicates: merge::duplicates_of(read, row.contact, MOST_DUPLICATES, &sight)?,
        blocked: block::of_client(read, row.contact)?
            .map(|block| view(read, block))
            .transpose()?,
        post_blocked: block::of_post(read, &post_ref)?
            .map(|block| view(read, block))
            .transpose()?,
        post_ref,
    })
}

/// Longest line of a profile, in characters.
const LONGEST_LINE: usize = 200;

fn changed(now: ContactProfile, change: ContactChange) -> Result<ContactProfile, AppError> {
    let line = |text: Option<String>, before: String| -> Result<String, AppError> {
        let line = text.map_or(before, |text| {
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        });
        if line.chars().count() > LONGEST_LINE {
            return Err(AppError::invalid("name_too_long"));
        }
        Ok(line)
    };
    let preferred_channel = change.preferred_channel.unwrap_or(now.preferred_channel);
    if !preferred_channel.is_empty() && Channel::parse(&preferred_channel).is_none() {
        return Err(AppError::field("channel_unknown", "preferred_channel"));
    }
    Ok(ContactProfile {
        custom_name: line(change.custom_name, now.custom_name)?,
        full_name: line(change.full_name, now.full_name)?,
        nickname: line(change.nickname, now.nickname)?,
        company: line(change.company, now.company)?,
        language: line(change.language, now.language)?,
        comment: change
            .comment
            .map_or(now.comment, |text| text.trim().to_owned()),
        preferred_channel,
    })
}

/// The address that was typed, if nobody but `own` has it.
pub(crate) fn free(
    tx: &Tx<'_>,
    channel: Channel,
    typed: &str,
    own: Option<IdentityId>,
) -> Result<address::Address, AppError> {
    let address =
        address::read(channel, typed).map_err(|fault| AppError::field(fault.code(), "address"))?;
    match identity::find(tx, channel, &address.address)? {
        Some(other) if Some(other.id) != own => Err(AppError::Invalid {
            code: "identity_taken",
            params: json!({
                "client": label::client(tx, other.contact)?,
                "contact_id": other.contact.0.to_string(),
            }),
        }),
        _ => Ok(address),
    }
}

fn unanswered(tx: &Tx<'_>, identity: &Identity) -> Result<(), AppError> {
    if identity::answered(tx, identity.contact)?.contains(&identity.id) {
        return Err(AppError::Invalid {
            code: "identity_answered",
            params: json!({ "address": identity.shown }),
        });
    }
    Ok(())
}
