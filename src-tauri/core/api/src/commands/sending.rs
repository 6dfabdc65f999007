//! Planned messages, taking back, and writing first.

use runnel_app::{
    first_message::{AddressView, FirstMessage, Outlet, Start},
    message::Outgoing,
    scheduled::{self, Planned},
};
use runnel_domain::{
    Timestamp,
    ids::{AttachmentId, ConversationId, MessageId, SourceId},
};

use super::convert;
use crate::{
    router::Router,
    wire::{
        Done, Nothing, WireError, message,
        sending::{
            self as wire, AddressCheck, AddressRequest, AddressThread, Addressee, Addressees,
            BeginRequest, Begun, Later, OutletRoom, Outlets, Scheduled, ScheduledChangeRequest,
            ScheduledList, ScheduledListRequest, TakenBack, Writing,
        },
    },
};

pub(crate) async fn scheduled_list(
    router: &Router,
    request: ScheduledListRequest,
) -> Result<ScheduledList, WireError> {
    let conversation = request.conversation_id.map(ConversationId);
    let planned = router.app.scheduled_list(conversation).await?;
    Ok(ScheduledList {
        messages: planned.into_iter().map(scheduled).collect(),
    })
}

pub(crate) async fn scheduled_change(
    router: &Router,
    request: ScheduledChangeRequest,
) -> Result<Done, WireError> {
    let id = MessageId(request.message_id);
    let changed = router
        .app
        .scheduled_change(router.me, id, request.text, later(request.later))
        .await?;
    Ok(convert::done(changed))
}

pub(crate) async fn message_send_now(
    router: &Router,
    request: message::MessageId,
) -> Result<Done, WireError> {
    let id = MessageId(request.message_id);
    Ok(convert::done(
        router.app.message_send_now(router.me, id).await?,
    ))
}

pub(crate) async fn message_take_back(
    router: &Router,
    request: message::MessageId,
) -> Result<TakenBack, WireError> {
    let id = MessageId(request.message_id);
    let taken = router.app.message_take_back(router.me, id).await?;
    Ok(TakenBack {
        conversation_id: taken.conversation.0,
        text: taken.text,
        attachments: taken.files.into_iter().map(convert::attachment).collect(),
    })
}

pub(crate) async fn outlet_list(router: &Router, _: Nothing) -> Result<Outlets, WireError> {
    let outlets = router.app.outlets().await?;
    Ok(Outlets {
        outlets: outlets.iter().map(outlet).collect(),
    })
}

pub(crate) async fn address_suggest(
    router: &Router,
    request: AddressRequest,
) -> Result<Addressees, WireError> {
    let source = SourceId(request.source_id);
    let people = router.app.address_suggest(source, request.address).await?;
    Ok(Addressees {
        people: people.into_iter().map(addressee).collect(),
    })
}

pub(crate) async fn address_check(
    router: &Router,
    request: AddressRequest,
) -> Result<AddressCheck, WireError> {
    let source = SourceId(request.source_id);
    let view = router.app.address_check(source, request.address).await?;
    Ok(check(view))
}

pub(crate) async fn conversation_begin(
    router: &Router,
    request: BeginRequest,
) -> Result<Begun, WireError> {
    let first = FirstMessage {
        source: SourceId(request.source_id),
        address: request.address,
        name: request.name,
        subject: request.subject,
        new_thread: request.new_thread,
        outgoing: outgoing(request.writing),
    };
    let begun = router.app.conversation_begin(router.me, first).await?.value;
    Ok(Begun {
        conversation_id: begun.conversation.0,
        message_id: begun.message.map(|id| id.0),
        due_at: convert::millis(begun.due_at),
    })
}

pub(crate) fn outgoing(writing: Writing) -> Outgoing {
    Outgoing {
        text: writing.text,
        files: files(writing.attachment_ids),
        as_written: writing.as_written,
        later: writing.later.map(later),
    }
}

pub(crate) fn files(ids: Vec<i64>) -> Vec<AttachmentId> {
    ids.into_iter().map(AttachmentId).collect()
}

const fn later(later: Later) -> scheduled::Later {
    scheduled::Later {
        at: Timestamp(later.at),
        unless_answered: later.unless_answered,
    }
}

fn scheduled(planned: Planned) -> Scheduled {
    Scheduled {
        message_id: planned.message.0,
        conversation_id: planned.conversation.0,
        client: planned.client,
        channel: planned.channel,
        source_id: planned.source.0,
        member_id: planned.member.map(|id| id.0),
        text: planned.text,
        files: convert::count(planned.files),
        due_at: planned.due_at.0,
        unless_answered: planned.unless_answered,
        answered_at: convert::millis(planned.answered_at),
    }
}

fn outlet(outlet: &Outlet) -> wire::Outlet {
    wire::Outlet {
        source_id: outlet.source.0,
        can_start: match outlet.can_start {
            Start::Yes => "yes",
            Start::AfterOptIn => "after_opt_in",
            Start::Template => "template",
            Start::Never => "never",
        }
        .to_owned(),
        addresses: outlet.addresses.as_str().to_owned(),
        subjects: outlet.subjects,
        max_text: i64::try_from(outlet.max_text).unwrap_or(i64::MAX),
        max_file: i64::try_from(outlet.max_file).unwrap_or(i64::MAX),
        room: outlet.room.as_ref().map(|room| OutletRoom {
            per_day: room.per_day,
            today: convert::count(room.today),
            next_at: convert::millis(room.next_at),
        }),
    }
}

fn addressee(addressee: runnel_app::first_message::Addressee) -> Addressee {
    Addressee {
        contact_id: addressee.contact.0,
        client: addressee.client,
        address: addressee.address,
        invalid: addressee.invalid,
    }
}

fn check(view: AddressView) -> AddressCheck {
    let (address, name, fault) = match view.address {
        Ok(address) => (address.shown, address.name, String::new()),
        Err(code) => (String::new(), String::new(), code.to_owned()),
    };
    AddressCheck {
        address,
        name,
        fault,
        known: view.known.map(addressee),
        thread: view.thread.map(|thread| AddressThread {
            conversation_id: thread.conversation.0,
            subject: thread.subject,
            folder: thread.folder,
            last_activity_at: thread.last_activity_at.0,
        }),
    }
}
