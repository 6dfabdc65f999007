//! The board: its columns with counts, sums and first cards, and the tray of New conversations left of them.

use std::collections::HashMap;

use runnel_domain::{
    Money, Place,
    condition::{Clause, Condition},
    facts::Viewpoint,
    ids::{ConversationId, DealId, MemberId, PipelineId, StageId},
};
use runnel_store::{
    Read, StoreError,
    table::{
        board::{self, BoardCard, Carried},
        chat_list::{ChatQuery, ChatSort},
        chat_row::ChatRow,
        count, pipeline,
        stage::{self, Stage},
    },
};

use crate::{
    chats::{Chats, ChatsPage, Shelf},
    deck::{Behind, Card, Deck},
    held::{Changes, Slot},
    ledger::Rare,
    lists::{Books, Query},
};

/// Which cards, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardQuery {
    /// On which board.
    pub pipeline: PipelineId,
    /// Which of them; `None`: all. A deal without a conversation answers for itself.
    pub filter: Option<Condition>,
    /// Which cards who asks may see; `None`: all.
    pub sight: Option<CardSight>,
    /// When and by whom it is asked.
    pub seen_from: Viewpoint,
}

/// Which cards a member sees of a board that they see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardSight {
    /// Of cards with a conversation: what holds for it.
    pub chats: Condition,
    /// Of cards made by hand: those of this member and of nobody; `None`: all.
    pub owner: Option<MemberId>,
}

impl BoardQuery {
    /// Whether every card belongs.
    const fn is_everything(&self) -> bool {
        self.filter.is_none() && self.sight.is_none()
    }
}

/// A whole board with the first cards of each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// New conversations; `None` on boards other than the default one.
    pub tray: Option<Tray>,
    /// In funnel order.
    pub columns: Vec<Column>,
}

/// The tray of New conversations, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tray {
    /// How many there are.
    pub total: usize,
    /// The first ones.
    pub rows: Vec<ChatRow>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its stage.
    pub stage: Stage,
    /// Cards in it that the filter finds.
    pub total: i64,
    /// Cards in it whatever the filter: a column that a filter empties is not empty.
    pub all: i64,
    /// Sums of their amounts, one per currency.
    pub sums: Vec<Money>,
    /// The first ones.
    pub cards: Vec<BoardCard>,
}

/// The board with at most `limit` cards per column.
///
/// # Errors
/// When SQLite refuses.
pub fn board(
    read: &Read<'_>,
    chats: &Chats,
    query: &BoardQuery,
    limit: usize,
) -> Result<Board, StoreError> {
    let is_default = pipeline::get(read, query.pipeline)?.is_default;
    let tray = if is_default {
        let ChatsPage { total, rows, .. } = self::tray(read, chats, query, 0, limit)?;
        Some(Tray { total, rows })
    } else {
        None
    };
    let stages = stage::list(read, query.pipeline)?;
    let found = heads(read, chats, query)?;
    let kept = match query.filter {
        None => None,
        Some(_) => {
            let whole = BoardQuery {
                filter: None,
                ..query.clone()
            };
            Some(heads(read, chats, &whole)?)
        }
    };
    let mut columns: Vec<Column> = stages
        .into_iter()
        .map(|stage| {
            let (total, sums) = found.get(&stage.id).cloned().unwrap_or_default();
            let held = kept.as_ref().unwrap_or(&found).get(&stage.id);
            Column {
                total,
                all: held.map_or(0, |(total, _)| *total),
                sums,
                cards: Vec::new(),
                stage,
            }
        })
        .collect();
    if limit > 0 {
        // The rows of all columns at once.
        let mut first = Vec::new();
        for column in columns.iter().filter(|column| column.total > 0) {
            first.extend(window(read, chats, query, column.stage.id, 0, limit)?.1);
        }
        let mut rows = board::rows(read, &first, query.seen_from.member)?;
        for column in &mut columns {
            let own = rows.extract_if(.., |card| card.stage == column.stage.id);
            column.cards = own.collect();
        }
    }
    Ok(Board { tray, columns })
}

