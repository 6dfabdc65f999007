//! Tasks.

use runnel_app::task::{TaskView, TaskWish};
use runnel_domain::{
    Timestamp,
    ids::{ConversationId, MemberId, TaskId},
};

use super::convert;
use crate::{
    router::Router,
    wire::{
        Done, Made, WireError,
        task::{Task, TaskAddRequest, TaskDoneRequest, TaskList, TaskListRequest},
    },
};

pub(crate) async fn task_list(
    router: &Router,
    request: TaskListRequest,
) -> Result<TaskList, WireError> {
    let tasks = router.app.task_list(request.with_done).await?;
    Ok(TaskList {
        tasks: tasks.into_iter().map(task).collect(),
    })
}

pub(crate) async fn task_add(router: &Router, request: TaskAddRequest) -> Result<Made, WireError> {
    let wish = TaskWish {
        conversation: ConversationId(request.conversation_id),
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
    let id = TaskId(request.task_id);
    Ok(convert::done(
        router.app.task_done(router.me, id, request.done).await?,
    ))
}

pub(crate) fn task(view: TaskView) -> Task {
    let row = view.row;
    Task {
        id: row.id.0,
        conversation_id: row.conversation.map(|id| id.0),
        client: view.client,
        kind: row.kind,
        text: row.text,
        assignee_id: row.assignee.map(|id| id.0),
        due_at: convert::millis(row.due_at),
        done_at: convert::millis(row.done_at),
        automatic: row.trigger_run.is_some(),
    }
}
