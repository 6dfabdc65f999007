//! Brings the search index of an older file up to date, a little at a time behind everything else.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;

/// Between two steps, so that whatever else waits for the writer goes first.
const BREATH: Duration = Duration::from_millis(5);

/// Runs until the index is complete. A step that fails is tried again at the next start: search still finds the rest.
pub(super) async fn run(app: App, stop: CancellationToken) {
    loop {
        match app.search_refreshed().await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                tracing::error!(%error, "the search index could not be brought up to date");
                return;
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(BREATH) => {}
        }
    }
}
