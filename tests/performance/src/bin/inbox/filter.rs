//! Every kind of filter alone and three combinations, each as a question that was not asked before (G7, G8), and the
//! counts beside the choices.

use runnel_performance::{
    floor,
    measure::Series,
    pair::{Bound, Pair, head, timed},
    shop::Fault,
};
use serde_json::{Value, json};

use crate::{
    Bench,
    table::{G7, newest},
};

/// What conditions of the floor may name besides the conversation.
const JOINED: &str = "JOIN contact k ON k.id = c.contact_id JOIN source s ON s.id = c.source_id
   LEFT JOIN read_state r ON r.member_id = 1 AND r.conversation_id = c.id";
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// A kind of filter: its name, the test, and the same as bare SQL over `c`, `k` and `s`.
type Kind = (&'static str, Vec<Value>, String);

fn kinds(bench: &Bench) -> Result<Vec<Kind>, Fault> {
    let one =
        |sql: &str| -> rusqlite::Result<i64> { bench.floor.query_row(sql, [], |row| row.get(0)) };
    let tag = one("SELECT id FROM tag WHERE name = 'опт'")?;
    let rare =
        one("SELECT tag_id FROM conversation_tag GROUP BY tag_id ORDER BY count(*) LIMIT 1")?;
    let source = one("SELECT id FROM source WHERE account = 'support@bench.example'")?;
    let stage = one("SELECT id FROM stage WHERE grp = 'active' ORDER BY rank LIMIT 1 OFFSET 1")?;
    let city = one("SELECT id FROM field WHERE name = 'City'")?;
    let (now, week) = (bench.plan.now, bench.plan.now - 30 * DAY);
    let wears = |tag: i64| {
        format!(
            "EXISTS (SELECT 1 FROM conversation_tag t WHERE t.conversation_id = c.id AND t.tag_id = {tag})"
        )
    };
    let unread = "r.unread > 0".to_owned();
    let mut kinds = vec![
        (
            "responsible",
            vec![json!({ "responsible": { "any": [2], "nobody": true } })],
            "(c.responsible_id = 2 OR c.responsible_id IS NULL)".to_owned(),
        ),
        (
            "source",
            vec![json!({ "source": [source] })],
            format!("c.source_id = {source}"),
        ),
        (
            "channel",
            vec![json!({ "channel": ["fake"] })],
            "s.channel = 'fake'".to_owned(),
        ),
        ("tag", vec![json!({ "tags": { "any": [tag] } })], wears(tag)),
        (
            "rarest tag",
            vec![json!({ "tags": { "any": [rare] } })],
            wears(rare),
        ),
        (
            "without a tag",
            vec![json!({ "tags": { "none": [tag] } })],
            format!("NOT {}", wears(tag)),
        ),
        ("unread", vec![json!({ "state": ["unread"] })], unread),
        (
            "unanswered",
            vec![json!({ "state": ["unanswered"] })],
            "c.waiting_since_at IS NOT NULL".to_owned(),
        ),
        (
            "stage",
            vec![json!({ "stage": [stage] })],
            format!("c.stage_id = {stage}"),
        ),
        (
            "tasks overdue",
            vec![json!({ "tasks": ["overdue"] })],
            format!("c.next_task_at < {now}"),
        ),
        (
            "period",
            vec![json!({ "period": { "between": { "from": week, "until": null } } })],
            format!("c.last_activity_at >= {week}"),
        ),
        (
            "amount",
            vec![json!({ "amount": { "min": 500_000, "currency": "EUR" } })],
            "(c.amount_minor >= 500000 AND c.currency = 'EUR')".to_owned(),
        ),
        (
            "language",
            vec![json!({ "language": ["ru"] })],
            "k.language = 'ru'".to_owned(),
        ),
        (
            "text (a common word)",
            vec![json!({ "text": ["mesa"] })],
            "c.id IN (SELECT m.conversation_id FROM message_fts CROSS JOIN message m ON m.id = message_fts.rowid
                       WHERE message_fts MATCH '\"mesa\"')"
                .to_owned(),
        ),
        (
            "text (a rare word)",
            vec![json!({ "text": ["77123"] })],
            "c.id IN (SELECT m.conversation_id FROM message_fts CROSS JOIN message m ON m.id = message_fts.rowid
                       WHERE message_fts MATCH '\"77123\"')"
                .to_owned(),
        ),
        (
            "new or returning",
            vec![json!({ "contact": "returning" })],
            "EXISTS (SELECT 1 FROM conversation o WHERE o.contact_id = c.contact_id AND o.created_at < c.created_at)"
                .to_owned(),
        ),
        (
            "additional field",
            vec![json!({ "field": { "field": city, "is": { "contains": ["Lis"] } } })],
            format!(
                "EXISTS (SELECT 1 FROM field_value v WHERE v.field_id = {city} AND v.owner_id = c.contact_id AND v.text LIKE '%lis%')"
            ),
        ),
        (
            "stars",
            vec![json!({ "stars": [4, 5] })],
            "c.stars >= 4".to_owned(),
        ),
        (
            "direct or comments",
            vec![json!({ "kind": ["comments"] })],
            "c.thread_kind = 'comments'".to_owned(),
        ),
    ];
    let of = |name: &str, kinds: &[(&'static str, Vec<Value>, String)]| {
        kinds
            .iter()
            .find(|kind| kind.0 == name)
            .map(|kind| (kind.1.clone(), kind.2.clone()))
    };
    for (name, parts) in [
        ("tag + unanswered", ["tag", "unanswered"].as_slice()),
        (
            "responsible + stage + amount",
            &["responsible", "stage", "amount"],
        ),
        (
            "two tags + channel + stage + unread (few hits)",
            &["tag", "rarest tag", "channel", "stage", "unread"],
        ),
    ] {
        let (mut tests, mut sql) = (Vec::new(), Vec::new());
        for part in parts {
            if let Some((test, condition)) = of(part, &kinds) {
                tests.extend(test);
                sql.push(condition);
            }
        }
        kinds.push((name, tests, sql.join(" AND ")));
    }
    Ok(kinds)
}

