//! Messages and notes with their HTML and native ids: rows of `message`, `message_html` and `message_ref`.

use runnel_domain::{
    Direction, MessageState, Timestamp, Uid,
    ids::{ConversationId, IdentityId, MemberId, MessageId, SourceId, TriggerRunId},
};
use rusqlite::params;

use super::message_edit;
use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row, count},
};

/// `fail_code` of an arrival that could not be read; its verbatim bytes are kept.
pub const UNSUPPORTED: &str = "unsupported";

/// A message or a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Row id.
    pub id: MessageId,
    /// Same message in every copy of the workspace.
    pub uid: Uid,
    /// In which thread.
    pub conversation: ConversationId,
    /// Which way it went.
    pub direction: Direction,
    /// The network's time for what came in, ours otherwise.
    pub at: Timestamp,
    /// Our time.
    pub received_at: Timestamp,
    /// Who wrote (in) or who gets it (out).
    pub identity: Option<IdentityId>,
    /// Who wrote (out, note); `None`: a trigger, or another program.
    pub member: Option<MemberId>,
    /// The run that wrote it.
    pub trigger_run: Option<TriggerRunId>,
    /// Where the network has subjects.
    pub subject: String,
    /// Plain text with quotes and signature.
    pub text: String,
    /// Characters before the quoted part; `None`: all of it.
    pub visible_len: Option<usize>,
    /// There is HTML (see [`html`]).
    pub has_html: bool,
    /// Files with it.
    pub attachment_count: i64,
    /// Received, or how far an outgoing one has come.
    pub state: MessageState,
    /// Stable code while failed; [`UNSUPPORTED`] for an arrival that could not be read.
    pub fail_code: String,
    /// What the network said, verbatim.
    pub fail_detail: String,
    /// Written by a machine.
    pub automatic: bool,
    /// A note pinned to the top.
    pub pinned: bool,
    /// When its writer last changed it; the texts before are in [`super::message_edit`].
    pub edited_at: Option<Timestamp>,
    /// When its writer took it back. The text stays.
    pub deleted_at: Option<Timestamp>,
}

impl FromRow for Message {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            uid: row.get("uid")?,
            conversation: row.get("conversation_id")?,
            direction: row.get("direction")?,
            at: row.get("at")?,
            received_at: row.get("received_at")?,
            identity: row.get("identity_id")?,
            member: row.get("member_id")?,
            trigger_run: row.get("trigger_run_id")?,
            subject: row.get("subject")?,
            text: row.get("text")?,
            visible_len: row.get("visible_len")?,
            has_html: row.get("has_html")?,
            attachment_count: row.get("attachment_count")?,
            state: row.get("state")?,
            fail_code: row.get("fail_code")?,
            fail_detail: row.get("fail_detail")?,
            automatic: row.get("is_automatic")?,
            pinned: row.get("note_pinned")?,
            edited_at: row.get("edited_at")?,
            deleted_at: row.get("deleted_at")?,
        })
    }
}

/// One message; `NotFound` where there is none.
pub fn get(read: &Read<'_>, message: MessageId) -> Result<Message, StoreError> {
    read.query_opt(
        "SELECT id, uid, conversation_id, direction, at, received_at, identity_id, member_id, \
         trigger_run_id, subject, text, visible_len, has_html, attachment_count, state, fail_code, \
         fail_detail, is_automatic, note_pinned, edited_at, deleted_at FROM message WHERE id = ?1",
        [message.0],
    )?
    .ok_or(StoreError::NotFound {
        entity: Entity::Message,
        id: message.0,
    })
}

/// HTML as received, not sanitised.
pub fn html(read: &Read<'_>, message: MessageId) -> Result<Option<String>, StoreError> {
    read.query_value_opt(
        "SELECT html FROM message_html WHERE message_id = ?1",
        [message.0],
    )
}

/// A row to write.
pub(crate) struct NewMessage<'a> {
    pub uid: Uid,
    pub conversation: ConversationId,
    pub direction: Direction,
    pub at: Timestamp,
    pub identity: Option<IdentityId>,
    pub member: Option<MemberId>,
    pub trigger_run: Option<TriggerRunId>,
    pub subject: &'a str,
    pub text: &'a str,
    pub visible_len: Option<usize>,
    pub html: Option<&'a str>,
    pub attachment_count: usize,
    pub state: MessageState,
    pub fail_code: &'a str,
    pub automatic: bool,
    pub raw_event: Option<i64>,
}

/// Writes a message or note down, HTML included.
pub(crate) fn insert(tx: &mut Tx<'_>, new: &NewMessage<'_>) -> Result<MessageId, StoreError> {
    let now = tx.now().0;
    let id = tx.insert(
        "INSERT INTO message (uid, conversation_id, direction, at, received_at, identity_id, \
         member_id, trigger_run_id, subject, text, visible_len, has_html, attachment_count, state, \
         fail_code, is_automatic, raw_event_id) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        params![
            new.uid.0,
            new.conversation.0,
            new.direction.as_str(),
            new.at.0,
            now,
            new.identity.map(|identity| identity.0),
            new.member.map(|member| member.0),
            new.trigger_run.map(|run| run.0),
            new.subject,
            new.text,
            new.visible_len.map(count),
            new.html.is_some(),
            count(new.attachment_count),
            new.state.as_str(),
            new.fail_code,
            new.automatic,
            new.raw_event
        ],
    )?;
    if let Some(html) = new.html {
        tx.execute(
            "INSERT INTO message_html (message_id, html) VALUES (?1, ?2)",
            params![id, html],
        )?;
    }
    tx.touch(Entity::Message, id);
    Ok(MessageId(id))
}

