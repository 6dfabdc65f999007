//! Opening the table, paging down, every order, and the counters (G7, G8, G9).

use runnel_performance::{
    floor,
    measure::processor_time,
    pair::{Bound, Pair, head, timed},
    shop::Fault,
};
use serde_json::{Value, json};

use crate::Bench;

pub(crate) const COLUMNS: [&str; 10] = [
    "activity",
    "client",
    "stage",
    "response",
    "price",
    "task",
    "responsible",
    "tags",
    "source",
    "stars",
];
const PAGE: u32 = 50;
/// G7.
pub(crate) const G7: Bound = Bound::Floor(1.5, 0.5);

/// Last activity first.
pub(crate) fn newest() -> Value {
    json!({ "column": "activity", "descending": true })
}

fn page(column: &str, offset: usize) -> Value {
    let sort = json!({ "column": column, "descending": true });
    json!({ "place": "accepted", "filter": null, "sort": sort, "offset": offset, "limit": PAGE })
}

/// The order of a column as bare SQL would have it.
fn order(column: &str) -> &'static str {
    match column {
        "client" => "c.contact_name COLLATE NOCASE DESC, c.id DESC",
        "stage" => "c.stage_rank DESC, c.id DESC",
        "response" => {
            "(CASE WHEN waiting_last_at IS NULL THEN response_ms ELSE 4000000000000000 - waiting_last_at END) DESC, c.id DESC"
        }
        "price" => "c.amount_minor DESC, c.id DESC",
        "task" => "c.next_task_at DESC, c.id DESC",
        "responsible" => "c.responsible_id DESC, c.id DESC",
        "tags" => "c.tag_names COLLATE NOCASE DESC, c.id DESC",
        "source" => "c.source_id DESC, c.id DESC",
        "stars" => "c.stars DESC, c.id DESC",
        _ => "c.last_activity_at DESC, c.id DESC",
    }
}

pub(crate) async fn measure(bench: &Bench) -> Result<(), Fault> {
    head("The table");
    for column in COLUMNS {
        let mut pair = Pair::default();
        for round in 0..=bench.rounds {
            let Some((_, ours)) = bench.call("chats_page", page(column, 0)).await? else {
                return Ok(());
            };
            let (_, under) = timed(|| {
                floor::chats(
                    &bench.floor,
                    "c.place = ?1",
                    order(column),
                    PAGE,
                    &[&"accepted"],
                )
            })?;
            // The first round warms both.
            if round > 0 {
                pair.round(ours, under);
            }
        }
        let name = match column {
            "activity" => "open the table, 50 rows".to_owned(),
            other => format!("sorted by {other}"),
        };
        println!("{}", pair.line(&name, "G7", G7));
    }
    down(bench).await?;
    counters(bench).await
}

/// Page after page from the top, and pages in the middle of the list.
async fn down(bench: &Bench) -> Result<(), Fault> {
    for (name, from) in [
        ("page down", 0),
        ("page down, half way", bench.plan.conversations / 4),
    ] {
        let mut pair = Pair::default();
        let mut last: (i64, i64) = bench.floor.query_row(
            "SELECT last_activity_at, id FROM conversation WHERE place = 'accepted'
              ORDER BY last_activity_at DESC, id DESC LIMIT 1 OFFSET ?1",
            [i64::try_from(from)?],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        for round in 0..bench.rounds {
            let offset = from + (round + 1) * PAGE as usize;
            let Some((answer, ours)) = bench.call("chats_page", page("activity", offset)).await?
            else {
                return Ok(());
            };
            let (_, under) = timed(|| {
                floor::chats(
                    &bench.floor,
                    "c.place = ?1 AND (c.last_activity_at, c.id) < (?2, ?3)",
                    order("activity"),
                    PAGE,
                    &[&"accepted", &last.0, &last.1],
                )
            })?;
            pair.round(ours, under);
            if let Some(row) = answer
                .get("rows")
                .and_then(Value::as_array)
                .and_then(|rows| rows.last())
            {
                let number = |key: &str| row.get(key).and_then(Value::as_i64).unwrap_or_default();
                last = (number("last_activity_at"), number("id"));
            }
        }
        println!("{}", pair.line(name, "G7", G7));
    }
    Ok(())
}

/// The counters of the rail, which come with the workspace, beside the rows that hold them.
async fn counters(bench: &Bench) -> Result<(), Fault> {
    let me = bench.router.app().owner().await?;
    let mut pair = Pair::default();
    for _ in 0..bench.rounds {
        let begun = processor_time();
        bench.router.app().counts(me).await?;
        let ours = processor_time().saturating_sub(begun);
        let (_, under) = timed(|| floor::counters(&bench.floor))?;
        pair.round(ours, under);
    }
    println!(
        "{}",
        pair.line("counters of the rail", "G9", Bound::Ms(1.0))
    );
    Ok(())
}
