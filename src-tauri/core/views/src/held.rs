//! Things held in brief, each in a slot of its own, and which of them changed lately: a list that was derived from them
//! is brought up to date by looking at those alone.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
};

use runnel_domain::ids::ConversationId;
use runnel_store::table::chat_brief::ChatBrief;

/// More things than this changed: reading all of them afresh is quicker than looking at each.
pub(crate) const MANY: usize = 5_000;
/// Changed slots remembered for lists that are brought up to date later.
const REMEMBERED: usize = 4_096;

/// A place among things that are held. It stands for one of them until all are read afresh.
pub(crate) type Slot = u32;

/// Something in brief.
pub(crate) trait Brief {
    /// What it is known by.
    type Id: Copy + Eq + Hash;
    /// Which it is.
    fn id(&self) -> Self::Id;
}

impl Brief for ChatBrief {
    type Id = ConversationId;
    fn id(&self) -> ConversationId {
        self.id
    }
}

/// All things of one kind.
#[derive(Debug)]
pub(crate) struct Held<B: Brief> {
    briefs: Vec<Option<B>>,
    places: HashMap<B::Id, Slot>,
    changes: Changes,
}

impl<B: Brief> Default for Held<B> {
    fn default() -> Self {
        Self {
            briefs: Vec::new(),
            places: HashMap::new(),
            changes: Changes::default(),
        }
    }
}

impl<B: Brief> Held<B> {
    pub(crate) const fn changes(&self) -> &Changes {
        &self.changes
    }

    pub(crate) const fn changes_mut(&mut self) -> &mut Changes {
        &mut self.changes
    }

    pub(crate) fn brief(&self, slot: Slot) -> Option<&B> {
        self.briefs.get(usize::try_from(slot).ok()?)?.as_ref()
    }

    pub(crate) fn slot(&self, id: B::Id) -> Option<Slot> {
        self.places.get(&id).copied()
    }

    /// What lies in each slot, in the order of slots.
    pub(crate) fn slots(&self) -> impl Iterator<Item = Option<&B>> {
        self.briefs.iter().map(Option::as_ref)
    }

    /// Every one with its slot.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Slot, &B)> {
        (0..)
            .zip(self.slots())
            .filter_map(|(slot, brief)| Some((slot, brief?)))
    }

    /// Lets go of all: before others are read they may be most of the memory of this process.
    pub(crate) fn clear(&mut self) {
        (self.briefs, self.places) = (Vec::new(), HashMap::new());
        self.changes.afresh();
    }

    /// Holds these and no others.
    pub(crate) fn fill(&mut self, briefs: Vec<B>) {
        self.clear();
        self.places.reserve(briefs.len());
        self.places
            .extend((0..).zip(&briefs).map(|(slot, brief)| (brief.id(), slot)));
        self.briefs = briefs.into_iter().map(Some).collect();
    }

    /// One as it is now, `None`: gone. Its slot, if it has one.
    pub(crate) fn put(&mut self, id: B::Id, brief: Option<B>) -> Option<Slot> {
        if let Some(slot) = self.slot(id) {
            *self.briefs.get_mut(usize::try_from(slot).ok()?)? = brief;
            return Some(slot);
        }
        let slot = Slot::try_from(self.briefs.len()).ok()?;
        self.briefs.push(Some(brief?));
        self.places.insert(id, slot);
        Some(slot)
    }
}

/// What things that are held looked like at one moment, for a list that was derived from them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State {
    epoch: u64,
    version: u64,
}

impl State {
    /// Whether slots still mean the same.
    pub(crate) const fn has_slots_of(self, other: Self) -> bool {
        self.epoch == other.epoch
    }
}

/// Which slots changed in which version, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    state: State,
    changed: VecDeque<(u64, Vec<Slot>)>,
    remembered: usize,
}

impl Changes {
    pub(crate) const fn state(&self) -> State {
        self.state
    }

    /// Slots that changed since, in order; `None`: whatever was derived is void, or more changed than is remembered.
    pub(crate) fn since(&self, state: State) -> Option<Vec<Slot>> {
        if !state.has_slots_of(self.state) {
            return None;
        }
        let missing = self.state.version.saturating_sub(state.version);
        let known = self
            .changed
            .iter()
            .filter(|(version, _)| *version > state.version);
        let found: Vec<_> = known.collect();
        if u64::try_from(found.len()) != Ok(missing) {
            return None;
        }
        let mut slots: Vec<Slot> = found
            .into_iter()
            .flat_map(|(_, slots)| slots)
            .copied()
            .collect();
        slots.sort_unstable();
        slots.dedup();
        Some(slots)
    }

    /// These are others now. None: something changed that no brief shows, but a test may ask.
    pub(crate) fn remember(&mut self, slots: Vec<Slot>) {
        self.state.version += 1;
        self.remembered += slots.len();
        self.changed.push_back((self.state.version, slots));
        while self.remembered > REMEMBERED || self.changed.len() > REMEMBERED {
            let Some((_, forgotten)) = self.changed.pop_front() else {
                break;
            };
            self.remembered -= forgotten.len();
        }
    }

    /// What all of them refer to is another thing now: every list has to be found anew.
    pub(crate) fn void(&mut self) {
        self.state.version += 1;
        self.changed.clear();
        self.remembered = 0;
    }

    /// Slots mean something else.
    fn afresh(&mut self) {
        self.void();
        self.state.epoch += 1;
    }
}
