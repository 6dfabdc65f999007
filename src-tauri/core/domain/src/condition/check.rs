//! Whether a condition that a person put together makes sense, told by stable codes.

use serde::Serialize;

use crate::condition::{Clause, Condition, FieldIs, Period, TagTest, Test, VERSION};

/// Groups inside groups; more than anybody can read.
pub const DEEPEST: usize = 6;
/// Tests in one condition.
pub const MOST_TESTS: usize = 200;

/// Stars that a contact can have (PO-13).
pub const MOST_STARS: u8 = 5;

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Stable code; the interface words it.
    pub code: &'static str,
    /// Where: positions in the groups from the outside, e.g. `0.2`; empty: the whole.
    pub at: String,
}

impl Problem {
    /// A code at a place.
    #[must_use]
    pub fn new(code: &'static str, at: impl Into<String>) -> Self {
        Self {
            code,
            at: at.into(),
        }
    }
}

impl Condition {
    /// Nothing if it makes sense, otherwise everything that does not.
    ///
    /// Codes: `version_unknown`, `too_deep`, `too_many_tests`, `group_empty`, `nothing_chosen`, `text_blank`,
    /// `amount_open`, `amount_reversed`, `currency_invalid`, `period_reversed`, `period_open`, `stars_invalid`,
    /// `range_open`, `range_reversed`.
    #[must_use]
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.v != VERSION {
            problems.push(Problem::new("version_unknown", ""));
        }
        let mut tests = 0_usize;
        self.when.visit(&mut |_| tests += 1);
        if tests > MOST_TESTS {
            problems.push(Problem::new("too_many_tests", ""));
        }
        // The outermost group may be empty: a trigger without conditions.
        if !matches!(&self.when, Clause::All(of) if of.is_empty()) {
            check_clause(&self.when, &mut Vec::new(), &mut problems);
        }
        problems
    }
}

fn check_clause(clause: &Clause, path: &mut Vec<usize>, problems: &mut Vec<Problem>) {
    let place = |path: &[usize]| {
        path.iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(".")
    };
    if path.len() > DEEPEST {
        problems.push(Problem::new("too_deep", place(path)));
        return;
    }
    match clause {
        Clause::All(of) | Clause::Any(of) => {
            if of.is_empty() {
                problems.push(Problem::new("group_empty", place(path)));
            }
            for (index, inner) in of.iter().enumerate() {
                path.push(index);
                check_clause(inner, path, problems);
                path.pop();
            }
        }
        Clause::Not(inner) => {
            path.push(0);
            check_clause(inner, path, problems);
            path.pop();
        }
        Clause::Test(test) => {
            problems.extend(check_test(test).map(|code| Problem::new(code, place(path))));
        }
    }
}

fn check_test(test: &Test) -> Option<&'static str> {
    let nothing = match test {
        Test::Folder(any) => any.is_empty(),
        Test::Stage(any) => any.is_empty(),
        Test::StageGroup(any) => any.is_empty(),
        Test::Source(any) => any.is_empty(),
        Test::Channel(any) => any.is_empty(),
        Test::Tags(TagTest::Any(tags) | TagTest::All(tags) | TagTest::None(tags)) => {
            tags.is_empty()
        }
        Test::Responsible(test) => test.any.is_empty() && !test.nobody,
        Test::Text(any) | Test::Language(any) => any.is_empty(),
        Test::State(any) => any.is_empty(),
        Test::Tasks(any) => any.is_empty(),
        Test::Kind(any) => any.is_empty(),
        Test::WorkStatus(any) => any.is_empty(),
        Test::Stars(any) => any.is_empty(),
        Test::Field(test) => match &test.is {
            FieldIs::Contains(any) | FieldIs::Exactly(any) => any.is_empty(),
            FieldIs::Option(any) => any.is_empty(),
            FieldIs::Empty | FieldIs::Filled | FieldIs::Between { .. } | FieldIs::Checked(_) => {
                false
            }
        },
        Test::Amount(_) | Test::Contact(_) | Test::Period(_) => false,
    };
    if nothing {
        return Some("nothing_chosen");
    }
    match test {
        Test::Text(any) | Test::Language(any) if any.iter().any(|word| word.trim().is_empty()) => {
            Some("text_blank")
        }
        Test::Amount(range) => match (range.min, range.max) {
            _ if range.currency.len() != 3
                || !range.currency.bytes().all(|b| b.is_ascii_uppercase()) =>
            {
                Some("currency_invalid")
            }
            (None, None) => Some("amount_open"),
            (Some(min), Some(max)) if max < min => Some("amount_reversed"),
            _ => None,
        },
        Test::Period(Period::Between {
            from: None,
            until: None,
        }) => Some("period_open"),
        Test::Period(Period::Between {
            from: Some(from),
            until: Some(until),
        }) if until <= from => Some("period_reversed"),
        Test::Period(Period::LastDays(0)) => Some("nothing_chosen"),
        Test::Stars(any) if any.iter().any(|stars| *stars > MOST_STARS) => Some("stars_invalid"),
        Test::Field(test) => match &test.is {
            FieldIs::Contains(any) | FieldIs::Exactly(any)
                if any.iter().any(|word| word.trim().is_empty()) =>
            {
                Some("text_blank")
            }
            FieldIs::Between {
                min: None,
                max: None,
            } => Some("range_open"),
            FieldIs::Between {
                min: Some(min),
                max: Some(max),
            } if max < min => Some("range_reversed"),
            _ => None,
        },
        _ => None,
    }
}
