//! Putting a conversation aside until a time or until the customer writes, and its way back.

use runnel_domain::{
    Timestamp, WakeReason,
    event::EventBody,
    ids::{ConversationId, MemberId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::count,
    table::{conversation, member, read_state},
};

/// The statement behind [`returning`].
pub(crate) const RETURNING: &str = "SELECT id FROM conversation WHERE snoozed_until_at IS NOT NULL AND snoozed_until_at <= ?1 \
     ORDER BY snoozed_until_at, id LIMIT ?2";

/// Puts a conversation aside: until a time, or until the customer writes. Whatever they write brings it back before
/// that, and so does a member who answers, accepts, archives or moves it.
///
/// # Errors
/// `Invalid` with code `snooze_past` where the time has come already.
pub fn snooze(
    tx: &mut Tx<'_>,
    id: ConversationId,
    until: Option<Timestamp>,
) -> Result<(), StoreError> {
    let now = tx.now();
    if until.is_some_and(|until| until <= now) {
        return Err(StoreError::invalid("snooze_past"));
    }
    let conversation = conversation::get(tx, id)?;
    tx.execute(
        "UPDATE conversation SET snoozed_at = ?2, snoozed_until_at = ?3, woken_at = NULL WHERE id = ?1",
        params![id.0, now.0, until.map(|until| until.0)],
    )?;
    touch(tx, id);
    tx.record(
        Some(id),
        Some(conversation.contact),
        conversation.deal,
        EventBody::ConversationSnoozed {
            until: until.map(|until| until.0),
        },
    )?;
    Ok(())
}

/// Brings a conversation back at once. One that is not put aside stays as it is.
pub fn wake(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    dealt_with(tx, id)
}

/// The time of a conversation has come: it is back where it was, unread for whoever is in charge, or for everybody
/// where nobody is. `false`: it was brought back, or put aside for longer, in the meantime.
pub fn came_back(tx: &mut Tx<'_>, id: ConversationId) -> Result<bool, StoreError> {
    let now = tx.now();
    let conversation = conversation::get(tx, id)?;
    if conversation
        .snoozed_until_at
        .is_none_or(|until| until > now)
    {
        return Ok(false);
    }
    back(tx, id, WakeReason::Due, Some(now))?;
    let concerned: Vec<MemberId> = match conversation.responsible {
        Some(member) => vec![member],
        None => member::list(tx)?.iter().map(|member| member.id).collect(),
    };
    for member in concerned {
        read_state::mark(tx, id, member)?;
    }
    Ok(true)
}

/// Conversations whose time has come, longest over first, at most `limit`.
pub fn returning(
    read: &Read<'_>,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<ConversationId>, StoreError> {
    read.query_values(RETURNING, params![now.0, count(limit)])
}

/// When the next one comes back by itself; `None`: none does.
pub fn next_return_at(read: &Read<'_>) -> Result<Option<Timestamp>, StoreError> {
    read.query_value(
        "SELECT min(snoozed_until_at) FROM conversation WHERE snoozed_until_at IS NOT NULL",
        [],
    )
}

/// The customer wrote to one that is put aside.
pub(crate) fn written(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    back(tx, id, WakeReason::Written, None)
}

/// Somebody deals with it: it is not put aside any more, and nobody has to be told that it is back.
pub(crate) fn dealt_with(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    let changed = tx.execute(
        "UPDATE conversation SET woken_at = NULL WHERE id = ?1 AND woken_at IS NOT NULL",
        [id.0],
    )?;
    if changed > 0 {
        tx.touch(Entity::Conversation, id.0);
    }
    back(tx, id, WakeReason::ByHand, None)
}

fn back(
    tx: &mut Tx<'_>,
    id: ConversationId,
    reason: WakeReason,
    woken_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let changed = tx.execute(
        "UPDATE conversation SET snoozed_at = NULL, snoozed_until_at = NULL, woken_at = ?2 \
         WHERE id = ?1 AND snoozed_at IS NOT NULL",
        params![id.0, woken_at.map(|at| at.0)],
    )?;
    if changed == 0 {
        return Ok(());
    }
    touch(tx, id);
    let conversation = conversation::get(tx, id)?;
    tx.record(
        Some(id),
        Some(conversation.contact),
        conversation.deal,
        EventBody::ConversationWoken { reason },
    )?;
    Ok(())
}

fn touch(tx: &mut Tx<'_>, id: ConversationId) {
    tx.touch(Entity::Conversation, id.0);
    tx.touch(Entity::Counts, 0);
}
