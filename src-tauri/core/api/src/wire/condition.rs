//! The condition language as it travels: the domain's own JSON, so that a filter, a saved view and a trigger are
//! written the same everywhere. Here stand only its TypeScript types; a test holds them to the domain.

use runnel_domain::condition as domain;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A versioned condition; `{ v: 1, when: { all: [] } }` holds always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Condition(#[ts(type = "{ v: number; when: Clause }")] pub domain::Condition);

/// A group or a test.
#[derive(TS)]
pub struct Clause(
    #[ts(type = "{ all: Clause[] } | { any: Clause[] } | { not: Clause } | { test: Test }")]
    #[expect(dead_code, reason = "stands for its type")]
    domain::Clause,
);

/// One question about a conversation; the values listed in one test are alternatives.
#[derive(TS)]
pub struct Test(
    #[ts(type = r#"
  | { folder: Folder[] }
  | { stage: number[] }
  | { stage_group: StageGroup[] }
  | { source: number[] }
  | { channel: Channel[] }
  | { tags: { any: number[] } | { all: number[] } | { none: number[] } }
  | { responsible: { any: number[]; nobody: boolean } }
  | { text: string[] }
  | { state: ("unread" | "read" | "unanswered" | "answered")[] }
  | { amount: { min?: number; max?: number; currency: string } }
  | { contact: "new" | "returning" }
  | { tasks: ("none" | "due_today" | "overdue" | "future")[] }
  | { period: { between: { from: number | null; until: number | null } } | { last_days: number } }
  | { language: string[] }
  | { kind: ThreadKind[] }
  | { work_status: WorkStatus[] }
  | { stars: number[] }
  | { field: { field: number; is: FieldIs } }"#)]
    #[expect(dead_code, reason = "stands for its type")]
    domain::Test,
);

/// What has to stand in an additional field.
#[derive(TS)]
pub struct FieldIs(
    #[ts(
        type = r#""empty" | "filled" | { contains: string[] } | { exactly: string[] } | { option: number[] } | { between: { min?: number; max?: number } } | { checked: boolean }"#
    )]
    #[expect(dead_code, reason = "stands for its type")]
    domain::FieldIs,
);

#[cfg(test)]
mod tests {
    use super::*;
    use runnel_domain::{
        Channel, Folder, StageGroup, ThreadKind, WorkStatus,
        condition::{
            Acquaintance, AmountTest, FieldIs, FieldTest, Mark, Period, ResponsibleTest, TagTest,
            TaskTest,
        },
        ids::{FieldId, MemberId, SourceId, StageId, TagId},
    };

    /// One of each; whoever adds a test to the domain finds this match first.
    fn every_test() -> Vec<domain::Test> {
        use domain::Test as T;
        let all = vec![
            T::Folder(vec![Folder::New]),
            T::Stage(vec![StageId(1)]),
            T::StageGroup(vec![StageGroup::Active]),
            T::Source(vec![SourceId(1)]),
            T::Channel(vec![Channel::Email]),
            T::Tags(TagTest::Any(vec![TagId(1)])),
            T::Responsible(ResponsibleTest {
                any: vec![MemberId(1)],
                nobody: true,
            }),
            T::Text(vec!["x".to_owned()]),
            T::State(vec![Mark::Unread]),
            T::Amount(AmountTest {
                min: None,
                max: Some(1),
                currency: "EUR".to_owned(),
            }),
            T::Contact(Acquaintance::New),
            T::Tasks(vec![TaskTest::DueToday]),
            T::Period(Period::LastDays(1)),
            T::Language(vec!["pt".to_owned()]),
            T::Kind(vec![ThreadKind::Direct]),
            T::WorkStatus(vec![WorkStatus::OnHold]),
            T::Stars(vec![5]),
            T::Field(FieldTest {
                field: FieldId(1),
                is: FieldIs::Filled,
            }),
        ];
        for test in &all {
            match test {
                T::Folder(_) | T::Stage(_) | T::StageGroup(_) | T::Source(_) | T::Channel(_) => {}
                T::Tags(_) | T::Responsible(_) | T::Text(_) | T::State(_) | T::Amount(_) => {}
                T::Contact(_) | T::Tasks(_) | T::Period(_) | T::Language(_) | T::Kind(_) => {}
                T::WorkStatus(_) | T::Stars(_) | T::Field(_) => {}
            }
        }
        all
    }

    #[test]
    fn typescript_knows_every_test_by_the_domains_name() {
        let text = Test::decl(&ts_rs::Config::new());
        for test in every_test() {
            let json = serde_json::to_value(&test).unwrap();
            let name = json.as_object().unwrap().keys().next().unwrap();
            assert!(text.contains(&format!("{{ {name}: ")), "{name} in {text}");
        }
        assert_eq!(
            text.lines()
                .filter(|line| line.trim_start().starts_with('|'))
                .count(),
            every_test().len(),
            "and no other"
        );
    }
}
