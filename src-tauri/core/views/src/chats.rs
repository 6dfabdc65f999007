//! The table of chats: windows of rows. Without a filter they are read from the order's index, with one they are
//! picked from the [`Ledger`].

use std::sync::{Mutex, MutexGuard, PoisonError};

use runnel_domain::{condition::Condition, facts::Viewpoint, ids::ConversationId};
use runnel_store::{
    Read, StoreError,
    table::{
        chat_brief::ChatBrief,
        chat_list::{self, ChatQuery, ChatSort},
        chat_row::{self, ChatRow},
    },
};

use crate::{
    board::BoardQuery,
    facets::{self, Facets},
    held::{Changes, Slot},
    ledger::{Ledger, Rare, Seen},
    lists::{Books, Lists, Query},
};

/// Rows down to here are read from the indexes of several lists and merged.
const MERGED: usize = 200;
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

/// Conversations and cards in brief, and the lists that were asked for lately, also those of the board. One per open
/// workspace; shared by all who ask.
#[derive(Debug, Default)]
pub struct Chats {
    kept: Mutex<Shelf>,
}

/// What is held in brief, and the lists that were derived from it.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    pub(crate) books: Books,
    chats: Lists<ChatQuery>,
    pub(crate) boards: Lists<BoardQuery>,
}

/// Who belongs to a table, the first `sorted` of them in order and before all others.
#[derive(Debug)]
pub(crate) struct Order {
    rare: Rare<ConversationId>,
    slots: Vec<Slot>,
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
            list.window(ledger, query.sort, 0, usize::MAX)
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
                Some(_) => self.listed(read, query, |list, _| list.slots.len()),
            })
            .collect()
    }

    /// How many conversations each choice of each kind of filter would find, the other kinds as they are.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn facets(&self, read: &Read<'_>, query: &ChatQuery) -> Result<Facets, StoreError> {
        let rare = Rare::of_chats(read, query.filter.as_ref(), query.seen_from)?;
        let mut shelf = self.shelf();
        shelf.books.ledger.bring_up(read)?;
        Ok(facets::count(&shelf.books.ledger, &rare, query))
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
            let ids = list.window(ledger, query.sort, offset, limit);
            (list.slots.len(), ids)
        })
    }

    /// Held while books are read: two windows of one list would read them twice otherwise.
    pub(crate) fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn listed<R>(
        &self,
        read: &Read<'_>,
        query: &ChatQuery,
        take: impl FnOnce(&mut Order, &Ledger) -> R,
    ) -> Result<R, StoreError> {
        let mut shelf = self.shelf();
        let Shelf { books, chats, .. } = &mut *shelf;
        books.ledger.bring_up(read)?;
        chats.take(read, books, query, |list| take(list, &books.ledger))
    }
}

impl Query for ChatQuery {
    type List = Order;

    fn seen_from(&self) -> Viewpoint {
        self.seen_from
    }

    fn is_like(&self, other: &Self) -> bool {
        self.place == other.place && self.sort == other.sort && self.filter == other.filter
    }

    fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.filter.iter()
    }

    fn changes(books: &Books) -> &Changes {
        books.ledger.changes()
    }

    fn listed(&self, read: &Read<'_>, books: &Books) -> Result<Order, StoreError> {
        let rare = Rare::of_chats(read, self.filter.as_ref(), self.seen_from)?;
        let ledger = &books.ledger;
        let belong = ledger
            .all()
            .filter(|(_, brief)| belongs(ledger, &rare, self, brief));
        Ok(Order {
            slots: belong.map(|(slot, _)| slot).collect(),
            rare,
            sorted: 0,
        })
    }

    fn look_again(&self, list: &mut Order, books: &Books, changed: &[Slot]) -> bool {
        if list.rare.is_empty() {
            list.look_again(&books.ledger, self, changed);
        }
        list.rare.is_empty()
    }
}

impl Order {
    fn look_again(&mut self, ledger: &Ledger, query: &ChatQuery, changed: &[Slot]) {
        let mut place = 0;
        let mut sorted = self.sorted;
        // Out with all of them first: what is left is in order by keys that did not change.
        self.slots.retain(|slot| {
            let stays = changed.binary_search(slot).is_err();
            sorted -= usize::from(!stays && place < self.sorted);
            place += 1;
            stays
        });
        self.sorted = sorted;
        let sort = query.sort;
        for slot in changed {
            let brief = ledger.brief(*slot);
            if !brief.is_some_and(|brief| belongs(ledger, &self.rare, query, brief)) {
                continue;
            }
            let (head, _) = self.slots.split_at(self.sorted);
            let at = head.partition_point(|other| ledger.compare(sort, *other, *slot).is_lt());
            if at < self.sorted {
                self.slots.insert(at, *slot);
                self.sorted += 1;
            } else {
                self.slots.push(*slot);
            }
        }
    }

    fn window(
        &mut self,
        ledger: &Ledger,
        sort: ChatSort,
        offset: usize,
        limit: usize,
    ) -> Vec<ConversationId> {
        let end = offset.saturating_add(limit).min(self.slots.len());
        self.sort_to(ledger, sort, end);
        let slots = self.slots.iter().take(end).skip(offset);
        slots
            .filter_map(|slot| ledger.brief(*slot).map(|brief| brief.id))
            .collect()
    }

    /// Puts at least the first `end` in order.
    fn sort_to(&mut self, ledger: &Ledger, sort: ChatSort, end: usize) {
        if end <= self.sorted {
            return;
        }
        let (_, rest) = self.slots.split_at_mut(self.sorted);
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

fn belongs(
    ledger: &Ledger,
    rare: &Rare<ConversationId>,
    query: &ChatQuery,
    brief: &ChatBrief,
) -> bool {
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
