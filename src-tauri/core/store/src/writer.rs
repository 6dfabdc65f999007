//! The one thread that writes: a transaction per job, its change set published after the commit.

use std::sync::Arc;

use runnel_domain::ids::IdSource;
use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::broadcast;

use crate::{
    change::ChangeSet,
    error::StoreError,
    intent::{Committed, Intent},
    tx::Tx,
};

/// Change sets kept for a listener that is slow; one that lags further is told so and reads afresh.
const KEPT_CHANGE_SETS: usize = 1_024;

/// What the writer's thread owns.
pub(crate) struct Writer {
    pub(crate) connection: Connection,
    pub(crate) ids: Arc<dyn IdSource>,
    pub(crate) feed: broadcast::Sender<Arc<ChangeSet>>,
}

pub(crate) fn feed() -> broadcast::Sender<Arc<ChangeSet>> {
    broadcast::Sender::new(KEPT_CHANGE_SETS)
}

impl Writer {
    /// Runs one transaction. Nothing is published before the commit, nothing stays after an `Err`.
    pub(crate) fn run<R, E: From<StoreError>>(
        &mut self,
        intent: Intent,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R, E>,
    ) -> Result<Committed<R>, E> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let mut tx = Tx::new(&transaction, self.ids.as_ref(), intent.now, intent.cause);
        let value = work(&mut tx)?;
        let changes = tx.into_changes().into_changes();
        transaction.commit().map_err(StoreError::from)?;
        let changes = Arc::new(ChangeSet {
            changes,
            cause: intent.cause,
            operation: None,
        });
        if !changes.changes.is_empty() {
            // An error only says that nobody listens.
            let _ = self.feed.send(Arc::clone(&changes));
        }
        Ok(Committed {
            value,
            changes,
            operation: None,
        })
    }
}
