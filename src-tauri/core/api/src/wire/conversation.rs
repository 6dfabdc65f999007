//! One conversation: head, timeline, composer.

use runnel_domain::{
    Actor, Channel, Direction, Folder, MessageState, ThreadKind, WorkStatus, access::Deed,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    Money, chats::CardAway, contact::ContactCard, sending::Later, status::Ticket, task::Task,
};

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

/// Earlier texts of a message.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MessageEdits {
    /// Oldest first.
    pub edits: Vec<MessageEdit>,
}

/// A text that its writer replaced.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MessageEdit {
    /// As it stood.
    pub text: String,
    /// Until when.
    pub until: i64,
}

/// A sign that somebody put on a message.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Reaction {
    /// The sign.
    pub emoji: String,
    /// The member who put it; null: the customer.
    pub member_id: Option<i64>,
    /// When.
    pub at: i64,
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

/// A message or a note.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Message {
    /// Message.
    pub id: i64,
    /// In which conversation.
    pub conversation_id: i64,
    /// In, out or note.
    #[ts(type = "Direction")]
    pub direction: Direction,
    /// When.
    pub at: i64,
    /// Who wrote it, where a member did.
    pub member_id: Option<i64>,
    /// Trigger that wrote it.
    pub trigger_id: Option<i64>,
    /// Its name or empty, as it is now.
    pub trigger_name: String,
    /// The run, for "why?".
    pub trigger_run_id: Option<i64>,
    /// Subject where it differs from the conversation's; empty otherwise.
    pub subject: String,
    /// Visible part of the text.
    pub text: String,
    /// Quoted part; empty: nothing quoted.
    pub quoted: String,
    /// It also came as HTML: `message_html` shows it.
    pub has_html: bool,
    /// How far it came.
    #[ts(type = "MessageState")]
    pub state: MessageState,
    /// Stable code of a failure; empty otherwise.
    pub fail_code: String,
    /// What the network said.
    pub fail_detail: String,
    /// When it will be tried next, while it waits.
    pub next_try_at: Option<i64>,
    /// Written by a machine.
    pub is_automatic: bool,
    /// Note pinned to the top.
    pub is_pinned: bool,
    /// When its writer last changed it: `message_edits` tells the texts before.
    pub edited_at: Option<i64>,
    /// When its writer took it back.
    pub deleted_at: Option<i64>,
    /// Signs on it, oldest first.
    pub reactions: Vec<Reaction>,
    /// Files.
    pub attachments: Vec<Attachment>,
}

/// A file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Attachment {
    /// Attachment.
    pub id: i64,
    /// File name, safe.
    pub name: String,
    /// Media type.
    pub mime: String,
    /// Bytes.
    pub size: i64,
}

/// Something that happened to the conversation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TimelineEvent {
    /// Event.
    pub id: i64,
    /// In which conversation.
    pub conversation_id: Option<i64>,
    /// When.
    pub at: i64,
    /// Who caused it.
    #[ts(type = "Actor")]
    pub actor: Actor,
    /// Which member.
    pub member_id: Option<i64>,
    /// Which trigger.
    pub trigger_id: Option<i64>,
    /// Its name or empty.
    pub trigger_name: String,
    /// What happened, with names as they were or are.
    pub what: Happening,
}

