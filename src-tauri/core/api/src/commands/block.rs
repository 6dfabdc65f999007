//! The block-list and what it holds back.

use runnel_app::block::{BlockView, Blocked, Held};
use runnel_domain::ids::{BlockId, ContactId, MessageId};

use super::convert;
use crate::{
    router::Router,
    wire::{
        Done, Made, Nothing, WireError,
        block::{
            Block, BlockAddRequest, BlockBrief, BlockLiftRequest, BlockList, HeldList,
            HeldListRequest, HeldMessage,
        },
        message,
    },
};

pub(crate) async fn block_list(router: &Router, _: Nothing) -> Result<BlockList, WireError> {
    let blocks = router.app.block_list().await?;
    Ok(BlockList {
        blocks: blocks.into_iter().map(entry).collect(),
    })
}

pub(crate) async fn block_add(
    router: &Router,
    request: BlockAddRequest,
) -> Result<Made, WireError> {
    let blocked = match request {
        BlockAddRequest::Client { contact_id } => Blocked::Client(ContactId(contact_id)),
        BlockAddRequest::Post { value } => Blocked::Post(value),
        BlockAddRequest::StopWord { value, scope } => Blocked::StopWord(value, scope),
    };
    let made = router.app.block_add(router.me, blocked).await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn block_lift(
    router: &Router,
    request: BlockLiftRequest,
) -> Result<Done, WireError> {
    let id = BlockId(request.block_id);
    Ok(convert::done(
        router
            .app
            .block_lift(router.me, id, request.release)
            .await?,
    ))
}

pub(crate) async fn held_list(
    router: &Router,
    request: HeldListRequest,
) -> Result<HeldList, WireError> {
    let before = request.before.map(MessageId);
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let page = router.app.held_list(before, limit).await?;
    Ok(HeldList {
        messages: page.messages.into_iter().map(held).collect(),
        total: convert::count(page.total),
        more: page.more,
    })
}

pub(crate) async fn held_release(
    router: &Router,
    request: message::MessageId,
) -> Result<Done, WireError> {
    let id = MessageId(request.message_id);
    Ok(convert::done(router.app.held_release(router.me, id).await?))
}

pub(crate) fn brief(view: BlockView) -> BlockBrief {
    let BlockView { block, held, .. } = view;
    BlockBrief {
        id: block.id.0,
        member_id: block.member.map(|id| id.0),
        created_at: block.created_at.0,
        held_messages: convert::count(held.messages),
    }
}

fn entry(view: BlockView) -> Block {
    let block = view.block;
    Block {
        id: block.id.0,
        kind: block.kind,
        contact_id: block.contact.map(|id| id.0),
        value: if block.contact.is_some() {
            view.client
        } else {
            block.value
        },
        scope: block.scope,
        member_id: block.member.map(|id| id.0),
        created_at: block.created_at.0,
        held_messages: convert::count(view.held.messages),
        held_conversations: convert::count(view.held.conversations),
    }
}

fn held(held: Held) -> HeldMessage {
    HeldMessage {
        id: held.message.0,
        conversation_id: held.conversation.0,
        client: held.client,
        channel: held.channel,
        source_id: held.source.0,
        at: held.at.0,
        subject: held.subject,
        text: held.text,
        files: convert::count(held.files),
        block_id: held.block.0,
        block_kind: held.kind,
        block_value: held.value,
        lifted: held.lifted,
    }
}
