//! What happens to a message after it was written: its writer changes it, takes it back, or somebody reacts to it.

use runnel_domain::{
    Direction, Timestamp,
    ids::{ConversationId, MessageId},
};
use rusqlite::params;

use super::snippet::snippet;
use crate::{
    Entity, StoreError, Tx, search,
    table::{
        message::{self, Message},
        reaction,
    },
};

/// The writer of a message changed it, on the network. The text before is kept; news that is older than what stands
/// there, or that says the same, changes nothing. Returns whether anything changed.
pub fn message_edited(
    tx: &mut Tx<'_>,
    id: MessageId,
    text: &str,
    html: Option<&str>,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let message = message::get(tx, id)?;
    let newer = message.edited_at.is_none_or(|before| before <= at);
    if message.direction == Direction::Note || message.text == text || !newer {
        return Ok(false);
    }
    message::set_text(tx, &message, text, html, at)?;
    search::index_again(tx, id)?;
    show_in_list(tx, message.conversation)?;
    Ok(true)
}

/// The writer of a message took it back, on the network. The text stays, for whoever asks to see it.
pub fn message_deleted(tx: &mut Tx<'_>, id: MessageId, at: Timestamp) -> Result<bool, StoreError> {
    let message = message::get(tx, id)?;
    if message.direction == Direction::Note || message.deleted_at.is_some() {
        return Ok(false);
    }
    message::set_deleted(tx, id, at)?;
    show_in_list(tx, message.conversation)?;
    Ok(true)
}

/// Somebody put a sign on a message, or took it off.
pub fn message_reaction(
    tx: &mut Tx<'_>,
    id: MessageId,
    by: &str,
    emoji: &str,
    taken_off: bool,
    at: Timestamp,
) -> Result<(), StoreError> {
    let conversation = message::get(tx, id)?.conversation;
    if taken_off {
        reaction::take_off(tx, id, by, emoji)?;
    } else {
        reaction::put_on(tx, id, by, emoji, at)?;
    }
    tx.touch(Entity::Conversation, conversation.0);
    Ok(())
}

/// Changes the text of a note; the one before is kept.
pub fn note_edit(tx: &mut Tx<'_>, note: &Message, text: &str) -> Result<(), StoreError> {
    if note.text == text {
        return Ok(());
    }
    let now = tx.now();
    message::set_text(tx, note, text, None, now)?;
    search::index_again(tx, note.id)?;
    tx.touch(Entity::Conversation, note.conversation.0);
    Ok(())
}

/// Forgets a note, for good unless it is taken back.
pub fn note_delete(tx: &mut Tx<'_>, note: &Message) -> Result<(), StoreError> {
    message::delete_note(tx, note.id)?;
    tx.touch(Entity::Conversation, note.conversation.0);
    Ok(())
}

/// Lists show the last message that still stands, as it reads now.
fn show_in_list(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    let last: Option<(String, Option<usize>, String)> = tx.query_opt(
        "SELECT text, visible_len, subject FROM message WHERE conversation_id = ?1 \
         AND block_id IS NULL AND direction <> 'note' AND deleted_at IS NULL \
         ORDER BY at DESC, id DESC LIMIT 1",
        [id.0],
    )?;
    let line = last.map_or_else(String::new, |(text, visible_len, subject)| {
        let line = snippet(&text, visible_len);
        if line.is_empty() {
            snippet(&subject, None)
        } else {
            line
        }
    });
    tx.execute(
        "UPDATE conversation SET snippet = ?2 WHERE id = ?1",
        params![id.0, line],
    )?;
    tx.touch(Entity::Conversation, id.0);
    Ok(())
}
