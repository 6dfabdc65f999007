//! The list of tasks (UC-26): groups by deadline with their numbers, and windows of rows in one order.

use runnel_domain::{
    TaskKind, Timestamp,
    condition::Condition,
    facts::Viewpoint,
    ids::{MemberId, PipelineId, TaskId},
};
use rusqlite::{params_from_iter, types::Value};

use crate::{Read, StoreError, condition, row::count};

/// Which tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskQuery {
    /// Whose; `None`: everybody's.
    pub assignee: Option<MemberId>,
    /// Of these kinds; empty: of any.
    pub kinds: Vec<TaskKind>,
    /// Also those done since this moment; `None`: open ones only.
    pub done_since: Option<Timestamp>,
    /// What who asks may see; `None`: everything.
    pub sight: Option<TaskSight>,
}

/// What somebody sees of tasks who does not see everything. A task about nothing is everybody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskSight {
    /// Tasks about these conversations.
    pub chats: Condition,
    /// From where the conversations are looked at.
    pub seen_from: Viewpoint,
    /// None about cards of these boards that carry no conversation.
    pub hidden: Vec<PipelineId>,
    /// Of such cards only this member's and nobody's; `None`: everybody's.
    pub owner: Option<MemberId>,
}

/// Where the groups of deadlines begin and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// What is due before is overdue.
    pub now: Timestamp,
    /// First moment of tomorrow.
    pub tomorrow: Timestamp,
    /// First moment of the day after tomorrow.
    pub day_after: Timestamp,
    /// First moment of next week; not before [`Calendar::day_after`].
    pub next_week: Timestamp,
}

/// How many tasks a query finds, by deadline. The list shows them in this order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaskCounts {
    /// Deadline passed.
    pub overdue: usize,
    /// Due today, not passed.
    pub today: usize,
    /// Due tomorrow.
    pub tomorrow: usize,
    /// Due this week, after tomorrow.
    pub week: usize,
    /// Due after this week.
    pub later: usize,
    /// Without a deadline.
    pub undated: usize,
    /// Done lately, where asked for.
    pub done: usize,
}

impl TaskCounts {
    /// With a deadline.
    #[must_use]
    pub const fn dated(&self) -> usize {
        self.overdue + self.today + self.tomorrow + self.week + self.later
    }

    /// All of them.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.dated() + self.undated + self.done
    }
}

/// How many tasks there are in each group.
///
/// # Errors
/// When SQLite refuses.
pub fn counts(
    read: &Read<'_>,
    query: &TaskQuery,
    calendar: Calendar,
) -> Result<TaskCounts, StoreError> {
    let Calendar {
        now,
        tomorrow,
        day_after,
        next_week,
    } = calendar;
    let ends = [now, tomorrow, day_after, next_week.max(day_after)];
    let mut values: Vec<Value> = ends.iter().map(|end| Value::Integer(end.0)).collect();
    values.extend(own(query));
    let (overdue, today, tomorrow, week, later, undated): (
        usize,
        usize,
        usize,
        usize,
        usize,
        usize,
    ) = read.query_one(&open_counts(query), params_from_iter(values))?;
    let done = match query.done_since {
        Some(since) => {
            let mut values = vec![Value::Integer(since.0)];
            values.extend(own(query));
            let sql = format!(
                "SELECT count(*) FROM task WHERE done_at >= ?{}",
                which(query)
            );
            read.query_value(&sql, params_from_iter(values))?
        }
        None => 0,
    };
    Ok(TaskCounts {
        overdue,
        today,
        tomorrow,
        week,
        later,
        undated,
        done,
    })
}

/// `limit` tasks from place `offset` on: by deadline, those without one, then done ones, latest first.
///
/// # Errors
/// When SQLite refuses.
pub fn window(
    read: &Read<'_>,
    query: &TaskQuery,
    counts: &TaskCounts,
    offset: usize,
    limit: usize,
) -> Result<Vec<TaskId>, StoreError> {
    let mut found = Vec::new();
    let mut before = 0;
    for (part, length) in [
        (Part::Dated, counts.dated()),
        (Part::Undated, counts.undated),
        (Part::Done, counts.done),
    ] {
        let (from, wanted) = (
            offset.saturating_sub(before),
            limit.saturating_sub(found.len()),
        );
        if from < length && wanted > 0 {
            let mut values = Vec::new();
            if let (Part::Done, Some(since)) = (part, query.done_since) {
                values.push(Value::Integer(since.0));
            }
            values.extend(own(query));
            values.push(Value::Integer(count(wanted)));
            values.push(Value::Integer(count(from)));
            let rows: Vec<TaskId> =
                read.query_values(&part_of(query, part), params_from_iter(values))?;
            found.extend(rows);
        }
        before += length;
    }
    Ok(found)
}

