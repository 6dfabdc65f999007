//! Reactions to messages: rows of `reaction`.

use runnel_domain::{Timestamp, ids::MessageId};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// `by` of the customer's reactions.
pub const CONTACT: &str = "contact";

/// Somebody put a sign on a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    /// On which message.
    pub message: MessageId,
    /// [`CONTACT`], or `member:` with an id.
    pub by: String,
    /// The sign.
    pub emoji: String,
    /// When.
    pub at: Timestamp,
}

impl FromRow for Reaction {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            message: row.get("message_id")?,
            by: row.get("by")?,
            emoji: row.get("emoji")?,
            at: row.get("at")?,
        })
    }
}

/// The reactions to many messages with one statement, oldest first on each.
pub fn of_messages(read: &Read<'_>, messages: &[MessageId]) -> Result<Vec<Reaction>, StoreError> {
    let ids = serde_json::to_string(messages)?;
    read.query_all(
        "SELECT message_id, by, emoji, at FROM reaction \
         WHERE message_id IN (SELECT value FROM json_each(?1)) ORDER BY message_id, at, by, emoji",
        [ids],
    )
}

/// Puts a sign on a message. The same sign of the same person counts once.
pub fn put_on(
    tx: &mut Tx<'_>,
    message: MessageId,
    by: &str,
    emoji: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO reaction (message_id, by, emoji, at) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (message_id, by, emoji) DO NOTHING",
        params![message.0, by, emoji, at.0],
    )?;
    tx.touch(Entity::Message, message.0);
    Ok(())
}

/// Takes a sign off again; all of that person's where `emoji` is empty.
pub fn take_off(
    tx: &mut Tx<'_>,
    message: MessageId,
    by: &str,
    emoji: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM reaction WHERE message_id = ?1 AND by = ?2 AND (?3 = '' OR emoji = ?3)",
        params![message.0, by, emoji],
    )?;
    tx.touch(Entity::Message, message.0);
    Ok(())
}
