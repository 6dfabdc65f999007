//! Words that wait for the end of the transaction before they go into the search index.
//!
//! FTS5 gathers rows in memory and writes them as one segment at the commit, unless a statement in between opens a
//! savepoint of its own (an INSERT that fires a trigger does): then it writes a segment for what it has, and merges
//! these later. With an index row between other rows that was half the time of taking mail in.

use runnel_domain::ids::MessageId;
use rusqlite::params;

use crate::{StoreError, Tx};

/// Bytes of waiting words above which they are written before the end, so that no batch fills the memory.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// Folded words of one message.
pub(super) struct Words {
    pub(super) message: MessageId,
    pub(super) text: String,
    pub(super) subject: String,
    pub(super) files: String,
}

/// What a transaction has not indexed yet.
#[derive(Default)]
pub(crate) struct Unindexed {
    words: Vec<Words>,
    bytes: usize,
    attempts: u32,
}

impl Unindexed {
    pub(super) fn push(&mut self, words: Words) {
        self.bytes += words.text.len() + words.subject.len() + words.files.len();
        self.words.push(words);
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

/// Writes what waits into the index.
pub(crate) fn write_unindexed(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.unindexed.bytes = 0;
    for words in std::mem::take(&mut tx.unindexed.words) {
        tx.execute(
            "INSERT OR REPLACE INTO message_fts (rowid, text, subject, files) VALUES (?1, ?2, ?3, ?4)",
            params![words.message.0, words.text, words.subject, words.files],
        )?;
    }
    Ok(())
}
