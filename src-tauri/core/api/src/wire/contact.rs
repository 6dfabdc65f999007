//! The contact panel (PO-6).

use runnel_domain::{Channel, Folder, Place};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    block::BlockBrief,
    field::FieldWithValue,
    merge::{Duplicate, MergeBrief},
};

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
    /// Given by the network.
    pub full_name: Option<String>,
    /// Given by the network.
    pub nickname: Option<String>,
    /// Where they work.
    pub company: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Free text.
    pub comment: Option<String>,
    /// Network they like to be answered on (PO-10); empty: none.
    pub preferred_channel: Option<String>,
}

/// Everything that the panel beside a conversation shows of its contact (PO-6, UC-23).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ContactSheet {
    /// Contact.
    pub id: i64,
    /// Shown name (UC-11's fallback order).
    pub shown_name: String,
    /// Given by a member; wins.
    pub custom_name: String,
    /// Given by the network.
    pub full_name: String,
    /// Given by the network.
    pub nickname: String,
    /// Where they work.
    pub company: String,
    /// BCP 47 tag or empty.
    pub language: String,
    /// Free text.
    pub comment: String,
    /// Network they like to be answered on; empty: none named.
    pub preferred_channel: String,
    /// Addresses, oldest first.
    pub identities: Vec<Address>,
    /// Additional fields of the contact, of the conversation and of its deal, in order.
    pub fields: Vec<FieldWithValue>,
    /// Other conversations wherever they lie, last active first, at most fifty.
    pub others: Vec<Elsewhere>,
    /// How many there are.
    pub others_total: u32,
    /// Contacts that became part of this one, latest first.
    pub merges: Vec<MergeBrief>,
    /// Who may be the same person.
    pub duplicates: Vec<Duplicate>,
    /// Entry of the block-list that names them.
    pub blocked: Option<BlockBrief>,
    /// Post under which the conversation is; empty: none.
    pub post_ref: String,
    /// Entry of the block-list that names that post.
    pub post_blocked: Option<BlockBrief>,
    /// First seen.
    pub created_at: i64,
}

/// An address with what can be done to it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Address {
    /// Identity.
    pub id: i64,
    /// Network.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// For reading.
    pub shown: String,
    /// Nobody can be reached there; null: as far as we know it works.
    pub invalid_at: Option<i64>,
    /// A conversation answers to it: it cannot be taken away.
    pub answered: bool,
}

/// Another conversation of the same contact.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Elsewhere {
    /// Conversation.
    pub id: i64,
    /// Network.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// Source.
    pub source_id: i64,
    /// Subject; may be empty.
    pub subject: String,
    /// Last message in one line.
    pub snippet: String,
    /// Messages both ways.
    pub messages: u32,
    /// Last message.
    pub last_activity_at: i64,
    /// In which folder it lies.
    #[ts(type = "Folder")]
    pub folder: Folder,
    /// Which list shows it.
    #[ts(type = "Place")]
    pub place: Place,
    /// Something in it is unread.
    pub unread: bool,
}

/// Write down another address.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct IdentityAddRequest {
    /// Contact.
    pub contact_id: i64,
    /// Network.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// As typed.
    pub address: String,
}

/// Write an address anew.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct IdentityUpdateRequest {
    /// Identity.
    pub identity_id: i64,
    /// As typed.
    pub address: String,
}

/// Which address.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct IdentityId {
    /// Identity.
    pub identity_id: i64,
}

/// Say whether somebody can be reached there.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct IdentityMarkRequest {
    /// Identity.
    pub identity_id: i64,
    /// Nobody can.
    pub invalid: bool,
}

/// Somebody known, as one types: to make a deal with, or to merge with.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ContactCandidatesRequest {
    /// A part of a name, a number or an address.
    pub text: String,
}

/// People that match, written with or not.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ContactCandidates {
    /// Whose names begin so first, at most eight.
    pub people: Vec<ContactCandidate>,
}

/// Somebody known.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ContactCandidate {
    /// Contact.
    pub contact_id: i64,
    /// Shown name.
    pub name: String,
    /// Where they work; may be empty.
    pub company: String,
    /// One of their addresses; empty: none is known.
    pub address: String,
    /// Deals that they have already.
    pub deals: u32,
}
