//! What the scripted network remembers.

use std::collections::VecDeque;

use runnel_domain::Timestamp;

use crate::{IdemKey, Item, LossNote, RawEvent, Say, SendOutcome};

/// What one send runs into.
#[derive(Debug, Clone)]
pub enum Mishap {
    /// Nothing: it arrives. Useful between others.
    None,
    /// It does not arrive, and this is the answer (`Retry`, `Permanent`, even `Unknown`).
    Answer(SendOutcome),
    /// It arrives, but the answer is lost: `Unknown`.
    ArrivesUnanswered,
    /// The answer does not come until [`super::FakeNetwork::release`]; then it arrives.
    Hangs,
}

/// Something a customer got from Runnel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its native id.
    pub remote_id: String,
    /// Address of the customer.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
    /// Names and bytes of the files.
    pub files: Vec<(String, Vec<u8>)>,
    /// The idempotency key that it was sent with.
    pub key: IdemKey,
    /// Under which post everybody reads it; `None`: only the customer does.
    pub post: Option<String>,
    /// Which message it answers.
    pub in_reply_to: Option<String>,
    /// Marked as written by a machine.
    pub automatic: bool,
}

pub(super) struct State {
    pub account: String,
    pub events: Vec<RawEvent>,
    pub received: Vec<Received>,
    pub offline: bool,
    pub refused: bool,
    pub mishaps: VecDeque<Mishap>,
    pub released: u64,
    pub batch: usize,
    pub lost: Option<LossNote>,
    pub next_id: u64,
}

impl State {
    pub fn new(account: &str) -> Self {
        Self {
            account: account.to_owned(),
            events: Vec::new(),
            received: Vec::new(),
            offline: false,
            refused: false,
            mishaps: VecDeque::new(),
            released: 0,
            batch: 50,
            lost: None,
            next_id: 1,
        }
    }

    pub fn fresh_id(&mut self) -> String {
        let id = self.next_id;
        self.next_id += 1;
        format!("fake-{id}")
    }

    pub fn push(
        &mut self,
        key: String,
        occurred_at: Timestamp,
        kind: &'static str,
        raw: Vec<u8>,
        item: Item,
    ) {
        self.events.push(RawEvent {
            key,
            occurred_at,
            kind,
            raw,
            item,
        });
    }

    /// Why nothing goes through at the moment, if so.
    pub fn trouble(&self, password_ok: bool) -> Option<crate::Fault> {
        let account = self.account.clone();
        if self.offline {
            Some(crate::Fault::Offline(Say::new(
                "connection_refused",
                account,
                "the network is away",
            )))
        } else if self.refused || !password_ok {
            Some(crate::Fault::Auth(Say::new(
                "wrong_password",
                account,
                "not you",
            )))
        } else {
            None
        }
    }
}
