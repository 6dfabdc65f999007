//! The promise itself: whatever networks, crashes and people do, nothing goes twice without a person's word, and
//! nothing is lost.

use std::{collections::HashMap, sync::Arc, time::Duration};

use proptest::{collection::vec, prelude::*};
use runnel_connector::{Caps, Idem, fake::FakeNetwork};
use runnel_domain::{MessageState as S, ids::MessageId};
use runnel_outbox::Step;
use runnel_store::table::outbox;

use crate::{
    scripted::{Fate, Look, Scripted},
    world::World,
};

#[derive(Debug, Clone, Copy)]
enum Happens {
    /// Ben writes to this customer.
    Writes(usize),
    /// A few steps, the first sends of which run into these fates.
    Steps([Fate; 2]),
    /// The next look-up runs into this.
    Looks(Look),
    Passes(i64),
    Restarts,
    /// Ben decides about a message, if it is stuck: send again, or "I see it was sent".
    SaysAgain(usize),
    SaysSent(usize),
    TakesBack(usize),
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        4 => Just(Fate::Arrives),
        1 => Just(Fate::ArrivesSilently),
        1 => Just(Fate::VanishesSilently),
        1 => Just(Fate::Busy),
        1 => Just(Fate::Offline),
        1 => Just(Fate::Refused),
        1 => Just(Fate::DiesBefore),
        1 => Just(Fate::DiesAfter),
    ]
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        4 => (0_usize..3).prop_map(Happens::Writes),
        6 => [fate(), fate()].prop_map(Happens::Steps),
        1 => prop_oneof![Just(Look::Offline), Just(Look::CannotKnow)].prop_map(Happens::Looks),
        3 => prop_oneof![Just(500), Just(40_000), Just(1_000_000), Just(30 * 3_600_000_i64)]
            .prop_map(Happens::Passes),
        1 => Just(Happens::Restarts),
        1 => (0_usize..12).prop_map(Happens::SaysAgain),
        1 => (0_usize..12).prop_map(Happens::SaysSent),
        1 => (0_usize..12).prop_map(Happens::TakesBack),
    ]
}

fn idem() -> impl Strategy<Value = Idem> {
    prop_oneof![
        Just(Idem::Lookup),
        Just(Idem::None),
        Just(Idem::Native {
            ttl: Duration::from_secs(600)
        }),
    ]
}

/// Steps until idle, dying where the script says so. Order is checked at each delivery.
async fn work(world: &mut World, network: &Arc<Scripted>) {
    for _ in 0..60 {
        let died = tokio::select! {
            biased;
            () = network.crash_point() => true,
            step = world.step(network.as_ref()) => match step {
                Step::Idle { .. } => return,
                _ => false,
            },
        };
        if died {
            world.restarts();
        }
    }
    panic!("steps that never rest");
}

fn lives(idem: Idem, story: &[Happens]) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut world = World::new();
        let caps = Caps {
            idem,
            ..FakeNetwork::usual_caps()
        };
        let network = Scripted::new(caps);
        let customers = ["ana", "bob", "cleo"].map(|name| world.customer(name));
        let mut messages: Vec<(usize, MessageId)> = Vec::new();
        let mut words: HashMap<MessageId, usize> = HashMap::new();
        let mut confirmed: Vec<MessageId> = Vec::new();
        let pick = |messages: &[(usize, MessageId)], at: usize| {
            messages.get(at).map(|(_, message)| *message)
        };

        for happens in story {
            match *happens {
                Happens::Writes(who) => {
                    messages.push((who, world.ben_says(customers[who], "39 euros", 0)));
                }
                Happens::Steps(fates) => {
                    fates.into_iter().for_each(|fate| network.next(fate));
                    work(&mut world, &network).await;
                    network.forget_script();
                }
                Happens::Looks(look) => network.looks([look]),
                Happens::Passes(millis) => world.pass(millis),
                Happens::Restarts => world.restarts(),
                Happens::SaysAgain(at) => {
                    if let Some(message) = pick(&messages, at)
                        && world.send_again(message).is_ok()
                    {
                        *words.entry(message).or_default() += 1;
                    }
                }
                Happens::SaysSent(at) => {
                    if let Some(message) = pick(&messages, at)
                        && world
                            .does(move |tx| outbox::confirm_sent(tx, message))
                            .is_ok()
                    {
                        confirmed.push(message);
                    }
                }
                Happens::TakesBack(at) => {
                    if let Some(message) = pick(&messages, at) {
                        // Refused once it may have left; then nothing changes.
                        let _ = world.does(move |tx| outbox::cancel(tx, message));
                    }
                }
            }
        }
        // The network behaves from now on, and time passes.
        network.forget_script();
        for _ in 0..12 {
            work(&mut world, &network).await;
            world.pass(16 * 60_000);
        }

        let unclear = story
            .iter()
            .any(|happens| matches!(happens, Happens::Looks(Look::CannotKnow)));
        for &(who, message) in &messages {
            let (state, deliveries) = (world.state(message), network.deliveries(message, &world));
            let allowed = 1 + words.get(&message).copied().unwrap_or(0);
            assert!(
                deliveries <= allowed,
                "{message:?} arrived {deliveries} times, people's words: {allowed}"
            );
            match state {
                S::Sent => assert!(
                    deliveries >= 1 || confirmed.contains(&message),
                    "{message:?} counts as sent and never arrived"
                ),
                S::Failed => assert!(
                    deliveries == 0 || words.contains_key(&message),
                    "{message:?} counts as failed and arrived"
                ),
                S::Cancelled => assert!(
                    deliveries == 0 || words.contains_key(&message),
                    "{message:?} was taken back and arrived"
                ),
                S::Unknown => assert!(
                    idem != Idem::Lookup || unclear,
                    "{message:?}: a truthful look-up leaves no doubt"
                ),
                // Behind one that a person was asked about.
                S::Queued => assert!(
                    messages.iter().any(|&(other, earlier)| other == who
                        && earlier < message
                        && world.state(earlier) == S::Unknown),
                    "{message:?} waits for nobody"
                ),
                other => panic!("{message:?} is stuck in {other:?}"),
            }
        }
        in_order(&world, &network, &messages, &words);
    });
}

/// Within a conversation first arrivals are in the order of writing, apart from what a person sent again.
fn in_order(
    world: &World,
    network: &Scripted,
    messages: &[(usize, MessageId)],
    words: &HashMap<MessageId, usize>,
) {
    let arrivals = network.delivered();
    for who in 0..3 {
        let places: Vec<_> = messages
            .iter()
            .filter(|(other, message)| *other == who && !words.contains_key(message))
            .filter_map(|(_, message)| {
                let key = world.row(*message).uid;
                arrivals.iter().position(|arrived| arrived.0 == key)
            })
            .collect();
        assert!(
            places.is_sorted(),
            "messages to one customer overtook each other: {places:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 32, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn nothing_goes_twice_without_a_persons_word_and_nothing_is_lost(
        idem in idem(),
        story in vec(happens(), 1..40),
    ) {
        lives(idem, &story);
    }
}
