//! What the board shows (UP-1): a window of cards per column, by rank, and counts where a filter is set.
//!
//! A column is read by keyset on (stage, rank): fifty cards cost the same in a column of fifty and of ten thousand.

use runnel_domain::{
    Channel, Direction, Folder, MessageState, Money, Priority, Timestamp,
    condition::Condition,
    facts::Viewpoint,
    ids::{ContactId, ConversationId, DealId, MemberId, PipelineId, SourceId, StageId, TagId},
};
use rusqlite::{params_from_iter, types::Value};

use crate::{
    Read, StoreError, condition,
    row::{FromRow, Row},
    table::{
        chat_row::{NextTask, Shared, money, shared_columns},
        count::{self, StageCount},
    },
};

/// A card with everything that it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardCard {
    /// Which deal.
    pub deal: DealId,
    /// In which column.
    pub stage: StageId,
    /// Order within the column.
    pub rank: String,
    /// Expected by the next move.
    pub revision: i64,
    /// Empty: the contact's name is shown.
    pub title: String,
    /// With whom.
    pub contact: ContactId,
    /// What they are called (UC-11).
    pub contact_name: String,
    /// Its amount.
    pub amount: Option<Money>,
    /// How urgent.
    pub priority: Priority,
    /// In charge.
    pub owner: Option<MemberId>,
    /// Close by.
    pub due_at: Option<Timestamp>,
    /// Since when in this column.
    pub stage_entered_at: Timestamp,
    /// Sample data.
    pub is_sample: bool,
    /// Its conversation; `None`: made by hand, and none of the contact's conversations carries it.
    pub chat: Option<CardChat>,
}

/// What a card shows of its conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardChat {
    /// Which.
    pub id: ConversationId,
    /// In which folder.
    pub folder: Folder,
    /// Over which network.
    pub channel: Channel,
    /// Through which account.
    pub source: SourceId,
    /// What that account is called.
    pub source_name: String,
    /// The last message in one line.
    pub snippet: String,
    /// When it was said.
    pub last_activity_at: Timestamp,
    /// Which way it went.
    pub last_direction: Option<Direction>,
    /// How far it has come, where it is ours.
    pub last_state: Option<MessageState>,
    /// Messages that the member has not seen.
    pub unread: i64,
    /// Set to unread by hand.
    pub marked_unread: bool,
    /// The customer's first message without an answer.
    pub waiting_since_at: Option<Timestamp>,
    /// The customer's last message without an answer: the running timer starts there.
    pub waiting_last_at: Option<Timestamp>,
    /// From the customer's last message to our answer.
    pub response_ms: Option<i64>,
    /// Nearest open task.
    pub next_task: Option<NextTask>,
    /// Open tasks in all.
    pub open_tasks: i64,
    /// Tags, by name.
    pub tags: Vec<TagId>,
}

/// Which cards, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardQuery {
    /// On which board.
    pub pipeline: PipelineId,
    /// Which of them, asked of their conversations; `None`: all.
    pub filter: Option<Condition>,
    /// When and by whom it is asked.
    pub seen_from: Viewpoint,
}

/// Where a window of a column begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// At the top.
    Top,
    /// After the card with this rank.
    After(String),
    /// At the n-th card, counted from 0: for a scroll bar that is dragged. Costs a step per card before it.
    Place(usize),
}

const CARD: &str = concat!(
    "SELECT d.id AS deal_id, d.stage_id, d.rank, d.revision, d.title, d.contact_id,
            coalesce(c.contact_name, (SELECT name FROM contact_shown WHERE contact_shown.contact_id = d.contact_id))
              AS contact_name,
            d.amount_minor, d.currency, d.priority, d.owner_id, d.due_at AS close_at, d.stage_entered_at,
            d.is_sample, c.id AS conversation_id, ",
    shared_columns!(),
    " FROM deal AS d
      LEFT JOIN conversation AS c ON c.id = d.conversation_id
      LEFT JOIN source AS s ON s.id = c.source_id
      LEFT JOIN task AS t ON t.id = c.next_task_id
      LEFT JOIN read_state AS r ON r.member_id = ? AND r.conversation_id = c.id "
);

/// At most `limit` cards of a column from a place on, in the order of the column.
///
/// # Errors
/// When SQLite refuses.
pub fn cards(
    read: &Read<'_>,
    query: &BoardQuery,
    stage: StageId,
    from: &Start,
    limit: usize,
) -> Result<Vec<BoardCard>, StoreError> {
    let (sql, values) = column(query, stage, from, limit);
    read.query_map(&sql, params_from_iter(values), BoardCard::from_row)
}

