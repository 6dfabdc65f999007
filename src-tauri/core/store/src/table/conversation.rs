//! One contact × one source × one thread there: rows of `conversation`.

use runnel_domain::{
    Direction, Folder, Money, ThreadKind, Timestamp, Uid, WorkStatus,
    ids::{
        ContactId, ConversationId, DealId, IdentityId, MemberId, MessageId, SourceId, StageId,
        TaskId,
    },
    response::Clocks,
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// A conversation with everything that is copied into it for the table and the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// Row id.
    pub id: ConversationId,
    /// Same conversation in every copy of the workspace.
    pub uid: Uid,
    /// With whom.
    pub contact: ContactId,
    /// What the contact is called (UC-11); never empty.
    pub contact_name: String,
    /// Through which account.
    pub source: SourceId,
    /// Address that answers go to.
    pub identity: Option<IdentityId>,
    /// Native thread.
    pub thread_key: String,
    /// Direct, or comments under a post (UC-21).
    pub thread_kind: ThreadKind,
    /// Native id or address of that post; empty: none.
    pub post_ref: String,
    /// Beginning of that post.
    pub post_text: String,
    /// Of the thread; empty where the network has none.
    pub subject: String,
    /// Goes up each time it reopens from the archive.
    pub cycle: i64,
    /// When accepted in this cycle.
    pub accepted_at: Option<Timestamp>,
    /// Derived from acceptance and stage group.
    pub folder: Folder,
    /// The second field beside the folder.
    pub work_status: WorkStatus,
    /// When last resolved; `None`: open.
    pub resolved_at: Option<Timestamp>,
    /// When put aside; `None`: it is not.
    pub snoozed_at: Option<Timestamp>,
    /// Put aside until when; `None`: until the customer writes.
    pub snoozed_until_at: Option<Timestamp>,
    /// When its time came while it was put aside; `None`: never, or somebody dealt with it since.
    pub woken_at: Option<Timestamp>,
    /// In charge.
    pub responsible: Option<MemberId>,
    /// This cycle's deal in the default pipeline.
    pub deal: Option<DealId>,
    /// That deal's stage.
    pub stage: Option<StageId>,
    /// That stage's rank.
    pub stage_rank: String,
    /// That deal's amount.
    pub amount: Option<Money>,
    /// Last message either way.
    pub last_activity_at: Timestamp,
    /// Last message either way.
    pub last_message: Option<MessageId>,
    /// Direction of that message.
    pub last_direction: Option<Direction>,
    /// First 160 characters of that message.
    pub snippet: String,
    /// The customer's last message.
    pub last_inbound_at: Option<Timestamp>,
    /// How long the customer waits, or waited (UC-13).
    pub clocks: Clocks,
    /// Messages both ways, without notes.
    pub message_count: i64,
    /// Nearest open task.
    pub next_task: Option<TaskId>,
    /// Its deadline.
    pub next_task_at: Option<Timestamp>,
    /// How many tasks are open.
    pub open_tasks: i64,
    /// Stage in which the last cycle ended; empty: this is the first.
    pub archived_from: String,
    /// When the last cycle ended.
    pub archived_at: Option<Timestamp>,
    /// Made by the sample-data generator.
    pub is_sample: bool,
    /// When it began here.
    pub created_at: Timestamp,
}

impl FromRow for Conversation {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let amount: Option<i64> = row.get("amount_minor")?;
        let currency: Option<String> = row.get("currency")?;
        let direction: String = row.get("last_direction")?;
        Ok(Self {
            id: row.get("id")?,
            uid: row.get("uid")?,
            contact: row.get("contact_id")?,
            contact_name: row.get("contact_name")?,
            source: row.get("source_id")?,
            identity: row.get("identity_id")?,
            thread_key: row.get("thread_key")?,
            thread_kind: row.get("thread_kind")?,
            post_ref: row.get("post_ref")?,
            post_text: row.get("post_text")?,
            subject: row.get("subject")?,
            cycle: row.get("cycle")?,
            accepted_at: row.get("accepted_at")?,
            folder: row.get("folder")?,
            work_status: row.get("work_status")?,
            resolved_at: row.get("resolved_at")?,
            snoozed_at: row.get("snoozed_at")?,
            snoozed_until_at: row.get("snoozed_until_at")?,
            woken_at: row.get("woken_at")?,
            responsible: row.get("responsible_id")?,
            deal: row.get("deal_id")?,
            stage: row.get("stage_id")?,
            stage_rank: row.get("stage_rank")?,
            amount: amount.zip(currency).map(|(amount_minor, currency)| Money {
                amount_minor,
                currency,
            }),
            last_activity_at: row.get("last_activity_at")?,
            last_message: row.get("last_message_id")?,
            last_direction: Direction::parse(&direction),
            snippet: row.get("snippet")?,
            last_inbound_at: row.get("last_inbound_at")?,
            clocks: Clocks {
                waiting_since: row.get("waiting_since_at")?,
                waiting_last: row.get("waiting_last_at")?,
                response_ms: row.get("response_ms")?,
                first_response_ms: row.get("first_response_ms")?,
            },
            message_count: row.get("message_count")?,
            next_task: row.get("next_task_id")?,
            next_task_at: row.get("next_task_at")?,
            open_tasks: row.get("open_tasks")?,
            archived_from: row.get("archived_from")?,
            archived_at: row.get("archived_at")?,
            is_sample: row.get("is_sample")?,
            created_at: row.get("created_at")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, uid, contact_id, contact_name, source_id, identity_id, thread_key, \
             thread_kind, post_ref, post_text, subject, cycle, \
             accepted_at, folder, work_status, resolved_at, snoozed_at, \
             snoozed_until_at, woken_at, responsible_id, deal_id, stage_id, stage_rank, \
             amount_minor, currency, last_activity_at, last_message_id, last_direction, snippet, \
             last_inbound_at, waiting_since_at, waiting_last_at, response_ms, first_response_ms, \
             message_count, next_task_id, next_task_at, open_tasks, archived_from, archived_at, \
             is_sample, created_at FROM conversation ",
            $rest
        )
    };
}

