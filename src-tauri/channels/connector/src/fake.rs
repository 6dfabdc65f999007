//! A scripted network in memory: people say things, sends arrive, and everything can be told to go wrong.
//!
//! It obeys the same rules as a real network (stable keys, an opaque cursor, bounded batches), and the
//! conformance suite holds it to them. [`FakeNetwork`] is the world's side, [`FakeNetwork::connector`] is Runnel's.

mod connector;
mod person;
mod state;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use runnel_domain::{Clock, Timestamp};
use tokio::sync::Notify;

pub use connector::FakeConnector;
pub use person::Person;
pub use state::{Mishap, Received};

use crate::{
    AddressKind, Caps, Delivery, DeliveryReport, Edited, Idem, IncomingFile, Item, LossNote,
    Reacted, Receive, Start,
};
use state::State;

/// The scripted network. Clones are the same network.
#[derive(Clone)]
pub struct FakeNetwork {
    state: Arc<Mutex<State>>,
    news: Arc<Notify>,
    clock: Arc<dyn Clock>,
    caps: Arc<Caps>,
}

impl FakeNetwork {
    /// A network where Runnel's account is called `account`. Moments come from `clock`.
    ///
    /// Sent messages can be looked up afterwards ([`Idem::Lookup`]); see [`Self::with_caps`] for others.
    #[must_use]
    pub fn new(account: &str, clock: Arc<dyn Clock>) -> Self {
        Self {
            state: Arc::new(Mutex::new(State::new(account))),
            news: Arc::new(Notify::new()),
            clock,
            caps: Arc::new(Self::usual_caps()),
        }
    }

    /// What the fake can do unless told otherwise: everything, with look-up of sent messages.
    #[must_use]
    pub const fn usual_caps() -> Caps {
        Caps {
            receive: Receive::LongPoll,
            offline_tolerance: None,
            idem: Idem::Lookup,
            window: None,
            can_start: Start::Yes,
            starts_per_day: None,
            addresses: AddressKind::Login,
            max_text: 100_000,
            max_file: 50 * 1024 * 1024,
            subjects: true,
            threads: false,
            edits: false,
            deletes: false,
            reactions: true,
            read_out: true,
            comments: true,
        }
    }

    /// The same network with other abilities, e.g. [`Idem::None`] (cannot look up) or [`Idem::Native`]
    /// (refuses the same key twice).
    #[must_use]
    pub fn with_caps(mut self, caps: Caps) -> Self {
        self.caps = Arc::new(caps);
        self
    }

    /// Somebody out there. The same name is the same person.
    #[must_use]
    pub fn person(&self, name: &str) -> Person {
        Person::new(self.clone(), name)
    }

    /// `name` says `text` right now; the native id of the message.
    pub fn says(&self, name: &str, text: &str) -> String {
        self.person(name).says(text)
    }

    /// Runnel's side of this network; every call is a freshly started connector.
    #[must_use]
    pub fn connector(&self) -> FakeConnector {
        FakeConnector::new(self.clone(), true)
    }

    /// A connector with the wrong password.
    #[must_use]
    pub fn connector_with_wrong_password(&self) -> FakeConnector {
        FakeConnector::new(self.clone(), false)
    }

    /// What customers got, in order of arrival. A blind second send shows up here as a second entry.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.lock().received.clone()
    }

    /// The network goes away: pulls and sends fail with `Offline`.
    pub fn go_offline(&self) {
        self.lock().offline = true;
        self.news.notify_waiters();
    }

    /// The network is back.
    pub fn come_back(&self) {
        self.lock().offline = false;
        self.news.notify_waiters();
    }

    /// The account is refused from now on (`false`: accepted again).
    pub fn refuse_login(&self, refuse: bool) {
        self.lock().refused = refuse;
        self.news.notify_waiters();
    }

    /// What the next sends run into, one mishap per send, in this order. After that sends work again.
    pub fn next_sends(&self, mishaps: impl IntoIterator<Item = Mishap>) {
        self.lock().mishaps.extend(mishaps);
    }

    /// Lets sends that hang go on (they then arrive).
    pub fn release(&self) {
        self.lock().released += 1;
        self.news.notify_waiters();
    }

    /// How many events one pull brings at most; 50 unless told otherwise.
    pub fn batches_of(&self, size: usize) {
        self.lock().batch = size.max(1);
    }

    /// Tells Runnel how far one of its messages came.
    pub fn reports(&self, remote_id: &str, delivery: Delivery, code: &str, detail: &str) {
        let report = DeliveryReport {
            remote_id: remote_id.to_owned(),
            delivery,
            code: code.to_owned(),
            detail: detail.to_owned(),
        };
        let key = format!("report:{remote_id}:{delivery:?}");
        self.happens(
            key,
            "report",
            detail.as_bytes().to_vec(),
            Item::Delivery(report),
        );
    }

    /// The writer of a message changes it.
    pub fn edits(&self, remote_id: &str, text: &str) {
        let key = format!("edit:{}", self.lock().fresh_id());
        let edited = Edited {
            remote_id: remote_id.to_owned(),
            text: text.to_owned(),
            html: None,
        };
        self.happens(key, "edit", text.as_bytes().to_vec(), Item::Edited(edited));
    }

    /// The writer of a message takes it back.
    pub fn deletes(&self, remote_id: &str) {
        let key = format!("delete:{remote_id}");
        let item = Item::Deleted(remote_id.to_owned());
        self.happens(key, "delete", Vec::new(), item);
    }

    /// A customer puts a sign on a message, or takes it off again.
    pub fn reacts(&self, remote_id: &str, emoji: &str, taken_off: bool) {
        let key = format!("reaction:{}", self.lock().fresh_id());
        let reacted = Reacted {
            remote_id: remote_id.to_owned(),
            emoji: emoji.to_owned(),
            taken_off,
        };
        self.happens(
            key,
            "reaction",
            emoji.as_bytes().to_vec(),
            Item::Reacted(reacted),
        );
    }

    /// The last event arrives once more, under another key, as networks do after a reconnect.
    pub fn repeats_itself(&self) {
        let last = self.lock().events.last().cloned();
        if let Some(last) = last {
            let key = format!("again:{}", last.key);
            self.happens(key, last.kind, last.raw, last.item);
        }
    }

    /// Something arrives that Runnel understands but does not show.
    pub fn murmurs(&self, key: &str, raw: &[u8]) {
        self.happens(key.to_owned(), "noise", raw.to_vec(), Item::Nothing);
    }

    /// The next batch says that messages may be missing between these moments.
    pub fn loses(&self, from: Option<Timestamp>, until: Option<Timestamp>) {
        self.lock().lost = Some(LossNote { from, until });
        self.news.notify_waiters();
    }

    fn happens(&self, key: String, kind: &'static str, raw: Vec<u8>, item: Item) {
        let now = self.clock.now();
        self.lock().push(key, now, kind, raw, item);
        self.news.notify_waiters();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file in the fake's own words.
#[must_use]
pub fn file(name: &str, mime: &str, bytes: &[u8]) -> IncomingFile {
    IncomingFile {
        name: name.to_owned(),
        mime: mime.to_owned(),
        bytes: bytes.to_vec(),
        content_id: String::new(),
    }
}
