//! What the table of chats shows (UC-10 – UC-18): which conversations, in which order, and a row for each.
//!
//! Without a filter, order and membership are decided on covering indexes: a page costs at most three statements per
//! list for its ids and one for its rows, whatever the size of the workspace. With a filter the statements here say
//! what is right; `views` answers the same from briefs that it holds.

use runnel_domain::{
    Place,
    condition::{Clause, Condition, Test},
    facts::Viewpoint,
    ids::ConversationId,
};
use rusqlite::{params_from_iter, types::Value};

use crate::{
    Read, StoreError,
    condition::{self, Expression},
    row::count as count_of,
};

use super::chat_order::Spelled;
pub use super::chat_order::{ChatColumn, ChatSort, Key, Placed, SortKey};

/// Which conversations, in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatQuery {
    /// In which list; `None`: in any but that of what is held back.
    pub place: Option<Place>,
    /// In which order.
    pub sort: ChatSort,
    /// Which of them; `None`: all.
    pub filter: Option<Condition>,
    /// When and by whom it is asked.
    pub seen_from: Viewpoint,
}

impl ChatQuery {
    /// The lists that it reads.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        match &self.place {
            Some(place) => std::slice::from_ref(place),
            None => &EVERYWHERE,
        }
    }
}

/// What "every list" means: what the block-list holds back has to be looked for on purpose.
const EVERYWHERE: [Place; 4] = [Place::New, Place::Accepted, Place::Archive, Place::Snoozed];

/// The first `limit` conversations in order, `limit` `None`: all of them.
///
/// Costs at most two statements per list.
///
/// # Errors
/// When SQLite refuses.
pub fn ordered(
    read: &Read<'_>,
    query: &ChatQuery,
    limit: Option<usize>,
) -> Result<Vec<Placed>, StoreError> {
    let mut found = Vec::new();
    for place in query.places() {
        found.extend(ordered_in(read, query, *place, limit)?);
    }
    if query.places().len() > 1 {
        found.sort_unstable_by(|one, other| query.sort.compare(one, other));
        found.truncate(limit.unwrap_or(usize::MAX));
    }
    Ok(found)
}

fn ordered_in(
    read: &Read<'_>,
    query: &ChatQuery,
    place: Place,
    limit: Option<usize>,
) -> Result<Vec<Placed>, StoreError> {
    let Spelled { present, .. } = query.sort.column.spelled();
    let window = Window { from: 0, limit };
    let Some((some, none)) = present else {
        return run(read, query, place, None, window, false);
    };
    let mut found = run(read, query, place, Some(some), window, false)?;
    let limit = limit.map(|limit| limit.saturating_sub(found.len()));
    if limit != Some(0) {
        let rest = Window { from: 0, limit };
        found.extend(run(read, query, place, Some(none), rest, true)?);
    }
    Ok(found)
}

/// `limit` conversations of one list without a filter, from the one at `offset` on: read from the index alone, at
/// most three statements however far down.
///
/// # Errors
/// When SQLite refuses.
pub fn further(
    read: &Read<'_>,
    query: &ChatQuery,
    place: Place,
    offset: usize,
    limit: usize,
) -> Result<Vec<Placed>, StoreError> {
    let window = |from, limit| Window {
        from,
        limit: Some(limit),
    };
    let Spelled { present, .. } = query.sort.column.spelled();
    let Some((some, none)) = present else {
        return run(read, query, place, None, window(offset, limit), false);
    };
    let mut found = run(read, query, place, Some(some), window(offset, limit), false)?;
    let left = limit.saturating_sub(found.len());
    if left > 0 {
        let before = if found.is_empty() {
            let sql =
                format!("SELECT count(*) FROM conversation AS c WHERE c.place = ?1 AND {some}");
            let with_value: usize = read.query_value(&sql, [place.as_str()])?;
            offset.saturating_sub(with_value)
        } else {
            0
        };
        found.extend(run(
            read,
            query,
            place,
            Some(none),
            window(before, left),
            true,
        )?);
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
         CROSS JOIN conversation AS c ON c.id = asked.value
         WHERE c.place IN (SELECT value FROM json_each(?))"
    );
    let places: Vec<&str> = query.places().iter().map(|place| place.as_str()).collect();
    let mut values = vec![
        Value::Text(json(ids)),
        Value::Text(serde_json::to_string(&places)?),
    ];
    filter(query, &mut sql, &mut values);
    placed(read, &sql, values, false)
}

/// How many conversations belong to the query. Without a filter these are counters, otherwise a pass over the lists.
///
/// # Errors
/// When SQLite refuses.
pub fn count(read: &Read<'_>, query: &ChatQuery) -> Result<usize, StoreError> {
    let mut total = 0;
    for place in query.places() {
        let place = Value::Text(place.as_str().to_owned());
        total += if query.filter.is_none() {
            let sql = "SELECT total FROM place_count WHERE place = ?1";
            read.query_value_opt(sql, [place])?.unwrap_or(0)
        } else {
            let mut sql = "SELECT count(*) FROM conversation AS c WHERE c.place = ?".to_owned();
            let mut values = vec![place];
            filter(query, &mut sql, &mut values);
            read.query_value::<usize>(&sql, params_from_iter(values))?
        };
    }
    Ok(total)
}

/// Everybody of whom one test holds, wherever they lie.
///
/// # Errors
/// When SQLite refuses.
pub fn holding(
    read: &Read<'_>,
    test: &Test,
    seen_from: Viewpoint,
) -> Result<Vec<ConversationId>, StoreError> {
    let (sql, values) = holding_statement(test, seen_from);
    read.query_map(&sql, params_from_iter(values), |row| row.at(0))
}

/// The statement behind [`holding`].
pub(crate) fn holding_statement(test: &Test, seen_from: Viewpoint) -> (String, Vec<Value>) {
    if let Some(Expression { sql, values }) = condition::driving(test) {
        return (sql, values);
    }
    let condition = Condition::new(Clause::Test(test.clone()));
    let Expression { sql, values } = condition::compile(&condition, seen_from);
    (
        format!("SELECT c.id FROM conversation AS c WHERE {sql}"),
        values,
    )
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

/// A part of an order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    pub(crate) from: usize,
    pub(crate) limit: Option<usize>,
}

fn run(
    read: &Read<'_>,
    query: &ChatQuery,
    place: Place,
    part: Option<&str>,
    window: Window,
    nothing: bool,
) -> Result<Vec<Placed>, StoreError> {
    let (sql, values) = statement(query, place, part, window, nothing);
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

/// The statement behind one part of [`ordered`] and [`further`].
pub(crate) fn statement(
    query: &ChatQuery,
    place: Place,
    part: Option<&str>,
    window: Window,
    nothing: bool,
) -> (String, Vec<Value>) {
    let Spelled { key, order, .. } = query.sort.column.spelled();
    let direction = if query.sort.descending { "DESC" } else { "ASC" };
    let mut sql = format!("SELECT c.id, {key} FROM conversation AS c WHERE c.place = ?");
    let mut values = vec![Value::Text(place.as_str().to_owned())];
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
    if let Some(limit) = window.limit {
        sql.push_str(" LIMIT ? OFFSET ?");
        values.extend([limit, window.from].map(|rows| Value::Integer(count_of(rows))));
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
