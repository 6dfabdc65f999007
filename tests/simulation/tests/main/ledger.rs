//! What stands in a workspace, read with bare SQL and no code of ours.

use std::{collections::BTreeMap, path::Path, time::Duration};

use rusqlite::{Connection, types::FromSql};

/// A row for a customer's mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    pub conversation: i64,
    pub address: String,
}

/// A row for an answer, with its place in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub conversation: i64,
    pub state: String,
    /// `None`: it came from elsewhere, which here nothing does.
    pub outbox: Option<String>,
    /// When its last attempt began.
    pub attempted_at: Option<i64>,
}

pub struct Ledger {
    /// Serial of an order to its rows.
    pub orders: Orders,
    /// Serial of an order to the rows of its answer.
    pub answers: Answers,
    sql: Connection,
}

impl Ledger {
    /// `None`: the workspace was not even made.
    pub fn read(path: &Path) -> Option<Self> {
        if !path.exists() {
            return None;
        }
        let sql = Connection::open(path).unwrap();
        sql.busy_timeout(Duration::from_secs(5)).unwrap();
        let tables: i64 = one(
            &sql,
            "SELECT count(*) FROM sqlite_schema WHERE name = 'outbox'",
        );
        if tables == 0 {
            return None;
        }
        let (orders, answers) = messages(&sql);
        Some(Self {
            orders,
            answers,
            sql,
        })
    }

    /// Serials of answers in this state.
    pub fn answers_in(&self, state: &str) -> Vec<u32> {
        let here = |answers: &&Vec<Answer>| answers.iter().any(|answer| answer.state == state);
        let found = self.answers.iter().filter(|(_, answers)| here(answers));
        found.map(|(serial, _)| *serial).collect()
    }

    /// Whether an answer waits only because an earlier one of its conversation has an unknown fate.
    pub fn waits_behind_unknown(&self, serial: u32) -> bool {
        let count: i64 = self
            .sql
            .query_row(
                "SELECT count(*) FROM outbox AS mine JOIN message ON message.id = mine.message_id
                 JOIN outbox AS earlier ON earlier.conversation_id = mine.conversation_id
                  AND earlier.id < mine.id AND earlier.state = 'unknown'
                 WHERE message.text LIKE 'answer #' || ?1 || ':%' AND mine.state = 'queued'",
                [serial],
                |row| row.get(0),
            )
            .unwrap();
        count > 0
    }

    /// Nothing is damaged, no row points nowhere, every counter equals a recount.
    pub fn is_sound(&self) {
        let integrity: String = one(&self.sql, "PRAGMA integrity_check");
        assert_eq!(integrity, "ok", "the file is damaged");
        let dangling: i64 = one(&self.sql, "SELECT count(*) FROM pragma_foreign_key_check");
        assert_eq!(dangling, 0, "rows point nowhere");
        for (counter, kept, counted) in COUNTERS {
            assert_eq!(
                one::<String>(&self.sql, kept),
                one::<String>(&self.sql, counted),
                "{counter} differs from a recount"
            );
        }
    }
}

type Orders = BTreeMap<u32, Vec<Arrived>>;
type Answers = BTreeMap<u32, Vec<Answer>>;

/// All messages of one moment, by serial.
fn messages(sql: &Connection) -> (Orders, Answers) {
    let (mut orders, mut answers) = (Orders::new(), Answers::new());
    let mut rows = sql
        .prepare(
            "SELECT message.direction, message.text, message.conversation_id, message.state,
                    outbox.state, coalesce(identity.address, ''), outbox.attempted_at
             FROM message LEFT JOIN outbox ON outbox.message_id = message.id
             LEFT JOIN identity ON identity.id = message.identity_id
             WHERE message.direction IN ('in', 'out') ORDER BY message.id",
        )
        .unwrap();
    let mut rows = rows.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (direction, text): (String, String) = (row.get_unwrap(0), row.get_unwrap(1));
        let conversation = row.get_unwrap(2);
        if direction == "out" {
            let serial = serial(&text, "answer").expect("nobody writes anything else");
            let answer = Answer {
                conversation,
                state: row.get_unwrap(3),
                outbox: row.get_unwrap(4),
                attempted_at: row.get_unwrap(6),
            };
            answers.entry(serial).or_default().push(answer);
        } else if let Some(serial) = serial(&text, "order") {
            let address = row.get_unwrap(5);
            orders.entry(serial).or_default().push(Arrived {
                conversation,
                address,
            });
        }
    }
    (orders, answers)
}

/// What is counted, as it is kept, and counted anew.
const COUNTERS: &[(&str, &str, &str)] = &[
    (
        "conversations per place",
        "SELECT coalesce(group_concat(place || total ORDER BY place), '') FROM place_count WHERE total <> 0",
        "SELECT coalesce(group_concat(place || total ORDER BY place), '')
         FROM (SELECT place, count(*) AS total FROM conversation GROUP BY place)",
    ),
    (
        "unread conversations per place",
        "SELECT coalesce(group_concat(member_id || place || total ORDER BY member_id, place), '')
         FROM unread_count WHERE total <> 0",
        "SELECT coalesce(group_concat(member_id || place || total ORDER BY member_id, place), '')
         FROM (SELECT member_id, place, count(*) AS total FROM read_state
               JOIN conversation ON conversation.id = read_state.conversation_id
               WHERE unread > 0 OR marked_unread = 1 GROUP BY member_id, place)",
    ),
    (
        "messages per conversation",
        "SELECT group_concat(id || ':' || message_count ORDER BY id) FROM conversation",
        "SELECT group_concat(id || ':' || (SELECT count(*) FROM message
           WHERE conversation_id = conversation.id AND direction <> 'note') ORDER BY id)
         FROM conversation",
    ),
    (
        "states of answers",
        "SELECT coalesce(group_concat(message_id || state ORDER BY message_id), '') FROM outbox",
        "SELECT coalesce(group_concat(message.id || message.state ORDER BY message.id), '')
         FROM message JOIN outbox ON outbox.message_id = message.id",
    ),
    (
        "messages that can be found",
        "SELECT CAST(count(*) AS TEXT) FROM message WHERE text LIKE 'order #%'
           AND id IN (SELECT rowid FROM message_fts WHERE message_fts MATCH 'order')",
        "SELECT CAST(count(*) AS TEXT) FROM message WHERE text LIKE 'order #%'",
    ),
];

fn one<T: FromSql>(sql: &Connection, query: &str) -> T {
    sql.query_row(query, [], |row| row.get(0)).unwrap()
}

/// The number behind a word, as in `order #17`.
pub fn serial(text: &str, word: &str) -> Option<u32> {
    let (_, behind) = text.split_once(&format!("{word} #"))?;
    let digits = behind
        .split(|letter: char| !letter.is_ascii_digit())
        .next()?;
    digits.parse().ok()
}
