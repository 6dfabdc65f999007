//! Columns of boards: rows of `stage`.

use runnel_domain::{
    StageGroup, Timestamp, Uid,
    funnel::{self, Needs},
    ids::{PipelineId, StageId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// A column of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Row id.
    pub id: StageId,
    /// Same stage in every copy of the workspace.
    pub uid: Uid,
    /// Of which board.
    pub pipeline: PipelineId,
    /// Unique within the board.
    pub name: String,
    /// Active, or one of the archived groups.
    pub group: StageGroup,
    /// One of the interface's stage colours, by name.
    pub color: String,
    /// Funnel order, see [`funnel::rank`]: active stages first.
    pub rank: String,
    /// Days until a deal here is stale; `None`: never.
    pub stale_days: Option<i64>,
    /// How likely a deal here is won, in percent; `None`: unset.
    pub probability: Option<i64>,
    /// What a card needs to enter (CP-5).
    pub needs: Needs,
    /// When made.
    pub created_at: Timestamp,
    /// When deleted; history keeps the name.
    pub removed_at: Option<Timestamp>,
}

impl FromRow for Stage {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let required: String = row.get("required")?;
        Ok(Self {
            id: row.get("id")?,
            uid: row.get("uid")?,
            pipeline: row.get("pipeline_id")?,
            name: row.get("name")?,
            group: row.get("grp")?,
            color: row.get("color")?,
            rank: row.get("rank")?,
            stale_days: row.get("stale_days")?,
            probability: row.get("probability")?,
            needs: needs(&required),
            created_at: row.get("created_at")?,
            removed_at: row.get("removed_at")?,
        })
    }
}

/// What the `required` column says.
pub(crate) fn needs(required: &str) -> Needs {
    serde_json::from_str(required)
        .map(|json| Needs::from_json(&json))
        .unwrap_or_default()
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, uid, pipeline_id, name, grp, color, rank, stale_days, probability, required, \
             created_at, removed_at FROM stage ",
            $rest
        )
    };
}

/// Every stage of every board in funnel order, without deleted ones.
pub fn all(read: &Read<'_>) -> Result<Vec<Stage>, StoreError> {
    read.query_all(
        select!("WHERE removed_at IS NULL ORDER BY pipeline_id, rank, id"),
        [],
    )
}

/// The stages of a board in funnel order, without deleted ones.
pub fn list(read: &Read<'_>, pipeline: PipelineId) -> Result<Vec<Stage>, StoreError> {
    read.query_all(
        select!("WHERE pipeline_id = ?1 AND removed_at IS NULL ORDER BY rank, id"),
        [pipeline.0],
    )
}

/// One stage, deleted or not; `NotFound` where there is none.
pub fn get(read: &Read<'_>, stage: StageId) -> Result<Stage, StoreError> {
    find(read, stage)?.ok_or(StoreError::NotFound {
        entity: Entity::Stage,
        id: stage.0,
    })
}

/// One stage, deleted or not.
pub fn find(read: &Read<'_>, stage: StageId) -> Result<Option<Stage>, StoreError> {
    read.query_opt(select!("WHERE id = ?1"), [stage.0])
}

/// The first stage of a group on a board, in funnel order.
pub fn first_of(
    read: &Read<'_>,
    pipeline: PipelineId,
    group: StageGroup,
) -> Result<Option<Stage>, StoreError> {
    read.query_opt(
        select!(
            "WHERE pipeline_id = ?1 AND grp = ?2 AND removed_at IS NULL ORDER BY rank, id LIMIT 1"
        ),
        params![pipeline.0, group.as_str()],
    )
}

/// A stage to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewStage<'a> {
    /// On which board.
    pub pipeline: PipelineId,
    /// As people see it.
    pub name: &'a str,
    /// Which group.
    pub group: StageGroup,
    /// One of the interface's stage colours, by name.
    pub color: &'a str,
    /// Place within its group, as [`runnel_domain::rank`] makes it.
    pub rank: &'a str,
}

/// Makes a stage.
pub fn create(tx: &mut Tx<'_>, new: &NewStage<'_>) -> Result<StageId, StoreError> {
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let id = tx.insert(
        "INSERT INTO stage (uid, pipeline_id, name, grp, color, rank, created_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            uid.0,
            new.pipeline.0,
            new.name,
            new.group.as_str(),
            new.color,
            funnel::rank(new.group, new.rank),
            now
        ],
    )?;
    tx.touch(Entity::Stage, id);
    Ok(StageId(id))
}

/// What a person sets about a stage besides its name and place (CP-5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// One of the interface's stage colours, by name.
    pub color: String,
    /// Days until a deal here is stale; `None`: never.
    pub stale_days: Option<i64>,
    /// How likely a deal here is won, in percent; `None`: unset.
    pub probability: Option<i64>,
    /// What a card needs to enter.
    pub needs: Needs,
}

/// Gives another name.
pub(crate) fn set_name(tx: &mut Tx<'_>, stage: StageId, name: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE stage SET name = ?2 WHERE id = ?1",
        params![stage.0, name],
    )?;
    tx.touch(Entity::Stage, stage.0);
    Ok(())
}

/// Writes the settings.
pub(crate) fn set_settings(
    tx: &mut Tx<'_>,
    stage: StageId,
    settings: &Settings,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE stage SET color = ?2, stale_days = ?3, probability = ?4, required = ?5 WHERE id = ?1",
        params![
            stage.0,
            settings.color,
            settings.stale_days,
            settings.probability,
            settings.needs.to_json().to_string()
        ],
    )?;
    tx.touch(Entity::Stage, stage.0);
    Ok(())
}

/// Puts a stage into a group, at a place within it.
pub(crate) fn set_place(
    tx: &mut Tx<'_>,
    stage: StageId,
    group: StageGroup,
    within: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE stage SET grp = ?2, rank = ?3 WHERE id = ?1",
        params![stage.0, group.as_str(), funnel::rank(group, within)],
    )?;
    tx.touch(Entity::Stage, stage.0);
    Ok(())
}

/// Deletes a stage that holds no cards; stays in it keep its name.
pub(crate) fn remove(tx: &mut Tx<'_>, stage: StageId) -> Result<(), StoreError> {
    let now = tx.now().0;
    tx.execute(
        "UPDATE stage SET removed_at = ?2 WHERE id = ?1",
        params![stage.0, now],
    )?;
    tx.touch(Entity::Stage, stage.0);
    Ok(())
}
