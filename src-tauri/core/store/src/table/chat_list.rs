//! What the table of chats shows (UC-10 – UC-18): which conversations, in which order, and a row for each.
//!
//! Order and membership are decided on covering indexes; a page costs one statement for its ids (two where some
//! have no value in the sorted column) and one for its rows, whatever the size of the workspace.

use std::cmp::Ordering;

use rusqlite::{params_from_iter, types::Value};
use runnel_domain::{Folder, condition::Condition, facts::Viewpoint, ids::ConversationId};

use crate::{Read, StoreError, condition};

/// A column that the table can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChatColumn {
    /// Last message either way: the default.
    LastActivity,
    /// Name shown for the contact; letter case does not matter within ASCII.
    Client,
    /// Stage in funnel order.
    Stage,
    /// Longest first when descending; who still waits comes above every answer.
    ResponseTime,
    /// Amount in minor units, across currencies.
    Price,
    /// Deadline of the nearest open task.
    Tasks,
    /// Member, in the order in which they joined.
    Responsible,
    /// Names of the tags.
    Tags,
    /// Source, in the order in which they were connected.
    Source,
}

/// How a column sorts: its SQL, what says that a row has a value there, and what says that it has none.
struct Spelled {
    key: &'static str,
    order: &'static str,
    present: Option<(&'static str, &'static str)>,
}

/// Answered: how long it took. Waiting: a number above every such time, larger the longer they wait.
macro_rules! response {
    ($rest:literal) => {
        concat!(
            "(CASE WHEN c.waiting_last_at IS NULL THEN c.response_ms ELSE 4000000000000000 - c.waiting_last_at END)",
            $rest
        )
    };
}
const RESPONSE: &str = response!("");

impl ChatColumn {
    const fn spelled(self) -> Spelled {
        let (key, order, present) = match self {
            Self::LastActivity => ("c.last_activity_at", "c.last_activity_at", None),
            Self::Client => ("lower(c.contact_name)", "c.contact_name COLLATE NOCASE", None),
            Self::Stage => ("c.stage_rank", "c.stage_rank", Some(("c.stage_rank > ''", "c.stage_rank = ''"))),
            Self::ResponseTime => (RESPONSE, RESPONSE, Some((response!(" IS NOT NULL"), response!(" IS NULL")))),
            Self::Price => {
                ("c.amount_minor", "c.amount_minor", Some(("c.amount_minor IS NOT NULL", "c.amount_minor IS NULL")))
            }
            Self::Tasks => {
                ("c.next_task_at", "c.next_task_at", Some(("c.next_task_at IS NOT NULL", "c.next_task_at IS NULL")))
            }
            Self::Responsible => (
                "c.responsible_id",
                "c.responsible_id",
                Some(("c.responsible_id IS NOT NULL", "c.responsible_id IS NULL")),
            ),
            Self::Tags => (
                "lower(c.tag_names)",
                "c.tag_names COLLATE NOCASE",
                Some(("c.tag_names COLLATE NOCASE > ''", "c.tag_names COLLATE NOCASE = ''")),
            ),
            Self::Source => ("c.source_id", "c.source_id", None),
        };
        Spelled { key, order, present }
    }
}

/// Column and direction. Rows without a value come last either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChatSort {
    /// By what.
    pub column: ChatColumn,
    /// Largest first.
    pub descending: bool,
}

impl Default for ChatSort {
    fn default() -> Self {
        Self { column: ChatColumn::LastActivity, descending: true }
    }
}

/// Which conversations, in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatQuery {
    /// In which folder.
    pub folder: Folder,
    /// In which order.
    pub sort: ChatSort,
    /// Which of them; `None`: all.
    pub filter: Option<Condition>,
    /// When and by whom it is asked.
    pub seen_from: Viewpoint,
}

/// What a conversation is sorted by, ordered as SQLite orders it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortKey {
    /// A number.
    Number(i64),
    /// Text; where letter case does not matter, with ASCII letters in lower case as NOCASE compares them.
    Text(Box<str>),
    /// No value in that column.
    Nothing,
}

/// A conversation and its place in an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Which.
    pub id: ConversationId,
    /// What it is sorted by.
    pub key: SortKey,
}

impl ChatSort {
    /// The order of the table: by key, rows without one last, then by age.
    #[must_use]
    pub fn compare(self, one: &Placed, other: &Placed) -> Ordering {
        let by_key = match (&one.key, &other.key) {
            (SortKey::Nothing, SortKey::Nothing) => Ordering::Equal,
            (SortKey::Nothing, _) => return Ordering::Greater,
            (_, SortKey::Nothing) => return Ordering::Less,
            (one, other) => one.cmp(other),
        };
        let order = by_key.then(one.id.cmp(&other.id));
        if self.descending { order.reverse() } else { order }
    }
}

