//! Which things a part of a timeline holds: their keys, merged from the indexes of all its threads.
//!
//! Each thread gives at most as many keys as the part is long, so a part costs its length times the threads, however
//! long they are.

use runnel_domain::ids::ConversationId;
use rusqlite::params;

use super::{Kinds, Mark};
use crate::{Read, StoreError, row::count};

/// Kinds of events that a message row shows by itself. Spelled as in the index `event_shown`.
macro_rules! shown {
    () => {
        "kind NOT IN ('message_received', 'message_queued', 'message_failed', 'message_unknown', 'note_added')"
    };
}
pub(super) use shown;

/// The kind of event that tells of a resolution (PO-8).
pub(super) const RESOLVED: &str = "conversation_resolved";

/// Which way from a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Older,
    Newer,
}

/// The statement for a way and these kinds. `?1`: threads as JSON, `?2`–`?4`: the mark, `?5`: how many.
pub(super) fn statement(way: Way, kinds: Kinds) -> String {
    let (message, event, order) = match way {
        Way::Older => (
            "x.at <= ?2 AND (x.at < ?2 OR (?3 = 1 AND x.id < ?4))",
            "x.at <= ?2 AND (x.at < ?2 OR ?3 = 1 OR x.id < ?4)",
            "DESC",
        ),
        Way::Newer => (
            "x.at >= ?2 AND (x.at > ?2 OR ?3 = 0 OR x.id > ?4)",
            "x.at >= ?2 AND (x.at > ?2 OR (?3 = 0 AND x.id > ?4))",
            "ASC",
        ),
    };
    let mut parts = Vec::new();
    if kinds.messages || kinds.notes {
        let direction = match (kinds.messages, kinds.notes) {
            (true, false) => "AND x.direction <> 'note'",
            (false, true) => "AND x.direction = 'note'",
            _ => "",
        };
        parts.push(format!(
            "SELECT m.at, 1 AS is_message, m.id FROM json_each(?1) AS asked CROSS JOIN message m \
             WHERE m.id IN (SELECT x.id FROM message x WHERE x.conversation_id = asked.value \
             AND x.block_id IS NULL {direction} AND {message} \
             ORDER BY x.at {order}, x.id {order} LIMIT ?5)"
        ));
    }
    if kinds.tickets || kinds.events {
        let kind = match (kinds.tickets, kinds.events) {
            (true, false) => format!("AND x.kind = '{RESOLVED}'"),
            (false, true) => format!("AND x.kind <> '{RESOLVED}'"),
            _ => String::new(),
        };
        parts.push(format!(
            "SELECT e.at, 0 AS is_message, e.id FROM json_each(?1) AS asked CROSS JOIN event e \
             WHERE e.id IN (SELECT x.id FROM event x WHERE x.conversation_id = asked.value \
             AND x.{shown} {kind} AND {event} \
             ORDER BY x.at {order}, x.id {order} LIMIT ?5)",
            shown = shown!(),
        ));
    }
    if parts.is_empty() {
        // All five places have to be named.
        return "SELECT 0, 0, 0 WHERE ?1 || ?2 || ?3 || ?4 || ?5 IS NULL".to_owned();
    }
    format!(
        "SELECT at, is_message, id FROM ({}) ORDER BY at {order}, is_message {order}, id {order} LIMIT ?5",
        parts.join(" UNION ALL ")
    )
}

/// At most `limit` keys beyond a mark, nearest first.
pub(super) fn beyond(
    read: &Read<'_>,
    threads: &[ConversationId],
    kinds: Kinds,
    way: Way,
    mark: Mark,
    limit: usize,
) -> Result<Vec<Mark>, StoreError> {
    read.query_all(
        &statement(way, kinds),
        params![
            serde_json::to_string(threads)?,
            mark.at.0,
            mark.is_message,
            mark.id,
            count(limit)
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(sqlite: &rusqlite::Connection, sql: &str) -> Vec<String> {
        let mut plan = sqlite
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .unwrap();
        let nothing = vec![rusqlite::types::Value::Null; plan.parameter_count()];
        plan.query_map(rusqlite::params_from_iter(nothing), |row| row.get(3))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    /// PERFORMANCE.md, lesson a: no part of a timeline goes through a whole table or sorts a whole thread.
    #[test]
    fn a_part_is_read_from_the_indexes_whatever_is_left_out() {
        let mut sqlite = rusqlite::Connection::open_in_memory().unwrap();
        crate::migrate::migrate(&mut sqlite, std::path::Path::new("memory")).unwrap();
        for bits in 0..16_u8 {
            let kinds = Kinds {
                messages: bits & 1 > 0,
                notes: bits & 2 > 0,
                tickets: bits & 4 > 0,
                events: bits & 8 > 0,
            };
            for way in [Way::Older, Way::Newer] {
                let steps = plan(&sqlite, &statement(way, kinds));
                assert!(
                    !steps.iter().any(|step| step.starts_with("SCAN")
                        && !step.starts_with("SCAN asked")
                        && !step.starts_with("SCAN CONSTANT")),
                    "{way:?} {kinds:?}: {steps:?}"
                );
                if kinds.messages || kinds.notes {
                    assert!(
                        steps.iter().any(|step| step.starts_with(
                            "SEARCH x USING COVERING INDEX message_thread (conversation_id=? AND at"
                        )),
                        "{way:?} {kinds:?}: {steps:?}"
                    );
                }
                if kinds.tickets || kinds.events {
                    assert!(
                        steps.iter().any(|step| step.starts_with(
                            "SEARCH x USING COVERING INDEX event_shown (conversation_id=? AND at"
                        )),
                        "{way:?} {kinds:?}: {steps:?}"
                    );
                }
                let sorted = steps
                    .iter()
                    .filter(|step| step.contains("TEMP B-TREE"))
                    .count();
                assert!(
                    sorted <= 2,
                    "only the keys that were found are sorted: {steps:?}"
                );
            }
        }
    }
}