/// One card as it stands now, `None` where it is gone or the filter leaves it out.
///
/// # Errors
/// When SQLite refuses.
pub fn card(
    read: &Read<'_>,
    query: &BoardQuery,
    deal: DealId,
) -> Result<Option<BoardCard>, StoreError> {
    let mut sql = format!("{CARD} WHERE d.id = ? AND d.pipeline_id = ?");
    let mut values = vec![
        member(query),
        Value::Integer(deal.0),
        Value::Integer(query.pipeline.0),
    ];
    filter(query, &mut sql, &mut values);
    read.query_opt(&sql, params_from_iter(values))
}

/// The statement behind [`cards`].
pub(crate) fn column(
    query: &BoardQuery,
    stage: StageId,
    from: &Start,
    limit: usize,
) -> (String, Vec<Value>) {
    let number = |number: usize| Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    let mut sql = format!("{CARD} WHERE d.stage_id = ?");
    let mut values = vec![member(query), Value::Integer(stage.0)];
    if let Start::After(rank) = from {
        sql.push_str(" AND d.rank > ?");
        values.push(Value::Text(rank.clone()));
    }
    filter(query, &mut sql, &mut values);
    sql.push_str(" ORDER BY d.rank LIMIT ?");
    values.push(number(limit));
    if let Start::Place(place) = from {
        sql.push_str(" OFFSET ?");
        values.push(number(*place));
    }
    (sql, values)
}

/// Counts and sums of the columns that hold cards. Without a filter these are counters that SQL keeps.
///
/// # Errors
/// When SQLite refuses.
pub fn counts(read: &Read<'_>, query: &BoardQuery) -> Result<Vec<StageCount>, StoreError> {
    if query.filter.is_none() {
        return count::stages(read, query.pipeline);
    }
    let mut sql =
        "SELECT d.stage_id, coalesce(iif(d.amount_minor IS NULL, '', d.currency), ''), count(*),
                          coalesce(sum(d.amount_minor), 0)
                     FROM stage CROSS JOIN deal AS d ON d.stage_id = stage.id
                     LEFT JOIN conversation AS c ON c.id = d.conversation_id
                    WHERE stage.pipeline_id = ?"
            .to_owned();
    let mut values = vec![Value::Integer(query.pipeline.0)];
    filter(query, &mut sql, &mut values);
    sql.push_str(" GROUP BY 1, 2 ORDER BY 1, 2");
    Ok(count::gather(
        read.query_all(&sql, params_from_iter(values))?,
    ))
}

fn member(query: &BoardQuery) -> Value {
    query
        .seen_from
        .member
        .map_or(Value::Null, |member| Value::Integer(member.0))
}

fn filter(query: &BoardQuery, sql: &mut String, values: &mut Vec<Value>) {
    if let Some(filter) = &query.filter {
        let expression = condition::compile(filter, query.seen_from);
        // A card made by hand has no conversation to ask: a filter leaves it out.
        sql.push_str(" AND c.id IS NOT NULL AND ");
        sql.push_str(&expression.sql);
        values.extend(expression.values);
    }
}

impl FromRow for BoardCard {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            deal: row.get("deal_id")?,
            stage: row.get("stage_id")?,
            rank: row.get("rank")?,
            revision: row.get("revision")?,
            title: row.get("title")?,
            contact: row.get("contact_id")?,
            contact_name: row.get("contact_name")?,
            amount: money(row)?,
            priority: row.get("priority")?,
            owner: row.get("owner_id")?,
            due_at: row.get("close_at")?,
            stage_entered_at: row.get("stage_entered_at")?,
            is_sample: row.get("is_sample")?,
            chat: chat(row)?,
        })
    }
}

fn chat(row: &Row<'_>) -> rusqlite::Result<Option<CardChat>> {
    let Some(id) = row.get("conversation_id")? else {
        return Ok(None);
    };
    let shared = Shared::from_row(row)?;
    Ok(Some(CardChat {
        id,
        folder: shared.folder,
        channel: shared.channel,
        source: shared.source,
        source_name: shared.source_name,
        snippet: shared.snippet,
        last_activity_at: shared.last_activity_at,
        last_direction: shared.last_direction,
        last_state: shared.last_state,
        unread: shared.unread,
        marked_unread: shared.marked_unread,
        waiting_since_at: shared.waiting_since_at,
        waiting_last_at: shared.waiting_last_at,
        response_ms: shared.response_ms,
        next_task: shared.next_task,
        open_tasks: shared.open_tasks,
        tags: shared.tags,
    }))
}
