//! Things to do (UC-15, UC-26): rows of `task`, and their copies in `conversation`.

use runnel_domain::{
    TaskKind, Timestamp, Uid,
    event::EventBody,
    ids::{ContactId, ConversationId, DealId, MemberId, TaskId, TriggerRunId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
    table::timer,
};

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Row id.
    pub id: TaskId,
    /// Same task in every copy of the workspace.
    pub uid: Uid,
    /// About which conversation.
    pub conversation: Option<ConversationId>,
    /// About whom.
    pub contact: Option<ContactId>,
    /// About which deal.
    pub deal: Option<DealId>,
    /// Call, meeting or something else.
    pub kind: TaskKind,
    /// What; may be empty for call and meeting.
    pub text: String,
    /// Who does it.
    pub assignee: Option<MemberId>,
    /// Deadline.
    pub due_at: Option<Timestamp>,
    /// When done; `None`: open.
    pub done_at: Option<Timestamp>,
    /// Run that made it; `None`: a person.
    pub trigger_run: Option<TriggerRunId>,
    /// When made.
    pub created_at: Timestamp,
}

impl FromRow for Task {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            uid: row.get("uid")?,
            conversation: row.get("conversation_id")?,
            contact: row.get("contact_id")?,
            deal: row.get("deal_id")?,
            kind: row.get("kind")?,
            text: row.get("text")?,
            assignee: row.get("assignee_id")?,
            due_at: row.get("due_at")?,
            done_at: row.get("done_at")?,
            trigger_run: row.get("trigger_run_id")?,
            created_at: row.get("created_at")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, uid, conversation_id, contact_id, deal_id, kind, text, assignee_id, due_at, done_at, \
             trigger_run_id, created_at FROM task ",
            $rest
        )
    };
}

/// One task; `NotFound` where there is none.
pub fn get(read: &Read<'_>, task: TaskId) -> Result<Task, StoreError> {
    find(read, task)?.ok_or(StoreError::NotFound {
        entity: Entity::Task,
        id: task.0,
    })
}

/// One task, if it was not thrown away.
pub fn find(read: &Read<'_>, task: TaskId) -> Result<Option<Task>, StoreError> {
    read.query_opt(select!("WHERE id = ?1"), [task.0])
}

/// Tasks about a conversation: open ones by deadline, then done ones, latest first.
pub fn of_conversation(
    read: &Read<'_>,
    conversation: ConversationId,
) -> Result<Vec<Task>, StoreError> {
    read.query_all(
        select!(
            "WHERE conversation_id = ?1 \
             ORDER BY done_at IS NOT NULL, done_at DESC, due_at IS NULL, due_at, id"
        ),
        [conversation.0],
    )
}

/// Tasks about a card, and those about the conversation that it carries at present: as [`of_conversation`].
pub fn of_deal(
    read: &Read<'_>,
    deal: DealId,
    conversation: Option<ConversationId>,
) -> Result<Vec<Task>, StoreError> {
    // No row has id 0.
    let conversation = conversation.map_or(0, |id| id.0);
    read.query_all(OF_DEAL, [deal.0, conversation])
}

/// The statement behind [`of_deal`].
pub(crate) const OF_DEAL: &str = select!(
    "WHERE deal_id = ?1 OR conversation_id = ?2 \
     ORDER BY done_at IS NOT NULL, done_at DESC, due_at IS NULL, due_at, id"
);

/// Something to do that is not written down yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewTask<'a> {
    /// About which conversation; contact and deal are its own.
    pub conversation: ConversationId,
    /// Call, meeting or something else.
    pub kind: TaskKind,
    /// What; a custom task needs it.
    pub text: &'a str,
    /// Who does it.
    pub assignee: Option<MemberId>,
    /// Deadline.
    pub due_at: Option<Timestamp>,
    /// Run that makes it; `None`: a person.
    pub trigger_run: Option<TriggerRunId>,
}

