//! UT-13: chains end, loops end, imports and machines set nothing off.

use runnel_domain::{
    Actor,
    ids::TagId,
    plan::LAUNCHES_PER_HOUR,
    rule::{Action, ActionKind, Delay, RuleEvent},
};
use runnel_store::{shop, table::tag};

use crate::world::{World, after, message, put_on};

fn when_tagged(tag: TagId) -> RuleEvent {
    RuleEvent::TagAdded { tags: vec![tag] }
}

/// UT-13
#[test]
fn a_chain_is_at_most_three_triggers_deep() {
    let world = World::new();
    let tags: Vec<TagId> = (0..5)
        .map(|index| world.ben_does(move |tx| tag::create(tx, &format!("step {index}"), "")))
        .collect();
    let chain: Vec<_> = tags
        .windows(2)
        .map(|pair| world.trigger(when_tagged(pair[0]), vec![put_on(pair[1])]))
        .collect();
    let ana = world.hears("Ana Souza", "Hello");
    let first = tags[0];
    world.ben_does(move |tx| shop::change_tags(tx, ana, &[first], &[]));
    assert_eq!(world.tags(ana), tags[..4], "by hand and three triggers");
    assert_eq!(
        world.last_run(chain[3]),
        ("limited".into(), "chain_too_long".into())
    );
}

/// UT-13
#[test]
fn two_triggers_that_undo_each_other_run_once_each() {
    let world = World::new();
    let swap = |on: TagId, off: TagId| Action {
        delay: Delay::AtOnce,
        what: ActionKind::EditTags {
            add: vec![on],
            remove: vec![off],
        },
    };
    let there = world.trigger(when_tagged(world.vip), vec![swap(world.hot, world.vip)]);
    let back = world.trigger(when_tagged(world.hot), vec![swap(world.vip, world.hot)]);
    let (ana, vip) = (world.hears("Ana Souza", "Hello"), world.vip);
    world.ben_does(move |tx| shop::change_tags(tx, ana, &[vip], &[]));
    assert_eq!(world.tags(ana), [vip]);
    assert_eq!(
        world.last_run(there),
        ("limited".into(), "ran_in_this_chain".into())
    );
    assert_eq!(world.runs(back).len(), 1);
}

/// UT-13
#[test]
fn a_delayed_action_remembers_its_chain() {
    let world = World::new();
    let again = world.trigger(
        when_tagged(world.vip),
        vec![
            Action {
                delay: Delay::AtOnce,
                what: ActionKind::EditTags {
                    add: vec![],
                    remove: vec![world.vip],
                },
            },
            after(5, put_on(world.vip)),
        ],
    );
    let (ana, vip) = (world.hears("Ana Souza", "Hello"), world.vip);
    world.ben_does(move |tx| shop::change_tags(tx, ana, &[vip], &[]));
    world.minutes_pass(5);
    world.timers_go_off();
    assert_eq!(world.tags(ana), [vip]);
    assert_eq!(
        world.last_run(again),
        ("limited".into(), "ran_in_this_chain".into()),
        "no perpetual motion"
    );
}

/// UT-13
#[test]
fn one_conversation_has_an_hourly_share() {
    let world = World::new();
    world.trigger(RuleEvent::MessageReceived, vec![message("Thanks!")]);
    let ana = world.hears("Ana Souza", "Hello");
    for _ in 0..30 {
        world.hears_again(ana, "Thanks!", false);
    }
    assert_eq!(
        world.sent(ana).len(),
        LAUNCHES_PER_HOUR as usize,
        "another machine on the line is not fed for ever"
    );
    world.minutes_pass(61);
    world.hears_again(ana, "Hello again", false);
    assert_eq!(world.sent(ana).len(), LAUNCHES_PER_HOUR as usize + 1);
}

/// UT-13
#[test]
fn machines_and_imports_set_nothing_off() {
    let world = World::new();
    let hello = world.trigger(RuleEvent::ConversationNew, vec![message("Hello!")]);
    let thanks = world.trigger(RuleEvent::MessageReceived, vec![message("Thanks!")]);
    let list = world.arrives(
        world.mailbox,
        "Big List",
        "Newsletter",
        true,
        Actor::Contact,
    );
    assert!(world.sent(list).is_empty());
    assert_eq!(
        world.last_run(hello),
        ("limited".into(), "automatic_message".into())
    );
    let old = world.arrives(
        world.mailbox,
        "Old Friend",
        "From last year",
        false,
        Actor::Import,
    );
    assert!(world.sent(old).is_empty());
    assert_eq!(
        world.runs(hello).len(),
        1,
        "an import is not even looked at"
    );
    assert!(world.runs(thanks).is_empty());
}
