//! Which stage a step leads to: columns of boards as the shop's rules need them.

use runnel_domain::{
    StageGroup,
    funnel::Needs,
    ids::{PipelineId, StageId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError,
    row::{FromRow, Row},
    table::stage,
};

/// A column of a board, as far as moving a card goes.
pub(crate) struct Stage {
    pub id: StageId,
    pub pipeline: PipelineId,
    pub name: String,
    pub group: StageGroup,
    pub rank: String,
    pub needs: Needs,
}

impl FromRow for Stage {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let required: String = row.get("required")?;
        Ok(Self {
            id: row.get("id")?,
            pipeline: row.get("pipeline_id")?,
            name: row.get("name")?,
            group: row.get("grp")?,
            rank: row.get("rank")?,
            needs: stage::needs(&required),
        })
    }
}

/// A stage that a card may enter; `NotFound` where it was deleted.
pub(crate) fn enterable(read: &Read<'_>, stage: StageId) -> Result<Stage, StoreError> {
    read.query_opt(
        "SELECT id, pipeline_id, name, grp, rank, required FROM stage WHERE id = ?1 AND removed_at IS NULL",
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
        "SELECT id, pipeline_id, name, grp, rank, required FROM stage WHERE id = ?1",
        [stage.0],
    )?
    .ok_or(StoreError::NotFound {
        entity: Entity::Stage,
        id: stage.0,
    })
}

/// The first stage of a group in the default pipeline; where nothing is "Not a lead" any more, the first of the
/// unsuccessful ones. `Invalid` with code `no_such_stage_group` where the pipeline has none.
pub(crate) fn first(read: &Read<'_>, group: StageGroup) -> Result<Stage, StoreError> {
    let instead = match group {
        StageGroup::NotALead => StageGroup::Unsuccessful,
        group => group,
    };
    read.query_opt(
        "SELECT s.id, s.pipeline_id, s.name, s.grp, s.rank, s.required \
         FROM pipeline p JOIN stage s ON s.pipeline_id = p.id \
         WHERE p.is_default = 1 AND p.archived_at IS NULL AND s.grp IN (?1, ?2) AND s.removed_at IS NULL \
         ORDER BY s.grp <> ?1, s.rank LIMIT 1",
        [group.as_str(), instead.as_str()],
    )?
    .ok_or(StoreError::Invalid {
        code: "no_such_stage_group",
        params: serde_json::json!({ "group": group.as_str() }),
    })
}

/// Whether it is the stage in which cards of its board begin: the first in funnel order.
pub(crate) fn is_entry(read: &Read<'_>, stage: &Stage) -> Result<bool, StoreError> {
    let earlier: bool = read.query_value(
        "SELECT EXISTS (SELECT 1 FROM stage WHERE pipeline_id = ?1 AND removed_at IS NULL AND rank < ?2)",
        params![stage.pipeline.0, stage.rank],
    )?;
    Ok(!earlier)
}

/// Whether new conversations go to this board.
pub(crate) fn is_default(read: &Read<'_>, pipeline: PipelineId) -> Result<bool, StoreError> {
    read.query_value(
        "SELECT EXISTS (SELECT 1 FROM pipeline WHERE id = ?1 AND is_default = 1)",
        [pipeline.0],
    )
}
