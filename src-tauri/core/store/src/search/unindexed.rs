//! What waits for the end of the transaction before it goes into the search indexes.
//!
//! FTS5 gathers rows in memory and writes them as one segment at the commit, unless a statement in between opens a
//! savepoint of its own (an INSERT that fires a trigger does): then it writes a segment for what it has, and merges
//! these later. With an index row between other rows that was half the time of taking mail in.

use runnel_domain::ids::MessageId;
use rusqlite::params;

use super::{contact_index, deals, index::index_again, vocabulary::Vocabulary};
use crate::{StoreError, Tx};

/// Bytes of waiting words above which they are written before the end, so that no batch fills the memory.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// What the index holds of one message.
pub(super) struct Words {
    pub(super) message: MessageId,
    pub(super) text: String,
    pub(super) subject: String,
    pub(super) files: String,
    pub(super) marks: String,
}

/// What a transaction has not indexed yet.
#[derive(Default)]
pub(crate) struct Unindexed {
    words: Vec<Words>,
    bytes: usize,
    attempts: u32,
    /// Handed on from transaction to transaction by the writer; lost with one that fails, as it must be.
    pub(crate) vocabulary: Vocabulary,
}

impl Unindexed {
    pub(super) fn push(&mut self, words: Words) {
        self.bytes += words.text.len() + words.subject.len() + words.files.len();
        self.words.push(words);
    }

    pub(super) fn learn(&mut self, text: &str) {
        self.vocabulary.learn(text);
    }

    /// Whether it has become too much to wait. Not within an attempt, whose undoing would take older words along.
    pub(super) const fn is_due(&self) -> bool {
        self.attempts == 0 && self.bytes > MOST_BYTES
    }

    /// A savepoint was set; returns what to hand to [`Unindexed::truncate`] should it be undone.
    pub(crate) const fn begin_attempt(&mut self) -> usize {
        self.attempts += 1;
        self.words.len()
    }

    pub(crate) const fn end_attempt(&mut self) {
        self.attempts -= 1;
    }

    /// Forgets what came after the first `len`.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.words.truncate(len);
    }
}

/// Writes what waits into the index of messages.
pub(super) fn write_words(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.unindexed.bytes = 0;
    for words in std::mem::take(&mut tx.unindexed.words) {
        tx.execute(
            "INSERT OR REPLACE INTO message_fts (rowid, text, subject, files, marks) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![words.message.0, words.text, words.subject, words.files, words.marks],
        )?;
    }
    for (stem, word) in tx.unindexed.vocabulary.take_new() {
        tx.execute(
            "INSERT INTO search_word (stem, word) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![stem, word],
        )?;
    }
    Ok(())
}

/// Brings every index up to date with what the transaction did; the last thing before its commit.
pub(crate) fn settle(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let due: Vec<(String, i64)> = tx.query_all("SELECT kind, id FROM search_due", [])?;
    for (kind, id) in &due {
        if kind == "message" {
            index_again(tx, MessageId(*id))?;
        }
    }
    write_words(tx)?;
    let mut contacts = Vec::new();
    for (kind, id) in due {
        match kind.as_str() {
            "contact" => contacts.push(id),
            "deal" => deals::index(tx, id)?,
            _ => {}
        }
        tx.execute(
            "DELETE FROM search_due WHERE kind = ?1 AND id = ?2",
            params![kind, id],
        )?;
    }
    contact_index::bring_up_to_date(tx, &contacts)
}
