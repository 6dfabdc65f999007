//! What a person can do about a message on its way out.

use runnel_domain::{MessageState, Timestamp, ids::MessageId};
use rusqlite::params;

use super::{Outbox, of_message, show};
use crate::{Entity, StoreError, Tx, shop};

/// A person takes a message back. `Invalid` with code `message_left` once it may have gone; one that is only
/// waiting to be repeated then is not repeated, and the person is asked what became of it.
pub fn cancel(tx: &mut Tx<'_>, message: MessageId) -> Result<(), StoreError> {
    let row = of_ours(tx, message)?;
    if row.state == MessageState::Cancelled {
        return Ok(());
    }
    if !row.state.waits() && row.state != MessageState::Failed {
        return Err(StoreError::invalid("message_left"));
    }
    let state = if row.in_doubt {
        MessageState::Unknown
    } else {
        MessageState::Cancelled
    };
    show(tx, row.id, message, state, "", "")?;
    shop::recount(tx, row.conversation)
}

/// "Send again" by a person: a failed, unknown or retrying message goes at once, under the same idempotency key.
/// `Invalid` with code `message_not_stuck` in any other state.
pub fn retry_now(
    tx: &mut Tx<'_>,
    message: MessageId,
    give_up_at: Timestamp,
) -> Result<(), StoreError> {
    use MessageState as S;
    let row = of_ours(tx, message)?;
    if !matches!(row.state, S::Failed | S::Unknown | S::Retrying) {
        return Err(StoreError::invalid("message_not_stuck"));
    }
    let now = tx.now().0;
    tx.execute(
        "UPDATE outbox SET not_before_at = ?2, give_up_at = ?3, attempts = 0 WHERE id = ?1",
        params![row.id.0, now, give_up_at.0],
    )?;
    show(tx, row.id, message, S::Queued, "", "")?;
    shop::recount(tx, row.conversation)
}

/// "I see it was sent" by a person. `Invalid` with code `message_not_unknown` in any other state.
pub fn confirm_sent(tx: &mut Tx<'_>, message: MessageId) -> Result<(), StoreError> {
    let row = of_ours(tx, message)?;
    if row.state != MessageState::Unknown {
        return Err(StoreError::invalid("message_not_unknown"));
    }
    tx.execute("UPDATE outbox SET in_doubt = 0 WHERE id = ?1", [row.id.0])?;
    show(tx, row.id, message, MessageState::Sent, "", "")?;
    shop::recount(tx, row.conversation)
}

fn of_ours(tx: &Tx<'_>, message: MessageId) -> Result<Outbox, StoreError> {
    of_message(tx, message)?.ok_or(StoreError::NotFound {
        entity: Entity::Message,
        id: message.0,
    })
}
