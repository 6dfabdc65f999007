//! A network whose every answer is written down beforehand, crashes included.

use std::{
    collections::VecDeque,
    future::pending,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use async_trait::async_trait;
use runnel_connector::{
    Batch, Caps, Connector, Cursor, Fault, Found, Idem, IdemKey, Identity, Outgoing, Say, Scope,
    SendOutcome,
};
use runnel_domain::ids::MessageId;
use tokio::sync::Notify;

use crate::world::World;

/// What becomes of one send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It arrives and is answered.
    Arrives,
    /// It arrives, and the answer is lost.
    ArrivesSilently,
    /// It does not arrive, and there is no answer.
    VanishesSilently,
    /// Not now, for this conversation.
    Busy,
    /// Not now, for the whole account.
    Offline,
    /// Never.
    Refused,
    /// The program dies before anything left.
    DiesBefore,
    /// The program dies after it arrived.
    DiesAfter,
}

/// What becomes of one look-up; without one it tells the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Offline,
    CannotKnow,
}

#[derive(Default)]
struct State {
    fates: VecDeque<Fate>,
    looks: VecDeque<Look>,
    delivered: Vec<IdemKey>,
}

pub struct Scripted {
    caps: Caps,
    state: Mutex<State>,
    dying: Notify,
}

impl Scripted {
    pub fn new(caps: Caps) -> Arc<Self> {
        Arc::new(Self {
            caps,
            state: Mutex::default(),
            dying: Notify::new(),
        })
    }

    pub fn next(&self, fate: Fate) {
        self.lock().fates.push_back(fate);
    }

    pub fn forget_script(&self) {
        self.lock().fates.clear();
        self.lock().looks.clear();
    }

    pub fn looks(&self, looks: impl IntoIterator<Item = Look>) {
        self.lock().looks.extend(looks);
    }

    /// Ends when a send has come to where the program is to die.
    pub async fn crash_point(&self) {
        self.dying.notified().await;
    }

    /// Keys in order of arrival.
    pub fn delivered(&self) -> Vec<IdemKey> {
        self.lock().delivered.clone()
    }

    pub fn deliveries(&self, message: MessageId, world: &World) -> usize {
        let key = IdemKey(world.row(message).uid);
        self.lock()
            .delivered
            .iter()
            .filter(|delivered| **delivered == key)
            .count()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn arrives(&self, key: IdemKey) {
        let mut state = self.lock();
        let known = matches!(self.caps.idem, Idem::Native { .. }) && state.delivered.contains(&key);
        if !known {
            state.delivered.push(key);
        }
    }

    async fn dies(&self) -> SendOutcome {
        self.dying.notify_one();
        pending().await
    }
}

#[async_trait]
impl Connector for Scripted {
    fn caps(&self) -> &Caps {
        &self.caps
    }

    async fn check(&self) -> Result<Identity, Fault> {
        Err(Fault::Protocol(Say::new("not_scripted", "", "")))
    }

    async fn pull(&self, _: Option<&Cursor>, _: Duration) -> Result<Batch, Fault> {
        Err(Fault::Protocol(Say::new("not_scripted", "", "")))
    }

    async fn send(&self, _: &Outgoing, key: &IdemKey) -> SendOutcome {
        let say = |code| Say::new(code, "", "");
        let retry = |scope| SendOutcome::Retry {
            after: None,
            scope,
            say: say("later"),
        };
        let fate = self.lock().fates.pop_front().unwrap_or(Fate::Arrives);
        match fate {
            Fate::Arrives => {
                self.arrives(*key);
                SendOutcome::Accepted {
                    remote_id: format!("{:?}", key.0),
                }
            }
            Fate::ArrivesSilently => {
                self.arrives(*key);
                SendOutcome::Unknown(say("no_answer"))
            }
            Fate::VanishesSilently => SendOutcome::Unknown(say("no_answer")),
            Fate::Busy => retry(Scope::Conversation),
            Fate::Offline => retry(Scope::Account),
            Fate::Refused => SendOutcome::Permanent(say("refused")),
            Fate::DiesBefore => self.dies().await,
            Fate::DiesAfter => {
                self.arrives(*key);
                self.dies().await
            }
        }
    }

    async fn reconcile(&self, _: &Outgoing, key: &IdemKey) -> Found {
        let mut state = self.lock();
        match state.looks.pop_front() {
            Some(Look::Offline) => Found::Later,
            Some(Look::CannotKnow) => Found::CannotKnow,
            None if state.delivered.contains(key) => Found::Sent {
                remote_id: format!("{:?}", key.0),
            },
            None => Found::Absent,
        }
    }
}
