//! One open workspace: reads, writes, the feed of changes, and where the attachments lie.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use runnel_domain::{
    Timestamp,
    ids::{IdSource, OperationId},
};
use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{broadcast, oneshot};

use crate::{
    change::ChangeSet,
    error::StoreError,
    feed::Feed,
    intent::{Committed, Intent, UndoLabel},
    migrate, open,
    tx::{Read, Tx},
    undo::{self, Undone},
    worker::{Lane, Workers},
    writer::Writer,
};

/// Readers at most; each is a thread with its own connection, started when first needed.
const READERS: usize = 3;

/// What opening needs from the host.
#[derive(Clone)]
pub struct OpenOptions {
    /// The present moment.
    pub now: Timestamp,
    /// Who makes uids.
    pub ids: Arc<dyn IdSource>,
}

impl OpenOptions {
    /// Options with these two.
    #[must_use]
    pub fn new(now: Timestamp, ids: Arc<dyn IdSource>) -> Self {
        Self { now, ids }
    }
}

/// An open workspace. Clones share it; the last one to go closes the file.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    attachments: PathBuf,
    feed: Arc<Feed>,
    readers: Workers<Connection>,
    writer: Workers<Writer>,
    // Last: let go only after the threads above have closed the file.
    _lock: File,
}

impl Store {
    /// Opens the workspace at `path`, creating it when there is none, and brings it to the present schema.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process has it, [`StoreError::NewerFile`] and
    /// [`StoreError::ForeignFile`] when it is not for us; the file is left untouched then.
    pub fn open(path: &Path, options: OpenOptions) -> Result<Self, StoreError> {
        let lock = open::lock(path)?;
        let mut connection = open::writer(path)?;
        migrate::migrate(&mut connection, path)?;
        let attachments = open::beside(path, ".files");
        let feed = Arc::new(Feed::new());
        let writer = Writer::new(connection, options.ids, feed.clone());
        let waiting = Mutex::new(Some(writer));
        let reader_path = path.to_owned();
        Ok(Self {
            inner: Arc::new(Inner {
                path: path.to_owned(),
                attachments,
                feed,
                readers: Workers::new("runnel-reader", READERS, move || open::reader(&reader_path)),
                writer: Workers::new("runnel-writer", 1, move || {
                    waiting
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .take()
                        .ok_or(StoreError::Closed)
                }),
                _lock: lock,
            }),
        })
    }

    /// The workspace file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// The folder of attachments beside the file, content-addressed as `ab/cdef…`. It may not exist yet.
    #[must_use]
    pub fn attachments_dir(&self) -> &Path {
        &self.inner.attachments
    }

    /// Change sets of all commits from now on. A listener that lags by more than 1,024 is told so.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Arc<ChangeSet>> {
        self.inner.feed.subscribe()
    }

    /// Runs `work` in one write transaction on the writer's thread.
    ///
    /// # Errors
    /// What `work` returns (its rows are gone then), or SQLite's refusal.
    pub async fn write<R, E>(
        &self,
        lane: Lane,
        intent: Intent,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
    ) -> Result<Committed<R>, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, wait) = oneshot::channel();
        self.inner.writer.submit(lane, move |writer| {
            // An error only says that the caller no longer waits; what is written stays written.
            let _ = answer.send(writer.run(intent, work));
        });
        wait.await
            .unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// [`Store::write`] for callers without a runtime: tests, benches, start-up.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_blocking<R, E>(
        &self,
        lane: Lane,
        intent: Intent,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
    ) -> Result<Committed<R>, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, wait) = std::sync::mpsc::sync_channel(1);
        self.inner.writer.submit(lane, move |writer| {
            let _ = answer.send(writer.run(intent, work));
        });
        wait.recv()
            .unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// Takes `operation` back, as one transaction that can itself be taken back (redo). Fires no triggers.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] names what was changed since; [`StoreError::Invalid`] has `already_undone`,
    /// `operation_too_old` or `message_left` (what was sent cannot be called back). Nothing is changed then.
    pub async fn undo(
        &self,
        operation: OperationId,
        intent: Intent,
    ) -> Result<Committed<Undone>, StoreError> {
        self.write(Lane::Person, taking_back(operation, intent), move |tx| {
            undo::undo(tx, operation)
        })
        .await
    }

    /// [`Store::undo`] for callers without a runtime.
    ///
    /// # Errors
    /// As [`Store::undo`].
    pub fn undo_blocking(
        &self,
        operation: OperationId,
        intent: Intent,
    ) -> Result<Committed<Undone>, StoreError> {
        self.write_blocking(Lane::Person, taking_back(operation, intent), move |tx| {
            undo::undo(tx, operation)
        })
    }

    /// Runs `work` on one consistent snapshot.
    ///
    /// # Errors
    /// What `work` returns, or SQLite's refusal.
    pub async fn read<R, E>(
        &self,
        work: impl FnOnce(&Read<'_>) -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, wait) = oneshot::channel();
        let feed = Arc::clone(&self.inner.feed);
        self.inner.readers.submit(Lane::Person, move |connection| {
            let _ = answer.send(snapshot(connection, &feed, work));
        });
        wait.await
            .unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// [`Store::read`] for callers without a runtime.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn read_blocking<R, E>(
        &self,
        work: impl FnOnce(&Read<'_>) -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, wait) = std::sync::mpsc::sync_channel(1);
        let feed = Arc::clone(&self.inner.feed);
        self.inner.readers.submit(Lane::Person, move |connection| {
            let _ = answer.send(snapshot(connection, &feed, work));
        });
        wait.recv()
            .unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }
}

fn taking_back(operation: OperationId, intent: Intent) -> Intent {
    let label = UndoLabel {
        code: "undo",
        params: serde_json::json!({ "operation": operation }),
    };
    Intent {
        undo: intent.undo.or(Some(label)),
        ..intent
    }
}

fn snapshot<R, E: From<StoreError>>(
    connection: &mut Connection,
    feed: &Feed,
    work: impl FnOnce(&Read<'_>) -> Result<R, E>,
) -> Result<R, E> {
    // Dropped, not committed: there is nothing to keep. Deferred: it begins with the first statement.
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Deferred)
        .map_err(StoreError::from)?;
    work(&Read::new(&transaction, feed))
}
