//! Pipelines: made with stages, named, copied, put away, ordered, one of them the default (UP-2, CP-1, CP-2).

use runnel_domain::{
    PipelineKind, StageGroup,
    funnel::{LONGEST_NAME, clean_name, same_name},
    ids::PipelineId,
    rank,
};
use serde_json::json;

use super::funnel::{self, invalid};
use crate::{
    Entity, Read, StoreError, Tx,
    table::{
        pipeline::{self, Pipeline},
        stage::{self, NewStage},
    },
};

/// A stage that a new pipeline begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstStage {
    /// In the language of the window.
    pub name: &'static str,
    /// Which group.
    pub group: StageGroup,
    /// One of the interface's stage colours, by name.
    pub color: &'static str,
}

/// Makes a pipeline with these stages, active ones first, and puts it last.
///
/// # Errors
/// `Invalid` with `pipeline_name_empty`, `name_too_long` or `pipeline_name_taken` (`field`: `name`).
pub fn pipeline_add(
    tx: &mut Tx<'_>,
    name: &str,
    kind: PipelineKind,
    stages: &[FirstStage],
) -> Result<PipelineId, StoreError> {
    let name = free_name(tx, name, None)?;
    let id = pipeline::create(tx, &name, kind)?;
    let ranks = rank::spread(stages.len());
    for (first, rank) in stages.iter().zip(&ranks) {
        stage::create(
            tx,
            &NewStage {
                pipeline: id,
                name: first.name,
                group: first.group,
                color: first.color,
                rank,
            },
        )?;
    }
    Ok(id)
}

/// Gives another name.
///
/// # Errors
/// As [`pipeline_add`].
pub fn pipeline_rename(tx: &mut Tx<'_>, id: PipelineId, name: &str) -> Result<(), StoreError> {
    let present = pipeline::get(tx, id)?;
    let name = free_name(tx, name, Some(id))?;
    if name == present.name {
        return Ok(());
    }
    pipeline::set_name(tx, id, &name)
}

/// Makes another pipeline with the same stages, settings and fields, and no cards.
///
/// # Errors
/// As [`pipeline_add`].
pub fn pipeline_duplicate(
    tx: &mut Tx<'_>,
    id: PipelineId,
    name: &str,
) -> Result<PipelineId, StoreError> {
    let original = pipeline::get(tx, id)?;
    let name = free_name(tx, name, None)?;
    let copy = pipeline::create(tx, &name, original.kind)?;
    funnel::copy(tx, id, copy)?;
    Ok(copy)
}

/// Puts a pipeline away with its cards. `confirmed`: also with open ones.
///
/// # Errors
/// `Invalid` with `pipeline_default` (new conversations go there) or `pipeline_has_cards` (`count`).
pub fn pipeline_archive(
    tx: &mut Tx<'_>,
    id: PipelineId,
    confirmed: bool,
) -> Result<(), StoreError> {
    if pipeline::get(tx, id)?.is_default {
        return Err(StoreError::invalid("pipeline_default"));
    }
    let open = pipeline::open_cards(tx, id)?;
    if open > 0 && !confirmed {
        return Err(StoreError::Invalid {
            code: "pipeline_has_cards",
            params: json!({ "count": open }),
        });
    }
    pipeline::set_archived(tx, id, true)
}

/// Takes a pipeline out again.
///
/// # Errors
/// `Invalid` with `pipeline_name_taken` where another one is called so by now.
pub fn pipeline_restore(tx: &mut Tx<'_>, id: PipelineId) -> Result<(), StoreError> {
    let present = pipeline::get(tx, id)?;
    free_name(tx, &present.name, Some(id))?;
    pipeline::set_archived(tx, id, false)
}

/// New conversations go to this pipeline from now on; those that have a card keep it where it is.
///
/// # Errors
/// `Invalid` with `pipeline_archived` where it is put away.
pub fn pipeline_default_set(tx: &mut Tx<'_>, id: PipelineId) -> Result<(), StoreError> {
    let present = pipeline::get(tx, id)?;
    if present.archived_at.is_some() {
        return Err(StoreError::invalid("pipeline_archived"));
    }
    if present.is_default {
        return Ok(());
    }
    pipeline::set_default(tx, id)
}

/// Puts a pipeline above another one, or at the end.
///
/// # Errors
/// `NotFound` where one of them is gone.
pub fn pipeline_move(
    tx: &mut Tx<'_>,
    id: PipelineId,
    before: Option<PipelineId>,
) -> Result<(), StoreError> {
    pipeline::get(tx, id)?;
    if before == Some(id) {
        return Ok(());
    }
    let others: Vec<Pipeline> = pipeline::all(tx)?
        .into_iter()
        .filter(|other| other.id != id)
        .collect();
    let at = match before {
        None => others.len(),
        Some(before) => {
            others
                .iter()
                .position(|other| other.id == before)
                .ok_or(StoreError::NotFound {
                    entity: Entity::Pipeline,
                    id: before.0,
                })?
        }
    };
    let above = at.checked_sub(1).and_then(|above| others.get(above));
    let rank = rank::between(
        above.map(|other| other.rank.as_str()),
        others.get(at).map(|other| other.rank.as_str()),
    );
    pipeline::set_rank(tx, id, &rank)
}

fn free_name(read: &Read<'_>, name: &str, own: Option<PipelineId>) -> Result<String, StoreError> {
    let name = clean_name(name);
    if name.is_empty() {
        return Err(invalid("pipeline_name_empty", "name"));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(invalid("name_too_long", "name"));
    }
    let taken = pipeline::list(read)?
        .iter()
        .any(|other| Some(other.id) != own && same_name(&other.name, &name));
    if taken {
        return Err(invalid("pipeline_name_taken", "name"));
    }
    Ok(name)
}
