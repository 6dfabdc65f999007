//! Asking a condition about facts: purely, cheaply, and with reasons.

use super::{
    Acquaintance, AmountTest, Clause, Condition, FieldIs, FieldTest, Mark, Period, TagTest,
    TaskTest, Test, TestResult, VERSION, Verdict,
};
use crate::{
    Channel, Folder, StageGroup, ThreadKind, Timestamp, WorkStatus,
    facts::{Facts, FieldFact, Viewpoint},
    fold::{fold, has_phrase},
    ids::{MemberId, SourceId, StageId, TagId},
};

/// What can be asked: a snapshot of one conversation, or of a card that none carries, however it is kept.
///
/// [`Facts`] know all of it. Whoever keeps less answers the last group of questions from elsewhere.
pub trait Subject {
    /// When and by whom it is asked.
    fn seen_from(&self) -> Viewpoint;
    /// Where it lies.
    fn folder(&self) -> Folder;
    /// Its deal's stage.
    fn stage(&self) -> Option<StageId>;
    /// That stage's group.
    fn stage_group(&self) -> Option<StageGroup>;
    /// Through which account; `None`: none.
    fn source(&self) -> Option<SourceId>;
    /// On which network; `None`: none.
    fn channel(&self) -> Option<Channel>;
    /// What it wears.
    fn tags(&self) -> &[TagId];
    /// In charge.
    fn responsible(&self) -> Option<MemberId>;
    /// Unread from the viewpoint.
    fn is_unread(&self) -> bool;
    /// A customer waits for an answer.
    fn is_waiting(&self) -> bool;
    /// Its deal's amount in minor units and its currency.
    fn amount(&self) -> Option<(i64, &str)>;
    /// Deadlines of open tasks; `None` inside: without a deadline.
    fn open_tasks(&self) -> &[Option<Timestamp>];
    /// Last message either way.
    fn last_activity_at(&self) -> Timestamp;
    /// Direct or comments; `None`: no thread.
    fn thread_kind(&self) -> Option<ThreadKind>;
    /// The second field beside the folder; `None`: no conversation.
    fn work_status(&self) -> Option<WorkStatus>;
    /// The contact's stars.
    fn stars(&self) -> u8;
    /// The contact's language as a BCP 47 tag; empty: not known.
    fn language(&self) -> &str;

    /// What a test says that needs more than the above: text, acquaintance, fields.
    fn holds_rare(&self, test: &Test) -> bool;
}

impl Subject for Facts {
    fn seen_from(&self) -> Viewpoint {
        self.seen_from
    }
    fn folder(&self) -> Folder {
        self.folder
    }
    fn stage(&self) -> Option<StageId> {
        self.stage
    }
    fn stage_group(&self) -> Option<StageGroup> {
        self.stage_group
    }
    fn source(&self) -> Option<SourceId> {
        Some(self.source)
    }
    fn channel(&self) -> Option<Channel> {
        Some(self.channel)
    }
    fn tags(&self) -> &[TagId] {
        &self.tags
    }
    fn responsible(&self) -> Option<MemberId> {
        self.responsible
    }
    fn is_unread(&self) -> bool {
        self.unread
    }
    fn is_waiting(&self) -> bool {
        self.waiting_since.is_some()
    }
    fn amount(&self) -> Option<(i64, &str)> {
        let amount = self.amount.as_ref()?;
        Some((amount.amount_minor, &amount.currency))
    }
    fn open_tasks(&self) -> &[Option<Timestamp>] {
        &self.open_tasks
    }
    fn last_activity_at(&self) -> Timestamp {
        self.last_activity_at
    }
    fn thread_kind(&self) -> Option<ThreadKind> {
        Some(self.thread_kind)
    }
    fn work_status(&self) -> Option<WorkStatus> {
        Some(self.work_status)
    }
    fn stars(&self) -> u8 {
        self.stars
    }
    fn language(&self) -> &str {
        &self.language
    }

    fn holds_rare(&self, test: &Test) -> bool {
        match test {
            Test::Text(any) => any
                .iter()
                .any(|word| has_phrase(self.text.as_str(), &fold(word))),
            Test::Contact(who) => self.new_contact == (*who == Acquaintance::New),
            Test::Field(FieldTest { field, is }) => {
                is.holds(self.fields.iter().find(|fact| fact.field == *field))
            }
            _ => false,
        }
    }
}

