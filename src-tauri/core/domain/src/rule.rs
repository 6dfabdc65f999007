//! A trigger as the user writes it: when something happens, if a condition holds, then do this, perhaps later.

use serde::{Deserialize, Serialize};

use crate::{
    TaskKind,
    condition::{Condition, check::Problem},
    ids::{MemberId, StageId, TagId, TemplateId},
    template::Template,
};

/// Version written into stored rules. A later meaning gets a later number; old ones are read for ever.
pub const VERSION: u16 = 1;
/// The longest delay: a year, in minutes.
pub const LONGEST_DELAY_MINUTES: i64 = 366 * 24 * 60;

/// One trigger (UT-1). Stored as JSON in `trigger_rule.body`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Version of the rule format.
    pub v: u16,
    /// When.
    pub event: RuleEvent,
    /// If; the default holds always.
    #[serde(default)]
    pub condition: Condition,
    /// Then, in this order.
    pub actions: Vec<Action>,
    /// If this trigger matches, those below it are not asked about the same event (UT-12).
    #[serde(default)]
    pub stop_here: bool,
}

/// What sets a trigger off (UT-10); more kinds join here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RuleEvent {
    /// A deal came into a stage: created there or moved there.
    StageEntered {
        /// One of these; empty: any stage.
        #[serde(default)]
        stages: Vec<StageId>,
    },
    /// A conversation is new: it began, or came back from the archive.
    ConversationNew,
    /// A customer's message came in, the first one included.
    MessageReceived,
    /// Somebody else became responsible.
    ResponsibleChanged,
    /// One of these tags was put on.
    TagAdded {
        /// One of these; empty: any tag.
        #[serde(default)]
        tags: Vec<TagId>,
    },
}

/// One thing to do, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// How long after the event.
    #[serde(default)]
    pub delay: Delay,
    /// What.
    #[serde(flatten)]
    pub what: ActionKind,
}

/// What a trigger can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum ActionKind {
    /// Writes to the customer over the conversation's own channel (UT-3).
    SendMessage {
        /// What it says.
        message: Wording,
    },
    /// Puts tags on and takes tags off (UT-8).
    EditTags {
        /// Put on.
        #[serde(default)]
        add: Vec<TagId>,
        /// Taken off.
        #[serde(default)]
        remove: Vec<TagId>,
    },
    /// Gives somebody something to do (UT-6).
    CreateTask {
        /// What kind.
        task: TaskKind,
        /// What; needed for custom tasks. May hold `{{variables}}`.
        #[serde(default)]
        text: String,
        /// Who does it.
        assignee: Assignee,
        /// Deadline, counted from when the task appears; `None`: no deadline.
        #[serde(default)]
        due_in: Option<Delay>,
    },
}

/// Where the words of a message come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// The trigger's own, with `{{variables}}`.
    Own(String),
    /// A template as it is when the message is written, with its files (UC-31).
    Template(TemplateId),
}

/// Who gets a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assignee {
    /// Whoever is responsible for the conversation when the task appears; nobody if nobody is.
    Responsible,
    /// This member.
    Member(MemberId),
}

/// How long to wait (UT-4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delay {
    /// Not at all.
    #[default]
    AtOnce,
    /// This many minutes; the interface offers 5 and 10.
    Minutes(u32),
    /// A time of one's own.
    Custom {
        /// How many.
        number: u32,
        /// Of what.
        unit: Unit,
    },
}

/// Units of a delay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days of 24 hours.
    Days,
    /// Weeks of seven days.
    Weeks,
}

impl Delay {
    /// In minutes.
    #[must_use]
    pub const fn minutes(self) -> i64 {
        match self {
            Self::AtOnce => 0,
            Self::Minutes(number) => number as i64,
            Self::Custom { number, unit } => {
                number as i64
                    * match unit {
                        Unit::Minutes => 1,
                        Unit::Hours => 60,
                        Unit::Days => 24 * 60,
                        Unit::Weeks => 7 * 24 * 60,
                    }
            }
        }
    }

    /// Whether it happens with the event, in the same transaction.
    #[must_use]
    pub const fn is_at_once(self) -> bool {
        self.minutes() == 0
    }
}

impl Rule {
    /// Nothing if it makes sense, otherwise everything that does not. Places are `condition.<place>`,
    /// `actions.<index>` and, inside a text, `actions.<index>@<character>`.
    ///
    /// Codes: those of [`Condition::check`] and [`crate::template`], and `version_unknown`, `no_actions`,
    /// `message_blank`, `no_tags`, `tag_added_and_removed`, `task_text_blank`, `delay_too_long`.
    #[must_use]
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.v != VERSION {
            problems.push(Problem::new("version_unknown", ""));
        }
        problems.extend(
            self.condition
                .check()
                .into_iter()
                .map(|problem| Problem::new(problem.code, format!("condition.{}", problem.at))),
        );
        if self.actions.is_empty() {
            problems.push(Problem::new("no_actions", "actions"));
        }
        for (index, action) in self.actions.iter().enumerate() {
            let place = format!("actions.{index}");
            if action.delay.minutes() > LONGEST_DELAY_MINUTES {
                problems.push(Problem::new("delay_too_long", &place));
            }
            action.what.check(&place, &mut problems);
        }
        problems
    }
}

impl Rule {
    /// The templates whose words it sends.
    pub fn templates(&self) -> impl Iterator<Item = TemplateId> + '_ {
        self.actions.iter().filter_map(|action| match action.what {
            ActionKind::SendMessage {
                message: Wording::Template(template),
            } => Some(template),
            _ => None,
        })
    }
}

impl ActionKind {
    fn check(&self, place: &str, problems: &mut Vec<Problem>) {
        let text = match self {
            Self::SendMessage {
                message: Wording::Own(text),
            } => {
                if text.trim().is_empty() {
                    problems.push(Problem::new("message_blank", place));
                }
                text
            }
            // It was read when it was saved.
            Self::SendMessage {
                message: Wording::Template(_),
            } => return,
            Self::EditTags { add, remove } => {
                if add.is_empty() && remove.is_empty() {
                    problems.push(Problem::new("no_tags", place));
                }
                if add.iter().any(|tag| remove.contains(tag)) {
                    problems.push(Problem::new("tag_added_and_removed", place));
                }
                return;
            }
            Self::CreateTask {
                task, text, due_in, ..
            } => {
                if *task == TaskKind::Custom && text.trim().is_empty() {
                    problems.push(Problem::new("task_text_blank", place));
                }
                if due_in.is_some_and(|due_in| due_in.minutes() > LONGEST_DELAY_MINUTES) {
                    problems.push(Problem::new("delay_too_long", place));
                }
                text
            }
        };
        if let Err(error) = Template::parse(text) {
            problems.push(Problem::new(error.code, format!("{place}@{}", error.at)));
        }
    }
}
