//! The table of chats: windows of rows. Without a filter they are read from the order's index, with one they are
//! picked from the [`Ledger`].

use std::sync::{Mutex, PoisonError};

use runnel_domain::{
    Place, Timestamp,
    condition::Condition,
    day::Day,
    ids::{ConversationId, MemberId},
};
use runnel_store::{
    Read, StoreError,
    table::{
        chat_brief::ChatBrief,
        chat_list::{self, ChatQuery, ChatSort},
        chat_row::{self, ChatRow},
    },
};

use crate::{
    facets::{self, Facets},
    ledger::{Ledger, Rare, Seen, Slot, State},
};

/// Rows down to here are read from the indexes of several lists and merged.
const MERGED: usize = 200;
/// Lists kept at a time: what is on screen in a few orders, and the pinned views.
const LISTS: usize = 24;
/// A list that asks "overdue?" is asked again after this time, in milliseconds.
const STALE_MS: i64 = 60_000;
/// Rows put in order at once beyond those asked for, so that paging down does not sort at each step.
const AHEAD: usize = 400;

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

/// Conversations in brief and the lists that were asked for lately. One per open workspace; shared by all who ask.
#[derive(Debug, Default)]
pub struct Chats {
    kept: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    ledger: Ledger,
    lists: Vec<Kept>,
}

/// What makes two queries the same list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Question {
    place: Option<Place>,
    sort: ChatSort,
    filter: Option<Condition>,
    member: Option<MemberId>,
    today: Day,
}

#[derive(Debug)]
struct Kept {
    question: Question,
    asked_at: Timestamp,
    state: State,
    rare: Rare,
    /// Who belongs, the first `sorted` of them in order and before all others.
    order: Vec<Slot>,
    sorted: usize,
}

impl Chats {
    /// With nothing read yet.
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
        self.listed(read, query, |list, ledger| {
            list.window(ledger, 0, usize::MAX)
        })
    }

    /// How many conversations belong to each query.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn counts(&self, read: &Read<'_>, queries: &[ChatQuery]) -> Result<Vec<usize>, StoreError> {
        queries
            .iter()
            .map(|query| match query.filter {
                None => chat_list::count(read, query),
                Some(_) => self.listed(read, query, |list, _| list.order.len()),
            })
            .collect()
    }

    /// How many conversations each choice of each kind of filter would find, the other kinds as they are.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn facets(&self, read: &Read<'_>, query: &ChatQuery) -> Result<Facets, StoreError> {
        let rare = Rare::of(read, query.filter.as_ref(), query.seen_from)?;
        let mut shelf = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.ledger.bring_up(read)?;
        Ok(facets::count(&shelf.ledger, &rare, query))
    }

    fn window(
        &self,
        read: &Read<'_>,
        query: &ChatQuery,
        offset: usize,
        limit: usize,
    ) -> Result<(usize, Vec<ConversationId>), StoreError> {
        let end = offset.saturating_add(limit);
        let placed = match query.place {
            _ if query.filter.is_some() => None,
            Some(place) => Some(chat_list::further(read, query, place, offset, limit)?),
            None if end <= MERGED => {
                let mut placed = chat_list::ordered(read, query, Some(end))?;
                placed.drain(..offset.min(placed.len()));
                Some(placed)
            }
            None => None,
        };
        if let Some(placed) = placed {
            let ids = placed.into_iter().map(|placed| placed.id).collect();
            return Ok((chat_list::count(read, query)?, ids));
        }
        self.listed(read, query, |list, ledger| {
            (list.order.len(), list.window(ledger, offset, limit))
        })
    }

    fn listed<R>(
        &self,
        read: &Read<'_>,
        query: &ChatQuery,
        take: impl FnOnce(&mut Kept, &Ledger) -> R,
    ) -> Result<R, StoreError> {
        let question = Question {
            place: query.place,
            sort: query.sort,
            filter: query.filter.clone(),
            member: query.seen_from.member,
            today: query.seen_from.today,
        };
        // Held while the ledger is read: two windows of one table would read it twice otherwise.
        let mut shelf = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Shelf { ledger, lists } = &mut *shelf;
        ledger.bring_up(read)?;
        let known = lists
            .iter()
            .position(|kept| kept.question == question)
            .map(|place| lists.remove(place));
        let mut kept = match known {
            Some(kept) => kept.brought_up(read, ledger, query)?,
            None => Kept::listed(read, ledger, query, question)?,
        };
        let taken = take(&mut kept, ledger);
        lists.insert(0, kept);
        lists.truncate(LISTS);
        Ok(taken)
    }
}

