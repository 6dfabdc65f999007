//! What may have left: crashes, answers that never came, and a person's word.

use std::{sync::Arc, time::Duration};

use runnel_connector::{Caps, Idem, fake::FakeNetwork};
use runnel_domain::{MessageState as S, event::EventBody, ids::MessageId};
use runnel_outbox::Step;
use runnel_store::{
    StoreError,
    table::{event, outbox},
};

use crate::{
    scripted::{Fate, Look, Scripted},
    world::World,
};

fn with(idem: Idem) -> Caps {
    Caps {
        idem,
        ..FakeNetwork::usual_caps()
    }
}

/// The program dies while the message is on the wire.
async fn dies_while_sending(world: &mut World, network: &Arc<Scripted>) {
    tokio::select! {
        biased;
        () = network.crash_point() => {}
        step = world.step(network.as_ref()) => panic!("it was to die, and did {step:?}"),
    }
    world.restarts();
}

#[tokio::test]
async fn a_look_up_settles_what_a_crash_left_open() {
    for (fate, deliveries) in [(Fate::DiesAfter, 1), (Fate::DiesBefore, 1)] {
        let mut world = World::new();
        let network = Scripted::new(with(Idem::Lookup));
        let ana = world.customer("ana");
        let message = world.ben_says(ana, "39 euros", 0);
        network.next(fate);
        dies_while_sending(&mut world, &network).await;
        assert_eq!(
            world.state(message),
            S::Sending,
            "on disk before the first byte"
        );
        let first = world.step(network.as_ref()).await;
        match fate {
            Fate::DiesAfter => assert_eq!(first, Step::Sent(message)),
            _ => assert!(
                matches!(first, Step::Delayed(..)),
                "absent: it goes again, {first:?}"
            ),
        }
        world.pass(60_000);
        world.steps(network.as_ref()).await;
        assert_eq!(
            (world.state(message), network.deliveries(message, &world)),
            (S::Sent, deliveries)
        );
    }
}

#[tokio::test]
async fn where_nothing_can_be_looked_up_a_person_is_asked() {
    let mut world = World::new();
    let network = Scripted::new(with(Idem::None));
    let ana = world.customer("ana");
    let (message, behind) = (
        world.ben_says(ana, "39 euros", 0),
        world.ben_says(ana, "or 38", 0),
    );
    network.next(Fate::DiesAfter);
    dies_while_sending(&mut world, &network).await;
    assert_eq!(world.step(network.as_ref()).await, Step::Unknown(message));
    world.pass(86_400_000);
    world.restarts();
    world.steps(network.as_ref()).await;
    assert_eq!(
        (world.state(message), world.state(behind)),
        (S::Unknown, S::Queued),
        "never by itself"
    );
    assert_eq!(network.deliveries(message, &world), 1);
    let told = world.read(move |read| event::of_conversation(read, ana, 100));
    assert!(
        told.iter()
            .any(|event| matches!(event.body, EventBody::MessageUnknown { .. }))
    );
    let taken_back = world.does(move |tx| outbox::cancel(tx, message));
    assert!(matches!(
        taken_back,
        Err(StoreError::Invalid {
            code: "message_left",
            ..
        })
    ));

    world
        .does(move |tx| outbox::confirm_sent(tx, message))
        .unwrap();
    world.steps(network.as_ref()).await;
    assert_eq!(
        (world.state(message), world.state(behind)),
        (S::Sent, S::Sent)
    );
    assert_eq!(network.deliveries(message, &world), 1);
}

