//! From the events of a write to what triggers do about them, in the same transaction.

use std::collections::{HashMap, HashSet, VecDeque};

use runnel_domain::{
    Actor, RunOutcome,
    event::{Cause, Event, EventBody},
    facts::Facts,
    ids::{ConversationId, EventId, MessageId, TriggerId},
    plan::{Chain, LAUNCHES_PER_HOUR, Occasion, Outcome, Trigger},
    rule::ActionKind,
};
use runnel_store::{
    StoreError, Tx,
    table::{block, facts, trigger_rule, trigger_run},
};
use serde_json::{Value, json};

use crate::{
    apply::{apply, skipped, word},
    book,
    error::AutomationError,
    house::{House, reason},
    later::Later,
    log,
};

/// Lets triggers act on everything that this transaction recorded, and on what they cause in turn, at most three
/// triggers deep. Imports set off nothing, and neither do machines' messages.
///
/// # Errors
/// When the store refuses; a trigger that fails is logged and rolled back alone.
pub fn react(tx: &mut Tx<'_>) -> Result<(), AutomationError> {
    react_with(tx, Messages::Send)
}

/// [`react`] with the choice to withhold what triggers would write to customers: a bulk action asks first.
///
/// # Errors
/// As [`react`].
pub fn react_with(tx: &mut Tx<'_>, messages: Messages) -> Result<(), AutomationError> {
    Ok(react_in(
        tx,
        Chains {
            messages,
            ..Chains::default()
        },
    )?)
}

/// Whether triggers may write to customers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Messages {
    /// They write, at once or later.
    #[default]
    Send,
    /// They do everything else; the log says of each message that nobody confirmed it.
    Withhold,
}

/// Which triggers led to an event.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    led: HashMap<EventId, Vec<TriggerId>>,
    messages: Messages,
}

impl Chains {
    /// Chains in which this event, of an earlier transaction, came about through these triggers.
    pub(crate) fn from(event: EventId, triggers: Vec<TriggerId>, messages: Messages) -> Self {
        Self {
            led: HashMap::from([(event, triggers)]),
            messages,
        }
    }

    fn of(&mut self, event: &Event) -> Chain {
        let mut triggers = event
            .cause
            .parent
            .and_then(|parent| self.led.get(&parent))
            .cloned()
            .unwrap_or_default();
        triggers.extend(event.cause.trigger);
        self.led.insert(event.id, triggers.clone());
        Chain {
            depth: event.cause.depth,
            triggers,
        }
    }
}

pub(crate) fn react_in(tx: &mut Tx<'_>, mut chains: Chains) -> Result<(), StoreError> {
    let mut events = VecDeque::from(tx.take_events());
    if events.is_empty() {
        return Ok(());
    }
    let by_machine = woken_by_machine(&events);
    while let Some(event) = events.pop_front() {
        let chain = chains.of(&event);
        evaluate(tx, &event, &chain, chains.messages, &by_machine)?;
        events.extend(tx.take_events());
    }
    Ok(())
}

/// Conversations in which only machines wrote in this transaction: what began there is nobody's request.
fn woken_by_machine(events: &VecDeque<Event>) -> HashSet<ConversationId> {
    let wrote = |by_machine: bool| {
        events
            .iter()
            .filter(move |event| {
                matches!(event.body, EventBody::MessageReceived { automatic, .. } if automatic == by_machine)
            })
            .filter_map(|event| event.conversation)
            .collect::<HashSet<_>>()
    };
    let people = wrote(false);
    wrote(true)
        .into_iter()
        .filter(|conversation| !people.contains(conversation))
        .collect()
}

