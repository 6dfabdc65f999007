//! Every card in brief, in the order of its column, held in memory and kept fresh from change sets: what a filter or
//! a member's rights leave of a board is decided on it and on the [`Ledger`]. Nothing is held before that is asked.

use std::collections::{BTreeSet, HashMap};

use runnel_domain::{
    Channel, Folder, StageGroup, ThreadKind, Timestamp, WorkStatus,
    condition::{Subject, Test},
    facts::Viewpoint,
    ids::{ConversationId, DealId, MemberId, SourceId, StageId, TagId},
};
use runnel_store::{
    Entity, Read, StoreError,
    table::deal_brief::{self, ByHand, Carries, DealBrief},
};

use crate::{
    held::{Brief, Changes, Held, MANY, Slot, State},
    ledger::{Ledger, Rare, Seen},
};

/// All cards in brief.
#[derive(Debug, Default)]
pub(crate) struct Deck {
    cards: Held<Card>,
    /// The cards of each column in its order.
    columns: HashMap<StageId, Vec<Slot>>,
    /// All commits up to this one are in it; `None`: nothing was read yet.
    holds: Option<u64>,
    /// What the ledger was when the slots of conversations were looked up.
    ledger: State,
}

/// A card, and where the ledger has its conversation.
#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) deal: DealBrief,
    chat: Option<Slot>,
}

impl Brief for Card {
    type Id = DealId;
    fn id(&self) -> DealId {
        self.deal.id
    }
}

/// What happened since the deck was brought up to date.
struct Touched {
    deals: BTreeSet<DealId>,
    contacts: BTreeSet<i64>,
    /// Conversations with another brief; `None`: more than is remembered, or what they refer to.
    chats: Option<Vec<Slot>>,
}

impl Deck {
    pub(crate) const fn changes(&self) -> &Changes {
        self.cards.changes()
    }

    pub(crate) fn card(&self, slot: Slot) -> Option<&Card> {
        self.cards.brief(slot)
    }

    /// What lies in each slot, in the order of slots.
    pub(crate) fn slots(&self) -> impl Iterator<Item = Option<&Card>> {
        self.cards.slots()
    }

