//! Order, waiting, retrying and giving up.

use std::time::Duration;

use runnel_connector::{
    Say, Scope, SendOutcome,
    fake::{FakeNetwork, Mishap},
};
use runnel_domain::{MessageState as S, event::EventBody};
use runnel_outbox::Step;
use runnel_store::{
    StoreError,
    table::{conversation, event, outbox},
};

use crate::world::World;

fn network(world: &World) -> FakeNetwork {
    FakeNetwork::new("shop", world.clock.clone())
}

fn retry(after: Option<u64>, scope: Scope) -> Mishap {
    let say = Say::new("server_busy", "", "450 busy");
    Mishap::Answer(SendOutcome::Retry {
        after: after.map(Duration::from_secs),
        scope,
        say,
    })
}

fn texts(network: &FakeNetwork) -> Vec<String> {
    network
        .received()
        .into_iter()
        .map(|received| received.text)
        .collect()
}

#[tokio::test]
async fn an_answer_reaches_the_customer_in_its_thread() {
    let world = World::new();
    let network = network(&world);
    let ana = world.customer("ana");
    let hello = world.ben_says(ana, "39 euros", 0);
    assert_eq!(world.step(&network.connector()).await, Step::Sent(hello));
    let received = network.received();
    assert_eq!(received.len(), 1);
    assert_eq!(
        (received[0].to.as_str(), received[0].subject.as_str()),
        ("ana", "Re: Prices")
    );
    assert_eq!(received[0].in_reply_to.as_deref(), Some("ana-hello"));
    assert!(!received[0].automatic);
    let row = world.row(hello);
    assert_eq!(
        (row.state, row.attempts, row.remote_id.as_str()),
        (S::Sent, 1, received[0].remote_id.as_str())
    );
    assert_eq!(
        world.step(&network.connector()).await,
        Step::Idle { next_at: None }
    );

    let second = world.ben_says(ana, "and in red 40", 0);
    world.steps(&network.connector()).await;
    assert_eq!(world.state(second), S::Sent);
    assert_eq!(
        network.received()[1].in_reply_to.as_deref(),
        Some("ana-hello"),
        "the customer's, not ours"
    );
}

#[tokio::test]
async fn the_undo_send_window_holds_it_back_and_keeps_the_order() {
    let world = World::new();
    let network = network(&world);
    let ana = world.customer("ana");
    let first = world.ben_says(ana, "first", 5_000);
    let second = world.ben_says(ana, "second", 0);
    let idle = Step::Idle {
        next_at: Some(world.now().plus_seconds(5)),
    };
    assert_eq!(
        world.step(&network.connector()).await,
        idle,
        "the second waits for the first"
    );
    world.does(move |tx| outbox::cancel(tx, first)).unwrap();
    world.steps(&network.connector()).await;
    assert_eq!(
        (world.state(first), world.state(second)),
        (S::Cancelled, S::Sent)
    );
    assert_eq!(texts(&network), ["second"]);
    let late = world.does(move |tx| outbox::cancel(tx, second));
    assert!(matches!(
        late,
        Err(StoreError::Invalid {
            code: "message_left",
            ..
        })
    ));
}

#[tokio::test]
async fn a_stuck_message_holds_up_its_own_conversation_only() {
    let world = World::new();
    let network = network(&world);
    let (ana, bob) = (world.customer("ana"), world.customer("bob"));
    let stuck = world.ben_says(ana, "ana 1", 0);
    let behind = world.ben_says(ana, "ana 2", 0);
    world.ben_says(bob, "bob 1", 0);
    network.next_sends([retry(Some(60), Scope::Conversation)]);
    let said = world.steps(&network.connector()).await;
    assert_eq!(
        said[0],
        Step::Delayed(stuck, world.now().plus_seconds(60)),
        "the server's wish"
    );
    assert_eq!(texts(&network), ["bob 1"]);
    assert_eq!(
        (world.state(stuck), world.state(behind)),
        (S::Retrying, S::Queued)
    );
    assert_eq!(
        world.row(stuck).fail_detail,
        "450 busy",
        "shown while it waits"
    );
    world.pass(60_000);
    world.steps(&network.connector()).await;
    assert_eq!(texts(&network), ["bob 1", "ana 1", "ana 2"]);
}

