//! Files over the wire: as base64, because JSON carries nothing else.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use runnel_domain::ids::AttachmentId;

use super::convert;
use crate::{
    router::Router,
    wire::{
        WireError,
        message::{self as wire, AttachmentContent, AttachmentStageRequest},
    },
};

pub(crate) async fn attachment_stage(
    router: &Router,
    request: AttachmentStageRequest,
) -> Result<wire::Attachment, WireError> {
    let bytes = STANDARD
        .decode(request.base64.as_bytes())
        .map_err(|error| WireError::field("invalid", "base64").saying(error.to_string()))?;
    let app = &router.app;
    let file = app
        .attachment_stage(router.me, &request.name, &request.mime, bytes)
        .await?;
    Ok(convert::attachment(file))
}

pub(crate) async fn attachment_get(
    router: &Router,
    request: wire::AttachmentId,
) -> Result<AttachmentContent, WireError> {
    let (file, bytes) = router
        .app
        .attachment_get(AttachmentId(request.attachment_id))
        .await?;
    Ok(AttachmentContent {
        name: file.name,
        mime: file.mime,
        base64: STANDARD.encode(bytes),
    })
}
