//! Messages planned for later: set, changed, sent sooner, called off by the customer's answer, listed.

use runnel_domain::{
    Channel, MessageState, Timestamp,
    ids::{ConversationId, MemberId, MessageId, OutboxId, SourceId},
};
use rusqlite::params;

use super::{Outbox, of_message, show};
use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row, count},
    shop,
    table::facts,
};

/// How far the network's clock may be behind ours before a customer's message counts as old.
const CLOCKS_APART_MINUTES: i64 = 10;

/// Code of a planned message that the customer's answer called off.
const ANSWERED: &str = "customer_answered";

/// When a planned message leaves, and what calls it off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Not before.
    pub due_at: Timestamp,
    /// After this a retry becomes failed.
    pub give_up_at: Timestamp,
    /// The customer's next message calls it off.
    pub unless_answered: bool,
}

/// A planned message as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Message.
    pub message: MessageId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// With whom (UC-11).
    pub client: String,
    /// Through which account.
    pub source: SourceId,
    /// On which network.
    pub channel: Channel,
    /// Who planned it.
    pub member: Option<MemberId>,
    /// What it says.
    pub text: String,
    /// Files with it.
    pub files: i64,
    /// When it leaves.
    pub due_at: Timestamp,
    /// The customer's next message calls it off.
    pub unless_answered: bool,
    /// The customer wrote after it was planned; `None`: not yet.
    pub answered_at: Option<Timestamp>,
}

impl FromRow for Planned {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            message: row.get("message_id")?,
            conversation: row.get("conversation_id")?,
            client: row.get("contact_name")?,
            source: row.get("source_id")?,
            channel: row.get("channel")?,
            member: row.get("member_id")?,
            text: row.get("text")?,
            files: row.get("attachment_count")?,
            due_at: row.get("not_before_at")?,
            unless_answered: row.get("unless_answered")?,
            answered_at: row.get("answered_at")?,
        })
    }
}

macro_rules! planned {
    ($rest:literal) => {
        concat!(
            "SELECT o.message_id, o.conversation_id, c.contact_name, o.source_id, s.channel, m.member_id, m.text, \
             m.attachment_count, o.not_before_at, o.stop_after IS NOT NULL AS unless_answered, \
             (SELECT max(a.at) FROM message a WHERE a.conversation_id = o.conversation_id AND a.direction = 'in' \
               AND a.is_automatic = 0 AND a.id > o.message_id) AS answered_at \
             FROM outbox o JOIN message m ON m.id = o.message_id JOIN conversation c ON c.id = o.conversation_id \
             JOIN source s ON s.id = o.source_id ",
            $rest
        )
    };
}

/// The statement behind [`planned`] for the whole workspace.
pub(crate) const ALL: &str =
    planned!("WHERE o.state = 'scheduled' ORDER BY o.not_before_at, o.id LIMIT ?1");
/// The statement behind [`planned`] for one conversation.
pub(crate) const OF_CONVERSATION: &str = planned!(
    "WHERE o.conversation_id = ?2 AND o.state = 'scheduled' ORDER BY o.not_before_at, o.id LIMIT ?1"
);

/// What is planned, soonest first, at most `limit`; in one conversation or everywhere.
pub fn planned(
    read: &Read<'_>,
    conversation: Option<ConversationId>,
    limit: usize,
) -> Result<Vec<Planned>, StoreError> {
    match conversation {
        Some(conversation) => {
            read.query_all(OF_CONVERSATION, params![count(limit), conversation.0])
        }
        None => read.query_all(ALL, params![count(limit)]),
    }
}

/// How many messages are planned.
pub fn planned_count(read: &Read<'_>) -> Result<i64, StoreError> {
    read.query_value("SELECT count(*) FROM outbox WHERE state = 'scheduled'", [])
}

