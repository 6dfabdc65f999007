//! The timeline of a conversation: messages, notes and what happened, a part at a time, with names in place of ids.

use std::collections::HashMap;

use runnel_domain::{
    Money, TaskKind, Timestamp, WakeReason,
    event::{Event, EventBody},
    ids::{ConversationId, MemberId, StageId, TagId, TaskId, TriggerId, TriggerRunId},
};
use runnel_store::{
    Read,
    table::{conversation, stage, tag, task, ticket, timeline},
};

pub use runnel_store::table::{
    ticket::Ticket,
    timeline::{Mark, Shown},
};

use crate::{app::App, error::AppError};

/// Things that one part holds at most.
const MOST_ITEMS: u32 = 200;

/// A part of a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelinePart {
    /// Subject of the thread; messages that differ from it say so.
    pub subject: String,
    /// Oldest first.
    pub items: Vec<Item>,
    /// For the part before this one; `None`: this is the beginning.
    pub before: Option<Mark>,
}

/// One thing on a timeline.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A message or a note.
    Message(Box<Shown>),
    /// Something that happened.
    Event(Box<Happened>),
}

/// Something that happened, with who caused it.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// The event.
    pub event: Event,
    /// The trigger that acted or ran.
    pub trigger: Option<TriggerId>,
    /// Its name as it is now; may be empty.
    pub trigger_name: String,
    /// What happened.
    pub what: Happening,
}

/// What happened, with names as they are now (those of removed things as they were).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// Begun; the contact was not known before.
    Started(bool),
    /// A customer wrote into the archive; where the last cycle ended.
    Reopened(String),
    /// Accepted.
    Accepted,
    /// Archived into a stage.
    Archived(String),
    /// Put on hold.
    Held,
    /// Back in progress.
    Resumed,
    /// Resolved, with its record; `None`: that was taken back since.
    Resolved(Option<Ticket>),
    /// Put aside; until when.
    Snoozed(Option<Timestamp>),
    /// Back from being put aside.
    Woken(WakeReason),
    /// Card made in a stage.
    DealCreated(String),
    /// Card moved from a stage to a stage.
    DealMoved(String, String),
    /// Amount changed.
    ValueChanged(Option<Money>, Option<Money>),
    /// Somebody else in charge.
    Responsible(Option<MemberId>, Option<MemberId>),
    /// Labels put on and taken off.
    Tags(Vec<String>, Vec<String>),
    /// Task set.
    TaskCreated(TaskBrief),
    /// Task done.
    TaskDone(TaskBrief),
    /// A trigger matched (UT-15).
    TriggerRan(TriggerRunId),
    /// The action of this label was taken back.
    Undone(String),
    /// Messages may be missing between these moments.
    MayBeMissing(Option<Timestamp>, Option<Timestamp>),
}

/// A task as the timeline names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskBrief {
    /// Which.
    pub id: TaskId,
    /// What kind.
    pub kind: TaskKind,
    /// What.
    pub text: String,
    /// Deadline.
    pub due_at: Option<Timestamp>,
}

impl App {
    /// The latest `limit` things before a mark (`None`: of all), oldest first.
    ///
    /// # Errors
    /// `NotFound` where there is no such conversation.
    pub async fn timeline(
        &self,
        id: ConversationId,
        before: Option<Mark>,
        limit: u32,
    ) -> Result<TimelinePart, AppError> {
        self.read(move |read| {
            let subject = conversation::get(read, id)?.subject;
            let limit = limit.clamp(1, MOST_ITEMS) as usize;
            let page = timeline::page(read, timeline::Scope::Conversation(id), before, limit)?;
            let mut names = Names::default();
            let mut items = Vec::with_capacity(page.items.len());
            for item in page.items.into_iter().rev() {
                match item {
                    timeline::Item::Message(shown) => items.push(Item::Message(shown)),
                    timeline::Item::Event(happened) => {
                        let trigger_name = happened.trigger_name;
                        if let Some(what) = names.happening(read, &happened.event.body)? {
                            let event = happened.event;
                            let trigger = match event.body {
                                EventBody::TriggerRan { trigger, .. } => Some(trigger),
                                _ => event.cause.trigger,
                            };
                            let happened = Happened {
                                event,
                                trigger,
                                trigger_name,
                                what,
                            };
                            items.push(Item::Event(Box::new(happened)));
                        }
                    }
                }
            }
            Ok(TimelinePart {
                subject,
                items,
                before: page.before,
            })
        })
        .await
    }
}

