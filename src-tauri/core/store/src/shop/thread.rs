//! What a thread's messages add up to in its conversation: last message, response clocks (UC-13), count.

use runnel_domain::{
    Direction, Folder, MessageState, Timestamp, WorkStatus,
    ids::{ContactId, ConversationId, DealId, MessageId},
    response::{Clocks, Said},
};
use rusqlite::params;

use super::{snippet::snippet, stars};
use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// What is needed of a conversation to add a message.
pub(crate) struct Thread {
    pub contact: ContactId,
    pub folder: Folder,
    pub deal: Option<DealId>,
    /// Held back: nothing in it was shown so far, or it was put aside.
    pub is_quarantined: bool,
    pub work_status: WorkStatus,
    pub snoozed: bool,
    last_activity_at: Timestamp,
    last_inbound_at: Option<Timestamp>,
    message_count: i64,
    clocks: Clocks,
}

impl FromRow for Thread {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            contact: row.at(0)?,
            folder: row.at(1)?,
            deal: row.at(2)?,
            last_activity_at: row.at(3)?,
            last_inbound_at: row.at(4)?,
            message_count: row.at(5)?,
            clocks: Clocks {
                waiting_since: row.at(6)?,
                waiting_last: row.at(7)?,
                response_ms: row.at(8)?,
                first_response_ms: row.at(9)?,
            },
            is_quarantined: row.at(10)?,
            work_status: row.at(11)?,
            snoozed: row.at(12)?,
        })
    }
}

/// The thread as it stands; `NotFound` where there is none.
pub(crate) fn thread(read: &Read<'_>, id: ConversationId) -> Result<Thread, StoreError> {
    read.query_opt(
        "SELECT contact_id, folder, deal_id, last_activity_at, last_inbound_at, message_count, \
         waiting_since_at, waiting_last_at, response_ms, first_response_ms, \
         quarantined_at IS NOT NULL, work_status, snoozed_at IS NOT NULL FROM conversation WHERE id = ?1",
        [id.0],
    )?
    .ok_or(StoreError::NotFound {
        entity: Entity::Conversation,
        id: id.0,
    })
}

/// A message that was just written down.
pub(crate) struct Added<'a> {
    pub id: MessageId,
    pub at: Timestamp,
    pub direction: Direction,
    /// It starts (in) or stops (out) the clocks.
    pub counts: bool,
    pub text: &'a str,
    pub visible_len: Option<usize>,
    /// Shown where there is no text.
    pub instead: &'a str,
}

impl Added<'_> {
    fn line(&self) -> String {
        let line = snippet(self.text, self.visible_len);
        if line.is_empty() {
            snippet(self.instead, None)
        } else {
            line
        }
    }
}

/// Adds a message to its conversation. The newest one so far is added by itself; one that belongs further up
/// makes the thread be read again.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    id: ConversationId,
    thread: &Thread,
    added: &Added<'_>,
) -> Result<(), StoreError> {
    let said = Said {
        at: added.at,
        direction: added.direction,
        automatic: !added.counts,
    };
    if added.counts {
        stars::said(tx, thread.contact, said)?;
    }
    if thread.message_count > 0 && added.at < thread.last_activity_at {
        return read_again(tx, id);
    }
    let clocks = if added.counts {
        thread.clocks.after(said)
    } else {
        thread.clocks
    };
    let last_inbound_at = match added.direction {
        Direction::In => Some(added.at),
        Direction::Out | Direction::Note => thread.last_inbound_at,
    };
    tx.execute(
        "UPDATE conversation SET last_activity_at = ?2, last_message_id = ?3, last_direction = ?4, \
         snippet = ?5, last_inbound_at = ?6, waiting_since_at = ?7, waiting_last_at = ?8, \
         response_ms = ?9, first_response_ms = ?10, message_count = ?11 WHERE id = ?1",
        params![
            id.0,
            added.at.0,
            added.id.0,
            added.direction.as_str(),
            added.line(),
            last_inbound_at.map(|at| at.0),
            clocks.waiting_since.map(|at| at.0),
            clocks.waiting_last.map(|at| at.0),
            clocks.response_ms,
            clocks.first_response_ms,
            thread.message_count + 1
        ],
    )?;
    tx.touch(Entity::Conversation, id.0);
    Ok(())
}

