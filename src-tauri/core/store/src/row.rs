//! From a row of SQLite to values of the domain: ids, words, times and plain values by column name.

use runnel_domain::{
    Actor, BlockKind, BlockScope, Channel, Direction, FieldKind, FieldOwner, Folder, Level,
    MessageState, PipelineKind, Place, Priority, Role, SourceHealth, StageGroup, TaskKind,
    ThreadKind, Timestamp, Uid, WorkStatus,
    ids::{
        AttachmentId, BlockId, CategoryId, ContactId, ConversationId, DealCommentId, DealId,
        EventId, FieldId, IdentityId, MemberId, MergeId, MessageId, OperationId, OutboxId,
        PipelineId, SavedViewId, SourceId, StageId, TagId, TaskId, TemplateId, TicketId, TimerId,
        TriggerId, TriggerRunId,
    },
};
use std::cell::Cell;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};

use crate::table::chat_list::SortKey;

/// A value that can stand in a column. Domain types have it, so rows are read without conversions by hand.
pub(crate) trait Column: Sized {
    fn column(value: ValueRef<'_>) -> FromSqlResult<Self>;
}

/// One row under a statement.
pub(crate) struct Row<'r> {
    row: &'r rusqlite::Row<'r>,
    /// Where the next name is looked for first: rows are mostly read in the order in which they were selected, and
    /// looking through all names for each value was half of what a page cost.
    next: Cell<usize>,
}

impl<'r> Row<'r> {
    pub(crate) const fn new(row: &'r rusqlite::Row<'r>) -> Self {
        Self {
            row,
            next: Cell::new(0),
        }
    }

    /// The value in the column of this name.
    pub(crate) fn get<T: Column>(&self, name: &str) -> rusqlite::Result<T> {
        let statement = self.row.as_ref();
        let (next, count) = (self.next.get(), statement.column_count());
        for place in (next..count).chain(0..next.min(count)) {
            if statement.column_name(place)? == name {
                self.next.set(place + 1);
                return self.at(place);
            }
        }
        Err(rusqlite::Error::InvalidColumnName(name.to_owned()))
    }

    /// The value in the column after the one read before: for long lists, which look no name up.
    pub(crate) fn next<T: Column>(&self) -> rusqlite::Result<T> {
        let place = self.next.get();
        self.next.set(place + 1);
        self.at(place)
    }

    /// The value in the column at this place, counted from 0.
    pub(crate) fn at<T: Column>(&self, index: usize) -> rusqlite::Result<T> {
        let value = self.row.get_ref(index)?;
        T::column(value).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(index, value.data_type(), Box::new(error))
        })
    }
}

/// A struct that one row fills.
pub(crate) trait FromRow: Sized {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self>;
}

macro_rules! tuples {
    ($($($name:ident $index:literal),+;)*) => {$(
        impl<$($name: Column),+> FromRow for ($($name,)+) {
            fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
                Ok(($(row.at::<$name>($index)?,)+))
            }
        }
    )*};
}
tuples! {
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
    A 0, B 1, C 2, D 3, E 4, F 5;
}

macro_rules! plain {
    ($($name:ty),+) => {$(
        impl Column for $name {
            fn column(value: ValueRef<'_>) -> FromSqlResult<Self> { <$name as FromSql>::column_result(value) }
        }
    )+};
}
plain!(i64, i32, u8, u32, f64, bool, String, Vec<u8>);

impl Column for usize {
    fn column(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = i64::column(value)?;
        Self::try_from(number).map_err(|_| FromSqlError::OutOfRange(number))
    }
}

impl Column for u64 {
    fn column(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = i64::column(value)?;
        Self::try_from(number).map_err(|_| FromSqlError::OutOfRange(number))
    }
}

impl<T: Column> Column for Option<T> {
    fn column(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value {
            ValueRef::Null => Ok(None),
            other => T::column(other).map(Some),
        }
    }
}

macro_rules! ids {
    ($($name:ident)+) => {$(
        impl Column for $name {
            fn column(value: ValueRef<'_>) -> FromSqlResult<Self> { value.as_i64().map($name) }
        }
    )+};
}
ids! {
    AttachmentId BlockId CategoryId ContactId ConversationId DealId DealCommentId EventId FieldId IdentityId MemberId MergeId
    MessageId OperationId OutboxId PipelineId SavedViewId SourceId StageId TagId TaskId TemplateId TicketId TimerId
    TriggerId TriggerRunId Timestamp
}

impl Column for Uid {
    fn column(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let bytes = value.as_blob()?;
        <[u8; 16]>::try_from(bytes)
            .map(Self)
            .map_err(|_| FromSqlError::InvalidBlobSize {
                expected_size: 16,
                blob_size: bytes.len(),
            })
    }
}

macro_rules! words {
    ($($name:ident)+) => {$(
        impl Column for $name {
            fn column(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let word = value.as_str()?;
                $name::parse(word).ok_or_else(|| {
                    FromSqlError::Other(format!("{word:?} is no {}", stringify!($name)).into())
                })
            }
        }
    )+};
}
words! {
    Actor Channel Direction Folder MessageState PipelineKind Priority Role SourceHealth StageGroup TaskKind
    WorkStatus
    ThreadKind
    Place
    BlockKind BlockScope FieldKind FieldOwner
    Level
}

/// A number of things as SQLite counts them.
pub(crate) fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

impl Column for SortKey {
    fn column(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value {
            ValueRef::Null => Ok(Self::Nothing),
            ValueRef::Integer(number) => Ok(Self::Number(number)),
            other => Ok(Self::Text(other.as_str()?.into())),
        }
    }
}
