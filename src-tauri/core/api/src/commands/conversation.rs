//! One conversation: head, folders, labels.

use runnel_app::{conversation::ConversationView, draft::DraftView, task::TaskView};
use runnel_domain::ids::{ConversationId, DealId, MemberId, MessageId, StageId, TagId};

use super::{contact, convert, task};
use crate::{
    router::Router,
    wire::{
        Done, WireError,
        conversation::{
            self as wire, AcceptRequest, ArchiveRequest, ArchivedBefore, Conversation,
            ConversationStageRequest, DealBrief, OtherConversation, ResponsibleRequest,
            TagsRequest, WelcomeStep,
        },
        message::Draft,
    },
};

pub(crate) async fn conversation_get(
    router: &Router,
    request: wire::ConversationId,
) -> Result<Conversation, WireError> {
    let id = ConversationId(request.conversation_id);
    Ok(head(router.app.conversation(router.me, id).await?))
}

pub(crate) async fn conversation_accept(
    router: &Router,
    request: AcceptRequest,
) -> Result<Done, WireError> {
    let id = ConversationId(request.conversation_id);
    let (stage, before) = (
        request.stage_id.map(StageId),
        request.before_deal_id.map(DealId),
    );
    Ok(convert::done(
        router
            .app
            .conversation_accept(router.me, id, stage, before)
            .await?,
    ))
}

pub(crate) async fn conversation_archive(
    router: &Router,
    request: ArchiveRequest,
) -> Result<Done, WireError> {
    let id = ConversationId(request.conversation_id);
    let stage = request.stage_id.map(StageId);
    Ok(convert::done(
        router
            .app
            .conversation_archive(router.me, id, stage)
            .await?,
    ))
}

pub(crate) async fn conversation_stage_set(
    router: &Router,
    request: ConversationStageRequest,
) -> Result<Done, WireError> {
    let (id, stage) = (
        ConversationId(request.conversation_id),
        StageId(request.stage_id),
    );
    Ok(convert::done(
        router
            .app
            .conversation_stage_set(router.me, id, stage)
            .await?,
    ))
}

pub(crate) async fn conversation_responsible_set(
    router: &Router,
    request: ResponsibleRequest,
) -> Result<Done, WireError> {
    let id = ConversationId(request.conversation_id);
    let member = request.member_id.map(MemberId);
    Ok(convert::done(
        router
            .app
            .conversation_responsible_set(router.me, id, member)
            .await?,
    ))
}

pub(crate) async fn conversation_tags_change(
    router: &Router,
    request: TagsRequest,
) -> Result<Done, WireError> {
    let id = ConversationId(request.conversation_id);
    let remove = request.remove.into_iter().map(TagId).collect();
    let changed = router
        .app
        .conversation_tags_change(router.me, id, request.add, remove)
        .await?;
    Ok(convert::done(changed))
}

pub(crate) async fn conversation_read(
    router: &Router,
    request: wire::ReadRequest,
) -> Result<Done, WireError> {
    let id = ConversationId(request.conversation_id);
    let until = request.until_message_id.map(MessageId);
    Ok(convert::done(
        router.app.conversation_read(router.me, id, until).await?,
    ))
}

pub(crate) async fn conversation_unread(
    router: &Router,
    request: wire::ConversationId,
) -> Result<Done, WireError> {
    let id = ConversationId(request.conversation_id);
    Ok(convert::done(
        router.app.conversation_unread(router.me, id).await?,
    ))
}

fn head(view: ConversationView) -> Conversation {
    let contact = contact::card(&view);
    let row = view.row;
    let waits = row.clocks.waiting_last.is_some();
    let client = view.client;
    let (tasks, folder) = (view.tasks.into_iter(), row.folder);
    let others = view
        .others
        .into_iter()
        .map(|(other, channel)| OtherConversation {
            id: other.id.0,
            channel,
            source_id: other.source.0,
            subject: other.subject,
            messages: convert::count(other.message_count),
            last_activity_at: other.last_activity_at.0,
            folder: other.folder,
        });
    let steps = view.welcome.into_iter();
    Conversation {
        id: row.id.0,
        contact,
        blocked: view.blocked,
        channel: view.channel,
        source_id: row.source.0,
        address: view.address,
        subject: row.subject,
        thread_kind: row.thread_kind,
        post_text: row.post_text,
        folder: row.folder,
        work_status: row.work_status,
        resolved_at: convert::millis(row.resolved_at),
        snoozed_at: convert::millis(row.snoozed_at),
        snoozed_until_at: convert::millis(row.snoozed_until_at),
        woken_at: convert::millis(row.woken_at),
        responsible_id: row.responsible.map(|id| id.0),
        tag_ids: view.tags.into_iter().map(|id| id.0).collect(),
        deal: view.deal.map(|deal| DealBrief {
            id: deal.id.0,
            pipeline_id: deal.pipeline.0,
            stage_id: deal.stage.0,
            title: deal.title,
            price: deal.amount.map(convert::money),
            stage_entered_at: deal.stage_entered_at.0,
            due_at: convert::millis(deal.due_at),
            revision: deal.revision,
        }),
        away: view.away.map(convert::away),
        deeds: view.deeds,
        tasks: tasks
            .map(|row| {
                task::task(TaskView {
                    row,
                    client: client.clone(),
                    folder: Some(folder),
                })
            })
            .collect(),
        response_ms: row.clocks.response_ms.filter(|_| !waits),
        waiting_at: convert::millis(row.clocks.waiting_last),
        unread: convert::count(view.read.unread),
        marked_unread: view.read.marked_unread,
        archived_before: row.archived_at.map(|at| ArchivedBefore {
            stage: row.archived_from,
            at: at.0,
        }),
        cannot_reply: view.cannot_reply.map(str::to_owned),
        others: others.collect(),
        welcome_steps: steps
            .map(|step| WelcomeStep {
                step: step.step,
                done_at: convert::millis(step.done_at),
            })
            .collect(),
        draft_reply: draft(view.draft_reply),
        draft_note: draft(view.draft_note),
        limits: view.limits.map(|limits| wire::Limits {
            max_text: i64::try_from(limits.max_text).unwrap_or(i64::MAX),
            max_file: i64::try_from(limits.max_file).unwrap_or(i64::MAX),
        }),
        is_sample: row.is_sample,
    }
}

fn draft(draft: DraftView) -> Draft {
    let attachments = draft
        .attachments
        .into_iter()
        .map(convert::attachment)
        .collect();
    Draft {
        text: draft.text,
        attachments,
    }
}
