//! G7, G9, G10: opening Chats and Pipeline and the counters, through the router as an interface asks, beside bare
//! prepared statements. `open [CONVERSATIONS …]`, 10000 and 100000 unless said.

use runnel_performance::{
    floor,
    measure::{Series, goal, own_pss_mib},
    shop::{self, Fault, call},
};
use serde_json::json;

/// Rounds of each kind of work, ours and the floor's in turn.
const ROUNDS: usize = 200;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Fault> {
    let sizes: Vec<usize> = std::env::args()
        .skip(1)
        .map(|word| word.parse())
        .collect::<Result<_, _>>()?;
    let sizes = if sizes.is_empty() {
        vec![10_000, 100_000]
    } else {
        sizes
    };
    for size in sizes {
        measure(size).await?;
    }
    Ok(())
}

async fn measure(conversations: usize) -> Result<(), Fault> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("w.runnel");
    shop::make(&path, 0).await?;
    shop::fill(&path, conversations)?;
    println!("== {conversations} conversations (milliseconds: p50 p95 p99)");
    let mut first = Series::default();
    let begun = std::time::Instant::now();
    let (app, router) = shop::open(&path).await?;
    call(&router, "workspace_get", json!({})).await?;
    let chats = json!({ "place": "accepted", "sort": { "column": "activity", "descending": true }, "offset": 0, "limit": 50 });
    call(&router, "chats_page", chats.clone()).await?;
    first.push(begun.elapsed());
    println!("open the core and the first page    {}", first.row());

    let bare = floor::reader(&path)?;
    compare(
        "chats: first page of 50",
        "G7",
        1.5,
        0.5,
        &router,
        "chats_page",
        &chats,
        || floor::chats_page(&bare, "accepted", 50),
    )
    .await?;
    for column in [
        "client",
        "stage",
        "response",
        "price",
        "task",
        "responsible",
        "source",
    ] {
        let sorted = json!({ "place": "accepted", "sort": { "column": column, "descending": true }, "offset": 0, "limit": 50 });
        compare(
            &format!("chats: sorted by {column}"),
            "G7",
            1.5,
            0.5,
            &router,
            "chats_page",
            &sorted,
            || floor::chats_page(&bare, "accepted", 50),
        )
        .await?;
    }
    let deep = json!({ "place": "archive", "sort": { "column": "activity", "descending": true }, "offset": conversations / 10, "limit": 50 });
    compare(
        "chats: a page deep in the list",
        "G7",
        1.5,
        0.5,
        &router,
        "chats_page",
        &deep,
        || floor::chats_page(&bare, "archive", 50),
    )
    .await?;
    let board = json!({ "pipeline_id": 1, "cards": 50 });
    compare(
        "board: totals and 7 x 50 cards",
        "G10",
        1.5,
        0.5,
        &router,
        "board_get",
        &board,
        || floor::board(&bare, 50),
    )
    .await?;
    counters(&app, &bare).await?;
    if let Some(pss) = own_pss_mib() {
        goal("G15 memory of the core", pss, "MiB", "<= 60", pss <= 60.0);
    }
    Ok(())
}

#[allow(clippy::too_many_arguments)] // one row of the table
async fn compare(
    name: &str,
    number: &str,
    factor: f64,
    slack_ms: f64,
    router: &runnel_api::Router,
    command: &str,
    request: &serde_json::Value,
    mut bare: impl FnMut() -> rusqlite::Result<usize>,
) -> Result<(), Fault> {
    let (mut ours, mut under) = (Series::default(), Series::default());
    call(router, command, request.clone()).await?;
    bare()?;
    for _ in 0..ROUNDS {
        let begun = std::time::Instant::now();
        call(router, command, request.clone()).await?;
        ours.push(begun.elapsed());
        under.time(&mut bare)?;
    }
    println!("{name:<36}{}   floor {}", ours.row(), under.row());
    let bound = under.quantile_ms(0.95) * factor + slack_ms;
    goal(
        number,
        ours.quantile_ms(0.95),
        "ms p95",
        &format!("<= {bound:.3}"),
        ours.quantile_ms(0.95) <= bound,
    );
    Ok(())
}

async fn counters(app: &runnel_app::App, bare: &rusqlite::Connection) -> Result<(), Fault> {
    let me = app.owner().await?;
    let (mut ours, mut under) = (Series::default(), Series::default());
    for _ in 0..ROUNDS {
        let begun = std::time::Instant::now();
        app.counts(me).await?;
        ours.push(begun.elapsed());
        under.time(|| floor::counters(bare))?;
    }
    println!("{:<36}{}   floor {}", "counters", ours.row(), under.row());
    goal(
        "G9",
        ours.quantile_ms(0.95),
        "ms p95",
        "<= 1",
        ours.quantile_ms(0.95) <= 1.0,
    );
    Ok(())
}
