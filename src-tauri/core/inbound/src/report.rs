//! News about messages of ours: reached, read, came back.

use runnel_connector::{Delivery, DeliveryReport};
use runnel_domain::MessageState;
use runnel_store::{StoreError, Tx, shop, table::source::Source};

use crate::change::known;

/// Puts the news on the message it is about. News about a message that we do not know is only kept.
pub(crate) fn take_in(
    tx: &mut Tx<'_>,
    source: &Source,
    report: &DeliveryReport,
) -> Result<(), StoreError> {
    let Some(message) = known(tx, source, &report.remote_id)? else {
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
