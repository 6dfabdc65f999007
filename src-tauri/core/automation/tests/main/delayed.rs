//! UT-4, UT-5: delays, and looking again when they are over.

use runnel_automation::Due;
use runnel_domain::rule::RuleEvent;
use runnel_store::{shop, table::timer};

use crate::world::{World, after, call, effect, mentions, message, put_on};

fn cancelled(code: &'static str) -> Vec<Due> {
    vec![Due::Cancelled { code }]
}

/// UT-4
#[test]
fn a_message_waits_for_its_delay_and_survives_a_restart() {
    let world = World::new();
    let offer = world.trigger(
        world.entering(1),
        vec![after(10, message("Still interested?")), put_on(world.hot)],
    );
    let ana = world.hears("Ana Souza", "How much?");
    world.minutes_pass(30);
    world.ben_moves(ana, 1);
    assert_eq!(world.tags(ana), [world.hot], "what has no delay is done");
    assert_eq!(effect(&world.runs(offer)[0], 0).0, "waiting");
    assert_eq!(
        world.read(timer::next_due_at),
        Some(world.now().plus_minutes(10)),
        "a row, not a sleeping task"
    );

    world.minutes_pass(9);
    assert!(world.timers_go_off().is_empty());
    world.minutes_pass(1);
    assert_eq!(world.timers_go_off(), [Due::Done]);
    assert_eq!(world.sent(ana), ["Still interested?"]);
    assert!(world.timers_go_off().is_empty(), "once");
    let run = &world.runs(offer)[0];
    assert_eq!(
        (run.outcome.as_str(), effect(run, 0).0.as_str()),
        ("matched", "done")
    );
}

/// UT-5
#[test]
fn it_is_called_off_when_the_stage_changed_or_somebody_wrote() {
    let world = World::new();
    let offer = world.trigger(
        world.entering(1),
        vec![after(10, message("Still interested?"))],
    );
    for (happens, code) in [
        (
            (|world, ana| world.ben_moves(ana, 0)) as fn(&World, _),
            "stage_changed",
        ),
        (
            |world, ana| world.hears_again(ana, "Yes, please", false),
            "customer_answered",
        ),
        (World::ben_answers, "operator_replied"),
    ] {
        let ana = world.hears(name(code), "How much?");
        world.minutes_pass(30);
        world.ben_moves(ana, 1);
        world.minutes_pass(5);
        happens(&world, ana);
        world.minutes_pass(5);
        assert_eq!(world.timers_go_off(), cancelled(code));
        assert!(
            !world.sent(ana).contains(&"Still interested?".to_owned()),
            "{code}"
        );
        assert_eq!(
            world.last_run(offer),
            ("cancelled".into(), code.into()),
            "and the log says why"
        );
        assert_eq!(
            effect(&world.runs(offer)[0], 0),
            ("cancelled".into(), code.into())
        );
    }
}

fn name(code: &'static str) -> &'static str {
    match code {
        "stage_changed" => "Ana Souza",
        "customer_answered" => "Bob Ray",
        _ => "Cleo Fox",
    }
}

/// UT-5
#[test]
fn machines_and_notes_call_nothing_off() {
    let world = World::new();
    world.trigger(
        world.entering(1),
        vec![after(10, message("Still interested?"))],
    );
    let ana = world.hears("Ana Souza", "How much?");
    world.minutes_pass(30);
    world.ben_moves(ana, 1);
    world.minutes_pass(5);
    world.hears_again(ana, "I am out of office", true);
    let ben = world.ben;
    world.ben_does(move |tx| shop::note_add(tx, ana, Some(ben), "call her", &[]));
    world.minutes_pass(5);
    assert_eq!(world.timers_go_off(), [Due::Done]);
}

/// UT-5
#[test]
fn a_newcomers_second_message_is_no_answer_but_archiving_ends_it() {
    let world = World::new();
    world.trigger(
        RuleEvent::ConversationNew,
        vec![after(5, message("We are on it"))],
    );
    let ana = world.hears("Ana Souza", "How much?");
    let spam = world.hears("Spam Inc", "Buy now");
    world.minutes_pass(1);
    world.hears_again(ana, "And in red?", false);
    world.ben_does(move |tx| shop::archive(tx, spam, None));
    world.minutes_pass(4);
    assert_eq!(
        world.timers_go_off(),
        [
            Due::Done,
            Due::Cancelled {
                code: "conversation_archived"
            }
        ]
    );
    assert_eq!(world.sent(ana), ["We are on it"]);
    assert!(world.sent(spam).is_empty());
}

/// UT-5
#[test]
fn the_condition_is_asked_again() {
    let world = World::new();
    let unanswered = runnel_domain::condition::Condition::new(
        runnel_domain::condition::Clause::Test(runnel_domain::condition::Test::Tags(
            runnel_domain::condition::TagTest::None(vec![world.vip]),
        )),
    );
    world.trigger_if(
        RuleEvent::ConversationNew,
        unanswered,
        vec![after(5, call(None))],
        false,
    );
    let ana = world.hears("Ana Souza", "How much?");
    let vip = world.vip;
    world.ben_does(move |tx| shop::change_tags(tx, ana, &[vip], &[]));
    world.minutes_pass(5);
    assert_eq!(world.timers_go_off(), cancelled("condition_not_met"));
    assert!(world.tasks(ana).is_empty());
}

/// UT-4
#[test]
fn after_a_weekend_away_it_is_too_late() {
    let world = World::new();
    let rule = world.trigger_if(
        RuleEvent::ConversationNew,
        mentions("price"),
        vec![
            after(10, message("Soon!")),
            after(60 * 24, message("Tomorrow")),
        ],
        false,
    );
    let ana = world.hears("Ana Souza", "price?");
    world.minutes_pass(10 + 24 * 60);
    assert_eq!(
        world.timers_go_off(),
        [Due::Done, Due::Done],
        "a day late is late, and still wanted"
    );
    let bob = world.hears("Bob Ray", "prices?");
    world.minutes_pass(11 + 24 * 60);
    assert_eq!(
        world.timers_go_off(),
        [Due::Cancelled { code: "too_late" }, Due::Done],
        "a minute later the first is skipped and logged"
    );
    assert_eq!((world.sent(ana).len(), world.sent(bob).len()), (2, 1));
    let run = &world.runs(rule)[0];
    assert_eq!(effect(run, 0), ("cancelled".into(), "too_late".into()));
    assert_eq!(run.outcome.as_str(), "matched", "part of it was done");
}
