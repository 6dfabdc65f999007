//! Triggers of the user's (UT-9): rows of `trigger_rule`. Never deleted, so that their log keeps its name.

use runnel_domain::{Timestamp, Uid, ids::TriggerId, plan::Trigger, rank, rule::Rule};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// A trigger with what its card shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerRule {
    /// Row id.
    pub id: TriggerId,
    /// Same trigger in every copy of the workspace.
    pub uid: Uid,
    /// As people see it; empty: the sentence is shown.
    pub name: String,
    /// Order of evaluation, top to bottom.
    pub rank: String,
    /// On.
    pub enabled: bool,
    /// What it says; `None`: written by a newer version, shown as broken and never run.
    pub rule: Option<Rule>,
    /// Goes up with each edit or switch.
    pub revision: i64,
    /// Matched so often.
    pub run_count: i64,
    /// Matched last.
    pub last_run_at: Option<Timestamp>,
    /// When made.
    pub created_at: Timestamp,
    /// Last edit or switch.
    pub updated_at: Timestamp,
}

impl FromRow for TriggerRule {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let body: String = row.get("body")?;
        Ok(Self {
            id: row.get("id")?,
            uid: row.get("uid")?,
            name: row.get("name")?,
            rank: row.get("rank")?,
            enabled: row.get("enabled")?,
            rule: serde_json::from_str(&body).ok(),
            revision: row.get("revision")?,
            run_count: row.get("run_count")?,
            last_run_at: row.get("last_run_at")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, uid, name, rank, enabled, body, revision, run_count, last_run_at, created_at, \
             updated_at FROM trigger_rule ",
            $rest
        )
    };
}

/// Every trigger that is not removed, in the order of evaluation.
pub fn list(read: &Read<'_>) -> Result<Vec<TriggerRule>, StoreError> {
    read.query_all(select!("WHERE removed_at IS NULL ORDER BY rank, id"), [])
}

/// One trigger; `NotFound` where there is none or it was removed.
pub fn get(read: &Read<'_>, trigger: TriggerId) -> Result<TriggerRule, StoreError> {
    read.query_opt(select!("WHERE id = ?1 AND removed_at IS NULL"), [trigger.0])?
        .ok_or(missing(trigger))
}

/// What a trigger is called now, removed or not; empty where it has no name.
pub fn name(read: &Read<'_>, trigger: TriggerId) -> Result<String, StoreError> {
    let name = read.query_value_opt("SELECT name FROM trigger_rule WHERE id = ?1", [trigger.0])?;
    Ok(name.unwrap_or_default())
}

/// Which edit of an enabled trigger is in force. A list of these is equal to another one exactly if the same
/// triggers are enabled with the same contents in the same order.
pub type Stamp = (TriggerId, i64, Timestamp);

/// Stamps of the enabled triggers, in the order of evaluation.
pub fn stamps(read: &Read<'_>) -> Result<Vec<Stamp>, StoreError> {
    read.query_all(
        "SELECT id, revision, updated_at FROM trigger_rule \
         WHERE enabled = 1 AND removed_at IS NULL ORDER BY rank, id",
        [],
    )
}

/// The enabled triggers that this version understands, in the order of evaluation.
pub fn enabled(read: &Read<'_>) -> Result<Vec<Trigger>, StoreError> {
    let rules: Vec<TriggerRule> = read.query_all(
        select!("WHERE enabled = 1 AND removed_at IS NULL ORDER BY rank, id"),
        [],
    )?;
    Ok(rules
        .into_iter()
        .filter_map(|row| {
            Some(Trigger {
                id: row.id,
                revision: row.revision,
                rule: row.rule?,
            })
        })
        .collect())
}

