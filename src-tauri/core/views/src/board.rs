//! The board: its columns with counts, sums and first cards, and the tray of New conversations left of them.

use runnel_domain::{
    Money, Place,
    condition::{Clause, Condition},
    ids::StageId,
};
use runnel_store::{
    Read, StoreError,
    table::{
        board::{self, BoardCard, BoardQuery, Start},
        chat_list::{ChatQuery, ChatSort},
        chat_row::ChatRow,
        pipeline, stage,
        stage::Stage,
    },
};

use crate::chats::{Chats, ChatsPage};

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
    let counts = board::counts(read, query)?;
    let kept = match query.filter {
        None => Vec::new(),
        Some(_) => {
            let whole = BoardQuery {
                filter: None,
                ..query.clone()
            };
            board::counts(read, &whole)?
        }
    };
    let mut columns = Vec::new();
    for stage in stage::list(read, query.pipeline)? {
        let count = counts.iter().find(|count| count.stage == stage.id);
        let held = match query.filter {
            None => count,
            Some(_) => kept.iter().find(|count| count.stage == stage.id),
        };
        let cards = match count {
            Some(_) if limit > 0 => board::cards(read, query, stage.id, &Start::Top, limit)?,
            _ => Vec::new(),
        };
        columns.push(Column {
            total: count.map_or(0, |count| count.deals),
            all: held.map_or(0, |count| count.deals),
            sums: count.map(|count| count.sums.clone()).unwrap_or_default(),
            cards,
            stage,
        });
    }
    Ok(Board { tray, columns })
}

/// A further window of a column: how many cards it has, and at most `limit` of them from `offset` on.
///
/// # Errors
/// When SQLite refuses.
pub fn cards(
    read: &Read<'_>,
    query: &BoardQuery,
    stage: StageId,
    offset: usize,
    limit: usize,
) -> Result<(i64, Vec<BoardCard>), StoreError> {
    Ok((
        board::total(read, query, stage)?,
        board::cards(read, query, stage, &Start::Place(offset), limit)?,
    ))
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
