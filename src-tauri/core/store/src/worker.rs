//! Threads that own a connection each and serve jobs from two queues, a person's before background work.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

use crate::error::StoreError;

/// Which queue a job waits in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Somebody waits for it: goes first.
    Person,
    /// Nobody looks: served when no person waits. Keep each piece below 10 ms (PERFORMANCE.md G18).
    Background,
}

type Job<C> = Box<dyn FnOnce(&mut C) + Send>;

struct State<C> {
    person: VecDeque<Job<C>>,
    background: VecDeque<Job<C>>,
    threads: usize,
    idle: usize,
    closed: bool,
}

struct Shared<C> {
    name: &'static str,
    limit: usize,
    state: Mutex<State<C>>,
    wake: Condvar,
    start: Box<dyn Fn() -> Result<C, StoreError> + Send + Sync>,
}

/// A few threads of one kind, started when work first comes. Dropping it serves what waits, then ends them.
pub(crate) struct Workers<C: 'static> {
    shared: Arc<Shared<C>>,
    handles: Mutex<Vec<thread::JoinHandle<()>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A job that panics is caught below, so a poisoned lock still guards whole values.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<C: 'static> Workers<C> {
    /// At most `limit` threads; each calls `start` once for what it owns.
    pub(crate) fn new(
        name: &'static str,
        limit: usize,
        start: impl Fn() -> Result<C, StoreError> + Send + Sync + 'static,
    ) -> Self {
        let state = State {
            person: VecDeque::new(),
            background: VecDeque::new(),
            threads: 0,
            idle: 0,
            closed: false,
        };
        Self {
            shared: Arc::new(Shared {
                name,
                limit,
                state: Mutex::new(state),
                wake: Condvar::new(),
                start: Box::new(start),
            }),
            handles: Mutex::new(Vec::new()),
        }
    }

    /// Queues a job. When no thread can be started, the job is dropped, and with it the sender of its answer.
    pub(crate) fn submit(&self, lane: Lane, job: impl FnOnce(&mut C) + Send + 'static) {
        let mut state = lock(&self.shared.state);
        let waiting = state.person.len() + state.background.len();
        if waiting >= state.idle && state.threads < self.shared.limit {
            let shared = Arc::clone(&self.shared);
            let spawned = thread::Builder::new()
                .name(self.shared.name.to_owned())
                .spawn(move || serve(&shared));
            match spawned {
                Ok(handle) => {
                    state.threads += 1;
                    lock(&self.handles).push(handle);
                }
                Err(error) => tracing::error!(%error, "cannot start a thread of the store"),
            }
        }
        if state.threads == 0 {
            return;
        }
        match lane {
            Lane::Person => state.person.push_back(Box::new(job)),
            Lane::Background => state.background.push_back(Box::new(job)),
        }
        drop(state);
        self.shared.wake.notify_one();
    }
}

impl<C: 'static> Drop for Workers<C> {
    fn drop(&mut self) {
        lock(&self.shared.state).closed = true;
        self.shared.wake.notify_all();
        for handle in lock(&self.handles).drain(..) {
            // The last owner may let go inside a job; a thread cannot wait for itself.
            if handle.thread().id() != thread::current().id() && handle.join().is_err() {
                tracing::error!("a thread of the store panicked");
            }
        }
    }
}

fn serve<C>(shared: &Shared<C>) {
    let mut owned = match (shared.start)() {
        Ok(owned) => owned,
        Err(error) => {
            tracing::error!(%error, "cannot open a connection");
            let mut state = lock(&shared.state);
            state.threads -= 1;
            if state.threads == 0 {
                state.person.clear();
                state.background.clear();
            }
            return;
        }
    };
    loop {
        let mut state = lock(&shared.state);
        let job = loop {
            if let Some(job) = state.person.pop_front() {
                break job;
            }
            if let Some(job) = state.background.pop_front() {
                break job;
            }
            if state.closed {
                return;
            }
            state.idle += 1;
            state = shared
                .wake
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        };
        drop(state);
        if catch_unwind(AssertUnwindSafe(|| job(&mut owned))).is_err() {
            tracing::error!("a job of the store panicked; its transaction was rolled back");
        }
    }
}
