//! The commented SQL is the documentation of the file: every column says what it holds, and the file agrees.

use std::collections::BTreeMap;

use crate::workspace::Workspace;

const WRITTEN: &[&str] = &[
    include_str!("../../src/schema/0001_first.sql"),
    include_str!("../../src/schema/0002_kept_by_sql.sql"),
    include_str!("../../src/schema/0003_search.sql"),
];

/// Tables with their columns as written, each with its comment.
fn documented() -> BTreeMap<String, Vec<(String, String)>> {
    let mut tables = BTreeMap::new();
    for text in WRITTEN {
        let mut open: Option<(String, Vec<(String, String)>)> = None;
        let mut waits_for_comment = false;
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                open = Some((
                    rest.split_whitespace().next().unwrap().to_owned(),
                    Vec::new(),
                ));
                continue;
            }
            let Some((_, columns)) = open.as_mut() else {
                continue;
            };
            if line.starts_with(')') {
                let (name, columns) = open.take().unwrap();
                tables.insert(name, columns);
                continue;
            }
            let comment = line
                .split_once("--")
                .map(|(_, comment)| comment.trim().to_owned());
            if waits_for_comment {
                // A column over several lines has its comment on the last one.
                if let Some(comment) = comment {
                    columns.last_mut().unwrap().1 = comment;
                    waits_for_comment = false;
                }
                continue;
            }
            let first = line.split_whitespace().next().unwrap_or("--");
            if matches!(first, "--" | "PRIMARY" | "UNIQUE" | "FOREIGN" | "CHECK") {
                continue;
            }
            waits_for_comment = comment.is_none();
            columns.push((first.to_owned(), comment.unwrap_or_default()));
        }
    }
    tables
}

#[test]
fn every_column_of_the_file_is_documented_and_the_other_way_round() {
    let workspace = Workspace::new();
    let _store = workspace.open().unwrap();
    let sqlite = workspace.sqlite();
    let documented = documented();
    let real: Vec<(String, bool)> = sqlite
        .prepare(
            "SELECT name, strict FROM pragma_table_list
              WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        )
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(
        real.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        documented.keys().collect::<Vec<_>>(),
        "tables in the file and in the documentation"
    );
    for (table, strict) in real {
        assert!(
            strict,
            "{table} must be STRICT: a wrong type is a fault of ours, not a value"
        );
        let columns: Vec<String> = sqlite
            .prepare("SELECT name FROM pragma_table_xinfo(?1) ORDER BY cid")
            .unwrap()
            .query_map([&table], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let written = &documented[&table];
        assert_eq!(
            columns,
            written
                .iter()
                .map(|(name, _)| name.clone())
                .collect::<Vec<_>>(),
            "columns of {table}"
        );
        for (column, comment) in written {
            assert!(
                comment.len() >= 3,
                "{table}.{column} says nothing about itself"
            );
        }
    }
}

#[test]
fn every_reference_can_be_followed_by_an_index() {
    let workspace = Workspace::new();
    let _store = workspace.open().unwrap();
    let sqlite = workspace.sqlite();
    // Deleting a parent looks for its children; without an index that is a scan of the whole child table.
    let cascading: Vec<(String, String)> = sqlite
        .prepare(
            "SELECT tables.name, keys.\"from\" FROM pragma_table_list AS tables
               JOIN pragma_foreign_key_list(tables.name) AS keys
              WHERE tables.schema = 'main' AND keys.on_delete <> 'NO ACTION'",
        )
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(!cascading.is_empty());
    for (table, column) in cascading {
        let plan: String = sqlite
            .query_row(
                &format!("EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = 1"),
                [],
                |row| row.get(3),
            )
            .unwrap();
        assert!(
            plan.starts_with("SEARCH"),
            "{table}.{column} needs an index: {plan}"
        );
    }
}
