//! Sending: what waits goes out when its turn and its network have come.

use runnel_domain::{SourceHealth, Timestamp, ids::SourceId};
use runnel_outbox::Step;
use runnel_store::table::{outbox, source};
use tokio_util::sync::CancellationToken;

use super::wait;
use crate::{app::App, error::AppError};

/// Shortest rest, in milliseconds: whatever says that it is due and does nothing is not asked in a circle.
const BREATH_MS: i64 = 50;

impl App {
    /// Does one thing for the outbox of a source; call it again at once unless it says [`Step::Idle`].
    ///
    /// A source that is paused, or whose set-up cannot be used, is idle: what is queued waits.
    ///
    /// # Errors
    /// When the workspace refuses; what was in hand then is settled by a later step.
    pub async fn send_once(&self, id: SourceId) -> Result<Step, AppError> {
        let source = self.read(move |read| Ok(source::get(read, id)?)).await?;
        if source.health == SourceHealth::Paused || source.removed_at.is_some() {
            return Ok(Step::Idle { next_at: None });
        }
        let connector = match self.connector(&source).await {
            Ok(connector) => connector,
            Err(error) => {
                tracing::warn!(source = id.0, %error, "nothing can be sent");
                return Ok(Step::Idle { next_at: None });
            }
        };
        let (store, clock) = (&self.inner.store, &*self.inner.host.clock);
        Ok(self
            .inner
            .outbox
            .step(store, id, &*connector, clock)
            .await?)
    }

    /// The network of a source is back: what waits for a later attempt goes now.
    pub(crate) async fn network_back(&self, id: SourceId) -> Result<(), AppError> {
        self.inner.outbox.reopen(id);
        self.note(move |tx| Ok(outbox::hasten(tx, id)?)).await?;
        self.inner.supervision.wake(id).send.notify_one();
        Ok(())
    }
}

/// Runs until stopped. A message on the wire is let arrive before it stops.
pub(super) async fn run(app: App, id: SourceId, stop: CancellationToken) {
    let wake = app.inner.supervision.wake(id);
    while !stop.is_cancelled() {
        let next = match app.send_once(id).await {
            Ok(Step::Idle { next_at }) => {
                next_at.map(|at| at.max(app.now().plus_millis(BREATH_MS)))
            }
            Ok(_) => continue,
            Err(error) => {
                tracing::error!(source = id.0, %error, "the outbox could not go on");
                Some(soon(&app))
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = wake.send.notified() => {}
            () = wait::until(&app, next) => {}
        }
    }
}

fn soon(app: &App) -> Timestamp {
    app.now().plus_minutes(1)
}
