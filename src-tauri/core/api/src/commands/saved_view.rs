//! Saved views.

use runnel_app::{
    chats::{ChatColumn, ChatSort},
    saved_view::{self as app, ViewDraft},
};
use runnel_domain::ids::SavedViewId as Id;

use super::{chats, convert};
use crate::{
    router::Router,
    wire::{
        Done, Made, Nothing, WireError,
        chats::{ChatsColumn, ChatsSort},
        condition::Condition,
        saved_view::{
            SavedView, SavedViewId, SavedViewList, SavedViewMoveRequest, SavedViewSaveRequest,
            ViewQuery,
        },
    },
};

pub(crate) async fn saved_view_list(
    router: &Router,
    _: Nothing,
) -> Result<SavedViewList, WireError> {
    let views = router.app.saved_views(router.me).await?;
    Ok(SavedViewList {
        views: views.into_iter().map(view).collect(),
    })
}

pub(crate) async fn saved_view_save(
    router: &Router,
    request: SavedViewSaveRequest,
) -> Result<Made, WireError> {
    let ViewQuery {
        place,
        filter,
        sort,
        columns,
    } = request.query;
    let draft = ViewDraft {
        name: request.name,
        shared: request.shared,
        pinned: request.pinned,
        query: app::ViewQuery {
            place,
            filter: filter.map(|filter| filter.0),
            sort: chats::sort(sort),
            columns,
        },
    };
    let changed = router
        .app
        .saved_view_save(router.me, request.view_id.map(Id), draft)
        .await?;
    Ok(convert::made(changed.map(|id| id.0)))
}

pub(crate) async fn saved_view_delete(
    router: &Router,
    request: SavedViewId,
) -> Result<Done, WireError> {
    let changed = router
        .app
        .saved_view_delete(router.me, Id(request.view_id))
        .await?;
    Ok(convert::done(changed))
}

pub(crate) async fn saved_view_move(
    router: &Router,
    request: SavedViewMoveRequest,
) -> Result<Done, WireError> {
    let (view, before) = (Id(request.view_id), request.before_id.map(Id));
    let changed = router.app.saved_view_move(router.me, view, before).await?;
    Ok(convert::done(changed))
}

fn view(view: app::SavedView) -> SavedView {
    SavedView {
        id: view.id.0,
        name: view.name,
        shared: view.shared,
        pinned: view.pinned,
        query: ViewQuery {
            place: view.query.place,
            filter: view.query.filter.map(Condition),
            sort: sort(view.query.sort),
            columns: view.query.columns,
        },
    }
}

const fn sort(sort: ChatSort) -> ChatsSort {
    let column = match sort.column {
        ChatColumn::LastActivity => ChatsColumn::Activity,
        ChatColumn::Client => ChatsColumn::Client,
        ChatColumn::Stage => ChatsColumn::Stage,
        ChatColumn::ResponseTime => ChatsColumn::Response,
        ChatColumn::Price => ChatsColumn::Price,
        ChatColumn::Tasks => ChatsColumn::Task,
        ChatColumn::Responsible => ChatsColumn::Responsible,
        ChatColumn::Tags => ChatsColumn::Tags,
        ChatColumn::Source => ChatsColumn::Source,
        ChatColumn::Stars => ChatsColumn::Stars,
    };
    ChatsSort {
        column,
        descending: sort.descending,
    }
}
