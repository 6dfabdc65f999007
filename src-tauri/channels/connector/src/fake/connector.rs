//! Runnel's side of the scripted network.

use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{FakeNetwork, Mishap, Received};
use crate::{
    Batch, Caps, Connector, Cursor, Fault, Found, Idem, IdemKey, Identity, Outgoing, Say, Scope,
    SendOutcome,
};

/// A [`Connector`] of the scripted network.
pub struct FakeConnector {
    network: FakeNetwork,
    password_ok: bool,
}

/// How far we read: the number of events taken.
#[derive(Serialize, Deserialize)]
struct Position {
    v: u32,
    seq: usize,
}

impl FakeConnector {
    pub(super) const fn new(network: FakeNetwork, password_ok: bool) -> Self {
        Self {
            network,
            password_ok,
        }
    }

    fn look(&self, seq: usize) -> Result<Batch, Fault> {
        let mut state = self.network.lock();
        if let Some(trouble) = state.trouble(self.password_ok) {
            return Err(trouble);
        }
        let events: Vec<_> = state
            .events
            .iter()
            .skip(seq)
            .take(state.batch)
            .cloned()
            .collect();
        let end = seq + events.len();
        let lost = state.lost.take();
        let next = (!events.is_empty() || lost.is_some()).then(|| cursor_at(end));
        Ok(Batch {
            more: end < state.events.len(),
            events,
            next,
            lost,
        })
    }

    fn deliver(&self, outgoing: &Outgoing, key: IdemKey) -> Result<String, std::io::Error> {
        let mut files = Vec::new();
        for file in &outgoing.files {
            files.push((file.name.clone(), std::fs::read(&file.path)?));
        }
        let mut state = self.network.lock();
        if matches!(self.network.caps.idem, Idem::Native { .. })
            && let Some(earlier) = state.received.iter().find(|received| received.key == key)
        {
            return Ok(earlier.remote_id.clone());
        }
        let remote_id = state.fresh_id();
        state.received.push(Received {
            remote_id: remote_id.clone(),
            to: outgoing.to.address.clone(),
            subject: outgoing.subject.clone(),
            text: outgoing.text.clone(),
            files,
            key,
            post: outgoing.post.clone(),
            in_reply_to: outgoing.in_reply_to.clone(),
            automatic: outgoing.automatic,
        });
        Ok(remote_id)
    }

    fn arrives(&self, outgoing: &Outgoing, key: IdemKey) -> SendOutcome {
        match self.deliver(outgoing, key) {
            Ok(remote_id) => SendOutcome::Accepted { remote_id },
            Err(error) => {
                SendOutcome::Permanent(Say::new("file_unreadable", "", error.to_string()))
            }
        }
    }

    async fn hang(&self) {
        let before = self.network.lock().released;
        while self.network.lock().released == before {
            let moved = self.network.news.notified();
            if self.network.lock().released == before {
                moved.await;
            }
        }
    }
}

fn cursor_at(seq: usize) -> Cursor {
    Cursor(serde_json::to_string(&Position { v: 1, seq }).unwrap_or_default())
}

fn position(cursor: Option<&Cursor>) -> Result<usize, Fault> {
    let Some(Cursor(text)) = cursor else {
        return Ok(0);
    };
    match serde_json::from_str::<Position>(text) {
        Ok(Position { v: 1, seq }) => Ok(seq),
        _ => Err(Fault::Protocol(Say::new("bad_cursor", "", text.clone()))),
    }
}

#[async_trait]
impl Connector for FakeConnector {
    fn caps(&self) -> &Caps {
        &self.network.caps
    }

    async fn check(&self) -> Result<Identity, Fault> {
        let state = self.network.lock();
        state.trouble(self.password_ok).map_or_else(
            || {
                Ok(Identity {
                    account: state.account.clone(),
                    name: state.account.clone(),
                    notes: Vec::new(),
                })
            },
            Err,
        )
    }

    async fn pull(&self, cursor: Option<&Cursor>, wait: Duration) -> Result<Batch, Fault> {
        let seq = position(cursor)?;
        // Listening starts before looking, so that nothing said in between is slept over.
        let listening = self.network.news.notified();
        let batch = self.look(seq)?;
        if !batch.events.is_empty() || batch.lost.is_some() || wait.is_zero() {
            return Ok(batch);
        }
        if tokio::time::timeout(wait, listening).await.is_err() {
            return Ok(batch);
        }
        self.look(seq)
    }

    async fn send(&self, outgoing: &Outgoing, key: &IdemKey) -> SendOutcome {
        let mishap = {
            let mut state = self.network.lock();
            match state.trouble(self.password_ok) {
                Some(Fault::Auth(say)) => return SendOutcome::Permanent(say),
                Some(fault) => {
                    let say = fault.say().clone();
                    return SendOutcome::Retry {
                        after: None,
                        scope: Scope::Account,
                        say,
                    };
                }
                None => state.mishaps.pop_front().unwrap_or(Mishap::None),
            }
        };
        match mishap {
            Mishap::None => self.arrives(outgoing, *key),
            Mishap::Answer(outcome) => outcome,
            Mishap::ArrivesUnanswered => {
                self.arrives(outgoing, *key);
                SendOutcome::Unknown(Say::new("connection_lost", "", "no answer came"))
            }
            Mishap::Hangs => {
                self.hang().await;
                self.arrives(outgoing, *key)
            }
        }
    }

    async fn reconcile(&self, _outgoing: &Outgoing, key: &IdemKey) -> Found {
        let state = self.network.lock();
        if state.trouble(self.password_ok).is_some() {
            return Found::Later;
        }
        if self.network.caps.idem == Idem::None {
            return Found::CannotKnow;
        }
        match state.received.iter().find(|received| received.key == *key) {
            Some(received) => Found::Sent {
                remote_id: received.remote_id.clone(),
            },
            None => Found::Absent,
        }
    }
}
