//! The board: columns with counts and sums, windows of cards, the tray, moves (UP-1, UP-12).

use std::sync::Arc;

use runnel_domain::{
    Money, Timestamp,
    ids::{DealId, MemberId, PipelineId, StageId},
};
use runnel_store::{Read, shop, table::board::BoardQuery};

pub use runnel_store::table::board::{BoardCard, CardChat};
pub use runnel_views::{Board, ChatsPage, Column, Tray};

use crate::{
    app::{App, Changed},
    chats::viewpoint,
    error::AppError,
    permission::Deed,
};

/// Cards per column that a whole board holds at most.
const MOST_AT_FIRST: u32 = 100;
/// Cards that one window holds at most.
const MOST_CARDS: u32 = 200;
/// Largest amount, in minor units: where a number of JavaScript still is exact.
const LARGEST_AMOUNT: i64 = 9_007_199_254_740_991;

/// A window of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cards {
    /// Cards in the column.
    pub total: i64,
    /// The window.
    pub cards: Vec<BoardCard>,
}

impl App {
    /// A board with the first `cards` of each column, of one moment.
    ///
    /// # Errors
    /// `NotFound` where there is no such pipeline.
    pub async fn board(&self, me: MemberId, id: PipelineId, cards: u32) -> Result<Board, AppError> {
        let (now, chats) = (self.now(), Arc::clone(&self.inner.chats));
        self.read(move |read| {
            let query = query(read, me, id, now)?;
            let limit = cards.min(MOST_AT_FIRST) as usize;
            Ok(runnel_views::board::board(read, &chats, &query, limit)?)
        })
        .await
    }

    /// `limit` cards of a column from card `offset` on.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn board_cards(
        &self,
        me: MemberId,
        id: PipelineId,
        stage: StageId,
        offset: u32,
        limit: u32,
    ) -> Result<Cards, AppError> {
        let now = self.now();
        self.read(move |read| {
            let query = query(read, me, id, now)?;
            let (offset, limit) = (offset as usize, limit.min(MOST_CARDS) as usize);
            let (total, cards) = runnel_views::board::cards(read, &query, stage, offset, limit)?;
            Ok(Cards { total, cards })
        })
        .await
    }

    /// `limit` conversations of the tray from number `offset` on.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn board_tray(
        &self,
        me: MemberId,
        id: PipelineId,
        offset: u32,
        limit: u32,
    ) -> Result<ChatsPage, AppError> {
        let (now, chats) = (self.now(), Arc::clone(&self.inner.chats));
        self.read(move |read| {
            let query = query(read, me, id, now)?;
            let (offset, limit) = (offset as usize, limit.min(MOST_CARDS) as usize);
            Ok(runnel_views::board::tray(
                read, &chats, &query, offset, limit,
            )?)
        })
        .await
    }

    /// Puts a card into a column above `before`, or last (UP-12). The conversation follows; triggers react.
    ///
    /// # Errors
    /// `Conflict` where the card is no longer at `revision`, or `before` is no longer in that column.
    pub async fn deal_move(
        &self,
        me: MemberId,
        id: DealId,
        to: StageId,
        before: Option<DealId>,
        revision: Option<i64>,
    ) -> Result<Changed, AppError> {
        let undo = self.label_deal("deal_move", id, Some(to)).await?;
        let changed = self
            .act(me, Deed::Work, undo, move |tx| {
                shop::move_deal(tx, id, to, before, revision)?;
                Ok(())
            })
            .await?;
        self.learned("move_card").await;
        Ok(changed)
    }

    /// Sets what a card is worth (UC-14); `None` clears it.
    ///
    /// # Errors
    /// `Invalid` with code `currency_invalid` or `amount_too_large`.
    pub async fn deal_price_set(
        &self,
        me: MemberId,
        id: DealId,
        amount: Option<Money>,
    ) -> Result<Changed, AppError> {
        if let Some(amount) = &amount {
            let currency = &amount.currency;
            if currency.len() != 3 || !currency.bytes().all(|letter| letter.is_ascii_uppercase()) {
                return Err(AppError::field("currency_invalid", "price"));
            }
            if amount.amount_minor.saturating_abs() > LARGEST_AMOUNT {
                return Err(AppError::field("amount_too_large", "price"));
            }
        }
        let undo = self.label_deal("deal_price_set", id, None).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(shop::set_amount(tx, id, amount)?)
        })
        .await
    }
}

fn query(
    read: &Read<'_>,
    me: MemberId,
    pipeline: PipelineId,
    now: Timestamp,
) -> Result<BoardQuery, AppError> {
    Ok(BoardQuery {
        pipeline,
        filter: None,
        seen_from: viewpoint(read, me, now)?,
    })
}
