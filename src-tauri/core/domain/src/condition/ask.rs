//! Asking a condition about facts: purely, cheaply, and with reasons.

use super::{
    Acquaintance, Clause, Condition, Mark, Period, TagTest, TaskTest, Test, TestResult, VERSION,
    Verdict,
};
use crate::{
    Timestamp,
    facts::Facts,
    fold::{fold, has_phrase},
    ids::TagId,
};

impl Condition {
    /// A condition in the present version.
    #[must_use]
    pub const fn new(when: Clause) -> Self {
        Self { v: VERSION, when }
    }

    /// Whether it holds, stopping at the first test that decides.
    #[must_use]
    pub fn holds(&self, facts: &Facts) -> bool {
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
    pub fn holds(&self, facts: &Facts) -> bool {
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
            Self::Test(Test::Tags(_) | Test::Tasks(_) | Test::Language(_)) => 4,
            Self::Test(_) => 1,
        }
    }
}

impl Test {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self, facts: &Facts) -> bool {
        match self {
            Self::Folder(any) => any.contains(&facts.folder),
            Self::Stage(any) => facts.stage.is_some_and(|stage| any.contains(&stage)),
            Self::StageGroup(any) => facts.stage_group.is_some_and(|group| any.contains(&group)),
            Self::Source(any) => any.contains(&facts.source),
            Self::Channel(any) => any.contains(&facts.channel),
            Self::Tags(tags) => tags.holds(&facts.tags),
            Self::Responsible(test) => match facts.responsible {
                Some(member) => test.any.contains(&member),
                None => test.nobody,
            },
            Self::Text(any) => any
                .iter()
                .any(|word| has_phrase(facts.text.as_str(), &fold(word))),
            Self::State(any) => any.iter().any(|mark| match mark {
                Mark::Unread => facts.unread,
                Mark::Read => !facts.unread,
                Mark::Unanswered => facts.waiting_since.is_some(),
                Mark::Answered => facts.waiting_since.is_none(),
            }),
            Self::Amount(range) => facts.amount.as_ref().is_some_and(|amount| {
                amount.currency == range.currency
                    && range.min.is_none_or(|min| min <= amount.amount_minor)
                    && range.max.is_none_or(|max| amount.amount_minor <= max)
            }),
            Self::Contact(who) => facts.new_contact == (*who == Acquaintance::New),
            Self::Tasks(any) => any.iter().any(|test| test.holds(facts)),
            Self::Period(period) => period.holds(facts),
            Self::Language(any) => any.iter().any(|tag| speaks(&facts.language, tag)),
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
    fn holds(self, facts: &Facts) -> bool {
        let Facts {
            open_tasks,
            seen_from,
            ..
        } = facts;
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

    fn holds(self, facts: &Facts) -> bool {
        let (from, until) = self.bounds(facts.seen_from.today);
        from.is_none_or(|from| from <= facts.last_activity_at)
            && until.is_none_or(|until| facts.last_activity_at < until)
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
