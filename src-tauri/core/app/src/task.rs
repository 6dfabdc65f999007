//! Tasks: the list, made by hand, ticked (UC-26).

use runnel_domain::{
    TaskKind, Timestamp,
    ids::{ConversationId, MemberId, TaskId},
};
use runnel_store::{
    Read,
    table::{
        conversation,
        task::{self, NewTask, Task},
    },
};
use serde_json::json;

use crate::{
    app::{App, Changed},
    conversation::active,
    error::AppError,
    label::{self, label},
    permission::Deed,
};

/// Open tasks that the list shows at most; somebody with more needs filters rather than a longer list.
const MOST_OPEN: usize = 1_000;
/// Done tasks that the list shows at most.
const MOST_DONE: usize = 500;
/// How long done tasks stay in the list: 30 days, in milliseconds.
const SHOWN_DONE_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// A task with whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskView {
    /// The task.
    pub row: Task,
    /// Shown name of the contact; empty: about nobody.
    pub client: String,
}

/// A task to make by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskWish {
    /// About which conversation.
    pub conversation: ConversationId,
    /// What kind.
    pub kind: TaskKind,
    /// What; needed for custom tasks.
    pub text: String,
    /// Who; `None`: the responsible, or the acting member.
    pub assignee: Option<MemberId>,
    /// Deadline.
    pub due_at: Option<Timestamp>,
}

impl App {
    /// Open tasks, nearest deadline first, those without last; then, if asked for, those done lately.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn task_list(&self, with_done: bool) -> Result<Vec<TaskView>, AppError> {
        let since = self.now().plus_millis(-SHOWN_DONE_MS);
        self.read(move |read| {
            let mut rows = task::open(read, MOST_OPEN)?;
            if with_done {
                rows.extend(task::done_since(read, since, MOST_DONE)?);
            }
            rows.into_iter().map(|row| with_client(read, row)).collect()
        })
        .await
    }

    /// Sets a task.
    ///
    /// # Errors
    /// `Invalid` with `task_text_blank` or `member_gone`.
    pub async fn task_add(
        &self,
        me: MemberId,
        wish: TaskWish,
    ) -> Result<Changed<TaskId>, AppError> {
        let undo = label(
            "task_add",
            json!({ "kind": wish.kind.as_str(), "text": wish.text }),
        );
        self.act(me, Deed::Work, undo, move |tx| {
            let responsible = conversation::get(tx, wish.conversation)?.responsible;
            let assignee = wish.assignee.or(responsible).unwrap_or(me);
            active(tx, assignee)?;
            let new = NewTask {
                conversation: wish.conversation,
                kind: wish.kind,
                text: &wish.text,
                assignee: Some(assignee),
                due_at: wish.due_at,
                trigger_run: None,
            };
            Ok(task::create(tx, &new)?)
        })
        .await
    }

    /// Ticks a task off, or opens it again.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn task_done(
        &self,
        me: MemberId,
        id: TaskId,
        done: bool,
    ) -> Result<Changed, AppError> {
        let undo = self
            .read(move |read| {
                let task = task::get(read, id)?;
                let code = if done { "task_done" } else { "task_reopen" };
                Ok(label(
                    code,
                    json!({ "kind": task.kind.as_str(), "text": task.text }),
                ))
            })
            .await?;
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(task::set_done(tx, id, done)?)
        })
        .await
    }
}

pub(crate) fn with_client(read: &Read<'_>, row: Task) -> Result<TaskView, AppError> {
    let client = row
        .contact
        .map(|contact| label::client(read, contact))
        .transpose()?;
    Ok(TaskView {
        client: client.unwrap_or_default(),
        row,
    })
}
