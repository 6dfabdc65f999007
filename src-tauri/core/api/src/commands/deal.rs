//! Deals: looked at, added, changed, with remarks and files.

use runnel_app::deal::{
    DealCard, DealChange as Change, DealComment as Remark, DealWish, Party, Stay, Where,
};
use runnel_domain::{
    Timestamp,
    ids::{self, AttachmentId, ContactId, MemberId, PipelineId, StageId},
};

use super::{contact, convert, field, task, timeline};
use crate::{
    router::Router,
    wire::{
        Done, Made, WireError,
        deal::{
            DealAddRequest, DealChange, DealComment, DealCommentEditRequest, DealCommentId,
            DealCommentRequest, DealComments, DealFileRequest, DealFilesRequest, DealHistory,
            DealId, DealLine, DealParty, DealReasonRequest, DealSheet, DealStay, DealUpdateRequest,
            DealsOfContact, DealsOfContactRequest,
        },
    },
};

pub(crate) async fn deal_get(router: &Router, request: DealId) -> Result<DealSheet, WireError> {
    let sheet = router
        .app
        .deal(router.me, ids::DealId(request.deal_id))
        .await?;
    let card = sheet.card;
    Ok(DealSheet {
        id: card.id.0,
        pipeline_id: card.pipeline.0,
        stage_id: card.stage.0,
        contact_id: card.contact.0,
        client: sheet.client,
        conversation_id: card.conversation.map(|id| id.0),
        last_chat: sheet.last_chat.map(contact::elsewhere),
        title: card.title,
        description: card.description,
        priority: card.priority,
        price: card.amount.map(convert::money),
        owner_id: card.owner.map(|id| id.0),
        due_at: convert::millis(card.due_at),
        close_reason: card.close_reason,
        fields: sheet.fields.into_iter().map(field::with_value).collect(),
        comments: sheet.comments.into_iter().map(comment).collect(),
        files: sheet.files.into_iter().map(convert::attachment).collect(),
        tag_ids: sheet.tags.into_iter().map(|id| id.0).collect(),
        tasks: sheet.tasks.into_iter().map(task::task).collect(),
        deeds: sheet.deeds,
        stage_entered_at: card.stage_entered_at.0,
        created_at: card.created_at.0,
        revision: card.revision,
    })
}

pub(crate) async fn deal_history(
    router: &Router,
    request: DealId,
) -> Result<DealHistory, WireError> {
    let history = router
        .app
        .deal_history(ids::DealId(request.deal_id))
        .await?;
    Ok(DealHistory {
        stays: history.stays.into_iter().map(stay).collect(),
        changes: history.changes.into_iter().map(timeline::event).collect(),
    })
}

pub(crate) async fn deals_of_contact(
    router: &Router,
    request: DealsOfContactRequest,
) -> Result<DealsOfContact, WireError> {
    let deals = router
        .app
        .deals_of_contact(ContactId(request.contact_id))
        .await?;
    Ok(DealsOfContact {
        deals: deals.into_iter().map(line).collect(),
    })
}

