//! What a host hands in, here moved by hand: clock, uids, channels, announcements.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use async_trait::async_trait;
use runnel_app::{
    channels::{ChannelKind, MailDiscovery, MailRoom, MailServer, Mailbox, Security},
    host::{Announcement, Notifier, Reminder},
};
use runnel_connector::{Connector, Say, Secret, fake::FakeNetwork};
use runnel_domain::{Channel, Clock, Timestamp, Uid, ids::IdSource};
use runnel_registry::Email;

/// When every story begins: 22 November 2026, noon UTC.
pub const NOON: i64 = 1_795_348_800_000;
/// The one password that the scripted mail server takes.
pub const PASSWORD: &str = "open sesame";

/// A clock that stands still until it is moved.
pub struct HandClock(AtomicI64);

impl HandClock {
    /// A clock that shows noon.
    #[must_use]
    pub fn at_noon() -> Self {
        Self(AtomicI64::new(NOON))
    }

    /// Moves it.
    pub fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Uids that count, so that every run is the same.
#[derive(Default)]
pub struct CountingIds(AtomicU64);

impl IdSource for CountingIds {
    fn next_uid(&self) -> Uid {
        let mut bytes = [0; 16];
        bytes[8..].copy_from_slice(&self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        Uid(bytes)
    }
}

/// What was announced.
#[derive(Default)]
pub struct Heard {
    announced: Mutex<Vec<Announcement>>,
    reminded: Mutex<Vec<Reminder>>,
}

impl Heard {
    /// Every announcement so far, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<Announcement> {
        lock(&self.announced).clone()
    }

    /// Every reminder so far, oldest first.
    #[must_use]
    pub fn reminders(&self) -> Vec<Reminder> {
        lock(&self.reminded).clone()
    }
}

impl Notifier for Heard {
    fn announce(&self, announcement: &Announcement) {
        lock(&self.announced).push(announcement.clone());
    }

    fn remind(&self, reminder: &Reminder) {
        lock(&self.reminded).push(reminder.clone());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The scripted network as the app knows channels.
pub struct FakeKind(pub FakeNetwork);

impl ChannelKind for FakeKind {
    fn channel(&self) -> Channel {
        Channel::Fake
    }

    fn connect(&self, _config: &str, _secret: Option<Secret>) -> Result<Arc<dyn Connector>, Say> {
        Ok(Arc::new(self.0.connector()))
    }
}

/// A mail server that exists only here, and takes one password. Its settings are kept as real ones are.
pub struct FakeMail {
    network: FakeNetwork,
    settings: Email,
}

impl FakeMail {
    /// Mailboxes on this network.
    #[must_use]
    pub fn new(network: FakeNetwork, clock: Arc<dyn Clock>) -> Self {
        Self {
            network,
            settings: Email::new(clock),
        }
    }
}

impl ChannelKind for FakeMail {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    fn connect(&self, _config: &str, secret: Option<Secret>) -> Result<Arc<dyn Connector>, Say> {
        let right = secret.is_some_and(|secret| secret.expose() == PASSWORD);
        Ok(Arc::new(if right {
            self.network.connector()
        } else {
            self.network.connector_with_wrong_password()
        }))
    }
}

#[async_trait]
impl MailRoom for FakeMail {
    async fn discover(&self, address: &str) -> MailDiscovery {
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
        let server = |name: &str, port| MailServer {
            host: format!("{name}.{domain}"),
            port,
            security: Security::Tls,
        };
        MailDiscovery {
            imap: Some(server("imap", 993)),
            smtp: Some(server("smtp", 465)),
            provenance: "autoconfig",
            ..MailDiscovery::default()
        }
    }

    fn config(&self, mailbox: &Mailbox) -> Result<String, Say> {
        self.settings.config(mailbox)
    }

    fn mailbox(&self, config: &str) -> Result<Mailbox, Say> {
        self.settings.mailbox(config)
    }
}