/// Writes a task down, with its event and the copies in the conversation.
pub fn create(tx: &mut Tx<'_>, new: &NewTask<'_>) -> Result<TaskId, StoreError> {
    let text = new.text.trim();
    if new.kind == TaskKind::Custom && text.is_empty() {
        return Err(StoreError::invalid("task_text_blank"));
    }
    let about: Option<(ContactId, Option<DealId>)> = tx.query_opt(
        "SELECT contact_id, deal_id FROM conversation WHERE id = ?1",
        [new.conversation.0],
    )?;
    let (contact, deal) = about.ok_or(StoreError::NotFound {
        entity: Entity::Conversation,
        id: new.conversation.0,
    })?;
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let id = TaskId(tx.insert(
        "INSERT INTO task (uid, conversation_id, contact_id, deal_id, kind, text, assignee_id, due_at, \
         trigger_run_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            uid.0,
            new.conversation.0,
            contact.0,
            deal.map(|deal| deal.0),
            new.kind.as_str(),
            text,
            new.assignee.map(|member| member.0),
            new.due_at.map(|due_at| due_at.0),
            new.trigger_run.map(|run| run.0),
            now
        ],
    )?);
    tx.touch(Entity::Task, id.0);
    copy_to_conversation(tx, new.conversation)?;
    if let Some(due_at) = new.due_at {
        wind(tx, id, Some(new.conversation), due_at)?;
    }
    tx.record(
        Some(new.conversation),
        Some(contact),
        deal,
        EventBody::TaskCreated { task: id },
    )?;
    Ok(id)
}

/// Something to do about a deal that carries no conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewDealTask<'a> {
    /// About which deal.
    pub deal: DealId,
    /// About whom.
    pub contact: ContactId,
    /// Call, meeting or something else.
    pub kind: TaskKind,
    /// What; a custom task needs it.
    pub text: &'a str,
    /// Who does it.
    pub assignee: Option<MemberId>,
    /// Deadline.
    pub due_at: Option<Timestamp>,
}

/// Writes a task about a deal down, with its event.
pub fn create_for_deal(tx: &mut Tx<'_>, new: &NewDealTask<'_>) -> Result<TaskId, StoreError> {
    let text = new.text.trim();
    if new.kind == TaskKind::Custom && text.is_empty() {
        return Err(StoreError::invalid("task_text_blank"));
    }
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let id = TaskId(tx.insert(
        "INSERT INTO task (uid, contact_id, deal_id, kind, text, assignee_id, due_at, created_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            uid.0,
            new.contact.0,
            new.deal.0,
            new.kind.as_str(),
            text,
            new.assignee.map(|member| member.0),
            new.due_at.map(|due_at| due_at.0),
            now
        ],
    )?);
    tx.touch(Entity::Task, id.0);
    tx.touch(Entity::Deal, new.deal.0);
    if let Some(due_at) = new.due_at {
        wind(tx, id, None, due_at)?;
    }
    tx.record(
        None,
        Some(new.contact),
        Some(new.deal),
        EventBody::TaskCreated { task: id },
    )?;
    Ok(id)
}

/// Ticks a task off, or opens it again. Touches nothing when it is so already.
pub fn set_done(tx: &mut Tx<'_>, task: TaskId, done: bool) -> Result<(), StoreError> {
    let present = get(tx, task)?;
    if present.done_at.is_some() == done {
        return Ok(());
    }
    let done_at = done.then_some(tx.now().0);
    tx.execute(
        "UPDATE task SET done_at = ?2 WHERE id = ?1",
        params![task.0, done_at],
    )?;
    settle(tx, task, present.conversation)?;
    if done {
        let Task {
            conversation,
            contact,
            deal,
            ..
        } = present;
        tx.record(conversation, contact, deal, EventBody::TaskDone { task })?;
    }
    Ok(())
}

/// What a person may change about a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskEdit {
    /// Call, meeting or something else.
    pub kind: TaskKind,
    /// What; a custom task needs it.
    pub text: String,
    /// Who does it.
    pub assignee: Option<MemberId>,
    /// Deadline.
    pub due_at: Option<Timestamp>,
}

/// Says anew what is to be done, by whom, until when.
///
/// # Errors
/// `Invalid` with `task_text_blank`, `NotFound` where there is no such task.
pub fn update(tx: &mut Tx<'_>, task: TaskId, edit: &TaskEdit) -> Result<(), StoreError> {
    let text = edit.text.trim();
    if edit.kind == TaskKind::Custom && text.is_empty() {
        return Err(StoreError::invalid("task_text_blank"));
    }
    let present = get(tx, task)?;
    tx.execute(
        "UPDATE task SET kind = ?2, text = ?3, assignee_id = ?4, due_at = ?5 WHERE id = ?1",
        params![
            task.0,
            edit.kind.as_str(),
            text,
            edit.assignee.map(|member| member.0),
            edit.due_at.map(|due_at| due_at.0),
        ],
    )?;
    settle(tx, task, present.conversation)
}

