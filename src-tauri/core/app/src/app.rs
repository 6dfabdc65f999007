//! One open workspace with everything that works on it.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use runnel_domain::{
    Timestamp,
    event::Cause,
    ids::{ConversationId, MemberId, OperationId},
};
use runnel_outbox::Outbox;
use runnel_store::{ChangeSet, Intent, Lane, OpenOptions, Read, Store, Tx, UndoLabel};
use runnel_views::Chats;
use tokio::sync::broadcast;

use crate::{
    error::AppError,
    host::Host,
    long_run::LongRun,
    permission::{self, Asked, Deed, Sight},
    signal::{self, Signal},
    supervise::Supervision,
};

/// What a change answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed<R = ()> {
    /// What came of it.
    pub value: R,
    /// The operation that can be taken back, where rows changed.
    pub operation: Option<OperationId>,
}

impl<R> Changed<R> {
    /// The same operation with another value.
    pub fn map<T>(self, to: impl FnOnce(R) -> T) -> Changed<T> {
        Changed {
            value: to(self.value),
            operation: self.operation,
        }
    }
}

/// One open workspace. Clones share it.
#[derive(Clone)]
pub struct App {
    pub(crate) inner: Arc<Inner>,
    /// What the one who calls asks to do; `None`: the program itself calls.
    asked: Option<Arc<Asked>>,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) host: Host,
    pub(crate) signals: broadcast::Sender<Signal>,
    pub(crate) outbox: Outbox,
    pub(crate) chats: Arc<Chats>,
    pub(crate) supervision: Supervision,
    pub(crate) sample: LongRun,
    pub(crate) bulk: LongRun,
    /// Who sits at this machine; 0: the owner.
    seat: AtomicI64,
}

impl App {
    /// Opens the workspace at `path`; a new one gets its pipeline, its owner and its welcome conversation.
    ///
    /// Nothing goes on by itself before [`App::start`].
    ///
    /// # Errors
    /// [`AppError::Store`] when the file is in use elsewhere, not ours, or newer than this program.
    pub async fn open(path: &Path, host: Host) -> Result<Self, AppError> {
        let options = OpenOptions::new(host.clock.now(), Arc::clone(&host.ids));
        let path = path.to_owned();
        let store = tokio::task::spawn_blocking(move || Store::open(&path, options))
            .await
            .map_err(|died| AppError::Internal(died.to_string()))??;
        let (signals, _) = broadcast::channel(signal::BACKLOG);
        let outbox = Outbox::new(Arc::clone(&host.ids));
        let inner = Inner {
            store,
            host,
            signals,
            outbox,
            chats: Arc::new(Chats::new()),
            supervision: Supervision::default(),
            sample: LongRun::default(),
            bulk: LongRun::default(),
            seat: AtomicI64::new(0),
        };
        let app = Self {
            inner: Arc::new(inner),
            asked: None,
        };
        app.settle_in().await?;
        Ok(app)
    }

    /// The same workspace for one request: each of its reads and changes first asks whether the request may be.
    #[must_use]
    pub fn asked(&self, asked: Asked) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            asked: Some(Arc::new(asked)),
        }
    }

    /// Who sits at this machine from now on, and is told what arrives and what is due.
    pub fn take_seat(&self, member: MemberId) {
        self.inner.seat.store(member.0, Ordering::Relaxed);
    }

    /// Who sits at this machine.
    ///
    /// # Errors
    /// As [`App::owner`].
    pub(crate) async fn seat(&self) -> Result<MemberId, AppError> {
        match self.inner.seat.load(Ordering::Relaxed) {
            0 => self.owner().await,
            member => Ok(MemberId(member)),
        }
    }

    /// Whether a member may be told something about a conversation (`None`: about none).
    pub async fn may_hear(&self, member: MemberId, of: Option<ConversationId>) -> bool {
        let Some(conversation) = of else {
            return true;
        };
        self.read(move |read| Ok(Sight::of(read, member)?.chat(read, conversation)?))
            .await
            .unwrap_or(false)
    }

    /// Whether the request in hand was asked about, by whatever it read or changed.
    #[must_use]
    pub fn has_asked(&self) -> bool {
        self.asked
            .as_ref()
            .is_some_and(|asked| asked.was_asked.load(Ordering::Relaxed))
    }

    /// Whether the request in hand may be.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`], or `NotFound` for what the member may not see.
    pub async fn admitted(&self) -> Result<(), AppError> {
        self.read(|_| Ok(())).await
    }

    /// What the request in hand asks to do.
    pub(crate) fn question(&self) -> Option<Arc<Asked>> {
        self.asked.clone()
    }

    /// Change sets of all commits from now on.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Arc<ChangeSet>> {
        self.inner.store.changes()
    }

    /// Signals from now on.
    #[must_use]
    pub fn signals(&self) -> broadcast::Receiver<Signal> {
        self.inner.signals.subscribe()
    }

    /// The present moment by the host's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.host.clock.now()
    }

    /// 64 bits that differ from call to call; they spread retries.
    pub(crate) fn random(&self) -> u64 {
        let [.., a, b, c, d, e, f, g, h] = self.inner.host.ids.next_uid().0;
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }

    /// Reads one snapshot.
    pub(crate) async fn read<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Read<'_>) -> Result<R, AppError> + Send + 'static,
    ) -> Result<R, AppError> {
        let asked = self.question();
        self.inner
            .store
            .read(move |read| {
                permission::admit(read, asked.as_deref())?;
                work(read)
            })
            .await
    }

    /// A change by a member: checked, done, answered by triggers, in one transaction.
    pub(crate) async fn act<R: Send + 'static>(
        &self,
        me: MemberId,
        deed: Deed,
        undo: Option<UndoLabel>,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R, AppError> + Send + 'static,
    ) -> Result<Changed<R>, AppError> {
        let intent = Intent {
            now: self.now(),
            cause: Cause::member(me),
            undo,
        };
        let asked = self.question();
        let committed = self
            .inner
            .store
            .write(Lane::Person, intent, move |tx| {
                permission::admit(tx, asked.as_deref())?;
                permission::check(tx, me, deed)?;
                let value = work(tx)?;
                runnel_automation::react(tx)?;
                Ok::<_, AppError>(value)
            })
            .await?;
        Ok(Changed {
            value: committed.value,
            operation: committed.operation,
        })
    }

    /// A change that goes on behind a person's back (health, start-up): no undo, no triggers.
    pub(crate) async fn note<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R, AppError> + Send + 'static,
    ) -> Result<R, AppError> {
        let intent = Intent::plain(self.now(), Cause::plain(runnel_domain::Actor::System));
        Ok(self
            .inner
            .store
            .write(Lane::Background, intent, work)
            .await?
            .value)
    }

    pub(crate) fn signal(&self, signal: Signal) {
        // Nobody listens before the first window is open.
        let _ = self.inner.signals.send(signal);
    }
}
