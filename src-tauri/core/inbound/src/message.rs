//! A message: known already, one of ours come back, or new; which thread it joins, and who wrote it.

use std::borrow::Cow;

use runnel_connector::{Arrival, Incoming};
use runnel_domain::{
    Actor, ThreadKind, Timestamp, Uid,
    event::Cause,
    ids::{BlockId, ConversationId, IdentityId, MessageId},
};
use runnel_store::{
    StoreError, Tx,
    shop::{self, NewInbound},
    table::{
        attachment::NewFile,
        block::{self, Arriving},
        conversation::{self, NewConversation},
        message,
        source::Source,
    },
};

use crate::{
    native::own_key,
    people::{People, Person},
    prepare::{ReadyFile, ReadyItem, native_id},
};

/// Ancestors of a message that are remembered: long threads name a hundred, hostile mails ten thousand.
const ANCESTORS: usize = 50;

/// Takes a message in. `None`: there was nothing new in it.
#[expect(
    clippy::too_many_arguments,
    reason = "one call site; a struct would only rename them"
)]
pub(crate) fn take_in(
    tx: &mut Tx<'_>,
    source: &Source,
    people: &mut People,
    raw: i64,
    at: Timestamp,
    item: &ReadyItem,
    incoming: &Incoming,
    files: &[ReadyFile],
) -> Result<Option<MessageId>, StoreError> {
    take_in_as(tx, source, people, raw, at, item, incoming, files, "")
}

/// [`take_in`] with the code of why it cannot be shown; empty where it can.
#[expect(clippy::too_many_arguments, reason = "as above")]
pub(crate) fn take_in_as(
    tx: &mut Tx<'_>,
    source: &Source,
    people: &mut People,
    raw: i64,
    at: Timestamp,
    item: &ReadyItem,
    incoming: &Incoming,
    files: &[ReadyFile],
    fail_code: &str,
) -> Result<Option<MessageId>, StoreError> {
    let remote_id = if incoming.remote_id.is_empty() {
        &item.key
    } else {
        &incoming.remote_id
    };
    let remote_id = native_id(remote_id);
    let known = message::by_ref(tx, source.id, &remote_id)?;
    let mut uid = Uid::of_native(&[source.channel.as_str(), &source.account, &remote_id]);
    if let Some(known) = known.and_then(|known| known.message) {
        if incoming.outgoing {
            shop::delivery_confirmed(tx, known, source.id, &remote_id)?;
            return Ok(None);
        }
        if !is_another(tx, known, incoming)? {
            return Ok(None);
        }
        // Some programs give every mail the same id. Nothing that a customer wrote may be lost over that.
        uid = Uid::of_native(&[
            source.channel.as_str(),
            &source.account,
            &remote_id,
            &item.key,
        ]);
    } else if incoming.outgoing
        && let Some(key) = own_key(&remote_id)
        && let Some(ours) = shop::message_of_key(tx, key)?
    {
        shop::delivery_confirmed(tx, ours, source.id, &remote_id)?;
        return Ok(None);
    }

    let person = people.find_or_add(tx, &incoming.customer, &incoming.language)?;
    let answer_to = match &incoming.reply_to {
        Some(reply_to) if reply_to.address != incoming.customer.address => {
            people.also_at(tx, person, reply_to)?
        }
        _ => person.identity,
    };
    let joined = match known {
        Some(known) => Some(known.conversation),
        None => thread_of(tx, source, incoming)?,
    };
    let held = held_back(tx, incoming, person, joined)?;
    tx.with_cause(Cause::plain(actor(incoming)), |tx| {
        let conversation = match joined {
            Some(conversation) => {
                if !incoming.outgoing && !incoming.automatic {
                    conversation::set_identity(tx, conversation, answer_to)?;
                }
                conversation
            }
            None => begin(tx, source, incoming, person, answer_to, at, held)?,
        };
        if let Some(post) = &incoming.post {
            conversation::set_post(tx, conversation, &post.id, &post.text)?;
        }
        let files: Vec<NewFile<'_>> = files.iter().map(ReadyFile::row).collect();
        let new = NewInbound {
            uid,
            conversation,
            identity: Some(person.identity),
            at,
            subject: &incoming.subject,
            text: &incoming.text,
            visible_len: incoming.visible_len,
            html: incoming.html.as_deref(),
            automatic: incoming.automatic,
            history: incoming.arrival == Arrival::History,
            files: &files,
            raw_event: Some(raw),
            fail_code,
        };
        let id = match held {
            Some(block) => shop::message_held(tx, &new, block)?,
            None if incoming.outgoing => shop::message_sent_elsewhere(tx, &new)?,
            None => shop::message_in(tx, &new)?,
        };
        message::remember_ref(tx, source.id, &remote_id, conversation, id)?;
        for ancestor in incoming.references.iter().take(ANCESTORS) {
            message::remember_mention(tx, source.id, &native_id(ancestor), conversation)?;
        }
        Ok(Some(id))
    })
}

