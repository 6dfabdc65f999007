//! The block-list (UC-27) and what it holds back: rows of `block`, and messages that name one.

use runnel_domain::{
    BlockKind, BlockScope, Channel, ThreadKind, Timestamp,
    block::{self as domain, has_word},
    ids::{BlockId, ContactId, ConversationId, MemberId, MessageId, SourceId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row, count},
};

/// An entry of the block-list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Row id.
    pub id: BlockId,
    /// What it names.
    pub kind: BlockKind,
    /// Whom; `None` for the other kinds.
    pub contact: Option<ContactId>,
    /// Address of the post, or the word.
    pub value: String,
    /// Where a word counts.
    pub scope: BlockScope,
    /// Who entered it.
    pub member: Option<MemberId>,
    /// When.
    pub created_at: Timestamp,
    /// When lifted; `None`: it holds.
    pub removed_at: Option<Timestamp>,
}

impl FromRow for Block {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            kind: row.get("kind")?,
            contact: row.get("contact_id")?,
            value: row.get("value")?,
            scope: row.get("scope")?,
            member: row.get("member_id")?,
            created_at: row.get("created_at")?,
            removed_at: row.get("removed_at")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, kind, contact_id, value, scope, member_id, created_at, removed_at FROM block ",
            $rest
        )
    };
}

/// One entry, also a lifted one; `NotFound` where there is none.
pub fn get(read: &Read<'_>, block: BlockId) -> Result<Block, StoreError> {
    read.query_opt(select!("WHERE id = ?1"), [block.0])?
        .ok_or(StoreError::NotFound {
            entity: Entity::Block,
            id: block.0,
        })
}

/// Every entry that holds, newest first.
pub fn list(read: &Read<'_>) -> Result<Vec<Block>, StoreError> {
    read.query_all(select!("WHERE removed_at IS NULL ORDER BY id DESC"), ())
}

/// The entry that holds back this customer.
pub fn of_client(read: &Read<'_>, contact: ContactId) -> Result<Option<Block>, StoreError> {
    read.query_opt(
        select!("WHERE contact_id = ?1 AND removed_at IS NULL LIMIT 1"),
        [contact.0],
    )
}

/// The entry that holds back what is said under this post.
pub fn of_post(read: &Read<'_>, post_ref: &str) -> Result<Option<Block>, StoreError> {
    let post = domain::post_ref(post_ref);
    if post.is_empty() {
        return Ok(None);
    }
    read.query_opt(
        select!("WHERE kind = 'post' AND value = ?1 AND removed_at IS NULL LIMIT 1"),
        [post],
    )
}

/// The entry of this word, in whatever scope.
pub fn of_word(read: &Read<'_>, word: &str) -> Result<Option<Block>, StoreError> {
    read.query_opt(
        select!("WHERE kind = 'stop_word' AND value = ?1 AND removed_at IS NULL LIMIT 1"),
        [word],
    )
}

/// A customer's message that is just coming in.
#[derive(Debug, Clone, Copy)]
pub struct Arriving<'a> {
    /// Who wrote.
    pub contact: ContactId,
    /// Into what kind of thread.
    pub thread: ThreadKind,
    /// Under which post; empty: under none.
    pub post_ref: &'a str,
    /// Empty where the network has none.
    pub subject: &'a str,
    /// What they wrote, without what they quote.
    pub text: &'a str,
}

/// What kind of thread a conversation is, and under which post (empty: under none).
pub fn thread(
    read: &Read<'_>,
    conversation: ConversationId,
) -> Result<(ThreadKind, String), StoreError> {
    read.query_one(
        "SELECT thread_kind, post_ref FROM conversation WHERE id = ?1",
        [conversation.0],
    )
}

/// The entry that holds this message back; `None`: it is shown.
pub fn holding(read: &Read<'_>, arriving: &Arriving<'_>) -> Result<Option<BlockId>, StoreError> {
    if let Some(block) = of_client(read, arriving.contact)? {
        return Ok(Some(block.id));
    }
    if let Some(block) = of_post(read, arriving.post_ref)? {
        return Ok(Some(block.id));
    }
    let words: Vec<Block> = read.query_all(
        select!("WHERE kind = 'stop_word' AND removed_at IS NULL ORDER BY value"),
        (),
    )?;
    Ok(words
        .into_iter()
        .filter(|word| word.scope.covers(arriving.thread))
        .find(|word| {
            has_word(arriving.text, &word.value) || has_word(arriving.subject, &word.value)
        })
        .map(|word| word.id))
}

/// Writes an entry down; the caller has looked that there is none.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    kind: BlockKind,
    contact: Option<ContactId>,
    value: &str,
    scope: BlockScope,
) -> Result<BlockId, StoreError> {
    let (uid, now, member) = (tx.next_uid(), tx.now().0, tx.cause().member);
    let id = tx.insert(
        "INSERT INTO block (uid, kind, contact_id, value, scope, member_id, created_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            uid.0,
            kind.as_str(),
            contact.map(|contact| contact.0),
            value,
            scope.as_str(),
            member.map(|member| member.0),
            now
        ],
    )?;
    tx.touch(Entity::Block, id);
    Ok(BlockId(id))
}

