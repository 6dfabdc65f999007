//! What can go wrong while sending, apart from what networks say.

use runnel_store::StoreError;

/// Why a step could not be done.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
