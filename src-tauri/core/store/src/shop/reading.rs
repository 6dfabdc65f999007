//! What members have seen (UC-24, UC-34) and which labels a conversation wears (UC-17).

use runnel_domain::{
    event::EventBody,
    ids::{ConversationId, MemberId, MessageId, TagId},
};

use crate::{
    Entity, StoreError, Tx,
    table::{conversation, read_state, tag},
};

/// The member opened the conversation: its messages are seen. A mark set by hand survives (UC-24).
pub fn mark_seen(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    member: MemberId,
) -> Result<(), StoreError> {
    read_state::seen(tx, conversation, member, false)
}

/// The member says "read": messages and the mark set by hand are gone.
pub fn mark_read(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    member: MemberId,
) -> Result<(), StoreError> {
    read_state::seen(tx, conversation, member, true)
}

/// The member has seen what stood in the window, up to this message: what came in meanwhile has not been seen.
pub fn mark_read_until(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    member: MemberId,
    until: MessageId,
) -> Result<(), StoreError> {
    read_state::seen_until(tx, conversation, member, until)
}

/// The member sets the conversation to unread (UC-24), for themselves only.
pub fn mark_unread(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    member: MemberId,
) -> Result<(), StoreError> {
    conversation::get(tx, conversation)?;
    read_state::mark(tx, conversation, member)
}

/// Puts labels on and takes others off. One event tells what really changed; nothing changed, nothing told.
pub fn change_tags(
    tx: &mut Tx<'_>,
    id: ConversationId,
    add: &[TagId],
    remove: &[TagId],
) -> Result<(), StoreError> {
    let conversation = conversation::get(tx, id)?;
    let (mut added, mut removed) = (Vec::new(), Vec::new());
    for &tag in remove {
        if tag::take_off(tx, id, tag)? {
            removed.push(tag);
        }
    }
    for &tag in add {
        if tag::put_on(tx, id, tag)? {
            added.push(tag);
        }
    }
    // A label taken off and put on again within one step stays as it was.
    let same: Vec<TagId> = added
        .iter()
        .copied()
        .filter(|tag| removed.contains(tag))
        .collect();
    added.retain(|tag| !same.contains(tag));
    removed.retain(|tag| !same.contains(tag));
    if added.is_empty() && removed.is_empty() {
        return Ok(());
    }
    tx.touch(Entity::Conversation, id.0);
    tx.record(
        Some(id),
        Some(conversation.contact),
        conversation.deal,
        EventBody::TagsChanged { added, removed },
    )?;
    Ok(())
}
