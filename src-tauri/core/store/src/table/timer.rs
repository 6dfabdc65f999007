//! What is due at a wall-clock time: rows of `timer`. Rows, because laptops sleep and programs are closed.

use runnel_domain::{
    Timestamp,
    ids::{ConversationId, TimerId, TriggerId, TriggerRunId},
};
use rusqlite::params;
use serde_json::Value;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row, count},
};

/// An action of a trigger whose delay runs (UT-4).
pub const TRIGGER_ACTION: &str = "trigger_action";
/// The deadline of a task (UC-26).
pub const TASK_DUE: &str = "task_due";

/// Something that waits for its time.
#[derive(Debug, Clone, PartialEq)]
pub struct Timer {
    /// Row id.
    pub id: TimerId,
    /// When.
    pub due_at: Timestamp,
    /// What, e.g. [`TRIGGER_ACTION`].
    pub kind: String,
    /// What exactly.
    pub payload: Value,
    /// Run that waits.
    pub run: Option<TriggerRunId>,
    /// About which conversation.
    pub conversation: Option<ConversationId>,
    /// When set.
    pub created_at: Timestamp,
}

impl FromRow for Timer {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let payload: String = row.get("payload")?;
        Ok(Self {
            id: row.get("id")?,
            due_at: row.get("due_at")?,
            kind: row.get("kind")?,
            payload: serde_json::from_str(&payload).unwrap_or(Value::Null),
            run: row.get("trigger_run_id")?,
            conversation: row.get("conversation_id")?,
            created_at: row.get("created_at")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT t.id, t.due_at, t.kind, t.payload, t.trigger_run_id, t.conversation_id, t.created_at \
             FROM timer t ",
            $rest
        )
    };
}

/// What is due at `now`, in order, at most `limit`.
pub fn due(read: &Read<'_>, now: Timestamp, limit: usize) -> Result<Vec<Timer>, StoreError> {
    read.query_all(
        select!("WHERE t.state = 'waiting' AND t.due_at <= ?1 ORDER BY t.due_at, t.id LIMIT ?2"),
        params![now.0, count(limit)],
    )
}

/// When the next one is due; `None`: nothing waits.
pub fn next_due_at(read: &Read<'_>) -> Result<Option<Timestamp>, StoreError> {
    read.query_value("SELECT min(due_at) FROM timer WHERE state = 'waiting'", [])
}

/// One that still waits.
pub fn find_waiting(read: &Read<'_>, timer: TimerId) -> Result<Option<Timer>, StoreError> {
    read.query_opt(
        select!("WHERE t.id = ?1 AND t.state = 'waiting'"),
        [timer.0],
    )
}

/// What waits because of a trigger, in order (UT-14: listed before it is switched off).
pub fn waiting_of_trigger(read: &Read<'_>, trigger: TriggerId) -> Result<Vec<Timer>, StoreError> {
    read.query_all(
        select!(
            "JOIN trigger_run r ON r.id = t.trigger_run_id \
             WHERE t.state = 'waiting' AND r.trigger_id = ?1 ORDER BY t.due_at, t.id"
        ),
        [trigger.0],
    )
}

/// What waits about a conversation, in order.
pub fn waiting_of_conversation(
    read: &Read<'_>,
    conversation: ConversationId,
) -> Result<Vec<Timer>, StoreError> {
    read.query_all(
        select!("WHERE t.state = 'waiting' AND t.conversation_id = ?1 ORDER BY t.due_at, t.id"),
        [conversation.0],
    )
}

/// Sets a timer.
pub fn insert(
    tx: &mut Tx<'_>,
    due_at: Timestamp,
    kind: &str,
    payload: &Value,
    run: Option<TriggerRunId>,
    conversation: Option<ConversationId>,
) -> Result<TimerId, StoreError> {
    let now = tx.now().0;
    let id = tx.insert(
        "INSERT INTO timer (due_at, kind, payload, trigger_run_id, conversation_id, created_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            due_at.0,
            kind,
            payload.to_string(),
            run.map(|run| run.0),
            conversation.map(|conversation| conversation.0),
            now
        ],
    )?;
    if let Some(run) = run {
        tx.touch(Entity::TriggerRun, run.0);
    }
    Ok(TimerId(id))
}

/// It went off. `false`: it did not wait any more.
pub fn done(tx: &mut Tx<'_>, timer: TimerId) -> Result<bool, StoreError> {
    leave_waiting(tx, timer, "done")
}

/// It is called off. `false`: it did not wait any more.
pub fn cancel(tx: &mut Tx<'_>, timer: TimerId) -> Result<bool, StoreError> {
    leave_waiting(tx, timer, "cancelled")
}

fn leave_waiting(tx: &mut Tx<'_>, timer: TimerId, state: &str) -> Result<bool, StoreError> {
    let run: Option<Option<TriggerRunId>> = tx.query_value_opt(
        "SELECT trigger_run_id FROM timer WHERE id = ?1 AND state = 'waiting'",
        [timer.0],
    )?;
    let Some(run) = run else { return Ok(false) };
    tx.execute(
        "UPDATE timer SET state = ?2 WHERE id = ?1",
        params![timer.0, state],
    )?;
    if let Some(run) = run {
        tx.touch(Entity::TriggerRun, run.0);
    }
    Ok(true)
}
