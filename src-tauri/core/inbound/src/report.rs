//! News about messages of ours: reached, read, came back.

use runnel_connector::{Delivery, DeliveryReport};
use runnel_domain::MessageState;
use runnel_store::{
    StoreError, Tx, shop,
    table::{message, source::Source},
};

use crate::{native::own_key, prepare::native_id};

/// Puts the news on the message it is about. News about a message that we do not know is only kept.
pub(crate) fn take_in(
    tx: &mut Tx<'_>,
    source: &Source,
    report: &DeliveryReport,
) -> Result<(), StoreError> {
    let remote_id = native_id(&report.remote_id);
    let known = message::by_ref(tx, source.id, &remote_id)?.and_then(|known| known.message);
    let ours = match (known, own_key(&remote_id)) {
        (Some(message), _) => Some(message),
        (None, Some(key)) => shop::message_of_key(tx, key)?,
        (None, None) => None,
    };
    let Some(message) = ours else {
        return Ok(());
    };
    let state = match report.delivery {
        Delivery::Delivered => MessageState::Delivered,
        Delivery::Read => MessageState::Read,
        Delivery::Failed => MessageState::Failed,
    };
    shop::delivery_reported(tx, message, state, &report.code, &report.detail)?;
    Ok(())
}
