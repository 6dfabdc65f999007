//! What goes on by itself: per source one task that receives and one that sends, one for timers, and at the start one
//! that brings the search index of an older file up to date.
//!
//! All of them call the same steps that tests call by hand: [`App::pull_once`], [`App::send_once`] and
//! [`App::timers_due`]. Nothing here polls: a task wakes for its network, for a due time, or because a commit
//! concerns it.

mod announce;
mod connect;
mod foreman;
mod health;
mod pull;
mod remind;
mod search;
mod send;
mod timers;
mod wait;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use runnel_domain::ids::SourceId;
use tokio::sync::Notify;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use health::HealthNote;
pub use pull::Pulled;
pub use runnel_outbox::Step;

use crate::app::App;

/// How long stopping waits for a message that is on the wire.
const GRACE: Duration = Duration::from_secs(5);

/// What the tasks of one workspace share.
#[derive(Default)]
pub(crate) struct Supervision {
    connected: Mutex<HashMap<SourceId, connect::Connected>>,
    wakes: Mutex<HashMap<SourceId, Arc<Wake>>>,
    timers: Notify,
    running: Mutex<Option<Running>>,
}

/// The tasks that run just now.
struct Running {
    stop: CancellationToken,
    tasks: TaskTracker,
}

/// Wakes the two tasks of one source.
#[derive(Default)]
pub(crate) struct Wake {
    pub(crate) pull: Notify,
    pub(crate) send: Notify,
}

impl Supervision {
    pub(crate) fn wake(&self, source: SourceId) -> Arc<Wake> {
        Arc::clone(lock(&self.wakes).entry(source).or_default())
    }

    fn wake_senders(&self) {
        for wake in lock(&self.wakes).values() {
            wake.send.notify_one();
        }
    }
}

impl App {
    /// Starts receiving, sending and timers. Calling it again changes nothing. Needs a tokio runtime.
    pub fn start(&self) {
        let mut running = lock(&self.inner.supervision.running);
        if running.is_some() {
            return;
        }
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        tasks.spawn(foreman::watch(self.clone(), stop.clone(), tasks.clone()));
        tasks.spawn(wait::guarded("timers", stop.clone(), {
            let (app, stop) = (self.clone(), stop.clone());
            move || timers::run(app.clone(), stop.clone())
        }));
        tasks.spawn(wait::guarded("search", stop.clone(), {
            let (app, stop) = (self.clone(), stop.clone());
            move || search::run(app.clone(), stop.clone())
        }));
        tasks.close();
        *running = Some(Running { stop, tasks });
    }

    /// Stops everything that goes on by itself. A message on the wire gets five seconds to arrive; after that its
    /// fate is settled at the next start.
    pub async fn stop(&self) {
        let running = lock(&self.inner.supervision.running).take();
        if let Some(Running { stop, tasks }) = running {
            stop.cancel();
            if tokio::time::timeout(GRACE, tasks.wait()).await.is_err() {
                tracing::warn!("a network did not let go in time");
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
