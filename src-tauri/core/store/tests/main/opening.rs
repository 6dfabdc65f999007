//! A shop owner opens the workspace: new, again, twice at once, too new, not ours, from an older version.

use std::{fs::File, sync::Barrier};

use runnel_store::{Store, StoreError};
use rusqlite::Connection;

use crate::workspace::{Workspace, options};

#[test]
fn a_new_workspace_is_a_file_of_ours() {
    let workspace = Workspace::new();
    let store = workspace.open().unwrap();
    assert_eq!(
        store.attachments_dir(),
        workspace.folder.path().join("shop.files"),
        "beside the file"
    );
    let sqlite = workspace.sqlite();
    let application: i64 = sqlite
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .unwrap();
    assert_eq!(
        application, 0x524E_4E4C,
        "other programs can tell what the file is"
    );
    let mode: String = sqlite
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "wal", "readers must not wait for the writer");
}

#[test]
fn a_second_program_is_kept_out_and_may_come_in_later() {
    let workspace = Workspace::new();
    let first = workspace.open().unwrap();
    assert!(
        matches!(workspace.open(), Err(StoreError::InUse(_))),
        "one writer per file"
    );
    let clone = first.clone();
    drop(first);
    assert!(
        matches!(workspace.open(), Err(StoreError::InUse(_))),
        "a clone still holds it"
    );
    drop(clone);
    workspace.open().expect("nobody holds it any more");
}

#[test]
fn a_newer_file_is_left_untouched() {
    let workspace = Workspace::new();
    drop(workspace.open().unwrap());
    workspace
        .sqlite()
        .pragma_update(None, "user_version", 9_999)
        .unwrap();
    let before = std::fs::read(&workspace.path).unwrap();
    match workspace.open() {
        Err(StoreError::NewerFile {
            found: 9_999,
            supported,
        }) => assert!(supported > 0),
        other => panic!("expected a refusal, got {:?}", other.map(|_| ())),
    }
    assert_eq!(
        std::fs::read(&workspace.path).unwrap(),
        before,
        "not a byte changed"
    );
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let workspace = Workspace::new();
    Connection::open(&workspace.path)
        .unwrap()
        .execute_batch("CREATE TABLE cookies (x)")
        .unwrap();
    assert!(matches!(workspace.open(), Err(StoreError::ForeignFile(_))));
    let tables: i64 = workspace
        .sqlite()
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .unwrap();
    assert_eq!(tables, 1, "nothing of ours was added");
}

#[test]
fn text_is_not_a_workspace() {
    let workspace = Workspace::new();
    std::fs::write(
        &workspace.path,
        "Dear diary, this is longer than a page header would be. ".repeat(40),
    )
    .unwrap();
    assert!(workspace.open().is_err());
}

#[test]
fn an_older_workspace_is_saved_before_it_is_brought_up() {
    let workspace = Workspace::new();
    {
        let sqlite = Connection::open(&workspace.path).unwrap();
        sqlite
            .execute_batch(include_str!("../../src/schema/0001_first.sql"))
            .unwrap();
        sqlite
            .pragma_update(None, "application_id", 0x524E_4E4C)
            .unwrap();
        sqlite.pragma_update(None, "user_version", 1).unwrap();
        sqlite
            .execute("INSERT INTO setting VALUES ('locale', '\"pt\"')", [])
            .unwrap();
    }
    drop(workspace.open().unwrap());
    let version: i64 = workspace
        .sqlite()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert!(version > 1, "the later steps ran");
    let saved = Connection::open(workspace.folder.path().join("shop.runnel.before-2")).unwrap();
    let (locale, version): (String, i64) = (
        saved
            .query_row("SELECT value FROM setting", [], |row| row.get(0))
            .unwrap(),
        saved
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap(),
    );
    assert_eq!(
        (locale.as_str(), version),
        ("\"pt\"", 1),
        "the copy is the file as it was"
    );
}

#[test]
fn two_programs_that_start_at_once_make_one_workspace() {
    for _ in 0..5 {
        let workspace = Workspace::new();
        let both = Barrier::new(2);
        let opened: Vec<Result<Store, StoreError>> = std::thread::scope(|scope| {
            let start = || {
                both.wait();
                Store::open(&workspace.path, options())
            };
            let threads = [scope.spawn(start), scope.spawn(start)];
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        let won = opened.iter().filter(|store| store.is_ok()).count();
        assert_eq!(
            won,
            1,
            "one gets it, the other is told: {:?}",
            opened.iter().map(Result::is_ok).collect::<Vec<_>>()
        );
        assert!(
            opened
                .iter()
                .any(|store| matches!(store, Err(StoreError::InUse(_))))
        );
    }
}

#[test]
fn a_lock_file_left_behind_by_a_crash_locks_nobody_out() {
    let workspace = Workspace::new();
    File::create(workspace.folder.path().join("shop.lock")).unwrap();
    workspace
        .open()
        .expect("the lock goes with the process, not with the file");
}
