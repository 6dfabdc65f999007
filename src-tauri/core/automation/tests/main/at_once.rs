//! UT-3, UT-6, UT-8, UT-12, UT-15: what happens with the event.

use runnel_domain::{
    Actor, Channel, MessageState,
    event::EventBody,
    rule::{Delay, RuleEvent, Unit},
};
use runnel_store::table::{conversation, event, message, outbox, setting, source, trigger_rule};

use crate::world::{World, call, effect, mailbox, mentions, message, put_on};

/// UT-3
#[test]
fn a_card_that_enters_a_stage_sends_its_customer_a_message() {
    let world = World::new();
    world.ben_does(|tx| setting::set(tx, "company", "Blue Door"));
    let offer = world.trigger(
        world.entering(1),
        vec![message(
            "Hi {{contact.first_name|there}}, an offer from {{company}}. {{deal.value|Soon!}}",
        )],
    );
    let ana = world.hears("Ana Souza", "How much is it?");
    world.ben_moves(ana, 0);
    assert!(world.sent(ana).is_empty(), "another stage sets nothing off");
    world.ben_moves(ana, 1);
    assert_eq!(world.sent(ana), ["Hi Ana, an offer from Blue Door. Soon!"]);

    let run = world.runs(offer).pop().unwrap();
    let waiting = world.read(move |read| {
        let id = serde_json::from_value(run.effects[0]["message"].clone())?;
        let message = message::get(read, id)?;
        assert!(
            message.automatic && message.member.is_none(),
            "marked as a machine's"
        );
        assert_eq!(message.trigger_run, Some(run.id));
        Ok(outbox::of_message(read, id)?.unwrap())
    });
    assert_eq!(waiting.state, MessageState::Queued);
    assert_eq!(
        waiting.not_before_at,
        world.now(),
        "a trigger needs no undo-send window"
    );
    assert_eq!(
        waiting.give_up_at,
        world.now().plus_minutes(48 * 60),
        "mail is tried for two days"
    );
    let thread = world.read(move |read| conversation::get(read, ana));
    assert!(
        thread.clocks.waiting_since.is_some(),
        "UC-13: a trigger's message answers nobody"
    );
    let card = world.read(move |read| trigger_rule::get(read, offer));
    assert_eq!(
        (card.run_count, card.last_run_at),
        (1, Some(world.now())),
        "UT-9"
    );
}

/// UT-6, UT-8, UT-15
#[test]
fn a_new_conversation_is_tagged_and_gets_a_task_and_the_timeline_tells() {
    let world = World::new();
    let day = Delay::Custom {
        number: 1,
        unit: Unit::Days,
    };
    let hot = world.trigger_if(
        RuleEvent::ConversationNew,
        mentions("urgent"),
        vec![put_on(world.hot), call(Some(day))],
        false,
    );
    let ana = world.hears("Ana Souza", "URGENT: is it still there?");
    let bob = world.hears("Bob Ray", "No hurry");

    assert_eq!(world.tags(ana), [world.hot]);
    assert!(world.tags(bob).is_empty() && world.tasks(bob).is_empty());
    let task = world.tasks(ana).pop().unwrap();
    assert_eq!(
        (task.text.as_str(), task.assignee),
        ("Call Ana", None),
        "nobody is responsible yet"
    );
    assert_eq!(task.due_at, Some(world.now().plus_minutes(24 * 60)));
    let row = world.read(move |read| conversation::get(read, ana));
    assert_eq!(
        (row.next_task, row.open_tasks),
        (Some(task.id), 1),
        "UC-15: the table shows it"
    );

    let runs = world.runs(hot);
    assert_eq!(runs.len(), 2, "each evaluation is written down");
    assert_eq!(runs[0].conversation, Some(bob));
    assert_eq!(
        world.last_run(hot),
        ("not_matched".into(), "condition_not_met".into())
    );
    assert_eq!(
        runs[0].reason["tests"][0]["holds"], false,
        "and why it did not match"
    );
    let timeline = world.read(move |read| event::of_conversation(read, ana, 100));
    let ran = timeline
        .iter()
        .find(|event| matches!(event.body, EventBody::TriggerRan { .. }))
        .unwrap();
    assert_eq!(
        (ran.cause.actor, ran.cause.trigger, ran.cause.depth),
        (Actor::Trigger, Some(hot), 1)
    );
    let tagged = timeline
        .iter()
        .find(|event| matches!(event.body, EventBody::TagsChanged { .. }))
        .unwrap();
    assert_eq!(
        tagged.cause.trigger,
        Some(hot),
        "the trigger stands as the one who did it"
    );
}

