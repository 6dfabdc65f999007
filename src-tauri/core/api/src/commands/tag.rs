//! Tags.

use runnel_app::tag::UsedTag as Used;
use runnel_domain::{Place, ids};

use super::convert;
use crate::{
    router::Router,
    wire::{
        Done, Made, Nothing, WireError,
        tag::{
            TagAddRequest, TagId, TagList, TagMerge, TagMergeRequest, TagUpdateRequest, UsedTag,
        },
    },
};

pub(crate) async fn tag_add(router: &Router, request: TagAddRequest) -> Result<Made, WireError> {
    let made = router.app.tag_add(router.me, request.name).await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn tag_list(router: &Router, _: Nothing) -> Result<TagList, WireError> {
    let tags = router.app.tag_list().await?;
    Ok(TagList {
        tags: tags.into_iter().map(used).collect(),
    })
}

pub(crate) async fn tag_update(
    router: &Router,
    request: TagUpdateRequest,
) -> Result<Done, WireError> {
    let id = ids::TagId(request.tag_id);
    let changed = router
        .app
        .tag_update(router.me, id, request.name, request.color);
    Ok(convert::done(changed.await?))
}

pub(crate) async fn tag_merge_preview(
    router: &Router,
    request: TagMergeRequest,
) -> Result<TagMerge, WireError> {
    let (from, into) = (ids::TagId(request.tag_id), ids::TagId(request.into_id));
    let merge = router.app.tag_merge_preview(from, into).await?;
    Ok(TagMerge {
        from: used(merge.from),
        into: used(merge.into),
        both: convert::count(merge.both),
    })
}

pub(crate) async fn tag_merge(
    router: &Router,
    request: TagMergeRequest,
) -> Result<Done, WireError> {
    let (from, into) = (ids::TagId(request.tag_id), ids::TagId(request.into_id));
    Ok(convert::done(
        router.app.tag_merge(router.me, from, into).await?,
    ))
}

pub(crate) async fn tag_delete(router: &Router, request: TagId) -> Result<Done, WireError> {
    let id = ids::TagId(request.tag_id);
    Ok(convert::done(router.app.tag_delete(router.me, id).await?))
}

fn used(used: Used) -> UsedTag {
    let of = |place: Place| {
        let found = used.places.iter().find(|(found, _)| *found == place);
        convert::count(found.map_or(0, |(_, total)| *total))
    };
    UsedTag {
        new: of(Place::New),
        accepted: of(Place::Accepted),
        archive: of(Place::Archive),
        total: convert::count(used.conversations()),
        id: used.tag.id.0,
        name: used.tag.name,
        color: used.tag.color,
        triggers: used.triggers,
        views: used.views,
    }
}
