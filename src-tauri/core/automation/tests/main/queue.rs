//! UT-9, UT-14: switching, editing and ordering triggers.

use runnel_automation::{Due, disable, enable, waiting};
use runnel_domain::{ids::TriggerId, rule::RuleEvent};
use runnel_store::{StoreError, table::trigger_rule};

use crate::world::{World, after, effect, message};

/// UT-14
#[test]
fn switching_off_calls_off_what_waits_and_says_so() {
    let world = World::new();
    let rule = world.trigger(RuleEvent::ConversationNew, vec![after(5, message("Soon!"))]);
    let ana = world.hears("Ana Souza", "Hello");
    let listed = world.read(move |read| waiting(read, rule));
    assert_eq!(
        (listed.len(), listed[0].conversation),
        (1, ana),
        "shown before it is confirmed"
    );
    assert_eq!(listed[0].due_at, world.now().plus_minutes(5));

    assert_eq!(world.ben_does(move |tx| disable(tx, rule)), 1);
    world.minutes_pass(5);
    assert!(world.timers_go_off().is_empty());
    assert_eq!(
        world.last_run(rule),
        ("cancelled".into(), "trigger_off".into())
    );
    assert_eq!(
        effect(&world.runs(rule)[0], 0),
        ("cancelled".into(), "trigger_off".into())
    );
    world.hears("Bob Ray", "Hello");
    assert_eq!(world.runs(rule).len(), 1, "off is off");
    world.ben_does(move |tx| enable(tx, rule));
    world.hears("Cleo Fox", "Hello");
    assert_eq!(world.runs(rule).len(), 2);
}

/// UT-14
#[test]
fn an_edit_applies_to_new_matches_only() {
    let world = World::new();
    let rule = world.trigger(
        RuleEvent::ConversationNew,
        vec![after(5, message("Old words"))],
    );
    let ana = world.hears("Ana Souza", "Hello");
    world.ben_does(move |tx| {
        let present = trigger_rule::get(tx, rule)?;
        let mut edited = present.rule.unwrap();
        edited.actions = vec![after(5, message("New words"))];
        trigger_rule::update(tx, rule, Some(present.revision), "Greeting", &edited)?;
        let late = trigger_rule::update(tx, rule, Some(present.revision), "Other", &edited);
        assert!(
            matches!(late, Err(StoreError::Conflict { .. })),
            "two people at one trigger"
        );
        Ok(())
    });
    let bob = world.hears("Bob Ray", "Hello");
    world.minutes_pass(5);
    assert_eq!(world.timers_go_off(), [Due::Done, Due::Done]);
    assert_eq!(world.sent(ana), ["Old words"]);
    assert_eq!(world.sent(bob), ["New words"]);
}

/// UT-12
#[test]
fn triggers_run_in_the_order_in_which_they_stand() {
    let world = World::new();
    let rules: Vec<TriggerId> = ["one", "two", "three"]
        .iter()
        .map(|text| world.trigger(RuleEvent::ConversationNew, vec![message(text)]))
        .collect();
    let (first, last) = (rules[0], rules[2]);
    world.ben_does(move |tx| trigger_rule::move_above(tx, last, Some(first)));
    let ana = world.hears("Ana Souza", "Hello");
    assert_eq!(world.sent(ana), ["three", "one", "two"]);
    world.ben_does(move |tx| trigger_rule::move_above(tx, last, None));
    let gone = rules[1];
    world.ben_does(move |tx| runnel_automation::remove(tx, gone).map(|_| ()));
    let bob = world.hears("Bob Ray", "Hello");
    assert_eq!(world.sent(bob), ["one", "three"]);
    assert_eq!(world.runs(gone).len(), 1, "its log stays");
}
