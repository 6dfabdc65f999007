//! Files with messages, notes and drafts: rows of `attachment`. The bytes lie in the attachments folder by hash.

use runnel_domain::{
    Timestamp, Uid,
    ids::{AttachmentId, MessageId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Row id.
    pub id: AttachmentId,
    /// With which message; `None`: staged in a draft.
    pub message: Option<MessageId>,
    /// File name, safe to show and save.
    pub name: String,
    /// Media type.
    pub mime: String,
    /// Bytes.
    pub size: i64,
    /// BLAKE3 hex; address in the attachments folder.
    pub sha: String,
    /// For images shown inside HTML.
    pub content_id: String,
    /// When it came.
    pub created_at: Timestamp,
}

impl FromRow for Attachment {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            message: row.get("message_id")?,
            name: row.get("name")?,
            mime: row.get("mime")?,
            size: row.get("size")?,
            sha: row.get("sha")?,
            content_id: row.get("content_id")?,
            created_at: row.get("created_at")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, message_id, name, mime, size, sha, content_id, created_at FROM attachment ",
            $rest
        )
    };
}

/// A file whose bytes are in the attachments folder already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewFile<'a> {
    /// File name; made safe by the caller.
    pub name: &'a str,
    /// Media type.
    pub mime: &'a str,
    /// Bytes.
    pub size: i64,
    /// BLAKE3 hex.
    pub sha: &'a str,
    /// For images shown inside HTML; may be empty.
    pub content_id: &'a str,
}

/// One file; `NotFound` where there is none.
pub fn get(read: &Read<'_>, attachment: AttachmentId) -> Result<Attachment, StoreError> {
    read.query_opt(select!("WHERE id = ?1"), [attachment.0])?
        .ok_or(StoreError::NotFound {
            entity: Entity::Message,
            id: attachment.0,
        })
}

/// The files of a message in their order.
pub fn of_message(read: &Read<'_>, message: MessageId) -> Result<Vec<Attachment>, StoreError> {
    read.query_all(select!("WHERE message_id = ?1 ORDER BY id"), [message.0])
}

/// The files of many messages with one statement, in their order.
pub fn of_messages(read: &Read<'_>, messages: &[MessageId]) -> Result<Vec<Attachment>, StoreError> {
    let ids = serde_json::to_string(messages)?;
    read.query_all(
        select!("WHERE message_id IN (SELECT value FROM json_each(?1)) ORDER BY message_id, id"),
        [ids],
    )
}

/// Writes a file down, with a message or (`None`) staged for a draft.
pub fn insert(
    tx: &mut Tx<'_>,
    message: Option<MessageId>,
    file: &NewFile<'_>,
) -> Result<AttachmentId, StoreError> {
    let (uid, now): (Uid, Timestamp) = (tx.next_uid(), tx.now());
    let id = tx.insert(
        "INSERT INTO attachment (uid, message_id, name, mime, size, sha, content_id, created_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            uid.0,
            message.map(|message| message.0),
            file.name,
            file.mime,
            file.size,
            file.sha,
            file.content_id,
            now.0
        ],
    )?;
    Ok(AttachmentId(id))
}

/// Gives a staged file to the message that is being sent; `false` where it is not staged (any more).
pub fn give(
    tx: &mut Tx<'_>,
    attachment: AttachmentId,
    message: MessageId,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "UPDATE attachment SET message_id = ?2 WHERE id = ?1 AND message_id IS NULL",
        params![attachment.0, message.0],
    )?;
    Ok(changed > 0)
}

/// Takes a file off its message: it is staged again.
pub(crate) fn stage_again(tx: &mut Tx<'_>, attachment: AttachmentId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE attachment SET message_id = NULL WHERE id = ?1",
        [attachment.0],
    )?;
    Ok(())
}

/// Another staged file with the same content, to go with one message more.
pub fn copy(tx: &mut Tx<'_>, attachment: AttachmentId) -> Result<AttachmentId, StoreError> {
    let file = get(tx, attachment)?;
    insert(
        tx,
        None,
        &NewFile {
            name: &file.name,
            mime: &file.mime,
            size: file.size,
            sha: &file.sha,
            content_id: "",
        },
    )
}