fn evaluate(
    tx: &mut Tx<'_>,
    event: &Event,
    chain: &Chain,
    messages: Messages,
    by_machine: &HashSet<ConversationId>,
) -> Result<(), StoreError> {
    if event.cause.actor == Actor::Import {
        return Ok(());
    }
    // A deal without a conversation has nobody to write to and nothing to tag.
    let (Some(occasion), Some(conversation)) = (Occasion::of(&event.body), event.conversation)
    else {
        return Ok(());
    };
    let book = book::current(tx)?;
    if !book.awaits(&occasion) {
        return Ok(());
    }
    // What the block-list holds back is nobody's request (UC-27).
    if block::is_quarantined(tx, conversation)? {
        return Ok(());
    }
    let message = match event.body {
        EventBody::MessageReceived { message, .. } => Some(message),
        _ => None,
    };
    let now = tx.now();
    let viewpoint = House::load(tx)?.viewpoint(now);
    let Some(facts) = facts::load(tx, conversation, viewpoint, message)? else {
        return Ok(());
    };
    let launched = trigger_run::launches_since(tx, conversation, now.plus_minutes(-60))?;
    let left = LAUNCHES_PER_HOUR.saturating_sub(launched);
    let machine = occasion == Occasion::ConversationNew && by_machine.contains(&conversation);

    for planned in book.plan(&occasion, &facts, chain, left) {
        let trigger = planned.trigger;
        let (outcome, why) = match planned.outcome {
            Outcome::NotMatched => (
                RunOutcome::NotMatched,
                log::not_met(&trigger.rule.condition.test(&facts)),
            ),
            Outcome::Limited(limit) => (RunOutcome::Limited, reason(limit.code())),
            Outcome::Matched if machine => (RunOutcome::Limited, reason("automatic_message")),
            Outcome::Matched => {
                run(tx, trigger, event, message, &facts, chain, messages)?;
                continue;
            }
        };
        log::write(tx, trigger, event, &facts, outcome, why)?;
    }
    Ok(())
}

/// Does what a trigger says, or sets its timers, and writes down what became of it.
fn run(
    tx: &mut Tx<'_>,
    trigger: &Trigger,
    event: &Event,
    message: Option<MessageId>,
    facts: &Facts,
    chain: &Chain,
    messages: Messages,
) -> Result<(), StoreError> {
    let cause = Cause::trigger(trigger.id, event.id, event.cause.depth);
    let why = log::met(&trigger.rule.condition.test(facts));
    tx.with_cause(cause, |tx| {
        let run = log::write(tx, trigger, event, facts, RunOutcome::Matched, why.clone())?;
        trigger_rule::ran(tx, trigger.id)?;
        let done = tx.attempt(|tx| {
            let mut effects = Vec::new();
            for (place, action) in trigger.rule.actions.iter().enumerate() {
                let writes = matches!(action.what, ActionKind::SendMessage { .. });
                effects.push(if writes && messages == Messages::Withhold {
                    skipped(word(&action.what), "not_confirmed")
                } else if action.delay.is_at_once() {
                    apply(tx, &action.what, facts, run)?
                } else {
                    Later::set(
                        tx, trigger, place, action, event, message, facts, chain, messages, run,
                    )?
                });
            }
            Ok::<_, StoreError>(effects)
        });
        match done {
            Ok(effects) => {
                // The rest was done; that one action was not is what has to be seen.
                let failed = effects.iter().find(|effect| log::is_failed(effect));
                let (outcome, why) = match failed {
                    Some(effect) => (RunOutcome::Failed, effect.clone()),
                    None => (RunOutcome::Matched, why),
                };
                trigger_run::settle(tx, run, outcome, &why, &Value::Array(effects))?;
            }
            Err(error) => {
                tracing::warn!(trigger = trigger.id.0, %error, "trigger failed");
                let actions: Vec<_> = trigger
                    .rule
                    .actions
                    .iter()
                    .map(|action| log::effect(word(&action.what), "undone", json!({})))
                    .collect();
                trigger_run::settle(
                    tx,
                    run,
                    RunOutcome::Failed,
                    &failure(&error),
                    &Value::Array(actions),
                )?;
            }
        }
        tx.record(
            Some(facts.conversation),
            Some(facts.contact),
            event.deal.or(facts.deal),
            EventBody::TriggerRan {
                run,
                trigger: trigger.id,
            },
        )?;
        Ok(())
    })
}

/// Why a trigger failed, as the log keeps it.
pub(crate) fn failure(error: &StoreError) -> Value {
    let code = match error {
        StoreError::NotFound { .. } => "thing_gone",
        StoreError::Invalid { code, .. } => code,
        _ => "store_failed",
    };
    json!({ "code": code, "detail": error.to_string() })
}
