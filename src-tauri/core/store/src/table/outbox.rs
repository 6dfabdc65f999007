//! Messages on their way out: rows of `outbox`, with `message.state` kept equal.
//!
//! A row is a lane's next step: within a conversation the oldest unsettled row goes first and the others wait for
//! it. `sending` is committed before the first byte leaves, so whatever is found in that state later may have gone.

use runnel_domain::{
    MessageState, Timestamp, Uid,
    ids::{ConversationId, MessageId, OutboxId, SourceId},
};
mod by_hand;
mod ending;
mod planned;

use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
    shop,
};

pub use by_hand::{cancel, confirm_sent, retry_now};
pub use ending::{Ending, Left, finish};
#[cfg(test)]
pub(crate) use planned::{ALL as PLANNED, OF_CONVERSATION as PLANNED_HERE};
pub use planned::{Plan, Planned, hurry, plan, planned, planned_count, replan};

/// A message on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbox {
    /// Row id; order within a conversation.
    pub id: OutboxId,
    /// Idempotency key.
    pub uid: Uid,
    /// What.
    pub message: MessageId,
    /// Through which account.
    pub source: SourceId,
    /// Lane.
    pub conversation: ConversationId,
    /// How far it has come.
    pub state: MessageState,
    /// Earliest time of the next attempt.
    pub not_before_at: Timestamp,
    /// After this a retry becomes failed.
    pub give_up_at: Timestamp,
    /// Attempts begun so far.
    pub attempts: u32,
    /// When the last one began.
    pub attempted_at: Option<Timestamp>,
    /// Some attempt may have gone: it cannot be taken back, nor count as failed.
    pub in_doubt: bool,
    /// The network's id once known.
    pub remote_id: String,
    /// Last failure.
    pub fail_code: String,
    /// Last failure, verbatim.
    pub fail_detail: String,
    /// A later message of the customer than this one calls it off; `None`: it goes anyway.
    pub stop_after: Option<MessageId>,
    /// When queued or planned.
    pub created_at: Timestamp,
}

impl FromRow for Outbox {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            uid: row.get("uid")?,
            message: row.get("message_id")?,
            source: row.get("source_id")?,
            conversation: row.get("conversation_id")?,
            state: row.get("state")?,
            not_before_at: row.get("not_before_at")?,
            give_up_at: row.get("give_up_at")?,
            attempts: row.get("attempts")?,
            attempted_at: row.get("attempted_at")?,
            in_doubt: row.get("in_doubt")?,
            remote_id: row.get("remote_id")?,
            fail_code: row.get("fail_code")?,
            fail_detail: row.get("fail_detail")?,
            stop_after: row.get("stop_after")?,
            created_at: row.get("created_at")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT o.id, o.uid, o.message_id, o.source_id, o.conversation_id, o.state, o.not_before_at, \
             o.give_up_at, o.attempts, o.attempted_at, o.in_doubt, o.remote_id, o.fail_code, o.fail_detail, \
             o.stop_after, o.created_at FROM outbox o ",
            $rest
        )
    };
}

/// Waits for its turn, and nothing older of its conversation is unsettled. What is planned for later
/// (`scheduled`) holds up nobody.
macro_rules! head_of_lane {
    () => {
        "o.source_id = ?1 AND o.state IN ('scheduled', 'queued', 'retrying') AND NOT EXISTS ( \
           SELECT 1 FROM outbox e WHERE e.source_id = o.source_id \
           AND e.conversation_id = o.conversation_id AND e.id < o.id \
           AND e.state IN ('queued', 'sending', 'retrying', 'unknown'))"
    };
}

/// One row; `NotFound` where there is none.
pub fn get(read: &Read<'_>, outbox: OutboxId) -> Result<Outbox, StoreError> {
    read.query_opt(select!("WHERE o.id = ?1"), [outbox.0])?
        .ok_or(StoreError::NotFound {
            entity: Entity::Outbox,
            id: outbox.0,
        })
}

/// The row of a message, if it is one of ours.
pub fn of_message(read: &Read<'_>, message: MessageId) -> Result<Option<Outbox>, StoreError> {
    read.query_opt(select!("WHERE o.message_id = ?1"), [message.0])
}

/// Rows of a source whose last attempt has no known end, oldest first: `sending` (interrupted, as long as nobody
/// has them in hand) and `unknown`.
pub fn doubtful(read: &Read<'_>, source: SourceId) -> Result<Vec<Outbox>, StoreError> {
    read.query_all(
        select!("WHERE o.source_id = ?1 AND o.state IN ('sending', 'unknown') ORDER BY o.id"),
        [source.0],
    )
}