/// The tests with one that holds for everybody and is spelled differently each time: a list that was kept is no answer.
fn never_asked(tests: &[Value], round: usize) -> Value {
    let mut clauses: Vec<Value> = tests.iter().map(|test| json!({ "test": test })).collect();
    let mut stars = vec![0, 1, 2, 3, 4, 5];
    stars.extend(std::iter::repeat_n(round % 6, round / 6 + 1));
    clauses.push(json!({ "test": { "stars": stars } }));
    json!({ "v": 1, "when": { "all": clauses } })
}

fn asked(place: &Value, filter: &Value, offset: usize) -> Value {
    json!({ "place": place, "filter": filter, "sort": newest(), "offset": offset, "limit": 50 })
}

pub(crate) async fn measure(bench: &Bench) -> Result<(), Fault> {
    let accepted = json!("accepted");
    // Reading every conversation in brief is paid once per start.
    let first = asked(&accepted, &never_asked(&[json!({ "stars": [5] })], 999), 0);
    head("Filters, never asked before");
    if let Some((_, took)) = bench.call("chats_page", first).await? {
        println!(
            "| first filter after start | {:.1} | | | | |",
            took.as_secs_f64() * 1e3
        );
    }
    let kinds = kinds(bench)?;
    for (name, tests, sql) in &kinds {
        let condition = format!("c.place = ?1 AND {sql}");
        let mut pair = Pair::default();
        for round in 0..=bench.rounds.min(20) {
            let request = asked(&accepted, &never_asked(tests, round), 0);
            let Some((_, ours)) = bench.call("chats_page", request).await? else {
                return Ok(());
            };
            let (_, under) = timed(|| {
                let order = "c.last_activity_at DESC, c.id DESC";
                floor::chats(&bench.floor, &condition, order, 50, &[&"accepted"])
            })?;
            if round > 0 {
                pair.round(ours, under);
            }
        }
        println!("{}", pair.line(name, "G7", G7));
        println!("{}", pair.line(name, "G8", Bound::Ms(16.0)));
        let mut counting = Series::default();
        for _ in 0..3 {
            let count = format!("SELECT count(*) FROM conversation c {JOINED} WHERE {condition}");
            let (_, under) = timed(|| floor::read(&bench.floor, &count, &[&"accepted"]))?;
            counting.push(under);
        }
        println!(
            "| the floor, only counting these | | {:.2} | | | |",
            counting.median_ms()
        );
    }
    head("Filters: pages of a list at hand, all places, counts");
    for (name, tests, sql) in kinds.iter().rev().take(3) {
        let filter = json!({ "v": 1, "when": { "all": tests.iter().map(|test| json!({ "test": test })).collect::<Vec<_>>() } });
        let mut pair = Pair::default();
        for round in 0..=bench.rounds {
            let Some((_, ours)) = bench
                .call("chats_page", asked(&accepted, &filter, 0))
                .await?
            else {
                return Ok(());
            };
            let (_, under) = timed(|| {
                let order = "c.last_activity_at DESC, c.id DESC";
                floor::chats(
                    &bench.floor,
                    &format!("c.place = ?1 AND {sql}"),
                    order,
                    50,
                    &[&"accepted"],
                )
            })?;
            if round > 0 {
                pair.round(ours, under);
            }
        }
        println!("{}", pair.line(&format!("again: {name}"), "G7", G7));
    }
    facets(bench, &kinds).await
}

/// All choices of all kinds with their counts, beside one `GROUP BY` per kind.
async fn facets(bench: &Bench, kinds: &[(&'static str, Vec<Value>, String)]) -> Result<(), Fault> {
    let Some((_, tests, sql)) = kinds.iter().find(|kind| kind.0 == "unanswered") else {
        return Ok(());
    };
    let mut pair = Pair::default();
    for round in 0..bench.rounds.min(10) {
        let request = json!({ "place": "accepted", "filter": never_asked(tests, round) });
        let Some((_, ours)) = bench.call("chats_facets", request).await? else {
            return Ok(());
        };
        let (_, under) = timed(|| -> rusqlite::Result<()> {
            for group in [
                "c.responsible_id",
                "c.source_id",
                "c.stage_id",
                "c.stars",
                "c.work_status",
                "c.thread_kind",
            ] {
                let counts = format!(
                    "SELECT {group}, count(*) FROM conversation c WHERE c.place = 'accepted' AND {sql} GROUP BY 1"
                );
                floor::read(&bench.floor, &counts, &[])?;
            }
            let tags = format!("SELECT t.tag_id, count(*) FROM conversation c JOIN conversation_tag t ON t.conversation_id = c.id
                                 WHERE c.place = 'accepted' AND {sql} GROUP BY 1");
            floor::read(&bench.floor, &tags, &[])?;
            Ok(())
        })?;
        pair.round(ours, under);
    }
    println!(
        "{}",
        pair.line("counts beside all choices", "G8", Bound::Ms(16.0))
    );
    Ok(())
}