/// Makes a trigger, below all others.
pub fn create(
    tx: &mut Tx<'_>,
    name: &str,
    rule: &Rule,
    enabled: bool,
) -> Result<TriggerId, StoreError> {
    let last: Option<String> = tx.query_value_opt(
        "SELECT rank FROM trigger_rule WHERE removed_at IS NULL ORDER BY rank DESC LIMIT 1",
        [],
    )?;
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let id = tx.insert(
        "INSERT INTO trigger_rule (uid, name, rank, enabled, body, created_at, updated_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
        params![
            uid.0,
            name.trim(),
            rank::between(last.as_deref(), None),
            enabled,
            serde_json::to_string(rule)?,
            now
        ],
    )?;
    tx.touch(Entity::TriggerRule, id);
    Ok(TriggerId(id))
}

/// Edits a trigger; what waits already stays as it was (UT-14). `Conflict` where `expected_revision` is not the
/// present one.
pub fn update(
    tx: &mut Tx<'_>,
    trigger: TriggerId,
    expected_revision: Option<i64>,
    name: &str,
    rule: &Rule,
) -> Result<(), StoreError> {
    let present = get(tx, trigger)?;
    if expected_revision.is_some_and(|expected| expected != present.revision) {
        return Err(StoreError::Conflict {
            entity: Entity::TriggerRule,
            id: trigger.0,
        });
    }
    let now = tx.now().0;
    tx.execute(
        "UPDATE trigger_rule SET name = ?2, body = ?3, revision = revision + 1, updated_at = ?4 \
         WHERE id = ?1",
        params![trigger.0, name.trim(), serde_json::to_string(rule)?, now],
    )?;
    tx.touch(Entity::TriggerRule, trigger.0);
    Ok(())
}

/// Switches a trigger on or off. Off alone leaves what waits; see `automation::disable`.
pub fn set_enabled(tx: &mut Tx<'_>, trigger: TriggerId, enabled: bool) -> Result<(), StoreError> {
    change(tx, trigger, "enabled = ?2", enabled)
}

/// Moves a trigger above another one, or below all.
pub fn move_above(
    tx: &mut Tx<'_>,
    trigger: TriggerId,
    above: Option<TriggerId>,
) -> Result<(), StoreError> {
    if above == Some(trigger) {
        return Ok(());
    }
    let before = above
        .map(|above| get(tx, above))
        .transpose()?
        .map(|rule| rule.rank);
    let after: Option<String> = tx.query_value_opt(
        "SELECT rank FROM trigger_rule WHERE removed_at IS NULL AND id <> ?1 \
         AND (?2 IS NULL OR rank < ?2) ORDER BY rank DESC LIMIT 1",
        params![trigger.0, before],
    )?;
    change(
        tx,
        trigger,
        "rank = ?2",
        rank::between(after.as_deref(), before.as_deref()),
    )
}

/// Removes a trigger; its log stays.
pub fn remove(tx: &mut Tx<'_>, trigger: TriggerId) -> Result<(), StoreError> {
    let now = tx.now().0;
    change(tx, trigger, "enabled = 0, removed_at = ?2", now)
}

/// It matched.
pub fn ran(tx: &mut Tx<'_>, trigger: TriggerId) -> Result<(), StoreError> {
    let now = tx.now().0;
    tx.execute(
        "UPDATE trigger_rule SET run_count = run_count + 1, last_run_at = ?2 WHERE id = ?1",
        params![trigger.0, now],
    )?;
    tx.touch(Entity::TriggerRule, trigger.0);
    Ok(())
}

fn change(
    tx: &mut Tx<'_>,
    trigger: TriggerId,
    set: &'static str,
    value: impl rusqlite::ToSql,
) -> Result<(), StoreError> {
    let now = tx.now().0;
    let changed = tx.execute(
        &format!(
            "UPDATE trigger_rule SET {set}, revision = revision + 1, updated_at = ?3 \
             WHERE id = ?1 AND removed_at IS NULL"
        ),
        params![trigger.0, value, now],
    )?;
    if changed == 0 {
        return Err(missing(trigger));
    }
    tx.touch(Entity::TriggerRule, trigger.0);
    Ok(())
}

const fn missing(trigger: TriggerId) -> StoreError {
    StoreError::NotFound {
        entity: Entity::TriggerRule,
        id: trigger.0,
    }
}
