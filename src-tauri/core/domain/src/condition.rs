//! The one condition language: filters, saved views and triggers ask in it (UC-9, UT-11).
//!
//! A condition is a tree of groups over tests. Here it is tested against [`Facts`], purely; the store compiles the
//! same tree to SQL. As JSON: `{"v":1,"when":{"all":[{"test":{"tags":{"any":[3]}}},{"not":{"test":…}}]}}`.
//! Inside one test the listed values are alternatives; groups combine tests.

mod ask;
pub mod check;

use serde::{Deserialize, Serialize};

use crate::{
    Channel, Folder, StageGroup, ThreadKind, Timestamp, WorkStatus,
    ids::{FieldId, MemberId, SourceId, StageId, TagId},
};

pub use ask::Subject;

/// Version written into stored conditions. A later meaning gets a later number; old ones are read for ever.
pub const VERSION: u16 = 1;

/// A versioned condition. The default holds always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Version of the language.
    pub v: u16,
    /// What has to hold.
    pub when: Clause,
}

impl Default for Condition {
    fn default() -> Self {
        Self {
            v: VERSION,
            when: Clause::All(Vec::new()),
        }
    }
}

/// A group or a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clause {
    /// Every one holds; an empty group holds.
    All(Vec<Clause>),
    /// At least one holds; an empty group does not hold.
    Any(Vec<Clause>),
    /// It does not hold.
    Not(Box<Clause>),
    /// One question.
    Test(Test),
}

/// One question about a conversation. An empty list of alternatives holds for nothing and is refused by
/// [`Condition::check`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// Lies in one of these.
    Folder(Vec<Folder>),
    /// Its stage is one of these.
    Stage(Vec<StageId>),
    /// Its stage's group is one of these.
    StageGroup(Vec<StageGroup>),
    /// Came through one of these accounts.
    Source(Vec<SourceId>),
    /// Came over one of these networks.
    Channel(Vec<Channel>),
    /// Wears tags.
    Tags(TagTest),
    /// Who is in charge.
    Responsible(ResponsibleTest),
    /// One of these words or phrases begins at a word of the text, folded: "price" finds "Prices?".
    ///
    /// The text is that of the message that set a trigger off, otherwise of the customer's last message, each with
    /// its subject; in a filter any message of the conversation counts.
    Text(Vec<String>),
    /// Read and answered or not.
    State(Vec<Mark>),
    /// The deal's amount, in minor units of one currency.
    Amount(AmountTest),
    /// First contact or not.
    Contact(Acquaintance),
    /// Open tasks by deadline.
    Tasks(Vec<TaskTest>),
    /// When something was last said.
    Period(Period),
    /// The contact's language: `pt` also finds `pt-BR`.
    Language(Vec<String>),
    /// A direct talk, or comments under a post (UC-9, kind 4).
    Kind(Vec<ThreadKind>),
    /// New, in progress, on hold or resolved.
    WorkStatus(Vec<WorkStatus>),
    /// The contact has one of these numbers of stars, 0 to 5 (PO-15).
    Stars(Vec<u8>),
    /// What stands in an additional field.
    Field(FieldTest),
}

/// What stands in an additional field of the contact, the conversation or its deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldTest {
    /// Which field; its owner follows from it.
    pub field: FieldId,
    /// What has to stand there.
    pub is: FieldIs,
}

/// What has to stand in a field. Nothing there: only [`FieldIs::Empty`] holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldIs {
    /// Nothing.
    Empty,
    /// Something.
    Filled,
    /// Text or link: contains one of these, case and accents aside.
    Contains(Vec<String>),
    /// Text or link: is one of these and nothing more, case and accents aside.
    Exactly(Vec<String>),
    /// List: one of these options is chosen.
    Option(Vec<i64>),
    /// Number in thousandths, money in minor units or date in milliseconds, both ends included.
    Between {
        /// At least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<i64>,
        /// At most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<i64>,
    },
    /// Checkbox: ticked or not; one that was never touched is not.
    Checked(bool),
}

/// How tags are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagTest {
    /// At least one of them.
    Any(Vec<TagId>),
    /// Every one of them.
    All(Vec<TagId>),
    /// Not one of them.
    None(Vec<TagId>),
}

/// Who is in charge.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResponsibleTest {
    /// One of these.
    pub any: Vec<MemberId>,
    /// Or nobody.
    pub nobody: bool,
}

/// Filter kind 5 of UC-9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Something is unread for the one who asks.
    Unread,
    /// Nothing is.
    Read,
    /// A customer waits for an answer.
    Unanswered,
    /// No customer waits.
    Answered,
}

/// A range of amounts, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountTest {
    /// At least, in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// At most, in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// ISO 4217; amounts in other currencies do not match.
    pub currency: String,
}

/// Whether we knew the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acquaintance {
    /// Writes for the first time.
    New,
    /// Was here before, on any source.
    Returning,
}

/// Filter kind 7 of UC-9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskTest {
    /// No open task.
    None,
    /// An open one with a deadline today that has not passed.
    DueToday,
    /// An open one whose deadline has passed.
    Overdue,
    /// An open one due after today, or without a deadline.
    Future,
}

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// From a moment until before another; missing ends are open.
    Between {
        /// From, included.
        #[serde(default)]
        from: Option<Timestamp>,
        /// Until, excluded.
        #[serde(default)]
        until: Option<Timestamp>,
    },
    /// Today and the `n − 1` days before, each taken as 24 hours before today's first moment.
    LastDays(u16),
}

/// What one test said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestResult {
    /// The test.
    pub test: Test,
    /// What it said, before any `not` around it.
    pub holds: bool,
}

/// What a condition said, and what each of its tests said, in written order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The whole condition.
    pub holds: bool,
    /// Every test, also those that could not change the outcome.
    pub why: Vec<TestResult>,
}
