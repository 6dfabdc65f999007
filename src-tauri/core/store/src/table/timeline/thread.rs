//! The threads that a timeline is made of: all conversations with one customer, and what lies in each.

use runnel_domain::{
    Channel, ThreadKind, Timestamp,
    ids::{ContactId, ConversationId, MemberId, SourceId},
};
use rusqlite::params;

use super::{
    Mark,
    keys::{RESOLVED, shown},
};
use crate::{
    Read, StoreError,
    row::{FromRow, Row},
};

/// One thread of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The conversation.
    pub id: ConversationId,
    /// Through which account.
    pub source: SourceId,
    /// On which network.
    pub channel: Channel,
    /// Of the thread; may be empty.
    pub subject: String,
    /// Direct, or comments under a post.
    pub kind: ThreadKind,
    /// That post; empty: none.
    pub post_ref: String,
    /// Beginning of that post.
    pub post_text: String,
    /// Address that answers go to, as the network wrote it; empty: none.
    pub address: String,
    /// Customer's messages that the member has not seen.
    pub unread: i64,
    /// Last message either way.
    pub last_activity_at: Timestamp,
}

impl FromRow for Thread {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            source: row.get("source_id")?,
            channel: row.get("channel")?,
            subject: row.get("subject")?,
            kind: row.get("thread_kind")?,
            post_ref: row.get("post_ref")?,
            post_text: row.get("post_text")?,
            address: row.get("address")?,
            unread: row.get("unread")?,
            last_activity_at: row.get("last_activity_at")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.source_id, s.channel, c.subject, c.thread_kind, c.post_ref, c.post_text, \
             coalesce(i.shown, '') AS address, coalesce(r.unread, 0) AS unread, c.last_activity_at \
             FROM conversation c JOIN source s ON s.id = c.source_id \
             LEFT JOIN identity i ON i.id = c.identity_id \
             LEFT JOIN read_state r ON r.member_id = ?2 AND r.conversation_id = c.id ",
            $rest
        )
    };
}

/// The threads with a customer, last active first. What the block-list holds back is not among them, except the one
/// that was opened by hand.
pub fn of_contact(
    read: &Read<'_>,
    contact: ContactId,
    member: MemberId,
    opened: ConversationId,
) -> Result<Vec<Thread>, StoreError> {
    read.query_all(
        select!(
            "WHERE c.contact_id = ?1 AND (c.place <> 'quarantine' OR c.id = ?3) \
             ORDER BY c.last_activity_at DESC, c.id DESC"
        ),
        params![contact.0, member.0, opened.0],
    )
}

/// One thread; `None` where there is none.
pub fn of_conversation(
    read: &Read<'_>,
    conversation: ConversationId,
    member: MemberId,
) -> Result<Option<Thread>, StoreError> {
    read.query_opt(
        select!("WHERE c.id = ?1"),
        params![conversation.0, member.0],
    )
}

/// The first of the customer's messages in these threads that the member has not seen.
pub fn first_unread(read: &Read<'_>, threads: &[Thread]) -> Result<Option<Mark>, StoreError> {
    let mut first: Option<Mark> = None;
    for thread in threads.iter().filter(|thread| thread.unread > 0) {
        let mark: Option<Mark> = read.query_opt(
            "SELECT at, 1, id FROM message WHERE conversation_id = ?1 AND direction = 'in' \
             AND block_id IS NULL ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?2",
            params![thread.id.0, thread.unread - 1],
        )?;
        first = match (first, mark) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
    Ok(first)
}

/// When we last wrote in each of these threads; those where we never did are not among them.
pub fn last_sent(
    read: &Read<'_>,
    threads: &[ConversationId],
) -> Result<Vec<(ConversationId, Timestamp)>, StoreError> {
    read.query_all(
        "SELECT asked.value, m.at FROM json_each(?1) AS asked CROSS JOIN message m \
         WHERE m.id = (SELECT x.id FROM message x WHERE x.conversation_id = asked.value \
         AND x.direction = 'out' ORDER BY x.at DESC, x.id DESC LIMIT 1)",
        [serde_json::to_string(threads)?],
    )
}

/// What lies in one thread, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Messages both ways.
    pub messages: i64,
    /// Notes.
    pub notes: i64,
    /// Resolution records.
    pub tickets: i64,
    /// Everything else that happened.
    pub events: i64,
}

pub(crate) const MESSAGES: &str = "SELECT asked.value, sum(m.direction <> 'note'), sum(m.direction = 'note') \
     FROM json_each(?1) AS asked CROSS JOIN message m \
     WHERE m.conversation_id = asked.value AND m.block_id IS NULL GROUP BY asked.value";
pub(crate) const EVENTS: &str = concat!(
    "SELECT asked.value, sum(e.kind = ?2), sum(e.kind <> ?2) \
     FROM json_each(?1) AS asked CROSS JOIN event e WHERE e.conversation_id = asked.value AND e.",
    shown!(),
    " GROUP BY asked.value"
);

/// What lies in each of these threads, in their order.
pub fn tallies(read: &Read<'_>, threads: &[ConversationId]) -> Result<Vec<Tally>, StoreError> {
    let ids = serde_json::to_string(threads)?;
    let messages: Vec<(ConversationId, i64, i64)> = read.query_all(MESSAGES, [&ids])?;
    let events: Vec<(ConversationId, i64, i64)> = read.query_all(EVENTS, params![ids, RESOLVED])?;
    Ok(threads
        .iter()
        .map(|thread| {
            let of = |rows: &[(ConversationId, i64, i64)]| {
                rows.iter()
                    .find(|(id, ..)| id == thread)
                    .map_or((0, 0), |(_, one, other)| (*one, *other))
            };
            let ((messages, notes), (tickets, events)) = (of(&messages), of(&events));
            Tally {
                messages,
                notes,
                tickets,
                events,
            }
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_what_lies_in_a_thread_reads_indexes_only() {
        let mut sqlite = rusqlite::Connection::open_in_memory().unwrap();
        crate::migrate::migrate(&mut sqlite, std::path::Path::new("memory")).unwrap();
        for (sql, index) in [(MESSAGES, "message_thread"), (EVENTS, "event_shown")] {
            let mut plan = sqlite
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .unwrap();
            let nothing = vec![rusqlite::types::Value::Null; plan.parameter_count()];
            let steps: Vec<String> = plan
                .query_map(rusqlite::params_from_iter(nothing), |row| row.get(3))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            assert!(
                steps
                    .iter()
                    .any(|step| step.contains(&format!("USING COVERING INDEX {index}"))),
                "{steps:?}"
            );
        }
    }
}
