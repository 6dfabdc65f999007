//! The timeline of a conversation or a contact (PO-5, UT-15): messages, notes and events, newest first, by keyset.
//!
//! A page takes four statements, however long it is: keys, messages, events, files.

use runnel_domain::{
    Timestamp,
    event::Event,
    ids::{ContactId, ConversationId, OutboxId, SourceId, TriggerId},
};
use rusqlite::params;

use super::{
    attachment::{self, Attachment},
    event::Written,
    message::Message,
};
use crate::{
    Read, StoreError,
    row::{FromRow, Row, count},
};

/// Whose timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One thread.
    Conversation(ConversationId),
    /// Everything with one customer, on every channel.
    Contact(ContactId),
}

/// A place in a timeline; the order is total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// When.
    pub at: Timestamp,
    /// At the same moment an event stands above a message.
    pub is_message: bool,
    /// Row id within its table.
    pub id: i64,
}

impl FromRow for Mark {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            at: row.at(0)?,
            is_message: row.at(1)?,
            id: row.at(2)?,
        })
    }
}

/// A part of a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Newest first.
    pub items: Vec<Item>,
    /// For the part before this one; `None`: this is the beginning.
    pub before: Option<Mark>,
}

/// One thing on a timeline.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A message or a note.
    Message(Box<Shown>),
    /// Something that happened.
    Event(Box<Happened>),
}

/// A message or a note with what is shown around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The message.
    pub message: Message,
    /// Through which account.
    pub source: SourceId,
    /// Trigger that wrote it.
    pub trigger: Option<TriggerId>,
    /// That trigger's name as it is now; may be empty.
    pub trigger_name: String,
    /// Its place in the outbox.
    pub outbox: Option<OutboxId>,
    /// Earliest time of the next attempt, while it waits.
    pub next_try_at: Option<Timestamp>,
    /// Attempts begun so far.
    pub attempts: i64,
    /// Its files in their order.
    pub attachments: Vec<Attachment>,
}

impl Shown {
    /// What is new in it, and what it quotes (empty: nothing). A message that is all quote shows all.
    #[must_use]
    pub fn visible_and_quoted(&self) -> (&str, &str) {
        let text = self.message.text.as_str();
        let Some(visible) = self.message.visible_len else {
            return (text, "");
        };
        let cut = text
            .char_indices()
            .nth(visible)
            .map_or(text.len(), |(place, _)| place);
        match text.split_at_checked(cut) {
            Some((visible, quoted)) if !visible.trim().is_empty() => {
                (visible.trim_end(), quoted.trim())
            }
            _ => (text, ""),
        }
    }
}

impl FromRow for Shown {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let message = Message::from_row(row)?;
        let not_before: Option<Timestamp> = row.get("not_before_at")?;
        Ok(Self {
            next_try_at: not_before.filter(|_| message.state.waits()),
            message,
            source: row.get("source_id")?,
            trigger: row.get("trigger_id")?,
            trigger_name: row
                .get::<Option<String>>("trigger_name")?
                .unwrap_or_default(),
            outbox: row.get("outbox_id")?,
            attempts: row.get::<Option<i64>>("attempts")?.unwrap_or_default(),
            attachments: Vec::new(),
        })
    }
}

/// An event with what is shown around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// The event.
    pub event: Event,
    /// Name of the trigger that acted or ran, as it is now; may be empty.
    pub trigger_name: String,
}

impl FromRow for Happened {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            event: Written::from_row(row)?.event,
            trigger_name: row
                .get::<Option<String>>("trigger_name")?
                .unwrap_or_default(),
        })
    }
}

/// The keys of a part. What a message row shows by itself is no event here.
macro_rules! keys {
    ($which:literal) => {
        concat!(
            "SELECT at, is_message, id FROM ( \
               SELECT at, is_message, id FROM ( \
                 SELECT at, 1 AS is_message, id FROM message WHERE conversation_id ",
            $which,
            " AND block_id IS NULL AND at <= ?2 AND (at < ?2 OR (?3 = 1 AND id < ?4)) \
                 ORDER BY at DESC, id DESC LIMIT ?5) \
               UNION ALL \
               SELECT at, is_message, id FROM ( \
                 SELECT at, 0 AS is_message, id FROM event WHERE conversation_id ",
            $which,
            " AND at <= ?2 AND (at < ?2 OR ?3 = 1 OR id < ?4) \
                 AND kind NOT IN ('message_received', 'message_queued', 'message_failed', \
                                  'message_unknown', 'note_added') \
                 ORDER BY at DESC, id DESC LIMIT ?5) \
             ) ORDER BY at DESC, is_message DESC, id DESC LIMIT ?5"
        )
    };
}

pub(crate) const OF_CONVERSATION: &str = keys!("= ?1");
pub(crate) const OF_CONTACT: &str = keys!("IN (SELECT id FROM conversation WHERE contact_id = ?1)");

