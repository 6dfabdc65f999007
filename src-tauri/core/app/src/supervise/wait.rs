//! Waiting for a wall-clock time on a machine that sleeps, and for tasks that may fall over.

use std::{future::Future, time::Duration};

use runnel_domain::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::app::App;

/// Longest sleep before the wall clock is read again: after the lid was closed, nothing is later than this.
const SLICE: Duration = Duration::from_secs(30);
/// Pause before a task that fell over is started again.
const AFTER_A_FALL: Duration = Duration::from_secs(30);

/// Returns when the host's clock shows `at`; never for `None`.
pub(crate) async fn until(app: &App, at: Option<Timestamp>) {
    let Some(at) = at else {
        return std::future::pending().await;
    };
    loop {
        let left = at.millis_since(app.now());
        let Ok(left @ 1..) = u64::try_from(left) else {
            return;
        };
        tokio::time::sleep(Duration::from_millis(left).min(SLICE)).await;
    }
}

/// Runs a task to its end. A panic in it ends nothing else: it is logged, and the task starts again.
pub(crate) async fn guarded<F: Future<Output = ()> + Send + 'static>(
    name: &'static str,
    stop: CancellationToken,
    start: impl Fn() -> F + Send,
) {
    while let Err(fall) = tokio::spawn(start()).await {
        tracing::error!(name, %fall, "a task fell over; it starts again shortly");
        tokio::select! {
            () = tokio::time::sleep(AFTER_A_FALL) => {}
            () = stop.cancelled() => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    };

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_task_that_falls_over_starts_again_and_takes_nobody_with_it() {
        let starts = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&starts);
        let task = move || {
            let starts = Arc::clone(&counted);
            async move {
                assert!(
                    starts.fetch_add(1, Ordering::SeqCst) > 1,
                    "the first two times it falls over"
                );
            }
        };
        guarded("test", CancellationToken::new(), task).await;
        assert_eq!(starts.load(Ordering::SeqCst), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_falls_over_while_stopping_does_not_start_again() {
        let stop = CancellationToken::new();
        stop.cancel();
        guarded("test", stop, || async { panic!("on the way out") }).await;
    }
}
