//! UT-12, UT-13: order, snapshot, "stop here" and the limits on chains.

use runnel_domain::{
    condition::{Clause, Condition, Test},
    event::EventBody,
    ids::{DealId, MessageId, SourceId, StageId, TagId, TriggerId},
    plan::{Chain, Limit, Occasion, Outcome, RuleBook, Trigger},
    rule::{Action, ActionKind, Delay, Rule, RuleEvent, VERSION},
};

use crate::ana;

fn trigger(id: i64, event: RuleEvent) -> Trigger {
    let what = ActionKind::EditTags {
        add: vec![TagId(id)],
        remove: vec![],
    };
    let actions = vec![Action {
        delay: Delay::AtOnce,
        what,
    }];
    let rule = Rule {
        v: VERSION,
        event,
        condition: Condition::default(),
        actions,
        stop_here: false,
    };
    Trigger {
        id: TriggerId(id),
        revision: 1,
        rule,
    }
}

fn entering(id: i64, stages: &[i64]) -> Trigger {
    trigger(
        id,
        RuleEvent::StageEntered {
            stages: stages.iter().copied().map(StageId).collect(),
        },
    )
}

fn plan(book: &RuleBook, occasion: &Occasion, chain: &Chain, left: u32) -> Vec<(i64, Outcome)> {
    book.plan(occasion, &ana(), chain, left)
        .iter()
        .map(|planned| (planned.trigger.id.0, planned.outcome))
        .collect()
}

const OFFER: Occasion = Occasion::StageEntered(StageId(3));

/// UT-12
#[test]
fn triggers_are_asked_top_to_bottom_whatever_they_wait_for() {
    let mut picky = entering(2, &[3]);
    picky.rule.condition = Condition::new(Clause::Test(Test::Source(vec![SourceId(9)])));
    let book = RuleBook::new([
        entering(5, &[]),
        picky,
        entering(4, &[3, 3, 7]),
        entering(1, &[7]),
        trigger(3, RuleEvent::ConversationNew),
    ]);
    assert_eq!(
        plan(&book, &OFFER, &Chain::default(), 9),
        [
            (5, Outcome::Matched),
            (2, Outcome::NotMatched),
            (4, Outcome::Matched)
        ]
    );
    assert_eq!(
        plan(&book, &Occasion::ConversationNew, &Chain::default(), 9),
        [(3, Outcome::Matched)]
    );
    assert!(book.awaits(&OFFER) && !book.awaits(&Occasion::MessageReceived));
}

/// UT-12
#[test]
fn stop_here_hides_the_triggers_below_only_when_it_matched() {
    let mut first = entering(1, &[3]);
    first.rule.stop_here = true;
    let book = RuleBook::new([first, entering(2, &[3])]);
    assert_eq!(
        plan(&book, &OFFER, &Chain::default(), 9),
        [(1, Outcome::Matched)]
    );
    let again = Chain {
        depth: 1,
        triggers: vec![TriggerId(1)],
    };
    assert_eq!(
        plan(&book, &OFFER, &again, 9),
        [
            (1, Outcome::Limited(Limit::Repeated)),
            (2, Outcome::Matched)
        ],
        "one that may not act stops nobody"
    );
}

/// UT-13
#[test]
fn chains_end_and_conversations_have_an_hourly_share() {
    let book = RuleBook::new([entering(1, &[3]), entering(2, &[3])]);
    let deep = Chain {
        depth: 3,
        triggers: vec![TriggerId(7), TriggerId(8), TriggerId(9)],
    };
    assert_eq!(
        plan(&book, &OFFER, &deep, 9),
        [
            (1, Outcome::Limited(Limit::Depth)),
            (2, Outcome::Limited(Limit::Depth))
        ]
    );
    assert_eq!(
        plan(&book, &OFFER, &Chain::default(), 1),
        [
            (1, Outcome::Matched),
            (2, Outcome::Limited(Limit::Launches))
        ]
    );
}

/// UT-13
#[test]
fn machines_messages_and_moves_within_a_column_are_nothing() {
    let (message, deal) = (MessageId(1), DealId(1));
    let moved = |from, to| EventBody::DealMoved {
        deal,
        from: StageId(from),
        to: StageId(to),
    };
    for (event, occasion) in [
        (
            EventBody::MessageReceived {
                message,
                automatic: true,
            },
            None,
        ),
        (
            EventBody::MessageReceived {
                message,
                automatic: false,
            },
            Some(Occasion::MessageReceived),
        ),
        (moved(3, 3), None),
        (moved(1, 3), Some(OFFER)),
        (
            EventBody::DealCreated {
                deal,
                stage: StageId(3),
            },
            Some(OFFER),
        ),
        (
            EventBody::ConversationStarted { new_contact: true },
            Some(Occasion::ConversationNew),
        ),
        (
            EventBody::ConversationReopened { archived_in: None },
            Some(Occasion::ConversationNew),
        ),
        (
            EventBody::TagsChanged {
                added: vec![],
                removed: vec![TagId(1)],
            },
            None,
        ),
        (EventBody::NoteAdded { message }, None),
    ] {
        assert_eq!(Occasion::of(&event), occasion, "{event:?}");
    }
}
