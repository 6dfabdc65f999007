//! All that a condition can ask about one conversation at one moment: the snapshot that tests run on.

use crate::{
    Channel, Folder, Money, StageGroup, ThreadKind, Timestamp, WorkStatus,
    day::Day,
    fold::fold,
    ids::{ContactId, ConversationId, DealId, FieldId, MemberId, SourceId, StageId, TagId},
};

/// From where and when something is asked: "unread" depends on the member, "today" on the zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewpoint {
    /// The moment.
    pub now: Timestamp,
    /// The calendar day of the person who asks, around `now`.
    pub today: Day,
    /// Who asks; `None`: nobody in particular, and "unread" means unread by any member.
    pub member: Option<MemberId>,
}

/// The state of one conversation, with what it needs of its contact, deal and tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// When and by whom it is asked.
    pub seen_from: Viewpoint,
    /// Which conversation.
    pub conversation: ConversationId,
    /// With whom.
    pub contact: ContactId,
    /// This cycle's deal in the default pipeline.
    pub deal: Option<DealId>,
    /// Where it lies.
    pub folder: Folder,
    /// Its deal's stage.
    pub stage: Option<StageId>,
    /// That stage's group.
    pub stage_group: Option<StageGroup>,
    /// Through which account.
    pub source: SourceId,
    /// On which network.
    pub channel: Channel,
    /// What it wears, in any order.
    pub tags: Vec<TagId>,
    /// In charge.
    pub responsible: Option<MemberId>,
    /// What "text contains" looks at.
    pub text: FoldedText,
    /// Unread from the viewpoint.
    pub unread: bool,
    /// First unanswered message of the customer.
    pub waiting_since: Option<Timestamp>,
    /// A person of ours has answered at least once.
    pub ever_answered: bool,
    /// Its deal's amount.
    pub amount: Option<Money>,
    /// The contact was not known before this conversation's present cycle.
    pub new_contact: bool,
    /// Deadlines of open tasks; `None` inside: open without a deadline.
    pub open_tasks: Vec<Option<Timestamp>>,
    /// BCP 47 tag of the contact; empty: unknown.
    pub language: String,
    /// Last message either way.
    pub last_activity_at: Timestamp,
    /// A direct talk or comments under a post.
    pub thread_kind: ThreadKind,
    /// The second field beside the folder.
    pub work_status: WorkStatus,
    /// The contact's stars, 0 to 5.
    pub stars: u8,
    /// What stands in additional fields of contact, conversation and deal.
    pub fields: Vec<FieldFact>,
}

/// What stands in one additional field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFact {
    /// Which field.
    pub field: FieldId,
    /// Text or link; of lists the chosen option ids, each between commas: `,3,7,`.
    pub text: Option<String>,
    /// Thousandths of a number, minor units of money, milliseconds of a date, 0 or 1 of a checkbox.
    pub number: Option<i64>,
}

impl FieldFact {
    /// Whether nothing stands there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.number.is_none() && self.text.as_deref().unwrap_or_default().is_empty()
    }
}

/// Text that is folded already, so that a thousand rules fold it once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoldedText(String);

impl FoldedText {
    /// Folds `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(fold(text).into_owned())
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