    /// The cards of each column in its order.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (StageId, &[Slot])> {
        self.columns
            .iter()
            .map(|(stage, slots)| (*stage, slots.as_slice()))
    }

    /// Where a card goes among some of its column.
    pub(crate) fn place(&self, column: &[Slot], card: &Card) -> usize {
        column.partition_point(|other| {
            self.card(*other)
                .is_some_and(|other| other.deal.rank < card.deal.rank)
        })
    }

    /// As of this snapshot, and of the ledger, which is as of it already.
    pub(crate) fn bring_up(&mut self, read: &Read<'_>, ledger: &Ledger) -> Result<(), StoreError> {
        let Some((holds, mut touched)) = self.touched(read, ledger) else {
            return self.read_all(read, ledger);
        };
        let mut slots = self.concerned(&mut touched);
        if touched.deals.len() > MANY {
            return self.read_all(read, ledger);
        }
        if !touched.deals.is_empty() {
            slots.extend(self.look_again(read, ledger, &touched.deals)?);
        }
        let state = ledger.changes().state();
        if touched.chats.is_none() {
            self.cards.changes_mut().void();
        } else if !slots.is_empty() || self.ledger != state {
            self.cards.changes_mut().remember(slots);
        }
        self.ledger = state;
        self.holds = Some(holds.max(read.holds()));
        Ok(())
    }

    /// `None`: all have to be read.
    fn touched(&self, read: &Read<'_>, ledger: &Ledger) -> Option<(u64, Touched)> {
        let holds = self.holds?;
        let state = ledger.changes().state();
        if !self.ledger.has_slots_of(state) {
            return None;
        }
        let mut touched = Touched {
            deals: BTreeSet::new(),
            contacts: BTreeSet::new(),
            chats: ledger.changes().since(self.ledger),
        };
        for commit in read.changes_since(holds)? {
            for change in &commit.changes {
                match (change.entity, change.id) {
                    (Entity::Deal, 0) => return None,
                    (Entity::Deal, id) => {
                        touched.deals.insert(DealId(id));
                    }
                    (Entity::Contact, id) => {
                        touched.contacts.insert(id);
                    }
                    _ => {}
                }
            }
        }
        Some((holds, touched))
    }

    /// Cards whose conversation is another now; those whose own brief may be, too, are added to what was touched.
    fn concerned(&self, touched: &mut Touched) -> Vec<Slot> {
        let chats = touched.chats.as_deref().unwrap_or_default();
        let mut slots = Vec::new();
        if chats.is_empty() && touched.contacts.is_empty() {
            return slots;
        }
        for (slot, card) in self.cards.all() {
            match (&card.deal.carries, card.chat) {
                (Carries::Itself(own), _) if touched.contacts.contains(&own.contact.0) => {
                    touched.deals.insert(card.deal.id);
                }
                (_, Some(chat)) if chats.binary_search(&chat).is_ok() => slots.push(slot),
                _ => {}
            }
        }
        slots
    }

    fn read_all(&mut self, read: &Read<'_>, ledger: &Ledger) -> Result<(), StoreError> {
        (self.holds, self.columns) = (None, HashMap::new());
        self.cards.clear();
        let cards = deal_brief::briefs(read, None)?.into_iter();
        self.cards
            .fill(cards.map(|deal| Card::of(deal, ledger)).collect());
        let Self { cards, columns, .. } = self;
        for (slot, card) in cards.all() {
            columns.entry(card.deal.stage).or_default().push(slot);
        }
        for column in columns.values_mut() {
            // Ranks side by side: comparing through the deck would jump about in all of it.
            let mut ranked: Vec<_> = column
                .iter()
                .filter_map(|slot| Some((&cards.brief(*slot)?.deal.rank, *slot)))
                .collect();
            ranked.sort_unstable();
            *column = ranked.into_iter().map(|(_, slot)| slot).collect();
        }
        (self.holds, self.ledger) = (Some(read.holds()), ledger.changes().state());
        Ok(())
    }

    fn look_again(
        &mut self,
        read: &Read<'_>,
        ledger: &Ledger,
        ids: &BTreeSet<DealId>,
    ) -> Result<Vec<Slot>, StoreError> {
        let ids: Vec<DealId> = ids.iter().copied().collect();
        let mut fresh: HashMap<DealId, DealBrief> = deal_brief::briefs(read, Some(&ids))?
            .into_iter()
            .map(|deal| (deal.id, deal))
            .collect();
        // Out with all of them first: what is left is in order by ranks that did not change.
        let mut known: Vec<Slot> = ids.iter().filter_map(|id| self.cards.slot(*id)).collect();
        known.sort_unstable();
        let cards = known.iter().filter_map(|slot| self.cards.brief(*slot));
        let left: BTreeSet<StageId> = cards.map(|card| card.deal.stage).collect();
        for stage in &left {
            if let Some(column) = self.columns.get_mut(stage) {
                column.retain(|slot| known.binary_search(slot).is_err());
            }
        }
        let mut slots = Vec::with_capacity(ids.len());
        for id in ids {
            let card = fresh.remove(&id).map(|deal| Card::of(deal, ledger));
            slots.extend(self.cards.put(id, card));
        }
        for slot in &slots {
            let Some(card) = self.cards.brief(*slot) else {
                continue;
            };
            let stage = card.deal.stage;
            let column = self.columns.get(&stage).map_or(&[][..], Vec::as_slice);
            let place = self.place(column, card);
            self.columns.entry(stage).or_default().insert(place, *slot);
        }
        Ok(slots)
    }
}

impl Card {
    fn of(deal: DealBrief, ledger: &Ledger) -> Self {
        let chat = match deal.carries {
            Carries::Chat(conversation) => ledger.slot(conversation),
            Carries::Itself(_) => None,
        };
        Self { deal, chat }
    }

