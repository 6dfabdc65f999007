//! Wherever cards were moved, by whom and however often: each stands in one place, and its stays tell the way there.

use proptest::prelude::*;
use runnel_domain::{
    Priority,
    event::Cause,
    ids::{DealId, EventId, OperationId, StageId, TriggerId},
};
use runnel_store::{
    Intent, Lane, StoreError, UndoLabel,
    shop::{self, NewDeal, Place},
    table::contact::{self, NewContact},
};
use rusqlite::Connection;

use crate::shop::{ANNA, NEW_REQUEST, Shop};

/// What the schema leaves for a rank.
const LONGEST_RANK: i64 = 48;

#[derive(Debug, Clone)]
enum Step {
    /// The clock goes on, or was set back.
    Pass { minutes: i64 },
    /// A person drags a card above another one, or to the end.
    Move {
        card: usize,
        stage: i64,
        above: Option<usize>,
    },
    /// A trigger moves a card.
    Trigger { card: usize, stage: i64 },
    /// A person moves several cards at once.
    Bulk {
        first: usize,
        count: usize,
        stage: i64,
    },
    /// A person throws a card away.
    Delete { card: usize },
    /// A person takes one of the last actions back.
    Undo { ago: usize },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => (-30..90_i64).prop_map(|minutes| Step::Pass { minutes }),
        6 => (0..8_usize, 1..6_i64, prop::option::of(0..8_usize))
            .prop_map(|(card, stage, above)| Step::Move { card, stage, above }),
        2 => (0..8_usize, 1..6_i64).prop_map(|(card, stage)| Step::Trigger { card, stage }),
        2 => (0..8_usize, 1..5_usize, 1..6_i64)
            .prop_map(|(first, count, stage)| Step::Bulk { first, count, stage }),
        1 => (0..8_usize).prop_map(|card| Step::Delete { card }),
        4 => (0..4_usize).prop_map(|ago| Step::Undo { ago }),
    ];
    prop::collection::vec(step, 1..40)
}

/// Cards with one customer.
fn cards(shop: &Shop, count: usize) -> Vec<DealId> {
    shop.anna(move |tx| {
        let new = NewContact {
            full_name: "Ana",
            ..NewContact::default()
        };
        let contact = contact::insert(tx, &new)?;
        (0..count)
            .map(|_| {
                shop::create_deal(
                    tx,
                    &NewDeal {
                        contact,
                        stage: NEW_REQUEST,
                        title: "",
                        description: "",
                        priority: Priority::Normal,
                        due_at: None,
                        amount: None,
                        owner: None,
                        is_sample: false,
                    },
                )
            })
            .collect::<Result<Vec<_>, StoreError>>()
    })
}