/// The first `limit` conversations in order, `limit` `None`: all of them.
///
/// # Errors
/// When SQLite refuses.
pub fn ordered(read: &Read<'_>, query: &ChatQuery, limit: Option<usize>) -> Result<Vec<Placed>, StoreError> {
    let Spelled { present, .. } = query.sort.column.spelled();
    let Some((some, none)) = present else { return run(read, query, None, limit, false) };
    let mut found = run(read, query, Some(some), limit, false)?;
    let rest = limit.map(|limit| limit.saturating_sub(found.len()));
    if rest != Some(0) {
        found.extend(run(read, query, Some(none), rest, true)?);
    }
    Ok(found)
}

/// Those of `ids` that belong to the query, each with its key, in no particular order.
///
/// # Errors
/// When SQLite refuses.
pub fn place(read: &Read<'_>, query: &ChatQuery, ids: &[ConversationId]) -> Result<Vec<Placed>, StoreError> {
    let Spelled { key, present, .. } = query.sort.column.spelled();
    let some = present.map_or("1", |(some, _)| some);
    let mut sql = format!(
        "SELECT c.id, iif({some}, {key}, NULL) FROM json_each(?) AS asked
         CROSS JOIN conversation AS c ON c.id = asked.value WHERE c.folder = ?"
    );
    let mut values = vec![Value::Text(json(ids)), Value::Text(query.folder.as_str().to_owned())];
    filter(query, &mut sql, &mut values);
    placed(read, &sql, values, false)
}

/// How many conversations belong to the query. Without a filter this is a counter, otherwise a pass over the folder.
///
/// # Errors
/// When SQLite refuses.
pub fn count(read: &Read<'_>, query: &ChatQuery) -> Result<usize, StoreError> {
    if query.filter.is_none() {
        let total: Option<usize> =
            read.query_value_opt("SELECT total FROM folder_count WHERE folder = ?1", [query.folder.as_str()])?;
        return Ok(total.unwrap_or(0));
    }
    let mut sql = "SELECT count(*) FROM conversation AS c WHERE c.folder = ?".to_owned();
    let mut values = vec![Value::Text(query.folder.as_str().to_owned())];
    filter(query, &mut sql, &mut values);
    read.query_value(&sql, params_from_iter(values))
}

/// Conversations of these contacts.
///
/// # Errors
/// When SQLite refuses.
pub fn of_contacts(read: &Read<'_>, contacts: &[i64]) -> Result<Vec<ConversationId>, StoreError> {
    let list = serde_json::to_string(contacts)?;
    read.query_values(
        "SELECT conversation.id FROM json_each(?1) AS asked
         CROSS JOIN conversation ON conversation.contact_id = asked.value",
        [list],
    )
}

fn run(
    read: &Read<'_>,
    query: &ChatQuery,
    part: Option<&str>,
    limit: Option<usize>,
    nothing: bool,
) -> Result<Vec<Placed>, StoreError> {
    let (sql, values) = statement(query, part, limit, nothing);
    placed(read, &sql, values, nothing)
}

/// The parts that an order by this column is read in.
#[cfg(test)]
pub(crate) fn parts(column: ChatColumn) -> Vec<(Option<&'static str>, bool)> {
    match column.spelled().present {
        None => vec![(None, false)],
        Some((some, none)) => vec![(Some(some), false), (Some(none), true)],
    }
}

/// The statement behind one part of [`ordered`].
pub(crate) fn statement(
    query: &ChatQuery,
    part: Option<&str>,
    limit: Option<usize>,
    nothing: bool,
) -> (String, Vec<Value>) {
    let Spelled { key, order, .. } = query.sort.column.spelled();
    let direction = if query.sort.descending { "DESC" } else { "ASC" };
    let mut sql = format!("SELECT c.id, {key} FROM conversation AS c WHERE c.folder = ?");
    let mut values = vec![Value::Text(query.folder.as_str().to_owned())];
    if let Some(part) = part {
        sql.push_str(" AND ");
        sql.push_str(part);
    }
    filter(query, &mut sql, &mut values);
    sql.push_str(" ORDER BY ");
    if !nothing {
        sql.push_str(&format!("{order} {direction}, "));
    }
    sql.push_str(&format!("c.id {direction}"));
    if let Some(limit) = limit {
        sql.push_str(" LIMIT ?");
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
    }
    (sql, values)
}

fn filter(query: &ChatQuery, sql: &mut String, values: &mut Vec<Value>) {
    if let Some(filter) = &query.filter {
        let expression = condition::compile(filter, query.seen_from);
        sql.push_str(" AND ");
        sql.push_str(&expression.sql);
        values.extend(expression.values);
    }
}

fn placed(read: &Read<'_>, sql: &str, values: Vec<Value>, nothing: bool) -> Result<Vec<Placed>, StoreError> {
    read.query_map(sql, params_from_iter(values), |row| {
        let key = if nothing { SortKey::Nothing } else { row.at(1)? };
        Ok(Placed { id: row.at(0)?, key })
    })
}

pub(crate) fn json(ids: &[ConversationId]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| id.0.to_string()).collect();
    format!("[{}]", ids.join(","))
}
