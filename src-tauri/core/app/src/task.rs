//! Tasks: the list, made by hand, edited, ticked, thrown away (UC-26).

use runnel_domain::{
    Folder, TaskKind, Timestamp,
    day::Day,
    ids::{ConversationId, DealId, MemberId, TaskId},
};
use runnel_store::{
    Read, UndoLabel,
    table::{
        conversation,
        deal_card::{self, DealCard},
        task::{self, NewDealTask, NewTask, Task},
        task_list::{self, Calendar, TaskQuery},
    },
};
use serde_json::json;

pub use runnel_store::table::{task::TaskEdit, task_list::TaskCounts};

use crate::{
    app::{App, Changed},
    chats::viewpoint,
    conversation::active,
    error::AppError,
    label::{self, label},
    permission::{Deed, Named, Sight},
    settings,
};

/// Rows that one answer holds at most.
const MOST_ROWS: usize = 200;
/// How long done tasks stay in the list: 30 days, in milliseconds.
const SHOWN_DONE_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// A task with whom it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskView {
    /// The task.
    pub row: Task,
    /// Shown name of the contact; empty: about nobody.
    pub client: String,
    /// Where its conversation lies.
    pub folder: Option<Folder>,
}

/// Which tasks, and which window of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskWindow {
    /// Whose; `None`: everybody's.
    pub assignee: Option<MemberId>,
    /// Of these kinds; empty: of any.
    pub kinds: Vec<TaskKind>,
    /// Also the done ones of the last 30 days.
    pub with_done: bool,
    /// Row to begin with, 0 first.
    pub offset: usize,
    /// Rows wanted.
    pub limit: usize,
}

/// A window of the task list, with the numbers of its groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskPage {
    /// Tasks by deadline.
    pub counts: TaskCounts,
    /// The window.
    pub rows: Vec<TaskView>,
}

/// What a task is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A conversation, and the deal that it carries.
    Conversation(ConversationId),
    /// A deal, and the conversation that carries it, if one does at present.
    Deal(DealId),
}

/// A task to make by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskWish {
    /// About what.
    pub about: About,
    /// What kind.
    pub kind: TaskKind,
    /// What; needed for custom tasks.
    pub text: String,
    /// Who; `None`: whoever is in charge, or the acting member.
    pub assignee: Option<MemberId>,
    /// Deadline.
    pub due_at: Option<Timestamp>,
}

