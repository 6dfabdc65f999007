//! The timeline of a conversation or of everything with its customer: a part at a time, with names in place of ids.

use std::collections::HashMap;

use runnel_domain::{
    Channel, Money, TaskKind, Timestamp, WakeReason,
    event::{Event, EventBody},
    ids::{ConversationId, MemberId, MessageId, StageId, TagId, TaskId, TriggerId, TriggerRunId},
};
use runnel_store::{
    Entity, Read, StoreError,
    table::{
        conversation,
        message_edit::{self, Earlier},
        stage, tag, task, ticket, timeline,
        timeline::thread,
    },
};

pub use runnel_store::table::{
    ticket::Ticket,
    timeline::{
        Kinds, Mark, Shown,
        thread::{Tally, Thread},
    },
};

use crate::{app::App, error::AppError, permission::Sight};

/// Things that one part holds at most.
const MOST_ITEMS: u32 = 200;

/// How much of a customer a timeline tells (PO-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One conversation.
    Conversation,
    /// All conversations with its customer.
    Contact,
}

/// Which part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// The newest.
    Latest,
    /// What stands before a mark.
    Before(Mark),
    /// What stands after it.
    After(Mark),
    /// What stands around a message, itself included.
    Around(MessageId),
}

/// What to tell of a timeline (PO-12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineQuery {
    /// Whose.
    pub conversation: ConversationId,
    /// How much of the customer.
    pub scope: Scope,
    /// Only these networks; empty: all.
    pub channels: Vec<Channel>,
    /// Only these kinds of things.
    pub kinds: Kinds,
    /// Which part.
    pub ask: Ask,
    /// How many things, at most 200.
    pub limit: u32,
}

/// A part of a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelinePart {
    /// Oldest first.
    pub items: Vec<Item>,
    /// For the part before this one; `None`: this is the beginning.
    pub before: Option<Mark>,
    /// For the part after this one; `None`: this is the end.
    pub after: Option<Mark>,
    /// The conversations it is made of, last active first; those that the query leaves out are not among them.
    pub threads: Vec<Thread>,
    /// The first message that the member has not seen, in any of them.
    pub first_unread: Option<MessageId>,
    /// Notes pinned to the top; with the newest part only.
    pub pinned: Vec<Shown>,
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
    /// Day by which the card shall be closed changed.
    DueChanged(Option<Timestamp>, Option<Timestamp>),
    /// Why the card was won or lost.
    ReasonGiven(String),
    /// Card of this title thrown away.
    DealDeleted(String),
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
    /// A part of a timeline.
    ///
    /// # Errors
    /// `NotFound` where there is no such conversation, or no such message in it.
    pub async fn timeline(
        &self,
        me: MemberId,
        query: TimelineQuery,
    ) -> Result<TimelinePart, AppError> {
        self.read(move |read| part(read, me, &query)).await
    }

    /// What lies in each conversation of a timeline, by kind: for choosing what to show (PO-12).
    ///
    /// # Errors
    /// `NotFound` where there is no such conversation.
    pub async fn timeline_counts(
        &self,
        me: MemberId,
        id: ConversationId,
        scope: Scope,
    ) -> Result<Vec<(Thread, Tally)>, AppError> {
        self.read(move |read| {
            let threads = threads(read, me, id, scope)?;
            let ids: Vec<ConversationId> = threads.iter().map(|thread| thread.id).collect();
            let tallies = thread::tallies(read, &ids)?;
            Ok(threads.into_iter().zip(tallies).collect())
        })
        .await
    }

    /// The texts that a message had before its writer changed it, oldest first.
    ///
    /// # Errors
    /// [`AppError::Store`] when the workspace cannot be read.
    pub async fn message_edits(&self, id: MessageId) -> Result<Vec<Earlier>, AppError> {
        self.read(move |read| Ok(message_edit::of_message(read, id)?))
            .await
    }
}

fn threads(
    read: &Read<'_>,
    me: MemberId,
    id: ConversationId,
    scope: Scope,
) -> Result<Vec<Thread>, AppError> {
    let contact = conversation::get(read, id)?.contact;
    let mut threads: Vec<Thread> = match scope {
        Scope::Contact => thread::of_contact(read, contact, me, id)?,
        Scope::Conversation => thread::of_conversation(read, id, me)?.into_iter().collect(),
    };
    let sight = Sight::of(read, me)?;
    if !sight.is_whole() {
        let mut seen = Vec::new();
        for thread in threads {
            if sight.chat(read, thread.id)? {
                seen.push(thread);
            }
        }
        threads = seen;
    }
    Ok(threads)
}

