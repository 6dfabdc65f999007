//! Every conversation in brief, held in memory and kept fresh from change sets: filters, counts and orders are
//! decided on it in a pass of a millisecond where SQL would read a hundred thousand wide rows.

use std::{
    cmp::Ordering,
    collections::{BTreeSet, HashMap, HashSet, VecDeque},
};

use runnel_domain::{
    Channel, Folder, StageGroup, ThreadKind, Timestamp, WorkStatus,
    condition::{Condition, Subject, Test},
    facts::Viewpoint,
    ids::{ConversationId, MemberId, SourceId, StageId, TagId},
};
use runnel_store::{
    Entity, Read, StoreError,
    table::{
        chat_brief::{self, ChatBrief, Names},
        chat_list::{self, ChatSort, Key},
    },
};

/// More conversations than this changed: reading all of them afresh is quicker than looking at each.
const MANY: usize = 5_000;
/// Changed places remembered for lists that are brought up to date later.
const REMEMBERED: usize = 4_096;

/// A place in the ledger. It stands for one conversation until the ledger is read afresh.
pub(crate) type Slot = u32;

/// All conversations in brief.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    briefs: Vec<Option<ChatBrief>>,
    slots: HashMap<ConversationId, Slot>,
    names: Names,
    /// All commits up to this one are in it; `None`: nothing was read yet.
    holds: Option<u64>,
    /// Goes up when slots or names mean something else: whatever was derived is void.
    epoch: u64,
    /// Goes up with each change of single conversations.
    version: u64,
    /// Which slots changed in which version, oldest first.
    changed: VecDeque<(u64, Vec<Slot>)>,
    remembered: usize,
}

/// What one snapshot of the ledger looked like, for a list that was derived from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State {
    epoch: u64,
    version: u64,
}

/// What happened since some commit.
#[derive(Debug, Default)]
struct Touched {
    conversations: BTreeSet<ConversationId>,
    contacts: BTreeSet<i64>,
    tags: BTreeSet<i64>,
    stages: BTreeSet<i64>,
    names: bool,
    fields: bool,
}

impl Ledger {
    pub(crate) const fn state(&self) -> State {
        State {
            epoch: self.epoch,
            version: self.version,
        }
    }

    pub(crate) const fn names(&self) -> &Names {
        &self.names
    }

    pub(crate) fn brief(&self, slot: Slot) -> Option<&ChatBrief> {
        self.briefs.get(usize::try_from(slot).ok()?)?.as_ref()
    }

    /// Every conversation with its slot.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Slot, &ChatBrief)> {
        (0..)
            .zip(&self.briefs)
            .filter_map(|(slot, brief)| Some((slot, brief.as_ref()?)))
    }

    /// Slots that changed since; `None`: more than is remembered.
    pub(crate) fn changed_since(&self, state: State) -> Option<Vec<Slot>> {
        if state.epoch != self.epoch {
            return None;
        }
        let missing = self.version.saturating_sub(state.version);
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

    /// What a conversation is sorted by, to be put in order beside many others.
    pub(crate) fn key(&self, sort: ChatSort, slot: Slot) -> (Key<'_>, ConversationId) {
        self.brief(slot)
            .map_or((Key::Nothing, ConversationId(i64::MAX)), |brief| {
                (brief.key(sort.column, &self.names), brief.id)
            })
    }

    /// How two conversations stand to each other in an order.
    pub(crate) fn compare(&self, sort: ChatSort, one: Slot, other: Slot) -> Ordering {
        sort.order(self.key(sort, one), self.key(sort, other))
    }

    /// As of this snapshot.
    pub(crate) fn bring_up(&mut self, read: &Read<'_>) -> Result<(), StoreError> {
        let Some(holds) = self.holds else {
            return self.read_all(read);
        };
        let Some(touched) = touched(read, holds) else {
            return self.read_all(read);
        };
        let Some(ids) = self.affected(read, &touched)? else {
            return self.read_all(read);
        };
        if touched.names {
            let names = chat_brief::names(read)?;
            if names != self.names {
                self.names = names;
                self.epoch += 1;
            }
        }
        if !ids.is_empty() {
            self.look_again(read, &ids)?;
        } else if touched.fields {
            self.remember(Vec::new());
        }
        // What this snapshot may not hold yet is looked at again next time.
        self.holds = Some(holds.max(read.holds()));
        Ok(())
    }

    fn read_all(&mut self, read: &Read<'_>) -> Result<(), StoreError> {
        // What was held is let go first: it may be most of the memory of this process.
        (self.holds, self.briefs, self.slots) = (None, Vec::new(), HashMap::new());
        let briefs = chat_brief::briefs(read, None)?;
        self.slots.reserve(briefs.len());
        self.slots
            .extend((0..).zip(&briefs).map(|(slot, brief)| (brief.id, slot)));
        self.briefs = briefs.into_iter().map(Some).collect();
        self.names = chat_brief::names(read)?;
        self.holds = Some(read.holds());
        self.epoch += 1;
        self.changed.clear();
        self.remembered = 0;
        Ok(())
    }

    /// Conversations whose brief may be another now; `None`: too many.
    fn affected(
        &self,
        read: &Read<'_>,
        touched: &Touched,
    ) -> Result<Option<Vec<ConversationId>>, StoreError> {
        let mut ids = touched.conversations.clone();
        if ids.len() + touched.contacts.len() > MANY {
            return Ok(None);
        }
        if !touched.contacts.is_empty() {
            let contacts: Vec<i64> = touched.contacts.iter().copied().collect();
            ids.extend(chat_list::of_contacts(read, &contacts)?);
        }
        if !(touched.tags.is_empty() && touched.stages.is_empty()) {
            let wears = |brief: &&ChatBrief| {
                brief.tags.iter().any(|tag| touched.tags.contains(&tag.0))
                    || brief
                        .stage
                        .is_some_and(|stage| touched.stages.contains(&stage.0))
            };
            let known = self.briefs.iter().flatten();
            ids.extend(known.filter(wears).map(|brief| brief.id));
        }
        Ok((ids.len() <= MANY).then(|| ids.into_iter().collect()))
    }

    fn look_again(&mut self, read: &Read<'_>, ids: &[ConversationId]) -> Result<(), StoreError> {
        let mut fresh: HashMap<ConversationId, ChatBrief> = chat_brief::briefs(read, Some(ids))?
            .into_iter()
            .map(|brief| (brief.id, brief))
            .collect();
        let mut slots = Vec::with_capacity(ids.len());
        for id in ids {
            let brief = fresh.remove(id);
            match self.slots.get(id).copied() {
                Some(slot) => {
                    let place = usize::try_from(slot).ok();
                    if let Some(old) = place.and_then(|place| self.briefs.get_mut(place)) {
                        *old = brief;
                        slots.push(slot);
                    }
                }
                None if brief.is_some() => {
                    let slot = Slot::try_from(self.briefs.len()).unwrap_or(Slot::MAX);
                    self.slots.insert(*id, slot);
                    self.briefs.push(brief);
                    slots.push(slot);
                }
                None => {}
            }
        }
        self.remember(slots);
        Ok(())
    }

    fn remember(&mut self, slots: Vec<Slot>) {
        self.version += 1;
        self.remembered += slots.len();
        self.changed.push_back((self.version, slots));
        while self.remembered > REMEMBERED || self.changed.len() > REMEMBERED {
            let Some((_, forgotten)) = self.changed.pop_front() else {
                break;
            };
            self.remembered -= forgotten.len();
        }
    }
}

