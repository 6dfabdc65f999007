//! What a write says about itself, and what comes back from it.

use std::sync::Arc;

use runnel_domain::{Timestamp, event::Cause, ids::OperationId};

use crate::change::ChangeSet;

/// How an undoable action is called. The interface words it from code and parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct UndoLabel {
    /// Stable code, e.g. `deal_move`.
    pub code: &'static str,
    /// What the wording needs.
    pub params: serde_json::Value,
}

/// Who writes, when, and whether it can be taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct Intent {
    /// The moment of the transaction.
    pub now: Timestamp,
    /// Who or what acts.
    pub cause: Cause,
    /// Some: rows are kept as they were and an operation is written down.
    pub undo: Option<UndoLabel>,
}

impl Intent {
    /// A write that nobody takes back.
    #[must_use]
    pub const fn plain(now: Timestamp, cause: Cause) -> Self {
        Self {
            now,
            cause,
            undo: None,
        }
    }

    /// A write that can be taken back.
    #[must_use]
    pub const fn undoable(
        now: Timestamp,
        cause: Cause,
        code: &'static str,
        params: serde_json::Value,
    ) -> Self {
        Self {
            now,
            cause,
            undo: Some(UndoLabel { code, params }),
        }
    }
}

/// A write that is on disk.
#[derive(Debug, Clone)]
pub struct Committed<R> {
    /// What the closure returned.
    pub value: R,
    /// What changed; listeners of [`crate::Store::changes`] get the same set.
    pub changes: Arc<ChangeSet>,
    /// The operation to take back, where the intent asked for one and rows changed.
    pub operation: Option<OperationId>,
}
