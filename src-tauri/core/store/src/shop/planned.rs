//! Messages of ours that wait: planned for later, leaving at their time, taken back into the composer.

use runnel_domain::{
    Direction, MessageState, Timestamp,
    event::EventBody,
    ids::{AttachmentId, ConversationId, MemberId, MessageId},
};
use rusqlite::params;

use super::{
    message::{NewOutbound, put_down, take_into_work},
    thread::{self, Added},
};
use crate::{
    Entity, StoreError, Tx, search,
    table::{attachment, conversation, draft, message, outbox, read_state},
};

/// What a message said that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// In which conversation.
    pub conversation: ConversationId,
    /// Its own subject; may be empty.
    pub subject: String,
    /// What it said.
    pub text: String,
    /// Its files, staged again.
    pub files: Vec<AttachmentId>,
}

/// Writes a message down that leaves at `due`. Until then it stands at the end of the thread and is no answer:
/// the customer goes on waiting, and list and clocks stay as they are. The one who plans it takes the conversation
/// into work as by answering.
pub fn message_planned(
    tx: &mut Tx<'_>,
    new: &NewOutbound<'_>,
    due: Timestamp,
) -> Result<MessageId, StoreError> {
    take_into_work(tx, new.conversation, new.member)?;
    let id = put_down(tx, new, due, false)?;
    if let Some(member) = new.member {
        read_state::seen(tx, new.conversation, member, true)?;
    }
    tx.touch(Entity::Conversation, new.conversation.0);
    Ok(id)
}

/// A planned message leaves now: from here on it is an answer like any other. Records `MessageQueued`.
pub fn planned_leaves(tx: &mut Tx<'_>, id: MessageId) -> Result<(), StoreError> {
    let planned = message::get(tx, id)?;
    let thread = thread::thread(tx, planned.conversation)?;
    let at = tx.now();
    tx.execute(
        "UPDATE message SET at = ?2, received_at = ?2 WHERE id = ?1",
        params![id.0, at.0],
    )?;
    thread::add(
        tx,
        planned.conversation,
        &thread,
        &Added {
            id,
            at,
            direction: Direction::Out,
            counts: !planned.automatic,
            text: &planned.text,
            visible_len: None,
            instead: &planned.subject,
        },
    )?;
    tx.record(
        Some(planned.conversation),
        Some(thread.contact),
        thread.deal,
        EventBody::MessageQueued {
            message: id,
            automatic: planned.automatic,
        },
    )?;
    Ok(())
}

/// Changes what a planned message says.
///
/// # Errors
/// `Invalid` with code `message_not_planned` once it waits no more.
pub fn reword_planned(tx: &mut Tx<'_>, id: MessageId, text: &str) -> Result<(), StoreError> {
    if message::get(tx, id)?.state != MessageState::Scheduled {
        return Err(StoreError::invalid("message_not_planned"));
    }
    tx.execute(
        "UPDATE message SET text = ?2 WHERE id = ?1",
        params![id.0, text],
    )?;
    tx.touch(Entity::Message, id.0);
    search::index_again(tx, id)
}

/// Takes a message of a member's back as if it had never been written: its text and files stand in the reply field
/// of `member` again, before whatever stands there. Possible while it waits, and for one that failed or was
/// cancelled; never for one that may have left.
///
/// # Errors
/// `Invalid` with code `message_left`.
pub fn take_back(
    tx: &mut Tx<'_>,
    id: MessageId,
    member: MemberId,
) -> Result<TakenBack, StoreError> {
    use MessageState as S;
    let left = || StoreError::invalid("message_left");
    let taken = message::get(tx, id)?;
    let row = outbox::of_message(tx, id)?.ok_or_else(left)?;
    let here = row.state.waits() || matches!(row.state, S::Failed | S::Cancelled);
    let by_person = taken.member.is_some() && taken.trigger_run.is_none();
    if row.in_doubt || !here || !by_person || !row.remote_id.is_empty() {
        return Err(left());
    }
    let mut files = Vec::new();
    for file in attachment::of_message(tx, id)? {
        attachment::stage_again(tx, file.id)?;
        files.push(file.id);
    }
    let counted = row.state != S::Scheduled;
    tx.touch(Entity::Message, id.0);
    tx.touch(Entity::Outbox, row.id.0);
    tx.execute("DELETE FROM message_ref WHERE message_id = ?1", [id.0])?;
    tx.execute("DELETE FROM outbox WHERE id = ?1", [row.id.0])?;
    tx.execute("DELETE FROM message WHERE id = ?1", [id.0])?;
    if counted {
        thread::recount(tx, taken.conversation)?;
        thread::show_last(tx, taken.conversation)?;
    }
    put_in_draft(tx, taken.conversation, member, &taken.text, &files)?;
    Ok(TakenBack {
        conversation: taken.conversation,
        subject: taken.subject,
        text: taken.text,
        files,
    })
}

/// Puts text and files before what stands in the reply field.
pub fn put_in_draft(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    member: MemberId,
    text: &str,
    files: &[AttachmentId],
) -> Result<(), StoreError> {
    conversation::get(tx, conversation)?;
    let kind = draft::DraftKind::Reply;
    let before = draft::get(tx, conversation, member, kind)?;
    let text = if before.text.trim().is_empty() {
        text.to_owned()
    } else {
        format!("{text}\n\n{}", before.text)
    };
    let files: Vec<_> = files.iter().copied().chain(before.attachments).collect();
    draft::save(tx, conversation, member, kind, &text, &files)
}
