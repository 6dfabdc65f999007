//! Customers who may be one person, and making them one.

use runnel_domain::Channel;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::field::{Field, FieldValue};

/// A customer, to be told from another one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ContactSide {
    /// Contact.
    pub id: i64,
    /// Shown name (UC-11).
    pub shown_name: String,
    /// Where they work.
    pub company: String,
    /// Addresses.
    pub addresses: Vec<SideAddress>,
    /// Conversations.
    pub conversations: u32,
    /// Messages in them.
    pub messages: u32,
    /// Cards.
    pub deals: u32,
    /// Tasks.
    pub tasks: u32,
    /// First seen.
    pub created_at: i64,
}

/// An address of such a customer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SideAddress {
    /// Network.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// For reading.
    pub shown: String,
}

/// Two customers who may be one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Duplicate {
    /// Known longer.
    pub older: ContactSide,
    /// Known since lately.
    pub newer: ContactSide,
    /// What they have in common, strongest first: `phone`, `mail`, `name` (and company), `near` (names, same company's
    /// mail).
    pub signs: Vec<String>,
}

/// Which two customers.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DuplicatePair {
    /// The one.
    pub one_id: i64,
    /// The other.
    pub other_id: i64,
}

/// A part of the suggestions.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DuplicateListRequest {
    /// Those after this pair (newer, older); null: from the beginning.
    pub after: Option<(i64, i64)>,
    /// Wanted, at most 100.
    pub limit: u32,
}

/// That part, the newest customers first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DuplicateList {
    /// Pairs.
    pub pairs: Vec<Duplicate>,
    /// How many there are, counted up to a thousand.
    pub total: u32,
}

/// Look at a merge before it is done.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MergePreviewRequest {
    /// Who stays.
    pub kept_id: i64,
    /// Who becomes part of them.
    pub gone_id: i64,
}

/// What it would do.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MergePreview {
    /// Who stays.
    pub kept: ContactSide,
    /// Who becomes part of them.
    pub gone: ContactSide,
    /// What they have in common, strongest first.
    pub signs: Vec<String>,
    /// Lines of the profile that differ.
    pub lines: Vec<MergeLine>,
    /// Additional fields that differ.
    pub fields: Vec<MergeField>,
}

/// A line of two profiles that differs. Where one is empty the other is taken anyhow; two comments become one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MergeLine {
    /// `custom_name`, `full_name`, `nickname`, `company`, `language`, `preferred_channel`, `comment`.
    pub name: String,
    /// Of the one who stays.
    pub kept: String,
    /// Of the other one.
    pub gone: String,
}

/// An additional field that differs.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MergeField {
    /// The field.
    pub field: Field,
    /// Of the one who stays.
    pub kept: Option<FieldValue>,
    /// Of the other one.
    pub gone: Option<FieldValue>,
}

/// Make two customers one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ContactMergeRequest {
    /// Who stays.
    pub kept_id: i64,
    /// Who becomes part of them.
    pub gone_id: i64,
    /// Lines of the profile in which the other one's wins.
    pub take: Vec<String>,
    /// Additional fields in which the other one's value wins.
    pub take_fields: Vec<i64>,
}

/// A merge that stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MergeBrief {
    /// Merge.
    pub id: i64,
    /// What the one was called who became part of this contact.
    pub gone: String,
    /// Who decided.
    pub member_id: Option<i64>,
    /// When.
    pub at: i64,
    /// Conversations that came along.
    pub conversations: u32,
}

/// Which merge.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MergeId {
    /// Merge.
    pub merge_id: i64,
}