fn touched(read: &Read<'_>, since: u64) -> Option<Touched> {
    let mut touched = Touched::default();
    for change in read
        .changes_since(since)?
        .iter()
        .flat_map(|commit| &commit.changes)
    {
        match change.entity {
            Entity::Conversation => {
                touched.conversations.insert(ConversationId(change.id));
            }
            Entity::Contact => {
                touched.contacts.insert(change.id);
            }
            Entity::Tag => {
                touched.tags.insert(change.id);
            }
            Entity::Stage => {
                touched.stages.insert(change.id);
                touched.names = true;
            }
            Entity::Pipeline | Entity::Member | Entity::Source => touched.names = true,
            Entity::Field => touched.fields = true,
            _ => {}
        }
    }
    Some(touched)
}

/// What tests need that briefs do not hold: who holds, found once by SQL.
#[derive(Debug, Default)]
pub(crate) struct Rare(Vec<(Test, HashSet<ConversationId>)>);

impl Rare {
    /// Of all such tests in a condition.
    pub(crate) fn of(
        read: &Read<'_>,
        condition: Option<&Condition>,
        seen_from: Viewpoint,
    ) -> Result<Self, StoreError> {
        let mut tests: Vec<&Test> = Vec::new();
        if let Some(condition) = condition {
            condition.when.visit(&mut |test| {
                if test.is_rare() && !tests.contains(&test) {
                    tests.push(test);
                }
            });
        }
        let found = tests.into_iter().map(|test| {
            let who = chat_list::holding(read, test, seen_from)?;
            Ok((test.clone(), who.into_iter().collect()))
        });
        found.collect::<Result<_, StoreError>>().map(Self)
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A brief with what it refers to, as a condition asks it.
pub(crate) struct Seen<'l> {
    pub(crate) brief: &'l ChatBrief,
    pub(crate) names: &'l Names,
    pub(crate) rare: &'l Rare,
    pub(crate) seen_from: Viewpoint,
}

impl Subject for Seen<'_> {
    fn seen_from(&self) -> Viewpoint {
        self.seen_from
    }
    fn folder(&self) -> Folder {
        self.brief.folder
    }
    fn stage(&self) -> Option<StageId> {
        self.brief.stage
    }
    fn stage_group(&self) -> Option<StageGroup> {
        self.names.stages.get(&self.brief.stage?).copied()
    }
    fn source(&self) -> SourceId {
        self.brief.source
    }
    fn channel(&self) -> Channel {
        let source = self.names.sources.get(&self.brief.source);
        source.map_or(Channel::Local, |(channel, _)| *channel)
    }
    fn tags(&self) -> &[TagId] {
        &self.brief.tags
    }
    fn responsible(&self) -> Option<MemberId> {
        self.brief.responsible
    }
    fn is_unread(&self) -> bool {
        match self.seen_from.member {
            Some(member) => self.brief.unread_for.contains(&member),
            None => !self.brief.unread_for.is_empty(),
        }
    }
    fn is_waiting(&self) -> bool {
        self.brief.is_waiting
    }
    fn amount(&self) -> Option<(i64, &str)> {
        Some((self.brief.amount_minor?, &self.brief.currency))
    }
    fn open_tasks(&self) -> &[Option<Timestamp>] {
        &self.brief.tasks
    }
    fn last_activity_at(&self) -> Timestamp {
        self.brief.last_activity_at
    }
    fn thread_kind(&self) -> ThreadKind {
        self.brief.kind
    }
    fn work_status(&self) -> WorkStatus {
        self.brief.work_status
    }
    fn stars(&self) -> u8 {
        self.brief.stars
    }
    fn language(&self) -> &str {
        &self.brief.language
    }
    fn holds_rare(&self, test: &Test) -> bool {
        let known = self.rare.0.iter().find(|(known, _)| known == test);
        known.is_some_and(|(_, who)| who.contains(&self.brief.id))
    }
}
