//! What travels between the core and an interface. Wire types exist here and nowhere below.
//!
//! Ids are the integer row ids, times are milliseconds since 1970 UTC, money is minor units with a currency.
//! The TypeScript of all of them is generated into `ui/src/ipc/bindings.ts`.

pub mod block;
pub mod board;
pub mod bulk;
pub mod category;
pub mod chats;
pub mod condition;
pub mod contact;
pub mod conversation;
pub mod deal;
pub mod feed;
pub mod field;
pub mod happening;
pub mod member;
pub mod merge;
pub mod message;
pub mod moment;
pub mod pipeline;
pub mod route;
pub mod saved_view;
pub mod search;
pub mod sending;
pub mod source;
pub mod stars;
pub mod status;
pub mod tag;
pub mod task;
pub mod template;
pub mod timeline;
pub mod trigger;
pub mod workspace;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A command that takes nothing.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Money {
    /// Minor units (cents).
    pub amount_minor: i64,
    /// ISO 4217.
    pub currency: String,
}

/// What a change answers: the operation that can be undone, where there is one.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct Done {
    /// Give it to `operation_undo`.
    pub operation: Option<i64>,
}

/// What a change that made something answers.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Made {
    /// Id of the new thing.
    pub id: i64,
    /// Give it to `operation_undo`.
    pub operation: Option<i64>,
}

/// Why a command failed. The interface words `code` with `params`; nothing was changed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WireError {
    /// Stable, e.g. `not_found`, `conflict`, `invalid`, `wrong_password`, `internal`.
    pub code: String,
    /// What it is about, by name (`entity`, `field`, `host` …).
    pub params: std::collections::BTreeMap<String, String>,
    /// Verbatim words of a server or of a fault, for "details"; may be empty.
    pub detail: String,
}
