//! One attempt: take the next message in hand, commit, send, write down what became of it.

use std::time::Duration;

use runnel_connector::{Connector, IdemKey, Outgoing, Say, Scope, SendOutcome};
use runnel_domain::{
    Actor, Clock, ThreadKind, Timestamp, delivery::retry_at, event::Cause, ids::SourceId,
};
use runnel_store::{
    Intent, Lane, Store, Tx,
    table::{
        conversation, letter,
        outbox::{self, Ending, Left, Outbox as Row},
    },
};

use crate::{Outbox, OutboxError, Step, circuit::Circuit, settle::Doubt, wire};

/// A message in hand, or one that was found not to be worth an attempt.
enum Taken {
    InHand(Row, Box<Outgoing>),
    Failed(Step),
}

pub(crate) fn intent(now: Timestamp) -> Intent {
    Intent::plain(now, Cause::plain(Actor::System))
}

impl Outbox {
    /// Makes the next attempt of a source; `None`: nothing is ready.
    pub(crate) async fn attempt(
        &self,
        store: &Store,
        source: SourceId,
        connector: &dyn Connector,
        clock: &dyn Clock,
    ) -> Result<Option<Step>, OutboxError> {
        let now = clock.now();
        let files = store.files();
        let window = connector.caps().window;
        let taken = store
            .write(
                Lane::Background,
                intent(now),
                move |tx| -> Result<_, OutboxError> {
                    let Some(row) = outbox::claim_next(tx, source, now)? else {
                        return Ok(None);
                    };
                    if let Some((code, detail)) = hopeless(tx, &row, window, now)? {
                        outbox::finish(
                            tx,
                            row.id,
                            &Ending::Failed {
                                code: code.to_owned(),
                                detail,
                            },
                        )?;
                        return Ok(Some(Taken::Failed(gone_wrong(&row))));
                    }
                    let letter = letter::load(tx, row.message)?;
                    Ok(Some(Taken::InHand(
                        row,
                        Box::new(wire::outgoing(letter, &files)),
                    )))
                },
            )
            .await?
            .value;
        let (row, outgoing) = match taken {
            None => return Ok(None),
            Some(Taken::Failed(step)) => return Ok(Some(step)),
            Some(Taken::InHand(row, outgoing)) => (row, outgoing),
        };
        let outcome = connector.send(&outgoing, &IdemKey(row.uid)).await;
        self.record(store, &row, connector, outcome, clock.now())
            .await
            .map(Some)
    }

    async fn record(
        &self,
        store: &Store,
        row: &Row,
        connector: &dyn Connector,
        outcome: SendOutcome,
        now: Timestamp,
    ) -> Result<Step, OutboxError> {
        let (id, message) = (row.id, row.message);
        let (ending, step) = match outcome {
            SendOutcome::Accepted { remote_id } => {
                self.lock().circuits.remove(&row.source);
                (Ending::Sent { remote_id }, Step::Sent(message))
            }
            SendOutcome::Permanent(say) => (failed(say), gone_wrong(row)),
            SendOutcome::Retry { after, scope, say } => {
                let failures = self.failures(row, scope);
                let at = retry_at(
                    now,
                    failures,
                    after.map(millis),
                    self.random(),
                    row.give_up_at,
                );
                if scope == Scope::Account {
                    // Also when this message is given up: the next one has to wait as well.
                    let until = at.or_else(|| {
                        retry_at(now, failures, None, self.random(), Timestamp(i64::MAX))
                    });
                    let until = until.unwrap_or(now);
                    self.lock()
                        .circuits
                        .insert(row.source, Circuit { until, failures });
                }
                match at {
                    Some(at) => {
                        let (code, detail) = (say.code.to_owned(), say.detail);
                        (
                            Ending::Again {
                                at,
                                left: Left::NotThisTime,
                                code,
                                detail,
                            },
                            Step::Delayed(message, at),
                        )
                    }
                    None => (given_up(&say.detail), gone_wrong(row)),
                }
            }
            SendOutcome::Unknown(say) => {
                let doubt = Doubt::after_send(connector.caps().idem);
                return self
                    .doubt(store, row, doubt, say.code, say.detail, now)
                    .await;
            }
        };
        store
            .write(Lane::Background, intent(now), move |tx| {
                outbox::finish(tx, id, &ending)
            })
            .await?;
        Ok(step)
    }

    /// Failures in a row that decide the pause: the message's own, or the account's where that is longer.
    fn failures(&self, row: &Row, scope: Scope) -> u32 {
        let before = self
            .lock()
            .circuits
            .get(&row.source)
            .map_or(0, |circuit| circuit.failures);
        match scope {
            Scope::Account => row.attempts.max(before.saturating_add(1)),
            Scope::Conversation => row.attempts,
        }
    }
}

/// Why a message in hand must not be sent now or ever, if so.
fn hopeless(
    tx: &Tx<'_>,
    row: &Row,
    window: Option<Duration>,
    now: Timestamp,
) -> Result<Option<(&'static str, String)>, OutboxError> {
    // A first attempt is always made: nobody has been told yet that the message did not go.
    if row.attempts > 1 && row.give_up_at <= now {
        return Ok(Some(("gave_up", row.fail_detail.clone())));
    }
    let thread = conversation::get(tx, row.conversation)?;
    let closes = match (thread.thread_kind, thread.last_inbound_at) {
        (ThreadKind::Direct, Some(last)) => window.map(|window| last.plus_millis(millis(window))),
        _ => None,
    };
    if closes.is_some_and(|closes| closes <= now) {
        return Ok(Some(("window_closed", String::new())));
    }
    let to = letter::load(tx, row.message)?.to_address;
    Ok(to.is_empty().then(|| ("no_address", String::new())))
}

/// What a failure means for a message: one that may have gone before did not simply fail.
const fn gone_wrong(row: &Row) -> Step {
    if row.in_doubt {
        Step::Unknown(row.message)
    } else {
        Step::Failed(row.message)
    }
}

fn failed(say: Say) -> Ending {
    Ending::Failed {
        code: say.code.to_owned(),
        detail: say.detail,
    }
}

fn given_up(detail: &str) -> Ending {
    Ending::Failed {
        code: "gave_up".to_owned(),
        detail: detail.to_owned(),
    }
}

pub(crate) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
