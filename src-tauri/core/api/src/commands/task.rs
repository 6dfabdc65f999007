//! Tasks.

use runnel_app::task::{About, TaskEdit, TaskView, TaskWindow, TaskWish};
use runnel_domain::{
    Timestamp,
    ids::{self as domain, ConversationId, MemberId},
};

use super::convert;
use crate::{
    router::Router,
    wire::{
        Done, Made, WireError,
        task::{
            Task, TaskAddRequest, TaskDoneRequest, TaskGroups, TaskId, TaskList, TaskListRequest,
            TaskUpdateRequest,
        },
    },
};

pub(crate) async fn task_list(
    router: &Router,
    request: TaskListRequest,
) -> Result<TaskList, WireError> {
    let window = TaskWindow {
        assignee: request.assignee_id.map(MemberId),
        kinds: request.kinds,
        with_done: request.with_done,
        offset: request.offset as usize,
        limit: request.limit as usize,
    };
    let page = router.app.task_list(window).await?;
    let counts = page.counts;
    Ok(TaskList {
        total: convert::count(counts.total()),
        groups: TaskGroups {
            overdue: convert::count(counts.overdue),
            today: convert::count(counts.today),
            tomorrow: convert::count(counts.tomorrow),
            week: convert::count(counts.week),
            later: convert::count(counts.later),
            undated: convert::count(counts.undated),
            done: convert::count(counts.done),
        },
        tasks: page.rows.into_iter().map(task).collect(),
    })
}

pub(crate) async fn task_add(router: &Router, request: TaskAddRequest) -> Result<Made, WireError> {
    let about = match (request.conversation_id, request.deal_id) {
        (Some(id), _) => About::Conversation(ConversationId(id)),
        (None, Some(id)) => About::Deal(domain::DealId(id)),
        (None, None) => return Err(WireError::new("invalid").saying("a task about nothing")),
    };
    let wish = TaskWish {
        about,
        kind: request.kind,
        text: request.text,
        assignee: request.assignee_id.map(MemberId),
        due_at: request.due_at.map(Timestamp),
    };
    let made = router.app.task_add(router.me, wish).await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn task_done(
    router: &Router,
    request: TaskDoneRequest,
) -> Result<Done, WireError> {
    let id = domain::TaskId(request.task_id);
    Ok(convert::done(
        router.app.task_done(router.me, id, request.done).await?,
    ))
}

pub(crate) async fn task_update(
    router: &Router,
    request: TaskUpdateRequest,
) -> Result<Done, WireError> {
    let edit = TaskEdit {
        kind: request.kind,
        text: request.text,
        assignee: request.assignee_id.map(MemberId),
        due_at: request.due_at.map(Timestamp),
    };
    let id = domain::TaskId(request.task_id);
    Ok(convert::done(
        router.app.task_update(router.me, id, edit).await?,
    ))
}

pub(crate) async fn task_delete(router: &Router, request: TaskId) -> Result<Done, WireError> {
    let id = domain::TaskId(request.task_id);
    Ok(convert::done(router.app.task_delete(router.me, id).await?))
}

pub(crate) fn task(view: TaskView) -> Task {
    let row = view.row;
    Task {
        id: row.id.0,
        conversation_id: row.conversation.map(|id| id.0),
        client: view.client,
        folder: view.folder,
        kind: row.kind,
        text: row.text,
        assignee_id: row.assignee.map(|id| id.0),
        due_at: convert::millis(row.due_at),
        done_at: convert::millis(row.done_at),
        automatic: row.trigger_run.is_some(),
    }
}
