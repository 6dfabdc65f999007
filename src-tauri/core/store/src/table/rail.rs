//! Counters of the rail that are counted when asked: what waits to be sent, what needs a person, what is due.

use runnel_domain::{Timestamp, ids::MemberId};
use rusqlite::params;

use crate::{Read, StoreError};

/// Messages that wait to be sent or are on the wire. What is planned for later does not wait.
pub fn waiting_to_send(read: &Read<'_>) -> Result<i64, StoreError> {
    // The list is that of the index `outbox_open`, word for word, so that old rows cost nothing.
    read.query_value(
        "SELECT count(*) FROM outbox \
         WHERE state IN ('scheduled','queued','sending','retrying','unknown') AND state NOT IN ('unknown', 'scheduled')",
        [],
    )
}

/// Messages that failed or whose fate is unknown.
pub fn need_attention(read: &Read<'_>) -> Result<i64, StoreError> {
    read.query_value(
        "SELECT (SELECT count(*) FROM outbox WHERE state = 'failed') + (SELECT count(*) FROM outbox \
         WHERE state IN ('scheduled','queued','sending','retrying','unknown') AND state = 'unknown')",
        [],
    )
}

/// Open tasks of a member with a deadline before `until`.
pub fn tasks_due(read: &Read<'_>, member: MemberId, until: Timestamp) -> Result<i64, StoreError> {
    read.query_value(
        "SELECT count(*) FROM task WHERE done_at IS NULL AND due_at < ?2 AND assignee_id = ?1",
        params![member.0, until.0],
    )
}

/// Whether sample data is in.
pub fn has_sample(read: &Read<'_>) -> Result<bool, StoreError> {
    read.query_value(
        "SELECT EXISTS (SELECT 1 FROM conversation WHERE is_sample = 1)",
        [],
    )
}