impl Condition {
    /// A condition in the present version.
    #[must_use]
    pub const fn new(when: Clause) -> Self {
        Self { v: VERSION, when }
    }

    /// Whether it holds, stopping at the first test that decides.
    #[must_use]
    pub fn holds(&self, facts: &impl Subject) -> bool {
        self.when.holds(facts)
    }

    /// Whether it holds, and why: every test is asked.
    #[must_use]
    pub fn test(&self, facts: &Facts) -> Verdict {
        let mut why = Vec::new();
        self.when.visit(&mut |test| {
            why.push(TestResult {
                test: test.clone(),
                holds: test.holds(facts),
            });
        });
        Verdict {
            holds: self.when.holds(facts),
            why,
        }
    }

    /// The same condition with folded words and the cheap tests of each group first: what a rule book keeps.
    #[must_use]
    pub fn prepared(&self) -> Self {
        Self {
            v: self.v,
            when: self.when.prepared(),
        }
    }
}

impl Clause {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self, facts: &impl Subject) -> bool {
        match self {
            Self::All(of) => of.iter().all(|clause| clause.holds(facts)),
            Self::Any(of) => of.iter().any(|clause| clause.holds(facts)),
            Self::Not(clause) => !clause.holds(facts),
            Self::Test(test) => test.holds(facts),
        }
    }

    /// Shows every test in it, in written order.
    pub fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Test)) {
        match self {
            Self::All(of) | Self::Any(of) => of.iter().for_each(|clause| clause.visit(see)),
            Self::Not(clause) => clause.visit(see),
            Self::Test(test) => see(test),
        }
    }

    fn prepared(&self) -> Self {
        let sorted = |of: &[Self]| {
            let mut of: Vec<_> = of.iter().map(Self::prepared).collect();
            of.sort_by_key(Self::cost);
            of
        };
        match self {
            Self::All(of) => Self::All(sorted(of)),
            Self::Any(of) => Self::Any(sorted(of)),
            Self::Not(clause) => Self::Not(Box::new(clause.prepared())),
            Self::Test(Test::Text(words)) => Self::Test(Test::Text(
                words.iter().map(|word| fold(word).into_owned()).collect(),
            )),
            Self::Test(test) => Self::Test(test.clone()),
        }
    }

    fn cost(&self) -> u32 {
        match self {
            Self::All(of) | Self::Any(of) => of.iter().map(Self::cost).sum::<u32>() + 1,
            Self::Not(clause) => clause.cost(),
            Self::Test(Test::Text(words)) => {
                100 * u32::try_from(words.len()).unwrap_or(u32::MAX / 1_000)
            }
            Self::Test(Test::Tags(_) | Test::Tasks(_) | Test::Language(_) | Test::Field(_)) => 4,
            Self::Test(_) => 1,
        }
    }
}

impl Test {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self, facts: &impl Subject) -> bool {
        match self {
            Self::Folder(any) => any.contains(&facts.folder()),
            Self::Stage(any) => facts.stage().is_some_and(|stage| any.contains(&stage)),
            Self::StageGroup(any) => facts
                .stage_group()
                .is_some_and(|group| any.contains(&group)),
            Self::Source(any) => facts.source().is_some_and(|source| any.contains(&source)),
            Self::Channel(any) => facts
                .channel()
                .is_some_and(|channel| any.contains(&channel)),
            Self::Tags(tags) => tags.holds(facts.tags()),
            Self::Responsible(test) => match facts.responsible() {
                Some(member) => test.any.contains(&member),
                None => test.nobody,
            },
            Self::State(any) => any.iter().any(|mark| match mark {
                Mark::Unread => facts.is_unread(),
                Mark::Read => !facts.is_unread(),
                Mark::Unanswered => facts.is_waiting(),
                Mark::Answered => !facts.is_waiting(),
            }),
            Self::Amount(range) => range.holds(facts.amount()),
            Self::Tasks(any) => any
                .iter()
                .any(|test| test.holds(facts.open_tasks(), facts.seen_from())),
            Self::Period(period) => period.holds(facts.last_activity_at(), facts.seen_from()),
            Self::Kind(any) => facts.thread_kind().is_some_and(|kind| any.contains(&kind)),
            Self::WorkStatus(any) => facts
                .work_status()
                .is_some_and(|status| any.contains(&status)),
            Self::Stars(any) => any.contains(&facts.stars()),
            Self::Language(any) => any.iter().any(|tag| speaks(facts.language(), tag)),
            Self::Text(_) | Self::Contact(_) | Self::Field(_) => facts.holds_rare(self),
        }
    }

    /// Whether it asks for something that [`Subject::holds_rare`] answers.
    #[must_use]
    pub const fn is_rare(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Contact(_) | Self::Field(_))
    }

    /// Whether the answer changes by itself as time goes by.
    #[must_use]
    pub const fn asks_the_time(&self) -> bool {
        matches!(self, Self::Tasks(_))
    }
}

