//! Attempts without a known end: found at start-up, after a dropped step, or because the network did not answer.
//!
//! The channel's own protection decides (CHANNELS.md §5 rule 4): where the network refuses the same key twice the
//! message simply goes again; where sent messages can be looked up we look; otherwise a person is asked.

use runnel_connector::{Connector, Found, Idem, IdemKey};
use runnel_domain::{
    Clock, MessageState, Timestamp,
    delivery::retry_at,
    ids::{OutboxId, SourceId},
};
use runnel_store::{
    Lane, Store,
    table::{
        letter,
        outbox::{self, Ending, Left, Outbox as Row},
    },
};

use crate::{
    LookUp, Outbox, OutboxError, Step,
    attempt::{intent, millis},
    wire,
};

/// Pause before a look-up that could not be made is tried again, in milliseconds.
const LOOK_AGAIN_MS: i64 = 30_000;
/// Code of a message whose sending was cut off by a crash or a stop.
const INTERRUPTED: &str = "interrupted";

/// What can be done about an attempt without a known end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// Sending again is safe.
    Repeat,
    /// Look it up.
    LookUp,
    /// Ask a person.
    Ask,
}

impl Doubt {
    /// Right after a send that was not answered.
    pub(crate) const fn after_send(idem: Idem) -> Self {
        match idem {
            Idem::Native { .. } => Self::Repeat,
            Idem::Lookup => Self::LookUp,
            Idem::None => Self::Ask,
        }
    }

    /// About an attempt that began a while ago. A key that the network may have forgotten protects nobody.
    fn about(row: &Row, idem: Idem, now: Timestamp) -> Self {
        match (idem, row.attempted_at) {
            (Idem::Native { ttl }, Some(at)) if now.millis_since(at) < millis(ttl) => Self::Repeat,
            (Idem::Native { .. } | Idem::None, _) => Self::Ask,
            (Idem::Lookup, _) => Self::LookUp,
        }
    }
}

impl Outbox {
    /// Settles one attempt of a source that has no known end; `None`: there is none that can be settled now.
    pub(crate) async fn settle(
        &self,
        store: &Store,
        source: SourceId,
        connector: &dyn Connector,
        clock: &dyn Clock,
    ) -> Result<Option<Step>, OutboxError> {
        let now = clock.now();
        let rows = store
            .read(move |read| Ok::<_, OutboxError>(outbox::doubtful(read, source)?))
            .await?;
        let idem = connector.caps().idem;
        self.forget_settled(source, &rows);
        for row in rows {
            let doubt = Doubt::about(&row, idem, now);
            if row.state == MessageState::Unknown {
                // The person is asked already; all that can help is a look-up, and not too often.
                if doubt == Doubt::LookUp
                    && self.worth_a_look(row.id, now)
                    && let Some(step) = self.look_up(store, &row, connector, clock).await?
                {
                    return Ok(Some(step));
                }
            } else if doubt == Doubt::LookUp {
                return self.look_up(store, &row, connector, clock).await;
            } else {
                return self
                    .doubt(store, &row, doubt, INTERRUPTED, String::new(), now)
                    .await
                    .map(Some);
            }
        }
        Ok(None)
    }

    /// Messages that were settled in another way need no look-up.
    fn forget_settled(&self, source: SourceId, doubtful: &[Row]) {
        let here = |id: OutboxId| doubtful.iter().any(|row| row.id == id);
        self.lock()
            .look_ups
            .retain(|id, look| look.source != source || here(*id));
    }

    fn worth_a_look(&self, id: OutboxId, now: Timestamp) -> bool {
        self.lock()
            .look_ups
            .get(&id)
            .is_none_or(|look| look.next_at.is_some_and(|at| at <= now))
    }

    fn look_again(&self, row: &Row, next_at: Option<Timestamp>) {
        self.lock().look_ups.insert(
            row.id,
            LookUp {
                source: row.source,
                next_at,
            },
        );
    }

    /// A send was not answered, or was interrupted and cannot be looked up: repeat it, look later, or ask.
    pub(crate) async fn doubt(
        &self,
        store: &Store,
        row: &Row,
        doubt: Doubt,
        code: &'static str,
        detail: String,
        now: Timestamp,
    ) -> Result<Step, OutboxError> {
        let (id, message) = (row.id, row.message);
        if doubt == Doubt::Repeat {
            let again = retry_at(now, row.attempts, None, self.random(), row.give_up_at);
            if let Some(at) = again {
                let ending = Ending::Again {
                    at,
                    left: Left::Perhaps,
                    code: code.to_owned(),
                    detail,
                };
                self.end(store, id, ending, now).await?;
                return Ok(Step::Delayed(message, at));
            }
        }
        if doubt == Doubt::LookUp {
            // The very next step looks it up.
            self.look_again(row, Some(now));
        }
        self.end(
            store,
            id,
            Ending::Unknown {
                code: code.to_owned(),
                detail,
            },
            now,
        )
        .await?;
        Ok(Step::Unknown(message))
    }

    async fn look_up(
        &self,
        store: &Store,
        row: &Row,
        connector: &dyn Connector,
        clock: &dyn Clock,
    ) -> Result<Option<Step>, OutboxError> {
        let (id, message, state) = (row.id, row.message, row.state);
        let files = store.files();
        let outgoing = store
            .read(move |read| {
                Ok::<_, OutboxError>(wire::outgoing(letter::load(read, message)?, &files))
            })
            .await?;
        let found = connector.reconcile(&outgoing, &IdemKey(row.uid)).await;
        let now = clock.now();
        // A person may have decided while we looked: `finish` then lets their word stand, unless the message is
        // seen to be there.
        match found {
            Found::Sent { remote_id } => {
                self.end(store, id, Ending::Sent { remote_id }, now).await?;
                Ok(Some(Step::Sent(message)))
            }
            Found::Absent => {
                let (code, detail) = (INTERRUPTED.to_owned(), String::new());
                let (ending, step) =
                    match retry_at(now, row.attempts, None, self.random(), row.give_up_at) {
                        Some(at) => (
                            Ending::Again {
                                at,
                                left: Left::Never,
                                code,
                                detail,
                            },
                            Step::Delayed(message, at),
                        ),
                        None => (
                            Ending::NeverWent {
                                code: "gave_up".to_owned(),
                                detail,
                            },
                            Step::Failed(message),
                        ),
                    };
                self.end(store, id, ending, now).await?;
                Ok(Some(step))
            }
            Found::CannotKnow | Found::Later => {
                let later = found == Found::Later;
                self.look_again(row, later.then(|| now.plus_millis(LOOK_AGAIN_MS)));
                if state == MessageState::Unknown {
                    return Ok(None);
                }
                let ending = Ending::Unknown {
                    code: INTERRUPTED.to_owned(),
                    detail: String::new(),
                };
                self.end(store, id, ending, now).await?;
                Ok(Some(Step::Unknown(message)))
            }
        }
    }

    async fn end(
        &self,
        store: &Store,
        id: OutboxId,
        ending: Ending,
        now: Timestamp,
    ) -> Result<(), OutboxError> {
        store
            .write(Lane::Background, intent(now), move |tx| {
                outbox::finish(tx, id, &ending)
            })
            .await?;
        Ok(())
    }
}
