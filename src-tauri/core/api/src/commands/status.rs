//! The work status: hold, resume, resolve, hand over (PO-7, PO-8).

use runnel_app::{status::Resolution, timeline};
use runnel_domain::ids::{CategoryId, ConversationId, MemberId, StageId};

use super::convert;
use crate::{
    router::Router,
    wire::{
        Done, Made, WireError,
        conversation::ConversationId as Which,
        status::{ResolveRequest, Ticket, TransferRequest},
    },
};

pub(crate) async fn conversation_hold(router: &Router, request: Which) -> Result<Done, WireError> {
    let id = ConversationId(request.conversation_id);
    Ok(convert::done(
        router.app.conversation_hold(router.me, id).await?,
    ))
}

pub(crate) async fn conversation_resume(
    router: &Router,
    request: Which,
) -> Result<Done, WireError> {
    let id = ConversationId(request.conversation_id);
    Ok(convert::done(
        router.app.conversation_resume(router.me, id).await?,
    ))
}

pub(crate) async fn conversation_resolve(
    router: &Router,
    request: ResolveRequest,
) -> Result<Made, WireError> {
    let id = ConversationId(request.conversation_id);
    let resolution = Resolution {
        kind: request.kind,
        category: request.category_id.map(CategoryId),
        note: request.note,
        archive: request.archive_stage_id.map(StageId),
    };
    let made = router
        .app
        .conversation_resolve(router.me, id, resolution)
        .await?;
    Ok(convert::made(made.map(|ticket| ticket.0)))
}

pub(crate) async fn conversation_transfer(
    router: &Router,
    request: TransferRequest,
) -> Result<Done, WireError> {
    let (id, to) = (
        ConversationId(request.conversation_id),
        MemberId(request.member_id),
    );
    Ok(convert::done(
        router
            .app
            .conversation_transfer(router.me, id, to, request.note)
            .await?,
    ))
}

pub(crate) fn ticket(ticket: timeline::Ticket) -> Ticket {
    Ticket {
        id: ticket.id.0,
        kind: ticket.kind,
        category: ticket.category_name,
        note: ticket.note,
    }
}
