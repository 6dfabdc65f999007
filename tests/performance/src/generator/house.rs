//! Members, sources, tags, fields and stages of a generated workspace, and where its row ids begin.

use rusqlite::Connection;

use crate::corpus::{Dice, LANGUAGES};

/// Sources: channel and account. The scripted network stands for a messenger.
const SOURCES: [(&str, &str); 5] = [
    ("email", "info@bench.example"),
    ("email", "orders@bench.example"),
    ("email", "support@bench.example"),
    ("fake", "shop"),
    ("fake", "outlet"),
];
const TAGS: [&str; 12] = [
    "urgente",
    "cliente habitual",
    "опт",
    "Stammkunde",
    "wholesale",
    "garantia",
    "devolución",
    "скидка",
    "Reklamation",
    "VIP",
    "mesa",
    "delivery",
];
const MEMBERS: [&str; 4] = ["Ben Okafor", "Carla Prado", "Dmitri Volkov", "Emma Brandt"];

/// Who, where and what every row refers to.
pub(super) struct House {
    members: Vec<i64>,
    sources: Vec<i64>,
    pub(super) tags: Vec<i64>,
    /// Stages by group, in order: id and rank.
    pub(super) active: Vec<(i64, String)>,
    pub(super) archived: Vec<(i64, String)>,
    /// Rows that were there before: ids go on from these.
    pub(super) contacts: i64,
    pub(super) conversations: i64,
    pub(super) messages: i64,
    identities: i64,
    seed: u64,
}

/// A place counted from 0 as a row id counted from 1.
pub(super) fn id(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

/// Sixteen bytes that no other row of this kind has.
pub(super) fn uid(kind: u8, number: i64) -> [u8; 16] {
    let mut bytes = [kind; 16];
    if let Some(tail) = bytes.last_chunk_mut::<8>() {
        *tail = number.to_be_bytes();
    }
    bytes
}

pub(super) fn last(connection: &Connection, table: &str) -> rusqlite::Result<i64> {
    connection.query_row(
        &format!("SELECT coalesce(max(id), 0) FROM {table}"),
        [],
        |row| row.get(0),
    )
}

impl House {
    /// Adds members, sources, tags and fields, and looks at the stages.
    pub(super) fn furnish(connection: &Connection) -> rusqlite::Result<Self> {
        let insert = |sql: &str, params: &[&dyn rusqlite::ToSql]| -> rusqlite::Result<i64> {
            connection.execute(sql, params)?;
            Ok(connection.last_insert_rowid())
        };
        let mut members: Vec<i64> = vec![1];
        for name in MEMBERS {
            members.push(insert(
                "INSERT INTO member (uid, name, role, created_at) VALUES (randomblob(16), ?1, 'agent', 0)",
                &[&name],
            )?);
        }
        let mut sources = Vec::new();
        for (channel, account) in SOURCES {
            sources.push(insert(
                "INSERT INTO source (uid, channel, name, account, config, health, created_at)
                 VALUES (randomblob(16), ?1, ?2, ?2, '{}', 'paused', 0)",
                &[&channel, &account],
            )?);
        }
        let mut tags = Vec::new();
        for name in TAGS {
            insert(
                "INSERT INTO tag (uid, name, created_at) VALUES (randomblob(16), ?1, 0)
                 ON CONFLICT (name) DO NOTHING",
                &[&name],
            )?;
            let known = "SELECT id FROM tag WHERE name = ?1";
            tags.push(connection.query_row(known, [name], |row| row.get(0))?);
        }
        for (name, kind, rank) in [("City", "text", "a"), ("Floor area", "number", "b")] {
            insert(
                "INSERT INTO field (uid, owner, name, kind, rank, created_at)
                 VALUES (randomblob(16), 'contact', ?1, ?2, ?3, 0)",
                &[&name, &kind, &rank],
            )?;
        }
        let stages = |group: &str| -> rusqlite::Result<Vec<(i64, String)>> {
            connection
                .prepare("SELECT id, rank FROM stage WHERE (grp = 'active') = (?1 = 'active') ORDER BY rank")?
                .query_map([group], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        Ok(Self {
            members,
            sources,
            tags,
            active: stages("active")?,
            archived: stages("archived")?,
            contacts: last(connection, "contact")? + 1,
            conversations: last(connection, "conversation")? + 1,
            messages: last(connection, "message")?,
            identities: last(connection, "identity")? + 1,
            seed: super::SEED,
        })
    }

    pub(super) fn member(&self, dice: &mut Dice) -> i64 {
        self.members
            .get(dice.below(self.members.len()))
            .copied()
            .unwrap_or(1)
    }

    /// The source of a conversation.
    pub(super) fn source(&self, place: usize) -> i64 {
        let draw = self.draw(place, 1).below(10);
        let source = match draw {
            0..=3 => 0,
            4..=5 => 1,
            6 => 2,
            7..=8 => 3,
            _ => 4,
        };
        self.sources.get(source).copied().unwrap_or(1)
    }

    /// Mail has subjects.
    pub(super) fn has_subjects(&self, place: usize) -> bool {
        self.sources
            .iter()
            .take(3)
            .any(|mail| *mail == self.source(place))
    }

    pub(super) fn subject(&self, place: usize) -> String {
        let mut dice = self.draw(place, 2);
        let words = LANGUAGES
            .get(dice.below(LANGUAGES.len()))
            .map_or(&[][..], |language| language.words);
        format!("{} {} {place}", dice.pick(words), dice.pick(words))
    }

    /// The address of the contact on the conversation's network: mail first, then the telephone.
    pub(super) fn identity(&self, place: usize, contact: usize) -> i64 {
        self.identities + id(contact) * 2 + i64::from(!self.has_subjects(place))
    }

    /// Dice that always fall the same for this conversation and purpose.
    pub(super) fn draw(&self, place: usize, purpose: u64) -> Dice {
        let seed = (place as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
            ^ (self.seed << 32)
            ^ (purpose << 20);
        let mut dice = Dice::new(seed);
        // Neighbouring seeds begin alike.
        for _ in 0..3 {
            dice.below(2);
        }
        dice
    }
}
