//! Pipelines.

use runnel_app::pipeline as app;
use runnel_domain::ids;

use super::{convert, stage};
use crate::{
    router::Router,
    wire::{
        Done, Made, Nothing, WireError,
        pipeline::{
            PipelineAddRequest, PipelineArchiveRequest, PipelineId, PipelineList,
            PipelineMoveRequest, PipelineNameRequest, PipelineSheet, StageSheet,
        },
    },
};

pub(crate) async fn pipeline_list(router: &Router, _: Nothing) -> Result<PipelineList, WireError> {
    let pipelines = router.app.pipelines().await?;
    Ok(PipelineList {
        pipelines: pipelines.into_iter().map(sheet).collect(),
    })
}

pub(crate) async fn pipeline_add(
    router: &Router,
    request: PipelineAddRequest,
) -> Result<Made, WireError> {
    let made = router
        .app
        .pipeline_add(router.me, request.name, request.kind, request.others);
    Ok(convert::made(made.await?.map(|id| id.0)))
}

pub(crate) async fn pipeline_rename(
    router: &Router,
    request: PipelineNameRequest,
) -> Result<Done, WireError> {
    let id = ids::PipelineId(request.pipeline_id);
    let changed = router.app.pipeline_rename(router.me, id, request.name);
    Ok(convert::done(changed.await?))
}

pub(crate) async fn pipeline_duplicate(
    router: &Router,
    request: PipelineNameRequest,
) -> Result<Made, WireError> {
    let id = ids::PipelineId(request.pipeline_id);
    let made = router.app.pipeline_duplicate(router.me, id, request.name);
    Ok(convert::made(made.await?.map(|id| id.0)))
}

pub(crate) async fn pipeline_archive(
    router: &Router,
    request: PipelineArchiveRequest,
) -> Result<Done, WireError> {
    let id = ids::PipelineId(request.pipeline_id);
    let changed = router
        .app
        .pipeline_archive(router.me, id, request.confirmed);
    Ok(convert::done(changed.await?))
}

pub(crate) async fn pipeline_restore(
    router: &Router,
    request: PipelineId,
) -> Result<Done, WireError> {
    let id = ids::PipelineId(request.pipeline_id);
    let changed = router.app.pipeline_restore(router.me, id);
    Ok(convert::done(changed.await?))
}

pub(crate) async fn pipeline_default_set(
    router: &Router,
    request: PipelineId,
) -> Result<Done, WireError> {
    let id = ids::PipelineId(request.pipeline_id);
    let changed = router.app.pipeline_default_set(router.me, id);
    Ok(convert::done(changed.await?))
}

pub(crate) async fn pipeline_move(
    router: &Router,
    request: PipelineMoveRequest,
) -> Result<Done, WireError> {
    let id = ids::PipelineId(request.pipeline_id);
    let before = request.before_pipeline_id.map(ids::PipelineId);
    let changed = router.app.pipeline_move(router.me, id, before);
    Ok(convert::done(changed.await?))
}

fn sheet(sheet: app::PipelineSheet) -> PipelineSheet {
    let pipeline = sheet.pipeline;
    PipelineSheet {
        id: pipeline.id.0,
        name: pipeline.name,
        kind: pipeline.kind,
        is_default: pipeline.is_default,
        archived_at: convert::millis(pipeline.archived_at),
        stages: sheet
            .stages
            .into_iter()
            .map(|(own, cards)| StageSheet {
                stage: stage::stage(own),
                cards: convert::count(cards),
            })
            .collect(),
    }
}
