//! Evaluations of triggers that were written down (UT-15): rows of `trigger_run`.

use runnel_domain::{
    RunOutcome, Timestamp,
    ids::{ConversationId, DealId, EventId, TriggerId, TriggerRunId},
};
use rusqlite::params;
use serde_json::Value;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row, count},
};

/// How many "condition did not hold" a trigger keeps, roughly; older ones are forgotten.
pub const NOT_MATCHED_KEPT: i64 = 500;

/// One evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct TriggerRun {
    /// Row id.
    pub id: TriggerRunId,
    /// Of which trigger.
    pub trigger: TriggerId,
    /// As it was.
    pub trigger_revision: i64,
    /// Because of what.
    pub event: EventId,
    /// On which conversation.
    pub conversation: Option<ConversationId>,
    /// On which deal.
    pub deal: Option<DealId>,
    /// When.
    pub at: Timestamp,
    /// What became of it.
    pub outcome: RunOutcome,
    /// Why: an object with `code` and parameters.
    pub reason: Value,
    /// What was done or is due: a list of objects with `do` and `state`.
    pub effects: Value,
}

impl FromRow for TriggerRun {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let json = |name| {
            let text: String = row.get(name)?;
            Ok::<_, rusqlite::Error>(serde_json::from_str(&text).unwrap_or(Value::Null))
        };
        let outcome: String = row.get("outcome")?;
        Ok(Self {
            id: row.get("id")?,
            trigger: row.get("trigger_id")?,
            trigger_revision: row.get("trigger_revision")?,
            event: row.get("event_id")?,
            conversation: row.get("conversation_id")?,
            deal: row.get("deal_id")?,
            at: row.get("at")?,
            // A word of a newer version is shown as a failure rather than hidden.
            outcome: RunOutcome::parse(&outcome).unwrap_or(RunOutcome::Failed),
            reason: json("reason")?,
            effects: json("effects")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, trigger_id, trigger_revision, event_id, conversation_id, deal_id, at, outcome, \
             reason, effects FROM trigger_run ",
            $rest
        )
    };
}

/// One evaluation, if it was written down.
pub fn find(read: &Read<'_>, run: TriggerRunId) -> Result<Option<TriggerRun>, StoreError> {
    read.query_opt(select!("WHERE id = ?1"), [run.0])
}

/// Evaluations of a trigger, latest first, before `before` (`None`: from the latest).
pub fn of_trigger(
    read: &Read<'_>,
    trigger: TriggerId,
    before: Option<TriggerRunId>,
    limit: usize,
) -> Result<Vec<TriggerRun>, StoreError> {
    read.query_all(
        select!("WHERE trigger_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3"),
        params![
            trigger.0,
            before.map_or(i64::MAX, |run| run.0),
            count(limit)
        ],
    )
}

/// Evaluations of all triggers, latest first, before `before` (`None`: from the latest).
pub fn latest(
    read: &Read<'_>,
    before: Option<TriggerRunId>,
    limit: usize,
) -> Result<Vec<TriggerRun>, StoreError> {
    read.query_all(
        select!("WHERE id < ?1 ORDER BY id DESC LIMIT ?2"),
        params![before.map_or(i64::MAX, |run| run.0), count(limit)],
    )
}

/// The last evaluation of a trigger that matched.
pub fn last_launch(read: &Read<'_>, trigger: TriggerId) -> Result<Option<TriggerRun>, StoreError> {
    read.query_opt(
        select!(
            "WHERE trigger_id = ?1 AND outcome IN ('matched', 'failed', 'cancelled') \
             ORDER BY id DESC LIMIT 1"
        ),
        [trigger.0],
    )
}

/// Evaluations on a conversation, latest first, at most `limit`.
pub fn of_conversation(
    read: &Read<'_>,
    conversation: ConversationId,
    limit: usize,
) -> Result<Vec<TriggerRun>, StoreError> {
    read.query_all(
        select!("WHERE conversation_id = ?1 ORDER BY id DESC LIMIT ?2"),
        params![conversation.0, count(limit)],
    )
}

/// How often triggers matched on a conversation since a moment (UT-13).
pub fn launches_since(
    read: &Read<'_>,
    conversation: ConversationId,
    since: Timestamp,
) -> Result<u32, StoreError> {
    read.query_value(
        "SELECT count(*) FROM trigger_run WHERE conversation_id = ?1 AND at > ?2 \
         AND outcome IN ('matched', 'failed', 'cancelled')",
        params![conversation.0, since.0],
    )
}

/// An evaluation to write down.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRun {
    /// Of which trigger.
    pub trigger: TriggerId,
    /// As it is.
    pub trigger_revision: i64,
    /// Because of what.
    pub event: EventId,
    /// On which conversation.
    pub conversation: Option<ConversationId>,
    /// On which deal.
    pub deal: Option<DealId>,
    /// What became of it.
    pub outcome: RunOutcome,
    /// Why: an object with `code` and parameters.
    pub reason: Value,
}

/// Writes an evaluation down.
pub fn insert(tx: &mut Tx<'_>, new: &NewRun) -> Result<TriggerRunId, StoreError> {
    let now = tx.now().0;
    let id = tx.insert(
        "INSERT INTO trigger_run (trigger_id, trigger_revision, event_id, conversation_id, deal_id, at, \
         outcome, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            new.trigger.0,
            new.trigger_revision,
            new.event.0,
            new.conversation.map(|conversation| conversation.0),
            new.deal.map(|deal| deal.0),
            now,
            new.outcome.as_str(),
            new.reason.to_string()
        ],
    )?;
    tx.touch(Entity::TriggerRun, id);
    // Now and then is enough to keep the log bounded.
    if new.outcome == RunOutcome::NotMatched && id % 128 == 0 {
        forget_old_misses(tx, new.trigger)?;
    }
    Ok(TriggerRunId(id))
}

/// Says what became of an evaluation that was written down before.
pub fn settle(
    tx: &mut Tx<'_>,
    run: TriggerRunId,
    outcome: RunOutcome,
    reason: &Value,
    effects: &Value,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE trigger_run SET outcome = ?2, reason = ?3, effects = ?4 WHERE id = ?1",
        params![
            run.0,
            outcome.as_str(),
            reason.to_string(),
            effects.to_string()
        ],
    )?;
    tx.touch(Entity::TriggerRun, run.0);
    Ok(())
}

fn forget_old_misses(tx: &mut Tx<'_>, trigger: TriggerId) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM trigger_run WHERE trigger_id = ?1 AND outcome = 'not_matched' AND id < \
         (SELECT id FROM trigger_run WHERE trigger_id = ?1 AND outcome = 'not_matched' \
          ORDER BY id DESC LIMIT 1 OFFSET ?2)",
        params![trigger.0, NOT_MATCHED_KEPT - 1],
    )?;
    Ok(())
}