struct Heard {
    at: Timestamp,
    direction: Direction,
    automatic: bool,
    by_trigger: bool,
    state: MessageState,
}

impl FromRow for Heard {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            at: row.at(0)?,
            direction: row.at(1)?,
            automatic: row.at(2)?,
            by_trigger: row.at(3)?,
            state: row.at(4)?,
        })
    }
}

impl Heard {
    const fn counts(&self) -> bool {
        // What the customer never got answered nothing.
        !self.automatic
            && !self.by_trigger
            && !matches!(self.state, MessageState::Failed | MessageState::Cancelled)
    }
}

/// Counts clocks and stars anew: for an answer that failed or was taken back, or that counts again.
pub fn recount(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    read_again(tx, id)?;
    stars::recompute_of(tx, id)
}

/// Reads the whole thread again.
fn read_again(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    let heard: Vec<Heard> = tx.query_all(
        "SELECT at, direction, is_automatic, trigger_run_id IS NOT NULL, state FROM message \
         WHERE conversation_id = ?1 AND direction <> 'note' AND block_id IS NULL \
         AND state <> 'scheduled' ORDER BY at, id",
        [id.0],
    )?;
    let clocks = Clocks::of(
        heard
            .iter()
            .filter(|heard| heard.counts())
            .map(|heard| Said {
                at: heard.at,
                direction: heard.direction,
                automatic: false,
            }),
    );
    let last_inbound_at = heard
        .iter()
        .rev()
        .find(|heard| heard.direction == Direction::In)
        .map(|heard| heard.at);
    tx.execute(
        "UPDATE conversation SET last_inbound_at = ?2, waiting_since_at = ?3, waiting_last_at = ?4, \
         response_ms = ?5, first_response_ms = ?6, message_count = ?7 WHERE id = ?1",
        params![
            id.0,
            last_inbound_at.map(|at| at.0),
            clocks.waiting_since.map(|at| at.0),
            clocks.waiting_last.map(|at| at.0),
            clocks.response_ms,
            clocks.first_response_ms,
            crate::row::count(heard.len())
        ],
    )?;
    tx.touch(Entity::Conversation, id.0);
    Ok(())
}

/// Shows the last message anew, after the one that stood there is gone. Activity goes back to it, or stays where it
/// was in a thread that has no message left.
pub(crate) fn show_last(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    let last: Option<(MessageId, Direction, Timestamp, String, Option<usize>, String)> = tx.query_opt(
        "SELECT id, direction, at, text, visible_len, coalesce( \
           (SELECT name FROM attachment WHERE message_id = message.id ORDER BY id LIMIT 1), subject) \
         FROM message WHERE conversation_id = ?1 AND direction <> 'note' AND state <> 'scheduled' \
         AND block_id IS NULL ORDER BY at DESC, id DESC LIMIT 1",
        [id.0],
    )?;
    let (message, direction, at, line) = match last {
        Some((message, direction, at, text, visible_len, instead)) => {
            let line = match snippet(&text, visible_len) {
                line if line.is_empty() => snippet(&instead, None),
                line => line,
            };
            (Some(message.0), direction.as_str(), Some(at.0), line)
        }
        None => (None, "", None, String::new()),
    };
    tx.execute(
        "UPDATE conversation SET last_message_id = ?2, last_direction = ?3, snippet = ?4, \
         last_activity_at = coalesce(?5, last_activity_at) WHERE id = ?1",
        params![id.0, message, direction, line, at],
    )?;
    tx.touch(Entity::Conversation, id.0);
    Ok(())
}
