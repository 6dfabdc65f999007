//! UC-9, UT-11: each test of the condition language, and its JSON.

use runnel_domain::{
    Channel, Folder, StageGroup, Timestamp,
    condition::{
        Acquaintance, AmountTest, Clause, Condition, Mark, Period, ResponsibleTest, TagTest,
        TaskTest, Test,
    },
    ids::{MemberId, SourceId, StageId, TagId},
};

use crate::{NOON, ana};

fn amount(min: Option<i64>, max: Option<i64>, currency: &str) -> Test {
    Test::Amount(AmountTest {
        min,
        max,
        currency: currency.to_owned(),
    })
}

fn text(words: &[&str]) -> Test {
    Test::Text(words.iter().map(|word| (*word).to_owned()).collect())
}

fn responsible(any: &[i64], nobody: bool) -> Test {
    Test::Responsible(ResponsibleTest {
        any: any.iter().copied().map(MemberId).collect(),
        nobody,
    })
}

#[test]
fn each_test_says_what_it_says_about_ana() {
    let hours = |hours: i64| NOON.plus_minutes(hours * 60);
    for (test, holds) in [
        (Test::Folder(vec![Folder::New, Folder::Accepted]), true),
        (Test::Folder(vec![Folder::Archive]), false),
        (Test::Stage(vec![StageId(2)]), true),
        (Test::Stage(vec![StageId(3)]), false),
        (Test::StageGroup(vec![StageGroup::Active]), true),
        (Test::StageGroup(vec![StageGroup::Successful]), false),
        (Test::Source(vec![SourceId(1)]), true),
        (Test::Source(vec![SourceId(9)]), false),
        (Test::Channel(vec![Channel::Email]), true),
        (Test::Channel(vec![Channel::Local]), false),
        (Test::Tags(TagTest::Any(vec![TagId(2), TagId(9)])), true),
        (Test::Tags(TagTest::Any(vec![TagId(9)])), false),
        (Test::Tags(TagTest::All(vec![TagId(1), TagId(2)])), true),
        (Test::Tags(TagTest::All(vec![TagId(1), TagId(9)])), false),
        (Test::Tags(TagTest::None(vec![TagId(9)])), true),
        (Test::Tags(TagTest::None(vec![TagId(1)])), false),
        (responsible(&[1], false), true),
        (responsible(&[2], true), false),
        (text(&["preco"]), true),
        (text(&["Por favor"]), true),
        (text(&["invoice", "ORÇAM"]), true),
        (text(&["avor"]), false),
        (Test::State(vec![Mark::Unread]), true),
        (Test::State(vec![Mark::Read, Mark::Answered]), false),
        (Test::State(vec![Mark::Unanswered]), true),
        (amount(Some(395_000), None, "EUR"), true),
        (amount(None, Some(394_999), "EUR"), false),
        (amount(Some(1), None, "USD"), false),
        (Test::Contact(Acquaintance::New), true),
        (Test::Contact(Acquaintance::Returning), false),
        (Test::Tasks(vec![TaskTest::DueToday]), true),
        (
            Test::Tasks(vec![TaskTest::None, TaskTest::Overdue, TaskTest::Future]),
            false,
        ),
        (Test::Period(Period::LastDays(1)), true),
        (
            Test::Period(Period::Between {
                from: Some(hours(-1)),
                until: Some(hours(1)),
            }),
            true,
        ),
        (
            Test::Period(Period::Between {
                from: None,
                until: Some(hours(-1)),
            }),
            false,
        ),
        (Test::Language(vec!["pt".to_owned()]), true),
        (
            Test::Language(vec!["pt-PT".to_owned(), "p".to_owned()]),
            false,
        ),
    ] {
        assert_eq!(test.holds(&ana()), holds, "{test:?}");
        let prepared = Condition::new(Clause::Test(test.clone())).prepared();
        assert_eq!(
            prepared.holds(&ana()),
            holds,
            "prepared for a rule book: {test:?}"
        );
    }
}

