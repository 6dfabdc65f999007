//! The table of chats: windows stay right while things happen (UC-10, UC-9).

use std::sync::Arc;

use proptest::prelude::*;
use runnel_domain::{
    Channel, Place, StageGroup, Timestamp, WorkStatus,
    condition::{
        Acquaintance, Clause, Condition, Mark, Period, ResponsibleTest, TagTest, TaskTest, Test,
    },
    day::Day,
    facts::Viewpoint,
    ids::{ConversationId, MemberId, SourceId, StageId, TagId},
};
use runnel_store::{
    StoreError,
    table::{
        chat_list::{self, ChatColumn, ChatQuery, ChatSort},
        chat_row,
    },
};
use runnel_views::{Chats, ChatsPage, facets::MARKS};

use crate::deeds::{Deed, EVA, Shop, deed};

fn seen_from(now: Timestamp) -> Viewpoint {
    Viewpoint {
        now,
        today: Day::of(now, "Europe/Berlin"),
        member: Some(EVA),
    }
}

fn filters() -> impl Strategy<Value = Option<Condition>> {
    prop::option::weighted(0.8, prop::collection::vec(clause(), 1..3)).prop_map(|of| of.map(all))
}

fn all(clauses: Vec<Clause>) -> Condition {
    Condition::new(Clause::All(clauses))
}

fn clause() -> impl Strategy<Value = Clause> {
    let test = prop_oneof![
        Just(Test::State(vec![Mark::Unread])),
        Just(Test::State(vec![Mark::Unanswered])),
        (1..4_i64).prop_map(|tag| Test::Tags(TagTest::Any(vec![TagId(tag)]))),
        Just(Test::Responsible(ResponsibleTest {
            any: vec![MemberId(1)],
            nobody: true
        })),
        Just(Test::Tasks(vec![TaskTest::Overdue, TaskTest::None])),
        Just(Test::Text(vec!["friday".to_owned(), "euro".to_owned()])),
        (1..8_i64).prop_map(|stage| Test::Stage(vec![StageId(stage), StageId(1)])),
        Just(Test::StageGroup(vec![StageGroup::Active])),
        Just(Test::Source(vec![SourceId(1)])),
        Just(Test::Channel(vec![Channel::Email])),
        Just(Test::WorkStatus(vec![WorkStatus::InProgress])),
        Just(Test::Stars(vec![0])),
        Just(Test::Period(Period::LastDays(1))),
        Just(Test::Contact(Acquaintance::New)),
        Just(Test::Language(vec!["pt".to_owned()])),
    ];
    let test = test.prop_map(Clause::Test);
    prop_oneof![
        4 => test.clone(),
        1 => test.prop_map(|test| Clause::Not(Box::new(test))),
    ]
}

fn query() -> impl Strategy<Value = (Option<Place>, ChatSort, Option<Condition>)> {
    let column = prop::sample::select(ChatColumn::ALL.to_vec());
    let sort =
        (column, any::<bool>()).prop_map(|(column, descending)| ChatSort { column, descending });
    let place = prop::option::weighted(0.7, prop::sample::select(Place::ALL.to_vec()));
    (place, sort, filters())
}

/// The same window without anything kept.
fn fresh(shop: &Shop, query: &ChatQuery, offset: usize, limit: usize) -> ChatsPage {
    let query = query.clone();
    let read = shop.store.read_blocking(move |read| {
        let all = chat_list::ordered(read, &query, None)?;
        let ids: Vec<ConversationId> = all
            .iter()
            .skip(offset)
            .take(limit)
            .map(|placed| placed.id)
            .collect();
        let rows = chat_row::rows(read, &ids, query.seen_from.member)?;
        Ok::<_, StoreError>(ChatsPage {
            total: all.len(),
            offset,
            rows,
        })
    });
    read.unwrap()
}

fn kept(
    shop: &Shop,
    chats: &Arc<Chats>,
    query: &ChatQuery,
    offset: usize,
    limit: usize,
) -> ChatsPage {
    let (chats, query) = (Arc::clone(chats), query.clone());
    shop.store
        .read_blocking(move |read| chats.page(read, &query, offset, limit))
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_window_equals_a_fresh_one_after_anything(
        before in prop::collection::vec(deed(), 10..30),
        rounds in prop::collection::vec(prop::collection::vec(deed(), 1..5), 1..10),
        queries in prop::collection::vec(query(), 4),
        undo in any::<bool>(),
    ) {
        let shop = Shop::open();
        let chats = Arc::new(Chats::new());
        shop.write(move |tx| before.iter().try_for_each(|deed: &Deed| deed.happen(tx)));
        for deeds in rounds {
            let done = shop.act(move |tx| deeds.iter().try_for_each(|deed: &Deed| deed.happen(tx)));
            if undo && let Some(operation) = done.operation {
                let intent = runnel_store::Intent::plain(shop.now(), runnel_domain::event::Cause::member(EVA));
                shop.store.undo_blocking(operation, intent).unwrap();
            }
            let now = shop.now();
            for (place, sort, filter) in &queries {
                let query = ChatQuery {
                    place: *place, sort: *sort, filter: filter.clone(), seen_from: seen_from(now),
                };
                // Both what is merged from indexes and what is picked from the ledger, near and far.
                for (offset, limit) in [(0, 50), (1, 300), (3, 2)] {
                    prop_assert_eq!(
                        kept(&shop, &chats, &query, offset, limit),
                        fresh(&shop, &query, offset, limit),
                        "{:?}", query
                    );
                }
            }
        }
    }
}

