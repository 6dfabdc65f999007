//! The one thread that writes: a transaction per job, its change set published after the commit.

use std::sync::Arc;

use runnel_domain::ids::{IdSource, OperationId};
use rusqlite::{Connection, TransactionBehavior};

use crate::{
    change::{ChangeSet, Entity},
    error::StoreError,
    feed::Feed,
    intent::{Committed, Intent, UndoLabel},
    migrate, search,
    table::operation,
    tx::{Read, Tx},
    undo::{self, Capture, Capturing},
};

/// What the writer's thread owns.
pub(crate) struct Writer {
    connection: Connection,
    ids: Arc<dyn IdSource>,
    feed: Arc<Feed>,
    /// Installed by the first action that can be taken back.
    capture: Option<Capture>,
    /// What the search index knows already; starts anew after a transaction that failed.
    vocabulary: search::Vocabulary,
}

impl Writer {
    pub(crate) fn new(connection: Connection, ids: Arc<dyn IdSource>, feed: Arc<Feed>) -> Self {
        Self {
            connection,
            ids,
            feed,
            capture: None,
            vocabulary: search::Vocabulary::default(),
        }
    }

    /// Runs one transaction. Nothing is published before the commit, nothing stays after an `Err`.
    pub(crate) fn run<R, E: From<StoreError>>(
        &mut self,
        intent: Intent,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R, E>,
    ) -> Result<Committed<R>, E> {
        let Intent { now, cause, undo } = intent;
        if undo.is_some() && self.capture.is_none() {
            self.capture = Some(Capture::install(&self.connection)?);
        }
        let capturing = match (&undo, &self.capture) {
            (Some(_), Some(capture)) => Some(capture.start()),
            _ => None,
        };
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let mut tx = Tx::new(
            Read::new(&transaction, &self.feed),
            self.ids.as_ref(),
            now,
            cause,
        );
        tx.unindexed.vocabulary = std::mem::take(&mut self.vocabulary);
        let value = work(&mut tx)?;
        let operation = match (undo, capturing) {
            (Some(label), Some(capturing)) => write_down(&mut tx, &label, capturing)?,
            _ => None,
        };
        // What is counted per folder, member or column may have changed with these.
        if tx.touched(|entity| matches!(entity, Entity::Conversation | Entity::Deal)) {
            tx.touch(Entity::Counts, 0);
        }
        search::settle(&mut tx)?;
        let vocabulary = std::mem::take(&mut tx.unindexed.vocabulary);
        let changes = tx.into_changes().into_changes();
        transaction.commit().map_err(StoreError::from)?;
        self.vocabulary = vocabulary;
        let changes = Arc::new(ChangeSet {
            changes,
            cause,
            operation,
        });
        if !changes.changes.is_empty() {
            self.feed.publish(&changes);
        }
        Ok(Committed {
            value,
            changes,
            operation,
        })
    }
}

/// Rows of an operation that are kept together: a few hundred kilobytes as JSON.
const CHAPTER: usize = 2_000;

/// Keeps the rows as they were, unless nothing changed that can be taken back.
fn write_down(
    tx: &mut Tx<'_>,
    label: &UndoLabel,
    capturing: Capturing<'_>,
) -> Result<Option<OperationId>, StoreError> {
    // Ended first: what is written down here is no part of the action.
    let captured = capturing.end();
    let mut operation = tx.operation();
    captured.take(tx.connection(), CHAPTER, |images| {
        let id = match operation {
            Some(id) => id,
            None => *operation.insert(operation::add(tx, label)?),
        };
        let sends = images
            .iter()
            .any(|image| image.table == "outbox" && image.deed == undo::Deed::Insert);
        let (kept, packed) = undo::pack(images)?;
        operation::keep(tx, id, migrate::newest(), sends, (&kept, packed))
    })?;
    Ok(operation)
}
