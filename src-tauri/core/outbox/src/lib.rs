//! Messages on their way out: whose turn it is, one attempt at a time, and what became of it.
//!
//! The rows are the store's ([`runnel_store::table::outbox`]); this crate moves them. The promises:
//! every send is a row before it is a request, and `sending` is on disk before the first byte leaves; what may have
//! left is never sent again without the network's own protection, a look-up or a person's word; within a
//! conversation messages go in order, and a stuck one holds up its own conversation only. Dropping the future of
//! [`Outbox::step`] at any point is safe: what was in hand is settled by the next step, as after a crash.

mod attempt;
mod circuit;
mod error;
mod settle;
mod wire;

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use runnel_connector::Connector;
use runnel_domain::{
    Clock, Timestamp,
    ids::{IdSource, MessageId, OutboxId, SourceId},
};
use runnel_store::{Store, table::outbox};

use circuit::Circuit;
pub use error::OutboxError;

/// What one step did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The network has the message.
    Sent(MessageId),
    /// Certainly not gone; it is tried again then.
    Delayed(MessageId, Timestamp),
    /// It will not go by itself; the reason is with the message.
    Failed(MessageId),
    /// It may have gone; a person decides, or a later look-up.
    Unknown(MessageId),
    /// Nothing to do before `next_at`; `None`: before something is queued.
    Idle {
        /// When a step is worth while again.
        next_at: Option<Timestamp>,
    },
}

/// Sends what waits. One for the whole workspace; it remembers per source what only matters while running.
pub struct Outbox {
    random: Arc<dyn IdSource>,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    /// Sources with a step under way.
    busy: HashSet<SourceId>,
    /// Accounts that have to wait as a whole.
    circuits: HashMap<SourceId, Circuit>,
    /// Messages that nobody could tell about, and when another look-up is worth while.
    look_ups: HashMap<OutboxId, LookUp>,
}

struct LookUp {
    source: SourceId,
    /// `None`: the channel cannot tell; never again in this run.
    next_at: Option<Timestamp>,
}

impl Outbox {
    /// An outbox that draws its pauses from the random bits of fresh uids.
    #[must_use]
    pub fn new(random: Arc<dyn IdSource>) -> Self {
        Self {
            random,
            inner: Mutex::default(),
        }
    }

    /// Does one thing for a source: settles an attempt without a known end, or else makes the next attempt.
    /// Call it again at once unless it says [`Step::Idle`]. While a step for the source is under way, another one
    /// does nothing.
    ///
    /// # Errors
    /// When the store refuses. What was in hand then is settled by a later step.
    pub async fn step(
        &self,
        store: &Store,
        source: SourceId,
        connector: &dyn Connector,
        clock: &dyn Clock,
    ) -> Result<Step, OutboxError> {
        let Some(_turn) = self.turn(source) else {
            return Ok(Step::Idle { next_at: None });
        };
        if let Some(step) = self.settle(store, source, connector, clock).await? {
            return Ok(step);
        }
        let until = self
            .lock()
            .circuits
            .get(&source)
            .map(|circuit| circuit.until);
        if until.is_none_or(|until| until <= clock.now())
            && let Some(step) = self.attempt(store, source, connector, clock).await?
        {
            return Ok(step);
        }
        let ready_at = store
            .read(move |read| Ok::<_, OutboxError>(outbox::next_at(read, source)?))
            .await?;
        let ready_at = ready_at.map(|at| until.map_or(at, |until| at.max(until)));
        let look_at = self
            .lock()
            .look_ups
            .values()
            .filter(|look| look.source == source)
            .filter_map(|look| look.next_at)
            .min();
        Ok(Step::Idle {
            next_at: [ready_at, look_at].into_iter().flatten().min(),
        })
    }

    /// The account works again (a pull went through, the network changed, a person says "send again"): waiting as a
    /// whole ends, and what nobody could tell is looked up once more.
    pub fn reopen(&self, source: SourceId) {
        let mut inner = self.lock();
        inner.circuits.remove(&source);
        let asked_for = inner
            .look_ups
            .values_mut()
            .filter(|look| look.source == source);
        asked_for
            .filter_map(|look| look.next_at.as_mut())
            .for_each(|at| *at = Timestamp(i64::MIN));
    }

    fn turn(&self, source: SourceId) -> Option<Turn<'_>> {
        let free = self.lock().busy.insert(source);
        free.then(|| Turn {
            outbox: self,
            source,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn random(&self) -> u64 {
        let [.., a, b, c, d, e, f, g, h] = self.random.next_uid().0;
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }
}

/// One step at a time per source, also when its future is dropped.
struct Turn<'a> {
    outbox: &'a Outbox,
    source: SourceId,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.outbox.lock().busy.remove(&self.source);
    }
}
