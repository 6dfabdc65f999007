//! What the network says about messages of ours after they left: reached, read, came back.

use runnel_domain::{
    MessageState, Uid,
    event::EventBody,
    ids::{IdentityId, MessageId, SourceId},
};
use rusqlite::params;

use super::{stars, thread};
use crate::{
    Entity, Read, StoreError, Tx,
    table::{conversation, message},
};

/// Codes of failures that say that the address does not exist.
const NOBODY_THERE: [&str; 2] = ["bad_recipient", "no_such_mailbox"];

/// News about a message of ours. They only move forward: late and doubled ones change nothing. A failure is
/// recorded as `MessageFailed`, and the customer waits again. `false`: nothing changed.
pub fn delivery_reported(
    tx: &mut Tx<'_>,
    id: MessageId,
    reported: MessageState,
    code: &str,
    detail: &str,
) -> Result<bool, StoreError> {
    let message = message::get(tx, id)?;
    if message.state == reported || !message.state.accepts_report(reported) {
        return Ok(false);
    }
    let failed = reported == MessageState::Failed;
    let (code, detail) = if failed { (code, detail) } else { ("", "") };
    set_state(tx, id, reported, code, detail)?;
    if failed {
        let conversation = conversation::get(tx, message.conversation)?;
        tx.record(
            Some(conversation.id),
            Some(conversation.contact),
            conversation.deal,
            EventBody::MessageFailed {
                message: id,
                code: code.to_owned(),
                detail: detail.to_owned(),
            },
        )?;
    }
    if failed || message.state == MessageState::Failed {
        if failed {
            address_failed(tx, message.identity, code)?;
        }
        // What the customer never got answered nothing.
        thread::recount(tx, message.conversation)?;
    }
    tx.touch(Entity::Conversation, message.conversation.0);
    Ok(true)
}

/// A message to this address failed: with a code that says that nobody is there, the address is invalid from now on.
pub(crate) fn address_failed(
    tx: &mut Tx<'_>,
    identity: Option<IdentityId>,
    code: &str,
) -> Result<(), StoreError> {
    match identity {
        Some(identity) if NOBODY_THERE.contains(&code) => stars::address_works(tx, identity, false),
        _ => Ok(()),
    }
}

/// A message to this address was taken: it may be written to again.
pub(crate) fn address_took(
    tx: &mut Tx<'_>,
    identity: Option<IdentityId>,
) -> Result<(), StoreError> {
    identity.map_or(Ok(()), |identity| stars::address_works(tx, identity, true))
}

/// A copy of a message of ours turned up at the network: it left, whatever we knew so far. `false`: we knew.
pub fn delivery_confirmed(
    tx: &mut Tx<'_>,
    id: MessageId,
    source: SourceId,
    remote_id: &str,
) -> Result<bool, StoreError> {
    let message = message::get(tx, id)?;
    message::remember_ref(tx, source, remote_id, message.conversation, id)?;
    // A queued one too: it must not go a second time. A failed one stays failed: it left and came back.
    if matches!(
        message.state,
        MessageState::Sent | MessageState::Delivered | MessageState::Read | MessageState::Failed
    ) {
        return Ok(false);
    }
    set_state(tx, id, MessageState::Sent, "", "")?;
    tx.execute(
        "UPDATE outbox SET remote_id = ?2 WHERE message_id = ?1 AND remote_id = ''",
        params![id.0, remote_id],
    )?;
    thread::recount(tx, message.conversation)?;
    Ok(true)
}

/// The message of ours that was sent with this idempotency key.
pub fn message_of_key(read: &Read<'_>, key: Uid) -> Result<Option<MessageId>, StoreError> {
    read.query_value_opt("SELECT message_id FROM outbox WHERE uid = ?1", [key.0])
}

fn set_state(
    tx: &mut Tx<'_>,
    id: MessageId,
    state: MessageState,
    code: &str,
    detail: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE message SET state = ?2, fail_code = ?3, fail_detail = ?4 WHERE id = ?1",
        params![id.0, state.as_str(), code, detail],
    )?;
    let queued: Option<i64> =
        tx.query_value_opt("SELECT id FROM outbox WHERE message_id = ?1", [id.0])?;
    if let Some(outbox) = queued {
        tx.execute(
            "UPDATE outbox SET state = ?2, fail_code = ?3, fail_detail = ?4 WHERE id = ?1",
            params![outbox, state.as_str(), code, detail],
        )?;
        tx.touch(Entity::Outbox, outbox);
    }
    tx.touch(Entity::Message, id.0);
    Ok(())
}
