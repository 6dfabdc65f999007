//! The log of evaluations (UT-15): one row per trigger whose event fitted, with why and what was done.

use runnel_domain::{
    RunOutcome, condition::Verdict, event::Event, facts::Facts, ids::TriggerRunId, plan::Trigger,
};
use runnel_store::{
    StoreError, Tx,
    table::trigger_run::{self, NewRun},
};
use serde_json::{Value, json};

/// Writes an evaluation down.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    trigger: &Trigger,
    event: &Event,
    facts: &Facts,
    outcome: RunOutcome,
    reason: Value,
) -> Result<TriggerRunId, StoreError> {
    trigger_run::insert(
        tx,
        &NewRun {
            trigger: trigger.id,
            trigger_revision: trigger.revision,
            event: event.id,
            conversation: Some(facts.conversation),
            deal: event.deal.or(facts.deal),
            outcome,
            reason,
        },
    )
}

/// Why a condition does not hold: each of its tests with what it said.
pub(crate) fn not_met(verdict: &Verdict) -> Value {
    json!({ "code": "condition_not_met", "tests": verdict.why })
}

/// Why a trigger ran: each of its tests, of which all hold; none of a trigger without conditions.
pub(crate) fn met(verdict: &Verdict) -> Value {
    json!({ "code": "matched", "tests": verdict.why })
}

/// What became of one action, as the log keeps it. `what` is the action's own word (`send_message`).
pub(crate) fn effect(what: &str, state: &str, more: Value) -> Value {
    let mut effect = json!({ "do": what, "state": state });
    if let (Some(effect), Value::Object(more)) = (effect.as_object_mut(), more) {
        effect.extend(more);
    }
    effect
}

/// Whether an action failed, as the log keeps it.
pub(crate) fn is_failed(effect: &Value) -> bool {
    effect.get("state").and_then(Value::as_str) == Some("failed")
}
