//! Brings a workspace file to the present schema: numbered steps, each in its own transaction, after a backup.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use crate::error::StoreError;

/// "RNNL" as a big-endian number: tells `file` and us that a database is a Runnel workspace.
pub(crate) const APPLICATION_ID: i64 = 0x524E_4E4C;

/// The steps in order; step n brings `user_version` to n. Released ones never change (a test holds their hashes).
pub(crate) const STEPS: &[(&str, &str)] = &[
    ("0001_first", include_str!("schema/0001_first.sql")),
    (
        "0002_kept_by_sql",
        include_str!("schema/0002_kept_by_sql.sql"),
    ),
    ("0003_search", include_str!("schema/0003_search.sql")),
];

/// The newest schema that this program understands.
pub(crate) fn newest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// Refuses foreign and newer files. Before anything is written: even a change of journal is one.
pub(crate) fn refuse(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    match version(connection).and_then(|found| check(connection, path, found)) {
        Err(StoreError::Sqlite(error))
            if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) =>
        {
            Err(StoreError::ForeignFile(path.to_owned()))
        }
        checked => checked,
    }
}

/// Runs the steps that are missing. Returns where the old file was saved.
pub(crate) fn migrate(
    connection: &mut Connection,
    path: &Path,
) -> Result<Option<PathBuf>, StoreError> {
    let found = version(connection)?;
    if found >= newest() {
        return Ok(None);
    }
    let saved = if found > 0 {
        Some(back_up(connection, path, found)?)
    } else {
        None
    };
    for (number, (name, sql)) in (1_i64..).zip(STEPS.iter()) {
        // Immediate: whoever waits here sees the version that the other one wrote, not the one read above.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if version(&transaction)? < number {
            tracing::info!(step = name, "migrating the workspace");
            transaction.execute_batch(sql)?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", number)?;
        }
        transaction.commit()?;
    }
    Ok(saved)
}

fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

fn check(connection: &Connection, path: &Path, found: i64) -> Result<(), StoreError> {
    let application: i64 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION_ID && (application != 0 || found != 0 || tables != 0) {
        return Err(StoreError::ForeignFile(path.to_owned()));
    }
    if found > newest() {
        return Err(StoreError::NewerFile {
            found,
            supported: newest(),
        });
    }
    Ok(())
}

/// Copies the whole file to `<name>.before-<version>` beside it, replacing an older copy of the same version.
fn back_up(connection: &Connection, path: &Path, found: i64) -> Result<PathBuf, StoreError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".before-{}", found.saturating_add(1)));
    let target = path.with_file_name(name);
    if target.exists() {
        std::fs::remove_file(&target).map_err(|error| StoreError::io(&target, error))?;
    }
    connection.execute("VACUUM INTO ?1", [target.to_string_lossy()])?;
    Ok(target)
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;

    /// What workspaces out there have run. A step listed here never changes again; what has to change comes as a
    /// new step, which is listed here with the release that brings it. Until the first release this list may be
    /// brought up to date by hand, and workspaces made in between are thrown away.
    const FROZEN: &[(&str, &str)] = &[
        (
            "0001_first",
            "ebf8f288ef9d7ed743b2071d8142841dd8766b8eacfcfb40ad29f93fa953fbc0",
        ),
        (
            "0002_kept_by_sql",
            "bbe2898cbf51e5200833fa5057b1d7447051571ad0d96d4740660f3f991aadf9",
        ),
        (
            "0003_search",
            "f06f40190ab067e109575037187c9ec1537915b39457b80e1485966ff530dc76",
        ),
    ];

    #[test]
    fn steps_that_ran_somewhere_never_change() {
        let now: Vec<(&str, String)> = STEPS
            .iter()
            .take(FROZEN.len())
            .map(|(name, sql)| (*name, blake3::hash(sql.as_bytes()).to_string()))
            .collect();
        let frozen: Vec<(&str, String)> = FROZEN
            .iter()
            .map(|(name, hash)| (*name, (*hash).to_owned()))
            .collect();
        assert_eq!(now, frozen, "a step differs from the one that ran");
    }

    /// Without the lock file: two connections reach an old file at once, and every step runs exactly once.
    #[test]
    fn two_that_migrate_at_once_run_each_step_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.runnel");
        // Opened one after the other: both would switch a new file to the write-ahead log, which SQLite does not wait for.
        let connections = [(); 2].map(|()| crate::open::writer(&path).unwrap());
        let both = Barrier::new(2);
        let done: Vec<Result<(), StoreError>> = std::thread::scope(|scope| {
            let threads = connections.map(|mut connection| {
                let (both, path) = (&both, &path);
                scope.spawn(move || {
                    both.wait();
                    migrate(&mut connection, path).map(drop)
                })
            });
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        assert!(done.iter().all(Result::is_ok), "{done:?}");
        let connection = crate::open::reader(&path).unwrap();
        assert_eq!(version(&connection).unwrap(), newest());
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_at_the_step_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.runnel");
        let mut connection = crate::open::writer(&path).unwrap();
        migrate(&mut connection, &path).unwrap();
        // As if the last step had not run, and what it makes were there already.
        connection
            .pragma_update(None, "user_version", newest() - 1)
            .unwrap();
        assert!(migrate(&mut connection, &path).is_err());
        assert_eq!(version(&connection).unwrap(), newest() - 1);
        assert!(
            path.with_file_name(format!("shop.runnel.before-{}", newest()))
                .exists(),
            "and it was saved"
        );
    }
}