fn part(read: &Read<'_>, me: MemberId, query: &TimelineQuery) -> Result<TimelinePart, AppError> {
    let mut threads = threads(read, me, query.conversation, query.scope)?;
    if !query.channels.is_empty() {
        threads.retain(|thread| query.channels.contains(&thread.channel));
    }
    let ids: Vec<ConversationId> = threads.iter().map(|thread| thread.id).collect();
    let part = match query.ask {
        Ask::Latest => timeline::Part::Latest,
        Ask::Before(mark) => timeline::Part::Before(mark),
        Ask::After(mark) => timeline::Part::After(mark),
        Ask::Around(message) => {
            let mark = timeline::mark_of(read, message)?.ok_or(StoreError::NotFound {
                entity: Entity::Message,
                id: message.0,
            })?;
            timeline::Part::Around(mark)
        }
    };
    let limit = query.limit.clamp(1, MOST_ITEMS) as usize;
    let page = timeline::page(read, &ids, query.kinds, part, limit)?;
    let mut names = Names::default();
    let mut items = Vec::with_capacity(page.items.len());
    for item in page.items {
        match item {
            timeline::Item::Message(shown) => items.push(Item::Message(shown)),
            timeline::Item::Event(happened) => {
                items.extend(names.told(read, *happened)?.map(Box::new).map(Item::Event));
            }
        }
    }
    let latest = matches!(query.ask, Ask::Latest);
    let pinned = if latest {
        timeline::pinned(read, &ids)?
    } else {
        Vec::new()
    };
    let pinned = pinned.into_iter().filter_map(|item| match item {
        timeline::Item::Message(note) => Some(*note),
        timeline::Item::Event(_) => None,
    });
    Ok(TimelinePart {
        items,
        before: page.before,
        after: page.after,
        first_unread: thread::first_unread(read, &threads)?.map(|mark| MessageId(mark.id)),
        pinned: pinned.collect(),
        threads,
    })
}

/// Names that a part needs, each read once.
#[derive(Default)]
pub(crate) struct Names {
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

    /// An event with names; `None`: nothing that a timeline shows by itself.
    pub(crate) fn told(
        &mut self,
        read: &Read<'_>,
        happened: timeline::Happened,
    ) -> Result<Option<Happened>, AppError> {
        let timeline::Happened {
            event,
            trigger_name,
        } = happened;
        let Some(what) = self.happening(read, &event.body)? else {
            return Ok(None);
        };
        let trigger = match event.body {
            EventBody::TriggerRan { trigger, .. } => Some(trigger),
            _ => event.cause.trigger,
        };
        Ok(Some(Happened {
            event,
            trigger,
            trigger_name,
            what,
        }))
    }

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
            EventBody::DealDueChanged { from, to, .. } => {
                Happening::DueChanged(from.map(Timestamp), to.map(Timestamp))
            }
            EventBody::DealReasonGiven { reason, .. } => Happening::ReasonGiven(reason.clone()),
            EventBody::DealDeleted { title, .. } => Happening::DealDeleted(title.clone()),
            EventBody::ResponsibleChanged { from, to } => Happening::Responsible(*from, *to),
            EventBody::TagsChanged { added, removed } => {
                Happening::Tags(self.tags(read, added)?, self.tags(read, removed)?)
            }
            EventBody::TaskCreated { task } => match brief(read, *task)? {
                Some(task) => Happening::TaskCreated(task),
                None => return Ok(None),
            },
            EventBody::TaskDone { task } => match brief(read, *task)? {
                Some(task) => Happening::TaskDone(task),
                None => return Ok(None),
            },
            EventBody::TriggerRan { run, .. } => Happening::TriggerRan(*run),
            EventBody::ActionUndone { label, .. } => Happening::Undone(label.clone()),
            EventBody::MessagesMayBeMissing { from, until } => {
                Happening::MayBeMissing(from.map(Timestamp), until.map(Timestamp))
            }
            EventBody::MessageReceived { .. }
            | EventBody::MessageQueued { .. }
            | EventBody::MessageFailed { .. }
            | EventBody::MessageUnknown { .. }
            | EventBody::NoteAdded { .. }
            | EventBody::TaskDue { .. } => return Ok(None),
        }))
    }
}

/// `None`: it was thrown away since.
fn brief(read: &Read<'_>, id: TaskId) -> Result<Option<TaskBrief>, AppError> {
    Ok(task::find(read, id)?.map(|task| TaskBrief {
        id,
        kind: task.kind,
        text: task.text,
        due_at: task.due_at,
    }))
}
