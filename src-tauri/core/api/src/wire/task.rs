//! Tasks (UC-26).

use runnel_domain::{Folder, TaskKind};
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
    /// Where its conversation lies; null: about none.
    #[ts(type = "Folder | null")]
    pub folder: Option<Folder>,
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

/// Make a task, about a conversation or a deal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TaskAddRequest {
    /// About which conversation; null: about a deal.
    #[serde(default)]
    pub conversation_id: Option<i64>,
    /// About which deal, and the conversation that carries it; counts where no conversation is named.
    #[serde(default)]
    pub deal_id: Option<i64>,
    /// What kind.
    #[ts(type = "TaskKind")]
    pub kind: TaskKind,
    /// What; needed for `custom`.
    pub text: String,
    /// Who; null: whoever is in charge, or the acting member.
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

/// Edit, reassign or postpone.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TaskUpdateRequest {
    /// Task.
    pub task_id: i64,
    /// What kind.
    #[ts(type = "TaskKind")]
    pub kind: TaskKind,
    /// What; needed for `custom`.
    pub text: String,
    /// Who; null: nobody.
    pub assignee_id: Option<i64>,
    /// Deadline.
    pub due_at: Option<i64>,
}

/// Which task.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TaskId {
    /// Task.
    pub task_id: i64,
}

/// Which tasks.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TaskListRequest {
    /// Whose; null: everybody's.
    pub assignee_id: Option<i64>,
    /// Of these kinds; empty: of any.
    #[ts(type = "TaskKind[]")]
    pub kinds: Vec<TaskKind>,
    /// Also the done ones of the last 30 days.
    pub with_done: bool,
    /// Row to begin with, 0 first.
    pub offset: u32,
    /// Rows wanted, at most 200.
    pub limit: u32,
}

/// A window of the task list: nearest deadline first, then those without one, then those done lately.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TaskList {
    /// Tasks of the whole list.
    pub total: u32,
    /// How many of them are in each group; the groups follow each other in this order.
    pub groups: TaskGroups,
    /// The window.
    pub tasks: Vec<Task>,
}

/// Tasks by deadline, in the order of the list. Days are those of the workspace's zone.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct TaskGroups {
    /// Deadline passed.
    pub overdue: u32,
    /// Due today, not passed.
    pub today: u32,
    /// Due tomorrow.
    pub tomorrow: u32,
    /// Due this week, after tomorrow.
    pub week: u32,
    /// Due after this week.
    pub later: u32,
    /// Without a deadline.
    pub undated: u32,
    /// Done in the last 30 days, where asked for.
    pub done: u32,
}
