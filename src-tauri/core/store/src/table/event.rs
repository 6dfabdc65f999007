//! Reads the append-only log of what happened: rows of `event` (written by `Tx::record`).

use runnel_domain::{
    event::{Cause, Event, EventBody},
    ids::{ConversationId, DealId, EventId},
};
use rusqlite::params;

use super::timeline::Happened;
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

pub(crate) const OF_DEAL: &str = "SELECT e.id, e.at, e.actor, e.member_id, e.trigger_id, e.parent_id, e.depth, \
    e.conversation_id, e.contact_id, e.deal_id, e.body, t.name AS trigger_name \
    FROM event e LEFT JOIN trigger_rule t ON t.id = e.trigger_id \
    WHERE e.deal_id = ?1 ORDER BY e.id DESC LIMIT ?2";

/// The latest that happened to a card, newest first, at most `limit`.
pub fn of_deal(read: &Read<'_>, deal: DealId, limit: usize) -> Result<Vec<Happened>, StoreError> {
    read.query_all(OF_DEAL, params![deal.0, count(limit)])
}
