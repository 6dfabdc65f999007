//! One row of the table of chats, with everything that its columns show (UC-11 – UC-18).

use runnel_domain::{
    Channel, Direction, Folder, MessageState, Money, TaskKind, Timestamp, WorkStatus,
    ids::{ContactId, ConversationId, DealId, MemberId, SourceId, StageId, TagId, TaskId},
};
use rusqlite::params;

use crate::{
    Read, StoreError,
    row::{FromRow, Row},
    table::chat_list,
};

/// The nearest open task of a conversation (UC-15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextTask {
    /// Which.
    pub id: TaskId,
    /// What kind.
    pub kind: TaskKind,
    /// What it says; may be empty.
    pub text: String,
    /// Its deadline, if it has one.
    pub due_at: Option<Timestamp>,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatRow {
    /// Which conversation.
    pub id: ConversationId,
    /// With whom.
    pub contact: ContactId,
    /// What they are called (UC-11).
    pub contact_name: String,
    /// Over which network.
    pub channel: Channel,
    /// Through which account.
    pub source: SourceId,
    /// What that account is called (UC-18).
    pub source_name: String,
    /// In which folder it lies.
    pub folder: Folder,
    /// The second field beside the folder.
    pub work_status: WorkStatus,
    /// The contact's stars (PO-13).
    pub stars: u8,
    /// When put aside; `None`: it is not.
    pub snoozed_at: Option<Timestamp>,
    /// Put aside until when; `None`: until the customer writes.
    pub snoozed_until_at: Option<Timestamp>,
    /// When its time came while it was put aside; `None`: never, or somebody dealt with it since.
    pub woken_at: Option<Timestamp>,
    /// Subject of the thread; empty where the network has none.
    pub subject: String,
    /// The last message in one line.
    pub snippet: String,
    /// When it was said.
    pub last_activity_at: Timestamp,
    /// Which way it went; `None`: nothing was said yet.
    pub last_direction: Option<Direction>,
    /// How far it has come, where it is ours.
    pub last_state: Option<MessageState>,
    /// Messages of the customer that the member has not seen.
    pub unread: i64,
    /// Set to unread by hand.
    pub marked_unread: bool,
    /// This cycle's deal.
    pub deal: Option<DealId>,
    /// Its stage (UC-12).
    pub stage: Option<StageId>,
    /// Its amount (UC-14).
    pub amount: Option<Money>,
    /// From the customer's last message to our answer (UC-13); `None`: never answered.
    pub response_ms: Option<i64>,
    /// The customer's first message without an answer.
    pub waiting_since_at: Option<Timestamp>,
    /// The customer's last message without an answer: the running timer starts there.
    pub waiting_last_at: Option<Timestamp>,
    /// Nearest open task.
    pub next_task: Option<NextTask>,
    /// Open tasks in all.
    pub open_tasks: i64,
    /// In charge (UC-16).
    pub responsible: Option<MemberId>,
    /// What it wears, by name (UC-17).
    pub tags: Vec<TagId>,
    /// Stage in which the last cycle ended; empty: this is the first.
    pub archived_from: String,
    /// Sample data.
    pub is_sample: bool,
}

/// The statement behind [`rows`].
pub(crate) const ROWS: &str =
    "SELECT c.id, c.contact_id, c.contact_name, c.work_status, c.stars, c.snoozed_at, c.snoozed_until_at, c.woken_at,
            c.subject, c.deal_id, c.stage_id, c.amount_minor,
            c.currency, c.responsible_id, c.archived_from, c.is_sample, c.folder, c.source_id, s.name AS source_name, s.channel, c.snippet, c.last_activity_at, c.last_direction,
         (SELECT state FROM message WHERE message.id = c.last_message_id AND message.direction = 'out') AS last_state,
         coalesce(r.unread, 0) AS unread, coalesce(r.marked_unread, 0) AS marked_unread,
         c.response_ms, c.waiting_since_at, c.waiting_last_at,
         t.id AS task_id, t.kind AS task_kind, t.text AS task_text, t.due_at AS task_due_at, c.open_tasks,
         (SELECT group_concat(tag.id ORDER BY tag.name COLLATE NOCASE)
            FROM conversation_tag CROSS JOIN tag ON tag.id = conversation_tag.tag_id
           WHERE conversation_tag.conversation_id = c.id) AS tag_ids
       FROM json_each(?1) AS asked
      CROSS JOIN conversation AS c ON c.id = asked.value
      CROSS JOIN source AS s ON s.id = c.source_id
      LEFT JOIN task AS t ON t.id = c.next_task_id
      LEFT JOIN read_state AS r ON r.member_id = ?2 AND r.conversation_id = c.id
      ORDER BY asked.key";