/// Pins a note to the top, or unpins it.
pub fn set_pinned(tx: &mut Tx<'_>, note: MessageId, pinned: bool) -> Result<(), StoreError> {
    let changed = tx.execute(
        "UPDATE message SET note_pinned = ?2 WHERE id = ?1 AND direction = 'note'",
        params![note.0, pinned],
    )?;
    if changed == 0 {
        return Err(StoreError::NotFound {
            entity: Entity::Message,
            id: note.0,
        });
    }
    tx.touch(Entity::Message, note.0);
    Ok(())
}

/// Puts another text in the place of the present one, which is kept. HTML goes with the text that it showed.
pub(crate) fn set_text(
    tx: &mut Tx<'_>,
    message: &Message,
    text: &str,
    html: Option<&str>,
    at: Timestamp,
) -> Result<(), StoreError> {
    message_edit::insert(tx, message.id, &message.text, at)?;
    if message.has_html || html.is_some() {
        tx.execute(
            "DELETE FROM message_html WHERE message_id = ?1",
            [message.id.0],
        )?;
    }
    if let Some(html) = html {
        tx.execute(
            "INSERT INTO message_html (message_id, html) VALUES (?1, ?2)",
            params![message.id.0, html],
        )?;
    }
    tx.execute(
        "UPDATE message SET text = ?2, visible_len = NULL, has_html = ?3, edited_at = ?4 WHERE id = ?1",
        params![message.id.0, text, html.is_some(), at.0],
    )?;
    tx.touch(Entity::Message, message.id.0);
    Ok(())
}

/// Its writer took it back; the text stays where it is.
pub(crate) fn set_deleted(
    tx: &mut Tx<'_>,
    message: MessageId,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE message SET deleted_at = ?2 WHERE id = ?1",
        params![message.0, at.0],
    )?;
    tx.touch(Entity::Message, message.0);
    Ok(())
}

/// Forgets a note with its files and earlier texts.
pub(crate) fn delete_note(tx: &mut Tx<'_>, note: MessageId) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM message WHERE id = ?1 AND direction = 'note'",
        [note.0],
    )?;
    tx.touch(Entity::Message, note.0);
    Ok(())
}

/// What a native id leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// Thread that a reply joins.
    pub conversation: ConversationId,
    /// The message; `None`: only mentioned so far.
    pub message: Option<MessageId>,
}

impl FromRow for Reference {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            conversation: row.get("conversation_id")?,
            message: row.get("message_id")?,
        })
    }
}

/// What this native id leads to on a source, if it was seen or mentioned.
pub fn by_ref(
    read: &Read<'_>,
    source: SourceId,
    reference: &str,
) -> Result<Option<Reference>, StoreError> {
    read.query_opt(
        "SELECT conversation_id, message_id FROM message_ref WHERE source_id = ?1 AND ref = ?2",
        params![source.0, reference],
    )
}

/// Remembers the native id of a message, so that replies join its conversation and its copy in the Sent
/// folder is known. The outbox calls this once the network named the message.
pub fn remember_ref(
    tx: &mut Tx<'_>,
    source: SourceId,
    reference: &str,
    conversation: ConversationId,
    message: MessageId,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO message_ref (source_id, ref, conversation_id, message_id) \
         VALUES (?1, ?2, ?3, ?4) ON CONFLICT (source_id, ref) DO UPDATE \
         SET message_id = excluded.message_id, conversation_id = excluded.conversation_id \
         WHERE message_ref.message_id IS NULL",
        params![source.0, reference, conversation.0, message.0],
    )?;
    Ok(())
}

/// Remembers a native id that was only mentioned, so that the message joins when it comes later.
pub fn remember_mention(
    tx: &mut Tx<'_>,
    source: SourceId,
    reference: &str,
    conversation: ConversationId,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO message_ref (source_id, ref, conversation_id) VALUES (?1, ?2, ?3) \
         ON CONFLICT (source_id, ref) DO NOTHING",
        params![source.0, reference, conversation.0],
    )?;
    Ok(())
}

/// Native ids of the messages of a conversation, oldest first, at most `limit` of the newest: what goes into
/// the References of an answer.
pub fn thread_refs(
    read: &Read<'_>,
    conversation: ConversationId,
    limit: usize,
) -> Result<Vec<String>, StoreError> {
    let mut newest_first: Vec<String> = read.query_values(
        "SELECT r.ref FROM message m JOIN message_ref r ON r.message_id = m.id \
         WHERE m.conversation_id = ?1 AND m.direction <> 'note' \
         ORDER BY m.at DESC, m.id DESC LIMIT ?2",
        params![conversation.0, count(limit)],
    )?;
    newest_first.reverse();
    Ok(newest_first)
}