impl ReadyFile {
    fn row(&self) -> NewFile<'_> {
        NewFile {
            name: &self.name,
            mime: &self.mime,
            size: self.size,
            sha: &self.sha,
            content_id: &self.content_id,
        }
    }
}

/// Whether a message with a known id is really another one.
fn is_another(tx: &Tx<'_>, known: MessageId, incoming: &Incoming) -> Result<bool, StoreError> {
    let known = message::get(tx, known)?;
    Ok(known.direction == runnel_domain::Direction::In
        && (known.text != incoming.text || known.subject != incoming.subject))
}

/// The entry of the block-list that holds this message back (UC-27). What we wrote ourselves is never held.
fn held_back(
    tx: &Tx<'_>,
    incoming: &Incoming,
    person: Person,
    joined: Option<ConversationId>,
) -> Result<Option<BlockId>, StoreError> {
    if incoming.outgoing {
        return Ok(None);
    }
    let (thread, post_ref) = match (&incoming.post, joined) {
        (Some(post), _) => (ThreadKind::Comments, post.id.clone()),
        (None, Some(conversation)) => block::thread(tx, conversation)?,
        (None, None) => (ThreadKind::Direct, String::new()),
    };
    let visible: String = incoming
        .text
        .chars()
        .take(incoming.visible_len.unwrap_or(usize::MAX))
        .collect();
    block::holding(
        tx,
        &Arriving {
            contact: person.contact,
            thread,
            post_ref: &post_ref,
            subject: &incoming.subject,
            text: &visible,
        },
    )
}

/// The thread that a message joins: its nearest known ancestor's, else the one with its thread key.
fn thread_of(
    tx: &mut Tx<'_>,
    source: &Source,
    incoming: &Incoming,
) -> Result<Option<ConversationId>, StoreError> {
    for ancestor in incoming.references.iter().take(ANCESTORS) {
        let ancestor = native_id(ancestor);
        if let Some(known) = message::by_ref(tx, source.id, &ancestor)? {
            return Ok(Some(known.conversation));
        }
        // An answer to one of ours whose sending was cut off before we learned that it went: now we know.
        if let Some(key) = own_key(&ancestor)
            && let Some(ours) = shop::message_of_key(tx, key)?
        {
            shop::delivery_confirmed(tx, ours, source.id, &ancestor)?;
            return Ok(Some(message::get(tx, ours)?.conversation));
        }
    }
    conversation::by_thread(tx, source.id, &thread_key(incoming))
}

/// The key of the thread that this message begins: its own id where the channel names none.
fn thread_key(incoming: &Incoming) -> Cow<'_, str> {
    let key = match incoming.thread_key.as_str() {
        "" => &incoming.remote_id,
        key => key,
    };
    native_id(key)
}

fn begin(
    tx: &mut Tx<'_>,
    source: &Source,
    incoming: &Incoming,
    person: Person,
    answer_to: IdentityId,
    at: Timestamp,
    held: Option<BlockId>,
) -> Result<ConversationId, StoreError> {
    let thread_key = thread_key(incoming);
    let uid = Uid::of_native(&[
        source.channel.as_str(),
        &source.account,
        "thread",
        &thread_key,
    ]);
    let new = NewConversation {
        uid,
        contact: person.contact,
        source: source.id,
        identity: Some(answer_to),
        thread_key: &thread_key,
        subject: &incoming.subject,
        at,
        is_sample: false,
    };
    if held.is_some() {
        shop::begin_held(tx, &new)
    } else {
        shop::begin(tx, &new, person.is_new)
    }
}

const fn actor(incoming: &Incoming) -> Actor {
    match (incoming.arrival, incoming.outgoing) {
        (Arrival::History, _) => Actor::Import,
        (Arrival::Live, true) => Actor::System,
        (Arrival::Live, false) => Actor::Contact,
    }
}
