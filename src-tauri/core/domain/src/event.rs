//! What happened, in the past tense: the rows of the append-only event log.
//!
//! Events feed the timeline, triggers, analytics and replay. They are written in the transaction of the change
//! that they tell of; the tables stay the truth.

use serde::{Deserialize, Serialize};

use crate::{
    Actor, Money, WakeReason,
    ids::{
        ContactId, ConversationId, DealId, EventId, MemberId, MessageId, OperationId, StageId,
        TagId, TaskId, TicketId, TriggerId, TriggerRunId,
    },
};

/// Who or what caused an event, and through how many triggers the cause went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// Kind of the one who acted.
    pub actor: Actor,
    /// The member who acted, where `actor` is a member.
    pub member: Option<MemberId>,
    /// The trigger that acted, where `actor` is a trigger.
    pub trigger: Option<TriggerId>,
    /// The event that made the trigger act.
    pub parent: Option<EventId>,
    /// 0 for people, customers and the system; one more for each trigger in the chain (UT-13 allows three).
    pub depth: u8,
}

impl Cause {
    /// Something that happened without a trigger and without a member.
    #[must_use]
    pub const fn plain(actor: Actor) -> Self {
        Self {
            actor,
            member: None,
            trigger: None,
            parent: None,
            depth: 0,
        }
    }

    /// Something that a member did.
    #[must_use]
    pub const fn member(member: MemberId) -> Self {
        Self {
            actor: Actor::Member,
            member: Some(member),
            trigger: None,
            parent: None,
            depth: 0,
        }
    }

    /// Something that `trigger` did because of event `parent`, itself caused at `parent_depth`.
    #[must_use]
    pub const fn trigger(trigger: TriggerId, parent: EventId, parent_depth: u8) -> Self {
        Self {
            actor: Actor::Trigger,
            member: None,
            trigger: Some(trigger),
            parent: Some(parent),
            depth: parent_depth.saturating_add(1),
        }
    }
}

/// One thing that happened. The `kind` spelling is stored and never changes its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventBody {
    /// A person wrote for the first time on a source, or a thread began there (UC-2).
    ConversationStarted {
        /// The contact was not known before on any source.
        new_contact: bool,
    },
    /// A customer wrote into an archived conversation; a new cycle began (UC-2).
    ConversationReopened {
        /// The stage in which the last cycle ended.
        archived_in: Option<StageId>,
    },
    /// Taken from New into work (UC-20).
    ConversationAccepted,
    /// Its stage became an archived one (UC-4).
    ConversationArchived {
        /// That stage.
        stage: StageId,
    },
    /// Put on hold: it waits for something outside (PO-7).
    ConversationHeld,
    /// Back in progress after it was on hold or resolved (PO-7).
    ConversationResumed,
    /// Marked resolved, with a record of it (PO-8).
    ConversationResolved {
        /// The record.
        ticket: TicketId,
    },
    /// Put aside.
    ConversationSnoozed {
        /// Until when, ms UTC; null: until the customer writes.
        until: Option<i64>,
    },
    /// Back from being put aside.
    ConversationWoken {
        /// Why.
        reason: WakeReason,
    },
    /// A customer's message came in.
    MessageReceived {
        /// The message.
        message: MessageId,
        /// Written by a machine (RFC 3834, lists, bounces): triggers stay silent.
        automatic: bool,
    },
    /// A message of ours was put on its way.
    MessageQueued {
        /// The message.
        message: MessageId,
        /// Written by a trigger rather than a person.
        automatic: bool,
    },
    /// A message of ours failed or came back.
    MessageFailed {
        /// The message.
        message: MessageId,
        /// Stable code; the interface words it.
        code: String,
        /// What the network said, verbatim.
        detail: String,
    },
    /// Nobody can tell whether a message left; a person decides.
    MessageUnknown {
        /// The message.
        message: MessageId,
    },
    /// A note was left.
    NoteAdded {
        /// The note.
        message: MessageId,
    },
    /// A card came into being.
    DealCreated {
        /// The deal.
        deal: DealId,
        /// Its first stage.
        stage: StageId,
    },
    /// A card changed its stage (UP-12).
    DealMoved {
        /// The deal.
        deal: DealId,
        /// Where it was.
        from: StageId,
        /// Where it is.
        to: StageId,
    },
    /// A card's amount changed (CP-13).
    DealValueChanged {
        /// The deal.
        deal: DealId,
        /// Before.
        from: Option<Money>,
        /// After.
        to: Option<Money>,
    },
    /// The day by which a card shall be closed changed.
    DealDueChanged {
        /// The deal.
        deal: DealId,
        /// Before, ms UTC.
        from: Option<i64>,
        /// After, ms UTC.
        to: Option<i64>,
    },
    /// Somebody said why a card was won or lost (CP-8).
    DealReasonGiven {
        /// The deal.
        deal: DealId,
        /// Why; empty: taken away.
        reason: String,
    },
    /// A card was thrown away.
    DealDeleted {
        /// The deal.
        deal: DealId,
        /// What it was called; may be empty.
        title: String,
    },
    /// Somebody else became responsible, or nobody.
    ResponsibleChanged {
        /// Before.
        from: Option<MemberId>,
        /// After.
        to: Option<MemberId>,
    },
    /// Tags were added or removed.
    TagsChanged {
        /// New ones.
        added: Vec<TagId>,
        /// Gone ones.
        removed: Vec<TagId>,
    },
    /// A task was set.
    TaskCreated {
        /// The task.
        task: TaskId,
    },
    /// A task was done.
    TaskDone {
        /// The task.
        task: TaskId,
    },
    /// The deadline of an open task has come.
    TaskDue {
        /// The task.
        task: TaskId,
    },
    /// A trigger matched and acted, or was about to and did not (UT-15).
    TriggerRan {
        /// The written-down evaluation.
        run: TriggerRunId,
        /// The trigger.
        trigger: TriggerId,
    },
    /// An action was taken back; its rows are as they were before.
    ActionUndone {
        /// The action.
        operation: OperationId,
        /// Its stable code, e.g. `deal_move`.
        label: String,
    },
    /// The network may have lost messages while we were away (CHANNELS.md `LossNote`).
    MessagesMayBeMissing {
        /// From, ms UTC.
        from: Option<i64>,
        /// Until, ms UTC.
        until: Option<i64>,
    },
}

