//! The work status: hold, resume, resolve, hand over (PO-7, PO-8).

use runnel_domain::ids::{ConversationId, MemberId, TicketId};
use runnel_store::{shop, table::conversation};
use serde_json::json;

pub use runnel_store::shop::Resolution;

use crate::{
    app::{App, Changed},
    conversation::active,
    error::AppError,
    label::{self, label},
    permission::Deed,
    signal::Signal,
};

/// Longest note of a record, in characters: a remark, not a report.
const LONGEST_NOTE: usize = 4_000;

impl App {
    /// Puts a conversation on hold (PO-7).
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn conversation_hold(
        &self,
        me: MemberId,
        id: ConversationId,
    ) -> Result<Changed, AppError> {
        let undo = self.label_client("conversation_hold", id).await?;
        self.act(me, Deed::Work, undo, move |tx| Ok(shop::hold(tx, id)?))
            .await
    }

    /// Goes on with one that was on hold or resolved (PO-7).
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn conversation_resume(
        &self,
        me: MemberId,
        id: ConversationId,
    ) -> Result<Changed, AppError> {
        let undo = self.label_client("conversation_resume", id).await?;
        self.act(me, Deed::Work, undo, move |tx| Ok(shop::resume(tx, id)?))
            .await
    }

    /// Marks a conversation resolved and keeps a record of it (PO-8).
    ///
    /// # Errors
    /// `Invalid` with code `already_resolved`, `category_gone`, `stage_not_archived` or `note_too_long`.
    pub async fn conversation_resolve(
        &self,
        me: MemberId,
        id: ConversationId,
        resolution: Resolution,
    ) -> Result<Changed<TicketId>, AppError> {
        if resolution.note.chars().count() > LONGEST_NOTE {
            return Err(AppError::field("note_too_long", "note"));
        }
        let undo = self
            .label_stage("conversation_resolve", id, resolution.archive)
            .await?;
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(shop::resolve(tx, id, &resolution)?)
        })
        .await
    }

    /// Hands a conversation over: the receiver is in charge, finds it unread with the note in it, and is told where
    /// they look.
    ///
    /// # Errors
    /// `Invalid` with code `member_gone` or `note_too_long`.
    pub async fn conversation_transfer(
        &self,
        me: MemberId,
        id: ConversationId,
        to: MemberId,
        note: String,
    ) -> Result<Changed, AppError> {
        if note.chars().count() > LONGEST_NOTE {
            return Err(AppError::field("note_too_long", "note"));
        }
        let (undo, client) = self
            .read(move |read| {
                let contact = conversation::get(read, id)?.contact;
                let client = label::client(read, contact)?;
                let params = json!({ "client": client, "member": active(read, to)? });
                Ok((label("conversation_transfer", params), client))
            })
            .await?;
        let done = self
            .act(me, Deed::Work, undo, move |tx| {
                active(tx, to)?;
                shop::set_responsible(tx, id, Some(to))?;
                let note = note.trim();
                if !note.is_empty() {
                    shop::note_add(tx, id, Some(me), note, &[])?;
                }
                if to != me {
                    shop::mark_unread(tx, id, to)?;
                }
                Ok(())
            })
            .await?;
        if to != me {
            self.signal(Signal::HandedOver {
                conversation: id,
                client,
                from: me,
                to,
            });
        }
        Ok(done)
    }
}
