//! The conformance suite against the fake, and the mishaps that only a fake can stage.

use std::{sync::Arc, time::Duration};

use crate::{
    Address, Connector, Found, Idem, SendOutcome,
    conformance::{Bench, Got, key, message_to},
    conformance_suite,
    fake::{FakeNetwork, Mishap, Person, file},
};
use async_trait::async_trait;
use runnel_domain::{Clock, Timestamp};

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp(1_700_000_000_000)
    }
}

struct FakeBench(FakeNetwork);

#[allow(clippy::unused_async, reason = "the suite awaits its bench")]
async fn bench(_story: &str) -> Option<FakeBench> {
    Some(FakeBench(FakeNetwork::new("shop", Arc::new(Noon))))
}

#[async_trait]
impl Bench for FakeBench {
    fn connector(&self) -> Arc<dyn Connector> {
        Arc::new(self.0.connector())
    }

    fn with_wrong_password(&self) -> Arc<dyn Connector> {
        Arc::new(self.0.connector_with_wrong_password())
    }

    fn customer(&self, name: &str) -> Address {
        Person::address_of(name)
    }

    async fn customer_writes(&self, name: &str, text: &str) {
        self.0.says(name, text);
    }

    async fn customer_wrote_before(&self, name: &str, text: &str) {
        self.0.person(name).long_ago().says(text);
    }

    async fn customer_sends(&self, name: &str, text: &str, called: &str, bytes: &[u8]) {
        self.0
            .person(name)
            .sends(text, vec![file(called, "image/jpeg", bytes)]);
    }

    async fn rubbish_arrives(&self) -> usize {
        self.0.murmurs("noise-1", b"\0\xff\xfe");
        self.0.murmurs("noise-2", b"");
        2
    }

    async fn customer_got(&self, name: &str, _count: usize) -> Vec<Got> {
        let to = Person::address_of(name).address;
        let received = self
            .0
            .received()
            .into_iter()
            .filter(|received| received.to == to);
        received
            .map(|received| Got {
                remote_id: received.remote_id,
                text: received.text,
                files: received.files,
            })
            .collect()
    }

    async fn goes_away(&self) {
        self.0.go_offline();
    }

    async fn comes_back(&self) {
        self.0.come_back();
    }

    async fn answer_gets_lost(&self) -> Arc<dyn Connector> {
        self.0.next_sends([Mishap::ArrivesUnanswered]);
        self.connector()
    }

    fn can_prove_absence(&self) -> bool {
        true
    }
}

conformance_suite!(bench);

#[tokio::test]
async fn a_network_with_its_own_key_takes_a_second_send_for_the_first() {
    let caps = crate::Caps {
        idem: Idem::Native {
            ttl: Duration::from_secs(60),
        },
        ..FakeNetwork::usual_caps()
    };
    let network = FakeNetwork::new("shop", Arc::new(Noon)).with_caps(caps);
    network.next_sends([Mishap::ArrivesUnanswered]);
    let connector = network.connector();
    let offer = message_to(Person::address_of("Ana"), "offer");
    connector.send(&offer, &key(1)).await;
    assert!(matches!(
        connector.send(&offer, &key(1)).await,
        SendOutcome::Accepted { .. }
    ));
    assert_eq!(network.received().len(), 1, "the key makes them one");
}

#[tokio::test]
async fn a_network_without_a_key_or_look_up_cannot_know() {
    let caps = crate::Caps {
        idem: Idem::None,
        ..FakeNetwork::usual_caps()
    };
    let network = FakeNetwork::new("shop", Arc::new(Noon)).with_caps(caps);
    network.next_sends([Mishap::ArrivesUnanswered]);
    let connector = network.connector();
    let offer = message_to(Person::address_of("Ana"), "offer");
    connector.send(&offer, &key(1)).await;
    assert_eq!(
        connector.reconcile(&offer, &key(1)).await,
        Found::CannotKnow
    );
    connector.send(&offer, &key(1)).await;
    assert_eq!(
        network.received().len(),
        2,
        "a blind second send is a second message"
    );
}

#[tokio::test]
async fn a_hanging_send_goes_on_when_it_is_let_go() {
    let network = FakeNetwork::new("shop", Arc::new(Noon));
    network.next_sends([Mishap::Hangs]);
    let connector = network.connector();
    let offer = message_to(Person::address_of("Ana"), "offer");
    let number = key(1);
    let mut send = std::pin::pin!(connector.send(&offer, &number));
    let early = tokio::time::timeout(Duration::from_millis(20), &mut send).await;
    assert!(
        early.is_err() && network.received().is_empty(),
        "nothing has arrived yet"
    );
    network.release();
    assert!(matches!(send.await, SendOutcome::Accepted { .. }));
}
