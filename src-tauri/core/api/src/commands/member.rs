//! Who works here, and what each set for themselves.

use std::sync::atomic::Ordering;

use runnel_app::access::{Grant, Scope};
use runnel_domain::{
    Level,
    ids::{MemberId, PipelineId, SourceId},
};

use super::convert;
use crate::{
    router::Router,
    wire::{
        Done, Made, Nothing, WireError,
        member::{
            self as wire, MemberAccess, MemberAddRequest, MemberList, MemberSetting,
            MemberSettingKey, MemberSettingRequest, MemberUpdateRequest, PipelineAccess,
            PipelineAccessRequest, PipelineLevel,
        },
    },
};

pub(crate) async fn member_add(
    router: &Router,
    request: MemberAddRequest,
) -> Result<Made, WireError> {
    let made = router
        .app
        .member_add(router.me, request.name, request.role)
        .await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn member_remove(
    router: &Router,
    request: wire::MemberId,
) -> Result<Done, WireError> {
    let who = MemberId(request.member_id);
    Ok(convert::done(
        router.app.member_remove(router.me, who).await?,
    ))
}

pub(crate) async fn member_setting_get(
    router: &Router,
    request: MemberSettingKey,
) -> Result<MemberSetting, WireError> {
    let value = router.app.member_setting(router.me, request.key).await?;
    Ok(MemberSetting { value })
}

pub(crate) async fn member_setting_set(
    router: &Router,
    request: MemberSettingRequest,
) -> Result<Done, WireError> {
    Ok(convert::done(
        router
            .app
            .member_setting_set(router.me, request.key, request.value)
            .await?,
    ))
}

pub(crate) async fn member_list(router: &Router, _: Nothing) -> Result<MemberList, WireError> {
    let view = router.app.member_list().await?;
    let members = view.members.into_iter().map(|one| MemberAccess {
        member_id: one.member.id.0,
        name: one.member.name,
        role: one.scope.role,
        all_chats: one.scope.all_chats,
        source_ids: one
            .scope
            .sources
            .map(|sources| sources.into_iter().map(|source| source.0).collect()),
        levels: one.levels.into_iter().map(level).collect(),
    });
    let pipelines = view
        .boards
        .into_iter()
        .map(|(board, others)| PipelineAccess {
            pipeline_id: board.id.0,
            name: board.name,
            others,
        });
    Ok(MemberList {
        members: members.collect(),
        pipelines: pipelines.collect(),
    })
}

pub(crate) fn level((board, level): (PipelineId, Level)) -> PipelineLevel {
    PipelineLevel {
        pipeline_id: board.0,
        level,
    }
}

pub(crate) async fn member_update(
    router: &Router,
    request: MemberUpdateRequest,
) -> Result<Done, WireError> {
    let scope = Scope {
        role: request.role,
        all_chats: request.all_chats,
        sources: request
            .source_ids
            .map(|ids| ids.into_iter().map(SourceId).collect()),
    };
    let who = MemberId(request.member_id);
    Ok(convert::done(
        router.app.member_update(router.me, who, scope).await?,
    ))
}

pub(crate) async fn member_act(
    router: &Router,
    request: wire::MemberId,
) -> Result<Done, WireError> {
    router.app.member_act(MemberId(request.member_id)).await?;
    router.acting.store(request.member_id, Ordering::Relaxed);
    Ok(Done::default())
}

pub(crate) async fn pipeline_access_set(
    router: &Router,
    request: PipelineAccessRequest,
) -> Result<Done, WireError> {
    let grant = Grant {
        board: PipelineId(request.pipeline_id),
        member: request.member_id.map(MemberId),
        level: request.level,
        reassign_to: request.reassign_to.map(MemberId),
    };
    Ok(convert::done(
        router.app.pipeline_access_set(router.me, grant).await?,
    ))
}
