//! What closures get to work with: [`Read`] over one snapshot, [`Tx`] over one write transaction.

use std::{ops::Deref, sync::Arc};

use runnel_domain::{
    Timestamp, Uid,
    event::{Cause, Event, EventBody},
    ids::{ContactId, ConversationId, DealId, EventId, IdSource, OperationId},
};
use rusqlite::{Connection, OptionalExtension, Params};

use crate::{
    change::{ChangeLog, ChangeSet, Entity},
    error::StoreError,
    feed::Feed,
    row::{Column, FromRow, Row},
    search::Unindexed,
};

/// One consistent snapshot. What it can say stands in [`crate::table`] and [`crate::shop`].
pub struct Read<'c> {
    connection: &'c Connection,
    feed: &'c Feed,
    /// Number of a commit that this snapshot holds for certain, and all before it.
    holds: u64,
    /// Every statement that was run, for the test of what a screen costs.
    #[cfg(test)]
    ran: std::cell::RefCell<Vec<String>>,
}

impl<'c> Read<'c> {
    /// A snapshot that begins now or later: nothing may have been read on the connection yet.
    pub(crate) fn new(connection: &'c Connection, feed: &'c Feed) -> Self {
        Self {
            connection,
            feed,
            holds: feed.newest(),
            #[cfg(test)]
            ran: std::cell::RefCell::default(),
        }
    }

    /// The number of a commit that this snapshot holds for certain, with all commits before it. For results that are
    /// kept and brought up to date later with [`Read::changes_since`].
    #[must_use]
    pub const fn holds(&self) -> u64 {
        self.holds
    }

    /// What was committed after the commit with this number, oldest first, also what this snapshot may not hold yet;
    /// `None` where that is too long ago to be remembered. Looking again at what is named there is always enough.
    #[must_use]
    pub fn changes_since(&self, commit: u64) -> Option<Vec<Arc<ChangeSet>>> {
        self.feed.since(commit)
    }

    /// Statements run so far, in order.
    #[cfg(test)]
    pub(crate) fn ran(&self) -> Vec<String> {
        self.ran.borrow().clone()
    }

