//! What each member has seen of each conversation (UC-24, UC-34): rows of `read_state`.

use runnel_domain::ids::{ConversationId, MemberId, MessageId};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// What one member has seen of one conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadState {
    /// Messages of the customer not seen yet.
    pub unread: i64,
    /// Set to unread by hand.
    pub marked_unread: bool,
}

impl ReadState {
    /// Whether the conversation counts as unread.
    #[must_use]
    pub const fn is_unread(self) -> bool {
        self.unread > 0 || self.marked_unread
    }
}

impl FromRow for ReadState {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            unread: row.get("unread")?,
            marked_unread: row.get("marked_unread")?,
        })
    }
}

/// What the member has seen; all seen where nothing was written down.
pub fn get(
    read: &Read<'_>,
    member: MemberId,
    conversation: ConversationId,
) -> Result<ReadState, StoreError> {
    let state = read.query_opt(
        "SELECT unread, marked_unread FROM read_state WHERE member_id = ?1 AND conversation_id = ?2",
        params![member.0, conversation.0],
    )?;
    Ok(state.unwrap_or_default())
}

/// One more message that nobody who works here has seen.
pub(crate) fn one_more(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO read_state (member_id, conversation_id, unread) \
         SELECT id, ?1, 1 FROM member WHERE removed_at IS NULL \
         ON CONFLICT (member_id, conversation_id) DO UPDATE SET unread = unread + 1",
        [conversation.0],
    )?;
    touch(tx, conversation);
    Ok(())
}

/// The member saw everything. A mark set by hand goes only where `and_mark`.
pub(crate) fn seen(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    member: MemberId,
    and_mark: bool,
) -> Result<(), StoreError> {
    let changed = tx.execute(
        "UPDATE read_state SET unread = 0, \
         marked_unread = CASE WHEN ?3 THEN 0 ELSE marked_unread END \
         WHERE member_id = ?1 AND conversation_id = ?2 \
         AND (unread > 0 OR (?3 AND marked_unread = 1))",
        params![member.0, conversation.0, and_mark],
    )?;
    if changed > 0 {
        touch(tx, conversation);
    }
    Ok(())
}

/// The member saw everything up to this message; what came in after it is still unread. The mark set by hand goes.
pub(crate) fn seen_until(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    member: MemberId,
    until: MessageId,
) -> Result<(), StoreError> {
    let later: i64 = tx.query_value(
        "SELECT count(*) FROM message WHERE conversation_id = ?1 AND direction = 'in' AND id > ?2",
        params![conversation.0, until.0],
    )?;
    let changed = tx.execute(
        "UPDATE read_state SET unread = min(unread, ?3), marked_unread = 0 \
         WHERE member_id = ?1 AND conversation_id = ?2 AND (unread > ?3 OR marked_unread = 1)",
        params![member.0, conversation.0, later],
    )?;
    if changed > 0 {
        touch(tx, conversation);
    }
    Ok(())
}

/// Everybody has seen everything: it was answered elsewhere.
pub(crate) fn seen_by_all(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<(), StoreError> {
    let changed = tx.execute(
        "UPDATE read_state SET unread = 0 WHERE conversation_id = ?1 AND unread > 0",
        [conversation.0],
    )?;
    if changed > 0 {
        touch(tx, conversation);
    }
    Ok(())
}

/// The member sets the conversation to unread (UC-24).
pub(crate) fn mark(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    member: MemberId,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO read_state (member_id, conversation_id, marked_unread) VALUES (?1, ?2, 1) \
         ON CONFLICT (member_id, conversation_id) DO UPDATE SET marked_unread = 1",
        params![member.0, conversation.0],
    )?;
    touch(tx, conversation);
    Ok(())
}

fn touch(tx: &mut Tx<'_>, conversation: ConversationId) {
    tx.touch(Entity::Conversation, conversation.0);
    tx.touch(Entity::Counts, 0);
}
