//! What the core tells an interface by itself: commits coalesced into few messages, with the counters they moved.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use runnel_app::{App, ChangeSet, Entity, signal::Signal};
use runnel_domain::ids::MemberId;
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::Instant,
};

use crate::{
    commands::workspace,
    router::Router,
    wire::feed::{Changed, FeedMessage},
};

/// How long the first of some changes waits for others: one frame at 60 Hz.
const COALESCE: Duration = Duration::from_millis(16);
/// More ids of one kind than this: "any number of them", which makes an interface ask again for what it shows.
const MANY: usize = 500;

/// The change feed of one interface. Take messages with [`Feed::next`].
pub struct Feed {
    app: App,
    acting: Arc<AtomicI64>,
    changes: Receiver<Arc<ChangeSet>>,
    signals: Receiver<Signal>,
    pending: Pending,
    due: Option<Instant>,
}

impl Router {
    /// Everything that happens from now on.
    #[must_use]
    pub fn feed(&self) -> Feed {
        Feed {
            changes: self.app.changes(),
            signals: self.app.signals(),
            app: self.app.clone(),
            acting: Arc::clone(&self.acting),
            pending: Pending::default(),
            due: None,
        }
    }
}

/// Woken by what.
enum Woken {
    Change(Result<Arc<ChangeSet>, RecvError>),
    Signal(Result<Signal, RecvError>),
    Due,
}

impl Feed {
    /// The next message; `None` when the workspace was closed. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<FeedMessage> {
        loop {
            let woken = {
                let due = self.due;
                let frame = async {
                    match due {
                        Some(due) => tokio::time::sleep_until(due).await,
                        None => std::future::pending().await,
                    }
                };
                tokio::select! {
                    change = self.changes.recv() => Woken::Change(change),
                    signal = self.signals.recv() => Woken::Signal(signal),
                    () = frame => Woken::Due,
                }
            };
            match woken {
                Woken::Change(Ok(set)) => {
                    self.pending.add(&set);
                    self.due.get_or_insert_with(|| Instant::now() + COALESCE);
                }
                Woken::Change(Err(RecvError::Lagged(_))) => {
                    (self.pending, self.due) = (Pending::default(), None);
                    return Some(FeedMessage::Lagged);
                }
                Woken::Change(Err(RecvError::Closed)) => return None,
                Woken::Signal(Ok(signal)) => {
                    if !self.app.may_hear(self.me(), signal.about()).await {
                        continue;
                    }
                    if let Some(message) = signalled(signal, self.me()) {
                        return Some(message);
                    }
                }
                // Progress that was missed is worth nothing; the feed of changes tells when the app is closed.
                Woken::Signal(Err(RecvError::Lagged(_))) => {}
                Woken::Signal(Err(RecvError::Closed)) => return None,
                Woken::Due => return Some(self.flush().await),
            }
        }
    }

    fn me(&self) -> MemberId {
        MemberId(self.acting.load(Ordering::Relaxed))
    }

    async fn flush(&mut self) -> FeedMessage {
        self.due = None;
        let counts = if self.pending.counts {
            match self.app.counts(self.me()).await {
                Ok(counts) => Some(workspace::counts(&counts)),
                Err(error) => {
                    tracing::warn!(%error, "the counters could not be read");
                    None
                }
            }
        } else {
            None
        };
        let pending = std::mem::take(&mut self.pending);
        FeedMessage::Changed {
            changes: pending.into_changes(),
            counts,
        }
    }
}

/// Changes that wait for the end of the frame.
#[derive(Default)]
struct Pending {
    ids: BTreeMap<&'static str, BTreeSet<i64>>,
    counts: bool,
}

impl Pending {
    fn add(&mut self, set: &ChangeSet) {
        for change in &set.changes {
            self.counts |= matches!(
                change.entity,
                Entity::Counts
                    | Entity::Outbox
                    | Entity::Task
                    | Entity::Conversation
                    | Entity::Setting
            );
            if let Some(word) = word(change.entity) {
                self.ids.entry(word).or_default().insert(change.id);
            }
        }
    }

    fn into_changes(self) -> Vec<Changed> {
        let changed = |(word, ids): (&str, BTreeSet<i64>)| {
            let ids = if ids.len() > MANY {
                Vec::new()
            } else {
                ids.into_iter().collect()
            };
            Changed {
                entity: word.to_owned(),
                ids,
            }
        };
        self.ids.into_iter().map(changed).collect()
    }
}

/// The wire's word for an entity; `None`: nothing that an interface shows.
const fn word(entity: Entity) -> Option<&'static str> {
    Some(match entity {
        Entity::Conversation => "conversation",
        Entity::Contact => "contact",
        Entity::Message => "message",
        Entity::Deal => "deal",
        Entity::Stage => "stage",
        Entity::Pipeline => "pipeline",
        Entity::Tag => "tag",
        Entity::Task => "task",
        Entity::Source => "source",
        Entity::Member => "member",
        Entity::Setting => "setting",
        Entity::MemberSetting => "member_setting",
        Entity::Draft => "draft",
        Entity::Outbox => "outbox",
        Entity::TriggerRule => "trigger",
        Entity::TriggerRun => "trigger_run",
        Entity::Welcome => "welcome",
        Entity::Template => "template",
        Entity::Category => "category",
        Entity::Field => "field",
        Entity::Block => "block",
        Entity::SavedView => "saved_view",
        Entity::Operation | Entity::Counts => return None,
    })
}

/// What a window of this member is told; `None`: nothing.
fn signalled(signal: Signal, me: MemberId) -> Option<FeedMessage> {
    Some(match signal {
        Signal::Progress { job, done, total } => FeedMessage::Progress {
            job: job.to_owned(),
            done,
            total,
        },
        Signal::Arrived {
            conversation,
            client,
        } => FeedMessage::Arrived {
            conversation_id: conversation.0,
            client,
        },
        Signal::Returned {
            conversation,
            client,
        } => FeedMessage::Returned {
            conversation_id: conversation.0,
            client,
        },
        Signal::HandedOver {
            conversation,
            client,
            from,
            to,
        } if to == me => FeedMessage::HandedOver {
            conversation_id: conversation.0,
            client,
            member_id: from.0,
        },
        Signal::Due(reminder) => FeedMessage::Due {
            conversation_id: reminder.conversation.map(|id| id.0),
            client: reminder.client,
            task_kind: reminder.kind,
            text: reminder.text,
            count: reminder.count,
        },
        Signal::HandedOver { .. } => return None,
    })
}
