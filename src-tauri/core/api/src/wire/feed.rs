//! What the core tells an interface by itself: keys, never rows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::workspace::Counts;

/// One message of the change feed. Leaves only after the commit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FeedMessage {
    /// Rows changed.
    Changed {
        /// Which.
        changes: Vec<Changed>,
        /// The counters as they are now, if they changed.
        counts: Option<Counts>,
    },
    /// The interface missed messages (it was slow): reload everything.
    Lagged,
    /// Long work goes on.
    Progress {
        /// `sample_fill`, `sample_remove`, `bulk`.
        job: String,
        /// Done so far.
        done: u32,
        /// Of how many.
        total: u32,
    },
    /// A new message was announced or would have been; for in-app announcements.
    Arrived {
        /// Conversation.
        conversation_id: i64,
        /// Shown name.
        client: String,
    },
    /// A snoozed conversation is back because its time has come.
    Returned {
        /// Conversation.
        conversation_id: i64,
        /// Shown name.
        client: String,
    },
    /// Somebody handed a conversation to the member of this window.
    HandedOver {
        /// Conversation.
        conversation_id: i64,
        /// Shown name.
        client: String,
        /// Who did.
        member_id: i64,
    },
    /// Tasks of the acting member are due; for in-app announcements.
    Due {
        /// The conversation of the first one; null: about none.
        conversation_id: Option<i64>,
        /// Shown name; empty: about nobody.
        client: String,
        /// What kind the first one is.
        #[ts(type = "TaskKind")]
        task_kind: runnel_domain::TaskKind,
        /// What it says; may be empty.
        text: String,
        /// How many.
        count: u32,
    },
}

/// Rows of one kind that changed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Changed {
    /// `conversation`, `contact`, `message`, `deal`, `stage`, `pipeline`, `tag`, `task`, `source`, `member`, `setting`,
    /// `member_setting`, `category`, `draft`, `outbox`, `trigger`, `trigger_run`, `welcome`, `template`.
    pub entity: String,
    /// Row ids; empty: any number of them.
    pub ids: Vec<i64>,
}
