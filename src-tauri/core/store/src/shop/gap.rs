//! A gap in what a network told us: marked in the threads that it could concern.

use runnel_domain::{
    Timestamp,
    event::EventBody,
    ids::{ContactId, ConversationId, SourceId},
};
use rusqlite::params;

use crate::{StoreError, Tx};

/// Threads without a message for longer than this before the gap are left alone: 30 days.
const QUIET_MS: i64 = 30 * 24 * 60 * 60 * 1_000;
/// Threads that are marked at most, the most recent first.
const MARKED: i64 = 500;

/// Records `MessagesMayBeMissing` in the source's threads that are not archived and were active lately, and once
/// without a thread for the log.
pub fn messages_may_be_missing(
    tx: &mut Tx<'_>,
    source: SourceId,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
) -> Result<(), StoreError> {
    let body = EventBody::MessagesMayBeMissing {
        from: from.map(|at| at.0),
        until: until.map(|at| at.0),
    };
    let since = from.unwrap_or_else(|| tx.now()).plus_millis(-QUIET_MS);
    let threads: Vec<(ConversationId, ContactId)> = tx.query_all(
        "SELECT id, contact_id FROM conversation \
         WHERE source_id = ?1 AND folder <> 'archive' AND last_activity_at >= ?2 \
         ORDER BY last_activity_at DESC LIMIT ?3",
        params![source.0, since.0, MARKED],
    )?;
    tx.record(None, None, None, body.clone())?;
    for (conversation, contact) in threads {
        tx.record(Some(conversation), Some(contact), None, body.clone())?;
        tx.touch(crate::Entity::Conversation, conversation.0);
    }
    Ok(())
}
