//! After any sequence of adding, moving, regrouping and deleting stages, moving cards and taking things back: active
//! stages stand before archived ones, one is left, names are unique, and every card stands in one stage that is there
//! (UP-5, UP-6, UP-8).

use proptest::prelude::*;
use runnel_domain::{
    StageGroup,
    event::Cause,
    ids::{OperationId, PipelineId, StageId},
};
use runnel_store::{
    Intent, Lane, StoreError, Tx, UndoLabel,
    shop::{self, NewDeal, funnel, pipelines},
    table::{pipeline, stage},
};
use rusqlite::Connection;

use crate::shop::{ANNA, Shop};

#[derive(Debug, Clone)]
enum Step {
    Add {
        board: i64,
        name: u8,
        group: usize,
    },
    Rename {
        nth: usize,
        name: u8,
    },
    Move {
        nth: usize,
        group: usize,
        before: Option<usize>,
    },
    Delete {
        nth: usize,
        target: Option<usize>,
    },
    Card {
        nth: usize,
    },
    MoveCard {
        card: usize,
        nth: usize,
    },
    Accept {
        thread: usize,
    },
    AddBoard {
        name: u8,
    },
    Duplicate {
        nth: usize,
        name: u8,
    },
    Archive {
        nth: usize,
    },
    Default {
        nth: usize,
    },
    Undo {
        nth: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    use Step::*;
    let name = || 0..5_u8;
    let nth = || 0..12_usize;
    prop_oneof![
        3 => (1..3_i64, name(), 0..4_usize).prop_map(|(board, name, group)| Add { board, name, group }),
        1 => (nth(), name()).prop_map(|(nth, name)| Rename { nth, name }),
        4 => (nth(), 0..4_usize, prop::option::of(nth()))
            .prop_map(|(nth, group, before)| Move { nth, group, before }),
        3 => (nth(), prop::option::of(nth())).prop_map(|(nth, target)| Delete { nth, target }),
        2 => nth().prop_map(|nth| Card { nth }),
        3 => (nth(), nth()).prop_map(|(card, nth)| MoveCard { card, nth }),
        2 => (0..3_usize).prop_map(|thread| Accept { thread }),
        1 => name().prop_map(|name| AddBoard { name }),
        1 => (nth(), name()).prop_map(|(nth, name)| Duplicate { nth, name }),
        1 => nth().prop_map(|nth| Archive { nth }),
        1 => nth().prop_map(|nth| Default { nth }),
        4 => nth().prop_map(|nth| Undo { nth }),
    ]
}

fn act(tx: &mut Tx<'_>, step: &Step) -> Result<(), StoreError> {
    let stages: Vec<StageId> = stage::all(tx)?.into_iter().map(|stage| stage.id).collect();
    let boards: Vec<PipelineId> = pipeline::all(tx)?
        .into_iter()
        .map(|board| board.id)
        .collect();
    let at = |nth: usize| stages[nth % stages.len()];
    let board = |nth: usize| boards[nth % boards.len()];
    let called = |name: u8| format!(" Stage  {name}");
    match *step {
        Step::Add { board, name, group } => {
            funnel::stage_add(tx, PipelineId(board), &called(name), StageGroup::ALL[group])
                .map(drop)
        }
        Step::Rename { nth, name } => funnel::stage_rename(tx, at(nth), &called(name)),
        Step::Move { nth, group, before } => {
            funnel::stage_move(tx, at(nth), StageGroup::ALL[group], before.map(at))
        }
        Step::Delete { nth, target } => funnel::stage_delete(tx, at(nth), target.map(at)),
        Step::Card { nth } => {
            let card = NewDeal {
                contact: runnel_domain::ids::ContactId(1),
                stage: at(nth),
                title: "Mesa",
                description: "",
                priority: runnel_domain::Priority::Normal,
                due_at: None,
                amount: None,
                owner: None,
                is_sample: false,
            };
            shop::create_deal(tx, &card).map(drop)
        }
        Step::MoveCard { card, nth } => {
            let cards = runnel_domain::ids::DealId(card as i64 + 1);
            shop::move_deal(tx, cards, at(nth), None, None).map(drop)
        }
        Step::Accept { thread } => {
            let thread = runnel_domain::ids::ConversationId(thread as i64 + 1);
            shop::accept(tx, thread, None, None).map(drop)
        }
        Step::AddBoard { name } => {
            let first = [pipelines::FirstStage {
                name: "Stage 0",
                group: StageGroup::Active,
                color: "blue",
            }];
            let kind = runnel_domain::PipelineKind::Tickets;
            pipelines::pipeline_add(tx, &called(name), kind, &first).map(drop)
        }
        Step::Duplicate { nth, name } => {
            pipelines::pipeline_duplicate(tx, board(nth), &called(name)).map(drop)
        }
        Step::Archive { nth } => pipelines::pipeline_archive(tx, board(nth), true),
        Step::Default { nth } => pipelines::pipeline_default_set(tx, board(nth)),
        Step::Undo { .. } => Ok(()),
    }
}

fn intent(shop: &Shop) -> Intent {
    Intent {
        undo: Some(UndoLabel {
            code: "stage_update",
            params: serde_json::json!({}),
        }),
        ..Intent::plain(shop.now(), Cause::member(ANNA))
    }
}

fn none(sqlite: &Connection, why: &str, sql: &str) {
    let found: i64 = sqlite
        .query_row(&format!("SELECT count(*) FROM ({sql})"), [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(found, 0, "{why}");
}

fn sound(shop: &Shop) {
    let sqlite = shop.workspace.sqlite();
    none(
        &sqlite,
        "active stages stand before archived ones",
        "SELECT 1 FROM stage a JOIN stage b USING (pipeline_id) WHERE a.removed_at IS NULL AND b.removed_at IS NULL
            AND a.grp = 'active' AND b.grp <> 'active' AND a.rank >= b.rank",
    );
    none(
        &sqlite,
        "each board keeps an active stage",
        "SELECT 1 FROM stage WHERE removed_at IS NULL GROUP BY pipeline_id HAVING sum(grp = 'active') = 0",
    );
    none(
        &sqlite,
        "no two stages of a board are called the same",
        "SELECT 1 FROM stage WHERE removed_at IS NULL GROUP BY pipeline_id, lower(name) HAVING count(*) > 1",
    );
    none(
        &sqlite,
        "every card stands in a stage of its board that is there",
        "SELECT 1 FROM deal LEFT JOIN stage ON stage.id = deal.stage_id AND stage.removed_at IS NULL
            AND stage.pipeline_id = deal.pipeline_id WHERE stage.id IS NULL",
    );
    none(
        &sqlite,
        "every card is in exactly one stay, and that is its stage",
        "SELECT deal.id FROM deal LEFT JOIN deal_stage ON deal_id = deal.id AND left_at IS NULL
          GROUP BY deal.id HAVING count(deal_stage.id) <> 1 OR max(deal_stage.stage_id) <> max(deal.stage_id)",
    );
    none(
        &sqlite,
        "conversations show the stage of their card, its rank and its folder",
        "SELECT 1 FROM conversation c LEFT JOIN deal d ON d.id = c.deal_id LEFT JOIN stage s ON s.id = d.stage_id
          WHERE c.stage_id IS NOT d.stage_id OR c.stage_rank <> coalesce(s.rank, '')
             OR c.folder <> CASE WHEN s.grp <> 'active' THEN 'archive' WHEN c.accepted_at IS NULL THEN 'new'
                                 ELSE 'accepted' END",
    );
    none(
        &sqlite,
        "there is one default board, in use",
        "SELECT count(*) FROM pipeline WHERE is_default = 1 AND archived_at IS NULL HAVING count(*) <> 1",
    );
}

/// Does these one after another in a shop with three customers, and looks after each whether all is sound.
fn play(steps: &[Step]) {
    let shop = Shop::open();
    for customer in ["ana@souza.example", "ivan@example.ru", "bo@example.de"] {
        let thread = shop.thread(customer);
        shop.says(thread, "Oi");
    }
    let mut done: Vec<OperationId> = Vec::new();
    for step in steps {
        let result = if let Step::Undo { nth } = step {
            if done.is_empty() {
                continue;
            }
            let which = done[done.len().saturating_sub(1 + nth % done.len())];
            shop.store
                .undo_blocking(which, intent(&shop))
                .map(|undone| undone.operation)
        } else {
            let happens = step.clone();
            shop.store
                .write_blocking(Lane::Person, intent(&shop), move |tx| act(tx, &happens))
                .map(|committed| committed.operation)
        };
        match result {
            Ok(operation) => done.extend(operation),
            // What cannot be is refused, and leaves nothing.
            Err(
                StoreError::Invalid { .. }
                | StoreError::NotFound { .. }
                | StoreError::Conflict { .. },
            ) => {}
            Err(error) => panic!("{step:?}: {error}"),
        }
        sound(&shop);
    }
}

/// UP-5
#[test]
fn a_card_that_came_into_a_stage_follows_it_when_its_regrouping_is_taken_back() {
    play(&[
        Step::Move {
            nth: 5,
            group: 1,
            before: None,
        },
        Step::Move {
            nth: 1,
            group: 0,
            before: Some(0),
        },
        Step::Accept { thread: 0 },
        Step::Undo { nth: 1 },
    ]);
}

/// UP-5
#[test]
fn a_card_that_is_accepted_again_stands_in_the_group_that_its_stage_has_by_now() {
    play(&[
        Step::Accept { thread: 0 },
        Step::Undo { nth: 0 },
        Step::Add {
            board: 1,
            name: 1,
            group: 2,
        },
        Step::Move {
            nth: 0,
            group: 2,
            before: None,
        },
        Step::Add {
            board: 1,
            name: 0,
            group: 0,
        },
        Step::Undo { nth: 3 },
    ]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_funnel_stays_sound_whatever_is_done_to_it(steps in prop::collection::vec(step(), 1..40)) {
        play(&steps);
    }
}
