//! Tasks whose deadline has come: written down once, and told to whoever does them.

use runnel_domain::{Actor, event::Cause};
use runnel_store::{
    Intent, Lane,
    table::{
        task::{self, Task},
        timer::Timer,
    },
};

use crate::{
    app::App,
    error::AppError,
    host::Reminder,
    permission::Sight,
    settings,
    signal::Signal,
    task::{TaskView, seen},
};

/// Tasks that are told one by one; more at a time are told as one.
const ONE_BY_ONE: usize = 3;

impl App {
    /// Handles deadlines that have come. A task that was done, thrown away or postponed is passed over.
    pub(crate) async fn tasks_due(&self, timers: Vec<Timer>) -> Result<(), AppError> {
        if timers.is_empty() {
            return Ok(());
        }
        let seat = self.seat().await?;
        let intent = Intent::plain(self.now(), Cause::plain(Actor::System));
        let due: Vec<Task> = self
            .inner
            .store
            .write(Lane::Background, intent, move |tx| {
                let mut due = Vec::new();
                for timer in &timers {
                    due.extend(task::fall_due(tx, timer)?);
                }
                runnel_automation::react(tx)?;
                Ok::<_, AppError>(due)
            })
            .await?
            .value;
        // Whoever works elsewhere is told there.
        let mine: Vec<Task> = due
            .into_iter()
            .filter(|task| task.assignee.is_none_or(|member| member == seat))
            .collect();
        let (allowed, views) = self
            .read(move |read| {
                let sight = Sight::of(read, seat)?;
                let mut told = Vec::new();
                for task in mine {
                    let hidden = match task.conversation {
                        Some(id) => !sight.chat(read, id)?,
                        None => false,
                    };
                    if !hidden {
                        told.push(task);
                    }
                }
                let views = told
                    .into_iter()
                    .map(|task| seen(read, task))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok((settings::load(read)?.notifications, views))
            })
            .await?;
        for reminder in reminders(&views) {
            if allowed {
                self.inner.host.notifier.remind(&reminder);
            }
            self.signal(Signal::Due(reminder));
        }
        Ok(())
    }
}

/// One per task, or one for all where they are many.
fn reminders(views: &[TaskView]) -> Vec<Reminder> {
    let count = u32::try_from(views.len()).unwrap_or(u32::MAX);
    let told = |view: &TaskView, count| Reminder {
        conversation: view.row.conversation,
        client: view.client.clone(),
        kind: view.row.kind,
        text: view.row.text.clone(),
        count,
    };
    match views.first() {
        Some(first) if views.len() > ONE_BY_ONE => vec![told(first, count)],
        _ => views.iter().map(|view| told(view, 1)).collect(),
    }
}
