//! What is held of cards says the same as all rows asked one by one, whatever happened in between (UP-13, UA-3).

use std::{collections::HashSet, sync::Arc};

use proptest::prelude::*;
use runnel_domain::{
    Channel, Folder, Money, Priority, StageGroup, TaskKind, ThreadKind, Timestamp, WorkStatus,
    condition::{
        Acquaintance, AmountTest, Clause, Condition, FieldIs, FieldTest, Mark, Period,
        ResponsibleTest, Subject, TagTest, TaskTest, Test,
    },
    day::Day,
    event::Cause,
    facts::{Facts, FieldFact, FoldedText, Viewpoint},
    field::FieldValue,
    ids::{
        ContactId, ConversationId, DealId, FieldId, MemberId, PipelineId, SourceId, StageId, TagId,
        TaskId,
    },
};
use runnel_store::{
    Intent, Read, StoreError, Tx,
    shop::{self, DealChange, NewDeal, Place},
    table::{
        chat_list, contact, facts, field,
        task::{self, NewDealTask},
    },
};
use runnel_views::{BoardQuery, CardSight, Chats, board};
use rusqlite::Connection;

use crate::deeds::{Deed, EVA, Shop, TOM, deed};

/// What happens to cards, beside what happens to conversations.
#[derive(Debug, Clone)]
enum CardDeed {
    Usual(Deed),
    ByHand(i64, i64, Option<i64>),
    Top(i64, i64),
    Price(i64, Option<i64>),
    Owner(i64, Option<i64>),
    Task(i64, Option<i64>),
    TaskGone(i64),
    Field(i64, i64, Option<i64>),
    Regroup(i64, StageGroup),
    Merge(i64, i64),
    Delete(i64),
}

fn card_deed() -> impl Strategy<Value = CardDeed> {
    use CardDeed::*;
    let card = || 1..12_i64;
    prop_oneof![
        12 => deed().prop_map(Usual),
        4 => (1..5_i64, 1..8_i64, prop::option::of(1..3_i64)).prop_map(|(contact, stage, owner)| ByHand(contact, stage, owner)),
        4 => (card(), 1..8_i64).prop_map(|(card, stage)| Top(card, stage)),
        2 => (card(), prop::option::of(0..900_i64)).prop_map(|(card, amount)| Price(card, amount)),
        2 => (card(), prop::option::of(1..3_i64)).prop_map(|(card, owner)| Owner(card, owner)),
        2 => (card(), prop::option::of(-3..3_i64)).prop_map(|(card, days)| Task(card, days)),
        1 => (1..8_i64).prop_map(TaskGone),
        2 => (1..4_i64, card(), prop::option::of(0..3_i64)).prop_map(|(field, owner, value)| Field(field, owner, value)),
        1 => (2..8_i64, prop::sample::select(StageGroup::ALL.to_vec())).prop_map(|(stage, group)| Regroup(stage, group)),
        1 => (1..5_i64, 1..5_i64).prop_map(|(kept, gone)| Merge(kept, gone)),
        1 => card().prop_map(Delete),
    ]
}

impl CardDeed {
    /// Does it, or nothing where it makes no sense.
    fn happen(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        if let Self::Usual(deed) = self {
            return deed.happen(tx);
        }
        let refused = tx.attempt(|tx| self.try_happen(tx)).err();
        tx.take_events();
        match refused {
            None
            | Some(
                StoreError::NotFound { .. }
                | StoreError::Invalid { .. }
                | StoreError::Conflict { .. }
                | StoreError::Sqlite(_),
            ) => Ok(()),
            Some(fault) => Err(fault),
        }
    }

