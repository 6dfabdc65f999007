//! What networks told us, verbatim, once each: rows of `raw_event`.

use runnel_domain::{Timestamp, ids::SourceId};
use rusqlite::params;

use crate::{StoreError, Tx};

/// Payloads up to this size lie in the row, larger ones in a file: 64 KiB keeps a page chain short
/// while nearly every plain mail stays in one place.
pub const INLINE_LIMIT: usize = 64 * 1024;

/// Where the verbatim bytes are.
#[derive(Debug, Clone, Copy)]
pub enum Payload<'a> {
    /// In the row.
    Inline(&'a [u8]),
    /// In the attachments folder under this BLAKE3 hex.
    File(&'a str),
}

/// Keeps what the network told. `None`: it was told before (same source and key), nothing was written.
pub fn insert(
    tx: &mut Tx<'_>,
    source: SourceId,
    key: &str,
    kind: &str,
    occurred_at: Timestamp,
    payload: Payload<'_>,
) -> Result<Option<i64>, StoreError> {
    let now = tx.now().0;
    let (inline, sha) = match payload {
        Payload::Inline(bytes) => (Some(bytes), None),
        Payload::File(sha) => (None, Some(sha)),
    };
    let inserted = tx.execute(
        "INSERT INTO raw_event (source_id, key, kind, occurred_at, received_at, payload, payload_sha) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (source_id, key) DO NOTHING",
        params![source.0, key, kind, occurred_at.0, now, inline, sha],
    )?;
    Ok((inserted > 0).then(|| tx.connection().last_insert_rowid()))
}
