//! UT-3, UT-4, UT-6, UT-8: rules as stored, and what is refused.

use runnel_domain::{
    TaskKind,
    condition::{Clause, Condition, Test},
    ids::{MemberId, StageId, TagId},
    rule::{Action, ActionKind, Assignee, Delay, Rule, RuleEvent, Unit, VERSION, Wording},
};

fn rule(actions: Vec<Action>) -> Rule {
    Rule {
        v: VERSION,
        event: RuleEvent::StageEntered {
            stages: vec![StageId(3)],
        },
        condition: Condition::default(),
        actions,
        stop_here: false,
    }
}

fn message(template: &str) -> ActionKind {
    ActionKind::SendMessage {
        message: Wording::Own(template.to_owned()),
    }
}

fn now(what: ActionKind) -> Action {
    Action {
        delay: Delay::AtOnce,
        what,
    }
}

#[test]
fn stored_rules_keep_their_spelling() {
    let full = rule(vec![
        Action {
            delay: Delay::Minutes(10),
            what: message("Hi {{contact.first_name|there}}"),
        },
        now(ActionKind::EditTags {
            add: vec![TagId(1)],
            remove: vec![],
        }),
        Action {
            delay: Delay::Custom {
                number: 2,
                unit: Unit::Hours,
            },
            what: ActionKind::CreateTask {
                task: TaskKind::Call,
                text: String::new(),
                assignee: Assignee::Member(MemberId(1)),
                due_in: Some(Delay::Custom {
                    number: 1,
                    unit: Unit::Days,
                }),
            },
        },
    ]);
    assert!(full.check().is_empty(), "{:?}", full.check());
    let json = serde_json::to_string(&full).unwrap();
    assert_eq!(
        json,
        r#"{"v":1,"event":{"kind":"stage_entered","stages":[3]},"condition":{"v":1,"when":{"all":[]}},"actions":["#
            .to_owned()
            + r#"{"delay":{"minutes":10},"do":"send_message","message":{"own":"Hi {{contact.first_name|there}}"}},"#
            + r#"{"delay":"at_once","do":"edit_tags","add":[1],"remove":[]},"#
            + r#"{"delay":{"custom":{"number":2,"unit":"hours"}},"do":"create_task","task":"call","text":"","#
            + r#""assignee":{"member":1},"due_in":{"custom":{"number":1,"unit":"days"}}}],"stop_here":false}"#
    );
    assert_eq!(serde_json::from_str::<Rule>(&json).unwrap(), full);
    let short =
        r#"{"v":1,"event":{"kind":"conversation_new"},"actions":[{"do":"edit_tags","add":[1]}]}"#;
    assert!(
        serde_json::from_str::<Rule>(short)
            .unwrap()
            .check()
            .is_empty(),
        "what is usual may be left out"
    );
}

/// UT-4
#[test]
fn delays_are_counted_in_minutes() {
    for (delay, minutes) in [
        (Delay::AtOnce, 0),
        (Delay::Minutes(5), 5),
        (
            Delay::Custom {
                number: 3,
                unit: Unit::Minutes,
            },
            3,
        ),
        (
            Delay::Custom {
                number: 3,
                unit: Unit::Hours,
            },
            180,
        ),
        (
            Delay::Custom {
                number: 2,
                unit: Unit::Days,
            },
            2_880,
        ),
        (
            Delay::Custom {
                number: 1,
                unit: Unit::Weeks,
            },
            10_080,
        ),
    ] {
        assert_eq!(delay.minutes(), minutes);
    }
    assert!(Delay::Minutes(0).is_at_once());
}

#[test]
fn nonsense_is_refused_with_its_place() {
    let task = |text: &str| ActionKind::CreateTask {
        task: TaskKind::Custom,
        text: text.to_owned(),
        assignee: Assignee::Responsible,
        due_in: None,
    };
    let far = Delay::Custom {
        number: 60,
        unit: Unit::Weeks,
    };
    for (actions, code, at) in [
        (vec![], "no_actions", "actions"),
        (vec![now(message(" \n"))], "message_blank", "actions.0"),
        (
            vec![now(message("Hi {{nmae}}"))],
            "variable_unknown",
            "actions.0@3",
        ),
        (
            vec![now(message("ok")), now(message("Hi {{agent"))],
            "braces_open",
            "actions.1@3",
        ),
        (
            vec![now(ActionKind::EditTags {
                add: vec![],
                remove: vec![],
            })],
            "no_tags",
            "actions.0",
        ),
        (
            vec![now(ActionKind::EditTags {
                add: vec![TagId(1)],
                remove: vec![TagId(1)],
            })],
            "tag_added_and_removed",
            "actions.0",
        ),
        (vec![now(task(""))], "task_text_blank", "actions.0"),
        (
            vec![Action {
                delay: far,
                what: message("later"),
            }],
            "delay_too_long",
            "actions.0",
        ),
    ] {
        let problems = rule(actions).check();
        assert_eq!((problems[0].code, problems[0].at.as_str()), (code, at));
    }
    let mut picky = rule(vec![now(message("ok"))]);
    picky.condition = Condition::new(Clause::All(vec![Clause::Test(Test::Source(vec![]))]));
    assert_eq!(picky.check()[0].at, "condition.0");
}