#[tokio::test]
async fn a_network_that_knows_its_keys_simply_gets_it_again() {
    let mut world = World::new();
    let network = Scripted::new(with(Idem::Native {
        ttl: Duration::from_secs(3_600),
    }));
    let ana = world.customer("ana");
    let first = world.ben_says(ana, "first", 0);
    network.next(Fate::DiesAfter);
    dies_while_sending(&mut world, &network).await;
    world.pass(1_000);
    world.steps(network.as_ref()).await;
    world.pass(1_000);
    world.steps(network.as_ref()).await;
    assert_eq!(
        (world.state(first), network.deliveries(first, &world)),
        (S::Sent, 1)
    );

    let second = world.ben_says(ana, "second", 0);
    network.next(Fate::DiesAfter);
    dies_while_sending(&mut world, &network).await;
    world.pass(3_600_000);
    world.steps(network.as_ref()).await;
    assert_eq!(
        world.state(second),
        S::Unknown,
        "the key may be forgotten by now"
    );
}

/// Found by `never_twice`: taken back while it waited to be repeated, although it had arrived.
#[tokio::test]
async fn what_may_have_arrived_cannot_be_taken_back() {
    let mut world = World::new();
    let network = Scripted::new(with(Idem::Native {
        ttl: Duration::from_secs(3_600),
    }));
    let message = world.ben_says(world.customer("ana"), "39 euros", 0);
    network.next(Fate::DiesAfter);
    dies_while_sending(&mut world, &network).await;
    assert!(matches!(
        world.step(network.as_ref()).await,
        Step::Delayed(..)
    ));
    assert_eq!(world.state(message), S::Retrying);
    world.does(move |tx| outbox::cancel(tx, message)).unwrap();
    world.pass(60_000);
    world.steps(network.as_ref()).await;
    assert_eq!(
        world.state(message),
        S::Unknown,
        "not repeated, and not called taken back either"
    );
}

#[tokio::test]
async fn an_unanswered_send_is_looked_up_now_and_later_until_it_is_known() {
    let world = World::new();
    let network = Scripted::new(with(Idem::Lookup));
    let message = world.ben_says(world.customer("ana"), "39 euros", 0);
    network.next(Fate::ArrivesSilently);
    network.looks([Look::Offline, Look::Offline]);
    let said = world.steps(network.as_ref()).await;
    assert_eq!(said[0], Step::Unknown(message), "shown at once");
    let next_at = Some(world.now().plus_seconds(30));
    assert_eq!(
        said[1],
        Step::Idle { next_at },
        "no network to look with: later"
    );
    world.pass(30_000);
    assert_eq!(
        world.step(network.as_ref()).await,
        Step::Idle {
            next_at: Some(world.now().plus_seconds(30))
        }
    );
    world.reopen();
    assert_eq!(
        world.step(network.as_ref()).await,
        Step::Sent(message),
        "the network is back: at once"
    );
    assert_eq!(network.deliveries(message, &world), 1);
}

#[tokio::test]
async fn a_person_who_says_send_again_is_not_overruled_unless_it_is_seen_there() {
    let world = World::new();
    let network = Scripted::new(with(Idem::Lookup));
    let message: MessageId = world.ben_says(world.customer("ana"), "39 euros", 0);
    network.next(Fate::VanishesSilently);
    network.looks([Look::CannotKnow]);
    world.steps(network.as_ref()).await;
    assert_eq!(world.state(message), S::Unknown);
    world.send_again(message).unwrap();
    world.steps(network.as_ref()).await;
    assert_eq!(
        (world.state(message), network.deliveries(message, &world)),
        (S::Sent, 1)
    );
}

#[tokio::test]
async fn two_steps_at_once_do_not_send_twice() {
    let world = World::new();
    let network = Scripted::new(with(Idem::Native {
        ttl: Duration::from_secs(3_600),
    }));
    let message = world.ben_says(world.customer("ana"), "39 euros", 0);
    network.next(Fate::DiesBefore);
    tokio::select! {
        biased;
        second = async {
            network.crash_point().await;
            world.step(network.as_ref()).await
        } => assert_eq!(second, Step::Idle { next_at: None }, "the first one has it in hand"),
        first = world.step(network.as_ref()) => panic!("still on the wire, and did {first:?}"),
    }
    assert_eq!(world.state(message), S::Sending);
    assert!(
        matches!(world.step(network.as_ref()).await, Step::Delayed(..)),
        "dropped: settled by the next"
    );
}
