//! Messages, notes and drafts with their files: as they are shown, and as they are written.

use runnel_domain::{Direction, MessageState};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::sending::Writing;

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

/// Send a reply.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SendRequest {
    /// Conversation.
    pub conversation_id: i64,
    /// What to say.
    #[serde(flatten)]
    pub writing: Writing,
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