/// Rows of these conversations in this order, as `member` sees them; those that are gone are left out.
///
/// # Errors
/// When SQLite refuses.
pub fn rows(
    read: &Read<'_>,
    ids: &[ConversationId],
    member: Option<MemberId>,
) -> Result<Vec<ChatRow>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    read.query_all(
        ROWS,
        params![chat_list::json(ids), member.map(|member| member.0)],
    )
}

impl FromRow for ChatRow {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        // In the order of the statement.
        let (id, contact, contact_name) = (row.next()?, row.next()?, row.next()?);
        let (work_status, stars) = (row.next()?, row.next()?);
        let (snoozed_at, snoozed_until_at) = (row.next()?, row.next()?);
        let (woken_at, subject) = (row.next()?, row.next()?);
        let (deal, stage) = (row.next()?, row.next()?);
        let amount = money(row.next()?, row.next()?);
        let (responsible, archived_from) = (row.next()?, row.next()?);
        let is_sample = row.next()?;
        let folder = row.next()?;
        let (source, source_name) = (row.next()?, row.next()?);
        let (channel, snippet) = (row.next()?, row.next()?);
        let last_activity_at = row.next()?;
        let last_direction: Option<String> = row.next()?;
        let last_state = row.next()?;
        let (unread, marked_unread) = (row.next()?, row.next()?);
        let response_ms = row.next()?;
        let (waiting_since_at, waiting_last_at) = (row.next()?, row.next()?);
        let (next_task, open_tasks) = (next_task(row)?, row.next()?);
        let tags = tags(row)?;
        Ok(Self {
            id,
            contact,
            contact_name,
            channel,
            source,
            source_name,
            folder,
            work_status,
            stars,
            snoozed_at,
            snoozed_until_at,
            woken_at,
            subject,
            snippet,
            last_activity_at,
            last_direction: last_direction.as_deref().and_then(Direction::parse),
            last_state,
            unread,
            marked_unread,
            deal,
            stage,
            amount,
            response_ms,
            waiting_since_at,
            waiting_last_at,
            next_task,
            open_tasks,
            responsible,
            tags,
            archived_from,
            is_sample,
        })
    }
}

/// An amount with its currency; neither is there without the other.
pub(crate) fn money(amount: Option<i64>, currency: Option<String>) -> Option<Money> {
    amount.zip(currency).map(|(amount_minor, currency)| Money {
        amount_minor,
        currency,
    })
}

/// A task, of four columns side by side.
pub(crate) fn next_task(row: &Row<'_>) -> rusqlite::Result<Option<NextTask>> {
    let id: Option<TaskId> = row.next()?;
    let (kind, text): (Option<TaskKind>, Option<String>) = (row.next()?, row.next()?);
    let due_at = row.next()?;
    Ok(id.zip(kind).map(|(id, kind)| NextTask {
        id,
        kind,
        text: text.unwrap_or_default(),
        due_at,
    }))
}

/// Tags, of one column that lists them.
pub(crate) fn tags(row: &Row<'_>) -> rusqlite::Result<Vec<TagId>> {
    let list: Option<String> = row.next()?;
    Ok(list
        .unwrap_or_default()
        .split(',')
        .filter_map(|id| id.parse().ok().map(TagId))
        .collect())
}
