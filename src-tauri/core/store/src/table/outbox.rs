//! Messages on their way out: rows of `outbox`, with `message.state` kept equal.
//!
//! A row is a lane's next step: within a conversation the oldest unsettled row goes first and the others wait for
//! it. `sending` is committed before the first byte leaves, so whatever is found in that state later may have gone.

use runnel_domain::{
    MessageState, Timestamp, Uid,
    event::EventBody,
    ids::{ConversationId, MessageId, OutboxId, SourceId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
    shop,
    table::{conversation, message},
};

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
    /// The network's id once known.
    pub remote_id: String,
    /// Last failure.
    pub fail_code: String,
    /// Last failure, verbatim.
    pub fail_detail: String,
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
            remote_id: row.get("remote_id")?,
            fail_code: row.get("fail_code")?,
            fail_detail: row.get("fail_detail")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT o.id, o.uid, o.message_id, o.source_id, o.conversation_id, o.state, o.not_before_at, \
             o.give_up_at, o.attempts, o.attempted_at, o.remote_id, o.fail_code, o.fail_detail \
             FROM outbox o ",
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

/// Rows of a source whose last attempt has no known end, oldest first.
pub fn stale_sending(read: &Read<'_>, source: SourceId) -> Result<Vec<Outbox>, StoreError> {
    read.query_all(
        select!("WHERE o.source_id = ?1 AND o.state = 'sending' ORDER BY o.id"),
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
             o.give_up_at, o.attempts, o.attempted_at, o.remote_id, o.fail_code, o.fail_detail \
             FROM outbox o WHERE o.not_before_at <= ?2 AND ",
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
/// sends. `None`: nothing is ready.
pub fn claim_next(
    tx: &mut Tx<'_>,
    source: SourceId,
    now: Timestamp,
) -> Result<Option<Outbox>, StoreError> {
    let Some(ready) = next_ready(tx, source, now)? else {
        return Ok(None);
    };
    tx.execute(
        "UPDATE outbox SET attempts = attempts + 1, attempted_at = ?2 WHERE id = ?1",
        params![ready.id.0, now.0],
    )?;
    show(tx, ready.id, ready.message, MessageState::Sending, "", "")?;
    get(tx, ready.id).map(Some)
}

/// What became of a message in hand, or of one that nobody could tell about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The network has it.
    Sent {
        /// Its native id there.
        remote_id: String,
    },
    /// Certainly not gone; to be tried again.
    Again {
        /// Not before.
        at: Timestamp,
        /// Stable code of what stood in the way.
        code: String,
        /// The network's words.
        detail: String,
    },
    /// It will not go by itself.
    Failed {
        /// Stable code.
        code: String,
        /// The network's words.
        detail: String,
    },
    /// It may have gone.
    Unknown {
        /// Stable code.
        code: String,
        /// The network's words.
        detail: String,
    },
}

/// Writes down what became of a message in hand. News that came quicker (a delivery report, a copy seen at the
/// network) stay; a doubled or late call changes nothing.
pub fn finish(tx: &mut Tx<'_>, outbox: OutboxId, ending: &Ending) -> Result<(), StoreError> {
    let row = get(tx, outbox)?;
    if let Ending::Sent { remote_id } = ending
        && !remote_id.is_empty()
    {
        tx.execute(
            "UPDATE outbox SET remote_id = ?2 WHERE id = ?1",
            params![outbox.0, remote_id],
        )?;
        message::remember_ref(tx, row.source, remote_id, row.conversation, row.message)?;
    }
    if !matches!(row.state, MessageState::Sending | MessageState::Unknown) {
        return Ok(());
    }
    match ending {
        Ending::Sent { .. } => show(tx, outbox, row.message, MessageState::Sent, "", ""),
        Ending::Again { at, code, detail } => {
            let state = if row.state == MessageState::Unknown {
                MessageState::Queued
            } else {
                MessageState::Retrying
            };
            tx.execute(
                "UPDATE outbox SET not_before_at = ?2 WHERE id = ?1",
                params![outbox.0, at.0],
            )?;
            show(tx, outbox, row.message, state, code, detail)
        }
        Ending::Failed { code, detail } => {
            show(tx, outbox, row.message, MessageState::Failed, code, detail)?;
            let (code, detail) = (code.clone(), detail.clone());
            tell(
                tx,
                &row,
                EventBody::MessageFailed {
                    message: row.message,
                    code,
                    detail,
                },
            )
        }
        Ending::Unknown { .. } if row.state == MessageState::Unknown => Ok(()),
        Ending::Unknown { code, detail } => {
            show(tx, outbox, row.message, MessageState::Unknown, code, detail)?;
            tell(
                tx,
                &row,
                EventBody::MessageUnknown {
                    message: row.message,
                },
            )
        }
    }
}

/// Nothing of it left: the attempt does not count (the program was closing, or a look-up found it absent).
pub fn put_back(tx: &mut Tx<'_>, outbox: OutboxId) -> Result<(), StoreError> {
    let row = get(tx, outbox)?;
    if matches!(row.state, MessageState::Sending | MessageState::Unknown) {
        show(tx, outbox, row.message, MessageState::Queued, "", "")?;
    }
    Ok(())
}

/// A person takes a message back. `Invalid` with code `message_left` once it may have gone.
pub fn cancel(tx: &mut Tx<'_>, message: MessageId) -> Result<(), StoreError> {
    let row = of_ours(tx, message)?;
    if row.state == MessageState::Cancelled {
        return Ok(());
    }
    if !row.state.waits() && row.state != MessageState::Failed {
        return Err(StoreError::invalid("message_left"));
    }
    show(tx, row.id, message, MessageState::Cancelled, "", "")?;
    shop::recount(tx, row.conversation)
}

/// "Send again" by a person: a failed, unknown or retrying message goes at once, under the same idempotency key.
/// `Invalid` with code `message_not_stuck` in any other state.
pub fn retry_now(
    tx: &mut Tx<'_>,
    message: MessageId,
    give_up_at: Timestamp,
) -> Result<(), StoreError> {
    use MessageState as S;
    let row = of_ours(tx, message)?;
    if !matches!(row.state, S::Failed | S::Unknown | S::Retrying) {
        return Err(StoreError::invalid("message_not_stuck"));
    }
    let now = tx.now().0;
    tx.execute(
        "UPDATE outbox SET not_before_at = ?2, give_up_at = ?3, attempts = 0 WHERE id = ?1",
        params![row.id.0, now, give_up_at.0],
    )?;
    show(tx, row.id, message, S::Queued, "", "")?;
    shop::recount(tx, row.conversation)
}

/// "I see it was sent" by a person. `Invalid` with code `message_not_unknown` in any other state.
pub fn confirm_sent(tx: &mut Tx<'_>, message: MessageId) -> Result<(), StoreError> {
    let row = of_ours(tx, message)?;
    if row.state != MessageState::Unknown {
        return Err(StoreError::invalid("message_not_unknown"));
    }
    show(tx, row.id, message, MessageState::Sent, "", "")
}

fn of_ours(tx: &Tx<'_>, message: MessageId) -> Result<Outbox, StoreError> {
    of_message(tx, message)?.ok_or(StoreError::NotFound {
        entity: Entity::Message,
        id: message.0,
    })
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

/// Writes the event down and lets the response clocks know that the customer waits again.
fn tell(tx: &mut Tx<'_>, row: &Outbox, event: EventBody) -> Result<(), StoreError> {
    let about = conversation::get(tx, row.conversation)?;
    tx.record(Some(about.id), Some(about.contact), about.deal, event)?;
    shop::recount(tx, row.conversation)
}
