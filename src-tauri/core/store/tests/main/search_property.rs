//! The search indexes equal a rebuild after any changes: undo, renaming, merging, editing and deleting too.

use proptest::prelude::*;
use runnel_store::{Intent, search};
use rusqlite::Connection;

use crate::deeds::{Deed, EVA, Shop, deed};

#[derive(Debug, Clone)]
enum Step {
    Deed(Deed),
    /// Eva takes back what she did last.
    Undo,
    /// What other parts of the program will do to rows: the index has to follow whoever writes them.
    Sql(&'static str, i64, i64),
}

const CHANGES: &[&str] = &[
    "UPDATE contact SET merged_into = iif(?1 < ?2, ?1, NULL) WHERE id = ?2",
    "UPDATE identity SET contact_id = ?1 WHERE id = ?2",
    "UPDATE identity SET shown = 'Anna ' || ?1 WHERE id = ?2",
    "DELETE FROM identity WHERE id = ?1 AND ?2 > 2",
    "UPDATE contact SET company = 'Bäckerei ' || ?1 WHERE id = ?2",
    "UPDATE message SET text = 'edited ' || ?1 WHERE id = ?2",
    "DELETE FROM message WHERE id = ?1 AND ?2 > 2",
    "UPDATE deal SET title = iif(?1 > 2, 'Torte ' || ?1, '') WHERE id = ?2",
    "INSERT INTO identity (uid, contact_id, channel, address, shown, created_at)
     VALUES (randomblob(16), ?1, 'fake', '49170' || abs(random() % 100000), '', ?2)",
];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => deed().prop_map(Step::Deed),
        1 => Just(Step::Undo),
        3 => (0..CHANGES.len(), 1..6_i64, 1..6_i64).prop_map(|(which, a, b)| Step::Sql(CHANGES[which], a, b)),
    ];
    prop::collection::vec(step, 1..25)
}

/// Every word of every index with where it stands.
fn picture(sqlite: &Connection) -> Vec<String> {
    let mut lines = Vec::new();
    for table in ["message_fts", "contact_fts", "contact_word_fts", "deal_fts"] {
        sqlite
            .execute_batch(&format!(
                "DROP TABLE IF EXISTS temp.words; CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, {table}, instance)"
            ))
            .unwrap();
        let mut statement = sqlite
            .prepare("SELECT term, doc, col, \"offset\" FROM temp.words ORDER BY doc, term, col, \"offset\"")
            .unwrap();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<String> = (0..4)
                .map(|place| format!("{:?}", row.get_ref(place).unwrap()))
                .collect();
            lines.push(format!("{table}: {}", values.join(" ")));
        }
    }
    lines
}

fn words(sqlite: &Connection) -> Vec<(String, String)> {
    let mut statement = sqlite
        .prepare("SELECT stem, word FROM search_word ORDER BY 1, 2")
        .unwrap();
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    rows.map(Result::unwrap).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_index_equals_a_rebuild(steps in steps()) {
        let shop = Shop::open();
        let sqlite = Connection::open(shop.store.path()).unwrap();
        let mut done = Vec::new();
        for step in steps {
            match step {
                Step::Deed(deed) => done.extend(shop.act(move |tx| deed.happen(tx)).operation),
                Step::Undo => {
                    if let Some(operation) = done.pop() {
                        let cause = runnel_domain::event::Cause::member(EVA);
                        let _ = shop.store.undo_blocking(operation, Intent::plain(shop.now(), cause));
                    }
                }
                Step::Sql(sql, a, b) => {
                    // Some are refused (no such row): that must be right, too.
                    let _ = sqlite.execute(sql, [a, b]);
                }
            }
        }
        shop.write(|_| Ok(()));
        let due: i64 = sqlite.query_row("SELECT count(*) FROM search_due", [], |row| row.get(0)).unwrap();
        prop_assert_eq!(due, 0, "nothing waits");
        let (kept, known) = (picture(&sqlite), words(&sqlite));
        sqlite
            .execute_batch(
                "INSERT INTO message_fts (message_fts) VALUES ('delete-all');
                 INSERT INTO contact_fts (contact_fts) VALUES ('delete-all');
                 INSERT INTO contact_word_fts (contact_word_fts) VALUES ('delete-all');
                 INSERT INTO deal_fts (deal_fts) VALUES ('delete-all');
                 DELETE FROM search_word;
                 UPDATE setting SET value = '[0,null]' WHERE key = 'search_index';",
            )
            .unwrap();
        drop(sqlite);
        let shop = shop.reopen();
        while shop.write(search::refresh) {}
        let sqlite = Connection::open(shop.store.path()).unwrap();
        prop_assert_eq!(kept, picture(&sqlite));
        for pair in words(&sqlite) {
            prop_assert!(known.contains(&pair), "{:?} was not known before", pair);
        }
    }
}
