//! Receiving: one batch after the other, with patience when a network is not there.

use std::{sync::Arc, time::Duration};

use runnel_connector::{Batch, Connector, Cursor, Fault, Say};
use runnel_domain::{SourceHealth, Timestamp, ids::SourceId};
use runnel_store::table::{cursor, source};
use tokio_util::sync::CancellationToken;

use super::{health, wait};
use crate::{app::App, error::AppError};

/// How long one pull may wait for news: below the 29 minutes after which mail servers hang up on IDLE (RFC 2177).
const PATIENCE: Duration = Duration::from_secs(28 * 60);
/// Pause after a pull that came back at once with nothing, so that a confused server is not asked in a circle.
const BREATH: Duration = Duration::from_secs(2);

/// What one pull came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pulled {
    /// A batch is on disk.
    Batch {
        /// Messages written down.
        stored: usize,
        /// More is ready at once.
        more: bool,
    },
    /// The network or the set-up said no.
    Fault {
        /// Why.
        fault: Fault,
        /// When to try again; `None`: when a person asks for it.
        again_at: Option<Timestamp>,
    },
}

/// What a connector answered, not yet taken in.
enum Fetched {
    Batch(Arc<dyn Connector>, Batch),
    Fault(Fault),
}

impl App {
    /// Pulls once from a source, waiting up to `wait` for news, and takes in what came.
    ///
    /// `failures`: how many pulls in a row failed before this one. Health and last pull stand in the source's row
    /// afterwards.
    ///
    /// # Errors
    /// When the workspace refuses; the provider keeps what it has.
    pub async fn pull_once(
        &self,
        id: SourceId,
        wait: Duration,
        failures: u32,
    ) -> Result<Pulled, AppError> {
        let fetched = self.fetch(id, wait).await?;
        self.settle(id, fetched, failures).await
    }

    /// Asks the network. Dropping this future loses nothing.
    async fn fetch(&self, id: SourceId, wait: Duration) -> Result<Fetched, AppError> {
        let (source, cursor) = self
            .read(move |read| {
                let cursor = cursor::get(read, id, cursor::MAIN)?.map(Cursor);
                Ok((source::get(read, id)?, cursor))
            })
            .await?;
        let connector = match self.connector(&source).await {
            Ok(connector) => connector,
            Err(error) => return set_up(error).map(Fetched::Fault),
        };
        Ok(match connector.pull(cursor.as_ref(), wait).await {
            Ok(batch) => Fetched::Batch(connector, batch),
            Err(fault) => Fetched::Fault(fault),
        })
    }

    /// Takes in what came, acknowledges it, and writes down how the source is doing.
    async fn settle(
        &self,
        id: SourceId,
        fetched: Fetched,
        failures: u32,
    ) -> Result<Pulled, AppError> {
        let (connector, batch) = match fetched {
            Fetched::Batch(connector, batch) => (connector, batch),
            Fetched::Fault(fault) => return self.faulted(id, fault, failures).await,
        };
        let (next, more) = (batch.next.clone(), batch.more);
        let stored = self.take_in(id, batch).await?;
        if let Some(next) = next
            && let Err(fault) = connector.committed(&next).await
        {
            // What is not acknowledged comes again and changes nothing.
            tracing::info!(source = id.0, %fault, "a batch could not be acknowledged");
        }
        let health = if more {
            SourceHealth::Syncing
        } else {
            SourceHealth::Ok
        };
        self.pulled(id, health).await?;
        Ok(Pulled::Batch { stored, more })
    }

    async fn take_in(&self, id: SourceId, batch: Batch) -> Result<usize, AppError> {
        if batch.events.is_empty() && batch.next.is_none() && batch.lost.is_none() {
            return Ok(0);
        }
        let store = &self.inner.store;
        let applied = runnel_inbound::apply(store, id, batch, self.now()).await?;
        self.announce(applied.new_messages).await;
        Ok(applied.stored)
    }

    async fn faulted(&self, id: SourceId, fault: Fault, failures: u32) -> Result<Pulled, AppError> {
        let failures = failures.saturating_add(1);
        tracing::info!(source = id.0, failures, %fault, "a pull failed");
        let (health, note) = health::after(&fault, failures, self.now(), self.random());
        let again_at = note.next_try_at;
        self.set_health(id, health, note).await?;
        Ok(Pulled::Fault { fault, again_at })
    }
}

/// A connector that could not be made is a fault of the set-up; other errors stay what they are.
fn set_up(error: AppError) -> Result<Fault, AppError> {
    match error {
        AppError::Network(say) => Ok(Fault::Setup(say)),
        AppError::Secrets(error) => Ok(Fault::Auth(Say::new(
            "secret_unreadable",
            "",
            error.to_string(),
        ))),
        other => Err(other),
    }
}

/// Runs until stopped.
pub(super) async fn run(app: App, id: SourceId, stop: CancellationToken) {
    let wake = app.inner.supervision.wake(id);
    let mut failures = 0;
    // The network was away and what waits to be sent has not been told that it is back.
    let mut away = false;
    // The first pull only looks what is there, so that the source shows as connected at once.
    let mut patience = Duration::ZERO;
    loop {
        let begun = tokio::time::Instant::now();
        let fetched = tokio::select! {
            () = stop.cancelled() => return,
            () = wake.pull.notified() => {
                // "Look now": a waiting pull is dropped and a fresh one looks without waiting.
                patience = Duration::ZERO;
                continue;
            }
            fetched = app.fetch(id, patience) => fetched,
        };
        // What came is taken in to the end, whoever wants to stop or to look again.
        let pulled = match fetched {
            Ok(fetched) => app.settle(id, fetched, failures).await,
            Err(error) => Err(error),
        };
        let again_at = match pulled {
            Ok(Pulled::Batch { stored, more }) => {
                if away && let Err(error) = app.network_back(id).await {
                    tracing::error!(source = id.0, %error, "what waits could not be hastened");
                }
                (failures, away) = (0, false);
                let idle = stored == 0 && !more && patience > Duration::ZERO;
                patience = if more { Duration::ZERO } else { PATIENCE };
                if idle && begun.elapsed() < BREATH {
                    tokio::time::sleep(BREATH).await;
                }
                continue;
            }
            Ok(Pulled::Fault { again_at, .. }) => again_at,
            Err(error) => {
                tracing::error!(source = id.0, %error, "what came could not be stored");
                let say = Say::new("not_stored", "", error.to_string());
                let (health, note) =
                    health::after(&Fault::Protocol(say), failures + 1, app.now(), app.random());
                let again_at = note.next_try_at;
                if let Err(error) = app.set_health(id, health, note).await {
                    tracing::error!(source = id.0, %error, "nor can its health");
                }
                again_at
            }
        };
        (failures, away) = (failures.saturating_add(1), true);
        patience = Duration::ZERO;
        tokio::select! {
            () = stop.cancelled() => return,
            () = wake.pull.notified() => failures = 0,
            () = wait::until(&app, again_at) => {}
        }
    }
}
