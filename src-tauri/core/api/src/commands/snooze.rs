//! Putting conversations aside, and bringing them back.

use runnel_domain::{Timestamp, ids::ConversationId};

use super::convert;
use crate::{
    router::Router,
    wire::{Done, WireError, conversation::ConversationId as Which, status::SnoozeRequest},
};

pub(crate) async fn conversation_snooze(
    router: &Router,
    request: SnoozeRequest,
) -> Result<Done, WireError> {
    let id = ConversationId(request.conversation_id);
    let until = request.until.map(Timestamp);
    Ok(convert::done(
        router.app.conversation_snooze(router.me, id, until).await?,
    ))
}

pub(crate) async fn conversation_wake(router: &Router, request: Which) -> Result<Done, WireError> {
    let id = ConversationId(request.conversation_id);
    Ok(convert::done(
        router.app.conversation_wake(router.me, id).await?,
    ))
}
