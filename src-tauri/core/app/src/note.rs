//! Notes after they were left: pinned, changed, thrown away (UC-33).

use runnel_domain::{
    Direction,
    ids::{MemberId, MessageId},
};
use runnel_store::{
    Read, shop,
    table::message::{self, Message},
};

use crate::{
    app::{App, Changed},
    error::AppError,
    label::label_of_message,
    message::LONGEST_NOTE,
    permission::Deed,
};

impl App {
    /// Pins a note to the top, or unpins it; any member's.
    ///
    /// # Errors
    /// `Invalid` with code `not_a_note`.
    pub async fn note_pin(
        &self,
        me: MemberId,
        id: MessageId,
        pinned: bool,
    ) -> Result<Changed, AppError> {
        let code = if pinned { "note_pin" } else { "note_unpin" };
        let undo = self
            .read(move |read| label_of_message(read, code, id))
            .await?;
        self.act(me, Deed::Work, undo, move |tx| {
            note(tx, id)?;
            Ok(message::set_pinned(tx, id, pinned)?)
        })
        .await
    }

    /// Changes the text of one's own note; the text before is kept.
    ///
    /// # Errors
    /// `Invalid` with `not_a_note`, `note_not_yours`, `note_empty` or `note_too_long`.
    pub async fn note_edit(
        &self,
        me: MemberId,
        id: MessageId,
        text: String,
    ) -> Result<Changed, AppError> {
        if text.trim().is_empty() {
            return Err(AppError::field("note_empty", "text"));
        }
        if text.chars().count() > LONGEST_NOTE {
            return Err(AppError::field("note_too_long", "text"));
        }
        let undo = self
            .read(move |read| label_of_message(read, "note_edit", id))
            .await?;
        self.act(me, Deed::Work, undo, move |tx| {
            let note = own_note(tx, me, id)?;
            Ok(shop::note_edit(tx, &note, &text)?)
        })
        .await
    }

    /// Throws one's own note away, with its files.
    ///
    /// # Errors
    /// `Invalid` with `not_a_note` or `note_not_yours`.
    pub async fn note_delete(&self, me: MemberId, id: MessageId) -> Result<Changed, AppError> {
        let undo = self
            .read(move |read| label_of_message(read, "note_delete", id))
            .await?;
        self.act(me, Deed::Work, undo, move |tx| {
            let note = own_note(tx, me, id)?;
            Ok(shop::note_delete(tx, &note)?)
        })
        .await
    }
}

fn note(read: &Read<'_>, id: MessageId) -> Result<Message, AppError> {
    let note = message::get(read, id)?;
    if note.direction == Direction::Note {
        Ok(note)
    } else {
        Err(AppError::invalid("not_a_note"))
    }
}

fn own_note(read: &Read<'_>, me: MemberId, id: MessageId) -> Result<Message, AppError> {
    let note = note(read, id)?;
    if note.member == Some(me) {
        Ok(note)
    } else {
        Err(AppError::invalid("note_not_yours"))
    }
}
