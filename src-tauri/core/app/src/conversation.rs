//! One conversation: its head as a window shows it, and its way through New, Accepted and Archive.

use runnel_domain::{
    Channel, Folder, StageGroup, Timestamp,
    ids::{ConversationId, DealId, MemberId, MessageId, StageId, TagId},
    route::Allowed,
};
use runnel_store::{
    Read, Tx, shop,
    table::{
        block,
        contact::Contact,
        conversation::{self, Conversation},
        deal_card::{self, Away, DealCard},
        draft::DraftKind,
        identity::{self, Identity},
        member, read_state,
        read_state::ReadState,
        source, stage, tag,
        task::{self, Task},
        welcome::{self, Step},
    },
};
use serde_json::json;

use crate::{
    app::{App, Changed},
    chats::away,
    draft::{self, DraftView},
    error::AppError,
    label::{self, label},
    permission::{Deed, Named, Sight},
    route,
};

/// Everything around the timeline.
#[derive(Debug, Clone)]
pub struct ConversationView {
    /// The conversation itself.
    pub row: Conversation,
    /// Network.
    pub channel: Channel,
    /// With whom.
    pub contact: Contact,
    /// What they are called (UC-11).
    pub client: String,
    /// The block-list holds back what they say (UC-27).
    pub blocked: bool,
    /// Their addresses.
    pub identities: Vec<Identity>,
    /// Address that an answer goes to; empty: none.
    pub address: String,
    /// Labels.
    pub tags: Vec<TagId>,
    /// This cycle's deal.
    pub deal: Option<DealCard>,
    /// Where its card stands that went to another board; `None`: nowhere else.
    pub away: Option<Away>,
    /// What the acting member may do to it.
    pub deeds: Vec<Deed>,
    /// Open and done tasks, nearest first.
    pub tasks: Vec<Task>,
    /// What the acting member has seen.
    pub read: ReadState,
    /// Stable code of the reason why nothing can be sent; `None`: it can.
    pub cannot_reply: Option<&'static str>,
    /// Other conversations of the contact with their networks, latest first.
    pub others: Vec<(Conversation, Channel)>,
    /// First-run steps; only in the welcome conversation.
    pub welcome: Vec<Step>,
    /// What stands in the composer.
    pub draft_reply: DraftView,
    /// What stands in the note field.
    pub draft_note: DraftView,
    /// What its channel takes; `None`: there is no channel behind it.
    pub limits: Option<Limits>,
}

/// What a channel takes, for who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Characters in one message.
    pub max_text: usize,
    /// Bytes in one file.
    pub max_file: u64,
}

impl App {
    /// Everything around the timeline of one conversation.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn conversation(
        &self,
        me: MemberId,
        id: ConversationId,
    ) -> Result<ConversationView, AppError> {
        let account = self
            .read(move |read| Ok(conversation::get(read, id)?.source))
            .await?;
        let caps = self.caps(account).await;
        let allowed = caps.as_ref().map(route::allowed);
        let now = self.now();
        let view = self
            .read(move |read| view(read, me, id, allowed, now))
            .await?;
        Ok(ConversationView {
            limits: caps.map(|caps| Limits {
                max_text: caps.max_text,
                max_file: caps.max_file,
            }),
            ..view
        })
    }

    /// Takes a conversation into work (UC-20), above the card `before` where one is named.
    ///
    /// # Errors
    /// `Conflict` where `before` is no longer in that column.
    pub async fn conversation_accept(
        &self,
        me: MemberId,
        id: ConversationId,
        stage: Option<StageId>,
        before: Option<DealId>,
    ) -> Result<Changed, AppError> {
        let undo = self.label_stage("conversation_accept", id, stage).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            let deal = shop::accept(tx, id, stage, None)?;
            if let Some(before) = before {
                let to = deal_card::get(tx, deal)?.stage;
                shop::move_deal(tx, deal, to, Some(before), None)?;
            }
            Ok(())
        })
        .await
    }

    /// Puts a conversation away (UC-4).
    ///
    /// # Errors
    /// `Invalid` with code `stage_not_archived`.
    pub async fn conversation_archive(
        &self,
        me: MemberId,
        id: ConversationId,
        stage: Option<StageId>,
    ) -> Result<Changed, AppError> {
        let undo = self.label_stage("conversation_archive", id, stage).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            shop::archive(tx, id, stage)?;
            Ok(())
        })
        .await
    }

    /// Sets the stage from the table or the window (UC-12): accepts, moves or archives.
    ///
    /// # Errors
    /// When the stage is gone.
    pub async fn conversation_stage_set(
        &self,
        me: MemberId,
        id: ConversationId,
        stage: StageId,
    ) -> Result<Changed, AppError> {
        let undo = self
            .label_stage("conversation_stage_set", id, Some(stage))
            .await?;
        self.act(me, Deed::Work, undo, move |tx| set_stage(tx, id, stage))
            .await
    }

    /// Puts somebody in charge, or nobody (UC-16).
    ///
    /// # Errors
    /// `Invalid` with code `member_gone` for somebody who does not work here any more.
    pub async fn conversation_responsible_set(
        &self,
        me: MemberId,
        id: ConversationId,
        responsible: Option<MemberId>,
    ) -> Result<Changed, AppError> {
        let undo = self
            .read(move |read| {
                let contact = conversation::get(read, id)?.contact;
                let name = match responsible {
                    Some(member) => active(read, member)?,
                    None => String::new(),
                };
                let params = json!({ "client": label::client(read, contact)?, "member": name });
                Ok(label("conversation_responsible_set", params))
            })
            .await?;
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(shop::set_responsible(tx, id, responsible)?)
        })
        .await
    }

    /// Puts labels on (by name, made where they do not exist) and takes labels off (UC-17).
    ///
    /// # Errors
    /// `Invalid` with code `tag_name_empty`.
    pub async fn conversation_tags_change(
        &self,
        me: MemberId,
        id: ConversationId,
        add: Vec<String>,
        remove: Vec<TagId>,
    ) -> Result<Changed, AppError> {
        let undo = self.label_client("conversation_tags_change", id).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            let add = add
                .iter()
                .map(|name| tag::create(tx, name, ""))
                .collect::<Result<Vec<_>, _>>()?;
            shop::change_tags(tx, id, &add, &remove)?;
            Ok(())
        })
        .await
    }

    /// The member has seen everything in it, or everything up to the message `until`: what comes in while they look is
    /// not seen by that. A mark set by hand goes too, because they opened it.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn conversation_read(
        &self,
        me: MemberId,
        id: ConversationId,
        until: Option<MessageId>,
    ) -> Result<Changed, AppError> {
        self.act(me, Deed::Work, None, move |tx| {
            match until {
                Some(until) => shop::mark_read_until(tx, id, me, until)?,
                None => shop::mark_read(tx, id, me)?,
            }
            Ok(())
        })
        .await
    }

    /// Sets it to unread (UC-24).
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn conversation_unread(
        &self,
        me: MemberId,
        id: ConversationId,
    ) -> Result<Changed, AppError> {
        let undo = self.label_client("conversation_unread", id).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(shop::mark_unread(tx, id, me)?)
        })
        .await
    }
}

