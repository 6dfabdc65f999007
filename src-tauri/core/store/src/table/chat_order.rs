//! By what the table of chats can be sorted, and how two conversations compare (UC-10).

use std::cmp::Ordering;

use runnel_domain::ids::ConversationId;
use serde::{Deserialize, Serialize};

/// A column that the table can be sorted by. Its spelling stands in saved views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatColumn {
    /// Last message either way: the default.
    LastActivity,
    /// Name shown for the contact; letter case does not matter within ASCII.
    Client,
    /// Stage in funnel order.
    Stage,
    /// Longest first when descending; who still waits comes above every answer.
    ResponseTime,
    /// Amount in minor units, across currencies.
    Price,
    /// Deadline of the nearest open task.
    Tasks,
    /// Name of who is in charge; letter case does not matter within ASCII.
    Responsible,
    /// Names of the tags.
    Tags,
    /// Name of the source; letter case does not matter within ASCII.
    Source,
    /// The contact's stars (PO-15).
    Stars,
}

/// How a column sorts: its SQL, what says that a row has a value there, and what says that it has none.
pub(crate) struct Spelled {
    pub(crate) key: &'static str,
    pub(crate) order: &'static str,
    pub(crate) present: Option<(&'static str, &'static str)>,
}

/// Answered: how long it took. Waiting: a number above every such time, larger the longer they wait.
macro_rules! response {
    ($rest:literal) => {
        concat!(
            "(CASE WHEN c.waiting_last_at IS NULL THEN c.response_ms ELSE 4000000000000000 - c.waiting_last_at END)",
            $rest
        )
    };
}
pub(crate) const RESPONSE: &str = response!("");

impl ChatColumn {
    /// Every column.
    pub const ALL: &'static [Self] = &[
        Self::LastActivity,
        Self::Client,
        Self::Stage,
        Self::ResponseTime,
        Self::Price,
        Self::Tasks,
        Self::Responsible,
        Self::Tags,
        Self::Source,
        Self::Stars,
    ];

    pub(crate) const fn spelled(self) -> Spelled {
        let (key, order, present) = match self {
            Self::LastActivity => ("c.last_activity_at", "c.last_activity_at", None),
            Self::Client => (
                "lower(c.contact_name)",
                "c.contact_name COLLATE NOCASE",
                None,
            ),
            Self::Stage => (
                "c.stage_rank",
                "c.stage_rank",
                Some(("c.stage_rank > ''", "c.stage_rank = ''")),
            ),
            Self::ResponseTime => (
                RESPONSE,
                RESPONSE,
                Some((response!(" IS NOT NULL"), response!(" IS NULL"))),
            ),
            Self::Price => (
                "c.amount_minor",
                "c.amount_minor",
                Some(("c.amount_minor IS NOT NULL", "c.amount_minor IS NULL")),
            ),
            Self::Tasks => (
                "c.next_task_at",
                "c.next_task_at",
                Some(("c.next_task_at IS NOT NULL", "c.next_task_at IS NULL")),
            ),
            Self::Responsible => (
                "lower(c.responsible_name)",
                "c.responsible_name COLLATE NOCASE",
                Some((
                    "c.responsible_name COLLATE NOCASE > ''",
                    "c.responsible_name COLLATE NOCASE = ''",
                )),
            ),
            Self::Tags => (
                "lower(c.tag_names)",
                "c.tag_names COLLATE NOCASE",
                Some((
                    "c.tag_names COLLATE NOCASE > ''",
                    "c.tag_names COLLATE NOCASE = ''",
                )),
            ),
            Self::Source => ("lower(c.source_name)", "c.source_name COLLATE NOCASE", None),
            Self::Stars => ("c.stars", "c.stars", None),
        };
        Spelled {
            key,
            order,
            present,
        }
    }
}

/// Column and direction. Rows without a value come last either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ChatSort {
    /// By what.
    pub column: ChatColumn,
    /// Largest first.
    pub descending: bool,
}

impl Default for ChatSort {
    fn default() -> Self {
        Self {
            column: ChatColumn::LastActivity,
            descending: true,
        }
    }
}

/// What a conversation is sorted by, ordered as SQLite orders it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortKey {
    /// A number.
    Number(i64),
    /// Text; where letter case does not matter, with ASCII letters in lower case as NOCASE compares them.
    Text(Box<str>),
    /// No value in that column.
    Nothing,
}

/// The same, borrowed, for comparing many without copying their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'k> {
    /// A number.
    Number(i64),
    /// Text, as in [`SortKey::Text`].
    Text(&'k str),
    /// No value in that column.
    Nothing,
}

impl SortKey {
    fn borrowed(&self) -> Key<'_> {
        match self {
            Self::Number(number) => Key::Number(*number),
            Self::Text(text) => Key::Text(text),
            Self::Nothing => Key::Nothing,
        }
    }
}

/// A conversation and its place in an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Which.
    pub id: ConversationId,
    /// What it is sorted by.
    pub key: SortKey,
}

impl ChatSort {
    /// The order of the table: by key, rows without one last, then by age.
    #[must_use]
    pub fn compare(self, one: &Placed, other: &Placed) -> Ordering {
        self.order(
            (one.key.borrowed(), one.id),
            (other.key.borrowed(), other.id),
        )
    }

    /// The same on borrowed keys.
    #[must_use]
    pub fn order(
        self,
        (one, one_id): (Key<'_>, ConversationId),
        (other, other_id): (Key<'_>, ConversationId),
    ) -> Ordering {
        let by_key = match (one, other) {
            (Key::Nothing, Key::Nothing) => Ordering::Equal,
            (Key::Nothing, _) => return Ordering::Greater,
            (_, Key::Nothing) => return Ordering::Less,
            (one, other) => one.cmp(&other),
        };
        let order = by_key.then(one_id.cmp(&other_id));
        if self.descending {
            order.reverse()
        } else {
            order
        }
    }
}
