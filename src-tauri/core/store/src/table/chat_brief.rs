//! What filters and orders ask of a conversation, small enough to be held for all of them at once.

use std::collections::HashMap;

use runnel_domain::{
    Channel, Folder, Place, StageGroup, ThreadKind, Timestamp, WorkStatus,
    ids::{ConversationId, MemberId, SourceId, StageId, TagId},
};

use crate::{
    Read, StoreError,
    row::{FromRow, Row},
    table::{
        chat_list::{self, ChatColumn, Key},
        chat_order::RESPONSE,
    },
};

/// A conversation as filters see it. About two hundred bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatBrief {
    /// Which.
    pub id: ConversationId,
    /// In which list.
    pub place: Place,
    /// In which folder.
    pub folder: Folder,
    /// Direct or comments.
    pub kind: ThreadKind,
    /// New, in progress, on hold, resolved.
    pub work_status: WorkStatus,
    /// The contact's stars.
    pub stars: u8,
    /// A customer waits.
    pub is_waiting: bool,
    /// Through which account.
    pub source: SourceId,
    /// In charge.
    pub responsible: Option<MemberId>,
    /// Its deal's stage.
    pub stage: Option<StageId>,
    /// That stage's rank.
    pub stage_rank: Box<str>,
    /// Last message either way.
    pub last_activity_at: Timestamp,
    /// What the response time is sorted by.
    pub response: Option<i64>,
    /// Amount in minor units.
    pub amount_minor: Option<i64>,
    /// Its currency; empty without an amount.
    pub currency: Box<str>,
    /// Deadline of the nearest open task.
    pub next_task_at: Option<Timestamp>,
    /// Name shown for the contact, in lower case within ASCII.
    pub client: Box<str>,
    /// Names of the tags, in lower case within ASCII.
    pub tag_names: Box<str>,
    /// What it wears.
    pub tags: Box<[TagId]>,
    /// Deadlines of open tasks; `None` inside: without one.
    pub tasks: Box<[Option<Timestamp>]>,
    /// For whom something is unread.
    pub unread_for: Box<[MemberId]>,
}

impl FromRow for ChatBrief {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let text = |place| row.at::<String>(place).map(String::into_boxed_str);
        Ok(Self {
            id: row.at(0)?,
            place: row.at(1)?,
            folder: row.at(2)?,
            kind: row.at(3)?,
            work_status: row.at(4)?,
            stars: row.at(5)?,
            is_waiting: row.at(6)?,
            source: row.at(7)?,
            responsible: row.at(8)?,
            stage: row.at(9)?,
            stage_rank: text(10)?,
            last_activity_at: row.at(11)?,
            response: row.at(12)?,
            amount_minor: row.at(13)?,
            currency: text(14)?,
            next_task_at: row.at(15)?,
            client: text(16)?,
            tag_names: text(17)?,
            tags: Box::default(),
            tasks: Box::default(),
            unread_for: Box::default(),
        })
    }
}

const COLUMNS: &str = "c.id, c.place, c.folder, c.thread_kind, c.work_status, c.stars, c.waiting_since_at IS NOT NULL,
    c.source_id, c.responsible_id, c.stage_id, c.stage_rank, c.last_activity_at";
const FURTHER: &str = "c.amount_minor, coalesce(c.currency, ''), c.next_task_at, lower(c.contact_name), lower(c.tag_names)";

/// All conversations, or those of `ids` that still exist: four statements.
///
/// # Errors
/// When SQLite refuses.
pub fn briefs(
    read: &Read<'_>,
    ids: Option<&[ConversationId]>,
) -> Result<Vec<ChatBrief>, StoreError> {
    let [own, tags, tasks, unread] = statements(ids.is_some());
    let asked: Vec<String> = ids.map(chat_list::json).into_iter().collect();
    let asked = || rusqlite::params_from_iter(asked.iter());
    let mut found: Vec<ChatBrief> = read.query_all(&own, asked())?;
    let places: HashMap<ConversationId, usize> = found
        .iter()
        .enumerate()
        .map(|(place, brief)| (brief.id, place))
        .collect();
    let tags = read.query_all::<(ConversationId, TagId)>(&tags, asked())?;
    each(&mut found, &places, tags, |brief, worn| brief.tags = worn);
    let tasks = read.query_all::<(ConversationId, Option<Timestamp>)>(&tasks, asked())?;
    each(&mut found, &places, tasks, |brief, due| brief.tasks = due);
    let unread = read.query_all::<(ConversationId, MemberId)>(&unread, asked())?;
    each(&mut found, &places, unread, |brief, members| {
        brief.unread_for = members;
    });
    Ok(found)
}

