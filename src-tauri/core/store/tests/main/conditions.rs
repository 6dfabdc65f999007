//! A condition means the same as SQL and as a test on facts (UC-9, UT-11).

use proptest::prelude::*;
use runnel_domain::{
    Channel, Folder, Place, StageGroup, ThreadKind, Timestamp, WorkStatus,
    condition::{
        Acquaintance, AmountTest, Clause, Condition, FieldIs, FieldTest, Mark, Period,
        ResponsibleTest, TagTest, TaskTest, Test,
    },
    day::Day,
    facts::Viewpoint,
    ids::{ConversationId, FieldId, MemberId, SourceId, StageId, TagId},
};
use runnel_store::table::{
    chat_list::{self, ChatQuery, ChatSort, holding},
    facts,
};

use crate::deeds::{Deed, EVA, NOW, Shop, deed};

fn some<T: Clone + std::fmt::Debug + 'static>(of: Vec<T>) -> impl Strategy<Value = Vec<T>> {
    let most = of.len().min(3);
    prop::sample::subsequence(of, 0..=most)
}

fn test() -> impl Strategy<Value = Test> {
    let tags = || some((1..5).map(TagId).collect::<Vec<_>>());
    let moment = || prop::option::of((-30..120_i64).prop_map(|minutes| NOW.plus_minutes(minutes)));
    let amount = || prop::option::of(0..900_i64);
    let words = |words: &[&str]| {
        some(
            words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>(),
        )
    };
    prop_oneof![
        some(Folder::ALL.to_vec()).prop_map(Test::Folder),
        some((1..8).map(StageId).collect::<Vec<_>>()).prop_map(Test::Stage),
        some(StageGroup::ALL.to_vec()).prop_map(Test::StageGroup),
        some(vec![SourceId(1), SourceId(2)]).prop_map(Test::Source),
        some(vec![Channel::Email, Channel::Fake]).prop_map(Test::Channel),
        tags().prop_map(|tags| Test::Tags(TagTest::Any(tags))),
        tags().prop_map(|tags| Test::Tags(TagTest::All(tags))),
        tags().prop_map(|tags| Test::Tags(TagTest::None(tags))),
        (some(vec![MemberId(1), MemberId(2)]), any::<bool>())
            .prop_map(|(any, nobody)| Test::Responsible(ResponsibleTest { any, nobody })),
        some(vec![
            Mark::Unread,
            Mark::Read,
            Mark::Unanswered,
            Mark::Answered
        ])
        .prop_map(Test::State),
        (amount(), amount(), prop_oneof![Just("EUR"), Just("BRL")]).prop_map(
            |(min, max, currency)| {
                Test::Amount(AmountTest {
                    min,
                    max,
                    currency: currency.to_owned(),
                })
            }
        ),
        prop_oneof![Just(Acquaintance::New), Just(Acquaintance::Returning)].prop_map(Test::Contact),
        some(vec![
            TaskTest::None,
            TaskTest::DueToday,
            TaskTest::Overdue,
            TaskTest::Future
        ])
        .prop_map(Test::Tasks),
        (moment(), moment())
            .prop_map(|(from, until)| Test::Period(Period::Between { from, until })),
        (0..3_u16).prop_map(|days| Test::Period(Period::LastDays(days))),
        words(&["pt", "pt-BR", "PT-br", "de", "d", "ru"]).prop_map(Test::Language),
        some(ThreadKind::ALL.to_vec()).prop_map(Test::Kind),
        some(WorkStatus::ALL.to_vec()).prop_map(Test::WorkStatus),
        some((0..6).collect::<Vec<u8>>()).prop_map(Test::Stars),
        (1..6_i64, field_is()).prop_map(|(field, is)| Test::Field(FieldTest {
            field: FieldId(field),
            is
        })),
    ]
}

fn field_is() -> impl Strategy<Value = FieldIs> {
    let edge = || prop::option::of(0..4_i64);
    prop_oneof![
        Just(FieldIs::Empty),
        Just(FieldIs::Filled),
        some(vec!["BAK".to_owned(), "são".to_owned(), "x".to_owned()]).prop_map(FieldIs::Contains),
        some(vec!["баку".to_owned(), "sao paulo".to_owned()]).prop_map(FieldIs::Exactly),
        some(vec![3, 7, 37]).prop_map(FieldIs::Option),
        (edge(), edge()).prop_map(|(min, max)| FieldIs::Between { min, max }),
        any::<bool>().prop_map(FieldIs::Checked),
    ]
}