/// The entry holds no longer.
pub(crate) fn set_removed(tx: &mut Tx<'_>, block: BlockId) -> Result<(), StoreError> {
    let now = tx.now().0;
    tx.execute(
        "UPDATE block SET removed_at = ?2 WHERE id = ?1",
        params![block.0, now],
    )?;
    tx.touch(Entity::Block, block.0);
    Ok(())
}

/// Whether a message is held back, or lies in a conversation that is: nobody is told of it.
pub fn is_held(read: &Read<'_>, message: MessageId) -> Result<bool, StoreError> {
    let held: Option<bool> = read.query_value_opt(
        "SELECT m.block_id IS NOT NULL OR c.quarantined_at IS NOT NULL \
         FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE m.id = ?1",
        [message.0],
    )?;
    Ok(held.unwrap_or_default())
}

/// Whether no list but that of held-back messages shows this conversation.
pub fn is_quarantined(read: &Read<'_>, conversation: ConversationId) -> Result<bool, StoreError> {
    let held: Option<bool> = read.query_value_opt(
        "SELECT quarantined_at IS NOT NULL FROM conversation WHERE id = ?1",
        [conversation.0],
    )?;
    Ok(held.unwrap_or_default())
}

/// How much an entry holds back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HeldBack {
    /// Messages.
    pub messages: i64,
    /// Conversations of a blocked client, or under a blocked post, that no other list shows.
    pub conversations: i64,
}

impl FromRow for HeldBack {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            messages: row.at(0)?,
            conversations: row.at(1)?,
        })
    }
}

pub(crate) const HELD_BY: &str = "SELECT (SELECT count(*) FROM message WHERE block_id = block.id), \
    CASE kind \
      WHEN 'client' THEN (SELECT count(*) FROM conversation c \
        WHERE c.contact_id = block.contact_id AND c.quarantined_at IS NOT NULL) \
      WHEN 'post' THEN (SELECT count(*) FROM conversation c \
        WHERE c.post_ref <> '' AND c.post_ref >= block.value \
        AND c.post_ref < block.value || char(1114111) AND c.quarantined_at IS NOT NULL) \
      ELSE 0 END \
    FROM block WHERE id = ?1";

/// How much this entry holds back.
pub fn held_by(read: &Read<'_>, block: BlockId) -> Result<HeldBack, StoreError> {
    Ok(read.query_opt(HELD_BY, [block.0])?.unwrap_or_default())
}

/// A message that was held back, with why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Which message.
    pub message: MessageId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Who wrote.
    pub contact: ContactId,
    /// What they are called.
    pub client: String,
    /// Over which network.
    pub channel: Channel,
    /// Through which account.
    pub source: SourceId,
    /// The network's time.
    pub at: Timestamp,
    /// Where the network has subjects.
    pub subject: String,
    /// Its first 500 characters.
    pub text: String,
    /// Files with it.
    pub files: i64,
    /// By which entry.
    pub block: BlockId,
    /// What that entry names.
    pub kind: BlockKind,
    /// Its post or word.
    pub value: String,
    /// It was lifted, and this stayed.
    pub lifted: bool,
}

impl FromRow for Held {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            message: row.get("id")?,
            conversation: row.get("conversation_id")?,
            contact: row.get("contact_id")?,
            client: row.get("contact_name")?,
            channel: row.get("channel")?,
            source: row.get("source_id")?,
            at: row.get("at")?,
            subject: row.get("subject")?,
            text: row.get("text")?,
            files: row.get("attachment_count")?,
            block: row.get("block_id")?,
            kind: row.get("kind")?,
            value: row.get("value")?,
            lifted: row.get("lifted")?,
        })
    }
}

pub(crate) const HELD: &str = "SELECT m.id, m.conversation_id, c.contact_id, c.contact_name, s.channel, \
    c.source_id, m.at, m.subject, substr(m.text, 1, 500) AS text, m.attachment_count, m.block_id, \
    b.kind, b.value, b.removed_at IS NOT NULL AS lifted \
    FROM message m CROSS JOIN block b ON b.id = m.block_id \
    CROSS JOIN conversation c ON c.id = m.conversation_id CROSS JOIN source s ON s.id = c.source_id \
    WHERE m.id < ?1 AND m.block_id IS NOT NULL ORDER BY m.id DESC LIMIT ?2";

/// Messages that were held back before this one (`None`: all), last come first.
pub fn held(
    read: &Read<'_>,
    before: Option<MessageId>,
    limit: usize,
) -> Result<Vec<Held>, StoreError> {
    read.query_all(
        HELD,
        params![before.map_or(i64::MAX, |before| before.0), count(limit)],
    )
}

pub(crate) const HELD_COUNT: &str = "SELECT count(*) FROM message WHERE block_id IS NOT NULL";

/// How many messages are held back.
pub fn how_many_held(read: &Read<'_>) -> Result<i64, StoreError> {
    read.query_value(HELD_COUNT, ())
}

/// The messages that an entry holds back, oldest first.
pub fn messages_of(read: &Read<'_>, block: BlockId) -> Result<Vec<MessageId>, StoreError> {
    read.query_values(
        "SELECT id FROM message WHERE block_id = ?1 ORDER BY at, id",
        [block.0],
    )
}
