//! The timeline of conversations (PO-5, UT-15): messages, notes and what happened, oldest first, by keyset.
//!
//! A part takes five statements, however long it or its threads are: keys, messages, events, files, reactions.

mod keys;
pub mod thread;

use std::collections::HashMap;

use runnel_domain::{
    Timestamp,
    event::Event,
    ids::{ConversationId, MessageId, OutboxId, TriggerId},
};

use super::{
    attachment::{self, Attachment},
    event::Written,
    message::Message,
    reaction::{self, Reaction},
};
use crate::{
    Read, StoreError,
    row::{FromRow, Row},
};
use keys::{Way, beyond};

/// What a timeline shows (PO-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds {
    /// Messages both ways.
    pub messages: bool,
    /// Notes.
    pub notes: bool,
    /// Resolution records.
    pub tickets: bool,
    /// Everything else that happened.
    pub events: bool,
}

impl Kinds {
    /// Everything.
    pub const ALL: Self = Self {
        messages: true,
        notes: true,
        tickets: true,
        events: true,
    };
}

/// Which part of a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The newest.
    Latest,
    /// What stands before a mark.
    Before(Mark),
    /// What stands after it.
    After(Mark),
    /// What stands around it, itself included.
    Around(Mark),
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
    /// Oldest first.
    pub items: Vec<Item>,
    /// For the part before this one; `None`: this is the beginning.
    pub before: Option<Mark>,
    /// For the part after this one; `None`: this is the end.
    pub after: Option<Mark>,
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
    /// Signs that people put on it, oldest first.
    pub reactions: Vec<Reaction>,
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
            trigger: row.get("trigger_id")?,
            trigger_name: row
                .get::<Option<String>>("trigger_name")?
                .unwrap_or_default(),
            outbox: row.get("outbox_id")?,
            attempts: row.get::<Option<i64>>("attempts")?.unwrap_or_default(),
            attachments: Vec::new(),
            reactions: Vec::new(),
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

/// A part of the timeline of these threads, of at most `limit` things.
pub fn page(
    read: &Read<'_>,
    threads: &[ConversationId],
    kinds: Kinds,
    part: Part,
    limit: usize,
) -> Result<Page, StoreError> {
    let limit = limit.max(1);
    let end = Mark {
        at: Timestamp(i64::MAX),
        is_message: true,
        id: i64::MAX,
    };
    let look = |way, mark, limit: usize| -> Result<(Vec<Mark>, bool), StoreError> {
        let mut marks = beyond(read, threads, kinds, way, mark, limit + 1)?;
        let more = marks.len() > limit;
        marks.truncate(limit);
        Ok((marks, more))
    };
    // Which way is told by the mark that was asked from: there is always something at it.
    let (mut marks, earlier, later) = match part {
        Part::Latest => {
            let (marks, more) = look(Way::Older, end, limit)?;
            (marks, more, false)
        }
        Part::Before(mark) => {
            let (marks, more) = look(Way::Older, mark, limit)?;
            (marks, more, true)
        }
        Part::After(mark) => {
            let (marks, more) = look(Way::Newer, mark, limit)?;
            (marks, true, more)
        }
        Part::Around(mark) => {
            let (mut marks, later) = look(Way::Newer, mark, limit / 2)?;
            let itself = Mark {
                id: mark.id.saturating_add(1),
                ..mark
            };
            let (older, earlier) = look(Way::Older, itself, limit - limit / 2)?;
            marks.extend(older);
            (marks, earlier, later)
        }
    };
    marks.sort_unstable();
    Ok(Page {
        before: marks.first().copied().filter(|_| earlier),
        after: marks.last().copied().filter(|_| later),
        items: fill(read, &marks)?,
    })
}

/// Where a message stands; `None` where a timeline does not show it.
pub fn mark_of(read: &Read<'_>, message: MessageId) -> Result<Option<Mark>, StoreError> {
    read.query_opt(
        "SELECT at, 1, id FROM message WHERE id = ?1 AND block_id IS NULL",
        [message.0],
    )
}

/// The notes pinned to the top of these threads, oldest first.
pub fn pinned(read: &Read<'_>, threads: &[ConversationId]) -> Result<Vec<Item>, StoreError> {
    let marks: Vec<Mark> = read.query_all(
        "SELECT m.at, 1, m.id FROM json_each(?1) AS asked CROSS JOIN message m \
         WHERE m.conversation_id = asked.value AND m.note_pinned = 1 ORDER BY m.at, m.id",
        [serde_json::to_string(threads)?],
    )?;
    fill(read, &marks)
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
         m.edited_at, m.deleted_at, o.id AS outbox_id, o.not_before_at, o.attempts, t.id AS trigger_id, \
         t.name AS trigger_name \
         FROM json_each(?1) CROSS JOIN message m ON m.id = json_each.value \
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
        let mut files = HashMap::<_, Vec<_>>::new();
        for file in attachment::of_messages(read, &with_files)? {
            files.entry(file.message).or_default().push(file);
        }
        for shown in &mut messages {
            shown.attachments = files.remove(&Some(shown.message.id)).unwrap_or_default();
        }
    }
    let all: Vec<_> = messages.iter().map(|shown| shown.message.id).collect();
    let mut reactions = HashMap::<_, Vec<_>>::new();
    for reaction in reaction::of_messages(read, &all)? {
        reactions
            .entry(reaction.message)
            .or_default()
            .push(reaction);
    }
    for shown in &mut messages {
        shown.reactions = reactions.remove(&shown.message.id).unwrap_or_default();
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
    items.sort_by_key(|(mark, _)| *mark);
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
