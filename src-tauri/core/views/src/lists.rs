//! Lists that were asked for lately, kept and brought up to date instead of being found anew.

use std::fmt::Debug;

use runnel_domain::{Timestamp, condition::Condition, facts::Viewpoint};
use runnel_store::{Read, StoreError};

use crate::{
    deck::Deck,
    held::{Changes, Slot, State},
    ledger::Ledger,
};

/// Lists of one kind kept at a time: what is on screen in a few orders, and the pinned views.
const KEPT: usize = 24;
/// A list that asks "overdue?" is asked again after this time, in milliseconds.
const STALE_MS: i64 = 60_000;

/// All that is held in brief.
#[derive(Debug, Default)]
pub(crate) struct Books {
    pub(crate) ledger: Ledger,
    pub(crate) deck: Deck,
}

/// What is asked, and how it is answered from what is held.
pub(crate) trait Query: Clone + Debug {
    /// Who belongs.
    type List: Debug;
    /// When and by whom it is asked.
    fn seen_from(&self) -> Viewpoint;
    /// Whether it asks the same, whoever asks.
    fn is_like(&self, other: &Self) -> bool;
    /// What has to hold of those who belong.
    fn conditions(&self) -> impl Iterator<Item = &Condition>;
    /// What happened to the things that it lists.
    fn changes(books: &Books) -> &Changes;
    /// Found from all that is held.
    fn listed(&self, read: &Read<'_>, books: &Books) -> Result<Self::List, StoreError>;
    /// The list with these as they are now; `false`: it has to be found anew.
    fn look_again(&self, list: &mut Self::List, books: &Books, changed: &[Slot]) -> bool;
}

/// Lists of one kind, the last asked for first.
#[derive(Debug)]
pub(crate) struct Lists<Q: Query>(Vec<Kept<Q>>);

#[derive(Debug)]
struct Kept<Q: Query> {
    query: Q,
    /// When all of it was found.
    listed_at: Timestamp,
    state: State,
    list: Q::List,
}

impl<Q: Query> Default for Lists<Q> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<Q: Query> Lists<Q> {
    /// Takes something from the list of a query as of what the books hold now.
    pub(crate) fn take<R>(
        &mut self,
        read: &Read<'_>,
        books: &Books,
        query: &Q,
        take: impl FnOnce(&mut Q::List) -> R,
    ) -> Result<R, StoreError> {
        let known = self
            .0
            .iter()
            .position(|kept| is_same(query, &kept.query))
            .map(|place| self.0.remove(place));
        let mut kept = match known.and_then(|kept| kept.brought_up(books, query)) {
            Some(kept) => kept,
            None => Kept {
                query: query.clone(),
                listed_at: query.seen_from().now,
                state: Q::changes(books).state(),
                list: query.listed(read, books)?,
            },
        };
        let taken = take(&mut kept.list);
        self.0.insert(0, kept);
        self.0.truncate(KEPT);
        Ok(taken)
    }
}

impl<Q: Query> Kept<Q> {
    /// The same list as of what the books hold now; `None`: it has to be found anew.
    fn brought_up(mut self, books: &Books, query: &Q) -> Option<Self> {
        let is_old = query.seen_from().now.millis_since(self.listed_at).abs() >= STALE_MS;
        if is_old && query.conditions().any(asks_the_time) {
            return None;
        }
        let changes = Q::changes(books);
        if self.state == changes.state() {
            return Some(self);
        }
        let changed = changes.since(self.state)?;
        self.state = changes.state();
        query
            .look_again(&mut self.list, books, &changed)
            .then_some(self)
    }
}

/// Whether the answer is the same list: asked by the same member on the same day.
fn is_same<Q: Query>(one: &Q, other: &Q) -> bool {
    let (from, of) = (one.seen_from(), other.seen_from());
    from.member == of.member && from.today == of.today && one.is_like(other)
}

/// Whether the answer changes by itself as time goes by.
fn asks_the_time(condition: &Condition) -> bool {
    let mut asks = false;
    condition
        .when
        .visit(&mut |test| asks |= test.asks_the_time());
    asks
}
