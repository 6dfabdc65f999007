//! The steps of the first run (PO-1): rows of `welcome_step`. Which there are is decided above.

use runnel_domain::Timestamp;
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its stable name; the interface words it.
    pub step: String,
    /// When it was ticked; `None`: open.
    pub done_at: Option<Timestamp>,
}

impl FromRow for Step {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            step: row.get("step")?,
            done_at: row.get("done_at")?,
        })
    }
}

/// All steps, by name; people see them in an order of the interface's.
pub fn list(read: &Read<'_>) -> Result<Vec<Step>, StoreError> {
    read.query_all("SELECT step, done_at FROM welcome_step ORDER BY step", [])
}

/// Adds an open step; one that is there already stays as it is.
pub fn add(tx: &mut Tx<'_>, step: &str) -> Result<(), StoreError> {
    if tx.execute(
        "INSERT INTO welcome_step (step) VALUES (?1) ON CONFLICT DO NOTHING",
        [step],
    )? > 0
    {
        tx.touch(Entity::Welcome, 0);
    }
    Ok(())
}

/// Ticks a step, or opens it again. A step that is so already, or is not there, changes nothing.
pub fn tick(tx: &mut Tx<'_>, step: &str, done: bool) -> Result<(), StoreError> {
    let at = done.then(|| tx.now().0);
    let changed = tx.execute(
        "UPDATE welcome_step SET done_at = ?2 WHERE step = ?1 AND (done_at IS NULL) = (?2 IS NOT NULL)",
        params![step, at],
    )?;
    if changed > 0 {
        tx.touch(Entity::Welcome, 0);
    }
    Ok(())
}
