//! Stages of pipelines.

use runnel_app::{pipeline, stage as app};
use runnel_domain::ids;

use super::convert;
use crate::{
    router::Router,
    wire::{
        Done, Made, WireError,
        board::{Stage, StageNeeds},
        pipeline::{
            StageAddRequest, StageDeleteRequest, StageId, StageMoveRequest, StageRenameRequest,
            StageUpdateRequest, StageUse,
        },
    },
};

pub(crate) async fn stage_add(
    router: &Router,
    request: StageAddRequest,
) -> Result<Made, WireError> {
    let pipeline = ids::PipelineId(request.pipeline_id);
    let made = router
        .app
        .stage_add(router.me, pipeline, request.name, request.group);
    Ok(convert::made(made.await?.map(|id| id.0)))
}

pub(crate) async fn stage_rename(
    router: &Router,
    request: StageRenameRequest,
) -> Result<Done, WireError> {
    let id = ids::StageId(request.stage_id);
    let changed = router.app.stage_rename(router.me, id, request.name);
    Ok(convert::done(changed.await?))
}

pub(crate) async fn stage_update(
    router: &Router,
    request: StageUpdateRequest,
) -> Result<Done, WireError> {
    let id = ids::StageId(request.stage_id);
    let settings = app::Settings {
        color: request.color,
        stale_days: request.stale_days.map(i64::from),
        probability: request.probability.map(i64::from),
        needs: app::Needs {
            amount: request.needs.amount,
            owner: request.needs.owner,
            due_at: request.needs.due_at,
            fields: request
                .needs
                .field_ids
                .into_iter()
                .map(ids::FieldId)
                .collect(),
        },
    };
    let changed = router
        .app
        .stage_update(router.me, id, request.group, settings);
    Ok(convert::done(changed.await?))
}

pub(crate) async fn stage_move(
    router: &Router,
    request: StageMoveRequest,
) -> Result<Done, WireError> {
    let id = ids::StageId(request.stage_id);
    let before = request.before_stage_id.map(ids::StageId);
    let changed = router.app.stage_move(router.me, id, request.group, before);
    Ok(convert::done(changed.await?))
}

pub(crate) async fn stage_use(router: &Router, request: StageId) -> Result<StageUse, WireError> {
    let used = router.app.stage_use(ids::StageId(request.stage_id)).await?;
    Ok(StageUse {
        cards: convert::count(used.cards),
        triggers: used.triggers,
        views: used.views,
    })
}

pub(crate) async fn stage_delete(
    router: &Router,
    request: StageDeleteRequest,
) -> Result<Done, WireError> {
    let id = ids::StageId(request.stage_id);
    let target = request.target_stage_id.map(ids::StageId);
    let changed = router.app.stage_delete(router.me, id, target);
    Ok(convert::done(changed.await?))
}

pub(super) fn stage(stage: pipeline::Stage) -> Stage {
    Stage {
        id: stage.id.0,
        name: stage.name,
        group: stage.group,
        color: stage.color,
        stale_days: stage.stale_days.map(convert::count),
        probability: stage.probability.map(convert::count),
        needs: StageNeeds {
            amount: stage.needs.amount,
            owner: stage.needs.owner,
            due_at: stage.needs.due_at,
            field_ids: stage.needs.fields.into_iter().map(|id| id.0).collect(),
        },
    }
}