impl AmountTest {
    fn holds(&self, amount: Option<(i64, &str)>) -> bool {
        amount.is_some_and(|(amount_minor, currency)| {
            currency == self.currency
                && self.min.is_none_or(|min| min <= amount_minor)
                && self.max.is_none_or(|max| amount_minor <= max)
        })
    }
}

impl FieldIs {
    /// Whether it holds where nothing stands.
    #[must_use]
    pub const fn holds_of_nothing(&self) -> bool {
        matches!(self, Self::Empty | Self::Checked(false))
    }

    fn holds(&self, value: Option<&FieldFact>) -> bool {
        let Some(FieldFact { text, number, .. }) = value.filter(|fact| !fact.is_empty()) else {
            return self.holds_of_nothing();
        };
        let text = text.as_deref().unwrap_or_default();
        match self {
            Self::Empty => false,
            Self::Filled => true,
            Self::Contains(any) => any
                .iter()
                .any(|word| fold(text).contains(fold(word).as_ref())),
            Self::Exactly(any) => any.iter().any(|word| fold(text) == fold(word)),
            Self::Option(any) => any
                .iter()
                .any(|option| text.contains(&format!(",{option},"))),
            Self::Between { min, max } => number.is_some_and(|number| {
                min.is_none_or(|min| min <= number) && max.is_none_or(|max| number <= max)
            }),
            Self::Checked(ticked) => (*number == Some(1)) == *ticked,
        }
    }
}

impl TagTest {
    fn holds(&self, worn: &[TagId]) -> bool {
        match self {
            Self::Any(tags) => tags.iter().any(|tag| worn.contains(tag)),
            Self::All(tags) => !tags.is_empty() && tags.iter().all(|tag| worn.contains(tag)),
            Self::None(tags) => !tags.iter().any(|tag| worn.contains(tag)),
        }
    }
}

impl TaskTest {
    /// Whether it holds for open tasks with these deadlines.
    #[must_use]
    pub fn holds(self, open_tasks: &[Option<Timestamp>], seen_from: Viewpoint) -> bool {
        let due = |check: &dyn Fn(Timestamp) -> bool| {
            open_tasks.iter().flatten().any(|due_at| check(*due_at))
        };
        match self {
            Self::None => open_tasks.is_empty(),
            Self::DueToday => due(&|at| seen_from.now <= at && seen_from.today.holds(at)),
            Self::Overdue => due(&|at| at < seen_from.now),
            Self::Future => open_tasks.contains(&None) || due(&|at| seen_from.today.until <= at),
        }
    }
}

impl Period {
    /// From (included) and until (excluded) when asked on this day; `None`: open.
    #[must_use]
    pub fn bounds(self, today: crate::day::Day) -> (Option<Timestamp>, Option<Timestamp>) {
        match self {
            Self::Between { from, until } => (from, until),
            Self::LastDays(days) => {
                let before = i64::from(days.saturating_sub(1)) * 24 * 60;
                (Some(today.from.plus_minutes(-before)), Some(today.until))
            }
        }
    }

    /// Whether a moment lies in it.
    #[must_use]
    pub fn holds(self, at: Timestamp, seen_from: Viewpoint) -> bool {
        let (from, until) = self.bounds(seen_from.today);
        from.is_none_or(|from| from <= at) && until.is_none_or(|until| at < until)
    }
}

/// Whether a contact with `language` speaks `tag`: the same tag, or a more exact one. ASCII case does not matter.
fn speaks(language: &str, tag: &str) -> bool {
    language
        .get(..tag.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(tag))
        && !tag.is_empty()
        && matches!(language.as_bytes().get(tag.len()), None | Some(b'-'))
}
