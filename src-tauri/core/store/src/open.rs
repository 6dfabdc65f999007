//! Opens connections the way Runnel wants them, and keeps a second process out of a workspace.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
};

use runnel_domain::fold::fold;
use rusqlite::{Connection, OpenFlags, config::DbConfig, functions::FunctionFlags};

use crate::{error::StoreError, migrate};

/// Largest part of the file that is mapped; more makes memory look large for no speed (PERFORMANCE.md 3.4).
const MMAP_BYTES: i64 = 256 * 1024 * 1024;
/// Page cache of the writer in KiB: its hot indexes during an import.
const WRITER_CACHE_KIB: i64 = 16 * 1024;
/// Page cache of each reader in KiB, taken as needed: a board of 350 cards touches some thousand pages, and those that
/// are still in the log cannot be mapped.
const READER_CACHE_KIB: i64 = 8 * 1024;
/// Statements kept prepared per connection: about as many as one connection ever sees.
const STATEMENTS: usize = 256;
/// Pages after which the log is written back; 4 MiB steps keep an import from rewriting hot pages.
const CHECKPOINT_PAGES: i64 = 4_000;

/// The connection that writes. Creates the file when there is none.
pub(crate) fn writer(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    migrate::refuse(&connection, path)?;
    common(&connection, WRITER_CACHE_KIB)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: a commit that was acknowledged to a provider, or promised to a person, survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    Ok(connection)
}

/// A connection that only reads.
pub(crate) fn reader(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    common(&connection, READER_CACHE_KIB)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn common(connection: &Connection, cache_kib: i64) -> Result<(), StoreError> {
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // A plan never depends on bound values: without this SQLite plans some statements anew at each use.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cache_size", -cache_kib)?;
    connection.pragma_update(None, "mmap_size", MMAP_BYTES)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    functions(connection)
}

/// Gives statements `folded(text)`: text as people compare it (`runnel_domain::fold`).
pub(crate) fn functions(connection: &Connection) -> Result<(), StoreError> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("folded", 1, flags, |call| {
        Ok(fold(call.get_raw(0).as_str()?).into_owned())
    })?;
    Ok(())
}

/// Takes the lock file beside the workspace. The lock goes with the process, also when it is killed.
pub(crate) fn lock(path: &Path) -> Result<File, StoreError> {
    let beside = beside(path, ".lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&beside)
        .map_err(|error| StoreError::io(&beside, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(path.to_owned())),
        Err(TryLockError::Error(error)) => Err(StoreError::io(beside, error)),
    }
}

/// `<folder>/<stem><ending>` for a workspace `<folder>/<stem>.<whatever>`.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}
