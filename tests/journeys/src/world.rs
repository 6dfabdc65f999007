//! The world of a story.

use std::{path::PathBuf, sync::Arc, time::Duration};

use runnel_api::{Router, wire::WireError};
use runnel_app::{App, Host, channels::Channels, supervise::Pulled};
use runnel_connector::{
    Caps,
    fake::{FakeNetwork, Received},
    secrets::MemorySecrets,
};
use runnel_domain::{Channel, ids::SourceId};
use runnel_registry::MailHtml;
use serde_json::{Value, value::RawValue};
use tempfile::TempDir;

use crate::{
    Customer,
    host::{CountingIds, FakeKind, FakeMail, HandClock, Heard},
};

/// A workspace with everything around it.
pub struct World {
    /// The scripted network behind the source "Shop".
    pub network: FakeNetwork,
    /// The scripted network behind mailboxes.
    pub mail: FakeNetwork,
    /// What was announced.
    pub heard: Arc<Heard>,
    /// The router that every story goes through.
    pub router: Router,
    /// The source "Shop".
    pub shop: SourceId,
    clock: Arc<HandClock>,
    host: Host,
    path: PathBuf,
    _folder: TempDir,
}

impl World {
    /// A new workspace in English with one scripted source, at noon.
    pub async fn new() -> Self {
        Self::speaking("en").await
    }

    /// A new workspace in another language.
    pub async fn speaking(locale: &str) -> Self {
        Self::build(locale, FakeNetwork::usual_caps()).await
    }

    /// A new workspace whose scripted source has other abilities.
    pub async fn with_caps(caps: Caps) -> Self {
        Self::build("en", caps).await
    }

    async fn build(locale: &str, caps: Caps) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.runnel");
        let clock = Arc::new(HandClock::at_noon());
        let network =
            FakeNetwork::new("shop@fake.example", Arc::clone(&clock) as _).with_caps(caps);
        let mail = FakeNetwork::new("info@shop.example", Arc::clone(&clock) as _);
        let heard = Arc::new(Heard::default());
        let mailbox = Arc::new(FakeMail::new(mail.clone(), Arc::clone(&clock) as _));
        let channels = Channels::new(Arc::clone(&mailbox) as _, Arc::new(MailHtml))
            .with(mailbox)
            .with(Arc::new(FakeKind(network.clone())));
        let host = Host {
            clock: Arc::clone(&clock) as _,
            ids: Arc::new(CountingIds::default()),
            channels,
            secrets: Arc::new(MemorySecrets::default()),
            notifier: Arc::clone(&heard) as _,
            locale: locale.to_owned(),
            timezone: "Europe/Berlin".to_owned(),
            version: "0.0.0".to_owned(),
        };
        let (router, shop) = open(&path, &host).await;
        Self {
            network,
            mail,
            heard,
            router,
            shop,
            clock,
            host,
            path,
            _folder: folder,
        }
    }

    /// The program dies and is started again on the same file, with the same keychain.
    pub async fn crash_and_reopen(self) -> Self {
        let Self {
            network,
            mail,
            heard,
            router,
            clock,
            host,
            path,
            _folder,
            ..
        } = self;
        // The file is let go with the last clone of the old app.
        drop(router);
        let (router, shop) = open(&path, &host).await;
        Self {
            network,
            mail,
            heard,
            router,
            shop,
            clock,
            host,
            path,
            _folder,
        }
    }

    /// The app behind the router.
    #[must_use]
    pub fn app(&self) -> &App {
        self.router.app()
    }

    /// Somebody on the scripted network. The same name is the same person.
    #[must_use]
    pub fn fake(&self, name: &str) -> Customer<'_> {
        Customer::new(self, self.network.person(name))
    }

    /// A command that goes well.
    pub async fn call(&self, command: &str, request: Value) -> Value {
        match self.router.call(command, request).await {
            Ok(answer) => answered(&answer),
            Err(error) => panic!("{command} was refused: {error:?}"),
        }
    }

    /// A command that is refused.
    pub async fn refused(&self, command: &str, request: Value) -> WireError {
        match self.router.call(command, request).await {
            Ok(answer) => panic!("{command} should have been refused, not {answer}"),
            Err(error) => error,
        }
    }

    /// Takes in what waits on the scripted network; `false` when it is not there.
    pub async fn receive(&self) -> bool {
        self.receive_from(self.shop).await
    }

    /// The same for another source.
    pub async fn receive_from(&self, source: SourceId) -> bool {
        loop {
            match self
                .app()
                .pull_once(source, Duration::ZERO, 0)
                .await
                .unwrap()
            {
                Pulled::Batch { more: true, .. } => {}
                Pulled::Batch { more: false, .. } => return true,
                Pulled::Fault { .. } => return false,
            }
        }
    }

    /// Lets the outbox do everything that it can do now.
    pub async fn work_outbox(&self) {
        for _ in 0..1_000 {
            let step = self.app().send_once(self.shop).await.unwrap();
            if matches!(step, runnel_app::supervise::Step::Idle { .. }) {
                return;
            }
        }
        panic!("the outbox never rests");
    }

    /// Time passes: what is due happens, and what may leave leaves.
    pub async fn advance_seconds(&self, seconds: i64) {
        self.clock.advance(seconds * 1_000);
        self.app().timers_due().await.unwrap();
        self.work_outbox().await;
    }

    /// The same in minutes.
    pub async fn advance_minutes(&self, minutes: i64) {
        self.advance_seconds(minutes * 60).await;
    }

    /// Time passes while the program is closed: nothing happens.
    pub fn sleep_minutes(&self, minutes: i64) {
        self.clock.advance(minutes * 60 * 1_000);
    }

    /// What customers got, oldest first.
    #[must_use]
    pub fn sent(&self) -> Vec<Received> {
        self.network.received()
    }

    /// The texts of it.
    #[must_use]
    pub fn sent_texts(&self) -> Vec<String> {
        self.sent()
            .into_iter()
            .map(|message| message.text)
            .collect()
    }
}

async fn open(path: &std::path::Path, host: &Host) -> (Router, SourceId) {
    let app = App::open(path, host.clone()).await.unwrap();
    let owner = app.owner().await.unwrap();
    let shop = app
        .source_connect(owner, Channel::Fake, "Shop", "shop@fake.example", "{}")
        .await;
    (Router::new(app, owner), shop.unwrap())
}

/// What an answer of the router says.
#[must_use]
pub fn answered(answer: &RawValue) -> Value {
    serde_json::from_str(answer.get()).unwrap()
}
