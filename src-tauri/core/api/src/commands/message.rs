//! Messages of ours, notes, drafts, and HTML to show.

use runnel_app::draft::DraftKind;
use runnel_domain::ids::{ConversationId, MessageId};

use super::{convert, sending};
use crate::{
    router::Router,
    wire::{
        Done, Made, WireError,
        message::{
            self as wire, DraftRequest, MessageHtml, MessageHtmlRequest, NoteRequest, SendRequest,
        },
    },
};

pub(crate) async fn message_send(router: &Router, request: SendRequest) -> Result<Made, WireError> {
    let id = ConversationId(request.conversation_id);
    let outgoing = sending::outgoing(request.writing);
    let made = router.app.message_send(router.me, id, outgoing).await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn message_cancel(
    router: &Router,
    request: wire::MessageId,
) -> Result<Done, WireError> {
    let id = MessageId(request.message_id);
    Ok(convert::done(
        router.app.message_cancel(router.me, id).await?,
    ))
}

pub(crate) async fn message_retry(
    router: &Router,
    request: wire::MessageId,
) -> Result<Done, WireError> {
    let id = MessageId(request.message_id);
    Ok(convert::done(
        router.app.message_retry(router.me, id).await?,
    ))
}

pub(crate) async fn message_confirm_sent(
    router: &Router,
    request: wire::MessageId,
) -> Result<Done, WireError> {
    let id = MessageId(request.message_id);
    Ok(convert::done(
        router.app.message_confirm_sent(router.me, id).await?,
    ))
}

pub(crate) async fn message_html(
    router: &Router,
    request: MessageHtmlRequest,
) -> Result<MessageHtml, WireError> {
    let id = MessageId(request.message_id);
    let safe = router.app.message_html(id, request.remote_images).await?;
    Ok(MessageHtml {
        document: safe.document,
        blocked_images: safe.blocked_images,
    })
}

pub(crate) async fn note_add(router: &Router, request: NoteRequest) -> Result<Made, WireError> {
    let id = ConversationId(request.conversation_id);
    let files = sending::files(request.attachment_ids);
    let made = router
        .app
        .note_add(router.me, id, request.text, files)
        .await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn draft_save(router: &Router, request: DraftRequest) -> Result<Done, WireError> {
    let kind = if request.note {
        DraftKind::Note
    } else {
        DraftKind::Reply
    };
    let files = sending::files(request.attachment_ids);
    let id = ConversationId(request.conversation_id);
    let changed = router
        .app
        .draft_save(router.me, id, kind, request.text, files)
        .await?;
    Ok(convert::done(changed))
}
