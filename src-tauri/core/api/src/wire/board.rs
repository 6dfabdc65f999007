//! The board: columns with counts and sums, windows of cards, moves.

use runnel_domain::{Channel, Level, PipelineKind, Priority, StageGroup, access::Deed};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Money, chats::TaskBrief, condition::Condition};

/// A board.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Pipeline {
    /// Pipeline.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it is used for.
    #[ts(type = "PipelineKind")]
    pub kind: PipelineKind,
    /// New conversations go here.
    pub is_default: bool,
    /// What it grants the acting member.
    #[ts(type = "Level")]
    pub level: Level,
    /// What they may do to it and to its cards.
    #[ts(type = "Deed[]")]
    pub deeds: Vec<Deed>,
    /// In funnel order, active ones first.
    pub stages: Vec<Stage>,
}

/// A column.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Stage {
    /// Stage.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Which group.
    #[ts(type = "StageGroup")]
    pub group: StageGroup,
    /// Name of one of the stage colours of the tokens.
    pub color: String,
    /// Days until a card here is stale; null: never.
    pub stale_days: Option<u32>,
    /// How likely a card here is won, in percent; null: unset.
    pub probability: Option<u32>,
    /// What a card needs to enter. In the first stage of a board nothing is asked for.
    pub needs: StageNeeds,
}

/// What a card needs to enter a stage (CP-5).
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct StageNeeds {
    /// An amount.
    pub amount: bool,
    /// Somebody in charge.
    pub owner: bool,
    /// A date to close by.
    pub due_at: bool,
    /// Something in each of these fields.
    pub field_ids: Vec<i64>,
}

/// Which board.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BoardRequest {
    /// Pipeline.
    pub pipeline_id: i64,
    /// Which cards (UP-13), as in `chats_page`; null: all.
    pub filter: Option<Condition>,
    /// Cards of each column to bring along, at most 100.
    pub cards: u32,
}

/// A whole board with the first cards of each column.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Board {
    /// Pipeline.
    pub pipeline_id: i64,
    /// New conversations, newest first; dropping one into a stage accepts it. Only on the default pipeline.
    pub tray: Option<BoardTray>,
    /// In funnel order.
    pub columns: Vec<BoardColumn>,
}

/// The tray of New conversations.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BoardTray {
    /// How many there are.
    pub total: u32,
    /// The first ones.
    pub cards: Vec<Card>,
}

/// A column's head and first cards.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BoardColumn {
    /// Stage.
    pub stage_id: i64,
    /// How many cards the filter finds.
    pub total: u32,
    /// How many cards whatever the filter: 0 is an empty column (UP-10).
    pub all: u32,
    /// Sum of the amounts, one per currency.
    pub sums: Vec<Money>,
    /// The first ones.
    pub cards: Vec<Card>,
}

/// A further window of a column.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BoardCardsRequest {
    /// Pipeline.
    pub pipeline_id: i64,
    /// Which cards; null: all.
    pub filter: Option<Condition>,
    /// Stage; null: the tray.
    pub stage_id: Option<i64>,
    /// Card to begin with, 0 first.
    pub offset: u32,
    /// Cards wanted, at most 200.
    pub limit: u32,
}

/// That window.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BoardCards {
    /// Cards in the column.
    pub total: u32,
    /// Card the window begins with.
    pub offset: u32,
    /// The window.
    pub cards: Vec<Card>,
}

/// A card: a deal, or a New conversation in the tray.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Card {
    /// The deal; null in the tray.
    pub deal_id: Option<i64>,
    /// Its conversation, if it has one.
    pub conversation_id: Option<i64>,
    /// Whose it is.
    pub contact_id: i64,
    /// Shown name.
    pub client: String,
    /// Title of the deal; empty: the name says enough.
    pub title: String,
    /// Network of the conversation.
    #[ts(type = "Channel | null")]
    pub channel: Option<Channel>,
    /// Source of the conversation.
    pub source_id: Option<i64>,
    /// Last message on one line.
    pub snippet: String,
    /// Not seen yet.
    pub unread: u32,
    /// Amount.
    pub price: Option<Money>,
    /// Urgency.
    #[ts(type = "Priority")]
    pub priority: Priority,
    /// Nearest open task.
    pub task: Option<TaskBrief>,
    /// Open tasks beyond that one.
    pub more_tasks: u32,
    /// In charge.
    pub owner_id: Option<i64>,
    /// Tags by id.
    pub tag_ids: Vec<i64>,
    /// Since when the customer waits; null: answered.
    pub waiting_at: Option<i64>,
    /// Last message either way.
    pub last_activity_at: i64,
    /// Close by.
    pub due_at: Option<i64>,
    /// Since when in this column.
    pub stage_entered_at: Option<i64>,
    /// From when on it has lain there for too long; null: the column does not say.
    pub stale_at: Option<i64>,
    /// Expected by `deal_move`.
    pub revision: i64,
}

/// Move a card (UP-12).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealMoveRequest {
    /// The deal.
    pub deal_id: i64,
    /// Where to.
    pub stage_id: i64,
    /// The card it shall stand above; null: last of the column.
    pub before_deal_id: Option<i64>,
    /// The revision that the person saw; null: whatever it is now.
    pub revision: Option<i64>,
}

/// Move several cards, in this order, as one step (UP-12).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CardsMoveRequest {
    /// Which; at least one.
    pub cards: Vec<MovedCard>,
    /// Where to.
    pub stage_id: i64,
    /// The card they shall stand above, none of them; null: last of the column.
    pub before_deal_id: Option<i64>,
}

/// A card that is moved.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MovedCard {
    /// A deal.
    Deal {
        /// Which.
        deal_id: i64,
        /// The revision that the person saw; null: whatever it is now.
        revision: Option<i64>,
    },
    /// A New conversation from the tray.
    Tray {
        /// Which.
        conversation_id: i64,
    },
}

/// Change a deal's amount (UC-14).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealPriceRequest {
    /// The deal.
    pub deal_id: i64,
    /// The new amount; null clears it.
    pub price: Option<Money>,
}
