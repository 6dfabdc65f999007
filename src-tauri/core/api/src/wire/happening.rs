//! What happened beside messages: lines of a timeline and of a deal's history.

use runnel_domain::Actor;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Money, status::Ticket};

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
