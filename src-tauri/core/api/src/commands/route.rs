//! Ways to answer a customer.

use runnel_app::route::{self, Routes};
use runnel_domain::ids::{ContactId, ConversationId, IdentityId, SourceId};

use super::convert;
use crate::{
    router::Router,
    wire::{
        Made, WireError, conversation as head,
        route::{self as wire, ConversationOpenRequest},
    },
};

pub(crate) async fn route_list(
    router: &Router,
    request: head::ConversationId,
) -> Result<wire::ReplyRoutes, WireError> {
    let id = ConversationId(request.conversation_id);
    let Routes {
        routes,
        preselected,
    } = router.app.routes(router.me, id).await?;
    Ok(wire::ReplyRoutes {
        routes: routes.into_iter().map(one).collect(),
        preselected: preselected.map(convert::count),
    })
}

pub(crate) async fn conversation_open(
    router: &Router,
    request: ConversationOpenRequest,
) -> Result<Made, WireError> {
    let opened = router
        .app
        .conversation_open(
            router.me,
            ContactId(request.contact_id),
            SourceId(request.source_id),
            IdentityId(request.identity_id),
        )
        .await?;
    Ok(convert::made(opened.map(|id| id.0)))
}

fn one(route: route::Route) -> wire::ReplyRoute {
    wire::ReplyRoute {
        conversation_id: route.conversation.map(|id| id.0),
        source_id: route.source.0,
        channel: route.channel,
        identity_id: route.identity.map(|id| id.0),
        address: route.address,
        mode: route.mode,
        post_text: route.post_text,
        here: route.here,
        closed: route.closed.map(|closed| closed.code.to_owned()),
        closed_at: convert::millis(route.closed.and_then(|closed| closed.since)),
        open_until: convert::millis(route.open_until),
        max_text: route.max_text.map(convert::count),
        max_file: route
            .max_file
            .map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX)),
        subjects: route.subjects,
    }
}
