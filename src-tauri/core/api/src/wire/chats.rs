//! The chat table: query, page, row.

use runnel_domain::{Channel, Direction, Folder, Place, WorkStatus};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Money, condition::Condition};

/// What to show, in which order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChatsPageRequest {
    /// Which list: a folder (UC-2..4), what is snoozed, or what the block-list holds back; null: any but the last.
    #[ts(type = "Place | null")]
    pub place: Option<Place>,
    /// Which of them (UC-9); null: all.
    pub filter: Option<Condition>,
    /// Order.
    pub sort: ChatsSort,
    /// Row to begin with, 0 first.
    pub offset: u32,
    /// Rows wanted, at most 200.
    pub limit: u32,
}

/// Order of the chat table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct ChatsSort {
    /// By what.
    pub column: ChatsColumn,
    /// Largest, latest or last of the alphabet first.
    pub descending: bool,
}

/// What the chat table can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChatsColumn {
    /// Last message either way.
    Activity,
    /// Name (UC-11).
    Client,
    /// Stage in funnel order (UC-12).
    Stage,
    /// Who waits longest, then slowest answer (UC-13).
    Response,
    /// Amount (UC-14).
    Price,
    /// Deadline of the nearest task (UC-15).
    Task,
    /// Name of who is in charge (UC-16).
    Responsible,
    /// Names of the tags (UC-17).
    Tags,
    /// Name of where it came from (UC-18).
    Source,
    /// The contact's stars (PO-15).
    Stars,
}

/// One question of `chats_counts`; as in `chats_page`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChatsWanted {
    /// Which list; null: any but what is held back.
    #[ts(type = "Place | null")]
    pub place: Option<Place>,
    /// Which of them; null: all.
    pub filter: Option<Condition>,
}

/// Live counts of several lists at once.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChatsCountsRequest {
    /// Lists, at most 50.
    pub lists: Vec<ChatsWanted>,
}

/// How many conversations each finds, in the order of the question.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChatsCounts {
    /// Conversations.
    pub totals: Vec<u32>,
}

/// Which choices of which filters find how many (UC-9): each kind counted with the other kinds as they are.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChatsFacetsRequest {
    /// As in `chats_page`.
    #[ts(type = "Place | null")]
    pub place: Option<Place>,
    /// As in `chats_page`.
    pub filter: Option<Condition>,
}

/// How many conversations a choice would find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IdCount {
    /// Member, source, tag or stage; null: nobody.
    pub id: Option<i64>,
    /// Conversations.
    pub count: u32,
}

/// How many conversations a choice would find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WordCount {
    /// As the condition spells it.
    pub word: String,
    /// Conversations.
    pub count: u32,
}

/// Counts of all choices that would find anything.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChatsFacets {
    /// Found by the whole filter.
    pub total: u32,
    /// Members; null: nobody.
    pub responsible: Vec<IdCount>,
    /// Sources.
    pub sources: Vec<IdCount>,
    /// Tags.
    pub tags: Vec<IdCount>,
    /// Stages.
    pub stages: Vec<IdCount>,
    /// Networks.
    pub channels: Vec<WordCount>,
    /// Direct or comments.
    pub kinds: Vec<WordCount>,
    /// Unread, read, unanswered, answered.
    pub states: Vec<WordCount>,
    /// None, due today, overdue, future.
    pub tasks: Vec<WordCount>,
    /// New, in progress, on hold, resolved.
    pub work_statuses: Vec<WordCount>,
    /// Stars 0 to 5.
    pub stars: Vec<IdCount>,
    /// The last days offered ready-made; `id` is their number.
    pub periods: Vec<IdCount>,
    /// Lists in which the whole filter finds something.
    pub places: Vec<WordCount>,
}

/// A window of the chat table.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChatsPage {
    /// Rows of the whole list.
    pub total: u32,
    /// Row the window begins with.
    pub offset: u32,
    /// The window.
    pub rows: Vec<ChatRow>,
}

/// One conversation in the table; everything its eight columns show.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChatRow {
    /// Conversation.
    pub id: i64,
    /// Whose it is.
    pub contact_id: i64,
    /// Shown name (UC-11's fallback order).
    pub client: String,
    /// Network, for the small icon.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// Where it lies.
    #[ts(type = "Folder")]
    pub folder: Folder,
    /// The contact's stars, 0 to 5 (PO-13).
    pub stars: u8,
    /// New, in progress, on hold, resolved.
    #[ts(type = "WorkStatus")]
    pub work_status: WorkStatus,
    /// When put aside; null: it is not.
    pub snoozed_at: Option<i64>,
    /// Put aside until when; null: until the customer writes.
    pub snoozed_until_at: Option<i64>,
    /// When its time came while it was put aside; null: never, or somebody dealt with it since.
    pub woken_at: Option<i64>,
    /// Last message on one line.
    pub snippet: String,
    /// Which way that went; null without messages.
    #[ts(type = "Direction | null")]
    pub last_direction: Option<Direction>,
    /// Messages not seen yet by the acting member.
    pub unread: u32,
    /// Set to unread by hand.
    pub marked_unread: bool,
    /// Stage of this cycle's deal; null in New.
    pub stage_id: Option<i64>,
    /// This cycle's deal.
    pub deal_id: Option<i64>,
    /// Where the card of a conversation in work stands that went to another board; null: nowhere else.
    pub away: Option<CardAway>,
    /// UC-13; null while the customer waits or before the first answer.
    pub response_ms: Option<i64>,
    /// Since when the customer waits (last unanswered message); null: answered.
    pub waiting_at: Option<i64>,
    /// Amount of the deal.
    pub price: Option<Money>,
    /// Nearest open task.
    pub task: Option<TaskBrief>,
    /// Open tasks beyond that one.
    pub more_tasks: u32,
    /// Who is in charge.
    pub responsible_id: Option<i64>,
    /// Tags by id; names are in the workspace.
    pub tag_ids: Vec<i64>,
    /// Source by id.
    pub source_id: i64,
    /// Last message either way.
    pub last_activity_at: i64,
    /// Sample data.
    pub is_sample: bool,
}

/// Where a card stands that went to another board than the default one (CP-15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CardAway {
    /// Deal.
    pub deal_id: i64,
    /// On which board.
    pub pipeline_id: i64,
    /// In which column.
    pub stage_id: i64,
}

/// A task as the table and cards show it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TaskBrief {
    /// Task.
    pub id: i64,
    /// What kind.
    #[ts(type = "TaskKind")]
    pub kind: runnel_domain::TaskKind,
    /// What; may be empty.
    pub text: String,
    /// Deadline.
    pub due_at: Option<i64>,
}
