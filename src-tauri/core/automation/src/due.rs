//! When a delay is over: look again whether the action is still wanted, then do it or say why not (UT-4, UT-5).

use runnel_domain::{RunOutcome, Timestamp, event::Cause, facts::Facts, ids::TriggerRunId};
use runnel_store::{
    StoreError, Tx,
    table::{
        block, facts,
        timer::{self, Timer},
        trigger_rule, trigger_run,
    },
};
use serde_json::{Value, json};

use crate::{
    apply::{apply, word},
    error::AutomationError,
    house::{House, reason},
    later::Later,
    log::{self, effect},
    react::{Chains, failure, react_in},
};

/// What became of a timer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// The action was done, or skipped with a reason in the log.
    Done,
    /// The action was called off.
    Cancelled {
        /// Stable code of why.
        code: &'static str,
    },
    /// The timer did not wait any more, or is of a kind that nobody here knows.
    Gone,
}

/// Handles one timer that has run out, and lets triggers react to what it did. One transaction.
///
/// # Errors
/// When the store refuses; an action that fails is logged and rolled back alone.
pub fn due(tx: &mut Tx<'_>, timer: &Timer) -> Result<Due, AutomationError> {
    let Some(timer) = timer::find_waiting(tx, timer.id)? else {
        return Ok(Due::Gone);
    };
    let later = serde_json::from_value::<Later>(timer.payload.clone());
    let (Some(run), Ok(later), timer::TRIGGER_ACTION) = (timer.run, later, timer.kind.as_str())
    else {
        timer::done(tx, timer.id)?;
        return Ok(Due::Gone);
    };
    let wanted = match still_wanted(tx, &timer, &later)? {
        Ok(facts) => facts,
        Err((code, why)) => {
            timer::cancel(tx, timer.id)?;
            note(
                tx,
                run,
                later.place,
                &effect(word(&later.action.what), "cancelled", why),
            )?;
            return Ok(Due::Cancelled { code });
        }
    };
    timer::done(tx, timer.id)?;
    let cause = Cause::trigger(later.trigger, later.event, later.depth);
    tx.with_cause(cause, |tx| {
        match tx.attempt(|tx| apply(tx, &later.action.what, &wanted, run)) {
            Ok(done) => note(tx, run, later.place, &done),
            Err(error) => {
                tracing::warn!(trigger = later.trigger.0, %error, "delayed action failed");
                note(
                    tx,
                    run,
                    later.place,
                    &effect(word(&later.action.what), "failed", failure(&error)),
                )
            }
        }
    })?;
    react_in(tx, Chains::from(later.event, later.chain, later.messages))?;
    Ok(Due::Done)
}

type Unwanted = (&'static str, Value);

/// The facts as they are now, or why the action is called off.
fn still_wanted(
    tx: &Tx<'_>,
    timer: &Timer,
    later: &Later,
) -> Result<Result<Facts, Unwanted>, StoreError> {
    let unwanted = |code: &'static str| Ok(Err((code, reason(code))));
    let house = House::load(tx)?;
    let now: Timestamp = tx.now();
    if now.millis_since(timer.due_at) > house.late_hours.saturating_mul(60 * 60 * 1_000) {
        return unwanted("too_late");
    }
    match trigger_rule::get(tx, later.trigger) {
        Ok(rule) if rule.enabled => {}
        Ok(_) | Err(StoreError::NotFound { .. }) => return unwanted("trigger_off"),
        Err(error) => return Err(error),
    }
    if let Some(code) = later.overtaken(tx)? {
        return unwanted(code);
    }
    if block::is_quarantined(tx, later.conversation)? {
        return unwanted("client_blocked");
    }
    let viewpoint = house.viewpoint(now);
    let Some(facts) = facts::load(tx, later.conversation, viewpoint, later.message)? else {
        return unwanted("conversation_gone");
    };
    let verdict = later.condition.test(&facts);
    if !verdict.holds {
        return Ok(Err(("condition_not_met", log::not_met(&verdict))));
    }
    Ok(Ok(facts))
}

/// Writes into the run what became of one of its actions. A run all of whose actions were called off counts as
/// cancelled, one with a failure as failed.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    run: TriggerRunId,
    place: usize,
    what: &Value,
) -> Result<(), StoreError> {
    let Some(written) = trigger_run::find(tx, run)? else {
        return Ok(());
    };
    let mut effects = written.effects.as_array().cloned().unwrap_or_default();
    while effects.len() <= place {
        effects.push(json!({}));
    }
    if let Some(slot) = effects.get_mut(place) {
        *slot = what.clone();
    }
    let state = |effect: &Value| {
        effect
            .get("state")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (outcome, why) = if effects.iter().any(log::is_failed) {
        (RunOutcome::Failed, what.clone())
    } else if effects.iter().all(|effect| state(effect) == "cancelled") {
        (RunOutcome::Cancelled, json!({ "code": what.get("code") }))
    } else {
        (written.outcome, written.reason)
    };
    trigger_run::settle(tx, run, outcome, &why, &Value::Array(effects))
}
