//! Messages and notes as steps of a conversation: what comes in, what goes out, what is only for us.

use runnel_domain::{
    Direction, Folder, MessageState, Timestamp, Uid, WorkStatus,
    event::EventBody,
    ids::{AttachmentId, ConversationId, IdentityId, MemberId, MessageId, TriggerRunId},
};

use super::{
    block, folder, snooze, stars, status,
    thread::{self, Added},
};
use crate::{
    Entity, StoreError, Tx, search,
    table::{
        attachment::{self, NewFile},
        message::{self, NewMessage},
        read_state,
    },
};

/// A message from the network: the customer's, or ours that was written with another program.
#[derive(Debug, Clone, Copy)]
pub struct NewInbound<'a> {
    /// BLAKE3 of its native ids.
    pub uid: Uid,
    /// In which thread.
    pub conversation: ConversationId,
    /// Who wrote, or who got what we wrote.
    pub identity: Option<IdentityId>,
    /// The network's time.
    pub at: Timestamp,
    /// Empty where the network has none.
    pub subject: &'a str,
    /// Plain text with quotes and signature.
    pub text: &'a str,
    /// Characters before the quoted part; `None`: all of it.
    pub visible_len: Option<usize>,
    /// As received.
    pub html: Option<&'a str>,
    /// Written by a machine: starts no clock, opens no archive.
    pub automatic: bool,
    /// From before the source was connected: not unread, opens no archive.
    pub history: bool,
    /// Files; their bytes are in the attachments folder.
    pub files: &'a [NewFile<'a>],
    /// What it was read from.
    pub raw_event: Option<i64>,
    /// [`message::UNSUPPORTED`] where it could not be read; empty otherwise.
    pub fail_code: &'a str,
}

/// A message of ours to put on its way. The outbox row is the caller's next step.
#[derive(Debug, Clone)]
pub struct NewOutbound<'a> {
    /// In which thread.
    pub conversation: ConversationId,
    /// Who gets it.
    pub identity: Option<IdentityId>,
    /// Plain text.
    pub text: &'a str,
    /// Empty where the network has none.
    pub subject: &'a str,
    /// Staged files, which become this message's.
    pub files: &'a [AttachmentId],
    /// Written by a trigger: answers nobody (UC-13).
    pub automatic: bool,
    /// The run that wrote it.
    pub trigger_run: Option<TriggerRunId>,
    /// Who wrote; `None`: a trigger.
    pub member: Option<MemberId>,
    /// `Queued`, or `Scheduled` for later.
    pub state: MessageState,
}

/// A customer's message came in. It reopens an archived conversation, makes a resolved one new, wakes a snoozed one,
/// starts the clocks and is unread, unless it is history or a machine wrote it (which wakes, too). Records
/// `MessageReceived`.
pub fn message_in(tx: &mut Tx<'_>, new: &NewInbound<'_>) -> Result<MessageId, StoreError> {
    let thread = thread::thread(tx, new.conversation)?;
    let mut deal = thread.deal;
    if thread.is_quarantined {
        block::come_forward(tx, new.conversation)?;
    }
    if !new.history && !new.automatic {
        if thread.folder == Folder::Archive {
            folder::reopen(tx, new.conversation)?;
            deal = None;
        } else if thread.work_status == WorkStatus::Resolved {
            status::asked_again(tx, new.conversation)?;
        }
    }
    if thread.snoozed && !new.history {
        snooze::written(tx, new.conversation)?;
    }
    if let Some(identity) = new.identity {
        stars::address_works(tx, identity, true)?;
    }
    let id = write(tx, new, Direction::In, MessageState::Received)?;
    let added = added(new, id, Direction::In);
    thread::add(tx, new.conversation, &thread, &added)?;
    if !new.history {
        read_state::one_more(tx, new.conversation)?;
    }
    tx.record(
        Some(new.conversation),
        Some(thread.contact),
        deal,
        EventBody::MessageReceived {
            message: id,
            automatic: new.automatic,
        },
    )?;
    Ok(id)
}

/// A message of ours turned up that was written with another program: an answer like any other.
pub fn message_sent_elsewhere(
    tx: &mut Tx<'_>,
    new: &NewInbound<'_>,
) -> Result<MessageId, StoreError> {
    if !new.history && !new.automatic {
        take_into_work(tx, new.conversation, None)?;
    }
    let thread = thread::thread(tx, new.conversation)?;
    let id = write(tx, new, Direction::Out, MessageState::Sent)?;
    let added = added(new, id, Direction::Out);
    thread::add(tx, new.conversation, &thread, &added)?;
    if !new.history && !new.automatic {
        read_state::seen_by_all(tx, new.conversation)?;
    }
    tx.record(
        Some(new.conversation),
        Some(thread.contact),
        thread.deal,
        EventBody::MessageQueued {
            message: id,
            automatic: new.automatic,
        },
    )?;
    Ok(id)
}