    /// As conditions ask it; `None`: the ledger does not know its conversation yet.
    pub(crate) fn seen<'s>(
        &'s self,
        ledger: &'s Ledger,
        rare: &'s Rare<DealId>,
        rare_chats: &'s Rare<ConversationId>,
        seen_from: Viewpoint,
    ) -> Option<SeenCard<'s>> {
        let behind = match &self.deal.carries {
            Carries::Itself(own) => Behind::Itself(own),
            Carries::Chat(_) => Behind::Chat(Seen {
                brief: ledger.brief(self.chat?)?,
                names: ledger.names(),
                rare: rare_chats,
                seen_from,
            }),
        };
        Some(SeenCard {
            deal: &self.deal,
            group: ledger.names().stages.get(&self.deal.stage).copied(),
            behind,
            rare,
            seen_from,
        })
    }
}

/// A card with what stands behind it, as a condition asks it: what the deal itself knows is asked of the deal, the rest
/// of its conversation.
///
/// A card that was made by hand is nobody's message: it came from no account, wears no tag, nothing in it is unread or
/// unanswered, and it was last active when it was last changed.
pub(crate) struct SeenCard<'s> {
    deal: &'s DealBrief,
    group: Option<StageGroup>,
    pub(crate) behind: Behind<'s>,
    rare: &'s Rare<DealId>,
    seen_from: Viewpoint,
}

/// What stands behind a card.
pub(crate) enum Behind<'s> {
    Chat(Seen<'s>),
    Itself(&'s ByHand),
}

impl<'s> SeenCard<'s> {
    /// Asked of the conversation, if there is one.
    fn chat(&self) -> Option<&Seen<'s>> {
        match &self.behind {
            Behind::Chat(seen) => Some(seen),
            Behind::Itself(_) => None,
        }
    }
}

impl Subject for SeenCard<'_> {
    fn seen_from(&self) -> Viewpoint {
        self.seen_from
    }
    fn folder(&self) -> Folder {
        match self.group {
            Some(StageGroup::Active) => Folder::Accepted,
            _ => Folder::Archive,
        }
    }
    fn stage(&self) -> Option<StageId> {
        Some(self.deal.stage)
    }
    fn stage_group(&self) -> Option<StageGroup> {
        self.group
    }
    fn source(&self) -> Option<SourceId> {
        self.chat()?.source()
    }
    fn channel(&self) -> Option<Channel> {
        self.chat()?.channel()
    }
    fn tags(&self) -> &[TagId] {
        self.chat().map_or(&[], Subject::tags)
    }
    fn responsible(&self) -> Option<MemberId> {
        self.deal.owner
    }
    fn is_unread(&self) -> bool {
        self.chat().is_some_and(Subject::is_unread)
    }
    fn is_waiting(&self) -> bool {
        self.chat().is_some_and(Subject::is_waiting)
    }
    fn amount(&self) -> Option<(i64, &str)> {
        let (amount, currency) = self.deal.amount.as_ref()?;
        Some((*amount, currency))
    }
    fn open_tasks(&self) -> &[Option<Timestamp>] {
        match &self.behind {
            Behind::Chat(seen) => seen.open_tasks(),
            Behind::Itself(own) => &own.tasks,
        }
    }
    fn last_activity_at(&self) -> Timestamp {
        match &self.behind {
            Behind::Chat(seen) => seen.last_activity_at(),
            Behind::Itself(own) => own.updated_at,
        }
    }
    fn thread_kind(&self) -> Option<ThreadKind> {
        self.chat()?.thread_kind()
    }
    fn work_status(&self) -> Option<WorkStatus> {
        self.chat()?.work_status()
    }
    fn stars(&self) -> u8 {
        match &self.behind {
            Behind::Chat(seen) => seen.stars(),
            Behind::Itself(own) => own.stars,
        }
    }
    fn language(&self) -> &str {
        match &self.behind {
            Behind::Chat(seen) => seen.language(),
            Behind::Itself(own) => &own.language,
        }
    }
    fn holds_rare(&self, test: &Test) -> bool {
        self.rare.holds(test, &self.deal.id)
    }
}
