//! Ways to answer a customer (UC-21, PO-10).

use runnel_domain::{Channel, ThreadKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// All ways to answer the customer of a conversation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReplyRoutes {
    /// The one that is looked at first, then those in use, then those that begin something.
    pub routes: Vec<ReplyRoute>,
    /// Place of the one to choose before anybody chooses; null: there are none.
    pub preselected: Option<u32>,
}

/// One way to answer. Where `conversation_id` is null, `conversation_open` gives one to send to.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReplyRoute {
    /// The conversation that goes on; null: one is begun.
    pub conversation_id: Option<i64>,
    /// Through which account.
    pub source_id: i64,
    /// Network.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// The customer's address there; null: they have none.
    pub identity_id: Option<i64>,
    /// That address as shown; may be empty.
    pub address: String,
    /// In private, or as a comment under a post.
    #[ts(type = "ThreadKind")]
    pub mode: ThreadKind,
    /// Beginning of that post; empty: none.
    pub post_text: String,
    /// It is the conversation that was asked about.
    pub here: bool,
    /// Why nothing can be sent this way: `local_conversation`, `source_removed`, `no_address`, `nobody_there`,
    /// `no_comments`, `cannot_start`, `window_closed`, `source_paused`, `source_auth_needed`, `source_conflict`,
    /// `source_blocked`; null: it is open.
    pub closed: Option<String>,
    /// Since when, where a time closed it.
    pub closed_at: Option<i64>,
    /// Until when an answer may leave; null: no time closes it.
    pub open_until: Option<i64>,
    /// Characters in one message; null: not known at the moment.
    pub max_text: Option<u32>,
    /// Bytes in one file; null: not known at the moment.
    pub max_file: Option<i64>,
    /// Messages have a subject.
    pub subjects: bool,
}

/// The conversation with a contact through an account at an address: the one there is, or a new one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ConversationOpenRequest {
    /// With whom.
    pub contact_id: i64,
    /// Through which account.
    pub source_id: i64,
    /// To which of their addresses.
    pub identity_id: i64,
}
