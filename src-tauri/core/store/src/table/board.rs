//! What the board shows (UP-1): a window of cards per column, by rank, and counts where a filter is set.
//!
//! A column is read by keyset on (stage, rank): fifty cards cost the same in a column of fifty and of ten thousand.

use runnel_domain::{
    Channel, Money, Priority, Timestamp,
    condition::Condition,
    facts::Viewpoint,
    ids::{ContactId, ConversationId, DealId, MemberId, PipelineId, SourceId, StageId, TagId},
    stale::stale_at,
};
use rusqlite::{params_from_iter, types::Value};

use crate::{
    Read, StoreError, condition,
    row::{FromRow, Row},
    table::{
        chat_row::{NextTask, money, next_task, tags},
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
    /// From when on it has lain there for too long; `None`: the column does not say.
    pub stale_at: Option<Timestamp>,
    /// Sample data.
    pub is_sample: bool,
    /// Nearest open task.
    pub next_task: Option<NextTask>,
    /// Open tasks in all.
    pub open_tasks: i64,
    /// Its conversation; `None`: made by hand, and none of the contact's conversations carries it.
    pub chat: Option<CardChat>,
}

/// What a card shows of its conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardChat {
    /// Which.
    pub id: ConversationId,
    /// Over which network.
    pub channel: Channel,
    /// Through which account.
    pub source: SourceId,
    /// The last message in one line.
    pub snippet: String,
    /// When it was said.
    pub last_activity_at: Timestamp,
    /// Messages that the member has not seen.
    pub unread: i64,
    /// Set to unread by hand.
    pub marked_unread: bool,
    /// The customer's last message without an answer: the running timer starts there.
    pub waiting_last_at: Option<Timestamp>,
    /// Tags, in no particular order.
    pub tags: Vec<TagId>,
}

/// Which cards, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardQuery {
    /// On which board.
    pub pipeline: PipelineId,
    /// Which of them; `None`: all. A deal without a conversation answers for itself.
    pub filter: Option<Condition>,
    /// Which cards who asks may see; `None`: all.
    pub sight: Option<CardSight>,
    /// When and by whom it is asked.
    pub seen_from: Viewpoint,
}

/// Which cards a member sees of a board that they see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardSight {
    /// Of cards with a conversation: what holds for it.
    pub chats: Condition,
    /// Of cards made by hand: those of this member and of nobody; `None`: all.
    pub owner: Option<MemberId>,
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