/// A further window of a column: how many cards it has, and at most `limit` of them from `offset` on.
///
/// # Errors
/// When SQLite refuses.
pub fn cards(
    read: &Read<'_>,
    chats: &Chats,
    query: &BoardQuery,
    stage: StageId,
    offset: usize,
    limit: usize,
) -> Result<(i64, Vec<BoardCard>), StoreError> {
    let (total, ids) = window(read, chats, query, stage, offset, limit)?;
    Ok((total, board::rows(read, &ids, query.seen_from.member)?))
}

/// Every card of a column in its order: "all that match the filter" of a bulk action.
///
/// # Errors
/// When SQLite refuses.
pub fn all(
    read: &Read<'_>,
    chats: &Chats,
    query: &BoardQuery,
    stage: StageId,
) -> Result<Vec<Carried>, StoreError> {
    let (_, ids) = window(read, chats, query, stage, 0, usize::MAX)?;
    board::carried(read, &ids)
}

/// Cards in a column, and the sums of their amounts.
type Head = (i64, Vec<Money>);

/// What stands above each column.
fn heads(
    read: &Read<'_>,
    chats: &Chats,
    query: &BoardQuery,
) -> Result<HashMap<StageId, Head>, StoreError> {
    if query.is_everything() {
        let counts = count::stages(read, query.pipeline)?.into_iter();
        return Ok(counts
            .map(|count| (count.stage, (count.deals, count.sums)))
            .collect());
    }
    found(read, chats, query, |found, books| {
        let columns = found.columns.iter_mut();
        columns
            .map(|(stage, column)| (*stage, column.head(&books.deck)))
            .collect()
    })
}

/// How many cards a column has, and those of a window of it.
fn window(
    read: &Read<'_>,
    chats: &Chats,
    query: &BoardQuery,
    stage: StageId,
    offset: usize,
    limit: usize,
) -> Result<(i64, Vec<DealId>), StoreError> {
    if query.is_everything() {
        let ids = board::window(read, stage, offset, limit)?;
        return Ok((board::total(read, stage)?, ids));
    }
    found(read, chats, query, |found, books| {
        let column = found.columns.get(&stage);
        let slots = column.map_or(&[][..], |column| &column.slots);
        let window = slots.iter().skip(offset).take(limit);
        let ids = window.filter_map(|slot| books.deck.card(*slot).map(|card| card.deal.id));
        (number(slots.len()), ids.collect())
    })
}

fn found<R>(
    read: &Read<'_>,
    chats: &Chats,
    query: &BoardQuery,
    take: impl FnOnce(&mut Found, &Books) -> R,
) -> Result<R, StoreError> {
    let mut shelf = chats.shelf();
    let Shelf { books, boards, .. } = &mut *shelf;
    books.ledger.bring_up(read)?;
    books.deck.bring_up(read, &books.ledger)?;
    boards.take(read, books, query, |found| take(found, books))
}

/// The cards that a query finds, of all boards.
#[derive(Debug)]
pub(crate) struct Found {
    rare: Rare<DealId>,
    /// The same of conversations, for what may be seen of them.
    rare_chats: Rare<ConversationId>,
    columns: HashMap<StageId, FoundColumn>,
}

#[derive(Debug, Default)]
struct FoundColumn {
    /// In the order of the column.
    slots: Vec<Slot>,
    head: Option<Head>,
}

impl Query for BoardQuery {
    type List = Found;

    fn seen_from(&self) -> Viewpoint {
        self.seen_from
    }

    fn is_like(&self, other: &Self) -> bool {
        self.filter == other.filter && self.sight == other.sight
    }

    fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let sight = self.sight.iter().map(|sight| &sight.chats);
        self.filter.iter().chain(sight)
    }

    fn changes(books: &Books) -> &Changes {
        books.deck.changes()
    }

    fn listed(&self, read: &Read<'_>, books: &Books) -> Result<Found, StoreError> {
        let sight = self.sight.as_ref().map(|sight| &sight.chats);
        let mut found = Found {
            rare: Rare::of(self.filter.as_ref(), |test| board::holding(read, test))?,
            rare_chats: Rare::of_chats(read, sight, self.seen_from)?,
            columns: HashMap::new(),
        };
        // Asked in the order in which they lie in memory, then put in the order of their columns.
        let slots = books.deck.slots();
        let belong: Vec<bool> = slots
            .map(|card| card.is_some_and(|card| found.holds(self, books, card)))
            .collect();
        let belongs = |slot: &Slot| {
            let place = usize::try_from(*slot).ok();
            place.and_then(|place| belong.get(place)) == Some(&true)
        };
        for (stage, slots) in books.deck.columns() {
            let column = FoundColumn {
                slots: slots.iter().copied().filter(belongs).collect(),
                head: None,
            };
            found.columns.insert(stage, column);
        }
        Ok(found)
    }

    fn look_again(&self, found: &mut Found, books: &Books, changed: &[Slot]) -> bool {
        if !(found.rare.is_empty() && found.rare_chats.is_empty()) {
            return false;
        }
        for column in found.columns.values_mut() {
            column.leave(changed);
        }
        for slot in changed {
            let Some(card) = books.deck.card(*slot) else {
                continue;
            };
            if found.holds(self, books, card) {
                let column = found.columns.entry(card.deal.stage).or_default();
                column.join(&books.deck, *slot, card);
            }
        }
        true
    }
}

impl Found {
    /// Whether a card belongs: what may be seen of it comes first.
    fn holds(&self, query: &BoardQuery, books: &Books, card: &Card) -> bool {
        let (rare, chats) = (&self.rare, &self.rare_chats);
        let Some(seen) = card.seen(&books.ledger, rare, chats, query.seen_from) else {
            return false;
        };
        let is_seen = query.sight.as_ref().is_none_or(|sight| match &seen.behind {
            Behind::Chat(chat) => sight.chats.holds(chat),
            Behind::Itself(_) => match (sight.owner, card.deal.owner) {
                (Some(member), Some(owner)) => member == owner,
                _ => true,
            },
        });
        let filter = query.filter.as_ref();
        is_seen && filter.is_none_or(|filter| filter.holds(&seen))
    }
}

impl FoundColumn {
    /// Without these.
    fn leave(&mut self, slots: &[Slot]) {
        let before = self.slots.len();
        self.slots.retain(|slot| slots.binary_search(slot).is_err());
        if self.slots.len() != before {
            self.head = None;
        }
    }

    fn join(&mut self, deck: &Deck, slot: Slot, card: &Card) {
        self.slots.insert(deck.place(&self.slots, card), slot);
        self.head = None;
    }

    fn head(&mut self, deck: &Deck) -> Head {
        let slots = &self.slots;
        let head = self.head.get_or_insert_with(|| {
            let mut sums: Vec<Money> = Vec::new();
            let cards = slots.iter().filter_map(|slot| deck.card(*slot));
            for (amount, currency) in cards.filter_map(|card| card.deal.amount.as_ref()) {
                match sums.iter_mut().find(|sum| *sum.currency == **currency) {
                    Some(sum) => sum.amount_minor = sum.amount_minor.saturating_add(*amount),
                    None => sums.push(Money {
                        amount_minor: *amount,
                        currency: currency.as_ref().to_owned(),
                    }),
                }
            }
            sums.sort_by(|one, other| one.currency.cmp(&other.currency));
            (number(slots.len()), sums)
        });
        head.clone()
    }
}

fn number(cards: usize) -> i64 {
    i64::try_from(cards).unwrap_or(i64::MAX)
}

/// A further window of the tray.
///
/// # Errors
/// When SQLite refuses.
pub fn tray(
    read: &Read<'_>,
    chats: &Chats,
    query: &BoardQuery,
    offset: usize,
    limit: usize,
) -> Result<ChatsPage, StoreError> {
    let query = ChatQuery {
        place: Some(Place::New),
        sort: ChatSort::default(),
        filter: seen(query),
        seen_from: query.seen_from,
    };
    chats.page(read, &query, offset, limit)
}

/// The filter of the tray with what may be seen of it.
fn seen(query: &BoardQuery) -> Option<Condition> {
    let parts = [
        query.sight.as_ref().map(|sight| &sight.chats),
        query.filter.as_ref(),
    ];
    let mut all: Vec<Clause> = parts
        .into_iter()
        .flatten()
        .map(|part| part.when.clone())
        .collect();
    match all.len() {
        0 => None,
        1 => all.pop().map(Condition::new),
        _ => Some(Condition::new(Clause::All(all))),
    }
}
