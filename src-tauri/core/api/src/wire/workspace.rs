//! What an interface needs before it shows anything, and the settings.

use runnel_domain::{Role, access::Deed};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{board::Pipeline, member::PipelineLevel, source::Source};

/// Everything small that every screen needs. Fetched once, refreshed by the feed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Workspace {
    /// File name without its ending.
    pub name: String,
    /// Version of the program.
    pub version: String,
    /// Who acts.
    pub member_id: i64,
    /// What they may do in the workspace, wherever no board says otherwise.
    #[ts(type = "Deed[]")]
    pub deeds: Vec<Deed>,
    /// Who works here, and those who left.
    pub members: Vec<Member>,
    /// Boards with their stages.
    pub pipelines: Vec<Pipeline>,
    /// Labels.
    pub tags: Vec<Tag>,
    /// Accounts.
    pub sources: Vec<Source>,
    /// Settings.
    pub settings: Settings,
    /// Counters of the rail and the folders.
    pub counts: Counts,
    /// Sample data is in.
    pub has_sample: bool,
}

/// A person who works here.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Member {
    /// Member.
    pub id: i64,
    /// Name.
    pub name: String,
    /// What they may do.
    #[ts(type = "Role")]
    pub role: Role,
    /// Sees everybody's chats, not only their own and nobody's.
    pub all_chats: bool,
    /// Accounts whose chats they may see; null: all.
    pub source_ids: Option<Vec<i64>>,
    /// What the boards grant them that the acting member sees; null: everything everywhere.
    pub levels: Option<Vec<PipelineLevel>>,
    /// When they left; null: they work here.
    pub removed_at: Option<i64>,
}

/// A label.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Tag {
    /// Tag.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Name of one of the tokens' colours; empty: neutral.
    pub color: String,
}

/// Counters that are always on screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Counts {
    /// Conversations in New.
    pub new: u32,
    /// Conversations in Accepted.
    pub accepted: u32,
    /// Conversations in Archive.
    pub archive: u32,
    /// Of New, with something unread.
    pub new_unread: u32,
    /// Of Accepted, with something unread.
    pub accepted_unread: u32,
    /// Of Archive, with something unread.
    pub archive_unread: u32,
    /// Conversations put aside.
    pub snoozed: u32,
    /// Conversations that the block-list holds back.
    pub quarantine: u32,
    /// Open tasks of the acting member due today or overdue.
    pub tasks_due: u32,
    /// Messages waiting to be sent.
    pub waiting_to_send: u32,
    /// Messages that failed or whose fate is unknown.
    pub need_attention: u32,
    /// Messages planned for later.
    pub scheduled: u32,
}

/// Settings of this workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Settings {
    /// `en` or `de`; empty: the system's.
    pub locale: String,
    /// `light`, `dark` or `system`.
    pub theme: String,
    /// `normal` or `compact`.
    pub density: String,
    /// Currency of new amounts.
    pub currency: String,
    /// IANA zone; empty: the system's.
    pub timezone: String,
    /// Company name for templates.
    pub company: String,
    /// Announce new messages while the window is not in front.
    pub notifications: bool,
    /// Seconds in which a sent message can still be taken back, 0–30.
    pub undo_send_seconds: u32,
    /// Enter sends and Shift+Enter begins a line; otherwise Ctrl+Enter sends.
    pub enter_sends: bool,
    /// Country of phone numbers that are typed without its code, ISO 3166; empty: none.
    pub country: String,
}

/// Change settings: all of them, as read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SettingsRequest {
    /// New values.
    pub settings: Settings,
}

/// Rename the acting member.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MemberRenameRequest {
    /// Member.
    pub member_id: i64,
    /// Name.
    pub name: String,
}

/// Fill in sample data; progress comes over the feed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SampleFillRequest {
    /// How many conversations, 1–200 000.
    pub conversations: u32,
}

/// Take an action back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UndoRequest {
    /// The operation; null: the acting member's last one that stands.
    pub operation: Option<i64>,
}

/// What was taken back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Undone {
    /// Code of the operation, e.g. `deal_move`; null: there was nothing to undo.
    pub label: Option<String>,
    /// Give it to `operation_undo` to do it again.
    pub operation: Option<i64>,
}

/// For "copy diagnostics": no message text, no address.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Diagnostics {
    /// Plain text.
    pub text: String,
}
