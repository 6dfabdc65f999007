//! Every conversation in brief, held in memory and kept fresh from change sets: filters, counts and orders are
//! decided on it in a pass of a millisecond where SQL would read a hundred thousand wide rows.

use std::{
    cmp::Ordering,
    collections::{BTreeSet, HashMap, HashSet},
    hash::Hash,
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

use crate::held::{Changes, Held, MANY, Slot};

/// All conversations in brief.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    chats: Held<ChatBrief>,
    names: Names,
    /// All commits up to this one are in it; `None`: nothing was read yet.
    holds: Option<u64>,
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
    pub(crate) const fn changes(&self) -> &Changes {
        self.chats.changes()
    }

    pub(crate) const fn names(&self) -> &Names {
        &self.names
    }

    pub(crate) fn brief(&self, slot: Slot) -> Option<&ChatBrief> {
        self.chats.brief(slot)
    }

    pub(crate) fn slot(&self, id: ConversationId) -> Option<Slot> {
        self.chats.slot(id)
    }

    /// Every conversation with its slot.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Slot, &ChatBrief)> {
        self.chats.all()
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
                self.chats.changes_mut().void();
            }
        }
        if !ids.is_empty() {
            self.look_again(read, &ids)?;
        } else if touched.fields {
            self.chats.changes_mut().remember(Vec::new());
        }
        // What this snapshot may not hold yet is looked at again next time.
        self.holds = Some(holds.max(read.holds()));
        Ok(())
    }

    fn read_all(&mut self, read: &Read<'_>) -> Result<(), StoreError> {
        self.holds = None;
        self.chats.clear();
        self.chats.fill(chat_brief::briefs(read, None)?);
        self.names = chat_brief::names(read)?;
        self.holds = Some(read.holds());
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
            let known = self.all().map(|(_, brief)| brief);
            ids.extend(known.filter(wears).map(|brief| brief.id));
        }
        Ok((ids.len() <= MANY).then(|| ids.into_iter().collect()))
    }

    fn look_again(&mut self, read: &Read<'_>, ids: &[ConversationId]) -> Result<(), StoreError> {
        let mut fresh: HashMap<ConversationId, ChatBrief> = chat_brief::briefs(read, Some(ids))?
            .into_iter()
            .map(|brief| (brief.id, brief))
            .collect();
        let slots = ids
            .iter()
            .filter_map(|id| self.chats.put(*id, fresh.remove(id)))
            .collect();
        self.chats.changes_mut().remember(slots);
        Ok(())
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
#[derive(Debug)]
pub(crate) struct Rare<K>(Vec<(Test, HashSet<K>)>);

impl<K> Default for Rare<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Eq + Hash> Rare<K> {
    /// Of all such tests in a condition; `find` says of whom one holds.
    pub(crate) fn of(
        condition: Option<&Condition>,
        find: impl Fn(&Test) -> Result<Vec<K>, StoreError>,
    ) -> Result<Self, StoreError> {
        let mut tests: Vec<&Test> = Vec::new();
        if let Some(condition) = condition {
            condition.when.visit(&mut |test| {
                if test.is_rare() && !tests.contains(&test) {
                    tests.push(test);
                }
            });
        }
        let found = tests
            .into_iter()
            .map(|test| Ok((test.clone(), find(test)?.into_iter().collect())));
        found.collect::<Result<_, StoreError>>().map(Self)
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a test holds of this one.
    pub(crate) fn holds(&self, test: &Test, who: &K) -> bool {
        let known = self.0.iter().find(|(known, _)| known == test);
        known.is_some_and(|(_, holding)| holding.contains(who))
    }
}

impl Rare<ConversationId> {
    /// Of all such tests in a condition that is asked of conversations.
    pub(crate) fn of_chats(
        read: &Read<'_>,
        condition: Option<&Condition>,
        seen_from: Viewpoint,
    ) -> Result<Self, StoreError> {
        Self::of(condition, |test| chat_list::holding(read, test, seen_from))
    }
}

/// A brief with what it refers to, as a condition asks it.
pub(crate) struct Seen<'l> {
    pub(crate) brief: &'l ChatBrief,
    pub(crate) names: &'l Names,
    pub(crate) rare: &'l Rare<ConversationId>,
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
    fn source(&self) -> Option<SourceId> {
        Some(self.brief.source)
    }
    fn channel(&self) -> Option<Channel> {
        let source = self.names.sources.get(&self.brief.source);
        source.map(|(channel, _)| *channel)
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
    fn thread_kind(&self) -> Option<ThreadKind> {
        Some(self.brief.kind)
    }
    fn work_status(&self) -> Option<WorkStatus> {
        Some(self.brief.work_status)
    }
    fn stars(&self) -> u8 {
        self.brief.stars
    }
    fn language(&self) -> &str {
        &self.brief.language
    }
    fn holds_rare(&self, test: &Test) -> bool {
        self.rare.holds(test, &self.brief.id)
    }
}
