//! What a page of chats and a board cost in a shop of some size. Run by hand:
//! `cargo test --release -p runnel-views --test main cost -- --ignored --nocapture`

use std::{sync::Arc, time::Instant};

use runnel_domain::{
    Place,
    condition::{Clause, Condition, TagTest, Test},
    day::Day,
    facts::Viewpoint,
    ids::{PipelineId, TagId},
};
use runnel_store::{
    StoreError,
    table::{
        chat_list::{ChatColumn, ChatQuery, ChatSort},
        count,
    },
};
use runnel_views::{BoardQuery, Chats, board};

use crate::deeds::{Deed, EVA, Shop};

const CONVERSATIONS: i64 = 10_000;

fn furnished() -> Shop {
    let shop = Shop::open();
    for from in (0..CONVERSATIONS).step_by(500) {
        shop.write(move |tx| {
            (from..from + 500).try_for_each(|place| {
                let id = place + 1;
                Deed::Begin(1 + place % 4).happen(tx)?;
                Deed::Write(id).happen(tx)?;
                Deed::Accept(id, Some(1 + place % 7)).happen(tx)?;
                Deed::Price(id, Some(place % 997)).happen(tx)?;
                Deed::Tag(id, 1 + place % 3).happen(tx)
            })
        });
    }
    shop.write(|tx| (0..200).try_for_each(|place| Deed::Begin(1 + place % 4).happen(tx)));
    shop
}

fn timed<R>(
    rounds: usize,
    mut work: impl FnMut() -> Result<R, StoreError>,
) -> Result<f64, StoreError> {
    let mut took = Vec::new();
    for _ in 0..rounds {
        let begun = Instant::now();
        work()?;
        took.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    took.sort_by(f64::total_cmp);
    Ok(took[rounds / 2])
}

#[test]
#[ignore = "prints numbers; run by hand in release"]
fn cost_of_pages() {
    let begun = Instant::now();
    let shop = furnished();
    println!("furnished in {:.1} s", begun.elapsed().as_secs_f64());
    let now = shop.now();
    let seen_from = Viewpoint {
        now,
        today: Day::of(now, "UTC"),
        member: Some(EVA),
    };
    let chats = Arc::new(Chats::new());
    shop.store
        .read_blocking(move |read| {
            for column in [
                ChatColumn::LastActivity,
                ChatColumn::Client,
                ChatColumn::ResponseTime,
                ChatColumn::Tags,
            ] {
                let query = ChatQuery {
                    place: Some(Place::Accepted),
                    sort: ChatSort {
                        column,
                        descending: true,
                    },
                    filter: None,
                    seen_from,
                };
                println!(
                    "{column:?} first page: {:.3} ms",
                    timed(51, || chats.page(read, &query, 0, 50))?
                );
                println!(
                    "{column:?} far down: {:.3} ms",
                    timed(51, || chats.page(read, &query, 3_000, 50))?
                );
                let filtered = ChatQuery {
                    place: None,
                    filter: Some(Condition::new(Clause::Not(Box::new(Clause::Test(
                        Test::Tags(TagTest::Any(vec![TagId(1)])),
                    ))))),
                    ..query
                };
                println!(
                    "{column:?} everything filtered, first time: {:.3} ms",
                    timed(11, || Chats::new().page(read, &filtered, 0, 50))?
                );
                println!(
                    "{column:?} everything filtered, again: {:.3} ms",
                    timed(51, || chats.page(read, &filtered, 0, 50))?
                );
                println!(
                    "{column:?} counted by choice: {:.3} ms",
                    timed(51, || chats.facets(read, &filtered))?
                );
            }
            let query = BoardQuery {
                pipeline: PipelineId(1),
                filter: None,
                sight: None,
                seen_from,
            };
            println!(
                "board 7×50: {:.3} ms",
                timed(51, || board::board(read, &chats, &query, 50))?
            );
            println!(
                "counters: {:.3} ms",
                timed(51, || count::places(read, EVA))?
            );
            Ok::<_, StoreError>(())
        })
        .unwrap();
}
