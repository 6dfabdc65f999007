//! Keeps one receiving and one sending task per connected source, and wakes tasks whose concern a commit is.

use std::collections::HashMap;

use runnel_domain::{Channel, SourceHealth, ids::SourceId};
use runnel_store::{ChangeSet, Entity, table::source};
use tokio::sync::broadcast::error::RecvError;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{pull, send, wait};
use crate::app::App;

/// A source at work; its settings tell whether it has to start anew.
struct AtWork {
    config: String,
    stop: CancellationToken,
}

/// Runs until stopped.
pub(super) async fn watch(app: App, stop: CancellationToken, tasks: TaskTracker) {
    let mut changes = app.changes();
    let mut at_work = HashMap::new();
    loop {
        align(&app, &stop, &tasks, &mut at_work).await;
        loop {
            let change = tokio::select! {
                () = stop.cancelled() => return,
                change = changes.recv() => change,
            };
            match change {
                Ok(set) => {
                    wake(&app, &set);
                    if set.touches(Entity::Source) {
                        break;
                    }
                }
                Err(RecvError::Lagged(_)) => {
                    app.inner.supervision.wake_senders();
                    app.inner.supervision.timers.notify_one();
                    break;
                }
                Err(RecvError::Closed) => return,
            }
        }
    }
}

fn wake(app: &App, set: &ChangeSet) {
    if set.touches(Entity::Outbox) {
        app.inner.supervision.wake_senders();
    }
    if set.touches(Entity::TriggerRun)
        || set.touches(Entity::TriggerRule)
        || set.touches(Entity::Operation)
        // What was put aside has a time to come back.
        || set.touches(Entity::Counts)
        || set.touches(Entity::Task)
    {
        app.inner.supervision.timers.notify_one();
    }
}

/// Starts tasks for sources that have none, stops those of sources that are gone, paused or set up differently.
async fn align(
    app: &App,
    stop: &CancellationToken,
    tasks: &TaskTracker,
    at_work: &mut HashMap<SourceId, AtWork>,
) {
    let sources = match app.read(|read| Ok(source::list(read)?)).await {
        Ok(sources) => sources,
        Err(error) => {
            tracing::error!(%error, "the sources cannot be read");
            return;
        }
    };
    let wanted: HashMap<SourceId, String> = sources
        .into_iter()
        .filter(|source| source.channel != Channel::Local && source.health != SourceHealth::Paused)
        .map(|source| (source.id, source.config))
        .collect();
    at_work.retain(|id, work| {
        let stays = wanted.get(id) == Some(&work.config) && !work.stop.is_cancelled();
        if !stays {
            work.stop.cancel();
            app.disconnect(*id);
        }
        stays
    });
    for (id, config) in wanted {
        if at_work.contains_key(&id) {
            continue;
        }
        let stop = stop.child_token();
        tasks.spawn(wait::guarded("pull", stop.clone(), {
            let (app, stop) = (app.clone(), stop.clone());
            move || pull::run(app.clone(), id, stop.clone())
        }));
        tasks.spawn(wait::guarded("send", stop.clone(), {
            let (app, stop) = (app.clone(), stop.clone());
            move || send::run(app.clone(), id, stop.clone())
        }));
        at_work.insert(id, AtWork { config, stop });
    }
}