/// A task that is planned counts for staleness only where a column has days, so it is looked for only there.
const CARD: &str =
    "SELECT d.id AS deal_id, d.stage_id, d.rank, d.revision, d.title, d.contact_id,
            coalesce(c.contact_name, (SELECT name FROM contact_shown WHERE contact_shown.contact_id = d.contact_id))
              AS contact_name,
            d.amount_minor, d.currency, d.priority, d.owner_id, d.due_at AS close_at, d.stage_entered_at,
            iif(g.grp = 'active', g.stale_days, NULL) AS stale_days,
            CASE WHEN g.stale_days IS NULL THEN NULL
                 WHEN c.id IS NULL THEN (SELECT max(due_at) FROM task WHERE deal_id = d.id AND done_at IS NULL)
                 ELSE (SELECT max(due_at) FROM task WHERE conversation_id = c.id AND done_at IS NULL)
            END AS planned_until,
            d.is_sample, t.id AS task_id, t.kind AS task_kind, t.text AS task_text, t.due_at AS task_due_at,
            coalesce(c.open_tasks, (SELECT count(*) FROM task WHERE deal_id = d.id AND done_at IS NULL)) AS open_tasks,
            c.id AS conversation_id, s.channel, c.source_id, c.snippet, c.last_activity_at,
            coalesce(r.unread, 0) AS unread, coalesce(r.marked_unread, 0) AS marked_unread, c.waiting_last_at,
            (SELECT group_concat(tag_id) FROM conversation_tag WHERE conversation_tag.conversation_id = c.id) AS tag_ids
       FROM deal AS d
       CROSS JOIN stage AS g ON g.id = d.stage_id
       LEFT JOIN conversation AS c ON c.id = d.conversation_id
       LEFT JOIN source AS s ON s.id = c.source_id
       LEFT JOIN task AS t ON t.id = iif(c.id IS NULL, (SELECT id FROM task WHERE deal_id = d.id AND done_at IS NULL
                                                         ORDER BY due_at IS NULL, due_at, id LIMIT 1), c.next_task_id)
       LEFT JOIN read_state AS r ON r.member_id = ? AND r.conversation_id = c.id ";

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
    if query.filter.is_none() && query.sight.is_none() {
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

/// How many cards one column holds.
///
/// # Errors
/// When SQLite refuses.
pub fn total(read: &Read<'_>, query: &BoardQuery, stage: StageId) -> Result<i64, StoreError> {
    if query.filter.is_none() && query.sight.is_none() {
        let kept = read.query_value_opt(count::STAGE, [stage.0])?;
        return Ok(kept.unwrap_or_default());
    }
    let mut sql =
        "SELECT count(*) FROM deal AS d LEFT JOIN conversation AS c ON c.id = d.conversation_id
                    WHERE d.stage_id = ?"
            .to_owned();
    let mut values = vec![Value::Integer(stage.0)];
    filter(query, &mut sql, &mut values);
    let counted = read.query_value_opt(&sql, params_from_iter(values))?;
    Ok(counted.unwrap_or_default())
}

/// A card as bulk actions take it: its deal, and the conversation that is in the deal's cycle now.
pub type Carried = (DealId, Option<ConversationId>);

/// Every card of a column in its order: "all that match the filter" of a bulk action.
///
/// # Errors
/// When SQLite refuses.
pub fn all(
    read: &Read<'_>,
    query: &BoardQuery,
    stage: StageId,
) -> Result<Vec<Carried>, StoreError> {
    let mut sql = "SELECT d.id, iif(c.deal_id = d.id, c.id, NULL) FROM deal AS d
                     LEFT JOIN conversation AS c ON c.id = d.conversation_id WHERE d.stage_id = ?"
        .to_owned();
    let mut values = vec![Value::Integer(stage.0)];
    filter(query, &mut sql, &mut values);
    sql.push_str(" ORDER BY d.rank");
    read.query_all(&sql, params_from_iter(values))
}

/// The statement behind [`carried`].
pub(crate) const CARRIED: &str = "SELECT d.id, c.id FROM json_each(?1) AS asked \
     CROSS JOIN deal AS d ON d.id = asked.value \
     LEFT JOIN conversation AS c ON c.id = d.conversation_id AND c.deal_id = d.id ORDER BY asked.key";

/// These cards in this order; those that are gone are left out.
///
/// # Errors
/// When SQLite refuses.
pub fn carried(read: &Read<'_>, deals: &[DealId]) -> Result<Vec<Carried>, StoreError> {
    let ids: Vec<String> = deals.iter().map(|deal| deal.0.to_string()).collect();
    read.query_all(CARRIED, [format!("[{}]", ids.join(","))])
}

fn member(query: &BoardQuery) -> Value {
    query
        .seen_from
        .member
        .map_or(Value::Null, |member| Value::Integer(member.0))
}

fn filter(query: &BoardQuery, sql: &mut String, values: &mut Vec<Value>) {
    if let Some(filter) = &query.filter {
        let expression = condition::compile_card(filter, query.seen_from);
        sql.push_str(" AND ");
        sql.push_str(&expression.sql);
        values.extend(expression.values);
    }
    if let Some(sight) = &query.sight {
        let expression = condition::compile(&sight.chats, query.seen_from);
        sql.push_str(" AND iif(c.id IS NULL, ");
        match sight.owner {
            Some(member) => {
                sql.push_str("d.owner_id IS NULL OR d.owner_id = ?, ");
                values.push(Value::Integer(member.0));
            }
            None => sql.push_str("1, "),
        }
        sql.push_str(&expression.sql);
        sql.push(')');
        values.extend(expression.values);
    }
}

impl FromRow for BoardCard {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        // In the order of the statement: see `Row::get`.
        let (deal, stage, rank) = (row.get("deal_id")?, row.get("stage_id")?, row.get("rank")?);
        let (revision, title) = (row.get("revision")?, row.get("title")?);
        let (contact, contact_name) = (row.get("contact_id")?, row.get("contact_name")?);
        let (amount, priority, owner) = (money(row)?, row.get("priority")?, row.get("owner_id")?);
        let (due_at, stage_entered_at) = (row.get("close_at")?, row.get("stage_entered_at")?);
        let stale_days: Option<u32> = row.get("stale_days")?;
        let planned_until = row.get("planned_until")?;
        let is_sample = row.get("is_sample")?;
        let (next_task, open_tasks) = (next_task(row)?, row.get("open_tasks")?);
        let chat = chat(row)?;
        let said = chat.as_ref().map(|chat| chat.last_activity_at);
        Ok(Self {
            deal,
            stage,
            rank,
            revision,
            title,
            contact,
            contact_name,
            amount,
            priority,
            owner,
            due_at,
            stage_entered_at,
            stale_at: stale_days.map(|days| stale_at(days, stage_entered_at, said, planned_until)),
            is_sample,
            next_task,
            open_tasks,
            chat,
        })
    }
}

fn chat(row: &Row<'_>) -> rusqlite::Result<Option<CardChat>> {
    let Some(id) = row.get("conversation_id")? else {
        return Ok(None);
    };
    Ok(Some(CardChat {
        id,
        channel: row.get("channel")?,
        source: row.get("source_id")?,
        snippet: row.get("snippet")?,
        last_activity_at: row.get("last_activity_at")?,
        unread: row.get("unread")?,
        marked_unread: row.get("marked_unread")?,
        waiting_last_at: row.get("waiting_last_at")?,
        tags: tags(row)?,
    }))
}