#[tokio::test]
async fn without_network_all_wait_visibly_and_one_probes() {
    let world = World::new();
    let network = network(&world);
    let messages: Vec<_> = ["ana", "bob", "cleo"]
        .iter()
        .map(|name| world.ben_says(world.customer(name), name, 0))
        .collect();
    network.go_offline();
    for _ in 0..6 {
        let said = world.steps(&network.connector()).await;
        let Some(Step::Idle { next_at: Some(at) }) = said.last() else {
            panic!("waits: {said:?}")
        };
        assert!(*at > world.now() || said.len() > 1);
        world.pass(at.millis_since(world.now()).max(1));
    }
    let attempts: Vec<_> = messages
        .iter()
        .map(|message| world.row(*message).attempts)
        .collect();
    assert!(attempts[0] >= 5, "the first one probes: {attempts:?}");
    assert_eq!(attempts[1..], [0, 0], "the others are not tried in vain");
    network.come_back();
    world.reopen();
    world.pass(15 * 60_000);
    world.steps(&network.connector()).await;
    assert_eq!(texts(&network), ["ana", "bob", "cleo"]);
}

#[tokio::test]
async fn after_a_day_it_fails_the_customer_waits_again_and_a_person_can_send_again() {
    let world = World::new();
    let network = network(&world);
    let ana = world.customer("ana");
    let message = world.ben_says(ana, "39 euros", 0);
    let waiting = move |world: &World| {
        world.read(move |read| Ok(conversation::get(read, ana)?.clocks.waiting_since.is_some()))
    };
    assert!(!waiting(&world), "an answer is on its way");
    network.next_sends([
        retry(Some(23 * 3_600), Scope::Conversation),
        retry(Some(3_700), Scope::Conversation),
    ]);
    world.steps(&network.connector()).await;
    world.pass(23 * 3_600_000);
    world.steps(&network.connector()).await;
    let row = world.row(message);
    assert_eq!(
        (row.state, row.fail_code.as_str(), row.fail_detail.as_str()),
        (S::Failed, "gave_up", "450 busy")
    );
    assert!(waiting(&world), "nobody has answered after all");
    let told = world.read(move |read| event::of_conversation(read, ana, 100));
    assert!(
        told.iter()
            .any(|event| matches!(event.body, EventBody::MessageFailed { .. }))
    );

    let key = world.row(message).uid;
    world.send_again(message).unwrap();
    world.steps(&network.connector()).await;
    assert_eq!(world.state(message), S::Sent);
    assert_eq!(network.received()[0].key.0, key, "under the same key");
    assert!(!waiting(&world));
    assert!(
        world.send_again(message).is_err(),
        "what was sent is not sent again"
    );
}

#[tokio::test]
async fn a_permanent_no_fails_at_once_and_lets_the_next_one_pass() {
    let world = World::new();
    let network = network(&world);
    let ana = world.customer("ana");
    let (bad, good) = (
        world.ben_says(ana, "bad", 0),
        world.ben_says(ana, "good", 0),
    );
    let say = Say::new("no_such_mailbox", "ana", "550 unknown");
    network.next_sends([Mishap::Answer(SendOutcome::Permanent(say))]);
    world.steps(&network.connector()).await;
    assert_eq!((world.state(bad), world.state(good)), (S::Failed, S::Sent));
    assert_eq!(world.row(bad).fail_code, "no_such_mailbox");
}

#[tokio::test]
async fn a_window_that_closed_while_waiting_is_not_written_into() {
    let world = World::new();
    let mut caps = FakeNetwork::usual_caps();
    caps.window = Some(Duration::from_secs(3_600));
    let network = network(&world).with_caps(caps);
    let ana = world.customer("ana");
    let message = world.ben_says(ana, "late", 0);
    world.pass(3_600_000);
    assert_eq!(
        world.step(&network.connector()).await,
        Step::Failed(message)
    );
    assert_eq!(world.row(message).fail_code, "window_closed");
    assert!(network.received().is_empty());
}