/// Open tasks of a member with a deadline before `until`, of what they may see.
///
/// # Errors
/// When SQLite refuses.
pub fn due(
    read: &Read<'_>,
    member: MemberId,
    until: Timestamp,
    sight: TaskSight,
) -> Result<i64, StoreError> {
    let query = TaskQuery {
        assignee: Some(member),
        sight: Some(sight),
        ..TaskQuery::default()
    };
    let mut values = vec![Value::Integer(until.0)];
    values.extend(own(&query));
    let sql = format!(
        "SELECT count(*) FROM task WHERE done_at IS NULL AND due_at < ?1{}",
        which(&query)
    );
    read.query_value(&sql, params_from_iter(values))
}

/// A part of the list that one index has in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Dated,
    Undated,
    Done,
}

/// The statement behind the open groups of [`counts`].
pub(crate) fn open_counts(query: &TaskQuery) -> String {
    format!(
        "SELECT count(*) FILTER (WHERE due_at < ?1), count(*) FILTER (WHERE due_at >= ?1 AND due_at < ?2), \
         count(*) FILTER (WHERE due_at >= ?2 AND due_at < ?3), \
         count(*) FILTER (WHERE due_at >= ?3 AND due_at < ?4), count(*) FILTER (WHERE due_at >= ?4), \
         count(*) FILTER (WHERE due_at IS NULL) FROM task WHERE done_at IS NULL{}",
        which(query)
    )
}

/// The statement behind one part of [`window`].
pub(crate) fn part_of(query: &TaskQuery, part: Part) -> String {
    let (rows, order) = match part {
        Part::Dated => ("done_at IS NULL AND due_at IS NOT NULL", "due_at, id"),
        Part::Undated => ("done_at IS NULL AND due_at IS NULL", "id"),
        Part::Done => ("done_at >= ?", "done_at DESC, id DESC"),
    };
    format!(
        "SELECT id FROM task WHERE {rows}{} ORDER BY {order} LIMIT ? OFFSET ?",
        which(query)
    )
}

/// The conditions of a query; kinds are words of ours and stand in the statement itself.
fn which(query: &TaskQuery) -> String {
    let mut sql = String::new();
    if query.assignee.is_some() {
        sql.push_str(" AND assignee_id = ?");
    }
    if !query.kinds.is_empty() {
        let kinds: Vec<String> = query
            .kinds
            .iter()
            .map(|kind| format!("'{}'", kind.as_str()))
            .collect();
        sql.push_str(&format!(" AND kind IN ({})", kinds.join(", ")));
    }
    if let Some(sight) = &query.sight {
        let seen = condition::compile(&sight.chats, sight.seen_from);
        let hidden: Vec<String> = sight.hidden.iter().map(|id| id.0.to_string()).collect();
        let whose = sight.owner.map_or(String::new(), |owner| {
            format!(" AND coalesce(d.owner_id, {0}) = {0}", owner.0)
        });
        sql.push_str(&format!(
            " AND CASE WHEN conversation_id IS NOT NULL \
             THEN EXISTS (SELECT 1 FROM conversation AS c WHERE c.id = conversation_id AND {}) \
             ELSE deal_id IS NULL OR EXISTS (SELECT 1 FROM deal AS d WHERE d.id = deal_id \
             AND d.pipeline_id NOT IN ({}){whose}) END",
            seen.sql,
            hidden.join(", "),
        ));
    }
    sql
}

fn own(query: &TaskQuery) -> Vec<Value> {
    let mut values: Vec<Value> = query
        .assignee
        .map(|member| Value::Integer(member.0))
        .into_iter()
        .collect();
    if let Some(sight) = &query.sight {
        values.extend(condition::compile(&sight.chats, sight.seen_from).values);
    }
    values
}