/// The newest `limit` things before a mark (`None`: the newest of all).
pub fn page(
    read: &Read<'_>,
    scope: Scope,
    before: Option<Mark>,
    limit: usize,
) -> Result<Page, StoreError> {
    let limit = limit.max(1);
    let from = before.unwrap_or(Mark {
        at: Timestamp(i64::MAX),
        is_message: true,
        id: i64::MAX,
    });
    let (sql, whose) = match scope {
        Scope::Conversation(conversation) => (OF_CONVERSATION, conversation.0),
        Scope::Contact(contact) => (OF_CONTACT, contact.0),
    };
    let mut marks: Vec<Mark> = read.query_all(
        sql,
        params![whose, from.at.0, from.is_message, from.id, count(limit) + 1],
    )?;
    let more = marks.len() > limit;
    marks.truncate(limit);
    let before = marks.last().copied().filter(|_| more);
    Ok(Page {
        items: fill(read, &marks)?,
        before,
    })
}

fn fill(read: &Read<'_>, marks: &[Mark]) -> Result<Vec<Item>, StoreError> {
    let ids = |messages: bool| {
        let ids: Vec<i64> = marks
            .iter()
            .filter(|mark| mark.is_message == messages)
            .map(|mark| mark.id)
            .collect();
        serde_json::to_string(&ids)
    };
    let mut messages: Vec<Shown> = read.query_all(
        "SELECT m.id, m.uid, m.conversation_id, m.direction, m.at, m.received_at, m.identity_id, \
         m.member_id, m.trigger_run_id, m.subject, m.text, m.visible_len, m.has_html, \
         m.attachment_count, m.state, m.fail_code, m.fail_detail, m.is_automatic, m.note_pinned, \
         c.source_id, o.id AS outbox_id, o.not_before_at, o.attempts, t.id AS trigger_id, \
         t.name AS trigger_name \
         FROM json_each(?1) CROSS JOIN message m ON m.id = json_each.value \
         CROSS JOIN conversation c ON c.id = m.conversation_id \
         LEFT JOIN outbox o ON o.message_id = m.id \
         LEFT JOIN trigger_run r ON r.id = m.trigger_run_id \
         LEFT JOIN trigger_rule t ON t.id = r.trigger_id",
        [ids(true)?],
    )?;
    let events: Vec<Happened> = read.query_all(
        "SELECT e.id, e.at, e.actor, e.member_id, e.trigger_id, e.parent_id, e.depth, \
         e.conversation_id, e.contact_id, e.deal_id, e.body, t.name AS trigger_name \
         FROM json_each(?1) CROSS JOIN event e ON e.id = json_each.value \
         LEFT JOIN trigger_rule t ON t.id = coalesce(e.trigger_id, e.body ->> '$.trigger')",
        [ids(false)?],
    )?;
    let with_files: Vec<_> = messages
        .iter()
        .filter(|shown| shown.message.attachment_count > 0)
        .map(|shown| shown.message.id)
        .collect();
    if !with_files.is_empty() {
        let mut files = attachment::of_messages(read, &with_files)?;
        for shown in messages.iter_mut().rev() {
            let (its, others) = files
                .into_iter()
                .partition(|file| file.message == Some(shown.message.id));
            (shown.attachments, files) = (its, others);
        }
    }
    let mut items: Vec<(Mark, Item)> = messages
        .into_iter()
        .map(|shown| (shown.mark(), Item::Message(Box::new(shown))))
        .chain(
            events
                .into_iter()
                .map(|event| (event.mark(), Item::Event(Box::new(event)))),
        )
        .collect();
    items.sort_by_key(|(mark, _)| std::cmp::Reverse(*mark));
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

impl Shown {
    const fn mark(&self) -> Mark {
        Mark {
            at: self.message.at,
            is_message: true,
            id: self.message.id.0,
        }
    }
}

impl Happened {
    const fn mark(&self) -> Mark {
        Mark {
            at: self.event.at,
            is_message: false,
            id: self.event.id.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PERFORMANCE.md, lesson a: no part of a timeline goes through a whole table.
    #[test]
    fn a_timeline_is_read_from_its_indexes() {
        let mut sqlite = rusqlite::Connection::open_in_memory().unwrap();
        crate::migrate::migrate(&mut sqlite, std::path::Path::new("memory")).unwrap();
        for sql in [OF_CONVERSATION, OF_CONTACT] {
            let mut plan = sqlite
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .unwrap();
            let steps: Vec<String> = plan
                .query_map(params![1, 1, 1, 1, 1], |row| row.get(3))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            for table in ["message", "event", "conversation"] {
                assert!(
                    !steps
                        .iter()
                        .any(|step| step.starts_with(&format!("SCAN {table}"))),
                    "{steps:?}"
                );
            }
            assert!(
                steps
                    .iter()
                    .any(|step| step.contains("USING COVERING INDEX message_thread"))
            );
        }
    }
}
