//! What is due at a wall-clock time, delayed actions of triggers, deadlines of tasks and snoozed conversations: done
//! when the time has come, however long the machine slept.

use runnel_domain::{Actor, Timestamp, event::Cause};
use runnel_store::{Intent, Lane, table::timer};
use tokio_util::sync::CancellationToken;

use super::wait;
use crate::{app::App, error::AppError};

/// Timers handled before the queue is read again.
const AT_ONCE: usize = 50;

impl App {
    /// Handles every timer and brings back every snoozed conversation whose time has come, each in a transaction of its
    /// own, and tells when the next is due.
    ///
    /// # Errors
    /// When the workspace refuses; what was handled stays handled.
    pub async fn timers_due(&self) -> Result<Option<Timestamp>, AppError> {
        loop {
            let now = self.now();
            let due = self
                .read(move |read| Ok(timer::due(read, now, AT_ONCE)?))
                .await?;
            if due.is_empty() {
                let returns = self.snoozed_due().await?;
                let next = self.read(|read| Ok(timer::next_due_at(read)?)).await?;
                return Ok(next.into_iter().chain(returns).min());
            }
            let (tasks, due): (Vec<_>, Vec<_>) = due
                .into_iter()
                .partition(|timer| timer.kind == timer::TASK_DUE);
            self.tasks_due(tasks).await?;
            for timer in due {
                let intent = Intent::plain(now, Cause::plain(Actor::System));
                self.inner
                    .store
                    .write(Lane::Background, intent, move |tx| {
                        runnel_automation::due(tx, &timer)?;
                        Ok::<_, AppError>(())
                    })
                    .await?;
            }
        }
    }
}

/// Runs until stopped.
pub(super) async fn run(app: App, stop: CancellationToken) {
    loop {
        let next = match app.timers_due().await {
            Ok(next) => next,
            Err(error) => {
                tracing::error!(%error, "timers could not be handled");
                Some(app.now().plus_minutes(1))
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = app.inner.supervision.timers.notified() => {}
            () = wait::until(&app, next) => {}
        }
    }
}
