//! Triggers: the sentence that a card shows, its log, its queue.

use runnel_domain::TaskKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What sets a trigger off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TriggerEvent {
    /// A deal enters one of these stages, by whatever hand.
    StageEntered {
        /// At least one.
        stage_ids: Vec<i64>,
    },
    /// A conversation is new: first message of a person on a source, or one that came back from the archive.
    ConversationNew,
}

/// One condition; all of a trigger's conditions have to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TriggerCondition {
    /// Came through one of these.
    Source {
        /// At least one.
        source_ids: Vec<i64>,
    },
    /// Wears one of these.
    Tag {
        /// At least one.
        tag_ids: Vec<i64>,
    },
    /// The customer's last message contains one of these, case and accents aside.
    TextContains {
        /// At least one, not blank.
        words: Vec<String>,
    },
}

/// One action and when it happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TriggerAction {
    /// 0: at once; otherwise so many minutes later, and only if the conditions still hold then (UT-5).
    pub delay_minutes: u32,
    /// What.
    pub what: TriggerDeed,
}

/// What a trigger does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TriggerDeed {
    /// Send a message to the customer (UT-3).
    SendMessage {
        /// Own text with `{{variables}}`; empty where a template is sent.
        text: String,
        /// The template to send, as it is then, with its files; null: the own text.
        #[serde(default)]
        template_id: Option<i64>,
    },
    /// Add or remove tags (UT-8).
    EditTags {
        /// By id.
        add: Vec<i64>,
        /// By id.
        remove: Vec<i64>,
    },
    /// Create a task (UT-6).
    CreateTask {
        /// What kind.
        #[ts(type = "TaskKind")]
        task_kind: TaskKind,
        /// What; needed for `custom`.
        text: String,
        /// Who; null: the responsible of the conversation.
        assignee_id: Option<i64>,
        /// Deadline so many minutes after it appears; null: none.
        due_in_minutes: Option<u32>,
    },
}

/// What a person edits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TriggerBody {
    /// Name; empty: the sentence is shown.
    pub name: String,
    /// What sets it off.
    pub event: TriggerEvent,
    /// All have to hold; empty: always.
    pub conditions: Vec<TriggerCondition>,
    /// At least one.
    pub actions: Vec<TriggerAction>,
}

/// A trigger's card (UT-9).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Trigger {
    /// Trigger.
    pub id: i64,
    /// Its settings.
    pub body: TriggerBody,
    /// On.
    pub enabled: bool,
    /// Since when it is as it is (edited or switched).
    pub updated_at: i64,
    /// Matched so often.
    pub run_count: u32,
    /// Matched last.
    pub last_run_at: Option<i64>,
    /// Shown name of the client of that run; empty: none.
    pub last_run_client: String,
    /// Delayed actions that wait.
    pub waiting: u32,
    /// When the next of them is due.
    pub next_due_at: Option<i64>,
    /// Code of the last run's failure; empty: it went well.
    pub last_failure: String,
}

/// All triggers, in order of evaluation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TriggerList {
    /// Cards.
    pub triggers: Vec<Trigger>,
}

/// Save a trigger. Editing applies to new runs only (UT-14).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TriggerSaveRequest {
    /// The trigger; null: a new one, switched on, last in order.
    pub trigger_id: Option<i64>,
    /// Its settings.
    pub body: TriggerBody,
}

/// Which trigger.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TriggerId {
    /// Trigger.
    pub trigger_id: i64,
}

/// Switch a trigger. Switching off cancels its waiting actions (UT-14).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TriggerEnableRequest {
    /// Trigger.
    pub trigger_id: i64,
    /// On.
    pub enabled: bool,
}

/// A part of the log, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TriggerRunsRequest {
    /// Of one trigger; null: of all.
    pub trigger_id: Option<i64>,
    /// Runs before this one; null: the latest.
    pub before_id: Option<i64>,
    /// Runs wanted, at most 200.
    pub limit: u32,
}

/// That part.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TriggerRuns {
    /// Newest first.
    pub runs: Vec<TriggerRun>,
    /// There are earlier ones.
    pub more: bool,
}

/// One evaluation that was written down (UT-15).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TriggerRun {
    /// Run.
    pub id: i64,
    /// Trigger.
    pub trigger_id: i64,
    /// Its name as it is now; may be empty.
    pub trigger_name: String,
    /// On which conversation.
    pub conversation_id: Option<i64>,
    /// Shown name of the client.
    pub client: String,
    /// When.
    pub at: i64,
    /// `matched`, `not_matched`, `limited`, `failed`, `cancelled`.
    pub outcome: String,
    /// Why, one entry per test or limit.
    pub reasons: Vec<TriggerReason>,
    /// What was done or is due.
    pub effects: Vec<TriggerEffect>,
}

/// One test of an evaluation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TriggerReason {
    /// Stable code, e.g. `source`, `tag`, `text_contains`, `chain_too_deep`, `launch_limit`.
    pub code: String,
    /// It held.
    pub held: bool,
    /// What was found, for the wording; may be empty.
    pub found: String,
}

/// One action of a run.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TriggerEffect {
    /// `send_message`, `edit_tags`, `create_task`.
    pub deed: String,
    /// `done`, `waiting`, `cancelled`, `skipped`, `failed`.
    pub state: String,
    /// When it is or was due.
    pub due_at: Option<i64>,
    /// Code of the reason it was cancelled, skipped or failed; empty otherwise.
    pub code: String,
    /// The message or task that came of it.
    pub made_id: Option<i64>,
}