/// A move that can be taken back; `None`: it was refused, or nothing changed.
fn act(
    shop: &Shop,
    cause: Cause,
    work: impl FnOnce(&mut runnel_store::Tx<'_>) -> Result<(), StoreError> + Send + 'static,
) -> Option<OperationId> {
    let intent = Intent {
        now: shop.now(),
        cause,
        undo: Some(UndoLabel {
            code: "deal_move",
            params: serde_json::json!({}),
        }),
    };
    match shop.store.write_blocking(Lane::Person, intent, work) {
        Ok(committed) => committed.operation,
        Err(StoreError::Conflict { .. } | StoreError::NotFound { .. }) => None,
        Err(error) => panic!("{error}"),
    }
}

fn take(shop: &Shop, cards: &[DealId], step: &Step, done: &mut Vec<OperationId>) {
    let card = |nth: usize| cards[nth % cards.len()];
    let trigger = Cause::trigger(TriggerId(7), EventId(1), 0);
    let operation = match *step {
        Step::Pass { minutes } => {
            shop.minutes_pass(minutes);
            None
        }
        Step::Move {
            card: nth,
            stage,
            above,
        } => {
            let (deal, place) = (
                card(nth),
                above.map_or(Place::End, |above| Place::Before(card(above))),
            );
            act(shop, Cause::member(ANNA), move |tx| {
                shop::move_deal_to(tx, deal, StageId(stage), place, None).map(drop)
            })
        }
        Step::Trigger { card: nth, stage } => {
            let deal = card(nth);
            act(shop, trigger, move |tx| {
                shop::move_deal_to(tx, deal, StageId(stage), Place::Top, None).map(drop)
            })
        }
        Step::Bulk {
            first,
            count,
            stage,
        } => {
            let all: Vec<DealId> = (first..first + count).map(card).collect();
            act(shop, Cause::member(ANNA), move |tx| {
                for deal in all {
                    shop::move_deal_to(tx, deal, StageId(stage), Place::Top, None)?;
                }
                Ok(())
            })
        }
        Step::Delete { card: nth } => {
            let deal = card(nth);
            act(shop, Cause::member(ANNA), move |tx| {
                shop::delete_deal(tx, deal)
            })
        }
        Step::Undo { ago } => {
            let Some(operation) = done
                .len()
                .checked_sub(ago + 1)
                .map(|place| done.remove(place))
            else {
                return;
            };
            match shop
                .store
                .undo_blocking(operation, Intent::plain(shop.now(), Cause::member(ANNA)))
            {
                Ok(_) | Err(StoreError::Conflict { .. }) => return,
                Err(error) => panic!("{error}"),
            }
        }
    };
    done.extend(operation);
}

/// Deal, made at, stands in, since; and one of its stays: where, from, until.
type Stay = (i64, i64, i64, i64, i64, i64, Option<i64>);

/// One place per card, ranks that can be told apart and are short, and stays without gaps that end where it stands.
fn sound(shop: &Shop) {
    let sqlite = Connection::open(shop.store.path()).unwrap();
    let alike: i64 = sqlite
        .query_row(
            "SELECT count(*) FROM (SELECT 1 FROM deal GROUP BY stage_id, rank HAVING count(*) > 1)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(alike, 0, "two cards have the same place");
    let longest: i64 = sqlite
        .query_row(
            "SELECT coalesce(max(length(rank)), 0) FROM deal",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert!(longest <= LONGEST_RANK, "a rank has {longest} bytes");
    let strange: i64 = sqlite
        .query_row(
            "SELECT count(*) FROM deal WHERE rank GLOB '~*'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(strange, 0, "a card was left between two ranks");
    let mut statement = sqlite
        .prepare(
            "SELECT d.id, d.created_at, d.stage_id, d.stage_entered_at, s.stage_id, s.entered_at, s.left_at
             FROM deal d JOIN deal_stage s ON s.deal_id = d.id ORDER BY d.id, s.entered_at, s.id",
        )
        .unwrap();
    let stays: Vec<Stay> = statement
        .query_map([], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
                row.get(6)?,
            ))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let deals: i64 = sqlite
        .query_row("SELECT count(*) FROM deal", [], |row| row.get(0))
        .unwrap();
    let stories: Vec<_> = stays.chunk_by(|one, next| one.0 == next.0).collect();
    assert_eq!(stories.len() as i64, deals, "every card has stays");
    for story in stories {
        let (_, created_at, stage, stage_entered_at, ..) = story[0];
        assert_eq!(
            story[0].5, created_at,
            "the first stay begins with the card"
        );
        for pair in story.windows(2) {
            assert_eq!(
                pair[0].6,
                Some(pair[1].5),
                "a stay begins exactly when the one before it ends: {story:?}"
            );
            assert!(pair[0].5 <= pair[1].5, "no stay ends before it begins");
        }
        let last = story[story.len() - 1];
        assert_eq!(
            (last.4, last.5, last.6),
            (stage, stage_entered_at, None),
            "the last stay is where the card stands"
        );
    }
    let orphans: i64 = sqlite
        .query_row(
            "SELECT count(*) FROM deal_stage WHERE deal_id NOT IN (SELECT id FROM deal)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(orphans, 0, "stays go with their card");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// UP-12, UP-15
    #[test]
    fn each_card_stands_in_one_place_and_its_stays_tell_how_it_got_there(steps in steps()) {
        let shop = Shop::open();
        let cards = cards(&shop, 8);
        let mut done = Vec::new();
        for step in &steps {
            take(&shop, &cards, step, &mut done);
        }
        sound(&shop);
    }
}

/// UP-12: what somebody does who sorts all day.
#[test]
fn ranks_stay_short_and_apart_in_ten_thousand_moves() {
    let shop = Shop::open();
    let cards = cards(&shop, 40);
    // Knuth's MMIX numbers: the same moves each time.
    let mut dice = 42_u64;
    let mut roll = move |sides: usize| {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) as usize % sides
    };
    for _ in 0..100 {
        let moves: Vec<(DealId, StageId, Option<DealId>)> = (0..100)
            .map(|_| {
                let stage = StageId(1 + roll(2) as i64);
                let above = (roll(4) > 0).then(|| cards[roll(cards.len())]);
                (cards[roll(cards.len())], stage, above)
            })
            .collect();
        shop.anna(move |tx| {
            for (card, stage, above) in moves {
                let place = above.map_or(Place::End, Place::Before);
                match shop::move_deal_to(tx, card, stage, place, None) {
                    Ok(_) | Err(StoreError::Conflict { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(())
        });
        sound(&shop);
    }
}

/// UP-12: the worst that can be done to ranks: two cards put alternately into the same gap.
#[test]
fn a_gap_that_is_used_again_and_again_is_given_room() {
    let shop = Shop::open();
    let cards = cards(&shop, 4);
    let (mut one, mut two, below) = (cards[0], cards[1], cards[2]);
    for _ in 0..20 {
        let moves: Vec<(DealId, DealId)> = (0..50)
            .map(|_| {
                std::mem::swap(&mut one, &mut two);
                (one, two)
            })
            .collect();
        shop.anna(move |tx| {
            for (card, other) in moves {
                shop::move_deal_to(tx, other, NEW_REQUEST, Place::Before(below), None)?;
                shop::move_deal_to(tx, card, NEW_REQUEST, Place::Before(other), None)?;
            }
            Ok(())
        });
        sound(&shop);
    }
}
