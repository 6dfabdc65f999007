//! Triggers of the user's: cards, editing, switching, the log.

use runnel_domain::{
    Timestamp,
    ids::{MemberId, TriggerId, TriggerRunId},
    rule::{ActionKind, Assignee, Rule, RuleEvent, Wording},
};
use runnel_store::{
    Read,
    table::{
        conversation, stage, template, timer,
        trigger_rule::{self, TriggerRule},
        trigger_run::{self, TriggerRun},
    },
};
use serde_json::{Value, json};

use crate::{
    app::{App, Changed},
    conversation::active,
    error::AppError,
    label::{self, label},
    permission::{Deed, Sight},
};

/// Longest name of a trigger, in characters.
const LONGEST_NAME: usize = 200;
/// Runs that one answer holds at most.
const MOST_RUNS: u32 = 200;

/// A trigger's card (UT-9).
#[derive(Debug, Clone)]
pub struct TriggerView {
    /// The trigger.
    pub row: TriggerRule,
    /// Delayed actions that wait.
    pub waiting: usize,
    /// When the next of them is due.
    pub next_due_at: Option<Timestamp>,
    /// The last evaluation that matched, or should have.
    pub last_run: Option<RunView>,
}

/// One evaluation that was written down (UT-15).
#[derive(Debug, Clone)]
pub struct RunView {
    /// The run.
    pub row: TriggerRun,
    /// Name of its trigger as it is now; may be empty.
    pub trigger_name: String,
    /// Shown name of the client; empty: none.
    pub client: String,
}

impl App {
    /// All cards, in the order of evaluation.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn trigger_list(&self) -> Result<Vec<TriggerView>, AppError> {
        self.read(|read| {
            trigger_rule::list(read)?
                .into_iter()
                .map(|row| card(read, row))
                .collect()
        })
        .await
    }

    /// Saves a trigger; `None`: a new one, switched on, below all others. What waits already stays as it was (UT-14).
    ///
    /// # Errors
    /// `Invalid` with the code of the first problem (see [`Rule::check`]; also `no_stages`, `stage_gone`, `tag_gone`,
    /// `source_gone`, `member_gone`, `template_gone`, `name_too_long`) and where it is (`at`).
    pub async fn trigger_save(
        &self,
        me: MemberId,
        id: Option<TriggerId>,
        name: String,
        rule: Rule,
    ) -> Result<Changed<TriggerId>, AppError> {
        if name.chars().count() > LONGEST_NAME {
            return Err(AppError::field("name_too_long", "name"));
        }
        if let Some(problem) = rule.check().into_iter().next() {
            return Err(problem_at(problem.code, &problem.at));
        }
        let undo = label("trigger_save", json!({ "name": name }));
        let changed = self
            .act(me, Deed::Arrange, undo, move |tx| {
                refers_to_what_exists(tx, &rule)?;
                match id {
                    Some(id) => {
                        trigger_rule::update(tx, id, None, &name, &rule)?;
                        Ok(id)
                    }
                    None => Ok(trigger_rule::create(tx, &name, &rule, true)?),
                }
            })
            .await?;
        self.learned("first_trigger").await;
        Ok(changed)
    }

    /// Switches a trigger. Off calls off what waits because of it (UT-14).
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn trigger_enable(
        &self,
        me: MemberId,
        id: TriggerId,
        enabled: bool,
    ) -> Result<Changed, AppError> {
        let code = if enabled {
            "trigger_enable"
        } else {
            "trigger_disable"
        };
        let undo = self.label_trigger(code, id).await?;
        self.act(me, Deed::Arrange, undo, move |tx| {
            if enabled {
                runnel_automation::enable(tx, id)?;
            } else {
                runnel_automation::disable(tx, id)?;
            }
            Ok(())
        })
        .await
    }

    /// Deletes a trigger and calls off what waits because of it; its log stays.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn trigger_delete(&self, me: MemberId, id: TriggerId) -> Result<Changed, AppError> {
        let undo = self.label_trigger("trigger_delete", id).await?;
        self.act(me, Deed::Arrange, undo, move |tx| {
            runnel_automation::remove(tx, id)?;
            Ok(())
        })
        .await
    }

    /// A part of the log, newest first, and whether there is more before it. `None`: of all triggers.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn trigger_runs(
        &self,
        id: Option<TriggerId>,
        before: Option<TriggerRunId>,
        limit: u32,
    ) -> Result<(Vec<RunView>, bool), AppError> {
        let limit = limit.clamp(1, MOST_RUNS) as usize;
        let asked = self.question();
        self.read(move |read| {
            let sight = Sight::asked(read, asked.as_deref())?;
            let mut rows = match id {
                Some(id) => trigger_run::of_trigger(read, id, before, limit + 1)?,
                None => trigger_run::latest(read, before, limit + 1)?,
            };
            let more = rows.len() > limit;
            rows.truncate(limit);
            if !sight.is_whole() {
                let mut seen = Vec::new();
                for row in rows {
                    let hidden = match row.conversation {
                        Some(id) => !sight.chat(read, id)?,
                        None => false,
                    };
                    if !hidden {
                        seen.push(row);
                    }
                }
                rows = seen;
            }
            let runs = rows
                .into_iter()
                .map(|row| run(read, row))
                .collect::<Result<_, _>>()?;
            Ok((runs, more))
        })
        .await
    }

    async fn label_trigger(
        &self,
        code: &'static str,
        id: TriggerId,
    ) -> Result<Option<runnel_store::UndoLabel>, AppError> {
        self.read(move |read| {
            Ok(label(
                code,
                json!({ "name": trigger_rule::get(read, id)?.name }),
            ))
        })
        .await
    }
}