/// The next row of a source whose time and turn have come, if there is one.
pub fn next_ready(
    read: &Read<'_>,
    source: SourceId,
    now: Timestamp,
) -> Result<Option<Outbox>, StoreError> {
    read.query_opt(
        concat!(
            "SELECT o.id, o.uid, o.message_id, o.source_id, o.conversation_id, o.state, o.not_before_at, \
             o.give_up_at, o.attempts, o.attempted_at, o.in_doubt, o.remote_id, o.fail_code, o.fail_detail, \
             o.stop_after, o.created_at FROM outbox o WHERE o.not_before_at <= ?2 AND ",
            head_of_lane!(),
            " ORDER BY o.id LIMIT 1"
        ),
        params![source.0, now.0],
    )
}

/// When the next row of a source is worth another look; `None`: nothing waits for a time.
pub fn next_at(read: &Read<'_>, source: SourceId) -> Result<Option<Timestamp>, StoreError> {
    read.query_value(
        concat!(
            "SELECT min(o.not_before_at) FROM outbox o WHERE ",
            head_of_lane!()
        ),
        [source.0],
    )
}

/// How many messages of a source wait or are being sent.
pub fn waiting_count(read: &Read<'_>, source: SourceId) -> Result<i64, StoreError> {
    read.query_value(
        "SELECT count(*) FROM outbox WHERE source_id = ?1 \
         AND state IN ('scheduled', 'queued', 'sending', 'retrying')",
        [source.0],
    )
}

/// Puts a message in its conversation's lane. It is not sent before `not_before` (undo-send window).
pub fn enqueue(
    tx: &mut Tx<'_>,
    message: MessageId,
    source: SourceId,
    conversation: ConversationId,
    not_before: Timestamp,
    give_up_at: Timestamp,
) -> Result<OutboxId, StoreError> {
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let id = OutboxId(tx.insert(
        "INSERT INTO outbox (uid, message_id, source_id, conversation_id, state, not_before_at, \
         give_up_at, created_at) VALUES (?1, ?2, ?3, ?4, 'queued', ?5, ?6, ?7)",
        params![
            uid.0,
            message.0,
            source.0,
            conversation.0,
            not_before.0,
            give_up_at.0,
            now
        ],
    )?);
    show(tx, id, message, MessageState::Queued, "", "")?;
    Ok(id)
}

/// Takes the next message of a source in hand: state `sending`, one more attempt. The caller commits before it
/// sends. A planned one that the customer's answer calls off is passed over. `None`: nothing is ready.
pub fn claim_next(
    tx: &mut Tx<'_>,
    source: SourceId,
    now: Timestamp,
) -> Result<Option<Outbox>, StoreError> {
    let ready = loop {
        let Some(ready) = next_ready(tx, source, now)? else {
            return Ok(None);
        };
        if !planned::called_off(tx, &ready)? {
            break ready;
        }
    };
    if ready.state == MessageState::Scheduled {
        shop::planned_leaves(tx, ready.message)?;
    }
    tx.execute(
        "UPDATE outbox SET attempts = attempts + 1, attempted_at = ?2 WHERE id = ?1",
        params![ready.id.0, now.0],
    )?;
    show(tx, ready.id, ready.message, MessageState::Sending, "", "")?;
    // What went wrong last time is no longer shown, and still told to the caller.
    let Outbox {
        fail_code,
        fail_detail,
        ..
    } = ready;
    Ok(Some(Outbox {
        fail_code,
        fail_detail,
        ..get(tx, ready.id)?
    }))
}

/// The network of a source is back: what waits for a later attempt is ready at once.
pub fn hasten(tx: &mut Tx<'_>, source: SourceId) -> Result<(), StoreError> {
    let now = tx.now().0;
    let waiting: Vec<(OutboxId,)> = tx.query_all(
        "SELECT o.id FROM outbox o WHERE o.source_id = ?1 AND o.state = 'retrying' \
         AND o.not_before_at > ?2",
        params![source.0, now],
    )?;
    for (id,) in waiting {
        tx.execute(
            "UPDATE outbox SET not_before_at = ?2 WHERE id = ?1",
            params![id.0, now],
        )?;
        tx.touch(Entity::Outbox, id.0);
    }
    Ok(())
}

/// Sets the state in both tables.
fn show(
    tx: &mut Tx<'_>,
    outbox: OutboxId,
    message: MessageId,
    state: MessageState,
    code: &str,
    detail: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE outbox SET state = ?2, fail_code = ?3, fail_detail = ?4 WHERE id = ?1",
        params![outbox.0, state.as_str(), code, detail],
    )?;
    tx.execute(
        "UPDATE message SET state = ?2, fail_code = ?3, fail_detail = ?4 WHERE id = ?1",
        params![message.0, state.as_str(), code, detail],
    )?;
    tx.touch(Entity::Outbox, outbox.0);
    tx.touch(Entity::Message, message.0);
    Ok(())
}
