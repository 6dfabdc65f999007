//! The table of chats.

use runnel_app::chats::{
    ChatColumn, ChatRow, ChatSort, ChatsAsked, Facets, MARKS, NextTask, PERIODS, TASKS,
};

use runnel_domain::{
    Channel, Place, ThreadKind, WorkStatus,
    condition::{Mark, TaskTest},
};

use super::convert;
use crate::{
    router::Router,
    wire::{
        WireError,
        chats::{
            self as wire, ChatsColumn, ChatsCounts, ChatsCountsRequest, ChatsFacets,
            ChatsFacetsRequest, ChatsPage, ChatsPageRequest, ChatsSort, IdCount, TaskBrief,
            WordCount,
        },
    },
};

/// Lists that one question counts at most.
const MOST_LISTS: usize = 50;

pub(crate) async fn chats_page(
    router: &Router,
    request: ChatsPageRequest,
) -> Result<ChatsPage, WireError> {
    let asked = ChatsAsked {
        place: request.place,
        filter: request.filter.map(|filter| filter.0),
        sort: sort(request.sort),
    };
    let window = router
        .app
        .chats_page(router.me, asked, request.offset, request.limit)
        .await?;
    let (page, cards) = (window.page, window.away);
    let rows = page.rows.into_iter().map(|chat| {
        let away = cards.get(&chat.id).copied().map(convert::away);
        wire::ChatRow { away, ..row(chat) }
    });
    Ok(ChatsPage {
        total: convert::count(page.total),
        offset: convert::count(page.offset),
        rows: rows.collect(),
    })
}

pub(crate) async fn chats_counts(
    router: &Router,
    request: ChatsCountsRequest,
) -> Result<ChatsCounts, WireError> {
    let lists = request.lists.into_iter().take(MOST_LISTS);
    let asked = lists.map(|list| ChatsAsked {
        place: list.place,
        filter: list.filter.map(|filter| filter.0),
        sort: ChatSort::default(),
    });
    let totals = router.app.chats_counts(router.me, asked.collect()).await?;
    Ok(ChatsCounts {
        totals: totals.into_iter().map(convert::count).collect(),
    })
}

pub(crate) async fn chats_facets(
    router: &Router,
    request: ChatsFacetsRequest,
) -> Result<ChatsFacets, WireError> {
    let asked = ChatsAsked {
        place: request.place,
        filter: request.filter.map(|filter| filter.0),
        sort: ChatSort::default(),
    };
    Ok(facets(router.app.chats_facets(router.me, asked).await?))
}

fn facets(found: Facets) -> ChatsFacets {
    fn ids<K>(
        counts: impl IntoIterator<Item = (K, usize)>,
        id: impl Fn(K) -> Option<i64>,
    ) -> Vec<IdCount> {
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        counts
            .map(|(key, count)| IdCount {
                id: id(key),
                count: convert::count(count),
            })
            .collect()
    }
    fn words<K>(
        counts: impl IntoIterator<Item = (K, usize)>,
        word: impl Fn(K) -> &'static str,
    ) -> Vec<WordCount> {
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        counts
            .map(|(key, count)| WordCount {
                word: word(key).to_owned(),
                count: convert::count(count),
            })
            .collect()
    }
    ChatsFacets {
        total: convert::count(found.total),
        responsible: ids(found.responsible, |member| member.map(|id| id.0)),
        sources: ids(found.sources, |source| Some(source.0)),
        tags: ids(found.tags, |tag| Some(tag.0)),
        stages: ids(found.stages, |stage| Some(stage.0)),
        channels: words(found.channels, Channel::as_str),
        kinds: words(found.kinds, ThreadKind::as_str),
        states: words(MARKS.into_iter().zip(found.states), mark),
        tasks: words(TASKS.into_iter().zip(found.tasks), task_test),
        work_statuses: words(found.work_statuses, WorkStatus::as_str),
        stars: ids((0..).zip(found.stars), Some),
        periods: ids(PERIODS.into_iter().zip(found.periods), |days| {
            Some(i64::from(days))
        }),
        places: words(found.places, Place::as_str),
    }
}

/// As `serde` spells it in a condition.
const fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Unread => "unread",
        Mark::Read => "read",
        Mark::Unanswered => "unanswered",
        Mark::Answered => "answered",
    }
}

/// As `serde` spells it in a condition.
const fn task_test(test: TaskTest) -> &'static str {
    match test {
        TaskTest::None => "none",
        TaskTest::DueToday => "due_today",
        TaskTest::Overdue => "overdue",
        TaskTest::Future => "future",
    }
}

pub(crate) const fn sort(sort: ChatsSort) -> ChatSort {
    ChatSort {
        column: column(sort.column),
        descending: sort.descending,
    }
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
        ChatsColumn::Stars => ChatColumn::Stars,
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
        stars: row.stars,
        work_status: row.work_status,
        snoozed_at: convert::millis(row.snoozed_at),
        snoozed_until_at: convert::millis(row.snoozed_until_at),
        woken_at: convert::millis(row.woken_at),
        snippet: row.snippet,
        last_direction: row.last_direction,
        unread: convert::count(row.unread),
        marked_unread: row.marked_unread,
        stage_id: row.stage.map(|id| id.0),
        deal_id: row.deal.map(|id| id.0),
        away: None,
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
