//! Tells listeners what was committed, and remembers the last of it for readers that hold on to results.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::broadcast;

use crate::change::ChangeSet;

/// Change sets kept for a listener that is slow; one that lags further is told so and reads afresh.
const KEPT_FOR_LISTENERS: usize = 1_024;
/// Changes remembered for results that are brought up to date later: some hundred kilobytes.
const KEPT_CHANGES: usize = 16_384;

/// Commits of one open workspace, counted from 1.
pub(crate) struct Feed {
    listeners: broadcast::Sender<Arc<ChangeSet>>,
    log: Mutex<Log>,
}

#[derive(Default)]
struct Log {
    /// Number of the newest commit.
    newest: u64,
    recent: VecDeque<(u64, Arc<ChangeSet>)>,
    kept: usize,
}

impl Feed {
    pub(crate) fn new() -> Self {
        Self {
            listeners: broadcast::Sender::new(KEPT_FOR_LISTENERS),
            log: Mutex::default(),
        }
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Arc<ChangeSet>> {
        self.listeners.subscribe()
    }

    /// After a commit, never before.
    pub(crate) fn publish(&self, changes: &Arc<ChangeSet>) {
        let mut log = self.log();
        log.newest += 1;
        log.kept += changes.changes.len();
        let newest = log.newest;
        log.recent.push_back((newest, Arc::clone(changes)));
        while log.kept > KEPT_CHANGES
            && let Some((_, forgotten)) = log.recent.pop_front()
        {
            log.kept -= forgotten.changes.len();
        }
        drop(log);
        // An error only says that nobody listens.
        let _ = self.listeners.send(Arc::clone(changes));
    }

    /// The number of the newest commit. Whoever asks before a snapshot begins finds all of it in the snapshot.
    pub(crate) fn newest(&self) -> u64 {
        self.log().newest
    }

    /// Commits after the one with this number, oldest first; `None` where they are forgotten.
    pub(crate) fn since(&self, number: u64) -> Option<Vec<Arc<ChangeSet>>> {
        let log = self.log();
        let missing = log.newest.saturating_sub(number);
        let kept = log.recent.iter().filter(|(commit, _)| *commit > number);
        let found: Vec<_> = kept.map(|(_, changes)| Arc::clone(changes)).collect();
        (u64::try_from(found.len()) == Ok(missing)).then_some(found)
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
