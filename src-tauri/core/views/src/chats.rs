//! The table of chats: windows of rows, the first one read directly, further ones from ids that are kept.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use runnel_domain::{
    Place, Timestamp,
    condition::{Clause, Condition, Test},
    day::Day,
    ids::{ConversationId, MemberId},
};
use runnel_store::{
    Entity, Read, StoreError,
    table::{
        chat_list::{self, ChatColumn, ChatQuery, ChatSort},
        chat_row::{self, ChatRow},
    },
};

use crate::live::Live;

/// Rows that are read directly: with an index in the order of the table that beats listing the whole folder.
const DIRECT: usize = 200;
/// Lists kept at a time: a few lists in a few orders, for one window.
const LISTS: usize = 8;
/// More conversations than this changed: listing them afresh is quicker than looking at each.
const MANY: usize = 1_000;
/// A list that asks "overdue?" is asked again after this time, in milliseconds.
const STALE_MS: i64 = 60_000;

/// A window of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatsPage {
    /// Rows of the whole list.
    pub total: usize,
    /// Place of the first row of this window, counted from 0.
    pub offset: usize,
    /// The window.
    pub rows: Vec<ChatRow>,
}

/// Lists that were asked for lately. One per open workspace; shared by all who ask.
#[derive(Debug, Default)]
pub struct Chats {
    kept: Mutex<Vec<Kept>>,
}

/// What makes two queries the same list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Question {
    place: Place,
    sort: ChatSort,
    filter: Option<Condition>,
    member: Option<MemberId>,
    today: Day,
}

#[derive(Debug)]
struct Kept {
    question: Question,
    asked_at: Timestamp,
    /// All commits up to this one are in the list.
    holds: u64,
    list: Live,
}

impl Chats {
    /// Without any list yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// At most `limit` rows of the table from `offset` on, as they are in this snapshot.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn page(
        &self,
        read: &Read<'_>,
        query: &ChatQuery,
        offset: usize,
        limit: usize,
    ) -> Result<ChatsPage, StoreError> {
        let (total, ids) = self.window(read, query, offset, limit)?;
        let rows = chat_row::rows(read, &ids, query.seen_from.member)?;
        Ok(ChatsPage {
            total,
            offset,
            rows,
        })
    }

    /// Every conversation of the table in its order: "all that match the filter" of a bulk action.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn all(
        &self,
        read: &Read<'_>,
        query: &ChatQuery,
    ) -> Result<Vec<ConversationId>, StoreError> {
        self.listed(read, query, |list| list.window(0, usize::MAX))
    }

    fn window(
        &self,
        read: &Read<'_>,
        query: &ChatQuery,
        offset: usize,
        limit: usize,
    ) -> Result<(usize, Vec<ConversationId>), StoreError> {
        let end = offset.saturating_add(limit);
        if query.filter.is_none() && end <= DIRECT {
            let placed = chat_list::ordered(read, query, Some(end))?;
            let ids = placed
                .into_iter()
                .skip(offset)
                .map(|placed| placed.id)
                .collect();
            return Ok((chat_list::count(read, query)?, ids));
        }
        self.listed(read, query, |list| (list.len(), list.window(offset, limit)))
    }

    fn listed<R>(
        &self,
        read: &Read<'_>,
        query: &ChatQuery,
        take: impl FnOnce(&Live) -> R,
    ) -> Result<R, StoreError> {
        let question = Question {
            place: query.place,
            sort: query.sort,
            filter: query.filter.clone(),
            member: query.seen_from.member,
            today: query.seen_from.today,
        };
        // Held while the list is read: two windows of one table would list it twice otherwise.
        let mut lists = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lists
            .iter()
            .position(|kept| kept.question == question)
            .map(|place| lists.remove(place));
        let kept = match known {
            Some(kept) => kept.brought_up(read, query)?,
            None => Kept::listed(read, query, question)?,
        };
        let taken = take(&kept.list);
        lists.insert(0, kept);
        lists.truncate(LISTS);
        Ok(taken)
    }
}

impl Kept {
    fn listed(read: &Read<'_>, query: &ChatQuery, question: Question) -> Result<Self, StoreError> {
        let list = Live::new(query.sort, chat_list::ordered(read, query, None)?);
        Ok(Self {
            question,
            asked_at: query.seen_from.now,
            holds: read.holds(),
            list,
        })
    }

    /// The same list as of this snapshot.
    fn brought_up(mut self, read: &Read<'_>, query: &ChatQuery) -> Result<Self, StoreError> {
        if query.filter.as_ref().is_some_and(asks_the_time)
            && query.seen_from.now.millis_since(self.asked_at).abs() >= STALE_MS
        {
            return Self::listed(read, query, self.question);
        }
        let Some(touched) = touched(read, query, self.holds)? else {
            return Self::listed(read, query, self.question);
        };
        if !touched.is_empty() {
            self.list
                .put(&touched, chat_list::place(read, query, &touched)?);
        }
        // What this snapshot may not hold yet is looked at again next time.
        self.holds = self.holds.max(read.holds());
        Ok(self)
    }
}

/// Conversations to look at again; `None`: so many, or so unclear, that listing afresh is better.
fn touched(
    read: &Read<'_>,
    query: &ChatQuery,
    since: u64,
) -> Result<Option<Vec<ConversationId>>, StoreError> {
    let Some(commits) = read.changes_since(since) else {
        return Ok(None);
    };
    let filtered = query.filter.is_some();
    let mut conversations = BTreeSet::new();
    let mut contacts = BTreeSet::new();
    for change in commits.iter().flat_map(|commit| &commit.changes) {
        match change.entity {
            Entity::Conversation => {
                conversations.insert(ConversationId(change.id));
            }
            Entity::Contact => {
                contacts.insert(change.id);
            }
            // A renamed tag or a moved column changes the order of many rows at once.
            Entity::Tag if filtered || query.sort.column == ChatColumn::Tags => return Ok(None),
            Entity::Stage | Entity::Pipeline
                if filtered || query.sort.column == ChatColumn::Stage =>
            {
                return Ok(None);
            }
            _ => {}
        }
        if conversations.len() + contacts.len() > MANY {
            return Ok(None);
        }
    }
    if !contacts.is_empty() {
        let contacts: Vec<i64> = contacts.into_iter().collect();
        conversations.extend(chat_list::of_contacts(read, &contacts)?);
    }
    Ok(Some(conversations.into_iter().collect()))
}

/// Whether the answer changes by itself as time goes by.
fn asks_the_time(filter: &Condition) -> bool {
    fn within(clause: &Clause) -> bool {
        let mut asks = false;
        clause.visit(&mut |test| asks |= matches!(test, Test::Tasks(_)));
        asks
    }
    within(&filter.when)
}
