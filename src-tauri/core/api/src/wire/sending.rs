//! Sending: later, taken back, and writing first.

use runnel_domain::{Channel, Folder};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::message::Attachment;

/// When a message shall leave.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct Later {
    /// Not before.
    pub at: i64,
    /// The customer's next message calls it off.
    pub unless_answered: bool,
}

/// Planned messages of one conversation, or all.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScheduledListRequest {
    /// Conversation; null: all.
    pub conversation_id: Option<i64>,
}

/// What is planned, soonest first, at most a thousand.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScheduledList {
    /// Messages.
    pub messages: Vec<Scheduled>,
}

/// A planned message.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Scheduled {
    /// Message.
    pub message_id: i64,
    /// Conversation.
    pub conversation_id: i64,
    /// With whom.
    pub client: String,
    /// Network.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// Through which account.
    pub source_id: i64,
    /// Who planned it.
    pub member_id: Option<i64>,
    /// What it says.
    pub text: String,
    /// Files with it.
    pub files: u32,
    /// When it leaves.
    pub due_at: i64,
    /// The customer's next message calls it off.
    pub unless_answered: bool,
    /// The customer wrote after it was planned.
    pub answered_at: Option<i64>,
}

/// Change a planned message.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScheduledChangeRequest {
    /// Message.
    pub message_id: i64,
    /// What it says from now on.
    pub text: String,
    /// When it leaves from now on.
    pub later: Later,
}

/// A message that was taken back, ready to be written anew.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TakenBack {
    /// Conversation.
    pub conversation_id: i64,
    /// What it said.
    pub text: String,
    /// Its files, staged again.
    pub attachments: Vec<Attachment>,
}

/// Accounts through which somebody can be written to first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Outlets {
    /// In the order in which they were connected.
    pub outlets: Vec<Outlet>,
}

/// An account, and what writing first through it takes (UC-6).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Outlet {
    /// Source.
    pub source_id: i64,
    /// `yes`, `after_opt_in`, `template` or `never`.
    pub can_start: String,
    /// `mail`, `phone` or `login`.
    pub addresses: String,
    /// Messages have a subject.
    pub subjects: bool,
    /// Characters in one message.
    pub max_text: i64,
    /// Bytes in one file.
    pub max_file: i64,
    /// The daily cap; null: none.
    pub room: Option<OutletRoom>,
}

/// A daily cap.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OutletRoom {
    /// Conversations that may be begun on one day.
    pub per_day: u32,
    /// Begun today.
    pub today: u32,
    /// When the next one would leave; null: at once.
    pub next_at: Option<i64>,
}

/// An address as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AddressRequest {
    /// Source.
    pub source_id: i64,
    /// As typed.
    pub address: String,
}

/// People whose name or address begins so.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Addressees {
    /// At most eight.
    pub people: Vec<Addressee>,
}

/// Somebody with an address.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Addressee {
    /// Contact.
    pub contact_id: i64,
    /// Shown name.
    pub client: String,
    /// Address as people read it.
    pub address: String,
    /// The network said that nobody is there.
    pub invalid: bool,
}

/// What is known of an address.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AddressCheck {
    /// How it is written; empty where it is wrong.
    pub address: String,
    /// A name that was pasted along; may be empty.
    pub name: String,
    /// Stable code of what is wrong with it; empty: nothing.
    pub fault: String,
    /// Who has it.
    pub known: Option<Addressee>,
    /// Where we write with them already through this account.
    pub thread: Option<AddressThread>,
}

/// A conversation that exists.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AddressThread {
    /// Conversation.
    pub conversation_id: i64,
    /// Subject; may be empty.
    pub subject: String,
    /// Where it lies.
    #[ts(type = "Folder")]
    pub folder: Folder,
    /// Last message either way.
    pub last_activity_at: i64,
}

/// What somebody wrote to a customer, and when it shall leave.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Writing {
    /// Text.
    pub text: String,
    /// Staged attachments.
    pub attachment_ids: Vec<i64>,
    /// Send it although something still stands between double braces.
    #[serde(default)]
    pub as_written: bool,
    /// When; null: after the undo-send window.
    pub later: Option<Later>,
}

/// Write first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BeginRequest {
    /// Source.
    pub source_id: i64,
    /// To whom, as typed.
    pub address: String,
    /// What somebody new is called; may be empty.
    pub name: String,
    /// Subject, where the channel has one.
    pub subject: String,
    /// In a thread of its own although there is one; only where threads have subjects.
    pub new_thread: bool,
    /// What to say.
    #[serde(flatten)]
    pub writing: Writing,
}

/// What became of it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Begun {
    /// Where.
    pub conversation_id: i64,
    /// The message; null: there is a conversation already, and the text stands in its composer.
    pub message_id: Option<i64>,
    /// When it leaves, where the account has no room today.
    pub due_at: Option<i64>,
}
