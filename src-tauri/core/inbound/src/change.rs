//! What happens to a message later: its writer changes it or takes it back, the customer puts a sign on it.
//!
//! News about a message that we do not know is only kept with its verbatim bytes.

use runnel_connector::{Edited, Reacted};
use runnel_domain::{Timestamp, ids::MessageId};
use runnel_store::{
    StoreError, Tx, shop,
    table::{message, reaction, source::Source},
};

use crate::{native::own_key, prepare::native_id};

pub(crate) fn edited(
    tx: &mut Tx<'_>,
    source: &Source,
    edited: &Edited,
    at: Timestamp,
) -> Result<(), StoreError> {
    if let Some(message) = known(tx, source, &edited.remote_id)? {
        shop::message_edited(tx, message, &edited.text, edited.html.as_deref(), at)?;
    }
    Ok(())
}

pub(crate) fn deleted(
    tx: &mut Tx<'_>,
    source: &Source,
    remote_id: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    if let Some(message) = known(tx, source, remote_id)? {
        shop::message_deleted(tx, message, at)?;
    }
    Ok(())
}

pub(crate) fn reacted(
    tx: &mut Tx<'_>,
    source: &Source,
    reacted: &Reacted,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(message) = known(tx, source, &reacted.remote_id)? else {
        return Ok(());
    };
    if reacted.emoji.is_empty() && !reacted.taken_off {
        return Ok(());
    }
    let (by, off) = (reaction::CONTACT, reacted.taken_off);
    shop::message_reaction(tx, message, by, &reacted.emoji, off, at)
}

/// The message of this native id, the customer's or ours.
pub(crate) fn known(
    tx: &Tx<'_>,
    source: &Source,
    remote_id: &str,
) -> Result<Option<MessageId>, StoreError> {
    let remote_id = native_id(remote_id);
    let known = message::by_ref(tx, source.id, &remote_id)?.and_then(|known| known.message);
    match (known, own_key(&remote_id)) {
        (None, Some(key)) => shop::message_of_key(tx, key),
        (known, _) => Ok(known),
    }
}
