//! Tagging half of everything at once, and one message of a customer while the table is open.

use std::{path::Path, time::Instant};

use runnel_performance::{
    corpus, floor,
    generator::Plan,
    measure::Series,
    pair::{Bound, Pair, head, waited},
    shop::{self, Fault, call},
};
use rusqlite::Connection;
use serde_json::{Value, json};

/// Conversations that get the tag, at most: half of a workspace of 100,000.
const MOST: usize = 50_000;
const ROUNDS: usize = 2;

pub(crate) async fn measure(path: &Path, plan: &Plan) -> Result<(), Fault> {
    head("Writing");
    bulk(path, plan).await?;
    arriving(path)
}

async fn bulk(path: &Path, plan: &Plan) -> Result<(), Fault> {
    let wanted = MOST.min(plan.conversations / 2);
    let mut pair = Pair::default();
    let mut undoing = Series::default();
    for round in 0..ROUNDS {
        let ours = {
            let (_app, router) = shop::open(path).await?;
            let name = json!({ "name": format!("round {round}") });
            let tag = shop::read(&call(&router, "tag_add", name).await?)?;
            let ids = ids(path, wanted)?;
            let request = json!({
                "selection": { "kind": "these", "conversation_ids": ids },
                "deed": { "kind": "tags", "add": [tag.get("id")], "remove": [] },
                "send_messages": false, "expected": null,
            });
            let begun = Instant::now();
            let done = match router.call("bulk_apply", request).await {
                Ok(done) => done,
                Err(error) if error.code == "unknown_command" => return Ok(()),
                Err(error) => return Err(format!("bulk_apply: {error:?}").into()),
            };
            let took = begun.elapsed();
            let done = shop::read(&done)?;
            let operation = done.get("operation").cloned().unwrap_or(Value::Null);
            let begun = Instant::now();
            call(&router, "operation_undo", json!({ "operation": operation })).await?;
            undoing.push(begun.elapsed());
            took
        };
        let mut bare = floor::open(path)?;
        let (_, under) = waited(|| tag_bare(&mut bare, wanted, round))?;
        pair.round(ours, under);
    }
    let name = format!("tag {wanted} conversations, one operation");
    println!("{}", pair.line(&name, "", Bound::None));
    println!(
        "{wanted} conversations, taken back (ms: p50 p95 p99): {}",
        undoing.row()
    );
    Ok(())
}

fn ids(path: &Path, wanted: usize) -> rusqlite::Result<Vec<i64>> {
    let reader = floor::reader(path)?;
    let mut statement = reader.prepare("SELECT id FROM conversation ORDER BY id LIMIT ?1")?;
    statement
        .query_map([i64::try_from(wanted).unwrap_or(i64::MAX)], |row| {
            row.get(0)
        })?
        .collect()
}

/// The same rows by one statement, without undo, events or anybody who is told.
fn tag_bare(connection: &mut Connection, wanted: usize, round: usize) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute(
        "INSERT INTO tag (uid, name, created_at) VALUES (randomblob(16), ?1, 0)",
        [format!("bare {round}")],
    )?;
    let tag = transaction.last_insert_rowid();
    transaction.execute(
        "INSERT INTO conversation_tag (conversation_id, tag_id) SELECT id, ?1 FROM conversation ORDER BY id LIMIT ?2",
        [tag, i64::try_from(wanted).unwrap_or(i64::MAX)],
    )?;
    transaction.commit()?;
    // Taken back, so that each round begins alike.
    connection.execute("DELETE FROM conversation_tag WHERE tag_id = ?1", [tag])?;
    Ok(())
}

/// A message is durable, the open list is brought up to date, and its first page is read.
fn arriving(path: &Path) -> Result<(), Fault> {
    let store = shop::store(path)?;
    let source = floor::reader(path)?.query_row(
        "SELECT id FROM source WHERE channel = 'email' ORDER BY id LIMIT 1",
        [],
        |row| row.get(0),
    )?;
    let source = runnel_domain::ids::SourceId(source);
    let shop = crate::import::View::new(store.clone());
    shop.page(false)?;
    shop.page(true)?;
    let bare_path = path.with_extension("floor");
    std::fs::copy(path, &bare_path)?;
    let mut bare = floor::open(&bare_path)?;
    let reader = floor::reader(&bare_path)?;
    let (mut plain, mut filtered) = (Pair::default(), Pair::default());
    for (round, mail) in corpus::mails(200, 11).into_iter().enumerate() {
        let is_filtered = round % 2 == 1;
        let begun = Instant::now();
        crate::import::receive(&store, source, std::slice::from_ref(&mail))?;
        shop.page(is_filtered)?;
        let ours = begun.elapsed();
        let (_, under) = waited(|| -> rusqlite::Result<()> {
            floor::ingest(&mut bare, source.0, std::slice::from_ref(&mail), 1)?;
            floor::chats_page(&reader, "new", 50)?;
            Ok(())
        })?;
        if is_filtered {
            &mut filtered
        } else {
            &mut plain
        }
        .round(ours, under);
    }
    let _ = std::fs::remove_file(&bare_path);
    println!(
        "{}",
        plain.line(
            "one message until the open table shows it",
            "G3",
            Bound::Floor(2.0, 0.0)
        )
    );
    println!(
        "{}",
        filtered.line("the same, the table filtered", "G3", Bound::Floor(2.0, 0.0))
    );
    Ok(())
}
