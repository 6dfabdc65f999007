//! Who works here, and what each set for themselves.

use runnel_domain::ids::MemberId;

use super::convert;
use crate::{
    router::Router,
    wire::{
        Done, Made, WireError,
        member::{
            self as wire, MemberAddRequest, MemberSetting, MemberSettingKey, MemberSettingRequest,
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
