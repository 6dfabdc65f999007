//! A generated workspace is one that Runnel could have made: everything that is copied or counted equals a recount.

use std::path::Path;

use runnel_domain::ids::ConversationId;
use runnel_performance::{
    generator::{self, Plan},
    shop,
};
use runnel_store::shop as steps;
use rusqlite::Connection;

/// Sunday, 22 November 2026, 09:00 UTC.
const NOW: i64 = 1_795_338_000_000;

fn lines(path: &Path, sql: &str) -> Vec<String> {
    let sqlite = Connection::open(path).unwrap();
    let mut statement = sqlite.prepare(sql).unwrap();
    let width = statement.column_count();
    let rows = statement.query_map([], |row| {
        let values = (0..width).map(|place| format!("{:?}", row.get_ref(place).unwrap()));
        Ok(values.collect::<Vec<_>>().join(" "))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

async fn generated(path: &Path) -> Plan {
    let plan = Plan {
        messages: 1_500,
        ..Plan::of(80, NOW)
    };
    generator::workspace(path, &plan).await.unwrap();
    plan
}

#[tokio::test]
async fn a_generated_workspace_equals_its_recount() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.runnel");
    let plan = generated(&path).await;
    let kept = "SELECT c.*, k.stars, e.* FROM conversation c JOIN contact k ON k.id = c.contact_id
                LEFT JOIN engagement e ON e.contact_id = k.id ORDER BY c.id";
    let was = lines(&path, kept);
    assert_eq!(was.len(), plan.conversations + 1, "and the welcome");
    assert_eq!(
        lines(
            &path,
            "SELECT count(*) FROM message WHERE uid IN (SELECT uid FROM message WHERE conversation_id > 1)"
        ),
        [format!("Integer({})", plan.messages)],
    );
    assert_eq!(
        lines(&path, "PRAGMA foreign_key_check"),
        Vec::<String>::new()
    );

    let store = shop::store(&path).unwrap();
    let ids: Vec<ConversationId> = (2..=81).map(ConversationId).collect();
    store
        .write_blocking(runnel_store::Lane::Person, shop::intent(), move |tx| {
            ids.into_iter().try_for_each(|id| steps::recount(tx, id))
        })
        .unwrap();
    drop(store);
    let found = lines(
        &path,
        "SELECT count(*) > 10 FROM message_fts WHERE message_fts MATCH 'mesa*'",
    );
    assert_eq!(found, ["Integer(1)"], "the index was built");
    assert_eq!(lines(&path, kept), was, "clocks, counts and stars");
    assert_eq!(
        lines(
            &path,
            "SELECT place, total FROM place_count WHERE total > 0 ORDER BY place"
        ),
        lines(
            &path,
            "SELECT place, count(*) FROM conversation GROUP BY place ORDER BY place"
        ),
    );
    assert_eq!(
        lines(
            &path,
            "SELECT stage_id, sum(deals) FROM stage_count GROUP BY stage_id HAVING sum(deals) > 0"
        ),
        lines(
            &path,
            "SELECT stage_id, count(*) FROM deal GROUP BY stage_id"
        ),
    );
}

#[tokio::test]
async fn the_same_seed_makes_the_same_rows() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (
        folder.path().join("one.runnel"),
        folder.path().join("other.runnel"),
    );
    generated(&one).await;
    generated(&other).await;
    for rows in [
        "SELECT id, conversation_id, direction, at, text FROM message WHERE conversation_id > 1",
        "SELECT id, full_name, nickname, company FROM contact",
        "SELECT id, folder, stage_id, amount_minor, responsible_id, tag_names FROM conversation WHERE id > 1",
    ] {
        assert_eq!(lines(&one, rows), lines(&other, rows));
    }
}
