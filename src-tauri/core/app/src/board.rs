//! The board: columns with counts and sums, windows of cards, the tray, moves (UP-1, UP-12).

use std::sync::Arc;

use runnel_domain::{
    Money, Timestamp,
    condition::Condition,
    ids::{ConversationId, DealId, MemberId, PipelineId, StageId},
};
use runnel_store::{Read, Tx, shop, table::stage};
use runnel_views::BoardQuery;
use serde_json::json;

pub use runnel_store::table::board::{BoardCard, CardChat};
pub use runnel_views::{Board, ChatsPage, Column, Tray};

use crate::{
    app::{App, Changed},
    chats::{ChatsAsked, viewpoint},
    error::AppError,
    label::{label, stage_name},
    permission::{Deed, Sight},
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

/// A card that is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MovedCard {
    /// A deal, with the revision that the person saw; `None`: whatever it is now.
    Deal(DealId, Option<i64>),
    /// A New conversation from the tray: it is accepted, or archived where the column is an archived one.
    Tray(ConversationId),
}

impl App {
    /// A board with the first `cards` of each column that `filter` finds, of one moment.
    ///
    /// # Errors
    /// `NotFound` where there is no such pipeline, `invalid` when the filter makes no sense.
    pub async fn board(
        &self,
        me: MemberId,
        id: PipelineId,
        filter: Option<Condition>,
        cards: u32,
    ) -> Result<Board, AppError> {
        let (now, chats) = (self.now(), Arc::clone(&self.inner.chats));
        self.read(move |read| {
            let query = query(read, me, id, filter, now)?;
            let limit = cards.min(MOST_AT_FIRST) as usize;
            Ok(runnel_views::board::board(read, &chats, &query, limit)?)
        })
        .await
    }

    /// `limit` cards of a column that `filter` finds, from card `offset` on.
    ///
    /// # Errors
    /// `invalid` when the filter makes no sense.
    pub async fn board_cards(
        &self,
        me: MemberId,
        id: PipelineId,
        filter: Option<Condition>,
        stage: StageId,
        offset: u32,
        limit: u32,
    ) -> Result<Cards, AppError> {
        let (now, chats) = (self.now(), Arc::clone(&self.inner.chats));
        self.read(move |read| {
            let query = query(read, me, id, filter, now)?;
            let (offset, limit) = (offset as usize, limit.min(MOST_CARDS) as usize);
            let (total, cards) =
                runnel_views::board::cards(read, &chats, &query, stage, offset, limit)?;
            Ok(Cards { total, cards })
        })
        .await
    }

    /// `limit` conversations of the tray that `filter` finds, from number `offset` on.
    ///
    /// # Errors
    /// `invalid` when the filter makes no sense.
    pub async fn board_tray(
        &self,
        me: MemberId,
        id: PipelineId,
        filter: Option<Condition>,
        offset: u32,
        limit: u32,
    ) -> Result<ChatsPage, AppError> {
        let (now, chats) = (self.now(), Arc::clone(&self.inner.chats));
        self.read(move |read| {
            let query = query(read, me, id, filter, now)?;
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

    /// Puts several cards into a column above `before`, or last, in the order given: one step, taken back as one
    /// (UP-12). Refused as a whole where one of them is.
    ///
    /// # Errors
    /// As [`App::deal_move`]; `no_cards` where none is given, `card_before_itself` where `before` is among them.
    pub async fn cards_move(
        &self,
        me: MemberId,
        cards: Vec<MovedCard>,
        to: StageId,
        before: Option<DealId>,
    ) -> Result<Changed, AppError> {
        if cards.is_empty() {
            return Err(AppError::invalid("no_cards"));
        }
        let moved =
            |card: &MovedCard| matches!(card, MovedCard::Deal(deal, _) if Some(*deal) == before);
        if cards.iter().any(moved) {
            return Err(AppError::invalid("card_before_itself"));
        }
        let count = cards.len();
        let stage = self.read(move |read| stage_name(read, Some(to))).await?;
        let undo = label("cards_move", json!({ "count": count, "stage": stage }));
        let changed = self
            .act(me, Deed::Work, undo, move |tx| {
                for card in cards {
                    move_card(tx, card, to, before)?;
                }
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
        sound(amount.as_ref())?;
        let undo = self.label_deal("deal_price_set", id, None).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(shop::set_amount(tx, id, amount)?)
        })
        .await
    }
}

fn move_card(
    tx: &mut Tx<'_>,
    card: MovedCard,
    to: StageId,
    before: Option<DealId>,
) -> Result<(), AppError> {
    let (deal, revision) = match card {
        MovedCard::Deal(deal, revision) => (deal, revision),
        MovedCard::Tray(conversation) if stage::get(tx, to)?.group.is_archived() => {
            (shop::archive(tx, conversation, Some(to))?, None)
        }
        MovedCard::Tray(conversation) => (shop::accept(tx, conversation, Some(to), None)?, None),
    };
    shop::move_deal(tx, deal, to, before, revision)?;
    Ok(())
}

/// Whether an amount can be kept: three capital letters, and exact in every interface.
pub(crate) fn sound(amount: Option<&Money>) -> Result<(), AppError> {
    let Some(Money {
        amount_minor,
        currency,
    }) = amount
    else {
        return Ok(());
    };
    if currency.len() != 3 || !currency.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Err(AppError::field("currency_invalid", "price"));
    }
    if amount_minor.saturating_abs() > LARGEST_AMOUNT {
        return Err(AppError::field("amount_too_large", "price"));
    }
    Ok(())
}

/// What the board shows to this member now. A filter without a clause is none.
///
/// # Errors
/// `invalid` with the code of the first thing that makes no sense.
pub(crate) fn query(
    read: &Read<'_>,
    me: MemberId,
    pipeline: PipelineId,
    filter: Option<Condition>,
    now: Timestamp,
) -> Result<BoardQuery, AppError> {
    let asked = ChatsAsked {
        filter,
        ..ChatsAsked::default()
    };
    let seen_from = viewpoint(read, me, now)?;
    Ok(BoardQuery {
        pipeline,
        // What may be seen of cards is not what may be seen of their conversations.
        filter: asked.query(seen_from, &Sight::whole())?.filter,
        sight: Sight::of(read, me)?.cards(),
        seen_from,
    })
}
