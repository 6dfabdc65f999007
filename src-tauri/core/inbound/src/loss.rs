//! The network may have lost something: a marker in the threads that it could concern.

use runnel_connector::LossNote;
use runnel_store::{StoreError, Tx, shop, table::source::Source};

/// Marks the source's threads in work that were active in or shortly before the gap.
pub(crate) fn mark(tx: &mut Tx<'_>, source: &Source, lost: LossNote) -> Result<(), StoreError> {
    shop::messages_may_be_missing(tx, source.id, lost.from, lost.until)
}
