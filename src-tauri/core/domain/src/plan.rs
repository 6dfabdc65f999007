//! Which triggers an event sets off: a pure function of event, facts and rules (UT-12, UT-13).

use std::collections::HashMap;

use crate::{
    condition::Condition,
    event::EventBody,
    facts::Facts,
    ids::{StageId, TagId, TriggerId},
    rule::{Rule, RuleEvent},
};

/// Triggers in one chain of causes (UT-13).
pub const DEEPEST_CHAIN: u8 = 3;
/// Matches in one conversation within an hour, after which triggers stay silent there (UT-13).
///
/// Our own choice: no flow that a shop sets up by hand writes to one customer twenty times an hour, and a loop
/// with another machine is stopped within minutes.
pub const LAUNCHES_PER_HOUR: u32 = 20;

/// What happened, as far as triggers care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Occasion {
    /// A deal came into this stage.
    StageEntered(StageId),
    /// A conversation began or came back.
    ConversationNew,
    /// A person's message came in.
    MessageReceived,
    /// Somebody else became responsible.
    ResponsibleChanged,
    /// These tags were put on.
    TagsAdded(Vec<TagId>),
}

impl Occasion {
    /// What an event is for triggers; `None`: nothing. Machines' messages are nothing (RFC 3834).
    #[must_use]
    pub fn of(event: &EventBody) -> Option<Self> {
        match event {
            EventBody::DealCreated { stage, .. } => Some(Self::StageEntered(*stage)),
            EventBody::DealMoved { from, to, .. } if from != to => Some(Self::StageEntered(*to)),
            EventBody::ConversationStarted { .. } | EventBody::ConversationReopened { .. } => {
                Some(Self::ConversationNew)
            }
            EventBody::MessageReceived {
                automatic: false, ..
            } => Some(Self::MessageReceived),
            EventBody::ResponsibleChanged { .. } => Some(Self::ResponsibleChanged),
            EventBody::TagsChanged { added, .. } if !added.is_empty() => {
                Some(Self::TagsAdded(added.clone()))
            }
            _ => None,
        }
    }
}

impl RuleEvent {
    /// Whether this occasion is the one that the trigger waits for.
    #[must_use]
    pub fn fits(&self, occasion: &Occasion) -> bool {
        match (self, occasion) {
            (Self::StageEntered { stages }, Occasion::StageEntered(stage)) => {
                stages.is_empty() || stages.contains(stage)
            }
            (Self::TagAdded { tags }, Occasion::TagsAdded(added)) => {
                tags.is_empty() || tags.iter().any(|tag| added.contains(tag))
            }
            (Self::ConversationNew, Occasion::ConversationNew)
            | (Self::MessageReceived, Occasion::MessageReceived)
            | (Self::ResponsibleChanged, Occasion::ResponsibleChanged) => true,
            _ => false,
        }
    }
}

/// An enabled trigger as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// Which.
    pub id: TriggerId,
    /// Which edit of it.
    pub revision: i64,
    /// What it says.
    pub rule: Rule,
}

/// How an event came about, as far as it limits what may follow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chain {
    /// Triggers that led to the event.
    pub depth: u8,
    /// Which ones.
    pub triggers: Vec<TriggerId>,
}

/// Why a trigger that matched does not act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The chain of causes is long enough.
    Depth,
    /// It acted in this chain already.
    Repeated,
    /// The conversation has had its share of this hour.
    Launches,
}

impl Limit {
    /// Stable code for the log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Depth => "chain_too_long",
            Self::Repeated => "ran_in_this_chain",
            Self::Launches => "too_many_this_hour",
        }
    }
}

/// What becomes of a trigger whose event fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Its actions are to be done.
    Matched,
    /// Its condition does not hold.
    NotMatched,
    /// Its condition holds and it must not act.
    Limited(Limit),
}

/// One evaluated trigger. Why is [`Condition::test`] of its rule on the same facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned<'a> {
    /// The trigger.
    pub trigger: &'a Trigger,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// Enabled triggers, ready to be asked: indexed by what they wait for, conditions with cheap tests first.
#[derive(Debug, Default)]
pub struct RuleBook {
    entries: Vec<Entry>,
    stage: HashMap<StageId, Vec<usize>>,
    any_stage: Vec<usize>,
    others: Vec<usize>,
}

#[derive(Debug)]
struct Entry {
    trigger: Trigger,
    prepared: Condition,
}

impl RuleBook {
    /// A book of triggers in their order, top to bottom.
    #[must_use]
    pub fn new(triggers: impl IntoIterator<Item = Trigger>) -> Self {
        let mut book = Self::default();
        for (place, trigger) in triggers.into_iter().enumerate() {
            match &trigger.rule.event {
                RuleEvent::StageEntered { stages } if stages.is_empty() => {
                    book.any_stage.push(place);
                }
                RuleEvent::StageEntered { stages } => {
                    for stage in stages {
                        let list = book.stage.entry(*stage).or_default();
                        if list.last() != Some(&place) {
                            list.push(place);
                        }
                    }
                }
                _ => book.others.push(place),
            }
            book.entries.push(Entry {
                prepared: trigger.rule.condition.prepared(),
                trigger,
            });
        }
        book
    }

    /// Whether any trigger waits for this; if not, the facts need not be loaded.
    #[must_use]
    pub fn awaits(&self, occasion: &Occasion) -> bool {
        !self.fitting(occasion).is_empty()
    }

    /// The trigger with this id, if it is enabled.
    #[must_use]
    pub fn trigger(&self, id: TriggerId) -> Option<&Trigger> {
        self.entries
            .iter()
            .map(|entry| &entry.trigger)
            .find(|trigger| trigger.id == id)
    }

    /// Every trigger that waits for this occasion and what becomes of it, top to bottom on one snapshot.
    ///
    /// `launches_left` is what remains of [`LAUNCHES_PER_HOUR`] in the conversation.
    #[must_use]
    pub fn plan(
        &self,
        occasion: &Occasion,
        facts: &Facts,
        chain: &Chain,
        mut launches_left: u32,
    ) -> Vec<Planned<'_>> {
        let mut planned = Vec::new();
        for entry in self.fitting(occasion) {
            let trigger = &entry.trigger;
            let outcome = if !entry.prepared.holds(facts) {
                Outcome::NotMatched
            } else if chain.triggers.contains(&trigger.id) {
                Outcome::Limited(Limit::Repeated)
            } else if chain.depth >= DEEPEST_CHAIN {
                Outcome::Limited(Limit::Depth)
            } else if launches_left == 0 {
                Outcome::Limited(Limit::Launches)
            } else {
                launches_left -= 1;
                Outcome::Matched
            };
            planned.push(Planned { trigger, outcome });
            if outcome == Outcome::Matched && trigger.rule.stop_here {
                break;
            }
        }
        planned
    }

    fn fitting(&self, occasion: &Occasion) -> Vec<&Entry> {
        let mut places: Vec<usize> = match occasion {
            Occasion::StageEntered(stage) => {
                let named = self.stage.get(stage).into_iter().flatten();
                named.chain(&self.any_stage).copied().collect()
            }
            _ => self.others.clone(),
        };
        places.sort_unstable();
        places
            .into_iter()
            .filter_map(|place| self.entries.get(place))
            .filter(|entry| entry.trigger.rule.event.fits(occasion))
            .collect()
    }
}
