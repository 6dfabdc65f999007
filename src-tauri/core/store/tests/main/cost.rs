//! What capture costs: numbers for docs/adr/0001-change-capture.md. Run by hand:
//! `cargo test --release -p runnel-store --test main cost -- --ignored --nocapture`

use std::time::Instant;

use runnel_domain::{
    event::Cause,
    ids::{DealId, StageId},
};
use runnel_store::{Intent, Lane, StoreError, shop};

use crate::deeds::{Deed, EVA, Shop};

const MESSAGES: usize = 2_000;
const MOVES: usize = 300;

/// Messages taken in, in one transaction; microseconds each.
fn taken_in(shop: &Shop, intent: Intent) -> f64 {
    let begun = Instant::now();
    let work = move |tx: &mut runnel_store::Tx<'_>| {
        (0..MESSAGES).try_for_each(|round| match round % 10 {
            0 => Deed::Begin(1 + i64::try_from(round % 4).unwrap_or(0)).happen(tx),
            _ => Deed::Write(1 + i64::try_from(round / 10).unwrap_or(0)).happen(tx),
        })
    };
    shop.store
        .write_blocking::<_, StoreError>(Lane::Background, intent, work)
        .unwrap();
    begun.elapsed().as_secs_f64() * 1e6 / MESSAGES as f64
}

/// A card moved to and fro, a transaction each; microseconds each.
fn moved(shop: &Shop, intent: &Intent) -> f64 {
    let begun = Instant::now();
    for round in 0..MOVES {
        let to = StageId(1 + i64::try_from(round % 2).unwrap_or(0));
        let work =
            move |tx: &mut runnel_store::Tx<'_>| shop::move_deal(tx, DealId(1), to, None, None);
        shop.store
            .write_blocking::<_, StoreError>(Lane::Person, intent.clone(), work)
            .unwrap();
    }
    begun.elapsed().as_secs_f64() * 1e6 / MOVES as f64
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

#[test]
#[ignore = "prints numbers; run by hand in release"]
fn cost_of_capture() {
    let (mut rows, mut moves) = ([vec![], vec![], vec![]], [vec![], vec![]]);
    for _ in 0..7 {
        for (place, rows) in rows.iter_mut().enumerate() {
            let shop = Shop::open();
            if place > 0 {
                // Installs the capture.
                shop.act(|tx| Deed::Begin(1).happen(tx));
            }
            let plain = Intent::plain(shop.now(), Cause::member(EVA));
            let undoable = Intent::undoable(
                shop.now(),
                Cause::member(EVA),
                "test",
                serde_json::json!({}),
            );
            rows.push(taken_in(&shop, if place == 2 { undoable } else { plain }));
        }
        let shop = Shop::open();
        shop.hears(1, "Quanto custa?");
        shop.write(|tx| Deed::Accept(1, None).happen(tx));
        let plain = Intent::plain(shop.now(), Cause::member(EVA));
        let undoable = Intent::undoable(
            shop.now(),
            Cause::member(EVA),
            "test",
            serde_json::json!({}),
        );
        moved(&shop, &undoable);
        moves[0].push(moved(&shop, &plain));
        moves[1].push(moved(&shop, &undoable));
    }
    for (name, rows) in ["not installed", "asleep", "capturing"].iter().zip(rows) {
        println!("message in, {name}: {:.1} µs", median(rows));
    }
    for (name, moves) in ["without", "with"].iter().zip(moves) {
        println!("card moved, {name} undo: {:.0} µs", median(moves));
    }
}
