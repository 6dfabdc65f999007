//! Deals: everything about one, its history, what people do to it (CP-6 to CP-9, CP-15, UP-15).

use runnel_domain::{Actor, Channel, Priority, access::Deed};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    Money, contact::Elsewhere, field::FieldWithValue, happening::TimelineEvent,
    message::Attachment, task::Task,
};

/// Which deal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealId {
    /// Deal.
    pub deal_id: i64,
}

/// Everything about a deal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealSheet {
    /// Deal.
    pub id: i64,
    /// On which board.
    pub pipeline_id: i64,
    /// In which column.
    pub stage_id: i64,
    /// With whom.
    pub contact_id: i64,
    /// What they are called.
    pub client: String,
    /// The conversation that it carries; null: added by hand.
    pub conversation_id: Option<i64>,
    /// The conversation last active with the contact, whether or not it carries the deal.
    pub last_chat: Option<Elsewhere>,
    /// Empty: the contact's name is shown.
    pub title: String,
    /// Free text.
    pub description: String,
    /// Urgency.
    #[ts(type = "Priority")]
    pub priority: Priority,
    /// Amount.
    pub price: Option<Money>,
    /// In charge.
    pub owner_id: Option<i64>,
    /// Close by.
    pub due_at: Option<i64>,
    /// Why won or lost; stays when the card comes back.
    pub close_reason: String,
    /// Additional fields of deals on its board, in order.
    pub fields: Vec<FieldWithValue>,
    /// Remarks, oldest first.
    pub comments: Vec<DealComment>,
    /// Files, first added first.
    pub files: Vec<Attachment>,
    /// Tags of its conversation by id.
    pub tag_ids: Vec<i64>,
    /// Tasks about it and about the conversation that carries it, open ones by deadline first.
    pub tasks: Vec<Task>,
    /// What the acting member may do to it.
    #[ts(type = "Deed[]")]
    pub deeds: Vec<Deed>,
    /// Since when in this column.
    pub stage_entered_at: i64,
    /// When made.
    pub created_at: i64,
    /// Expected by `deal_update` and `deal_move`.
    pub revision: i64,
}

/// A remark on a deal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealComment {
    /// Remark.
    pub id: i64,
    /// Who wrote it; null: a trigger.
    pub member_id: Option<i64>,
    /// What.
    pub text: String,
    /// When.
    pub created_at: i64,
    /// When it was last written anew; null: never.
    pub edited_at: Option<i64>,
}

/// The remarks on a deal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealComments {
    /// Oldest first.
    pub comments: Vec<DealComment>,
}

/// What became of a deal over time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealHistory {
    /// Its stays, first one first: each begins when the one before ends.
    pub stays: Vec<DealStay>,
    /// What else changed, latest first.
    pub changes: Vec<TimelineEvent>,
}

/// A stay in a stage (UP-15).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealStay {
    /// Where.
    pub stage_id: i64,
    /// What the stage was called at the time.
    pub stage: String,
    /// From.
    pub entered_at: i64,
    /// Until; null: still there.
    pub left_at: Option<i64>,
    /// Who put it there.
    #[ts(type = "Actor")]
    pub actor: Actor,
    /// Which member, where one did.
    pub member_id: Option<i64>,
    /// Which trigger, where one did.
    pub trigger_id: Option<i64>,
    /// Its name; may be empty.
    pub trigger_name: String,
}

/// Whose deals.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealsOfContactRequest {
    /// Contact.
    pub contact_id: i64,
}

/// The deals of a contact on every board.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealsOfContact {
    /// Newest first.
    pub deals: Vec<DealLine>,
}

/// A deal in one line.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealLine {
    /// Deal.
    pub id: i64,
    /// On which board.
    pub pipeline_id: i64,
    /// In which column.
    pub stage_id: i64,
    /// The conversation that it carries; null: added by hand.
    pub conversation_id: Option<i64>,
    /// Empty: the contact's name is shown.
    pub title: String,
    /// Amount.
    pub price: Option<Money>,
    /// When made.
    pub created_at: i64,
}

/// Add a deal (CP-6, CP-7).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealAddRequest {
    /// With whom.
    pub party: DealParty,
    /// On which board.
    pub pipeline_id: i64,
    /// In which column; null: the first active one.
    pub stage_id: Option<i64>,
    /// Empty: the contact's name is shown.
    pub title: String,
    /// Free text.
    pub description: String,
    /// Urgency.
    #[ts(type = "Priority")]
    pub priority: Priority,
    /// Amount.
    pub price: Option<Money>,
    /// In charge.
    pub owner_id: Option<i64>,
    /// Close by.
    pub due_at: Option<i64>,
}

/// With whom a deal is added.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DealParty {
    /// Somebody known.
    Known {
        /// Contact.
        contact_id: i64,
    },
    /// Somebody new.
    New {
        /// What they are called.
        name: String,
        /// Network of the address.
        #[ts(type = "Channel")]
        channel: Channel,
        /// Where they can be reached, as typed; empty: not known.
        address: String,
    },
}

/// Change one thing on a deal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealUpdateRequest {
    /// Deal.
    pub deal_id: i64,
    /// What.
    pub change: DealChange,
    /// The revision that the person saw; null: whatever it is now.
    pub revision: Option<i64>,
}

/// What changes.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum DealChange {
    /// What it is called.
    Title {
        /// Empty: the contact's name is shown.
        text: String,
    },
    /// Free text.
    Description {
        /// May be empty.
        text: String,
    },
    /// Urgency.
    Priority {
        /// Which.
        #[ts(type = "Priority")]
        priority: Priority,
    },
    /// Amount.
    Price {
        /// Null clears it.
        price: Option<Money>,
    },
    /// In charge; where the deal carries a conversation, of both.
    Owner {
        /// Null: nobody.
        member_id: Option<i64>,
    },
    /// Close by.
    DueAt {
        /// Null: no day.
        at: Option<i64>,
    },
}

/// Say why a deal was won or lost.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealReasonRequest {
    /// Deal.
    pub deal_id: i64,
    /// Why; empty takes it away.
    pub reason: String,
}

/// Leave a remark.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealCommentRequest {
    /// Deal.
    pub deal_id: i64,
    /// What.
    pub text: String,
}

/// Write one's own remark anew.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealCommentEditRequest {
    /// Remark.
    pub comment_id: i64,
    /// What.
    pub text: String,
}

/// Which remark.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealCommentId {
    /// Remark.
    pub comment_id: i64,
}

/// Put staged files on a deal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealFilesRequest {
    /// Deal.
    pub deal_id: i64,
    /// From `attachment_stage`.
    pub attachment_ids: Vec<i64>,
}

/// Take a file off a deal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealFileRequest {
    /// Deal.
    pub deal_id: i64,
    /// File.
    pub attachment_id: i64,
}