    fn try_happen(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        match *self {
            Self::Usual(_) => Ok(()),
            Self::ByHand(contact, stage, owner) => by_hand(tx, contact, stage, owner).map(drop),
            Self::Top(card, stage) => {
                shop::move_deal_to(tx, DealId(card), StageId(stage), Place::Top, None).map(drop)
            }
            Self::Price(card, amount) => {
                let amount = amount.map(|amount_minor| Money {
                    amount_minor,
                    currency: if card % 3 == 0 { "BRL" } else { "EUR" }.to_owned(),
                });
                shop::set_amount(tx, DealId(card), amount)
            }
            Self::Owner(card, owner) => {
                let owner = DealChange::Owner(owner.map(MemberId));
                shop::change_deal(tx, DealId(card), owner, None)
            }
            Self::Task(card, days) => {
                let deal = shop::deal(tx, DealId(card))?;
                if deal.conversation.is_some() {
                    return Ok(());
                }
                let due_at = days.map(|days| tx.now().plus_minutes(days * 24 * 60));
                let new = NewDealTask {
                    deal: deal.id,
                    contact: deal.contact,
                    kind: TaskKind::Call,
                    text: "",
                    assignee: Some(TOM),
                    due_at,
                };
                task::create_for_deal(tx, &new).map(drop)
            }
            Self::TaskGone(task) => task::delete(tx, TaskId(task)),
            Self::Field(id, owner, value) => {
                let field = field::get(tx, FieldId(id))?;
                let value = value.map(FieldValue::Number);
                field::set_value(tx, &field, owner, value.as_ref())
            }
            Self::Regroup(stage, group) => {
                shop::funnel::stage_move(tx, StageId(stage), group, None)
            }
            Self::Merge(kept, gone) => {
                let profile = contact::ContactProfile::default();
                let (kept, gone) = (ContactId(kept), ContactId(gone));
                shop::merge::merge(tx, kept, gone, &profile, &[]).map(drop)
            }
            Self::Delete(card) => shop::delete_deal(tx, DealId(card)),
        }
    }
}

fn by_hand(
    tx: &mut Tx<'_>,
    contact: i64,
    stage: i64,
    owner: Option<i64>,
) -> Result<DealId, StoreError> {
    shop::create_deal(
        tx,
        &NewDeal {
            contact: ContactId(contact),
            stage: StageId(stage),
            title: "Kitchen",
            description: "",
            priority: Priority::Normal,
            due_at: None,
            amount: Some(Money {
                amount_minor: 500,
                currency: "EUR".to_owned(),
            }),
            owner: owner.map(MemberId),
            is_sample: false,
        },
    )
}

/// One number each on contacts, conversations and deals.
fn furnish(shop: &Shop) {
    let sqlite = Connection::open(shop.path()).unwrap();
    sqlite
        .execute_batch(
            "INSERT INTO field (id, uid, owner, name, kind, rank, created_at) VALUES
               (1, x'01', 'contact', 'Children', 'number', 'a', 0), (2, x'02', 'conversation', 'Calls', 'number', 'b', 0),
               (3, x'03', 'deal', 'Pieces', 'number', 'c', 0);",
        )
        .unwrap();
}

fn clause() -> impl Strategy<Value = Clause> {
    let field_is = prop_oneof![
        Just(FieldIs::Empty),
        Just(FieldIs::Filled),
        Just(FieldIs::Between {
            min: Some(1),
            max: None
        }),
    ];
    let test = prop_oneof![
        prop::sample::select(Folder::ALL.to_vec()).prop_map(|folder| Test::Folder(vec![folder])),
        (1..8_i64).prop_map(|stage| Test::Stage(vec![StageId(stage), StageId(1)])),
        Just(Test::StageGroup(vec![StageGroup::Active])),
        Just(Test::Source(vec![SourceId(1)])),
        Just(Test::Channel(vec![Channel::Email, Channel::Local])),
        (1..4_i64).prop_map(|tag| Test::Tags(TagTest::Any(vec![TagId(tag)]))),
        (1..4_i64).prop_map(|tag| Test::Tags(TagTest::None(vec![TagId(tag)]))),
        any::<bool>().prop_map(|nobody| Test::Responsible(ResponsibleTest {
            any: vec![EVA],
            nobody
        })),
        Just(Test::Text(vec!["friday".to_owned(), "euro".to_owned()])),
        prop::sample::select(vec![
            Mark::Unread,
            Mark::Read,
            Mark::Unanswered,
            Mark::Answered
        ])
        .prop_map(|mark| Test::State(vec![mark])),
        (0..900_i64).prop_map(|min| Test::Amount(AmountTest {
            min: Some(min),
            max: None,
            currency: "EUR".to_owned()
        })),
        prop::sample::select(vec![Acquaintance::New, Acquaintance::Returning])
            .prop_map(Test::Contact),
        prop::sample::select(vec![
            TaskTest::None,
            TaskTest::Overdue,
            TaskTest::DueToday,
            TaskTest::Future
        ])
        .prop_map(|task| Test::Tasks(vec![task])),
        Just(Test::Period(Period::LastDays(1))),
        Just(Test::Language(vec!["pt".to_owned(), "ru".to_owned()])),
        Just(Test::Kind(vec![ThreadKind::Direct])),
        Just(Test::WorkStatus(WorkStatus::ALL.to_vec())),
        (0..3_u8).prop_map(|stars| Test::Stars(vec![stars])),
        (1..4_i64, field_is).prop_map(|(field, is)| Test::Field(FieldTest {
            field: FieldId(field),
            is
        })),
    ];
    let test = test.prop_map(Clause::Test);
    prop_oneof![
        3 => test.clone(),
        1 => test.clone().prop_map(|test| Clause::Not(Box::new(test))),
        1 => prop::collection::vec(test.clone(), 0..3).prop_map(Clause::All),
        1 => prop::collection::vec(test, 0..3).prop_map(Clause::Any),
    ]
}