pub(crate) async fn deal_add(router: &Router, request: DealAddRequest) -> Result<Made, WireError> {
    let wish = DealWish {
        party: match request.party {
            DealParty::Known { contact_id } => Party::Known(ContactId(contact_id)),
            DealParty::New {
                name,
                channel,
                address,
            } => Party::New {
                name,
                address: (!address.trim().is_empty()).then_some((channel, address)),
            },
        },
        place: match request.stage_id {
            Some(stage) => Where::Stage(StageId(stage)),
            None => Where::Board(PipelineId(request.pipeline_id)),
        },
        title: request.title,
        description: request.description,
        priority: request.priority,
        amount: request.price.map(convert::amount),
        owner: request.owner_id.map(MemberId),
        due_at: request.due_at.map(Timestamp),
    };
    let made = router.app.deal_add(router.me, wish).await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn deal_update(
    router: &Router,
    request: DealUpdateRequest,
) -> Result<Done, WireError> {
    let change = match request.change {
        DealChange::Title { text } => Change::Title(text),
        DealChange::Description { text } => Change::Description(text),
        DealChange::Priority { priority } => Change::Priority(priority),
        DealChange::Price { price } => Change::Amount(price.map(convert::amount)),
        DealChange::Owner { member_id } => Change::Owner(member_id.map(MemberId)),
        DealChange::DueAt { at } => Change::DueAt(at.map(Timestamp)),
    };
    let id = ids::DealId(request.deal_id);
    let changed = router
        .app
        .deal_update(router.me, id, change, request.revision)
        .await?;
    Ok(convert::done(changed))
}

pub(crate) async fn deal_reason_set(
    router: &Router,
    request: DealReasonRequest,
) -> Result<Done, WireError> {
    let (id, why) = (
        ids::DealId(request.deal_id),
        Change::CloseReason(request.reason),
    );
    Ok(convert::done(
        router.app.deal_update(router.me, id, why, None).await?,
    ))
}

pub(crate) async fn deal_delete(router: &Router, request: DealId) -> Result<Done, WireError> {
    let id = ids::DealId(request.deal_id);
    Ok(convert::done(router.app.deal_delete(router.me, id).await?))
}

pub(crate) async fn deal_comment_list(
    router: &Router,
    request: DealId,
) -> Result<DealComments, WireError> {
    let comments = router
        .app
        .deal_comments(ids::DealId(request.deal_id))
        .await?;
    Ok(DealComments {
        comments: comments.into_iter().map(comment).collect(),
    })
}

pub(crate) async fn deal_comment_add(
    router: &Router,
    request: DealCommentRequest,
) -> Result<Made, WireError> {
    let id = ids::DealId(request.deal_id);
    let made = router
        .app
        .deal_comment_add(router.me, id, request.text)
        .await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn deal_comment_edit(
    router: &Router,
    request: DealCommentEditRequest,
) -> Result<Done, WireError> {
    let id = ids::DealCommentId(request.comment_id);
    let changed = router
        .app
        .deal_comment_edit(router.me, id, request.text)
        .await?;
    Ok(convert::done(changed))
}

pub(crate) async fn deal_comment_delete(
    router: &Router,
    request: DealCommentId,
) -> Result<Done, WireError> {
    let id = ids::DealCommentId(request.comment_id);
    Ok(convert::done(
        router.app.deal_comment_delete(router.me, id).await?,
    ))
}

pub(crate) async fn deal_file_add(
    router: &Router,
    request: DealFilesRequest,
) -> Result<Done, WireError> {
    let id = ids::DealId(request.deal_id);
    let files = request.attachment_ids.into_iter().map(AttachmentId);
    let changed = router
        .app
        .deal_file_add(router.me, id, files.collect())
        .await?;
    Ok(convert::done(changed))
}

pub(crate) async fn deal_file_remove(
    router: &Router,
    request: DealFileRequest,
) -> Result<Done, WireError> {
    let (id, file) = (
        ids::DealId(request.deal_id),
        AttachmentId(request.attachment_id),
    );
    Ok(convert::done(
        router.app.deal_file_remove(router.me, id, file).await?,
    ))
}

fn comment(remark: Remark) -> DealComment {
    DealComment {
        id: remark.id.0,
        member_id: remark.member.map(|id| id.0),
        text: remark.text,
        created_at: remark.created_at.0,
        edited_at: convert::millis(remark.edited_at),
    }
}

fn stay(stay: Stay) -> DealStay {
    DealStay {
        stage_id: stay.stage.0,
        stage: stay.stage_name,
        entered_at: stay.entered_at.0,
        left_at: convert::millis(stay.left_at),
        actor: stay.actor,
        member_id: stay.member.map(|id| id.0),
        trigger_id: stay.trigger.map(|id| id.0),
        trigger_name: stay.trigger_name,
    }
}

fn line(card: DealCard) -> DealLine {
    DealLine {
        id: card.id.0,
        pipeline_id: card.pipeline.0,
        stage_id: card.stage.0,
        conversation_id: card.conversation.map(|id| id.0),
        title: card.title,
        price: card.amount.map(convert::money),
        created_at: card.created_at.0,
    }
}
