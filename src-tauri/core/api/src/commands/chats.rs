//! The table of chats.

use runnel_app::chats::{ChatColumn, ChatRow, ChatSort, NextTask};

use super::convert;
use crate::{
    router::Router,
    wire::{
        WireError,
        chats::{self as wire, ChatsColumn, ChatsPage, ChatsPageRequest, TaskBrief},
    },
};

pub(crate) async fn chats_page(
    router: &Router,
    request: ChatsPageRequest,
) -> Result<ChatsPage, WireError> {
    let sort = ChatSort {
        column: column(request.sort.column),
        descending: request.sort.descending,
    };
    let (place, offset) = (request.place, request.offset);
    let page = router
        .app
        .chats_page(router.me, place, sort, offset, request.limit)
        .await?;
    Ok(ChatsPage {
        total: convert::count(page.total),
        offset: convert::count(page.offset),
        rows: page.rows.into_iter().map(row).collect(),
    })
}

const fn column(column: ChatsColumn) -> ChatColumn {
    match column {
        ChatsColumn::Activity => ChatColumn::LastActivity,
        ChatsColumn::Client => ChatColumn::Client,
        ChatsColumn::Stage => ChatColumn::Stage,
        ChatsColumn::Response => ChatColumn::ResponseTime,
        ChatsColumn::Price => ChatColumn::Price,
        ChatsColumn::Task => ChatColumn::Tasks,
        ChatsColumn::Responsible => ChatColumn::Responsible,
        ChatsColumn::Tags => ChatColumn::Tags,
        ChatsColumn::Source => ChatColumn::Source,
    }
}

fn row(row: ChatRow) -> wire::ChatRow {
    let waits = row.waiting_last_at.is_some();
    wire::ChatRow {
        id: row.id.0,
        contact_id: row.contact.0,
        client: row.contact_name,
        channel: row.channel,
        folder: row.folder,
        work_status: row.work_status,
        snippet: row.snippet,
        last_direction: row.last_direction,
        unread: convert::count(row.unread),
        marked_unread: row.marked_unread,
        stage_id: row.stage.map(|id| id.0),
        deal_id: row.deal.map(|id| id.0),
        response_ms: row.response_ms.filter(|_| !waits),
        waiting_at: convert::millis(row.waiting_last_at),
        price: row.amount.map(convert::money),
        more_tasks: convert::count(row.open_tasks - i64::from(row.next_task.is_some())),
        task: row.next_task.map(task),
        responsible_id: row.responsible.map(|id| id.0),
        tag_ids: row.tags.into_iter().map(|id| id.0).collect(),
        source_id: row.source.0,
        last_activity_at: row.last_activity_at.0,
        is_sample: row.is_sample,
    }
}

pub(crate) fn task(task: NextTask) -> TaskBrief {
    TaskBrief {
        id: task.id.0,
        kind: task.kind,
        text: task.text,
        due_at: convert::millis(task.due_at),
    }
}