/// What other tables' accessors would bring about: stars, comments under posts, values in fields of each owner.
fn furnish(shop: &Shop) {
    let sqlite = rusqlite::Connection::open(shop.path()).unwrap();
    sqlite
        .execute_batch(
            "UPDATE contact SET stars = id % 6;
             UPDATE conversation SET thread_kind = 'comments' WHERE id % 3 = 0;
             INSERT INTO field (id, uid, owner, name, kind, rank, created_at) VALUES
               (1, x'01', 'contact', 'City', 'text', 'a', 0), (2, x'02', 'conversation', 'Topics', 'multi_list', 'b', 0),
               (3, x'03', 'deal', 'Pieces', 'number', 'c', 0), (4, x'04', 'contact', 'Wholesale', 'checkbox', 'd', 0);
             INSERT INTO field_value (field_id, owner_id, text, number) VALUES
               (1, 1, 'São Paulo, bakery', NULL), (1, 2, '', NULL), (1, 3, 'БАКУ', NULL),
               (2, 1, ',3,7,', NULL), (2, 2, ',37,', NULL), (2, 4, NULL, NULL),
               (3, 1, NULL, 1), (3, 2, NULL, 3), (3, 3, NULL, NULL),
               (4, 1, NULL, 1), (4, 2, NULL, 0);",
        )
        .unwrap();
}

fn clause() -> impl Strategy<Value = Clause> {
    test()
        .prop_map(Clause::Test)
        .prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Clause::All),
                prop::collection::vec(inner.clone(), 0..3).prop_map(Clause::Any),
                inner.prop_map(|clause| Clause::Not(Box::new(clause))),
            ]
        })
}

fn seen_from(now: Timestamp, member: Option<MemberId>) -> Viewpoint {
    Viewpoint {
        now,
        today: Day::of(now, "America/Sao_Paulo"),
        member,
    }
}

fn query(place: Place, filter: Clause, seen_from: Viewpoint) -> ChatQuery {
    ChatQuery {
        place: Some(place),
        sort: ChatSort::default(),
        filter: Some(Condition::new(filter)),
        seen_from,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn sql_and_facts_agree(
        deeds in prop::collection::vec(deed(), 5..40),
        clauses in prop::collection::vec(clause(), 20),
        member in prop::option::of(Just(EVA)),
    ) {
        let shop = Shop::open();
        shop.write(move |tx| deeds.iter().try_for_each(|deed: &Deed| deed.happen(tx)));
        furnish(&shop);
        let seen_from = seen_from(shop.now(), member);
        let wrong = shop.store.read_blocking(move |read| {
            for clause in &clauses {
                let condition = Condition::new(clause.clone());
                for id in (1..10).map(ConversationId) {
                    let Some(facts) = facts::load(read, id, seen_from, None)? else { continue };
                    let query = query(facts.folder.into(), clause.clone(), seen_from);
                    let by_sql = !chat_list::place(read, &query, &[id])?.is_empty();
                    if let Clause::Test(test) = clause && by_sql != holding(read, test, seen_from)?.contains(&id) {
                        return Ok(Some(format!("found one way only: {facts:?} and {test:?}")));
                    }
                    if by_sql != condition.holds(&facts) {
                        return Ok(Some(format!("{by_sql} by SQL for {facts:?} and {clause:?}")));
                    }
                }
            }
            Ok::<_, runnel_store::StoreError>(None)
        });
        prop_assert_eq!(wrong.unwrap(), None);
    }
}

/// In a filter any message of the conversation counts, and the beginning of a word is enough.
#[test]
fn words_are_looked_for_in_every_message() {
    let shop = Shop::open();
    let cake = shop.hears(1, "Quanto custa o BOLO de preço único?");
    let other = shop.hears(2, "Wann öffnen Sie?");
    shop.write(move |tx| Deed::Write(cake.0).happen(tx));
    shop.write(move |tx| Deed::Note(other.0).happen(tx));
    let seen_from = seen_from(shop.now(), Some(EVA));
    let found = move |words: &'static [&'static str]| {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        let query = query(Place::New, Clause::Test(Test::Text(words)), seen_from);
        let found = shop
            .store
            .read_blocking(move |read| chat_list::ordered(read, &query, None))
            .unwrap();
        found
            .into_iter()
            .map(|placed| placed.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        found(&["bol"]),
        [cake],
        "not the last message, and the word goes on"
    );
    assert_eq!(found(&["de preco"]), [cake], "a phrase, without its accent");
    assert_eq!(found(&["olo"]), [], "not from within a word");
    assert_eq!(
        found(&["offnen", "custa"]),
        [cake, other],
        "any of them, last activity first"
    );
    assert_eq!(found(&["customer"]), [], "a note is not part of the talk");
    assert_eq!(found(&["?!"]), [], "no word at all");
}
