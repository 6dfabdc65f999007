//! The timeline of a contact: a page of it, what it holds, what a filter leaves.

use runnel_domain::{Channel, ThreadKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{happening::TimelineEvent, message::Message};

/// How much of a customer a timeline tells (PO-5).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TimelineScope {
    /// One conversation.
    #[default]
    Conversation,
    /// All conversations with its customer.
    Contact,
}

/// What a timeline shows (PO-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TimelineKind {
    /// Messages both ways.
    Messages,
    /// Notes.
    Notes,
    /// Resolution records.
    Tickets,
    /// Everything else that happened.
    Events,
}

/// A part of the timeline, newest last. At most one of `before`, `after` and `around`; none: the latest part.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TimelineRequest {
    /// Conversation.
    pub conversation_id: i64,
    /// How much of its customer.
    #[serde(default)]
    pub scope: TimelineScope,
    /// Only these networks; empty: all.
    #[serde(default)]
    #[ts(type = "Array<Channel>")]
    pub channels: Vec<Channel>,
    /// Only these kinds of things; empty: all.
    #[serde(default)]
    pub kinds: Vec<TimelineKind>,
    /// Cursor of an earlier answer: what stands before.
    #[serde(default)]
    pub before: Option<String>,
    /// Cursor of an earlier answer: what stands after.
    #[serde(default)]
    pub after: Option<String>,
    /// A message: what stands around it, itself included.
    #[serde(default)]
    pub around: Option<i64>,
    /// Items wanted, at most 200.
    pub limit: u32,
}

/// That part.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TimelinePage {
    /// Oldest first.
    pub items: Vec<TimelineItem>,
    /// For the part before; null: this is the beginning.
    pub before: Option<String>,
    /// For the part after; null: this is the end.
    pub after: Option<String>,
    /// The conversations that it is made of, last active first.
    pub threads: Vec<TimelineThread>,
    /// The customer's first message that the acting member has not seen; null: all seen.
    pub first_unread_id: Option<i64>,
    /// Notes pinned to the top, oldest first; with the latest part only.
    pub pinned: Vec<Message>,
}

/// One of the conversations that a timeline is made of.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TimelineThread {
    /// Conversation.
    pub conversation_id: i64,
    /// Network.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// Through which account.
    pub source_id: i64,
    /// Address that answers go to; may be empty.
    pub address: String,
    /// Subject; may be empty.
    pub subject: String,
    /// In private, or comments under a post.
    #[ts(type = "ThreadKind")]
    pub thread_kind: ThreadKind,
    /// Native id or address of that post; empty: none.
    pub post_ref: String,
    /// Beginning of that post.
    pub post_text: String,
    /// Messages of the customer that the acting member has not seen.
    pub unread: u32,
    /// Last message either way.
    pub last_activity_at: i64,
}

/// What lies in each conversation of a timeline.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TimelineCountsRequest {
    /// Conversation.
    pub conversation_id: i64,
    /// How much of its customer.
    pub scope: TimelineScope,
}

/// For choosing what to show (PO-12).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TimelineCounts {
    /// Last active first.
    pub threads: Vec<TimelineTally>,
}

/// What lies in one conversation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TimelineTally {
    /// Which.
    pub thread: TimelineThread,
    /// Messages both ways.
    pub messages: u32,
    /// Notes.
    pub notes: u32,
    /// Resolution records.
    pub tickets: u32,
    /// Everything else that happened.
    pub events: u32,
}

/// One thing on the timeline.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TimelineItem {
    /// A message or a note.
    Message(Box<Message>),
    /// Something that happened.
    Event(Box<TimelineEvent>),
}
