//! Earlier texts of messages and notes that their writers changed: rows of `message_edit`.

use runnel_domain::{Timestamp, ids::MessageId};
use rusqlite::params;

use crate::{
    Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// A text that was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// As it stood.
    pub text: String,
    /// Until when.
    pub until: Timestamp,
}

impl FromRow for Earlier {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            text: row.get("text")?,
            until: row.get("at")?,
        })
    }
}

/// The texts that a message had before the present one, oldest first.
pub fn of_message(read: &Read<'_>, message: MessageId) -> Result<Vec<Earlier>, StoreError> {
    read.query_all(
        "SELECT text, at FROM message_edit WHERE message_id = ?1 ORDER BY id",
        [message.0],
    )
}

/// Keeps the text that is about to be replaced.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    message: MessageId,
    text: &str,
    until: Timestamp,
) -> Result<(), StoreError> {
    tx.insert(
        "INSERT INTO message_edit (message_id, text, at) VALUES (?1, ?2, ?3)",
        params![message.0, text, until.0],
    )?;
    Ok(())
}