impl EventBody {
    /// The stored spelling of the kind, as in the `kind` column.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ConversationStarted { .. } => "conversation_started",
            Self::ConversationReopened { .. } => "conversation_reopened",
            Self::ConversationAccepted => "conversation_accepted",
            Self::ConversationArchived { .. } => "conversation_archived",
            Self::ConversationHeld => "conversation_held",
            Self::ConversationResumed => "conversation_resumed",
            Self::ConversationResolved { .. } => "conversation_resolved",
            Self::ConversationSnoozed { .. } => "conversation_snoozed",
            Self::ConversationWoken { .. } => "conversation_woken",
            Self::MessageReceived { .. } => "message_received",
            Self::MessageQueued { .. } => "message_queued",
            Self::MessageFailed { .. } => "message_failed",
            Self::MessageUnknown { .. } => "message_unknown",
            Self::NoteAdded { .. } => "note_added",
            Self::DealCreated { .. } => "deal_created",
            Self::DealMoved { .. } => "deal_moved",
            Self::DealValueChanged { .. } => "deal_value_changed",
            Self::DealDueChanged { .. } => "deal_due_changed",
            Self::DealReasonGiven { .. } => "deal_reason_given",
            Self::DealDeleted { .. } => "deal_deleted",
            Self::ResponsibleChanged { .. } => "responsible_changed",
            Self::TagsChanged { .. } => "tags_changed",
            Self::TaskCreated { .. } => "task_created",
            Self::TaskDone { .. } => "task_done",
            Self::TaskDue { .. } => "task_due",
            Self::TriggerRan { .. } => "trigger_ran",
            Self::ActionUndone { .. } => "action_undone",
            Self::MessagesMayBeMissing { .. } => "messages_may_be_missing",
        }
    }
}

/// An event as written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Row id; later events have larger ones.
    pub id: EventId,
    /// When it happened.
    pub at: crate::Timestamp,
    /// Who or what caused it.
    pub cause: Cause,
    /// The conversation it belongs to, if any.
    pub conversation: Option<ConversationId>,
    /// The contact it belongs to, if any.
    pub contact: Option<ContactId>,
    /// The deal it belongs to, if any.
    pub deal: Option<DealId>,
    /// What happened.
    pub body: EventBody,
}
