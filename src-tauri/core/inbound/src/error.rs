//! Why a batch could not be taken in.

use runnel_store::StoreError;

/// Nothing of the batch stays when this comes back; the provider will deliver it again.
#[derive(Debug, thiserror::Error)]
pub enum InboundError {
    /// The workspace refused (disk full, closed).
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The triggers could not be evaluated.
    #[error("triggers: {0}")]
    Automation(#[from] runnel_automation::AutomationError),
    /// The work was cut off while files were written.
    #[error("files were not written to the end")]
    Interrupted,
}
