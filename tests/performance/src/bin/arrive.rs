//! G3: one message comes in, durable, until an open view shows it, beside one bare transaction of the same rows in the
//! same sync mode. `arrive [CONVERSATIONS]`, 10000 unless said.

use std::time::Instant;

use runnel_connector::Batch;
use runnel_domain::{Timestamp, ids::SourceId};
use runnel_performance::{
    corpus::{self, Mail},
    floor,
    measure::{Series, goal},
    shop::{self, Fault},
};
use runnel_store::Store;

/// Messages, ours and the floor's in turn.
const ROUNDS: usize = 300;

fn main() -> Result<(), Fault> {
    let conversations: usize = std::env::args()
        .nth(1)
        .map_or(Ok(10_000), |word| word.parse())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let folder = tempfile::tempdir()?;
    let (a, b) = (
        folder.path().join("ours.runnel"),
        folder.path().join("floor.runnel"),
    );
    let source = runtime.block_on(shop::make(&a, 10))?;
    shop::fill(&a, conversations)?;
    std::fs::copy(&a, &b)?;
    let store = shop::store(&a)?;
    let mut bare = floor::open(&b)?;
    let reader = floor::reader(&a)?;
    let (mut ours, mut under) = (Series::default(), Series::default());
    for mail in corpus::mails(ROUNDS, 3) {
        let begun = Instant::now();
        let mut feed = store.changes();
        receive(&store, source, &mail)?;
        // The feed has the change only after the commit; then the first row of New is asked for, as a view does.
        let told = feed.try_recv().is_ok();
        floor::chats_page(&reader, "new", 1)?;
        ours.push(begun.elapsed());
        if !told {
            return Err("a committed message was not told to the feed".into());
        }
        let begun = Instant::now();
        floor::ingest(&mut bare, source.0, std::slice::from_ref(&mail), 1)?;
        under.push(begun.elapsed());
    }
    println!(
        "one message (milliseconds: p50 p95 p99)  ours {}   floor {}",
        ours.row(),
        under.row()
    );
    let ratio = ours.median_ms() / under.median_ms();
    goal(
        "G3 one message until it shows",
        ratio,
        "x floor",
        "<= 2",
        ratio <= 2.0,
    );
    Ok(())
}

fn receive(store: &Store, source: SourceId, mail: &Mail) -> Result<(), Fault> {
    let batch = Batch {
        events: vec![mail.event()],
        ..Batch::default()
    };
    runnel_inbound::apply_blocking(store, source, batch, Timestamp(mail.at))?;
    Ok(())
}
