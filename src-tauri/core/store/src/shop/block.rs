//! The block-list at work (UC-27): what it holds back lies aside, and comes in later as if it had just arrived.
//!
//! Only the app is affected, never the network. A blocked client's or post's conversations leave their lists; what
//! arrives for an entry is kept with its files but counts nowhere: no reading, no clock, no trigger, no line.

use runnel_domain::{
    Actor, BlockKind, BlockScope, Direction, Folder,
    block::{post_ref, stop_word},
    event::{Cause, EventBody},
    ids::{BlockId, ContactId, ConversationId, MessageId},
};
use rusqlite::params;

use super::{
    folder,
    message::{self as step, NewInbound},
    snippet::snippet,
    stars, thread,
};
use crate::{
    Entity, StoreError, Tx,
    table::{
        block::{self, Block},
        conversation::{self, NewConversation},
        message, read_state,
    },
};

/// Whom or what to block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocked {
    /// A customer, on every channel.
    Client(ContactId),
    /// Whatever is said under this post.
    Post(String),
    /// A word or phrase, where it counts.
    StopWord(String, BlockScope),
}

/// Enters somebody or something into the block-list. Conversations of a client or under a post leave their lists at
/// once; a stop-word holds back what comes from now on.
///
/// # Errors
/// `Invalid` with `block_value_empty` or `block_exists`; `NotFound` for a customer who is not there.
pub fn block(tx: &mut Tx<'_>, blocked: &Blocked) -> Result<BlockId, StoreError> {
    match blocked {
        Blocked::Client(contact) => {
            let contact = crate::table::contact::present(tx, *contact)?;
            if block::of_client(tx, contact)?.is_some() {
                return Err(StoreError::invalid("block_exists"));
            }
            let id = block::insert(tx, BlockKind::Client, Some(contact), "", BlockScope::Both)?;
            quarantine(tx, &of_client(tx, contact)?)?;
            tx.touch(Entity::Contact, contact.0);
            Ok(id)
        }
        Blocked::Post(typed) => {
            let post = post_ref(typed);
            if post.is_empty() {
                return Err(StoreError::invalid("block_value_empty"));
            }
            if block::of_post(tx, &post)?.is_some() {
                return Err(StoreError::invalid("block_exists"));
            }
            let id = block::insert(tx, BlockKind::Post, None, &post, BlockScope::Comment)?;
            quarantine(tx, &under_post(tx, &post)?)?;
            Ok(id)
        }
        Blocked::StopWord(typed, scope) => {
            let word = stop_word(typed);
            if !word.chars().any(|c| !c.is_whitespace()) {
                return Err(StoreError::invalid("block_value_empty"));
            }
            if block::of_word(tx, &word)?.is_some() {
                return Err(StoreError::invalid("block_exists"));
            }
            block::insert(tx, BlockKind::StopWord, None, &word, *scope)
        }
    }
}

/// Lifts an entry. Conversations with something to show come back to their lists; `release` lets in what was held
/// back as well, otherwise it stays aside.
///
/// # Errors
/// `Invalid` with `block_lifted` where somebody was faster.
pub fn lift(tx: &mut Tx<'_>, id: BlockId, and_release: bool) -> Result<(), StoreError> {
    let entry = block::get(tx, id)?;
    if entry.removed_at.is_some() {
        return Err(StoreError::invalid("block_lifted"));
    }
    block::set_removed(tx, id)?;
    if let Some(contact) = entry.contact {
        tx.touch(Entity::Contact, contact.0);
    }
    for conversation in concerned(tx, &entry)? {
        show_again(tx, conversation)?;
    }
    if and_release {
        for message in block::messages_of(tx, id)? {
            release(tx, message)?;
        }
    }
    Ok(())
}

/// Lets a held-back message in, as if it came now: unread, at its place in the thread, seen by triggers. Its
/// conversation comes into its list with it.
///
/// # Errors
/// `Invalid` with `message_not_held` where it is shown already.
pub fn release(tx: &mut Tx<'_>, id: MessageId) -> Result<(), StoreError> {
    let let_in = tx.execute(
        "UPDATE message SET block_id = NULL WHERE id = ?1 AND block_id IS NOT NULL",
        [id.0],
    )?;
    if let_in == 0 {
        return Err(StoreError::invalid("message_not_held"));
    }
    let held = message::get(tx, id)?;
    let conversation = held.conversation;
    tx.touch(Entity::Message, id.0);
    tx.with_cause(Cause::plain(Actor::Contact), |tx| {
        come_forward(tx, conversation)?;
        let before = thread::thread(tx, conversation)?;
        let mut deal = before.deal;
        if before.folder == Folder::Archive && !held.automatic {
            folder::reopen(tx, conversation)?;
            deal = None;
        }
        last_again(tx, conversation)?;
        thread::recount(tx, conversation)?;
        stars::recompute(tx, before.contact)?;
        read_state::one_more(tx, conversation)?;
        tx.record(
            Some(conversation),
            Some(before.contact),
            deal,
            EventBody::MessageReceived {
                message: id,
                automatic: held.automatic,
            },
        )?;
        Ok(())
    })
}

/// Begins a thread whose first message is held back: nobody is told of it before something in it is shown.
pub fn begin_held(
    tx: &mut Tx<'_>,
    new: &NewConversation<'_>,
) -> Result<ConversationId, StoreError> {
    let id = conversation::insert(tx, new)?;
    quarantine(tx, &[id])?;
    Ok(id)
}

