//! What can go wrong while triggers act.

use runnel_store::StoreError;

/// Why triggers could not be asked at all. A trigger that fails alone is logged instead.
#[derive(Debug, thiserror::Error)]
pub enum AutomationError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
