//! One action on many conversations (UC-8, UP-14).

use runnel_domain::{Place, TaskKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{chats::ChatsSort, condition::Condition};

/// Which conversations.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BulkSelection {
    /// These.
    These {
        /// Conversations.
        conversation_ids: Vec<i64>,
    },
    /// All that a list finds.
    Matching {
        /// Which list; null: any but that of what is held back.
        #[ts(type = "Place | null")]
        place: Option<Place>,
        /// Which of it; null: all.
        filter: Option<Condition>,
        /// In which order.
        sort: ChatsSort,
        /// All but these.
        except: Vec<i64>,
    },
    /// These cards of a board, in this order.
    Cards {
        /// A deal as it is, a New conversation of the tray as its negative.
        keys: Vec<i64>,
    },
    /// All that columns of a board hold, from the left and from the top.
    Columns {
        /// Which board.
        pipeline_id: i64,
        /// Which of its cards; null: all.
        filter: Option<Condition>,
        /// Which columns.
        stage_ids: Vec<i64>,
        /// All but these deals.
        except: Vec<i64>,
    },
}

/// What is done to each.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BulkDeed {
    /// Seen by the acting member.
    Read,
    /// Set to unread for the acting member.
    Unread,
    /// Moved to this stage; from New that accepts or archives.
    Stage {
        /// Stage.
        stage_id: i64,
    },
    /// Tags put on and taken off.
    Tags {
        /// Put on.
        add: Vec<i64>,
        /// Taken off.
        remove: Vec<i64>,
    },
    /// In this member's charge.
    Responsible {
        /// Null: in nobody's.
        member_id: Option<i64>,
    },
    /// Something to do about each.
    Task {
        /// What kind.
        #[ts(type = "TaskKind")]
        task_kind: TaskKind,
        /// What; needed for `custom`.
        text: String,
        /// Who; null: whoever is responsible, or the acting member.
        assignee_id: Option<i64>,
        /// Deadline.
        due_at: Option<i64>,
    },
    /// Taken into work.
    Accept,
    /// Put away.
    Archive {
        /// Null: the first stage of "Not a lead".
        stage_id: Option<i64>,
    },
    /// Put aside.
    Snooze {
        /// Until when; null: until the customer writes.
        until_at: Option<i64>,
    },
}

/// What would it do?
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BulkPreviewRequest {
    /// To which conversations.
    pub selection: BulkSelection,
    /// What.
    pub deed: BulkDeed,
}

/// A bulk action in numbers; nothing was written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BulkPreview {
    /// Conversations chosen.
    pub total: u32,
    /// It changes so many.
    pub changes: u32,
    /// So many are so already.
    pub same: u32,
    /// So many are not there any more.
    pub gone: u32,
    /// So many it cannot be done to: deals without a conversation.
    pub refused: u32,
    /// Messages that customers would get from triggers, at once or later: they go only if that is confirmed.
    pub messages: u32,
    /// Triggers that would act, in their order.
    pub triggers: Vec<BulkTrigger>,
}

/// What one trigger would do about it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BulkTrigger {
    /// Trigger.
    pub id: i64,
    /// Its name; may be empty.
    pub name: String,
    /// In so many conversations.
    pub runs: u32,
    /// Messages to customers.
    pub messages: u32,
    /// Changes of tags.
    pub tags: u32,
    /// Tasks.
    pub tasks: u32,
}

/// Do it. Progress comes over the feed as `bulk` when it is long.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BulkApplyRequest {
    /// To which conversations.
    pub selection: BulkSelection,
    /// What.
    pub deed: BulkDeed,
    /// Triggers may write to customers because of it.
    pub send_messages: bool,
    /// So many conversations were confirmed; refused as `selection_changed` where it is another number by now. Null:
    /// however many there are.
    pub expected: Option<u32>,
}

/// What became of it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BulkDone {
    /// So many conversations were changed.
    pub changed: u32,
    /// So many were so already.
    pub same: u32,
    /// So many could not be changed.
    pub refused: u32,
    /// The first hundred of those.
    pub refusals: Vec<BulkRefusal>,
    /// So many were not reached, because it was called off.
    pub left: u32,
    /// Takes everything back at once.
    pub operation: Option<i64>,
}

/// What could not be changed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BulkRefusal {
    /// Conversation; null: a deal without one.
    pub conversation_id: Option<i64>,
    /// That deal; null: a conversation.
    pub deal_id: Option<i64>,
    /// Shown name of the client; empty where it is gone.
    pub client: String,
    /// Why, as a stable code.
    pub code: String,
}