    fn prepare(&self, sql: &str) -> Result<rusqlite::CachedStatement<'c>, StoreError> {
        #[cfg(test)]
        self.ran.borrow_mut().push(sql.to_owned());
        Ok(self.connection.prepare_cached(sql)?)
    }

    /// The connection, for what the helpers below do not do.
    pub(crate) const fn connection(&self) -> &'c Connection {
        self.connection
    }

    /// The only row; [`StoreError::Sqlite`] when there is none.
    pub(crate) fn query_one<T: FromRow>(
        &self,
        sql: &str,
        params: impl Params,
    ) -> Result<T, StoreError> {
        let mut statement = self.prepare(sql)?;
        Ok(statement.query_one(params, |row| T::from_row(&Row::new(row)))?)
    }

    /// The first row, if there is one.
    pub(crate) fn query_opt<T: FromRow>(
        &self,
        sql: &str,
        params: impl Params,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.prepare(sql)?;
        Ok(statement
            .query_row(params, |row| T::from_row(&Row::new(row)))
            .optional()?)
    }

    /// All rows, in the order of the statement.
    pub(crate) fn query_all<T: FromRow>(
        &self,
        sql: &str,
        params: impl Params,
    ) -> Result<Vec<T>, StoreError> {
        self.query_map(sql, params, |row| T::from_row(row))
    }

    /// All rows through a closure, for statements that no struct stands for.
    pub(crate) fn query_map<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        self.query_each(sql, params, |row| {
            found.push(read(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Shows every row to a closure, for answers that are not kept as rows.
    pub(crate) fn query_each(
        &self,
        sql: &str,
        params: impl Params,
        mut see: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(params)?;
        while let Some(row) = rows.next()? {
            see(&Row::new(row))?;
        }
        Ok(())
    }

    /// The first column of the only row.
    pub(crate) fn query_value<T: Column>(
        &self,
        sql: &str,
        params: impl Params,
    ) -> Result<T, StoreError> {
        self.query_one::<(T,)>(sql, params).map(|(value,)| value)
    }

    /// The first column of the first row, if there is one.
    pub(crate) fn query_value_opt<T: Column>(
        &self,
        sql: &str,
        params: impl Params,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.query_opt::<(T,)>(sql, params)?.map(|(value,)| value))
    }

    /// The first column of all rows.
    pub(crate) fn query_values<T: Column>(
        &self,
        sql: &str,
        params: impl Params,
    ) -> Result<Vec<T>, StoreError> {
        self.query_map(sql, params, |row| row.at(0))
    }
}

/// One write transaction. It commits when the closure returns `Ok`, and leaves nothing when it returns `Err`.
pub struct Tx<'c> {
    read: Read<'c>,
    now: Timestamp,
    cause: Cause,
    ids: &'c dyn IdSource,
    changes: ChangeLog,
    events: Vec<Event>,
    operation: Option<OperationId>,
    /// Words for the search index, written at the end (see [`crate::search`]).
    pub(crate) unindexed: Unindexed,
}

impl<'c> Deref for Tx<'c> {
    type Target = Read<'c>;

    fn deref(&self) -> &Self::Target {
        &self.read
    }
}

impl<'c> Tx<'c> {
    pub(crate) fn new(read: Read<'c>, ids: &'c dyn IdSource, now: Timestamp, cause: Cause) -> Self {
        Self {
            read,
            now,
            cause,
            ids,
            changes: ChangeLog::default(),
            events: Vec::new(),
            operation: None,
            unindexed: Unindexed::default(),
        }
    }

    /// The moment of this transaction: one value for everything that it writes.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Who or what acts just now.
    #[must_use]
    pub const fn cause(&self) -> Cause {
        self.cause
    }

    /// What this transaction changes belongs to an action that earlier transactions began, and is taken back with it.
    /// The intent still needs its label.
    pub fn continue_operation(&mut self, operation: OperationId) {
        self.operation = Some(operation);
    }

    pub(crate) const fn operation(&self) -> Option<OperationId> {
        self.operation
    }

    /// Runs `work` under another cause (a trigger's effects carry their own).
    pub fn with_cause<R>(&mut self, cause: Cause, work: impl FnOnce(&mut Self) -> R) -> R {
        let before = std::mem::replace(&mut self.cause, cause);
        let result = work(self);
        self.cause = before;
        result
    }

    /// Runs `work` as of another moment: imports and sample data tell of the past.
    pub fn with_now<R>(&mut self, now: Timestamp, work: impl FnOnce(&mut Self) -> R) -> R {
        let before = std::mem::replace(&mut self.now, now);
        let result = work(self);
        self.now = before;
        result
    }

    /// Runs `work` in a savepoint: on `Err` its rows, changes and events are gone and the transaction goes on.
    ///
    /// # Errors
    /// What `work` returns, or SQLite's refusal to set the savepoint.
    pub fn attempt<R, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<R, E>,
    ) -> Result<R, E> {
        let (touched, recorded) = (self.changes.len(), self.events.len());
        self.execute("SAVEPOINT attempt", ())?;
        let unindexed = self.unindexed.begin_attempt();
        let done = work(self);
        self.unindexed.end_attempt();
        match done {
            Ok(value) => {
                self.execute("RELEASE attempt", ())?;
                Ok(value)
            }
            Err(error) => {
                self.execute("ROLLBACK TO attempt", ())?;
                self.execute("RELEASE attempt", ())?;
                self.changes.truncate(touched);
                self.events.truncate(recorded);
                self.unindexed.truncate(unindexed);
                Err(error)
            }
        }
    }

    /// A uid that was never given before.
    #[must_use]
    pub fn next_uid(&self) -> Uid {
        self.ids.next_uid()
    }

    /// Says that a row of this entity was written. Accessors call it; callers of accessors need not.
    pub fn touch(&mut self, entity: Entity, id: i64) {
        self.changes.touch(entity, id);
    }

    pub(crate) fn touched(&self, wanted: impl Fn(Entity) -> bool) -> bool {
        self.changes.any(wanted)
    }

    /// Runs one writing statement and returns how many rows it changed.
    pub(crate) fn execute(&mut self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        let mut statement = self.read.prepare(sql)?;
        Ok(statement.execute(params)?)
    }

    /// Runs one INSERT and returns the id of the new row.
    pub(crate) fn insert(&mut self, sql: &str, params: impl Params) -> Result<i64, StoreError> {
        let mut statement = self.read.prepare(sql)?;
        Ok(statement.insert(params)?)
    }

    /// Appends to the event log under the present cause, and remembers the event for [`Tx::take_events`].
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn record(
        &mut self,
        conversation: Option<ConversationId>,
        contact: Option<ContactId>,
        deal: Option<DealId>,
        body: EventBody,
    ) -> Result<EventId, StoreError> {
        let (at, cause, uid) = (self.now, self.cause, self.next_uid());
        let id = self.insert(
            "INSERT INTO event (uid, at, kind, actor, member_id, trigger_id, parent_id, depth,
                                conversation_id, contact_id, deal_id, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            rusqlite::params![
                uid.0,
                at.0,
                body.kind(),
                cause.actor.as_str(),
                cause.member.map(|member| member.0),
                cause.trigger.map(|trigger| trigger.0),
                cause.parent.map(|event| event.0),
                cause.depth,
                conversation.map(|conversation| conversation.0),
                contact.map(|contact| contact.0),
                deal.map(|deal| deal.0),
                serde_json::to_string(&body)?,
            ],
        )?;
        let id = EventId(id);
        self.events.push(Event {
            id,
            at,
            cause,
            conversation,
            contact,
            deal,
            body,
        });
        Ok(id)
    }

    /// Events recorded since the last call, oldest first.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    pub(crate) fn into_changes(self) -> ChangeLog {
        self.changes
    }
}