/// Throws a task away. The conversation's history still says that it was set.
///
/// # Errors
/// `NotFound` where there is no such task.
pub fn delete(tx: &mut Tx<'_>, task: TaskId) -> Result<(), StoreError> {
    let present = get(tx, task)?;
    unwind(tx, task, present.conversation)?;
    tx.execute("DELETE FROM task WHERE id = ?1", [task.0])?;
    tx.touch(Entity::Task, task.0);
    copy(tx, &present)
}

/// The deadline of a task has come: written down once, if it is open and that is still its deadline. Its timer is used
/// up in any case.
///
/// # Errors
/// When SQLite refuses.
pub fn fall_due(tx: &mut Tx<'_>, timer: &timer::Timer) -> Result<Option<Task>, StoreError> {
    if !timer::done(tx, timer.id)? {
        return Ok(None);
    }
    let id = timer
        .payload
        .get("task")
        .and_then(serde_json::Value::as_i64);
    let task = id
        .map(|id| tx.query_opt::<Task>(select!("WHERE id = ?1 AND done_at IS NULL"), [id]))
        .transpose()?
        .flatten()
        .filter(|task| task.due_at == Some(timer.due_at));
    let Some(task) = task else { return Ok(None) };
    tx.touch(Entity::Task, task.id.0);
    tx.record(
        task.conversation,
        task.contact,
        task.deal,
        EventBody::TaskDue { task: task.id },
    )?;
    Ok(Some(task))
}

/// After a change: one timer for the present deadline or none, and the conversation's copies.
fn settle(
    tx: &mut Tx<'_>,
    task: TaskId,
    conversation: Option<ConversationId>,
) -> Result<(), StoreError> {
    unwind(tx, task, conversation)?;
    let present = get(tx, task)?;
    if let (None, Some(due_at)) = (present.done_at, present.due_at) {
        wind(tx, task, conversation, due_at)?;
    }
    tx.touch(Entity::Task, task.0);
    copy(tx, &present)
}

/// Whatever shows a task shows it as it is now: its conversation, or the card that it is about.
fn copy(tx: &mut Tx<'_>, task: &Task) -> Result<(), StoreError> {
    match (task.conversation, task.deal) {
        (Some(conversation), _) => copy_to_conversation(tx, conversation)?,
        (None, Some(deal)) => tx.touch(Entity::Deal, deal.0),
        (None, None) => {}
    }
    Ok(())
}

/// Sets the timer of a deadline. One that has passed needs none: whoever set it knows.
fn wind(
    tx: &mut Tx<'_>,
    task: TaskId,
    conversation: Option<ConversationId>,
    due_at: Timestamp,
) -> Result<(), StoreError> {
    if due_at > tx.now() {
        let payload = serde_json::json!({ "task": task });
        timer::insert(tx, due_at, timer::TASK_DUE, &payload, None, conversation)?;
    }
    Ok(())
}

fn unwind(
    tx: &mut Tx<'_>,
    task: TaskId,
    conversation: Option<ConversationId>,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE timer SET state = 'cancelled' WHERE conversation_id IS ?2 AND state = 'waiting' \
         AND kind = 'task_due' AND payload ->> '$.task' = ?1",
        params![task.0, conversation.map(|conversation| conversation.0)],
    )?;
    Ok(())
}

/// Brings the conversation's nearest open task and their number up to date.
fn copy_to_conversation(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE conversation SET (next_task_id, next_task_at) = \
           (SELECT id, due_at FROM task WHERE conversation_id = ?1 AND done_at IS NULL \
            ORDER BY due_at IS NULL, due_at, id LIMIT 1), \
         open_tasks = (SELECT count(*) FROM task WHERE conversation_id = ?1 AND done_at IS NULL) \
         WHERE id = ?1",
        [conversation.0],
    )?;
    tx.touch(Entity::Conversation, conversation.0);
    Ok(())
}
