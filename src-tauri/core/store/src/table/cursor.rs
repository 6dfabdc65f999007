//! Where each source stands in its streams: rows of `cursor`.

use runnel_domain::ids::SourceId;
use rusqlite::params;

use crate::{Read, StoreError, Tx};

/// The one stream of a source that has no more than one.
pub const MAIN: &str = "main";

/// Where `stream` of the source stands; `None`: never pulled.
pub fn get(read: &Read<'_>, source: SourceId, stream: &str) -> Result<Option<String>, StoreError> {
    read.query_value_opt(
        "SELECT value FROM cursor WHERE source_id = ?1 AND stream = ?2",
        params![source.0, stream],
    )
}

/// Moves the stream; in the transaction of what it led to.
pub fn set(tx: &mut Tx<'_>, source: SourceId, stream: &str, value: &str) -> Result<(), StoreError> {
    let now = tx.now().0;
    tx.execute(
        "INSERT INTO cursor (source_id, stream, value, updated_at) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (source_id, stream) DO UPDATE \
         SET value = excluded.value, updated_at = excluded.updated_at \
         WHERE value <> excluded.value",
        params![source.0, stream, value, now],
    )?;
    Ok(())
}