/// One conversation; `NotFound` where there is none.
pub fn get(read: &Read<'_>, conversation: ConversationId) -> Result<Conversation, StoreError> {
    find(read, conversation)?.ok_or(StoreError::NotFound {
        entity: Entity::Conversation,
        id: conversation.0,
    })
}

/// One conversation, if there is one.
pub fn find(
    read: &Read<'_>,
    conversation: ConversationId,
) -> Result<Option<Conversation>, StoreError> {
    read.query_opt(select!("WHERE id = ?1"), [conversation.0])
}

/// The conversations of a contact, last active first.
pub fn of_contact(read: &Read<'_>, contact: ContactId) -> Result<Vec<Conversation>, StoreError> {
    read.query_all(
        select!("WHERE contact_id = ?1 ORDER BY last_activity_at DESC, id DESC"),
        [contact.0],
    )
}

/// The conversation of this native thread on a source.
pub fn by_thread(
    read: &Read<'_>,
    source: SourceId,
    thread_key: &str,
) -> Result<Option<ConversationId>, StoreError> {
    read.query_value_opt(
        "SELECT id FROM conversation WHERE source_id = ?1 AND thread_key = ?2",
        params![source.0, thread_key],
    )
}

/// A thread that begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewConversation<'a> {
    /// Same conversation in every copy of the workspace.
    pub uid: Uid,
    /// With whom.
    pub contact: ContactId,
    /// Through which account.
    pub source: SourceId,
    /// Address that answers go to.
    pub identity: Option<IdentityId>,
    /// Native thread.
    pub thread_key: &'a str,
    /// Of the thread; may be empty.
    pub subject: &'a str,
    /// Its first message; `now` where it begins without one.
    pub at: Timestamp,
    /// Made by the sample-data generator.
    pub is_sample: bool,
}

/// Writes a new thread down, in New and without messages.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    new: &NewConversation<'_>,
) -> Result<ConversationId, StoreError> {
    let now = tx.now().0;
    let id = tx.insert(
        "INSERT INTO conversation (uid, contact_id, source_id, identity_id, thread_key, subject, \
         last_activity_at, is_sample, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            new.uid.0,
            new.contact.0,
            new.source.0,
            new.identity.map(|identity| identity.0),
            new.thread_key,
            new.subject,
            new.at.0,
            new.is_sample,
            now
        ],
    )?;
    tx.touch(Entity::Conversation, id);
    tx.touch(Entity::Counts, 0);
    Ok(ConversationId(id))
}

/// Says that the thread stands under a post (UC-21).
pub fn set_post(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    post_ref: &str,
    post_text: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE conversation SET thread_kind = 'comments', post_ref = ?2, post_text = ?3 \
         WHERE id = ?1 AND (thread_kind <> 'comments' OR post_ref <> ?2 OR post_text <> ?3)",
        params![conversation.0, post_ref, post_text],
    )?;
    tx.touch(Entity::Conversation, conversation.0);
    Ok(())
}

/// From now on answers go to this address.
pub fn set_identity(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    identity: IdentityId,
) -> Result<(), StoreError> {
    let changed = tx.execute(
        "UPDATE conversation SET identity_id = ?2 WHERE id = ?1 AND identity_id IS NOT ?2",
        params![conversation.0, identity.0],
    )?;
    if changed > 0 {
        tx.touch(Entity::Conversation, conversation.0);
    }
    Ok(())
}
