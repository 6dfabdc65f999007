//! Long work of which only one goes on at a time: it tells how far it is, and can be called off.

use std::sync::{Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

use crate::{app::App, signal::Signal};

/// The work of one kind that is under way, if any.
#[derive(Default)]
pub(crate) struct LongRun(Mutex<Option<CancellationToken>>);

impl LongRun {
    /// Begins; `None` while another run is under way.
    pub(crate) fn begin(&self) -> Option<UnderWay<'_>> {
        let mut present = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if present.is_some() {
            return None;
        }
        let stop = CancellationToken::new();
        *present = Some(stop.clone());
        Some(UnderWay { stop, run: self })
    }

    /// Calls it off; what is done so far stays.
    pub(crate) fn cancel(&self) {
        if let Some(stop) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            stop.cancel();
        }
    }

    /// Whether something is under way.
    pub(crate) fn is_under_way(&self) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some()
    }
}

/// Work under way; it ends with this, also when nobody waits for it any more.
pub(crate) struct UnderWay<'a> {
    /// Whether it was called off.
    pub(crate) stop: CancellationToken,
    run: &'a LongRun,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        *self.run.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl App {
    /// Tells how far long work is.
    pub(crate) fn progress(&self, job: &'static str, done: usize, total: usize) {
        let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
        self.signal(Signal::Progress {
            job,
            done: count(done),
            total: count(total),
        });
    }
}
