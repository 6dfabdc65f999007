//! What a filter says of a card that no conversation carries (UP-13).

use std::sync::Arc;

use runnel_domain::{
    Channel, Folder, Money, StageGroup, ThreadKind, WorkStatus,
    condition::{
        Acquaintance, AmountTest, Clause, Condition, Mark, Period, ResponsibleTest, TagTest,
        TaskTest, Test,
    },
    day::Day,
    facts::Viewpoint,
    ids::{ContactId, MemberId, PipelineId, SourceId, StageId, TagId},
};
use runnel_store::shop::{self, NewDeal};
use runnel_views::{BoardQuery, Chats, board};

use crate::deeds::{EVA, NOW, Shop};

#[test]
fn a_deal_made_by_hand_answers_for_itself() {
    let shop = Shop::open();
    shop.hears(1, "Quanto custa?");
    shop.write(|tx| {
        shop::create_deal(
            tx,
            &NewDeal {
                contact: ContactId(1),
                stage: StageId(2),
                title: "Kitchen",
                description: "",
                priority: runnel_domain::Priority::Normal,
                due_at: None,
                amount: Some(Money {
                    amount_minor: 500,
                    currency: "EUR".to_owned(),
                }),
                owner: Some(EVA),
                is_sample: false,
            },
        )
    });
    let chats = Arc::new(Chats::new());
    let who = |any, nobody| Test::Responsible(ResponsibleTest { any, nobody });
    let amount = |min, currency: &str| {
        Test::Amount(AmountTest {
            min: Some(min),
            max: None,
            currency: currency.to_owned(),
        })
    };
    for (test, expected, why) in [
        (Test::Stage(vec![StageId(2)]), true, "it stands there"),
        (Test::Stage(vec![StageId(3)]), false, "it stands elsewhere"),
        (
            Test::StageGroup(vec![StageGroup::Active]),
            true,
            "an active stage",
        ),
        (
            Test::Folder(vec![Folder::Accepted]),
            true,
            "what is in work",
        ),
        (
            Test::Folder(vec![Folder::New, Folder::Archive]),
            false,
            "what is in work",
        ),
        (who(vec![EVA], false), true, "her deal"),
        (
            who(vec![MemberId(2)], true),
            false,
            "neither his nor nobody's",
        ),
        (amount(500, "EUR"), true, "at least that"),
        (amount(500, "BRL"), false, "another currency"),
        (
            Test::Source(vec![SourceId(1), SourceId(2)]),
            false,
            "from no account",
        ),
        (
            Test::Channel(vec![Channel::Email, Channel::Fake]),
            false,
            "over no network",
        ),
        (
            Test::Tags(TagTest::Any(vec![TagId(1)])),
            false,
            "wears none",
        ),
        (
            Test::Tags(TagTest::None(vec![TagId(1)])),
            true,
            "wears none",
        ),
        (
            Test::Text(vec!["quanto".to_owned()]),
            false,
            "no message of its own",
        ),
        (
            Test::State(vec![Mark::Unread, Mark::Unanswered]),
            false,
            "nothing to read or answer",
        ),
        (Test::State(vec![Mark::Read]), true, "nothing to read"),
        (Test::State(vec![Mark::Answered]), true, "nothing to answer"),
        (
            Test::Contact(Acquaintance::Returning),
            true,
            "the contact has written",
        ),
        (
            Test::Contact(Acquaintance::New),
            false,
            "the contact has written",
        ),
        (Test::Tasks(vec![TaskTest::None]), true, "nothing to do yet"),
        (
            Test::Tasks(vec![TaskTest::Overdue, TaskTest::Future]),
            false,
            "nothing to do yet",
        ),
        (Test::Period(Period::LastDays(1)), true, "changed today"),
        (Test::Kind(vec![ThreadKind::Direct]), false, "no thread"),
        (
            Test::WorkStatus(WorkStatus::ALL.to_vec()),
            false,
            "no work status",
        ),
        (Test::Stars(vec![0, 1, 2, 3, 4, 5]), true, "the contact's"),
    ] {
        for turned in [false, true] {
            let clause = Clause::Test(test.clone());
            let clause = if turned {
                Clause::Not(Box::new(clause))
            } else {
                clause
            };
            let query = BoardQuery {
                pipeline: PipelineId(1),
                filter: Some(Condition::new(clause)),
                sight: None,
                seen_from: Viewpoint {
                    now: NOW,
                    today: Day::of(NOW, "UTC"),
                    member: Some(EVA),
                },
            };
            let held = Arc::clone(&chats);
            let (board, (total, cards)) = shop
                .store
                .read_blocking(move |read| {
                    let board = board::board(read, &held, &query, 9)?;
                    let cards = board::cards(read, &held, &query, StageId(2), 0, 9)?;
                    Ok::<_, runnel_store::StoreError>((board, cards))
                })
                .unwrap();
            let head = board
                .columns
                .iter()
                .find(|column| column.stage.id == StageId(2))
                .unwrap();
            let found = usize::from(expected != turned);
            assert_eq!(
                cards.len(),
                found,
                "{why}: {test:?}, turned round: {turned}"
            );
            assert_eq!(total, i64::try_from(found).unwrap(), "{why}: {test:?}");
            assert_eq!(head.total, total, "{why}: {test:?}");
            assert_eq!(head.cards, cards, "{why}: {test:?}");
            assert_eq!(head.all, 1, "whatever the filter");
        }
    }
}
