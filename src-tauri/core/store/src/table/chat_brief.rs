//! What filters and orders ask of a conversation, small enough to be held for all of them at once.

use std::{collections::HashMap, sync::Arc};

use runnel_domain::{
    Channel, Folder, Place, StageGroup, ThreadKind, Timestamp, WorkStatus,
    ids::{ConversationId, MemberId, SourceId, StageId, TagId},
};

use crate::{
    Read, StoreError,
    pool::Pool,
    row::{Column, Row},
    table::{
        chat_list::{self, ChatColumn, Key},
        chat_order::RESPONSE,
    },
};

/// A conversation as filters see it. About three hundred bytes: what many have in common is held once.
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
    pub stage_rank: Arc<str>,
    /// Last message either way.
    pub last_activity_at: Timestamp,
    /// What the response time is sorted by.
    pub response: Option<i64>,
    /// Amount in minor units.
    pub amount_minor: Option<i64>,
    /// Its currency; empty without an amount.
    pub currency: Arc<str>,
    /// Deadline of the nearest open task.
    pub next_task_at: Option<Timestamp>,
    /// Name shown for the contact, in lower case within ASCII.
    pub client: Box<str>,
    /// Names of the tags, in lower case within ASCII.
    pub tag_names: Arc<str>,
    /// What it wears.
    pub tags: Arc<[TagId]>,
    /// Deadlines of open tasks; `None` inside: without one.
    pub tasks: Box<[Option<Timestamp>]>,
    /// For whom something is unread.
    pub unread_for: Arc<[MemberId]>,
    /// The contact's language; empty: not known.
    pub language: Arc<str>,
}

/// What many conversations have in common.
#[derive(Default)]
struct Shared {
    texts: Pool<str>,
    tags: Pool<[TagId]>,
    members: Pool<[MemberId]>,
}

fn brief(row: &Row<'_>, shared: &mut Shared) -> rusqlite::Result<ChatBrief> {
    let mut text = |place| -> rusqlite::Result<Arc<str>> {
        Ok(shared.texts.share(row.at::<String>(place)?.as_str()))
    };
    Ok(ChatBrief {
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
        client: row.at::<String>(16)?.into_boxed_str(),
        tag_names: text(17)?,
        language: text(18)?,
        tags: shared.tags.share(&[]),
        tasks: Box::default(),
        unread_for: shared.members.share(&[]),
    })
}

const COLUMNS: &str = "c.id, c.place, c.folder, c.thread_kind, c.work_status, c.stars, c.waiting_since_at IS NOT NULL,
    c.source_id, c.responsible_id, c.stage_id, c.stage_rank, c.last_activity_at";
const FURTHER: &str = "c.amount_minor, coalesce(c.currency, ''), c.next_task_at, lower(c.contact_name), lower(c.tag_names),
    coalesce((SELECT language FROM contact WHERE contact.id = c.contact_id), '')";

/// All conversations, or those of `ids` that still exist, by id: four statements.
///
/// # Errors
/// When SQLite refuses.
pub fn briefs(
    read: &Read<'_>,
    ids: Option<&[ConversationId]>,
) -> Result<Vec<ChatBrief>, StoreError> {
    let [own, tags, tasks, unread] = statements(ids.is_some());
    let asked: Vec<String> = ids.map(chat_list::json).into_iter().collect();
    let mut shared = Shared::default();
    // Room for all of them at once: growing step by step leaves twice as much memory behind.
    let mut found = Vec::with_capacity(match ids {
        Some(ids) => ids.len(),
        None => read.query_value("SELECT coalesce(sum(total), 0) FROM place_count", [])?,
    });
    read.query_each(&own, rusqlite::params_from_iter(&asked), |row| {
        found.push(brief(row, &mut shared)?);
        Ok(())
    })?;
    found.sort_unstable_by_key(|brief| brief.id);
    each(read, &tags, &asked, &mut found, |brief, worn| {
        brief.tags = shared.tags.share(worn);
    })?;
    each(read, &tasks, &asked, &mut found, |brief, due| {
        brief.tasks = due.into();
    })?;
    each(read, &unread, &asked, &mut found, |brief, members| {
        brief.unread_for = shared.members.share(members);
    })?;
    Ok(found)
}

/// Hands over the values of each conversation, together. The statement's rows come grouped by conversation.
fn each<T: Column>(
    read: &Read<'_>,
    sql: &str,
    asked: &[String],
    found: &mut [ChatBrief],
    mut put: impl FnMut(&mut ChatBrief, &[T]),
) -> Result<(), StoreError> {
    let mut hand_over = |of: Option<ConversationId>, values: &mut Vec<T>| {
        let place = of.and_then(|id| found.binary_search_by_key(&id, |brief| brief.id).ok());
        if let Some(brief) = place.and_then(|place| found.get_mut(place)) {
            put(brief, values);
        }
        values.clear();
    };
    let (mut of, mut values) = (None, Vec::new());
    read.query_each(sql, rusqlite::params_from_iter(asked), |row| {
        let next = Some(row.at(0)?);
        if next != of {
            hand_over(of, &mut values);
            of = next;
        }
        values.push(row.at(1)?);
        Ok(())
    })?;
    hand_over(of, &mut values);
    Ok(())
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
