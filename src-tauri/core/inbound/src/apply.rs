//! Takes a batch in: all of it or nothing, and a bad item never stops the others.

use std::sync::Arc;

use runnel_connector::Batch;
use runnel_domain::{
    Actor, Timestamp,
    event::Cause,
    ids::{MessageId, SourceId},
};
use runnel_store::{
    Committed, Intent, Lane, Store, Tx,
    table::{cursor, source},
};

use crate::{
    InboundError, item, loss,
    people::People,
    prepare::{Ready, prepare},
};

/// What a batch brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// Customers' messages that just came, in order; what a notification may tell of. History is not among them.
    pub new_messages: Vec<MessageId>,
    /// Messages written down, history and our own included.
    pub stored: usize,
    /// Items that could not be read; each stands in its thread as an unsupported message.
    pub unsupported: usize,
}

/// Takes a batch of a source in, in one transaction: raw events, contacts, conversations, messages, events,
/// triggers, cursor. The same batch again changes nothing.
///
/// # Errors
/// When the workspace refuses. Nothing stays then, and the cursor stands where it stood.
pub async fn apply(
    store: &Store,
    source: SourceId,
    batch: Batch,
    now: Timestamp,
) -> Result<Applied, InboundError> {
    let files = store.files();
    let ready = tokio::task::spawn_blocking(move || prepare(&files, batch))
        .await
        .map_err(|_| InboundError::Interrupted)??;
    let ready = Arc::new(ready);
    let (first, again) = (Arc::clone(&ready), ready);
    let quick = store
        .write(Lane::Background, intent(now), move |tx| {
            run(tx, source, &first, Care::Quick)
        })
        .await;
    match quick {
        Ok(committed) => Ok(finish(committed)),
        Err(error) => {
            tracing::warn!(%error, "taking the batch in item by item");
            store
                .write(Lane::Background, intent(now), move |tx| {
                    run(tx, source, &again, Care::ItemByItem)
                })
                .await
                .map(finish)
        }
    }
}

/// [`apply`] for callers without a runtime: tests and benches.
///
/// # Errors
/// As [`apply`].
pub fn apply_blocking(
    store: &Store,
    source: SourceId,
    batch: Batch,
    now: Timestamp,
) -> Result<Applied, InboundError> {
    let ready = Arc::new(prepare(&store.files(), batch)?);
    let (first, again) = (Arc::clone(&ready), ready);
    store
        .write_blocking(Lane::Background, intent(now), move |tx| {
            run(tx, source, &first, Care::Quick)
        })
        .or_else(|error: InboundError| {
            tracing::warn!(%error, "taking the batch in item by item");
            store.write_blocking(Lane::Background, intent(now), move |tx| {
                run(tx, source, &again, Care::ItemByItem)
            })
        })
        .map(finish)
}

/// How a batch is run: without savepoints, which cost a third of the time, until one item proves bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Care {
    Quick,
    ItemByItem,
}

const fn intent(now: Timestamp) -> Intent {
    Intent::plain(now, Cause::plain(Actor::System))
}

fn finish(committed: Committed<Applied>) -> Applied {
    committed.value
}

fn run(
    tx: &mut Tx<'_>,
    source: SourceId,
    ready: &Ready,
    care: Care,
) -> Result<Applied, InboundError> {
    let source = source::get(tx, source)?;
    let mut people = People::new(source.channel);
    let mut applied = Applied::default();
    for item in &ready.items {
        let outcome = match care {
            Care::Quick => item::take_in(tx, &source, &mut people, item)?,
            Care::ItemByItem => {
                let tried = tx.attempt(|tx| item::take_in(tx, &source, &mut people, item));
                match tried {
                    Ok(outcome) => outcome,
                    Err(error) => {
                        tracing::error!(%error, key = item.key, "an item could not be taken in");
                        // What it learned of people was rolled back with it.
                        people.forget();
                        applied.unsupported += 1;
                        item::keep_unsupported(tx, &source, &mut people, item)?
                    }
                }
            }
        };
        applied.stored += usize::from(outcome.message.is_some());
        applied
            .new_messages
            .extend(outcome.message.filter(|_| outcome.announced));
    }
    if let Some(lost) = ready.lost {
        loss::mark(tx, &source, lost)?;
    }
    react(tx, care)?;
    if let Some(next) = &ready.next {
        cursor::set(tx, source.id, cursor::MAIN, next)?;
    }
    Ok(applied)
}

/// Lets the triggers see what happened. One that fails must not keep a customer's message out.
fn react(tx: &mut Tx<'_>, care: Care) -> Result<(), InboundError> {
    match care {
        Care::Quick => Ok(runnel_automation::react(tx)?),
        Care::ItemByItem => {
            let reacted: Result<(), InboundError> =
                tx.attempt(|tx| Ok(runnel_automation::react(tx)?));
            if let Err(error) = reacted {
                tracing::error!(%error, "triggers were skipped for a batch");
                tx.take_events();
            }
            Ok(())
        }
    }
}
