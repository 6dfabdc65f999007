//! The board.

use runnel_app::{
    board::{BoardCard, Column, MovedCard},
    chats::ChatRow,
};
use runnel_domain::{
    Priority,
    ids::{ConversationId, DealId, PipelineId, StageId},
};

use super::{chats, convert};
use crate::{
    router::Router,
    wire::{
        Done, WireError,
        board::{
            self as wire, Board, BoardCards, BoardCardsRequest, BoardColumn, BoardRequest,
            BoardTray, Card, CardsMoveRequest, DealMoveRequest, DealPriceRequest,
        },
    },
};

pub(crate) async fn board_get(router: &Router, request: BoardRequest) -> Result<Board, WireError> {
    let id = PipelineId(request.pipeline_id);
    let filter = request.filter.map(|filter| filter.0);
    let board = router
        .app
        .board(router.me, id, filter, request.cards)
        .await?;
    Ok(Board {
        pipeline_id: id.0,
        tray: board.tray.map(|tray| BoardTray {
            total: convert::count(tray.total),
            cards: tray.rows.into_iter().map(waiting).collect(),
        }),
        columns: board.columns.into_iter().map(column).collect(),
    })
}

pub(crate) async fn board_cards(
    router: &Router,
    request: BoardCardsRequest,
) -> Result<BoardCards, WireError> {
    let (id, offset, limit) = (
        PipelineId(request.pipeline_id),
        request.offset,
        request.limit,
    );
    let filter = request.filter.map(|filter| filter.0);
    let (total, cards) = match request.stage_id {
        Some(stage) => {
            let stage = StageId(stage);
            let window = router
                .app
                .board_cards(router.me, id, filter, stage, offset, limit)
                .await?;
            (
                convert::count(window.total),
                window.cards.into_iter().map(card).collect(),
            )
        }
        None => {
            let tray = router
                .app
                .board_tray(router.me, id, filter, offset, limit)
                .await?;
            (
                convert::count(tray.total),
                tray.rows.into_iter().map(waiting).collect(),
            )
        }
    };
    Ok(BoardCards {
        total,
        offset,
        cards,
    })
}

pub(crate) async fn deal_move(
    router: &Router,
    request: DealMoveRequest,
) -> Result<Done, WireError> {
    let (id, stage) = (DealId(request.deal_id), StageId(request.stage_id));
    let before = request.before_deal_id.map(DealId);
    let changed = router
        .app
        .deal_move(router.me, id, stage, before, request.revision)
        .await?;
    Ok(convert::done(changed))
}

pub(crate) async fn cards_move(
    router: &Router,
    request: CardsMoveRequest,
) -> Result<Done, WireError> {
    let cards = request.cards.into_iter().map(|card| match card {
        wire::MovedCard::Deal { deal_id, revision } => MovedCard::Deal(DealId(deal_id), revision),
        wire::MovedCard::Tray { conversation_id } => {
            MovedCard::Tray(ConversationId(conversation_id))
        }
    });
    let (stage, before) = (
        StageId(request.stage_id),
        request.before_deal_id.map(DealId),
    );
    let changed = router
        .app
        .cards_move(router.me, cards.collect(), stage, before)
        .await?;
    Ok(convert::done(changed))
}

pub(crate) async fn deal_price_set(
    router: &Router,
    request: DealPriceRequest,
) -> Result<Done, WireError> {
    let (id, amount) = (DealId(request.deal_id), request.price.map(convert::amount));
    Ok(convert::done(
        router.app.deal_price_set(router.me, id, amount).await?,
    ))
}

fn column(column: Column) -> BoardColumn {
    BoardColumn {
        stage_id: column.stage.id.0,
        total: convert::count(column.total),
        all: convert::count(column.all),
        sums: column.sums.into_iter().map(convert::money).collect(),
        cards: column.cards.into_iter().map(card).collect(),
    }
}

fn card(card: BoardCard) -> Card {
    let stage_entered_at = card.stage_entered_at.0;
    let mut shown = Card {
        deal_id: Some(card.deal.0),
        conversation_id: None,
        contact_id: card.contact.0,
        client: card.contact_name,
        title: card.title,
        channel: None,
        source_id: None,
        snippet: String::new(),
        unread: 0,
        price: card.amount.map(convert::money),
        priority: card.priority,
        more_tasks: convert::count(card.open_tasks - i64::from(card.next_task.is_some())),
        task: card.next_task.map(chats::task),
        owner_id: card.owner.map(|id| id.0),
        tag_ids: Vec::new(),
        waiting_at: None,
        last_activity_at: stage_entered_at,
        due_at: convert::millis(card.due_at),
        stage_entered_at: Some(stage_entered_at),
        stale_at: convert::millis(card.stale_at),
        revision: card.revision,
    };
    if let Some(chat) = card.chat {
        shown.conversation_id = Some(chat.id.0);
        shown.channel = Some(chat.channel);
        shown.source_id = Some(chat.source.0);
        shown.snippet = chat.snippet;
        shown.unread = convert::count(chat.unread.max(i64::from(chat.marked_unread)));
        shown.tag_ids = chat.tags.into_iter().map(|id| id.0).collect();
        shown.waiting_at = convert::millis(chat.waiting_last_at);
        shown.last_activity_at = chat.last_activity_at.0;
    }
    shown
}

/// A New conversation as a card of the tray.
fn waiting(row: ChatRow) -> Card {
    Card {
        deal_id: None,
        conversation_id: Some(row.id.0),
        contact_id: row.contact.0,
        client: row.contact_name,
        title: row.subject,
        channel: Some(row.channel),
        source_id: Some(row.source.0),
        snippet: row.snippet,
        unread: convert::count(row.unread.max(i64::from(row.marked_unread))),
        price: row.amount.map(convert::money),
        priority: Priority::Normal,
        more_tasks: convert::count(row.open_tasks - i64::from(row.next_task.is_some())),
        task: row.next_task.map(chats::task),
        owner_id: row.responsible.map(|id| id.0),
        tag_ids: row.tags.into_iter().map(|id| id.0).collect(),
        waiting_at: convert::millis(row.waiting_last_at),
        last_activity_at: row.last_activity_at.0,
        due_at: None,
        stage_entered_at: None,
        stale_at: None,
        revision: 0,
    }
}
