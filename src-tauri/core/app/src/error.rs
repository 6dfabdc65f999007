//! What can go wrong in a use case, with a variant only where a caller branches.

use runnel_connector::{Fault, Say, SecretsError};
use runnel_store::StoreError;
use serde_json::{Value, json};

/// Why a use case failed. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The store refused: not found, changed in between, invalid, or a fault of the machine.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The request makes no sense; `code` is worded by the interface.
    #[error("invalid: {code}")]
    Invalid {
        /// Stable code.
        code: &'static str,
        /// What the wording needs: an object of strings.
        params: Value,
    },
    /// The acting member may not do this, or does not work here any more.
    #[error("not allowed")]
    NotAllowed,
    /// A network said no.
    #[error("{}: {}", .0.code, .0.detail)]
    Network(Say),
    /// The place for secrets cannot be used.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// A batch from a network could not be taken in.
    #[error(transparent)]
    Inbound(#[from] runnel_inbound::InboundError),
    /// What was in hand on its way out could not be written down.
    #[error(transparent)]
    Outbox(#[from] runnel_outbox::OutboxError),
    /// A trigger could not be evaluated.
    #[error(transparent)]
    Automation(#[from] runnel_automation::AutomationError),
    /// Something that should not happen.
    #[error("{0}")]
    Internal(String),
}

impl AppError {
    /// A request that makes no sense.
    #[must_use]
    pub const fn invalid(code: &'static str) -> Self {
        Self::Invalid {
            code,
            params: Value::Null,
        }
    }

    /// A request that makes no sense because of one field.
    #[must_use]
    pub fn field(code: &'static str, field: &str) -> Self {
        Self::Invalid {
            code,
            params: json!({ "field": field }),
        }
    }
}

impl From<Fault> for AppError {
    fn from(fault: Fault) -> Self {
        Self::Network(fault.say().clone())
    }
}