/// Names that a part needs, each read once.
#[derive(Default)]
struct Names {
    stages: HashMap<StageId, String>,
    tags: Option<HashMap<TagId, String>>,
}

impl Names {
    fn stage(&mut self, read: &Read<'_>, id: StageId) -> Result<String, AppError> {
        if let Some(name) = self.stages.get(&id) {
            return Ok(name.clone());
        }
        let name = stage::find(read, id)?
            .map(|stage| stage.name)
            .unwrap_or_default();
        self.stages.insert(id, name.clone());
        Ok(name)
    }

    fn tags(&mut self, read: &Read<'_>, ids: &[TagId]) -> Result<Vec<String>, AppError> {
        if self.tags.is_none() {
            let all = tag::list(read)?.into_iter().map(|tag| (tag.id, tag.name));
            self.tags = Some(all.collect());
        }
        let known = self.tags.as_ref();
        Ok(ids
            .iter()
            .filter_map(|id| known?.get(id).cloned())
            .collect())
    }

    /// `None`: nothing that a timeline shows by itself.
    fn happening(
        &mut self,
        read: &Read<'_>,
        body: &EventBody,
    ) -> Result<Option<Happening>, AppError> {
        Ok(Some(match body {
            EventBody::ConversationStarted { new_contact } => Happening::Started(*new_contact),
            EventBody::ConversationReopened { archived_in } => {
                let stage = archived_in
                    .map(|stage| self.stage(read, stage))
                    .transpose()?;
                Happening::Reopened(stage.unwrap_or_default())
            }
            EventBody::ConversationAccepted => Happening::Accepted,
            EventBody::ConversationArchived { stage } => {
                Happening::Archived(self.stage(read, *stage)?)
            }
            EventBody::ConversationHeld => Happening::Held,
            EventBody::ConversationResumed => Happening::Resumed,
            EventBody::ConversationResolved { ticket } => {
                Happening::Resolved(ticket::find(read, *ticket)?)
            }
            EventBody::ConversationSnoozed { until } => Happening::Snoozed(until.map(Timestamp)),
            EventBody::ConversationWoken { reason } => Happening::Woken(*reason),
            EventBody::DealCreated { stage, .. } => {
                Happening::DealCreated(self.stage(read, *stage)?)
            }
            EventBody::DealMoved { from, to, .. } => {
                Happening::DealMoved(self.stage(read, *from)?, self.stage(read, *to)?)
            }
            EventBody::DealValueChanged { from, to, .. } => {
                Happening::ValueChanged(from.clone(), to.clone())
            }
            EventBody::ResponsibleChanged { from, to } => Happening::Responsible(*from, *to),
            EventBody::TagsChanged { added, removed } => {
                Happening::Tags(self.tags(read, added)?, self.tags(read, removed)?)
            }
            EventBody::TaskCreated { task } => Happening::TaskCreated(brief(read, *task)?),
            EventBody::TaskDone { task } => Happening::TaskDone(brief(read, *task)?),
            EventBody::TriggerRan { run, .. } => Happening::TriggerRan(*run),
            EventBody::ActionUndone { label, .. } => Happening::Undone(label.clone()),
            EventBody::MessagesMayBeMissing { from, until } => {
                Happening::MayBeMissing(from.map(Timestamp), until.map(Timestamp))
            }
            EventBody::MessageReceived { .. }
            | EventBody::MessageQueued { .. }
            | EventBody::MessageFailed { .. }
            | EventBody::MessageUnknown { .. }
            | EventBody::NoteAdded { .. } => return Ok(None),
        }))
    }
}

fn brief(read: &Read<'_>, id: TaskId) -> Result<TaskBrief, AppError> {
    let task = task::get(read, id)?;
    Ok(TaskBrief {
        id,
        kind: task.kind,
        text: task.text,
        due_at: task.due_at,
    })
}
