//! What still waits because of a trigger, and switching triggers with what waits (UT-14).

use runnel_domain::{
    Timestamp,
    ids::{ConversationId, TimerId, TriggerId},
    rule::Action,
};
use runnel_store::{
    Read, StoreError, Tx,
    table::{timer, trigger_rule},
};
use serde_json::json;

use crate::{apply::word, due::note, later::Later, log::effect};

/// A delayed action that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its timer.
    pub timer: TimerId,
    /// When it is due.
    pub due_at: Timestamp,
    /// In which conversation.
    pub conversation: ConversationId,
    /// What will be done.
    pub action: Action,
}

/// What waits because of a trigger, in order: shown before it is switched off.
///
/// # Errors
/// When the store refuses.
pub fn waiting(read: &Read<'_>, trigger: TriggerId) -> Result<Vec<Waiting>, StoreError> {
    Ok(timer::waiting_of_trigger(read, trigger)?
        .into_iter()
        .filter_map(|timer| {
            let later: Later = serde_json::from_value(timer.payload).ok()?;
            Some(Waiting {
                timer: timer.id,
                due_at: timer.due_at,
                conversation: later.conversation,
                action: later.action,
            })
        })
        .collect())
}

/// Switches a trigger on. What was called off stays so.
///
/// # Errors
/// `NotFound` where there is no such trigger.
pub fn enable(tx: &mut Tx<'_>, trigger: TriggerId) -> Result<(), StoreError> {
    trigger_rule::set_enabled(tx, trigger, true)
}

/// Switches a trigger off and calls off what waits because of it; returns how many actions that were.
///
/// # Errors
/// `NotFound` where there is no such trigger.
pub fn disable(tx: &mut Tx<'_>, trigger: TriggerId) -> Result<usize, StoreError> {
    trigger_rule::set_enabled(tx, trigger, false)?;
    call_off(tx, trigger)
}

/// Removes a trigger and calls off what waits because of it; returns how many actions that were. Its log stays.
///
/// # Errors
/// `NotFound` where there is no such trigger.
pub fn remove(tx: &mut Tx<'_>, trigger: TriggerId) -> Result<usize, StoreError> {
    trigger_rule::remove(tx, trigger)?;
    call_off(tx, trigger)
}

fn call_off(tx: &mut Tx<'_>, trigger: TriggerId) -> Result<usize, StoreError> {
    let waiting = timer::waiting_of_trigger(tx, trigger)?;
    let count = waiting.len();
    for timer in waiting {
        timer::cancel(tx, timer.id)?;
        if let (Some(run), Ok(later)) = (timer.run, serde_json::from_value::<Later>(timer.payload))
        {
            let cancelled = effect(
                word(&later.action.what),
                "cancelled",
                json!({ "code": "trigger_off" }),
            );
            note(tx, run, later.place, &cancelled)?;
        }
    }
    Ok(count)
}