/// What happened.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    /// Begun.
    ConversationStarted {
        /// Contact not known before.
        new_contact: bool,
    },
    /// A customer wrote into the archive.
    ConversationReopened {
        /// Stage in which the last cycle ended.
        archived_in: String,
    },
    /// Accepted.
    ConversationAccepted,
    /// Archived.
    ConversationArchived {
        /// Stage.
        stage: String,
    },
    /// Put on hold.
    ConversationHeld,
    /// Back in progress.
    ConversationResumed,
    /// Resolved.
    ConversationResolved {
        /// The record; null: the resolution was taken back.
        ticket: Option<Ticket>,
    },
    /// Put aside.
    ConversationSnoozed {
        /// Until when; null: until the customer writes.
        until: Option<i64>,
    },
    /// Back from being put aside.
    ConversationWoken {
        /// Why.
        #[ts(type = "WakeReason")]
        reason: runnel_domain::WakeReason,
    },
    /// Card made.
    DealCreated {
        /// Stage.
        stage: String,
    },
    /// Card moved.
    DealMoved {
        /// Before.
        from: String,
        /// After.
        to: String,
    },
    /// Amount changed.
    DealValueChanged {
        /// Before.
        from: Option<Money>,
        /// After.
        to: Option<Money>,
    },
    /// Day by which the deal shall be closed changed.
    DealDueChanged {
        /// Before.
        from: Option<i64>,
        /// After.
        to: Option<i64>,
    },
    /// Why the deal was won or lost.
    DealReasonGiven {
        /// Why; empty: taken away.
        reason: String,
    },
    /// Card thrown away.
    DealDeleted {
        /// What it was called; may be empty.
        title: String,
    },
    /// Somebody else in charge.
    ResponsibleChanged {
        /// Before.
        from: Option<i64>,
        /// After.
        to: Option<i64>,
    },
    /// Tags changed.
    TagsChanged {
        /// New ones, by name.
        added: Vec<String>,
        /// Gone ones, by name.
        removed: Vec<String>,
    },
    /// Task made.
    TaskCreated {
        /// Task.
        task_id: i64,
        /// Kind.
        #[ts(type = "TaskKind")]
        task_kind: runnel_domain::TaskKind,
        /// Text.
        text: String,
        /// Deadline.
        due_at: Option<i64>,
    },
    /// Task done.
    TaskDone {
        /// Task.
        task_id: i64,
        /// Kind.
        #[ts(type = "TaskKind")]
        task_kind: runnel_domain::TaskKind,
        /// Text.
        text: String,
    },
    /// A trigger matched (UT-15).
    TriggerRan {
        /// The run: `trigger_run_get` tells why.
        run_id: i64,
    },
    /// An action was taken back.
    ActionUndone {
        /// Its code, as in the undo labels.
        label: String,
    },
    /// Messages may be missing.
    MessagesMayBeMissing {
        /// From.
        from: Option<i64>,
        /// Until.
        until: Option<i64>,
    },
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

/// Send a reply.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SendRequest {
    /// Conversation.
    pub conversation_id: i64,
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

/// Leave a note (UC-33).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoteRequest {
    /// Conversation.
    pub conversation_id: i64,
    /// Text.
    pub text: String,
    /// Staged attachments.
    #[serde(default)]
    pub attachment_ids: Vec<i64>,
}

/// Change a note of one's own.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoteEditRequest {
    /// The note.
    pub message_id: i64,
    /// New text.
    pub text: String,
}

/// Pin a note to the top, or unpin it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotePinRequest {
    /// The note.
    pub message_id: i64,
    /// Pinned.
    pub pinned: bool,
}

/// What stands in a composer.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct Draft {
    /// Text.
    pub text: String,
    /// Staged files.
    pub attachments: Vec<Attachment>,
}

/// Save what stands in a composer; answers when it is on disk.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DraftRequest {
    /// Conversation.
    pub conversation_id: i64,
    /// The note field rather than the reply.
    pub note: bool,
    /// Text.
    pub text: String,
    /// Staged attachments.
    pub attachment_ids: Vec<i64>,
}

/// Which message.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MessageId {
    /// Message.
    pub message_id: i64,
}

/// Show a message's HTML.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MessageHtmlRequest {
    /// Message.
    pub message_id: i64,
    /// The person asked for pictures from the network.
    pub remote_images: bool,
}

/// A whole sanitised document for the sandboxed frame.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MessageHtml {
    /// For `srcdoc`.
    pub document: String,
    /// Pictures left out because they are on the network.
    pub blocked_images: u32,
}

/// Stage a file for a draft; the bytes as base64.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AttachmentStageRequest {
    /// File name.
    pub name: String,
    /// Media type; empty: guessed from the name.
    pub mime: String,
    /// Content.
    pub base64: String,
}

/// Which attachment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AttachmentId {
    /// Attachment.
    pub attachment_id: i64,
}

/// An attachment's content, as base64.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AttachmentContent {
    /// File name.
    pub name: String,
    /// Media type.
    pub mime: String,
    /// Content.
    pub base64: String,
}