/// UT-12
#[test]
fn rules_see_the_same_snapshot_and_stop_here_ends_the_list() {
    let world = World::new();
    let tagged = runnel_domain::condition::Condition::new(runnel_domain::condition::Clause::Test(
        runnel_domain::condition::Test::Tags(runnel_domain::condition::TagTest::Any(vec![
            world.vip,
        ])),
    ));
    world.trigger(RuleEvent::ConversationNew, vec![put_on(world.vip)]);
    let second = world.trigger_if(
        RuleEvent::ConversationNew,
        tagged,
        vec![message("Dear VIP")],
        false,
    );
    world.trigger_if(
        RuleEvent::ConversationNew,
        Default::default(),
        vec![put_on(world.hot)],
        true,
    );
    let never = world.trigger(RuleEvent::ConversationNew, vec![message("never")]);
    let ana = world.hears("Ana Souza", "Hello");
    assert_eq!(world.tags(ana).len(), 2);
    assert_eq!(
        world.last_run(second).0,
        "not_matched",
        "the tag was not on when the event happened"
    );
    assert!(world.runs(never).is_empty(), "below `stop here`");
}

#[test]
fn what_cannot_be_done_is_skipped_with_a_reason_and_the_rest_is_done() {
    let world = World::new();
    let vip = world.vip;
    let rule = world.trigger(
        RuleEvent::ConversationNew,
        vec![
            put_on(vip),
            message("{{deal.value}}"),
            message("Hello"),
            put_on(world.hot),
        ],
    );
    world.ben_does(move |tx| runnel_store::table::tag::delete(tx, vip));
    let local = world.ben_does(|tx| source::insert(tx, &mailbox("welcome", Channel::Local)));
    let welcome = world.arrives(local, "Runnel", "Welcome!", false, Actor::System);
    let run = &world.runs(rule)[0];
    assert_eq!(effect(run, 0), ("skipped".into(), "tags_gone".into()));
    assert_eq!(
        effect(run, 2),
        ("skipped".into(), "no_channel".into()),
        "Runnel's own conversation"
    );
    assert_eq!(world.tags(welcome), [world.hot]);

    world.hears("Ana Souza", "Hello");
    let run = &world.runs(rule)[0];
    assert_eq!(
        effect(run, 1),
        ("skipped".into(), "message_blank".into()),
        "nothing to say is not said"
    );
    assert_eq!(effect(run, 2).0, "done");
}

#[test]
fn a_trigger_that_fails_takes_neither_the_write_nor_the_others_with_it() {
    let world = World::new();
    let broken = call(None);
    let mut rule = runnel_domain::rule::Rule {
        v: 1,
        event: RuleEvent::ConversationNew,
        condition: Default::default(),
        actions: vec![put_on(world.vip), broken],
        stop_here: false,
    };
    if let runnel_domain::rule::ActionKind::CreateTask { assignee, .. } = &mut rule.actions[1].what
    {
        *assignee = runnel_domain::rule::Assignee::Member(runnel_domain::ids::MemberId(999));
    }
    let broken = world.ben_does(move |tx| trigger_rule::create(tx, "", &rule, true));
    world.trigger(RuleEvent::ConversationNew, vec![put_on(world.hot)]);
    let ana = world.hears("Ana Souza", "Hello");
    assert_eq!(
        world.tags(ana),
        [world.hot],
        "half of the broken one was rolled back, the other one ran"
    );
    assert_eq!(
        world.last_run(broken),
        ("failed".into(), "thing_gone".into())
    );
}
