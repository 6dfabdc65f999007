//! The timeline: its parts, what lies in it, earlier texts; and what is done with notes on it.

use runnel_app::timeline::{
    Ask, Happened, Happening, Item, Kinds, Mark, Scope, Shown, TaskBrief, Thread, TimelineQuery,
};
use runnel_domain::{
    Timestamp,
    ids::{ConversationId, MemberId, MessageId},
};

use super::{convert, status};
use crate::{
    router::Router,
    wire::{
        Done, WireError,
        happening::{Happening as W, TimelineEvent},
        message::{
            self as wire, Message, MessageEdit, MessageEdits, NoteEditRequest, NotePinRequest,
            Reaction,
        },
        timeline::{
            TimelineCounts, TimelineCountsRequest, TimelineItem, TimelineKind, TimelinePage,
            TimelineRequest, TimelineScope, TimelineTally, TimelineThread,
        },
    },
};

pub(crate) async fn timeline_page(
    router: &Router,
    request: TimelineRequest,
) -> Result<TimelinePage, WireError> {
    let ask = match (request.around, request.before, request.after) {
        (Some(message), ..) => Ask::Around(MessageId(message)),
        (_, Some(before), _) => Ask::Before(to_mark(&before, "before")?),
        (.., Some(after)) => Ask::After(to_mark(&after, "after")?),
        (None, None, None) => Ask::Latest,
    };
    let query = TimelineQuery {
        conversation: ConversationId(request.conversation_id),
        scope: scope(request.scope),
        channels: request.channels,
        kinds: kinds(&request.kinds),
        ask,
        limit: request.limit,
    };
    let part = router.app.timeline(router.me, query).await?;
    let threads = part.threads;
    let item = |item| match item {
        Item::Message(shown) => TimelineItem::Message(Box::new(message(*shown, &threads))),
        Item::Event(happened) => TimelineItem::Event(Box::new(event(*happened))),
    };
    Ok(TimelinePage {
        items: part.items.into_iter().map(item).collect(),
        before: part.before.map(from_mark),
        after: part.after.map(from_mark),
        first_unread_id: part.first_unread.map(|id| id.0),
        pinned: part
            .pinned
            .into_iter()
            .map(|shown| message(shown, &threads))
            .collect(),
        threads: threads.into_iter().map(thread).collect(),
    })
}

pub(crate) async fn timeline_counts(
    router: &Router,
    request: TimelineCountsRequest,
) -> Result<TimelineCounts, WireError> {
    let id = ConversationId(request.conversation_id);
    let counts = router
        .app
        .timeline_counts(router.me, id, scope(request.scope))
        .await?;
    let threads = counts.into_iter().map(|(of, tally)| TimelineTally {
        thread: thread(of),
        messages: convert::count(tally.messages),
        notes: convert::count(tally.notes),
        tickets: convert::count(tally.tickets),
        events: convert::count(tally.events),
    });
    Ok(TimelineCounts {
        threads: threads.collect(),
    })
}

pub(crate) async fn message_edits(
    router: &Router,
    request: wire::MessageId,
) -> Result<MessageEdits, WireError> {
    let edits = router
        .app
        .message_edits(MessageId(request.message_id))
        .await?;
    let edits = edits.into_iter().map(|earlier| MessageEdit {
        text: earlier.text,
        until: earlier.until.0,
    });
    Ok(MessageEdits {
        edits: edits.collect(),
    })
}

pub(crate) async fn note_edit(
    router: &Router,
    request: NoteEditRequest,
) -> Result<Done, WireError> {
    let id = MessageId(request.message_id);
    let changed = router.app.note_edit(router.me, id, request.text).await?;
    Ok(convert::done(changed))
}

pub(crate) async fn note_delete(
    router: &Router,
    request: wire::MessageId,
) -> Result<Done, WireError> {
    let id = MessageId(request.message_id);
    Ok(convert::done(router.app.note_delete(router.me, id).await?))
}

pub(crate) async fn note_pin(router: &Router, request: NotePinRequest) -> Result<Done, WireError> {
    let id = MessageId(request.message_id);
    let changed = router.app.note_pin(router.me, id, request.pinned).await?;
    Ok(convert::done(changed))
}

const fn scope(scope: TimelineScope) -> Scope {
    match scope {
        TimelineScope::Conversation => Scope::Conversation,
        TimelineScope::Contact => Scope::Contact,
    }
}

fn kinds(kinds: &[TimelineKind]) -> Kinds {
    let shows = |kind| kinds.is_empty() || kinds.contains(&kind);
    Kinds {
        messages: shows(TimelineKind::Messages),
        notes: shows(TimelineKind::Notes),
        tickets: shows(TimelineKind::Tickets),
        events: shows(TimelineKind::Events),
    }
}

fn thread(thread: Thread) -> TimelineThread {
    TimelineThread {
        conversation_id: thread.id.0,
        channel: thread.channel,
        source_id: thread.source.0,
        address: thread.address,
        subject: thread.subject,
        thread_kind: thread.kind,
        post_ref: thread.post_ref,
        post_text: thread.post_text,
        unread: convert::count(thread.unread),
        last_activity_at: thread.last_activity_at.0,
    }
}

fn message(shown: Shown, threads: &[Thread]) -> Message {
    let subject = threads
        .iter()
        .find(|thread| thread.id == shown.message.conversation)
        .map_or("", |thread| thread.subject.as_str());
    let (text, quoted) = shown.visible_and_quoted();
    let (text, quoted) = (text.to_owned(), quoted.to_owned());
    let row = shown.message;
    Message {
        id: row.id.0,
        conversation_id: row.conversation.0,
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
        edited_at: convert::millis(row.edited_at),
        deleted_at: convert::millis(row.deleted_at),
        reactions: shown
            .reactions
            .into_iter()
            .map(|reaction| Reaction {
                member_id: member(&reaction.by).map(|id| id.0),
                emoji: reaction.emoji,
                at: reaction.at.0,
            })
            .collect(),
        attachments: shown
            .attachments
            .into_iter()
            .map(convert::attachment)
            .collect(),
    }
}

/// Who put a sign on a message; `None`: the customer.
fn member(by: &str) -> Option<MemberId> {
    by.strip_prefix("member:")?.parse().ok().map(MemberId)
}

pub(crate) fn event(happened: Happened) -> TimelineEvent {
    let event = happened.event;
    TimelineEvent {
        id: event.id.0,
        conversation_id: event.conversation.map(|id| id.0),
        at: event.at.0,
        actor: event.cause.actor,
        member_id: event.cause.member.map(|id| id.0),
        trigger_id: happened.trigger.map(|id| id.0),
        trigger_name: happened.trigger_name,
        what: happening(happened.what),
    }
}

fn happening(what: Happening) -> W {
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
        Happening::DueChanged(from, to) => W::DealDueChanged {
            from: convert::millis(from),
            to: convert::millis(to),
        },
        Happening::ReasonGiven(reason) => W::DealReasonGiven { reason },
        Happening::DealDeleted(title) => W::DealDeleted { title },
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

fn to_mark(text: &str, field: &str) -> Result<Mark, WireError> {
    let wrong = || WireError::field("invalid", field);
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
        assert_eq!(to_mark(&from_mark(mark), "before").unwrap(), mark);
        assert!(to_mark("yesterday", "before").is_err());
    }
}
