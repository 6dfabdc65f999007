//! Counters of the rail that are counted when asked: what waits to be sent, what needs a person, what is due.

use runnel_domain::{Timestamp, condition::Condition, facts::Viewpoint, ids::MemberId};
use rusqlite::params;

use crate::{Read, StoreError, condition};

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

/// Messages on their way out of conversations that somebody sees who does not see all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outgoing {
    /// As [`waiting_to_send`].
    pub waiting: i64,
    /// As [`need_attention`].
    pub need_attention: i64,
    /// Planned for later.
    pub scheduled: i64,
}

/// Counts what is on its way out where `sight` holds.
pub fn outgoing(
    read: &Read<'_>,
    sight: &Condition,
    seen_from: Viewpoint,
) -> Result<Outgoing, StoreError> {
    let seen = condition::compile(sight, seen_from);
    let sql = format!(
        "SELECT count(*) FILTER (WHERE o.state IN ('queued','sending','retrying')), \
                count(*) FILTER (WHERE o.state IN ('unknown','failed')), \
                count(*) FILTER (WHERE o.state = 'scheduled') \
           FROM outbox AS o CROSS JOIN conversation AS c ON c.id = o.conversation_id \
          WHERE o.state IN ('scheduled','queued','sending','retrying','unknown','failed') AND {}",
        seen.sql
    );
    let (waiting, need_attention, scheduled) =
        read.query_one(&sql, rusqlite::params_from_iter(seen.values))?;
    Ok(Outgoing {
        waiting,
        need_attention,
        scheduled,
    })
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