impl Kept {
    fn listed(
        read: &Read<'_>,
        ledger: &Ledger,
        query: &ChatQuery,
        question: Question,
    ) -> Result<Self, StoreError> {
        let rare = Rare::of(read, query.filter.as_ref(), query.seen_from)?;
        let belong = ledger
            .all()
            .filter(|(_, brief)| belongs(ledger, &rare, query, brief));
        Ok(Self {
            question,
            asked_at: query.seen_from.now,
            state: ledger.state(),
            order: belong.map(|(slot, _)| slot).collect(),
            rare,
            sorted: 0,
        })
    }

    /// The same list as of what the ledger holds now.
    fn brought_up(
        mut self,
        read: &Read<'_>,
        ledger: &Ledger,
        query: &ChatQuery,
    ) -> Result<Self, StoreError> {
        let is_old = query.filter.as_ref().is_some_and(asks_the_time)
            && query.seen_from.now.millis_since(self.asked_at).abs() >= STALE_MS;
        let changed = ledger.changed_since(self.state);
        match changed {
            _ if is_old => Self::listed(read, ledger, query, self.question),
            Some(_) if self.state == ledger.state() => Ok(self),
            Some(changed) if self.rare.is_empty() => {
                self.look_again(ledger, query, &changed);
                Ok(self)
            }
            _ => Self::listed(read, ledger, query, self.question),
        }
    }

    fn look_again(&mut self, ledger: &Ledger, query: &ChatQuery, changed: &[Slot]) {
        let mut place = 0;
        let mut sorted = self.sorted;
        // Out with all of them first: what is left is in order by keys that did not change.
        self.order.retain(|slot| {
            let stays = changed.binary_search(slot).is_err();
            sorted -= usize::from(!stays && place < self.sorted);
            place += 1;
            stays
        });
        self.sorted = sorted;
        let sort = self.question.sort;
        for slot in changed {
            let brief = ledger.brief(*slot);
            if !brief.is_some_and(|brief| belongs(ledger, &self.rare, query, brief)) {
                continue;
            }
            let (head, _) = self.order.split_at(self.sorted);
            let at = head.partition_point(|other| ledger.compare(sort, *other, *slot).is_lt());
            if at < self.sorted {
                self.order.insert(at, *slot);
                self.sorted += 1;
            } else {
                self.order.push(*slot);
            }
        }
        self.state = ledger.state();
    }

    fn window(&mut self, ledger: &Ledger, offset: usize, limit: usize) -> Vec<ConversationId> {
        let end = offset.saturating_add(limit).min(self.order.len());
        self.sort_to(ledger, end);
        let slots = self.order.iter().take(end).skip(offset);
        slots
            .filter_map(|slot| ledger.brief(*slot).map(|brief| brief.id))
            .collect()
    }

    /// Puts at least the first `end` in order.
    fn sort_to(&mut self, ledger: &Ledger, end: usize) {
        if end <= self.sorted {
            return;
        }
        let sort = self.question.sort;
        let (_, rest) = self.order.split_at_mut(self.sorted);
        // Keys side by side: comparing through the ledger would jump about in all of it.
        let mut keyed: Vec<_> = rest
            .iter()
            .map(|slot| (ledger.key(sort, *slot), *slot))
            .collect();
        let by_key = |(one, _): &(_, Slot), (other, _): &(_, Slot)| sort.order(*one, *other);
        let wanted = (end - self.sorted).saturating_add(AHEAD);
        let next = if wanted < keyed.len() {
            keyed.select_nth_unstable_by(wanted, by_key).0
        } else {
            keyed.as_mut_slice()
        };
        next.sort_unstable_by(by_key);
        self.sorted += next.len();
        for (slot, (_, keyed)) in rest.iter_mut().zip(keyed) {
            *slot = keyed;
        }
    }
}

fn belongs(ledger: &Ledger, rare: &Rare, query: &ChatQuery, brief: &ChatBrief) -> bool {
    if !query.places().contains(&brief.place) {
        return false;
    }
    let seen = Seen {
        brief,
        names: ledger.names(),
        rare,
        seen_from: query.seen_from,
    };
    let filter = query.filter.as_ref();
    filter.is_none_or(|filter| filter.holds(&seen))
}

/// Whether the answer changes by itself as time goes by.
fn asks_the_time(filter: &Condition) -> bool {
    let mut asks = false;
    filter.when.visit(&mut |test| asks |= test.asks_the_time());
    asks
}
