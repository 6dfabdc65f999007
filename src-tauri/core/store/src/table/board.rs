//! What the board shows (UP-1): which cards stand in a window of a column, and a row for each.
//!
//! Without a filter the window is read from the index of (stage, rank) alone; with one, `views` picks it from briefs that
//! it holds. The rows of a whole board are then one statement.

use runnel_domain::{
    Channel, Money, Priority, Timestamp,
    condition::Test,
    ids::{ContactId, ConversationId, DealId, MemberId, SourceId, StageId, TagId},
    stale::stale_at,
};
use rusqlite::{params, params_from_iter};

use crate::{
    Read, StoreError,
    condition::{self, Expression},
    row::{FromRow, Row, count as count_of},
    table::{
        chat_row::{NextTask, money, next_task, tags},
        count,
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

/// A task that is planned counts for staleness only where a column has days, so it is looked for only there.
/// The statement behind [`rows`].
pub(crate) const CARDS: &str =
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
       FROM json_each(?2) AS asked
       CROSS JOIN deal AS d ON d.id = asked.value
       CROSS JOIN stage AS g ON g.id = d.stage_id
       LEFT JOIN conversation AS c ON c.id = d.conversation_id
       LEFT JOIN source AS s ON s.id = c.source_id
       LEFT JOIN task AS t ON t.id = iif(c.id IS NULL, (SELECT id FROM task WHERE deal_id = d.id AND done_at IS NULL
                                                         ORDER BY due_at IS NULL, due_at, id LIMIT 1), c.next_task_id)
       LEFT JOIN read_state AS r ON r.member_id = ?1 AND r.conversation_id = c.id
      ORDER BY asked.key";

/// These cards as `member` sees them, in this order; those that are gone are left out.
///
/// # Errors
/// When SQLite refuses.
pub fn rows(
    read: &Read<'_>,
    ids: &[DealId],
    member: Option<MemberId>,
) -> Result<Vec<BoardCard>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    read.query_all(CARDS, params![member.map(|member| member.0), json(ids)])
}

/// The statement behind [`window`].
pub(crate) const WINDOW: &str =
    "SELECT id FROM deal WHERE stage_id = ?1 ORDER BY rank LIMIT ?2 OFFSET ?3";

/// At most `limit` cards of a column from the n-th on, counted from 0, whatever they are: read from the index alone,
/// which costs a step for each card before them.
///
/// # Errors
/// When SQLite refuses.
pub fn window(
    read: &Read<'_>,
    stage: StageId,
    offset: usize,
    limit: usize,
) -> Result<Vec<DealId>, StoreError> {
    read.query_values(WINDOW, params![stage.0, count_of(limit), count_of(offset)])
}

/// How many cards one column holds, whatever they are: a counter that SQL keeps.
///
/// # Errors
/// When SQLite refuses.
pub fn total(read: &Read<'_>, stage: StageId) -> Result<i64, StoreError> {
    read.query_value(count::STAGE, [stage.0])
}

/// How many cards there are on all boards.
pub(crate) fn every(read: &Read<'_>) -> Result<usize, StoreError> {
    read.query_value("SELECT coalesce(sum(deals), 0) FROM stage_count", [])
}

/// Every card of which one test holds that needs more than a brief (see [`Test::is_rare`]).
///
/// # Errors
/// When SQLite refuses.
pub fn holding(read: &Read<'_>, test: &Test) -> Result<Vec<DealId>, StoreError> {
    let Expression { sql, values } = condition::cards_holding(test);
    read.query_values(&sql, params_from_iter(values))
}

/// A card as bulk actions take it: its deal, and the conversation that is in the deal's cycle now.
pub type Carried = (DealId, Option<ConversationId>);

/// The statement behind [`carried`].
pub(crate) const CARRIED: &str = "SELECT d.id, c.id FROM json_each(?1) AS asked \
     CROSS JOIN deal AS d ON d.id = asked.value \
     LEFT JOIN conversation AS c ON c.id = d.conversation_id AND c.deal_id = d.id ORDER BY asked.key";

/// These cards in this order; those that are gone are left out.
///
/// # Errors
/// When SQLite refuses.
pub fn carried(read: &Read<'_>, deals: &[DealId]) -> Result<Vec<Carried>, StoreError> {
    read.query_all(CARRIED, [json(deals)])
}

pub(crate) fn json(ids: &[DealId]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| id.0.to_string()).collect();
    format!("[{}]", ids.join(","))
}

impl FromRow for BoardCard {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        // In the order of the statement.
        let (deal, stage, rank) = (row.next()?, row.next()?, row.next()?);
        let (revision, title) = (row.next()?, row.next()?);
        let (contact, contact_name) = (row.next()?, row.next()?);
        let amount = money(row.next()?, row.next()?);
        let (priority, owner) = (row.next()?, row.next()?);
        let (due_at, stage_entered_at) = (row.next()?, row.next()?);
        let stale_days: Option<u32> = row.next()?;
        let planned_until = row.next()?;
        let is_sample = row.next()?;
        let (next_task, open_tasks) = (next_task(row)?, row.next()?);
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
    let Some(id) = row.next()? else {
        return Ok(None);
    };
    Ok(Some(CardChat {
        id,
        channel: row.next()?,
        source: row.next()?,
        snippet: row.next()?,
        last_activity_at: row.next()?,
        unread: row.next()?,
        marked_unread: row.next()?,
        waiting_last_at: row.next()?,
        tags: tags(row)?,
    }))
}