/// Puts a message of ours on its way. Written by a person it accepts a New conversation and brings an archived one
/// back to Accepted; it stops the clocks. Records `MessageQueued`.
pub fn message_out(tx: &mut Tx<'_>, new: &NewOutbound<'_>) -> Result<MessageId, StoreError> {
    let by_person = !new.automatic && new.trigger_run.is_none();
    if by_person {
        take_into_work(tx, new.conversation, new.member)?;
    }
    let thread = thread::thread(tx, new.conversation)?;
    let at = tx.now();
    let id = put_down(tx, new, at, !by_person)?;
    thread::add(
        tx,
        new.conversation,
        &thread,
        &Added {
            id,
            at,
            direction: Direction::Out,
            counts: by_person,
            text: new.text,
            visible_len: None,
            instead: new.subject,
        },
    )?;
    if by_person && let Some(member) = new.member {
        read_state::seen(tx, new.conversation, member, true)?;
    }
    tx.record(
        Some(new.conversation),
        Some(thread.contact),
        thread.deal,
        EventBody::MessageQueued {
            message: id,
            automatic: !by_person,
        },
    )?;
    Ok(id)
}

/// Leaves a note (UC-33): never sent, changes neither read state nor clocks nor the order of the list.
pub fn note_add(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    member: Option<MemberId>,
    text: &str,
    files: &[AttachmentId],
) -> Result<MessageId, StoreError> {
    let thread = thread::thread(tx, conversation)?;
    let (uid, at) = (tx.next_uid(), tx.now());
    let id = message::insert(
        tx,
        &NewMessage {
            uid,
            conversation,
            direction: Direction::Note,
            at,
            identity: None,
            member,
            trigger_run: None,
            subject: "",
            text,
            visible_len: None,
            html: None,
            attachment_count: files.len(),
            state: MessageState::Received,
            fail_code: "",
            automatic: false,
            raw_event: None,
        },
    )?;
    give_files(tx, id, files)?;
    search::index_again(tx, id)?;
    tx.touch(Entity::Conversation, conversation.0);
    tx.record(
        Some(conversation),
        Some(thread.contact),
        thread.deal,
        EventBody::NoteAdded { message: id },
    )?;
    Ok(id)
}

/// Writes the rows of a message of ours: the message with its files, findable.
pub(super) fn put_down(
    tx: &mut Tx<'_>,
    new: &NewOutbound<'_>,
    at: Timestamp,
    automatic: bool,
) -> Result<MessageId, StoreError> {
    let uid = tx.next_uid();
    let id = message::insert(
        tx,
        &NewMessage {
            uid,
            conversation: new.conversation,
            direction: Direction::Out,
            at,
            identity: new.identity,
            member: new.member,
            trigger_run: new.trigger_run,
            subject: new.subject,
            text: new.text,
            visible_len: None,
            html: None,
            attachment_count: new.files.len(),
            state: new.state,
            fail_code: "",
            automatic,
            raw_event: None,
        },
    )?;
    give_files(tx, id, new.files)?;
    search::index_again(tx, id)?;
    Ok(id)
}

/// An answer by a person counts as accepting (UC: "operator replies without accepting"), also out of the archive. It
/// wakes what was put aside, and work goes on where nobody had begun or all was resolved; what is on hold stays so.
pub(super) fn take_into_work(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    member: Option<MemberId>,
) -> Result<(), StoreError> {
    if thread::thread(tx, conversation)?.folder != Folder::Accepted {
        folder::accept(tx, conversation, None, None)?;
        let responsible = crate::table::conversation::get(tx, conversation)?.responsible;
        if responsible.is_none() && member.is_some() {
            folder::set_responsible(tx, conversation, member)?;
        }
    }
    snooze::dealt_with(tx, conversation)?;
    status::at_work(tx, conversation)
}

pub(super) fn write(
    tx: &mut Tx<'_>,
    new: &NewInbound<'_>,
    direction: Direction,
    state: MessageState,
) -> Result<MessageId, StoreError> {
    let id = message::insert(
        tx,
        &NewMessage {
            uid: new.uid,
            conversation: new.conversation,
            direction,
            at: new.at,
            identity: new.identity,
            member: None,
            trigger_run: None,
            subject: new.subject,
            text: new.text,
            visible_len: new.visible_len,
            html: new.html,
            attachment_count: new.files.len(),
            state,
            fail_code: new.fail_code,
            automatic: new.automatic,
            raw_event: new.raw_event,
        },
    )?;
    for file in new.files {
        attachment::insert(tx, Some(id), file)?;
    }
    let files: Vec<search::NamedFile<'_>> = new
        .files
        .iter()
        .map(|file| search::NamedFile {
            name: file.name,
            mime: file.mime,
        })
        .collect();
    search::index(
        tx,
        &search::Indexed {
            message: id,
            conversation: new.conversation,
            direction,
            subject: new.subject,
            text: new.text,
            files: &files,
        },
    )?;
    Ok(id)
}

fn added<'a>(new: &NewInbound<'a>, id: MessageId, direction: Direction) -> Added<'a> {
    Added {
        id,
        at: new.at,
        direction,
        counts: !new.automatic,
        text: new.text,
        visible_len: new.visible_len,
        instead: new.files.first().map_or(new.subject, |file| file.name),
    }
}

fn give_files(
    tx: &mut Tx<'_>,
    message: MessageId,
    files: &[AttachmentId],
) -> Result<(), StoreError> {
    for &file in files {
        if !attachment::give(tx, file, message)? {
            return Err(StoreError::NotFound {
                entity: Entity::Draft,
                id: file.0,
            });
        }
    }
    Ok(())
}
