//! Deals by any part of their title.

use runnel_domain::{
    fold::{find, fold},
    ids::{ConversationId, DealId, StageId},
};
use rusqlite::params;

use super::excerpt::{Piece, marked};
use crate::{
    Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// Letters that the index needs.
const TRIGRAM: usize = 3;

/// A deal that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealHit {
    /// Which.
    pub deal: DealId,
    /// Its title with the matching part marked.
    pub title: Vec<Piece>,
    /// In which column.
    pub stage: StageId,
    /// Whose cycle it carries; `None`: made by hand.
    pub conversation: Option<ConversationId>,
    /// What its contact is called.
    pub contact_name: String,
}

struct Found {
    hit: DealHit,
    title: String,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            hit: DealHit {
                deal: row.at(0)?,
                title: Vec::new(),
                stage: row.at(2)?,
                conversation: row.at(3)?,
                contact_name: row.at(4)?,
            },
            title: row.at(1)?,
        })
    }
}

/// Writes the entry of a deal anew, or takes it away.
pub(super) fn index(tx: &mut Tx<'_>, deal: i64) -> Result<(), StoreError> {
    let title: Option<String> = tx.query_value_opt(
        "SELECT title FROM deal WHERE id = ?1 AND title <> ''",
        [deal],
    )?;
    match title {
        Some(title) => tx.execute(
            "INSERT OR REPLACE INTO deal_fts (rowid, title) VALUES (?1, ?2)",
            params![deal, fold(&title)],
        )?,
        None => tx.execute("DELETE FROM deal_fts WHERE rowid = ?1", [deal])?,
    };
    Ok(())
}

/// The statement behind [`deals`].
pub(crate) const BY_TITLE: &str =
    "SELECT deal.id, deal.title, deal.stage_id, deal.conversation_id,
            (SELECT name FROM contact_shown WHERE contact_shown.contact_id = deal.contact_id)
       FROM (SELECT rowid AS id FROM deal_fts WHERE deal_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2) AS hit
       CROSS JOIN deal ON deal.id = hit.id";

/// The newest deals whose title has every word of at least three letters.
///
/// # Errors
/// When SQLite refuses.
pub fn deals(read: &Read<'_>, typed: &str, limit: u32) -> Result<Vec<DealHit>, StoreError> {
    let folded = fold(typed);
    let words: Vec<&str> = folded
        .split_whitespace()
        .filter(|word| word.chars().count() >= TRIGRAM)
        .collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let asked: Vec<String> = words
        .iter()
        .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
        .collect();
    let found: Vec<Found> = read.query_all(BY_TITLE, params![asked.join(" AND "), limit])?;
    Ok(found
        .into_iter()
        .map(|Found { hit, title }| DealHit {
            title: marked(
                &title,
                words.iter().filter_map(|word| find(&title, word)).collect(),
            ),
            ..hit
        })
        .collect())
}
