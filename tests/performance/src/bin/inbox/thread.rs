//! Opening the longest conversation and reading upwards in it (growth ≤ 0.1).

use runnel_performance::{
    floor,
    pair::{Pair, head, timed},
    shop::Fault,
};
use serde_json::{Value, json};

use crate::{Bench, table::G7};

pub(crate) async fn measure(bench: &Bench) -> Result<(), Fault> {
    head("A conversation of ten thousand messages");
    let (id, contact): (i64, i64) = bench.floor.query_row(
        "SELECT id, contact_id FROM conversation ORDER BY message_count DESC LIMIT 1",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let conversation = json!({ "conversation_id": id });
    let mut pair = Pair::default();
    for round in 0..=bench.rounds {
        let Some((_, head)) = bench.call("conversation_get", conversation.clone()).await? else {
            return Ok(());
        };
        let request = json!({ "conversation_id": id, "before": null, "limit": 50 });
        let Some((_, newest)) = bench.call("timeline_page", request).await? else {
            return Ok(());
        };
        let (_, under) = timed(|| -> rusqlite::Result<()> {
            floor::read(
                &bench.floor,
                "SELECT * FROM conversation WHERE id = ?1",
                &[&id],
            )?;
            floor::read(
                &bench.floor,
                "SELECT * FROM contact WHERE id = ?1",
                &[&contact],
            )?;
            page(bench, contact, i64::MAX)
        })?;
        if round > 0 {
            pair.round(head + newest, under);
        }
    }
    println!("{}", pair.line("open it: head and newest 50", "G7", G7));

    let (mut pair, mut before, mut at) = (Pair::default(), Value::Null, i64::MAX);
    for _ in 0..bench.rounds {
        let request = json!({ "conversation_id": id, "before": before, "limit": 50 });
        let Some((answer, ours)) = bench.call("timeline_page", request).await? else {
            return Ok(());
        };
        let (_, under) = timed(|| page(bench, contact, at))?;
        pair.round(ours, under);
        before = answer.get("before").cloned().unwrap_or(Value::Null);
        let first = answer.get("items").and_then(|items| items.get(0));
        at = first
            .and_then(|item| item.get("at"))
            .and_then(Value::as_i64)
            .unwrap_or(at);
        if before.is_null() {
            break;
        }
    }
    println!("{}", pair.line("read upwards, 50 at a time", "G7", G7));
    Ok(())
}

/// The newest fifty messages of the contact's conversations before a moment, and the events between.
fn page(bench: &Bench, contact: i64, before: i64) -> rusqlite::Result<()> {
    for sql in [
        "SELECT m.* FROM conversation c JOIN message m ON m.conversation_id = c.id
          WHERE c.contact_id = ?1 AND m.at < ?2 ORDER BY m.at DESC, m.id DESC LIMIT 50",
        "SELECT e.* FROM conversation c JOIN event e ON e.conversation_id = c.id
          WHERE c.contact_id = ?1 AND e.at < ?2 ORDER BY e.at DESC, e.id DESC LIMIT 50",
    ] {
        floor::read(&bench.floor, sql, &[&contact, &before])?;
    }
    Ok(())
}
