//! What the table of chats shows (UC-10 – UC-18): which conversations, in which order, and a row for each.
//!
//! Order and membership are decided on covering indexes; a page costs one statement for its ids (two where some
//! have no value in the sorted column) and one for its rows, whatever the size of the workspace.

use runnel_domain::{Place, condition::Condition, facts::Viewpoint, ids::ConversationId};
use rusqlite::{params_from_iter, types::Value};

use crate::{Read, StoreError, condition};

use super::chat_order::Spelled;
pub use super::chat_order::{ChatColumn, ChatSort, Placed, SortKey};

/// Which conversations, in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatQuery {
    /// In which list.
    pub place: Place,
    /// In which order.
    pub sort: ChatSort,
    /// Which of them; `None`: all.
    pub filter: Option<Condition>,
    /// When and by whom it is asked.
    pub seen_from: Viewpoint,
}

/// The first `limit` conversations in order, `limit` `None`: all of them.
///
/// # Errors
/// When SQLite refuses.
pub fn ordered(
    read: &Read<'_>,
    query: &ChatQuery,
    limit: Option<usize>,
) -> Result<Vec<Placed>, StoreError> {
    let Spelled { present, .. } = query.sort.column.spelled();
    let Some((some, none)) = present else {
        return run(read, query, None, limit, false);
    };
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
pub fn place(
    read: &Read<'_>,
    query: &ChatQuery,
    ids: &[ConversationId],
) -> Result<Vec<Placed>, StoreError> {
    let Spelled { key, present, .. } = query.sort.column.spelled();
    let some = present.map_or("1", |(some, _)| some);
    let mut sql = format!(
        "SELECT c.id, iif({some}, {key}, NULL) FROM json_each(?) AS asked
         CROSS JOIN conversation AS c ON c.id = asked.value WHERE c.place = ?"
    );
    let mut values = vec![
        Value::Text(json(ids)),
        Value::Text(query.place.as_str().to_owned()),
    ];
    filter(query, &mut sql, &mut values);
    placed(read, &sql, values, false)
}

/// How many conversations belong to the query. Without a filter this is a counter, otherwise a pass over the list.
///
/// # Errors
/// When SQLite refuses.
pub fn count(read: &Read<'_>, query: &ChatQuery) -> Result<usize, StoreError> {
    if query.filter.is_none() {
        let total: Option<usize> = read.query_value_opt(
            "SELECT total FROM place_count WHERE place = ?1",
            [query.place.as_str()],
        )?;
        return Ok(total.unwrap_or(0));
    }
    let mut sql = "SELECT count(*) FROM conversation AS c WHERE c.place = ?".to_owned();
    let mut values = vec![Value::Text(query.place.as_str().to_owned())];
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
    let mut sql = format!("SELECT c.id, {key} FROM conversation AS c WHERE c.place = ?");
    let mut values = vec![Value::Text(query.place.as_str().to_owned())];
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

fn placed(
    read: &Read<'_>,
    sql: &str,
    values: Vec<Value>,
    nothing: bool,
) -> Result<Vec<Placed>, StoreError> {
    read.query_map(sql, params_from_iter(values), |row| {
        let key = if nothing {
            SortKey::Nothing
        } else {
            row.at(1)?
        };
        Ok(Placed {
            id: row.at(0)?,
            key,
        })
    })
}

pub(crate) fn json(ids: &[ConversationId]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| id.0.to_string()).collect();
    format!("[{}]", ids.join(","))
}
