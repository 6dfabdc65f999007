//! The contact panel (PO-6).

use runnel_domain::Channel;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A customer with addresses.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ContactCard {
    /// Contact.
    pub id: i64,
    /// Shown name (UC-11's fallback order).
    pub shown_name: String,
    /// Given by a member; wins.
    pub custom_name: String,
    /// Given by the network.
    pub full_name: String,
    /// Where they work.
    pub company: String,
    /// BCP 47 tag or empty.
    pub language: String,
    /// Free text.
    pub comment: String,
    /// Addresses.
    pub identities: Vec<Identity>,
    /// 0 to 5; `stars_explain` says why.
    pub stars: u8,
    /// First seen.
    pub created_at: i64,
}

/// An address on a channel.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Identity {
    /// Identity.
    pub id: i64,
    /// Network.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// As the network wrote it.
    pub shown: String,
}

/// Change the profile; null leaves a field as it is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ContactUpdateRequest {
    /// Contact.
    pub contact_id: i64,
    /// Given by a member; empty: the network's name shows again.
    pub custom_name: Option<String>,
    /// Where they work.
    pub company: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Free text.
    pub comment: Option<String>,
}