/// Hands the values of each conversation over, together. `rows` come grouped by conversation.
fn each<T>(
    found: &mut [ChatBrief],
    places: &HashMap<ConversationId, usize>,
    rows: Vec<(ConversationId, T)>,
    mut put: impl FnMut(&mut ChatBrief, Box<[T]>),
) {
    let mut rows = rows.into_iter().peekable();
    while let Some((id, first)) = rows.next() {
        let mut values = vec![first];
        while let Some((_, value)) = rows.next_if(|(next, _)| *next == id) {
            values.push(value);
        }
        let brief = places.get(&id).and_then(|place| found.get_mut(*place));
        if let Some(brief) = brief {
            put(brief, values.into_boxed_slice());
        }
    }
}

/// The statements behind [`briefs`], for all conversations or for those handed in.
pub(crate) fn statements(some: bool) -> [String; 4] {
    let (conversation, of) = if some {
        (
            "json_each(?1) AS asked CROSS JOIN conversation AS c ON c.id = asked.value",
            "json_each(?1) AS asked CROSS JOIN ",
        )
    } else {
        ("conversation AS c", "")
    };
    let on = |column: &str| {
        if some {
            format!("ON {column} = asked.value")
        } else {
            String::new()
        }
    };
    let order = |column: &str| {
        if some {
            String::new()
        } else {
            format!("ORDER BY {column}")
        }
    };
    let (tag, task, unread) = (
        "conversation_tag.conversation_id",
        "task.conversation_id",
        "read_state.conversation_id",
    );
    [
        format!("SELECT {COLUMNS}, {RESPONSE}, {FURTHER} FROM {conversation}"),
        format!(
            "SELECT conversation_id, tag_id FROM {of} conversation_tag {} {}",
            on(tag),
            order(tag)
        ),
        format!(
            "SELECT conversation_id, due_at FROM {of} task {}
              WHERE done_at IS NULL AND conversation_id IS NOT NULL {}",
            on(task),
            order(task)
        ),
        format!(
            "SELECT conversation_id, member_id FROM {of} read_state {}
              WHERE unread > 0 OR marked_unread = 1 {}",
            on(unread),
            order(unread)
        ),
    ]
}

/// The small tables that a brief refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Name, in lower case within ASCII.
    pub members: HashMap<MemberId, Box<str>>,
    /// Network, and name in lower case within ASCII.
    pub sources: HashMap<SourceId, (Channel, Box<str>)>,
    /// Group.
    pub stages: HashMap<StageId, StageGroup>,
}

/// Reads them: three statements over a few rows each.
///
/// # Errors
/// When SQLite refuses.
pub fn names(read: &Read<'_>) -> Result<Names, StoreError> {
    let members = read.query_all::<(MemberId, String)>("SELECT id, lower(name) FROM member", [])?;
    let sources = read.query_all::<(SourceId, Channel, String)>(
        "SELECT id, channel, lower(name) FROM source",
        [],
    )?;
    let stages = read.query_all::<(StageId, StageGroup)>("SELECT id, grp FROM stage", [])?;
    Ok(Names {
        members: members
            .into_iter()
            .map(|(id, name)| (id, name.into()))
            .collect(),
        sources: sources
            .into_iter()
            .map(|(id, channel, name)| (id, (channel, name.into())))
            .collect(),
        stages: stages.into_iter().collect(),
    })
}

impl ChatBrief {
    /// What it is sorted by, as [`chat_list::ordered`] has it.
    #[must_use]
    pub fn key<'k>(&'k self, column: ChatColumn, names: &'k Names) -> Key<'k> {
        let number = |number: Option<i64>| number.map_or(Key::Nothing, Key::Number);
        let text = |text: &'k str| match text {
            "" => Key::Nothing,
            text => Key::Text(text),
        };
        match column {
            ChatColumn::LastActivity => Key::Number(self.last_activity_at.0),
            ChatColumn::Client => Key::Text(&self.client),
            ChatColumn::Stage => text(&self.stage_rank),
            ChatColumn::ResponseTime => number(self.response),
            ChatColumn::Price => number(self.amount_minor),
            ChatColumn::Tasks => number(self.next_task_at.map(|at| at.0)),
            ChatColumn::Responsible => text(
                self.responsible
                    .and_then(|member| names.members.get(&member))
                    .map_or("", |name| name),
            ),
            ChatColumn::Tags => text(&self.tag_names),
            ChatColumn::Source => {
                Key::Text(names.sources.get(&self.source).map_or("", |(_, name)| name))
            }
            ChatColumn::Stars => Key::Number(i64::from(self.stars)),
        }
    }
}