impl App {
    /// A window of the tasks: nearest deadline first, those without one after, then those done lately.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn task_list(&self, window: TaskWindow) -> Result<TaskPage, AppError> {
        let (now, asked) = (self.now(), self.question());
        self.read(move |read| {
            let sight = Sight::asked(read, asked.as_deref())?;
            let zone = settings::load(read)?.timezone;
            let tomorrow = Day::of(now, &zone).until;
            let calendar = Calendar {
                now,
                tomorrow,
                day_after: Day::of(tomorrow, &zone).until,
                next_week: Day::next_week(now, &zone),
            };
            let query = TaskQuery {
                assignee: window.assignee,
                kinds: window.kinds,
                done_since: window.with_done.then(|| now.plus_millis(-SHOWN_DONE_MS)),
                sight: if sight.is_whole() {
                    None
                } else {
                    sight.tasks(viewpoint(read, sight.rights().member, now)?)
                },
            };
            let counts = task_list::counts(read, &query, calendar)?;
            let limit = window.limit.min(MOST_ROWS);
            let rows = task_list::window(read, &query, &counts, window.offset, limit)?
                .into_iter()
                .map(|id| seen(read, task::get(read, id)?))
                .collect::<Result<_, AppError>>()?;
            Ok(TaskPage { counts, rows })
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
            let (about, in_charge) = match wish.about {
                About::Conversation(id) => (
                    About::Conversation(id),
                    conversation::get(tx, id)?.responsible,
                ),
                About::Deal(id) => {
                    let card = deal_card::get(tx, id)?;
                    match carrier(tx, &card)? {
                        Some(id) => (About::Conversation(id), card.owner),
                        None => (About::Deal(id), card.owner),
                    }
                }
            };
            let assignee = wish.assignee.or(in_charge).unwrap_or(me);
            active(tx, assignee)?;
            match about {
                About::Conversation(conversation) => {
                    sees(tx, assignee, Named::Conversation(conversation))?;
                    let new = NewTask {
                        conversation,
                        kind: wish.kind,
                        text: &wish.text,
                        assignee: Some(assignee),
                        due_at: wish.due_at,
                        trigger_run: None,
                    };
                    Ok(task::create(tx, &new)?)
                }
                About::Deal(deal) => {
                    sees(tx, assignee, Named::Deal(deal))?;
                    let new = NewDealTask {
                        deal,
                        contact: deal_card::get(tx, deal)?.contact,
                        kind: wish.kind,
                        text: &wish.text,
                        assignee: Some(assignee),
                        due_at: wish.due_at,
                    };
                    Ok(task::create_for_deal(tx, &new)?)
                }
            }
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
        let code = if done { "task_done" } else { "task_reopen" };
        let undo = self.label_task(code, id).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(task::set_done(tx, id, done)?)
        })
        .await
    }

    /// Says anew what is to be done, by whom, until when: editing, reassigning, postponing.
    ///
    /// # Errors
    /// `Invalid` with `task_text_blank` or `member_gone`, `NotFound` where there is none.
    pub async fn task_update(
        &self,
        me: MemberId,
        id: TaskId,
        edit: TaskEdit,
    ) -> Result<Changed, AppError> {
        let undo = self.label_task("task_update", id).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            let Task {
                assignee: before,
                conversation,
                deal,
                ..
            } = task::get(tx, id)?;
            // Whoever left keeps what they had, but gets nothing new.
            if let Some(member) = edit.assignee.filter(|member| Some(*member) != before) {
                active(tx, member)?;
                let about = conversation
                    .map(Named::Conversation)
                    .or(deal.map(Named::Deal));
                if let Some(about) = about {
                    sees(tx, member, about)?;
                }
            }
            Ok(task::update(tx, id, &edit)?)
        })
        .await
    }

    /// Throws a task away.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn task_delete(&self, me: MemberId, id: TaskId) -> Result<Changed, AppError> {
        let undo = self.label_task("task_delete", id).await?;
        self.act(me, Deed::Work, undo, move |tx| Ok(task::delete(tx, id)?))
            .await
    }

    async fn label_task(
        &self,
        code: &'static str,
        id: TaskId,
    ) -> Result<Option<UndoLabel>, AppError> {
        self.read(move |read| {
            let task = task::get(read, id)?;
            Ok(label(
                code,
                json!({ "kind": task.kind.as_str(), "text": task.text }),
            ))
        })
        .await
    }
}

/// A task with whom it is about.
pub(crate) fn seen(read: &Read<'_>, row: Task) -> Result<TaskView, AppError> {
    let client = row
        .contact
        .map(|contact| label::client(read, contact))
        .transpose()?;
    let about = row
        .conversation
        .map(|id| conversation::find(read, id))
        .transpose()?
        .flatten();
    Ok(TaskView {
        client: client.unwrap_or_default(),
        folder: about.map(|about| about.folder),
        row,
    })
}

/// The conversation that carries a card at present.
pub(crate) fn carrier(
    read: &Read<'_>,
    card: &DealCard,
) -> Result<Option<ConversationId>, AppError> {
    let Some(id) = card.conversation else {
        return Ok(None);
    };
    let carries = conversation::get(read, id)?.deal == Some(card.id);
    Ok(carries.then_some(id))
}

/// Whoever is given something has to be allowed to see what it is about (UC-28).
fn sees(read: &Read<'_>, member: MemberId, about: Named) -> Result<(), AppError> {
    if Sight::of(read, member)?.sees(read, about)? {
        Ok(())
    } else {
        Err(AppError::field("responsible_cannot_see", "assignee_id"))
    }
}
