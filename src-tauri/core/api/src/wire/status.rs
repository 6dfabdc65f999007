//! The work status of a conversation: resolve, hand over, put aside (PO-7, PO-8).

use runnel_domain::TicketKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Mark a conversation resolved; everything but the conversation may be left out.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ResolveRequest {
    /// Conversation.
    pub conversation_id: i64,
    /// What kind of matter it was.
    #[ts(type = "TicketKind | null")]
    pub kind: Option<TicketKind>,
    /// What it was about.
    pub category_id: Option<i64>,
    /// Free text; may be empty.
    pub note: String,
    /// Also archive it into this stage; null: it stays where it is.
    pub archive_stage_id: Option<i64>,
}

/// The record of a resolution.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Ticket {
    /// Record.
    pub id: i64,
    /// What kind of matter it was; null: not said.
    #[ts(type = "TicketKind | null")]
    pub kind: Option<TicketKind>,
    /// What it was about, as called then; empty: not said.
    pub category: String,
    /// Free text; may be empty.
    pub note: String,
}

/// Hand a conversation over.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TransferRequest {
    /// Conversation.
    pub conversation_id: i64,
    /// To whom.
    pub member_id: i64,
    /// Becomes a note in it; may be empty.
    pub note: String,
}

/// Put a conversation aside.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SnoozeRequest {
    /// Conversation.
    pub conversation_id: i64,
    /// Until when; null: until the customer writes.
    pub until: Option<i64>,
}