fn problem_at(code: &'static str, at: &str) -> AppError {
    AppError::Invalid {
        code,
        params: json!({ "at": at }),
    }
}

/// Refuses a rule that names what is not there: it would wait for ever, or fail when it matters.
fn refers_to_what_exists(read: &Read<'_>, rule: &Rule) -> Result<(), AppError> {
    if let RuleEvent::StageEntered { stages } = &rule.event {
        if stages.is_empty() {
            return Err(problem_at("no_stages", "event"));
        }
        for id in stages {
            if stage::find(read, *id)?.is_none_or(|stage| stage.removed_at.is_some()) {
                return Err(problem_at("stage_gone", "event"));
            }
        }
    }
    let tags: Vec<_> = runnel_store::table::tag::list(read)?
        .into_iter()
        .map(|tag| tag.id)
        .collect();
    let sources: Vec<_> = runnel_store::table::source::list(read)?
        .into_iter()
        .map(|source| source.id)
        .collect();
    let mut missing = None;
    rule.condition.when.visit(&mut |test| {
        use runnel_domain::condition::{TagTest, Test};
        match test {
            Test::Tags(TagTest::Any(any) | TagTest::All(any) | TagTest::None(any))
                if any.iter().any(|tag| !tags.contains(tag)) =>
            {
                missing = Some("tag_gone");
            }
            Test::Source(any) if any.iter().any(|source| !sources.contains(source)) => {
                missing = Some("source_gone");
            }
            _ => {}
        }
    });
    if let Some(code) = missing {
        return Err(problem_at(code, "condition"));
    }
    for (place, action) in rule.actions.iter().enumerate() {
        let at = format!("actions.{place}");
        match &action.what {
            ActionKind::EditTags { add, remove } => {
                if add.iter().chain(remove).any(|tag| !tags.contains(tag)) {
                    return Err(problem_at("tag_gone", &at));
                }
            }
            ActionKind::CreateTask {
                assignee: Assignee::Member(member),
                ..
            } => {
                active(read, *member).map_err(|_| problem_at("member_gone", &at))?;
            }
            ActionKind::SendMessage {
                message: Wording::Template(id),
            } => {
                // Everybody who reads the trigger has to be able to read what it says.
                if template::find(read, *id)?.is_none_or(|found| found.member.is_some()) {
                    return Err(problem_at("template_gone", &at));
                }
            }
            ActionKind::CreateTask { .. } | ActionKind::SendMessage { .. } => {}
        }
    }
    Ok(())
}

fn card(read: &Read<'_>, row: TriggerRule) -> Result<TriggerView, AppError> {
    let waiting = timer::waiting_of_trigger(read, row.id)?;
    let last_run = trigger_run::last_launch(read, row.id)?
        .map(|row| run(read, row))
        .transpose()?;
    Ok(TriggerView {
        waiting: waiting.len(),
        next_due_at: waiting.first().map(|timer| timer.due_at),
        last_run,
        row,
    })
}

fn run(read: &Read<'_>, row: TriggerRun) -> Result<RunView, AppError> {
    let client = match row.conversation {
        Some(id) => match conversation::find(read, id)? {
            Some(conversation) => label::client(read, conversation.contact)?,
            None => String::new(),
        },
        None => String::new(),
    };
    let trigger_name = trigger_rule::name(read, row.trigger)?;
    Ok(RunView {
        row,
        trigger_name,
        client,
    })
}

impl RunView {
    /// Code of why it failed; empty: it went well.
    #[must_use]
    pub fn failure(&self) -> &str {
        if self.row.outcome == runnel_domain::RunOutcome::Failed {
            self.row
                .reason
                .get("code")
                .and_then(Value::as_str)
                .unwrap_or("store_failed")
        } else {
            ""
        }
    }
}