/// UC-9: each kind counts what choosing it would find, the other kinds as they are.
#[test]
fn a_choice_counts_what_choosing_it_finds() {
    let shop = Shop::open();
    let chats = Arc::new(Chats::new());
    for contact in [1, 2, 3, 4, 1, 2] {
        shop.hears(contact, "Quanto custa?");
    }
    for deed in [
        Deed::Accept(1, Some(3)),
        Deed::Accept(2, Some(1)),
        Deed::Reply(2),
        Deed::Tag(1, 1),
        Deed::Tag(2, 1),
        Deed::Tag(2, 2),
        Deed::Tag(5, 2),
        Deed::Task(1, Some(-1)),
        Deed::Charge(5, Some(2)),
    ] {
        shop.write(move |tx| deed.happen(tx));
    }
    let now = shop.now();
    let clauses = vec![
        Test::Tags(TagTest::Any(vec![TagId(1)])),
        Test::State(vec![Mark::Unanswered]),
    ];
    let query = |clauses: Vec<Test>| ChatQuery {
        place: None,
        sort: ChatSort::default(),
        filter: Some(all(clauses.into_iter().map(Clause::Test).collect())),
        seen_from: seen_from(now),
    };
    let asked = query(clauses);
    let (held, counted) = (Arc::clone(&chats), asked.clone());
    let facets = shop
        .store
        .read_blocking(move |read| held.facets(read, &counted))
        .unwrap();
    assert_eq!(facets.total, 1, "tagged and waiting: the first one");
    assert_eq!(kept(&shop, &chats, &asked, 0, 50).total, facets.total);
    for (tag, count) in &facets.tags {
        let other = query(vec![
            Test::Tags(TagTest::Any(vec![*tag])),
            Test::State(vec![Mark::Unanswered]),
        ]);
        assert_eq!(kept(&shop, &chats, &other, 0, 50).total, *count, "{tag:?}");
    }
    for (mark, count) in MARKS.iter().zip(facets.states) {
        let other = query(vec![
            Test::Tags(TagTest::Any(vec![TagId(1)])),
            Test::State(vec![*mark]),
        ]);
        assert_eq!(kept(&shop, &chats, &other, 0, 50).total, count, "{mark:?}");
    }
    assert_eq!(facets.tasks, [0, 0, 1, 0], "one is overdue");
    assert_eq!(
        facets.places,
        [(Place::Accepted, 1)].into_iter().collect(),
        "where they lie"
    );
}

/// UC-10: the order that people see.
#[test]
fn rows_without_a_value_come_last_either_way() {
    let shop = Shop::open();
    let chats = Arc::new(Chats::new());
    for contact in 1..5 {
        shop.hears(contact, "Quanto custa?");
    }
    for (chat, amount) in [(1, Some(900)), (3, Some(100))] {
        shop.write(move |tx| Deed::Accept(chat, None).happen(tx));
        shop.write(move |tx| Deed::Price(chat, amount).happen(tx));
    }
    for chat in [2, 4] {
        shop.write(move |tx| Deed::Accept(chat, None).happen(tx));
    }
    let now = shop.now();
    let order = |descending| {
        let query = ChatQuery {
            place: Some(Place::Accepted),
            sort: ChatSort {
                column: ChatColumn::Price,
                descending,
            },
            filter: None,
            seen_from: seen_from(now),
        };
        kept(&shop, &chats, &query, 0, 50)
            .rows
            .iter()
            .map(|row| row.id.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(order(true), [1, 3, 4, 2], "dearest first");
    assert_eq!(order(false), [3, 1, 2, 4], "cheapest first");
}

/// UC-11 – UC-18: a row has what its columns show.
#[test]
fn a_row_has_what_its_columns_show() {
    let shop = Shop::open();
    let chats = Arc::new(Chats::new());
    let ana = shop.hears(1, "Quanto custa\n o bolo?");
    for deed in [
        Deed::Accept(1, Some(3)),
        Deed::Price(1, Some(3_000)),
        Deed::Tag(1, 1),
        Deed::Tag(1, 2),
        Deed::Task(1, Some(2)),
        Deed::Task(1, Some(1)),
        Deed::Unread(1, true),
    ] {
        shop.write(move |tx| deed.happen(tx));
    }
    let now = shop.now();
    let query = ChatQuery {
        place: Some(Place::Accepted),
        sort: ChatSort::default(),
        filter: None,
        seen_from: seen_from(now),
    };
    let page = kept(&shop, &chats, &query, 0, 50);
    assert_eq!(page.total, 1);
    let row = &page.rows[0];
    assert_eq!(row.id, ana);
    assert_eq!(row.contact_name, "Ana Souza");
    assert_eq!(row.snippet, "Quanto custa o bolo?");
    assert_eq!(row.unread, 1);
    assert!(row.marked_unread);
    assert_eq!(row.stage.map(|stage| stage.0), Some(3));
    assert_eq!(
        row.amount.as_ref().map(|amount| amount.amount_minor),
        Some(3_000)
    );
    assert_eq!(row.responsible, Some(EVA));
    assert_eq!(row.tags, [TagId(2), TagId(1)], "by name");
    assert_eq!(row.source_name, "orders@shop.example");
    assert_eq!(row.open_tasks, 2);
    assert!(
        row.next_task.as_ref().is_some_and(|task| task.id.0 == 2),
        "the nearest one"
    );
    assert!(
        row.waiting_last_at.is_some() && row.response_ms.is_none(),
        "the timer runs"
    );
}
