//! What triggers would do if something happened, without anything happening: shown before a bulk action (UP-14).

use std::collections::{BTreeMap, VecDeque};

use runnel_domain::{
    Timestamp,
    facts::Facts,
    ids::{ConversationId, TriggerId},
    plan::{Chain, LAUNCHES_PER_HOUR, Occasion, Outcome, RuleBook},
    rule::ActionKind,
};
use runnel_store::{
    Read, StoreError,
    table::{facts, trigger_rule, trigger_run},
};

use crate::{apply::no_way, house::House};

/// Something that would happen to one conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    /// Which.
    pub conversation: ConversationId,
    /// What triggers would see of it, in order.
    pub occasions: Vec<Occasion>,
}

/// What one trigger would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Foreseen {
    /// In so many conversations it would match.
    pub runs: usize,
    /// Messages to customers, at once or later.
    pub messages: usize,
    /// Changes of tags.
    pub tags: usize,
    /// Tasks.
    pub tasks: usize,
}

/// What each trigger would do about these prospects. `become_so` makes the facts of a conversation what they would be
/// then. Texts are not rendered and delays not waited for: it is the number that would be set going.
///
/// # Errors
/// When the store refuses.
pub fn foresee(
    read: &Read<'_>,
    now: Timestamp,
    prospects: &[Prospect],
    become_so: impl Fn(&mut Facts),
) -> Result<BTreeMap<TriggerId, Foreseen>, StoreError> {
    // Read afresh: the book that is kept belongs to the writing thread.
    let book = RuleBook::new(trigger_rule::enabled(read)?);
    let viewpoint = House::load(read)?.viewpoint(now);
    let mut seen = BTreeMap::new();
    for prospect in prospects {
        let id = prospect.conversation;
        if !prospect.occasions.iter().any(|what| book.awaits(what)) {
            continue;
        }
        let Some(mut facts) = facts::load(read, id, viewpoint, None)? else {
            continue;
        };
        become_so(&mut facts);
        let launched = trigger_run::launches_since(read, id, now.plus_minutes(-60))?;
        let left = LAUNCHES_PER_HOUR.saturating_sub(launched);
        one(read, &book, prospect, facts, left, &mut seen)?;
    }
    Ok(seen)
}

/// Follows one conversation through what triggers do there and what that sets off in turn.
fn one(
    read: &Read<'_>,
    book: &RuleBook,
    prospect: &Prospect,
    mut facts: Facts,
    mut left: u32,
    seen: &mut BTreeMap<TriggerId, Foreseen>,
) -> Result<(), StoreError> {
    let mut coming: VecDeque<(Occasion, Chain)> = prospect
        .occasions
        .iter()
        .map(|what| (what.clone(), Chain::default()))
        .collect();
    while let Some((occasion, chain)) = coming.pop_front() {
        let planned = book.plan(&occasion, &facts, &chain, left);
        for planned in planned {
            if planned.outcome != Outcome::Matched {
                continue;
            }
            left = left.saturating_sub(1);
            let trigger = planned.trigger;
            let foreseen = seen.entry(trigger.id).or_default();
            foreseen.runs += 1;
            for action in &trigger.rule.actions {
                match &action.what {
                    ActionKind::SendMessage { .. } => {
                        if no_way(read, prospect.conversation)?.is_none() {
                            foreseen.messages += 1;
                        }
                    }
                    ActionKind::CreateTask { .. } => foreseen.tasks += 1,
                    ActionKind::EditTags { add, remove } => {
                        foreseen.tags += 1;
                        if action.delay.is_at_once() {
                            facts.tags.retain(|tag| !remove.contains(tag));
                            let added: Vec<_> = add
                                .iter()
                                .copied()
                                .filter(|tag| !facts.tags.contains(tag))
                                .collect();
                            facts.tags.extend(&added);
                            if !added.is_empty() {
                                let mut triggers = chain.triggers.clone();
                                triggers.push(trigger.id);
                                let chain = Chain {
                                    depth: chain.depth + 1,
                                    triggers,
                                };
                                coming.push_back((Occasion::TagsAdded(added), chain));
                            }
                        }
                    }
                }
            }
        }
    }
    Ok(())
}
