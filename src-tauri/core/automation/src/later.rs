//! An action whose delay runs: what is kept in its timer, and what would call it off (UT-5).

use runnel_domain::{
    Folder, Timestamp,
    condition::Condition,
    event::Event,
    facts::Facts,
    ids::{ConversationId, EventId, MessageId, StageId, TriggerId, TriggerRunId},
    plan::{Chain, Trigger},
    rule::{Action, RuleEvent},
};
use runnel_store::{
    Read, StoreError, Tx,
    table::{conversation, facts, timer},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{apply::word, log::effect, react::Messages};

/// How far the network's clock may be behind ours before a customer's message counts as old.
const CLOCKS_APART_MINUTES: i64 = 10;

/// A delayed action as its trigger was when it matched: later edits apply to new matches only (UT-14).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Later {
    pub trigger: TriggerId,
    pub revision: i64,
    /// Place among the run's effects.
    pub place: usize,
    pub action: Action,
    pub condition: Condition,
    /// The trigger waited for a stage: it is called off when the deal leaves it, or the customer answers.
    pub follows_stage: bool,
    pub conversation: ConversationId,
    pub event: EventId,
    pub depth: u8,
    pub chain: Vec<TriggerId>,
    /// Whether what follows from it may write to customers.
    #[serde(default)]
    pub messages: Messages,
    /// The conversation's cycle and stage at the time.
    pub cycle: i64,
    pub stage: Option<StageId>,
    /// It lay in the archive at the time.
    pub archived: bool,
    /// The message that the condition read, where the event was one.
    pub message: Option<MessageId>,
    /// The last message of the workspace at the time.
    pub mark: MessageId,
    pub set_at: Timestamp,
}

impl Later {
    /// Sets the timer of one action; returns how the log shows it.
    #[expect(
        clippy::too_many_arguments,
        reason = "each is one part of what has to be remembered"
    )]
    pub(crate) fn set(
        tx: &mut Tx<'_>,
        trigger: &Trigger,
        place: usize,
        action: &Action,
        event: &Event,
        message: Option<MessageId>,
        facts: &Facts,
        chain: &Chain,
        messages: Messages,
        run: TriggerRunId,
    ) -> Result<Value, StoreError> {
        let now = tx.now();
        let later = Self {
            trigger: trigger.id,
            revision: trigger.revision,
            place,
            action: action.clone(),
            condition: trigger.rule.condition.clone(),
            follows_stage: matches!(trigger.rule.event, RuleEvent::StageEntered { .. }),
            conversation: facts.conversation,
            event: event.id,
            depth: event.cause.depth,
            chain: chain.triggers.clone(),
            messages,
            cycle: conversation::get(tx, facts.conversation)?.cycle,
            stage: facts.stage,
            archived: facts.folder == Folder::Archive,
            message,
            mark: facts::last_message(tx)?,
            set_at: now,
        };
        let due_at = now.plus_minutes(action.delay.minutes());
        let payload = serde_json::to_value(&later)?;
        let timer = timer::insert(
            tx,
            due_at,
            timer::TRIGGER_ACTION,
            &payload,
            Some(run),
            Some(facts.conversation),
        )?;
        Ok(effect(
            word(&action.what),
            "waiting",
            json!({ "timer": timer, "due_at": due_at }),
        ))
    }

    /// Why the action is no longer wanted, if so. The condition is asked separately.
    ///
    /// A reply by one of us always calls it off. A deal that left its stage and a customer who wrote call off what
    /// followed from a stage; after other events a customer's next message is no answer to anything of ours.
    pub(crate) fn overtaken(&self, read: &Read<'_>) -> Result<Option<&'static str>, StoreError> {
        let Some(thread) = conversation::find(read, self.conversation)? else {
            return Ok(Some("conversation_gone"));
        };
        if thread.cycle != self.cycle {
            return Ok(Some("conversation_reopened"));
        }
        if self.follows_stage && thread.stage != self.stage {
            return Ok(Some("stage_changed"));
        }
        if thread.folder == Folder::Archive && !self.archived {
            return Ok(Some("conversation_archived"));
        }
        let not_before = self.set_at.plus_minutes(-CLOCKS_APART_MINUTES);
        let said = facts::said_since(read, self.conversation, self.mark, not_before)?;
        Ok(match said {
            _ if said.by_us => Some("operator_replied"),
            _ if said.by_customer && self.follows_stage => Some("customer_answered"),
            _ => None,
        })
    }
}