/// What a member may see who does not see everybody's.
fn sight() -> CardSight {
    let own = ResponsibleTest {
        any: vec![EVA],
        nobody: true,
    };
    CardSight {
        chats: Condition::new(Clause::All(vec![
            Clause::Test(Test::Responsible(own)),
            Clause::Test(Test::Source(vec![SourceId(1)])),
        ])),
        owner: Some(EVA),
    }
}

/// A card as its rows say, without anything held.
struct Plain {
    id: DealId,
    stage: StageId,
    /// What the card answers with.
    facts: Facts,
    /// What its conversation answers with.
    chat: Option<Facts>,
    worded: bool,
}

impl Plain {
    fn load(
        read: &Read<'_>,
        sqlite: &Connection,
        id: DealId,
        seen_from: Viewpoint,
        words: &[String],
    ) -> Result<Self, StoreError> {
        let deal = shop::deal(read, id)?;
        let one = |sql: &str| -> i64 { sqlite.query_row(sql, [id.0], |row| row.get(0)).unwrap() };
        let grp: String = sqlite
            .query_row(
                "SELECT grp FROM stage WHERE id = ?1",
                [deal.stage.0],
                |row| row.get(0),
            )
            .unwrap();
        let group = StageGroup::parse(&grp).unwrap();
        let chat = match deal.conversation {
            Some(chat) => facts::load(read, chat, seen_from, None)?,
            None => None,
        };
        let contact = contact::get(read, deal.contact)?;
        let due: Vec<Option<i64>> = sqlite
            .prepare("SELECT due_at FROM task WHERE deal_id = ?1 AND done_at IS NULL")
            .unwrap()
            .query_map([id.0], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let own = Facts {
            seen_from,
            conversation: ConversationId(0),
            contact: deal.contact,
            deal: Some(id),
            folder: Folder::New,
            stage: None,
            stage_group: None,
            source: SourceId(0),
            channel: Channel::Local,
            tags: Vec::new(),
            responsible: None,
            text: FoldedText::default(),
            unread: false,
            waiting_since: None,
            ever_answered: false,
            amount: None,
            new_contact: one(
                "SELECT count(*) FROM deal d JOIN conversation c ON c.contact_id = d.contact_id WHERE d.id = ?1",
            ) == 0,
            open_tasks: due.into_iter().map(|due| due.map(Timestamp)).collect(),
            language: contact.language,
            last_activity_at: Timestamp(one("SELECT updated_at FROM deal WHERE id = ?1")),
            thread_kind: ThreadKind::Direct,
            work_status: WorkStatus::New,
            stars: contact.stars,
            fields: Vec::new(),
        };
        let fields = sqlite
            .prepare(
                "SELECT f.id, v.text, v.number FROM deal d JOIN field f JOIN field_value v ON v.field_id = f.id
                   AND v.owner_id = CASE f.owner WHEN 'contact' THEN d.contact_id
                                    WHEN 'conversation' THEN d.conversation_id ELSE d.id END WHERE d.id = ?1",
            )
            .unwrap()
            .query_map([id.0], |row| {
                Ok(FieldFact {
                    field: FieldId(row.get(0)?),
                    text: row.get(1)?,
                    number: row.get(2)?,
                })
            })
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let facts = Facts {
            folder: match group {
                StageGroup::Active => Folder::Accepted,
                _ => Folder::Archive,
            },
            stage: Some(deal.stage),
            stage_group: Some(group),
            responsible: deal.owner,
            amount: deal.amount,
            fields,
            ..chat.clone().unwrap_or(own)
        };
        let said = Test::Text(words.to_vec());
        let said = chat_list::holding(read, &said, seen_from)?;
        Ok(Self {
            id,
            stage: deal.stage,
            worded: deal.conversation.is_some_and(|chat| said.contains(&chat)),
            facts,
            chat,
        })
    }

    fn belongs(&self, query: &BoardQuery) -> bool {
        let seen = query.sight.as_ref().is_none_or(|sight| match &self.chat {
            Some(chat) => sight.chats.holds(chat),
            None => self.facts.responsible.is_none() || self.facts.responsible == sight.owner,
        });
        seen && query
            .filter
            .as_ref()
            .is_none_or(|filter| filter.holds(self))
    }
}

impl Subject for Plain {
    fn seen_from(&self) -> Viewpoint {
        self.facts.seen_from
    }
    fn folder(&self) -> Folder {
        self.facts.folder
    }
    fn stage(&self) -> Option<StageId> {
        self.facts.stage
    }
    fn stage_group(&self) -> Option<StageGroup> {
        self.facts.stage_group
    }
    fn source(&self) -> Option<SourceId> {
        self.chat.as_ref()?.source()
    }
    fn channel(&self) -> Option<Channel> {
        self.chat.as_ref()?.channel()
    }
    fn tags(&self) -> &[TagId] {
        &self.facts.tags
    }
    fn responsible(&self) -> Option<MemberId> {
        self.facts.responsible
    }
    fn is_unread(&self) -> bool {
        self.facts.unread
    }
    fn is_waiting(&self) -> bool {
        self.facts.is_waiting()
    }
    fn amount(&self) -> Option<(i64, &str)> {
        self.facts.amount()
    }
    fn open_tasks(&self) -> &[Option<Timestamp>] {
        &self.facts.open_tasks
    }
    fn last_activity_at(&self) -> Timestamp {
        self.facts.last_activity_at
    }
    fn thread_kind(&self) -> Option<ThreadKind> {
        self.chat.as_ref()?.thread_kind()
    }
    fn work_status(&self) -> Option<WorkStatus> {
        self.chat.as_ref()?.work_status()
    }
    fn stars(&self) -> u8 {
        self.facts.stars
    }
    fn language(&self) -> &str {
        &self.facts.language
    }
    fn holds_rare(&self, test: &Test) -> bool {
        match test {
            Test::Text(_) => self.worded,
            _ => self.facts.holds_rare(test),
        }
    }
}

/// The first stage whose column is not what its rows say.
fn first_wrong(shop: &Shop, chats: &Arc<Chats>, query: &BoardQuery) -> Option<String> {
    let (chats, query) = (Arc::clone(chats), query.clone());
    let sqlite = Connection::open(shop.path()).unwrap();
    let read = shop.store.read_blocking(move |read| {
        let ids: Vec<i64> = sqlite
            .prepare("SELECT id FROM deal ORDER BY stage_id, rank")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let words = ["friday".to_owned(), "euro".to_owned()];
        let mut plain = Vec::new();
        for id in ids {
            plain.push(Plain::load(
                read,
                &sqlite,
                DealId(id),
                query.seen_from,
                &words,
            )?);
        }
        plain.retain(|card| card.belongs(&query));
        let shown = board::board(read, &chats, &query, 50)?;
        for column in &shown.columns {
            let stage = column.stage.id;
            let own: Vec<&Plain> = plain.iter().filter(|card| card.stage == stage).collect();
            let expected: Vec<DealId> = own.iter().map(|card| card.id).collect();
            let found: Vec<DealId> = column.cards.iter().map(|card| card.deal).collect();
            let (total, window) = board::cards(read, &chats, &query, stage, 1, 2)?;
            let window: Vec<DealId> = window.iter().map(|card| card.deal).collect();
            let all = board::all(read, &chats, &query, stage)?;
            let all: Vec<DealId> = all.iter().map(|(deal, _)| *deal).collect();
            let cut: Vec<DealId> = expected.iter().skip(1).take(2).copied().collect();
            let sum = |currency: &str| -> i64 {
                let amounts = own.iter().filter_map(|card| card.facts.amount.as_ref());
                let own = amounts.filter(|amount| amount.currency == currency);
                own.map(|amount| amount.amount_minor).sum()
            };
            let sums = column
                .sums
                .iter()
                .all(|shown| shown.amount_minor == sum(&shown.currency));
            let currencies: HashSet<&str> = own
                .iter()
                .filter_map(|card| Some(card.facts.amount.as_ref()?.currency.as_str()))
                .collect();
            let count = i64::try_from(expected.len()).unwrap();
            if found != expected || all != expected || window != cut {
                return Ok(Some(format!(
                    "{stage:?}: {found:?}, {all:?}, {window:?} of {expected:?}"
                )));
            }
            if (total, column.total, column.sums.len()) != (count, count, currencies.len()) || !sums
            {
                return Ok(Some(format!("{stage:?}: {column:?} of {expected:?}")));
            }
        }
        Ok::<_, StoreError>(None)
    });
    read.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_held_says_what_the_rows_say(
        before in prop::collection::vec(card_deed(), 10..30),
        rounds in prop::collection::vec(prop::collection::vec(card_deed(), 1..5), 1..10),
        filters in prop::collection::vec(clause(), 5),
        undo in any::<bool>(),
    ) {
        let shop = Shop::open();
        furnish(&shop);
        let chats = Arc::new(Chats::new());
        shop.write(move |tx| before.iter().try_for_each(|deed| deed.happen(tx)));
        for deeds in rounds {
            let done = shop.act(move |tx| deeds.iter().try_for_each(|deed| deed.happen(tx)));
            if undo && let Some(operation) = done.operation {
                let intent = Intent::plain(shop.now(), Cause::member(EVA));
                // Refused where something stands against it; then nothing happened.
                let _ = shop.store.undo_blocking(operation, intent);
            }
            let now = shop.now();
            let seen_from = Viewpoint { now, today: Day::of(now, "Europe/Berlin"), member: Some(EVA) };
            let asked = filters.iter().flat_map(|clause| {
                let filter = Some(Condition::new(clause.clone()));
                [(filter.clone(), None), (filter, Some(sight()))]
            });
            for (filter, sight) in asked.chain([(None, None), (None, Some(sight()))]) {
                let query = BoardQuery { pipeline: PipelineId(1), filter, sight, seen_from };
                let wrong = first_wrong(&shop, &chats, &query);
                prop_assert_eq!(wrong, None, "{:?}", query);
            }
        }
    }
}

/// A column whose ranks became too long gets short ones: the order that is held goes along.
#[test]
fn a_column_with_new_ranks_keeps_its_order() {
    let shop = Shop::open();
    let chats = Arc::new(Chats::new());
    shop.write(|tx| (0..4).try_for_each(|_| by_hand(tx, 1, 1, None).map(drop)));
    let query = |now| BoardQuery {
        pipeline: PipelineId(1),
        filter: Some(Condition::new(Clause::Test(Test::Stage(vec![StageId(1)])))),
        sight: None,
        seen_from: Viewpoint {
            now,
            today: Day::of(now, "UTC"),
            member: Some(EVA),
        },
    };
    assert_eq!(first_wrong(&shop, &chats, &query(shop.now())), None);
    for round in 0..260 {
        let card = DealId(1 + round % 2);
        shop.write(move |tx| shop::move_deal(tx, card, StageId(1), Some(DealId(3)), None));
        if round % 20 == 0 {
            assert_eq!(
                first_wrong(&shop, &chats, &query(shop.now())),
                None,
                "{round}"
            );
        }
    }
    assert_eq!(first_wrong(&shop, &chats, &query(shop.now())), None);
}