fn set_stage(tx: &mut Tx<'_>, id: ConversationId, to: StageId) -> Result<(), AppError> {
    let archives = stage::get(tx, to)?.group != StageGroup::Active;
    match (conversation::get(tx, id)?.deal, archives) {
        (Some(deal), _) => {
            shop::move_deal(tx, deal, to, None, None)?;
        }
        (None, true) => {
            shop::archive(tx, id, Some(to))?;
        }
        (None, false) => {
            shop::accept(tx, id, Some(to), None)?;
        }
    }
    Ok(())
}

/// The name of a member who works here.
pub(crate) fn active(read: &Read<'_>, id: MemberId) -> Result<String, AppError> {
    member::find(read, id)?
        .filter(|member| member.removed_at.is_none())
        .map(|member| member.name)
        .ok_or(AppError::field("member_gone", "member_id"))
}

fn view(
    read: &Read<'_>,
    me: MemberId,
    id: ConversationId,
    allowed: Option<Allowed>,
    now: Timestamp,
) -> Result<ConversationView, AppError> {
    let row = conversation::get(read, id)?;
    let source = source::get(read, row.source)?;
    let identities = identity::of_contact(read, row.contact)?;
    let address = identities
        .iter()
        .find(|identity| Some(identity.id) == row.identity)
        .map(|identity| identity.shown.clone())
        .unwrap_or_default();
    let mut others = Vec::new();
    let sight = Sight::of(read, me)?;
    for other in conversation::of_contact(read, row.contact)? {
        if other.id != id && (sight.is_whole() || sight.chat(read, other.id)?) {
            let channel = source::get(read, other.source)?.channel;
            others.push((other, channel));
        }
    }
    Ok(ConversationView {
        channel: source.channel,
        contact: runnel_store::table::contact::get(read, row.contact)?,
        client: label::client(read, row.contact)?,
        blocked: block::of_client(read, row.contact)?.is_some(),
        tags: tag::of_conversation(read, id)?
            .into_iter()
            .map(|tag| tag.id)
            .collect(),
        deal: row
            .deal
            .map(|deal| deal_card::get(read, deal))
            .transpose()?,
        away: if row.deal.is_none() && row.folder == Folder::Accepted {
            away(read, &sight, &[id])?
                .into_iter()
                .next()
                .map(|(_, at)| at)
        } else {
            None
        },
        deeds: sight.deeds(read, Named::Conversation(id))?,
        tasks: task::of_conversation(read, id)?,
        read: read_state::get(read, me, id)?,
        cannot_reply: route::here(read, &row, &source, allowed)?
            .refused(now)
            .map(|closed| closed.code),
        welcome: if crate::welcome::is_welcome(&row) {
            welcome::list(read)?
        } else {
            Vec::new()
        },
        draft_reply: draft::view(read, id, me, DraftKind::Reply)?,
        draft_note: draft::view(read, id, me, DraftKind::Note)?,
        limits: None,
        identities,
        address,
        others,
        row,
    })
}
