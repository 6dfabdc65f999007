//! G10, G12: the board through the router as an interface asks, beside bare prepared statements on the same file:
//! opened, filtered, scrolled deep into a column, a card moved. `board PATH [CONVERSATIONS]`; a workspace that is not
//! there is generated.

use std::{path::PathBuf, time::Duration};

use runnel_api::Router;
use runnel_performance::{
    floor,
    measure::{Series, processor_time},
    pair::{Bound, Pair, head, timed, waited},
    shop::{self, Fault, call},
};
use rusqlite::Connection;
use serde_json::{Value, json};

/// Rounds of each kind of work, ours and the floor's in turn.
const ROUNDS: usize = 100;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Fault> {
    let mut words = std::env::args().skip(1);
    let path = PathBuf::from(words.next().ok_or("board PATH [CONVERSATIONS]")?);
    let conversations = words.next().map_or(Ok(10_000), |word| word.parse())?;
    if !path.exists() {
        shop::make(&path, 0).await?;
        shop::fill(&path, conversations)?;
    }
    let (_, router) = shop::open(&path).await?;
    let bare = floor::reader(&path)?;
    let deals: i64 = bare.query_row("SELECT count(*) FROM deal", [], |row| row.get(0))?;
    let (stage, most): (i64, i64) = bare.query_row(
        "SELECT stage_id, sum(deals) FROM stage_count GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    head(&format!("Board of {deals} deals, longest column {most}"));

    let goal = Bound::Floor(1.5, 0.5);
    let board =
        |filter: Value, cards: u32| json!({ "pipeline_id": 1, "filter": filter, "cards": cards });
    let open = || floor::board(&bare, 50);
    compare(
        &router,
        "totals and 7 × 50 cards",
        goal,
        "board_get",
        board(Value::Null, 50),
        open,
    )
    .await?;
    let heads = || floor::board(&bare, 0);
    compare(
        &router,
        "heads alone",
        Bound::None,
        "board_get",
        board(Value::Null, 0),
        heads,
    )
    .await?;
    let window = |filter: Value, offset: i64| json!({ "pipeline_id": 1, "filter": filter, "stage_id": stage, "offset": offset, "limit": 50 });
    for (name, offset) in [
        ("first 50 of the longest column", 0),
        ("50 at its end", most - 50),
    ] {
        let under = || floor::column(&bare, stage, offset, 50);
        compare(
            &router,
            name,
            goal,
            "board_cards",
            window(Value::Null, offset),
            under,
        )
        .await?;
    }
    filtered(&router, window).await?;
    let group = "SELECT s.id FROM stage s CROSS JOIN stage_count n ON n.stage_id = s.id
                  WHERE s.pipeline_id = 1 AND (s.grp = 'active') = ?1 GROUP BY 1 ORDER BY sum(n.deals) DESC LIMIT 2";
    let largest = |active: bool| -> rusqlite::Result<Vec<i64>> {
        let mut stages = bare.prepare(group)?;
        stages.query_map([active], |row| row.get(0))?.collect()
    };
    let (open, archived) = (largest(true)?, largest(false)?);
    let [from, to] = open.as_slice() else {
        return Err("two active columns with cards".into());
    };
    moves(&router, &bare, &path, "a card moved, durable", (*from, *to)).await?;
    let closed = *archived.first().ok_or("an archived column with cards")?;
    let name = "a card moved out of the archive, durable";
    moves(&router, &bare, &path, name, (closed, *to)).await
}

/// Heads under a filter that nobody asked for before, the same again, and the cards under it.
async fn filtered(router: &Router, window: impl Fn(Value, i64) -> Value) -> Result<(), Fault> {
    // No card is worth that much: each round asks another question with the same answer.
    let filter = |test: &Value, round: usize| {
        let least = 1_000_000_000_000 + round;
        let other = json!({ "not": { "test": { "amount": { "min": least, "currency": "EUR" } } } });
        json!({ "v": 1, "when": { "all": [{ "test": test }, other] } })
    };
    let heads = |filter: Value| json!({ "pipeline_id": 1, "filter": filter, "cards": 0 });
    let mut is_first = true;
    for (name, test) in [
        ("a tag", json!({ "tags": { "any": [1] } })),
        ("unanswered", json!({ "state": ["unanswered"] })),
        (
            "nobody in charge",
            json!({ "responsible": { "any": [], "nobody": true } }),
        ),
    ] {
        let (mut new, mut again, mut cards) =
            (Series::default(), Series::default(), Series::default());
        for round in 0..ROUNDS {
            let asked = filter(&test, round);
            let took = cost(router, "board_get", heads(asked.clone())).await?;
            if is_first {
                println!(
                    "first filter after a start: {:.1} ms",
                    took.as_secs_f64() * 1e3
                );
                is_first = false;
            } else {
                new.push(took);
            }
            again.push(cost(router, "board_get", heads(asked.clone())).await?);
            cards.push(cost(router, "board_cards", window(asked, 0)).await?);
        }
        println!(
            "{name} (ms: p50 p95 p99): heads under a new filter {}, the same again {}, first 50 of the longest column {}",
            new.row(),
            again.row(),
            cards.row()
        );
    }
    Ok(())
}

/// Processor time of one command.
async fn cost(router: &Router, command: &str, request: Value) -> Result<Duration, Fault> {
    let begun = processor_time();
    call(router, command, request).await?;
    Ok(processor_time().saturating_sub(begun))
}

async fn compare(
    router: &Router,
    name: &str,
    bound: Bound,
    command: &str,
    request: Value,
    mut bare: impl FnMut() -> rusqlite::Result<usize>,
) -> Result<(), Fault> {
    let mut pair = Pair::default();
    call(router, command, request.clone()).await?;
    for _ in 0..ROUNDS {
        let ours = cost(router, command, request.clone()).await?;
        pair.round(ours, timed(&mut bare)?.1);
    }
    println!("{}", pair.line(name, "", bound));
    Ok(())
}

/// Fifty cards from one column to the end of another, each until it is on the disk.
async fn moves(
    router: &Router,
    bare: &Connection,
    path: &std::path::Path,
    name: &str,
    (from, to): (i64, i64),
) -> Result<(), Fault> {
    let mut pair = Pair::default();
    let under = floor::open(&path.with_extension("floor"))?;
    under.execute_batch("CREATE TABLE IF NOT EXISTS move (id INTEGER PRIMARY KEY, rank TEXT)")?;
    let deals: Vec<i64> = bare
        .prepare("SELECT id FROM deal WHERE stage_id = ?1 ORDER BY rank LIMIT 50")?
        .query_map([from], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for (round, deal) in deals.iter().enumerate() {
        let request =
            json!({ "deal_id": deal, "stage_id": to, "before_deal_id": null, "revision": null });
        let begun = std::time::Instant::now();
        call(router, "deal_move", request).await?;
        let ours = begun.elapsed();
        let one =
            waited(|| under.execute("INSERT INTO move (rank) VALUES (?1)", [round.to_string()]))?;
        pair.round(ours, one.1);
    }
    println!("{}", pair.line(name, "G12", Bound::Floor(2.0, 0.0)));
    Ok(())
}
