//! Undoable actions: what the undo toast and the history of a person's actions show.

use runnel_domain::{
    Timestamp,
    ids::{MemberId, OperationId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx, UndoLabel,
    row::{FromRow, Row},
};

/// One action of a person that can be taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Row id; later ones are larger.
    pub id: OperationId,
    /// When it was done.
    pub at: Timestamp,
    /// Who did it; `None`: nobody in particular.
    pub member: Option<MemberId>,
    /// Stable code of what was done.
    pub label: String,
    /// What its wording needs.
    pub params: serde_json::Value,
    /// When it was taken back; `None`: it stands.
    pub undone_at: Option<Timestamp>,
}

impl FromRow for Operation {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let params: String = row.get("params")?;
        Ok(Self {
            id: row.get("id")?,
            at: row.get("at")?,
            member: row.get("member_id")?,
            label: row.get("label")?,
            params: serde_json::from_str(&params).unwrap_or_default(),
            undone_at: row.get("undone_at")?,
        })
    }
}

/// One operation.
///
/// # Errors
/// `NotFound` when there is none, or SQLite's refusal.
pub fn find(read: &Read<'_>, operation: OperationId) -> Result<Operation, StoreError> {
    read.query_opt(
        "SELECT id, at, member_id, label, params, undone_at FROM operation WHERE id = ?1",
        [operation.0],
    )?
    .ok_or(StoreError::NotFound {
        entity: Entity::Operation,
        id: operation.0,
    })
}

/// The newest operations, newest first.
///
/// # Errors
/// When SQLite refuses.
pub fn latest(read: &Read<'_>, limit: u32) -> Result<Vec<Operation>, StoreError> {
    read.query_all(
        "SELECT id, at, member_id, label, params, undone_at FROM operation ORDER BY id DESC LIMIT ?1",
        [limit],
    )
}

/// The newest operation of this member that stands and is not itself an undo: what Ctrl+Z takes back.
///
/// # Errors
/// When SQLite refuses.
pub fn last_standing(read: &Read<'_>, member: MemberId) -> Result<Option<Operation>, StoreError> {
    read.query_opt(
        "SELECT id, at, member_id, label, params, undone_at FROM operation
          WHERE member_id = ?1 AND undone_at IS NULL AND label <> 'undo' ORDER BY id DESC LIMIT 1",
        [member.0],
    )
}

/// Forgets images of actions older than `before`; they can no longer be taken back.
///
/// # Errors
/// When SQLite refuses.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<usize, StoreError> {
    tx.execute("DELETE FROM operation WHERE at < ?1", [before.0])
}

/// Where some of an operation's images stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chapter {
    /// Row id; later ones are larger.
    pub(crate) id: i64,
    /// `user_version` of the file at the time.
    pub(crate) schema: i64,
    /// Messages to be sent are among them.
    pub(crate) sends: bool,
}

impl FromRow for Chapter {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            schema: row.get("schema")?,
            sends: row.get("sends")?,
        })
    }
}

/// Where an operation's images stand, latest first: the order in which they are put back.
pub(crate) fn chapters(
    read: &Read<'_>,
    operation: OperationId,
) -> Result<Vec<Chapter>, StoreError> {
    read.query_all(
        "SELECT id, schema, sends FROM operation_image WHERE operation_id = ?1 ORDER BY id DESC",
        [operation.0],
    )
}

/// The images of one chapter as they were written, and whether they are compressed.
pub(crate) fn images(read: &Read<'_>, chapter: i64) -> Result<(Vec<u8>, bool), StoreError> {
    read.query_one(
        "SELECT images, packed FROM operation_image WHERE id = ?1",
        [chapter],
    )
}

/// Keeps some images of an operation.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    operation: OperationId,
    schema: i64,
    sends: bool,
    (images, packed): (&[u8], bool),
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO operation_image (operation_id, schema, sends, packed, images) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![operation.0, schema, sends, packed, images],
    )?;
    Ok(())
}

/// Says anew what an operation did, where that is known only at its end.
///
/// # Errors
/// When SQLite refuses.
pub fn retell(
    tx: &mut Tx<'_>,
    operation: OperationId,
    params: &serde_json::Value,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE operation SET params = ?2 WHERE id = ?1",
        params![operation.0, params.to_string()],
    )?;
    tx.touch(Entity::Operation, operation.0);
    Ok(())
}

pub(crate) fn add(tx: &mut Tx<'_>, label: &UndoLabel) -> Result<OperationId, StoreError> {
    let (at, member) = (tx.now(), tx.cause().member);
    let id = tx.insert(
        "INSERT INTO operation (at, member_id, label, params) VALUES (?1, ?2, ?3, ?4)",
        params![
            at.0,
            member.map(|member| member.0),
            label.code,
            label.params.to_string(),
        ],
    )?;
    tx.touch(Entity::Operation, id);
    Ok(OperationId(id))
}

pub(crate) fn mark_undone(tx: &mut Tx<'_>, operation: OperationId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE operation SET undone_at = ?2 WHERE id = ?1",
        params![operation.0, now.0],
    )?;
    tx.touch(Entity::Operation, operation.0);
    Ok(())
}
