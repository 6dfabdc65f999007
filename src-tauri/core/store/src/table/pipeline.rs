//! Boards: rows of `pipeline`.

use runnel_domain::{PipelineKind, Timestamp, Uid, ids::PipelineId, rank};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// A board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipeline {
    /// Row id.
    pub id: PipelineId,
    /// Same board in every copy of the workspace.
    pub uid: Uid,
    /// As people see it.
    pub name: String,
    /// What it is used for.
    pub kind: PipelineKind,
    /// New conversations go here; true for exactly one.
    pub is_default: bool,
    /// Order among pipelines.
    pub rank: String,
    /// When made.
    pub created_at: Timestamp,
    /// When put away; `None`: in use.
    pub archived_at: Option<Timestamp>,
}

impl FromRow for Pipeline {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            uid: row.get("uid")?,
            name: row.get("name")?,
            kind: row.get("kind")?,
            is_default: row.get("is_default")?,
            rank: row.get("rank")?,
            created_at: row.get("created_at")?,
            archived_at: row.get("archived_at")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, uid, name, kind, is_default, rank, created_at, archived_at FROM pipeline ",
            $rest
        )
    };
}

/// Every board in use, in order.
pub fn list(read: &Read<'_>) -> Result<Vec<Pipeline>, StoreError> {
    read.query_all(select!("WHERE archived_at IS NULL ORDER BY rank, id"), [])
}

/// Every board in order, those put away included.
pub fn all(read: &Read<'_>) -> Result<Vec<Pipeline>, StoreError> {
    read.query_all(select!("ORDER BY rank, id"), [])
}

/// One board; `NotFound` where there is none.
pub fn get(read: &Read<'_>, pipeline: PipelineId) -> Result<Pipeline, StoreError> {
    read.query_opt(select!("WHERE id = ?1"), [pipeline.0])?
        .ok_or(StoreError::NotFound {
            entity: Entity::Pipeline,
            id: pipeline.0,
        })
}

/// The board for new conversations; `None` only before the workspace has its first board.
pub fn default(read: &Read<'_>) -> Result<Option<Pipeline>, StoreError> {
    read.query_opt(
        select!("WHERE is_default = 1 AND archived_at IS NULL LIMIT 1"),
        [],
    )
}

/// Makes a board, last in order. The first one of a workspace becomes its default.
pub fn create(tx: &mut Tx<'_>, name: &str, kind: PipelineKind) -> Result<PipelineId, StoreError> {
    let boards = all(tx)?;
    let rank = rank::between(boards.last().map(|board| board.rank.as_str()), None);
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let id = tx.insert(
        "INSERT INTO pipeline (uid, name, kind, is_default, rank, created_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![uid.0, name, kind.as_str(), boards.is_empty(), rank, now],
    )?;
    tx.touch(Entity::Pipeline, id);
    Ok(PipelineId(id))
}

/// Gives another name.
pub(crate) fn set_name(
    tx: &mut Tx<'_>,
    pipeline: PipelineId,
    name: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE pipeline SET name = ?2 WHERE id = ?1",
        params![pipeline.0, name],
    )?;
    tx.touch(Entity::Pipeline, pipeline.0);
    Ok(())
}

/// Puts a board away, or takes it out again.
pub(crate) fn set_archived(
    tx: &mut Tx<'_>,
    pipeline: PipelineId,
    archived: bool,
) -> Result<(), StoreError> {
    let at = archived.then(|| tx.now().0);
    tx.execute(
        "UPDATE pipeline SET archived_at = ?2 WHERE id = ?1 AND (archived_at IS NULL) <> (?2 IS NULL)",
        params![pipeline.0, at],
    )?;
    tx.touch(Entity::Pipeline, pipeline.0);
    Ok(())
}

/// Makes a board the one for new conversations.
pub(crate) fn set_default(tx: &mut Tx<'_>, pipeline: PipelineId) -> Result<(), StoreError> {
    if let Some(before) = default(tx)? {
        tx.execute(
            "UPDATE pipeline SET is_default = 0 WHERE id = ?1",
            [before.id.0],
        )?;
        tx.touch(Entity::Pipeline, before.id.0);
    }
    tx.execute(
        "UPDATE pipeline SET is_default = 1 WHERE id = ?1",
        [pipeline.0],
    )?;
    tx.touch(Entity::Pipeline, pipeline.0);
    Ok(())
}

/// Writes its place among boards.
pub(crate) fn set_rank(
    tx: &mut Tx<'_>,
    pipeline: PipelineId,
    rank: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE pipeline SET rank = ?2 WHERE id = ?1",
        params![pipeline.0, rank],
    )?;
    tx.touch(Entity::Pipeline, pipeline.0);
    Ok(())
}

/// The statement behind [`open_cards`].
pub(crate) const OPEN_CARDS: &str = "SELECT coalesce(sum(stage_count.deals), 0) \
       FROM stage CROSS JOIN stage_count ON stage_count.stage_id = stage.id \
      WHERE stage.pipeline_id = ?1 AND stage.grp = 'active' AND stage.removed_at IS NULL";

/// How many cards stand in its active stages.
pub fn open_cards(read: &Read<'_>, pipeline: PipelineId) -> Result<i64, StoreError> {
    read.query_value(OPEN_CARDS, [pipeline.0])
}
