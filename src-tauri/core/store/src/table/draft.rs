//! What stands in a composer and was not sent: rows of `draft`, one per conversation, member and field.

use runnel_domain::{
    Timestamp,
    ids::{AttachmentId, ConversationId, MemberId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// Which field of the composer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    /// A message to the customer.
    Reply,
    /// A note to colleagues.
    Note,
}

impl DraftKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Note => "note",
        }
    }
}

/// What stands in one field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Text.
    pub text: String,
    /// Staged files, in the order in which they were attached.
    pub attachments: Vec<AttachmentId>,
    /// When it was last saved; `None`: there is no draft.
    pub updated_at: Option<Timestamp>,
}

impl FromRow for Draft {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let attachments: String = row.get("attachments")?;
        Ok(Self {
            text: row.get("text")?,
            // A list that cannot be read loses its files rather than the text.
            attachments: serde_json::from_str(&attachments).unwrap_or_default(),
            updated_at: row.get("updated_at")?,
        })
    }
}

/// What stands in the field; empty where nothing was saved.
pub fn get(
    read: &Read<'_>,
    conversation: ConversationId,
    member: MemberId,
    kind: DraftKind,
) -> Result<Draft, StoreError> {
    let draft = read.query_opt(
        "SELECT text, attachments, updated_at FROM draft \
         WHERE conversation_id = ?1 AND member_id = ?2 AND kind = ?3",
        params![conversation.0, member.0, kind.as_str()],
    )?;
    Ok(draft.unwrap_or_default())
}

/// Saves what stands in the field. Blank text without files is no draft: its row goes.
pub fn save(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    member: MemberId,
    kind: DraftKind,
    text: &str,
    attachments: &[AttachmentId],
) -> Result<(), StoreError> {
    if text.trim().is_empty() && attachments.is_empty() {
        return clear(tx, conversation, member, kind);
    }
    let (files, now) = (serde_json::to_string(attachments)?, tx.now().0);
    tx.execute(
        "INSERT INTO draft (conversation_id, member_id, kind, text, attachments, updated_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT (conversation_id, member_id, kind) DO UPDATE SET \
         text = excluded.text, attachments = excluded.attachments, updated_at = excluded.updated_at",
        params![conversation.0, member.0, kind.as_str(), text, files, now],
    )?;
    tx.touch(Entity::Draft, conversation.0);
    Ok(())
}

/// Empties the field.
pub fn clear(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    member: MemberId,
    kind: DraftKind,
) -> Result<(), StoreError> {
    let gone = tx.execute(
        "DELETE FROM draft WHERE conversation_id = ?1 AND member_id = ?2 AND kind = ?3",
        params![conversation.0, member.0, kind.as_str()],
    )?;
    if gone > 0 {
        tx.touch(Entity::Draft, conversation.0);
    }
    Ok(())
}

/// Deletes staged files that no draft, template or card names and that are older than `before`. The BLAKE3 hex of
/// those whose bytes nothing else names.
pub fn forget_loose_files(tx: &mut Tx<'_>, before: Timestamp) -> Result<Vec<String>, StoreError> {
    let loose: Vec<(AttachmentId, String)> = tx.query_all(
        "SELECT id, sha FROM attachment WHERE message_id IS NULL AND created_at < ?1 AND id NOT IN \
         (SELECT value FROM draft, json_each(draft.attachments)) \
         AND id NOT IN (SELECT attachment_id FROM template_file) \
         AND id NOT IN (SELECT attachment_id FROM deal_file)",
        [before.0],
    )?;
    let mut unnamed = Vec::new();
    for (id, sha) in loose {
        tx.execute("DELETE FROM attachment WHERE id = ?1", [id.0])?;
        let named: bool = tx.query_value(
            "SELECT EXISTS (SELECT 1 FROM attachment WHERE sha = ?1) \
             OR EXISTS (SELECT 1 FROM raw_event WHERE payload_sha = ?1)",
            [&sha],
        )?;
        if !named {
            unnamed.push(sha);
        }
    }
    Ok(unnamed)
}
