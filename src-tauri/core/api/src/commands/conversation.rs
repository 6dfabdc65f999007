//! One conversation: head, timeline, folders.

use runnel_app::{
    conversation::ConversationView,
    draft::DraftView,
    task::TaskView,
    timeline::{Happened, Happening, Item, Mark, Shown, TaskBrief},
};
use runnel_domain::{
    Timestamp,
    ids::{ConversationId, DealId, MemberId, StageId, TagId},
};

use super::{contact, convert, status, task};
use crate::{
    router::Router,
    wire::{
        Done, WireError,
        conversation::{
            self as wire, AcceptRequest, ArchiveRequest, ArchivedBefore, Conversation,
            ConversationStageRequest, DealBrief, Draft, Message, OtherConversation,
            ResponsibleRequest, TagsRequest, TimelineEvent, TimelineItem, TimelinePage,
            TimelineRequest, WelcomeStep,
        },
    },
};

pub(crate) async fn conversation_get(
    router: &Router,
    request: wire::ConversationId,
) -> Result<Conversation, WireError> {
    let id = ConversationId(request.conversation_id);
    Ok(head(router.app.conversation(router.me, id).await?))
}

pub(crate) async fn timeline_page(
    router: &Router,
    request: TimelineRequest,
) -> Result<TimelinePage, WireError> {
    let id = ConversationId(request.conversation_id);
    let before = request.before.as_deref().map(to_mark).transpose()?;
    let part = router.app.timeline(id, before, request.limit).await?;
    let subject = part.subject;
    let item = |item| match item {
        Item::Message(shown) => TimelineItem::Message(Box::new(message(*shown, &subject))),
        Item::Event(happened) => TimelineItem::Event(Box::new(event(*happened))),
    };
    Ok(TimelinePage {
        items: part.items.into_iter().map(item).collect(),
        before: part.before.map(from_mark),
    })
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
    request: wire::ConversationId,
) -> Result<Done, WireError> {
    let id = ConversationId(request.conversation_id);
    Ok(convert::done(
        router.app.conversation_read(router.me, id).await?,
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
    let tasks = view.tasks.into_iter();
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
        channel: view.channel,
        source_id: row.source.0,
        address: view.address,
        subject: row.subject,
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
        tasks: tasks
            .map(|row| {
                task::task(TaskView {
                    row,
                    client: client.clone(),
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

fn message(shown: Shown, subject: &str) -> Message {
    let (text, quoted) = shown.visible_and_quoted();
    let (text, quoted) = (text.to_owned(), quoted.to_owned());
    let row = shown.message;
    Message {
        id: row.id.0,
        direction: row.direction,
        at: row.at.0,
        member_id: row.member.map(|id| id.0),
        trigger_id: shown.trigger.map(|id| id.0),
        trigger_name: shown.trigger_name,
        trigger_run_id: row.trigger_run.map(|id| id.0),
        subject: if row.subject == subject {
            String::new()
        } else {
            row.subject
        },
        text,
        quoted,
        has_html: row.has_html,
        state: row.state,
        fail_code: row.fail_code,
        fail_detail: row.fail_detail,
        next_try_at: convert::millis(shown.next_try_at),
        is_automatic: row.automatic,
        is_pinned: row.pinned,
        attachments: shown
            .attachments
            .into_iter()
            .map(convert::attachment)
            .collect(),
    }
}

fn event(happened: Happened) -> TimelineEvent {
    let event = happened.event;
    TimelineEvent {
        id: event.id.0,
        at: event.at.0,
        actor: event.cause.actor,
        member_id: event.cause.member.map(|id| id.0),
        trigger_id: happened.trigger.map(|id| id.0),
        trigger_name: happened.trigger_name,
        what: happening(happened.what),
    }
}

fn happening(what: Happening) -> wire::Happening {
    use wire::Happening as W;
    match what {
        Happening::Started(new_contact) => W::ConversationStarted { new_contact },
        Happening::Reopened(archived_in) => W::ConversationReopened { archived_in },
        Happening::Accepted => W::ConversationAccepted,
        Happening::Archived(stage) => W::ConversationArchived { stage },
        Happening::Held => W::ConversationHeld,
        Happening::Resumed => W::ConversationResumed,
        Happening::Resolved(ticket) => W::ConversationResolved {
            ticket: ticket.map(status::ticket),
        },
        Happening::Snoozed(until) => W::ConversationSnoozed {
            until: convert::millis(until),
        },
        Happening::Woken(reason) => W::ConversationWoken { reason },
        Happening::DealCreated(stage) => W::DealCreated { stage },
        Happening::DealMoved(from, to) => W::DealMoved { from, to },
        Happening::ValueChanged(from, to) => W::DealValueChanged {
            from: from.map(convert::money),
            to: to.map(convert::money),
        },
        Happening::Responsible(from, to) => W::ResponsibleChanged {
            from: from.map(|id| id.0),
            to: to.map(|id| id.0),
        },
        Happening::Tags(added, removed) => W::TagsChanged { added, removed },
        Happening::TaskCreated(TaskBrief {
            id,
            kind,
            text,
            due_at,
        }) => {
            let due_at = convert::millis(due_at);
            W::TaskCreated {
                task_id: id.0,
                task_kind: kind,
                text,
                due_at,
            }
        }
        Happening::TaskDone(TaskBrief { id, kind, text, .. }) => W::TaskDone {
            task_id: id.0,
            task_kind: kind,
            text,
        },
        Happening::TriggerRan(run) => W::TriggerRan { run_id: run.0 },
        Happening::Undone(label) => W::ActionUndone { label },
        Happening::MayBeMissing(from, until) => W::MessagesMayBeMissing {
            from: convert::millis(from),
            until: convert::millis(until),
        },
    }
}

/// A place in a timeline as text: moment, table, row. Interfaces hand it back as it is.
fn from_mark(mark: Mark) -> String {
    format!("{}.{}.{}", mark.at.0, u8::from(mark.is_message), mark.id)
}

fn to_mark(text: &str) -> Result<Mark, WireError> {
    let wrong = || WireError::field("invalid", "before");
    let mut parts = text.split('.').map(str::parse::<i64>);
    let mut next = || parts.next().and_then(Result::ok).ok_or_else(wrong);
    let (at, is_message, id) = (next()?, next()?, next()?);
    Ok(Mark {
        at: Timestamp(at),
        is_message: is_message == 1,
        id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_timeline_survives_the_wire() {
        let mark = Mark {
            at: Timestamp(-5),
            is_message: true,
            id: 7,
        };
        assert_eq!(to_mark(&from_mark(mark)).unwrap(), mark);
        assert!(to_mark("yesterday").is_err());
    }
}
