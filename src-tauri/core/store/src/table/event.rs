//! Reads the append-only log of what happened: rows of `event` (written by `Tx::record`).

use runnel_domain::{
    event::{Cause, Event, EventBody},
    ids::{ConversationId, EventId},
};
use rusqlite::params;

use crate::{
    Read, StoreError,
    row::{FromRow, Row, count},
};

/// A row as it stands, before its body is read.
pub(crate) struct Written {
    pub(crate) event: Event,
}

impl FromRow for Written {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let body: String = row.get("body")?;
        let body: EventBody = serde_json::from_str(&body).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
        })?;
        Ok(Self {
            event: Event {
                id: row.get("id")?,
                at: row.get("at")?,
                cause: Cause {
                    actor: row.get("actor")?,
                    member: row.get("member_id")?,
                    trigger: row.get("trigger_id")?,
                    parent: row.get("parent_id")?,
                    depth: row.get("depth")?,
                },
                conversation: row.get("conversation_id")?,
                contact: row.get("contact_id")?,
                deal: row.get("deal_id")?,
                body,
            },
        })
    }
}

/// One event, if it exists.
pub fn find(read: &Read<'_>, event: EventId) -> Result<Option<Event>, StoreError> {
    let written: Option<Written> = read.query_opt(
        "SELECT id, at, actor, member_id, trigger_id, parent_id, depth, conversation_id, \
         contact_id, deal_id, body FROM event WHERE id = ?1",
        [event.0],
    )?;
    Ok(written.map(|written| written.event))
}

/// Everything that happened in a conversation, oldest first, at most `limit`.
pub fn of_conversation(
    read: &Read<'_>,
    conversation: ConversationId,
    limit: usize,
) -> Result<Vec<Event>, StoreError> {
    let written: Vec<Written> = read.query_all(
        "SELECT id, at, actor, member_id, trigger_id, parent_id, depth, conversation_id, \
         contact_id, deal_id, body FROM event WHERE conversation_id = ?1 ORDER BY at, id LIMIT ?2",
        params![conversation.0, count(limit)],
    )?;
    Ok(written.into_iter().map(|written| written.event).collect())
}
