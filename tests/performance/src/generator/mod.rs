//! Whole workspaces of any size in five languages, the same for the same seed: 10,000 conversations for every day,
//! 100,000 with 1,000,000 messages on demand.
//!
//! Rows are written by bare statements into a workspace that the program itself made, with what SQL keeps (counters,
//! names, places) kept by it; copied columns come from the domain (response clocks, engagement). The search index is
//! built by the store. A test reads every thread and every contact again and finds nothing to change.

mod clients;
mod desk;
mod house;
mod people;
mod plan;
mod talk;

use std::path::Path;

use runnel_store::{Lane, Store, StoreError, search};
use rusqlite::Connection;

use crate::shop::{self, Fault};

pub use plan::{LONGEST, Plan, SEED};

/// Steps of the search index per transaction: each is 200 messages.
const STEPS: usize = 100;

/// Makes a workspace at `path` (there must be none) and fills it.
///
/// # Errors
/// When the workspace cannot be made, or SQLite refuses.
pub async fn workspace(path: &Path, plan: &Plan) -> Result<(), Fault> {
    shop::make(path, 0).await?;
    fill(path, plan)?;
    index(&shop::store(path)?)?;
    Ok(())
}

/// Writes the rows of the plan into a workspace that holds no conversation but the welcome.
///
/// # Errors
/// When SQLite refuses.
pub fn fill(path: &Path, plan: &Plan) -> rusqlite::Result<()> {
    let mut connection = Connection::open(path)?;
    // Nothing has to survive a power cut here: a file that is cut off is made anew.
    connection.execute_batch(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;
         PRAGMA foreign_keys=OFF; PRAGMA cache_size=-524288; PRAGMA temp_store=MEMORY;",
    )?;
    connection.set_prepared_statement_cache_capacity(64);
    let transaction = connection.transaction()?;
    {
        let house = house::House::furnish(&transaction)?;
        let people = people::people(plan);
        clients::contacts(&transaction, plan, &people)?;
        let told = talk::talk(&transaction, plan, &people, &house)?;
        desk::conversations(&transaction, plan, &people, &house, &told)?;
        // The index of what was written past the store is built anew.
        transaction.execute(
            "INSERT INTO setting (key, value) VALUES ('search_index', '[0,null]')
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [],
        )?;
    }
    transaction.commit()?;
    connection.execute_batch("PRAGMA journal_mode=WAL; PRAGMA optimize;")
}

/// Lets the store bring its search index up to date.
///
/// # Errors
/// When the store refuses.
pub fn index(store: &Store) -> Result<(), StoreError> {
    loop {
        let more = store.write_blocking(Lane::Background, shop::intent(), |tx| {
            for _ in 0..STEPS {
                if !search::refresh(tx)? {
                    return Ok(false);
                }
            }
            Ok::<_, StoreError>(true)
        })?;
        if !more.value {
            return Ok(());
        }
    }
}
