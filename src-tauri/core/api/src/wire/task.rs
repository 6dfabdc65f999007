//! Tasks (UC-26).

use runnel_domain::TaskKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something to do.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Task {
    /// Task.
    pub id: i64,
    /// About which conversation.
    pub conversation_id: Option<i64>,
    /// Shown name of the contact; empty: about nobody.
    pub client: String,
    /// What kind.
    #[ts(type = "TaskKind")]
    pub kind: TaskKind,
    /// What.
    pub text: String,
    /// Who does it.
    pub assignee_id: Option<i64>,
    /// Deadline.
    pub due_at: Option<i64>,
    /// When done; null: open.
    pub done_at: Option<i64>,
    /// A trigger made it.
    pub automatic: bool,
}

/// Make a task.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TaskAddRequest {
    /// About which conversation.
    pub conversation_id: i64,
    /// What kind.
    #[ts(type = "TaskKind")]
    pub kind: TaskKind,
    /// What; needed for `custom`.
    pub text: String,
    /// Who; null: the responsible, or the acting member.
    pub assignee_id: Option<i64>,
    /// Deadline.
    pub due_at: Option<i64>,
}

/// Tick or untick.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TaskDoneRequest {
    /// Task.
    pub task_id: i64,
    /// Done.
    pub done: bool,
}

/// Which tasks.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TaskListRequest {
    /// Also the done ones of the last 30 days.
    pub with_done: bool,
}

/// The task list, nearest deadline first, those without last.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TaskList {
    /// Tasks.
    pub tasks: Vec<Task>,
}
