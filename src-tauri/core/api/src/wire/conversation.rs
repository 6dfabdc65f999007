//! One conversation: its head, and its way through folders and stages.

use runnel_domain::{Channel, Folder, ThreadKind, WorkStatus, access::Deed};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Money, chats::CardAway, contact::ContactCard, message::Draft, task::Task};

/// Which conversation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ConversationId {
    /// Conversation.
    pub conversation_id: i64,
}

/// Everything around the timeline.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Conversation {
    /// Conversation.
    pub id: i64,
    /// With whom, with identities (PO-6).
    pub contact: ContactCard,
    /// The block-list holds back what they say (UC-27).
    pub blocked: bool,
    /// Network.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// Through which account.
    pub source_id: i64,
    /// Address that an answer goes to.
    pub address: String,
    /// Subject of the thread.
    pub subject: String,
    /// In private, or comments under a post.
    #[ts(type = "ThreadKind")]
    pub thread_kind: ThreadKind,
    /// Beginning of that post; empty: none.
    pub post_text: String,
    /// Where it lies.
    #[ts(type = "Folder")]
    pub folder: Folder,
    /// New, in progress, on hold, resolved.
    #[ts(type = "WorkStatus")]
    pub work_status: WorkStatus,
    /// When last resolved; null: open.
    pub resolved_at: Option<i64>,
    /// When put aside; null: it is not.
    pub snoozed_at: Option<i64>,
    /// Put aside until when; null: until the customer writes.
    pub snoozed_until_at: Option<i64>,
    /// When its time came while it was put aside; null: never, or somebody dealt with it since.
    pub woken_at: Option<i64>,
    /// In charge.
    pub responsible_id: Option<i64>,
    /// Tags by id.
    pub tag_ids: Vec<i64>,
    /// This cycle's deal.
    pub deal: Option<DealBrief>,
    /// Where its card stands that went to another board; null: nowhere else.
    pub away: Option<CardAway>,
    /// What the acting member may do to it.
    #[ts(type = "Deed[]")]
    pub deeds: Vec<Deed>,
    /// Open and done tasks, nearest first.
    pub tasks: Vec<Task>,
    /// UC-13.
    pub response_ms: Option<i64>,
    /// Since when the customer waits.
    pub waiting_at: Option<i64>,
    /// Not seen yet by the acting member.
    pub unread: u32,
    /// Set to unread by hand.
    pub marked_unread: bool,
    /// "Was archived as X on date" (UC-2); null: first cycle.
    pub archived_before: Option<ArchivedBefore>,
    /// Whether a reply can be sent, and the code of the reason when not.
    pub cannot_reply: Option<String>,
    /// Other conversations of the contact, latest first.
    pub others: Vec<OtherConversation>,
    /// Steps of the welcome conversation (PO-1); empty elsewhere.
    pub welcome_steps: Vec<WelcomeStep>,
    /// What stands in the composer.
    pub draft_reply: Draft,
    /// What stands in the note field.
    pub draft_note: Draft,
    /// What its channel takes; null: there is no channel behind it.
    pub limits: Option<Limits>,
    /// Sample data.
    pub is_sample: bool,
}

/// What a channel takes, for who writes.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct Limits {
    /// Characters in one message.
    pub max_text: i64,
    /// Bytes in one file.
    pub max_file: i64,
}

/// How the last cycle ended.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ArchivedBefore {
    /// Name of the stage.
    pub stage: String,
    /// When.
    pub at: i64,
}

/// A deal as the contact panel shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealBrief {
    /// Deal.
    pub id: i64,
    /// Pipeline.
    pub pipeline_id: i64,
    /// Stage.
    pub stage_id: i64,
    /// Title.
    pub title: String,
    /// Amount.
    pub price: Option<Money>,
    /// Since when in this stage.
    pub stage_entered_at: i64,
    /// Close by.
    pub due_at: Option<i64>,
    /// Expected by `deal_move`.
    pub revision: i64,
}

/// Another conversation of the same contact.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OtherConversation {
    /// Conversation.
    pub id: i64,
    /// Network.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// Source.
    pub source_id: i64,
    /// Subject; may be empty.
    pub subject: String,
    /// Messages both ways.
    pub messages: u32,
    /// Last message.
    pub last_activity_at: i64,
    /// Where it lies.
    #[ts(type = "Folder")]
    pub folder: Folder,
}

/// A step of the welcome conversation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WelcomeStep {
    /// Stable name: `connect_mailbox`, `sample_data`, `move_card`, `first_trigger`, `write_note`.
    pub step: String,
    /// When ticked.
    pub done_at: Option<i64>,
}

/// Tick or untick a welcome step.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WelcomeTickRequest {
    /// Stable name.
    pub step: String,
    /// Ticked.
    pub done: bool,
}

/// Accept a conversation (UC-20), into a stage where one was chosen by dragging.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AcceptRequest {
    /// Conversation.
    pub conversation_id: i64,
    /// Stage; null: the first active one.
    pub stage_id: Option<i64>,
    /// Card it shall stand above; null: last.
    pub before_deal_id: Option<i64>,
}

/// Archive a conversation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ArchiveRequest {
    /// Conversation.
    pub conversation_id: i64,
    /// An archived stage; null: the first of "Not a lead".
    pub stage_id: Option<i64>,
}

/// Set the stage from the table or the window (UC-12).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ConversationStageRequest {
    /// Conversation.
    pub conversation_id: i64,
    /// Stage.
    pub stage_id: i64,
}

/// Put somebody in charge.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ResponsibleRequest {
    /// Conversation.
    pub conversation_id: i64,
    /// Member; null: nobody.
    pub member_id: Option<i64>,
}

/// Change tags. Names that do not exist yet are made.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TagsRequest {
    /// Conversation.
    pub conversation_id: i64,
    /// By name.
    pub add: Vec<String>,
    /// By id.
    pub remove: Vec<i64>,
}

/// Mark as read what was seen.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReadRequest {
    /// Conversation.
    pub conversation_id: i64,
    /// The last message that the window had shown; null: everything.
    pub until_message_id: Option<i64>,
}