/// Plans a message of state `Scheduled` (see [`shop::message_planned`]).
pub fn plan(
    tx: &mut Tx<'_>,
    message: MessageId,
    source: SourceId,
    conversation: ConversationId,
    plan: Plan,
) -> Result<OutboxId, StoreError> {
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let stop_after = stop_after(tx, plan.unless_answered)?;
    let id = OutboxId(tx.insert(
        "INSERT INTO outbox (uid, message_id, source_id, conversation_id, state, not_before_at, give_up_at, \
         stop_after, created_at) VALUES (?1, ?2, ?3, ?4, 'scheduled', ?5, ?6, ?7, ?8)",
        params![
            uid.0,
            message.0,
            source.0,
            conversation.0,
            plan.due_at.0,
            plan.give_up_at.0,
            stop_after,
            now
        ],
    )?);
    show(tx, id, message, MessageState::Scheduled, "", "")?;
    Ok(id)
}

/// Gives a planned message another time. Whoever does that has seen what the customer wrote so far.
///
/// # Errors
/// `Invalid` with code `message_not_planned` once it waits no more.
pub fn replan(tx: &mut Tx<'_>, message: MessageId, plan: Plan) -> Result<(), StoreError> {
    let row = waiting(tx, message)?;
    let (now, stop_after) = (tx.now().0, stop_after(tx, plan.unless_answered)?);
    tx.execute(
        "UPDATE outbox SET not_before_at = ?2, give_up_at = ?3, stop_after = ?4, created_at = ?5 WHERE id = ?1",
        params![row.id.0, plan.due_at.0, plan.give_up_at.0, stop_after, now],
    )?;
    // It stands in the thread where it will leave.
    tx.execute(
        "UPDATE message SET at = ?2 WHERE id = ?1",
        params![message.0, plan.due_at.0],
    )?;
    tx.touch(Entity::Outbox, row.id.0);
    tx.touch(Entity::Message, message.0);
    Ok(())
}

/// "Send now": a message that waits for its time, planned or in its undo-send window, has waited long enough.
///
/// # Errors
/// `Invalid` with code `message_left` once it waits no more.
pub fn hurry(tx: &mut Tx<'_>, message: MessageId, give_up_at: Timestamp) -> Result<(), StoreError> {
    let row = of_message(tx, message)?
        .filter(|row| row.state.waits())
        .ok_or(StoreError::invalid("message_left"))?;
    let now = tx.now().0;
    tx.execute(
        "UPDATE outbox SET not_before_at = ?2, give_up_at = max(give_up_at, ?3), stop_after = NULL WHERE id = ?1",
        params![row.id.0, now, give_up_at.0],
    )?;
    if row.state == MessageState::Scheduled {
        shop::planned_leaves(tx, message)?;
        show(tx, row.id, message, MessageState::Queued, "", "")?;
    }
    tx.touch(Entity::Outbox, row.id.0);
    tx.touch(Entity::Message, message.0);
    Ok(())
}

/// Whether the customer's answer calls a message off that is about to leave; if so it is cancelled, and says why.
pub(super) fn called_off(tx: &mut Tx<'_>, row: &Outbox) -> Result<bool, StoreError> {
    let (MessageState::Scheduled, Some(mark)) = (row.state, row.stop_after) else {
        return Ok(false);
    };
    let not_before = row.created_at.plus_minutes(-CLOCKS_APART_MINUTES);
    if !facts::said_since(tx, row.conversation, mark, not_before)?.by_customer {
        return Ok(false);
    }
    show(
        tx,
        row.id,
        row.message,
        MessageState::Cancelled,
        ANSWERED,
        "",
    )?;
    shop::recount(tx, row.conversation)?;
    Ok(true)
}

/// The row of a message that is still planned.
fn waiting(tx: &Tx<'_>, message: MessageId) -> Result<Outbox, StoreError> {
    of_message(tx, message)?
        .filter(|row| row.state == MessageState::Scheduled)
        .ok_or(StoreError::invalid("message_not_planned"))
}

fn stop_after(tx: &Tx<'_>, unless_answered: bool) -> Result<Option<i64>, StoreError> {
    Ok(if unless_answered {
        Some(facts::last_message(tx)?.0)
    } else {
        None
    })
}