#[test]
fn a_conversation_without_anything_answers_too() {
    let mut bare = ana();
    bare.stage = None;
    bare.stage_group = None;
    bare.tags.clear();
    bare.responsible = None;
    bare.amount = None;
    bare.waiting_since = None;
    bare.open_tasks.clear();
    bare.language.clear();
    for (test, holds) in [
        (responsible(&[1], true), true),
        (Test::Tasks(vec![TaskTest::None]), true),
        (Test::State(vec![Mark::Answered]), true),
        (Test::Tags(TagTest::None(vec![TagId(1)])), true),
        (Test::Stage(vec![StageId(2)]), false),
        (amount(None, Some(1_000_000), "EUR"), false),
        (Test::Language(vec![String::new()]), false),
    ] {
        assert_eq!(test.holds(&bare), holds, "{test:?}");
    }
    bare.open_tasks = vec![None];
    assert!(
        Test::Tasks(vec![TaskTest::Future]).holds(&bare),
        "no deadline is some time later"
    );
    bare.open_tasks = vec![Some(NOON.plus_minutes(-1))];
    assert!(Test::Tasks(vec![TaskTest::Overdue]).holds(&bare));
    assert!(
        !Test::Tasks(vec![TaskTest::DueToday]).holds(&bare),
        "today, but too late"
    );
}

#[test]
fn groups_combine_and_every_test_explains_itself() {
    let vip = || Clause::Test(Test::Tags(TagTest::Any(vec![TagId(9)])));
    let price = || Clause::Test(text(&["preço"]));
    let condition = Condition::new(Clause::All(vec![
        price(),
        Clause::Not(Box::new(vip())),
        Clause::Any(vec![
            vip(),
            Clause::Test(Test::Folder(vec![Folder::Accepted])),
        ]),
    ]));
    let verdict = condition.test(&ana());
    assert!(verdict.holds);
    let said: Vec<_> = verdict.why.iter().map(|result| result.holds).collect();
    assert_eq!(
        said,
        [true, false, false, true],
        "in written order, also inside not"
    );
    assert!(
        Condition::default().holds(&ana()),
        "no condition holds always"
    );
    assert!(
        !Clause::Any(vec![]).holds(&ana()),
        "no alternative, no match"
    );
}

#[test]
fn stored_conditions_keep_their_spelling() {
    let condition = Condition::new(Clause::All(vec![
        Clause::Test(Test::Source(vec![SourceId(4)])),
        Clause::Not(Box::new(Clause::Test(Test::Tags(TagTest::All(vec![
            TagId(3),
        ]))))),
        Clause::Test(Test::Tasks(vec![TaskTest::DueToday])),
        Clause::Test(Test::Period(Period::LastDays(7))),
        Clause::Test(responsible(&[], true)),
    ]));
    let json = serde_json::to_string(&condition).unwrap();
    assert_eq!(
        json,
        r#"{"v":1,"when":{"all":[{"test":{"source":[4]}},{"not":{"test":{"tags":{"all":[3]}}}},"#
            .to_owned()
            + r#"{"test":{"tasks":["due_today"]}},{"test":{"period":{"last_days":7}}},"#
            + r#"{"test":{"responsible":{"any":[],"nobody":true}}}]}}"#
    );
    assert_eq!(serde_json::from_str::<Condition>(&json).unwrap(), condition);
}

#[test]
fn nonsense_is_refused_with_its_place() {
    let deep = (0..9).fold(Clause::Test(text(&["a"])), |inner, _| {
        Clause::All(vec![inner])
    });
    let late = Period::Between {
        from: Some(NOON),
        until: Some(Timestamp(0)),
    };
    for (clause, code, at) in [
        (
            Clause::All(vec![Clause::Test(Test::Stage(vec![]))]),
            "nothing_chosen",
            "0",
        ),
        (Clause::All(vec![Clause::Any(vec![])]), "group_empty", "0"),
        (Clause::Test(text(&["a", " "])), "text_blank", ""),
        (Clause::Test(amount(None, None, "EUR")), "amount_open", ""),
        (
            Clause::Test(amount(Some(2), Some(1), "EUR")),
            "amount_reversed",
            "",
        ),
        (
            Clause::Test(amount(Some(2), None, "eur")),
            "currency_invalid",
            "",
        ),
        (
            Clause::All(vec![Clause::Not(Box::new(Clause::Test(Test::Period(
                late,
            ))))]),
            "period_reversed",
            "0.0",
        ),
        (
            Clause::All(vec![Clause::Test(text(&["a"])); 300]),
            "too_many_tests",
            "",
        ),
        (deep, "too_deep", "0.0.0.0.0.0.0"),
    ] {
        let problems = Condition::new(clause).check();
        let first = problems.first().expect(code);
        assert_eq!((first.code, first.at.as_str()), (code, at));
    }
    assert!(Condition::default().check().is_empty());
    assert_eq!(
        Condition {
            v: 9,
            when: Clause::All(vec![])
        }
        .check()[0]
            .code,
        "version_unknown"
    );
}
