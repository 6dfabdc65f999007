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
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, uid, name, kind, is_default, rank, created_at FROM pipeline ",
            $rest
        )
    };
}

/// Every board in use, in order.
pub fn list(read: &Read<'_>) -> Result<Vec<Pipeline>, StoreError> {
    read.query_all(select!("WHERE archived_at IS NULL ORDER BY rank, id"), [])
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
    let boards = list(tx)?;
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
