//! Tags (UC-25).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Make a label; one that exists already is given instead.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TagAddRequest {
    /// Name.
    pub name: String,
}

/// Which tag.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TagId {
    /// Tag.
    pub tag_id: i64,
}

/// Rename and recolour. Refused as `tag_name_taken` (`tag_id`, `name`) where another one is called so.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TagUpdateRequest {
    /// Tag.
    pub tag_id: i64,
    /// As people see it.
    pub name: String,
    /// One of the interface's colours, by name; empty: neutral.
    pub color: String,
}

/// Make two tags one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TagMergeRequest {
    /// The one that goes.
    pub tag_id: i64,
    /// The one that stays.
    pub into_id: i64,
}

/// Every tag by name.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TagList {
    /// Tags.
    pub tags: Vec<UsedTag>,
}

/// A tag with where it is used.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UsedTag {
    /// Tag.
    pub id: i64,
    /// As people see it.
    pub name: String,
    /// One of the interface's colours, by name; empty: neutral.
    pub color: String,
    /// Conversations in New that wear it.
    pub new: u32,
    /// In Accepted.
    pub accepted: u32,
    /// In the archive.
    pub archive: u32,
    /// In all lists together, also those put aside or held back.
    pub total: u32,
    /// Names of triggers that name it; a trigger without a name has an empty one.
    pub triggers: Vec<String>,
    /// Names of saved views that filter by it.
    pub views: Vec<String>,
}

/// What merging would do; nothing was written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TagMerge {
    /// The tag that goes.
    pub from: UsedTag,
    /// The tag that stays.
    pub into: UsedTag,
    /// Conversations that wear both.
    pub both: u32,
}
