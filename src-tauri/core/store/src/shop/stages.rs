//! Which stage a step leads to: columns of boards as the shop's rules need them.

use runnel_domain::{
    StageGroup,
    ids::{PipelineId, StageId},
};

use crate::{
    Entity, Read, StoreError,
    row::{FromRow, Row},
};

/// A column of a board, as far as moving a card goes.
pub(crate) struct Stage {
    pub id: StageId,
    pub pipeline: PipelineId,
    pub name: String,
    pub group: StageGroup,
    pub rank: String,
}

impl FromRow for Stage {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            pipeline: row.get("pipeline_id")?,
            name: row.get("name")?,
            group: row.get("grp")?,
            rank: row.get("rank")?,
        })
    }
}

/// A stage that a card may enter; `NotFound` where it was deleted.
pub(crate) fn enterable(read: &Read<'_>, stage: StageId) -> Result<Stage, StoreError> {
    read.query_opt(
        "SELECT id, pipeline_id, name, grp, rank FROM stage WHERE id = ?1 AND removed_at IS NULL",
        [stage.0],
    )?
    .ok_or(StoreError::NotFound {
        entity: Entity::Stage,
        id: stage.0,
    })
}

/// A stage that a card is in, deleted or not.
pub(crate) fn present(read: &Read<'_>, stage: StageId) -> Result<Stage, StoreError> {
    read.query_opt(
        "SELECT id, pipeline_id, name, grp, rank FROM stage WHERE id = ?1",
        [stage.0],
    )?
    .ok_or(StoreError::NotFound {
        entity: Entity::Stage,
        id: stage.0,
    })
}

/// The first stage of a group in the default pipeline. `Invalid` with code `no_such_stage_group` where the
/// pipeline has none.
pub(crate) fn first(read: &Read<'_>, group: StageGroup) -> Result<Stage, StoreError> {
    read.query_opt(
        "SELECT s.id, s.pipeline_id, s.name, s.grp, s.rank \
         FROM pipeline p JOIN stage s ON s.pipeline_id = p.id \
         WHERE p.is_default = 1 AND p.archived_at IS NULL AND s.grp = ?1 AND s.removed_at IS NULL \
         ORDER BY s.rank LIMIT 1",
        [group.as_str()],
    )?
    .ok_or(StoreError::Invalid {
        code: "no_such_stage_group",
        params: serde_json::json!({ "group": group.as_str() }),
    })
}