/// A customer's message came in that `block` holds back.
pub fn message_held(
    tx: &mut Tx<'_>,
    new: &NewInbound<'_>,
    block: BlockId,
) -> Result<MessageId, StoreError> {
    let id = step::write(
        tx,
        new,
        Direction::In,
        runnel_domain::MessageState::Received,
    )?;
    tx.execute(
        "UPDATE message SET block_id = ?2 WHERE id = ?1",
        params![id.0, block.0],
    )?;
    tx.touch(Entity::Block, block.0);
    Ok(id)
}

/// A conversation that was held back has something to show: it is in its list from now on, and where nobody was told
/// that it began, they are now.
pub(super) fn come_forward(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    let shown = tx.execute(
        "UPDATE conversation SET quarantined_at = NULL WHERE id = ?1 AND quarantined_at IS NOT NULL",
        [id.0],
    )?;
    if shown == 0 {
        return Ok(());
    }
    tx.touch(Entity::Conversation, id.0);
    tx.touch(Entity::Counts, 0);
    let told: bool = tx.query_value(
        "SELECT EXISTS (SELECT 1 FROM event WHERE conversation_id = ?1 AND kind = 'conversation_started')",
        [id.0],
    )?;
    if !told {
        let contact = conversation::get(tx, id)?.contact;
        let others: bool = tx.query_value(
            "SELECT EXISTS (SELECT 1 FROM conversation WHERE contact_id = ?1 AND id <> ?2)",
            params![contact.0, id.0],
        )?;
        tx.record(
            Some(id),
            Some(contact),
            None,
            EventBody::ConversationStarted {
                new_contact: !others,
            },
        )?;
    }
    Ok(())
}

/// Looks anew at whether these conversations are held back: their customer changed.
pub(super) fn settle(tx: &mut Tx<'_>, conversations: &[ConversationId]) -> Result<(), StoreError> {
    for &id in conversations {
        if covered(tx, id)? {
            quarantine(tx, &[id])?;
        } else {
            show_again(tx, id)?;
        }
    }
    Ok(())
}

/// The last message that is shown, for the line and the order of lists.
fn last_again(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    type Last = (MessageId, i64, String, String, Option<usize>, String);
    let last: Option<Last> = tx.query_opt(
        "SELECT m.id, m.at, m.direction, m.text, m.visible_len, \
           coalesce((SELECT name FROM attachment WHERE message_id = m.id ORDER BY id LIMIT 1), m.subject) \
         FROM message m WHERE m.conversation_id = ?1 AND m.direction <> 'note' AND m.block_id IS NULL \
         ORDER BY m.at DESC, m.id DESC LIMIT 1",
        [id.0],
    )?;
    let Some((message, at, direction, text, visible_len, instead)) = last else {
        return Ok(());
    };
    let line = match snippet(&text, visible_len) {
        line if line.is_empty() => snippet(&instead, None),
        line => line,
    };
    tx.execute(
        "UPDATE conversation SET last_activity_at = ?2, last_message_id = ?3, last_direction = ?4, \
         snippet = ?5 WHERE id = ?1",
        params![id.0, at, message.0, direction, line],
    )?;
    Ok(())
}

fn of_client(tx: &Tx<'_>, contact: ContactId) -> Result<Vec<ConversationId>, StoreError> {
    tx.query_values(
        "SELECT id FROM conversation WHERE contact_id = ?1",
        [contact.0],
    )
}

/// Conversations keep the post as the network named it; those that mean the same one begin alike.
fn under_post(tx: &Tx<'_>, post: &str) -> Result<Vec<ConversationId>, StoreError> {
    let alike: Vec<(ConversationId, String)> = tx.query_all(
        "SELECT id, post_ref FROM conversation \
         WHERE post_ref <> '' AND post_ref >= ?1 AND post_ref < ?1 || char(1114111)",
        [post],
    )?;
    Ok(alike
        .into_iter()
        .filter(|(_, named)| post_ref(named) == post)
        .map(|(id, _)| id)
        .collect())
}

/// The conversations that an entry may have put aside.
fn concerned(tx: &Tx<'_>, entry: &Block) -> Result<Vec<ConversationId>, StoreError> {
    match (entry.kind, entry.contact) {
        (BlockKind::Client, Some(contact)) => of_client(tx, contact),
        (BlockKind::Post, _) => under_post(tx, &entry.value),
        _ => Ok(Vec::new()),
    }
}

fn quarantine(tx: &mut Tx<'_>, conversations: &[ConversationId]) -> Result<(), StoreError> {
    let now = tx.now().0;
    for id in conversations {
        tx.execute(
            "UPDATE conversation SET quarantined_at = ?2 WHERE id = ?1 AND quarantined_at IS NULL",
            params![id.0, now],
        )?;
        tx.touch(Entity::Conversation, id.0);
    }
    tx.touch(Entity::Counts, 0);
    Ok(())
}

/// Whether an entry holds back the whole conversation.
fn covered(tx: &Tx<'_>, id: ConversationId) -> Result<bool, StoreError> {
    let (contact, post): (ContactId, String) = tx.query_one(
        "SELECT contact_id, post_ref FROM conversation WHERE id = ?1",
        [id.0],
    )?;
    Ok(block::of_client(tx, contact)?.is_some() || block::of_post(tx, &post)?.is_some())
}

/// Back into its list, if nothing else holds it back and there is something to show.
fn show_again(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    let something: bool = tx.query_value(
        "SELECT NOT EXISTS (SELECT 1 FROM message WHERE conversation_id = ?1 AND block_id IS NOT NULL) \
         OR EXISTS (SELECT 1 FROM message WHERE conversation_id = ?1 AND block_id IS NULL)",
        [id.0],
    )?;
    if something && !covered(tx, id)? {
        come_forward(tx, id)?;
    }
    Ok(())
}
