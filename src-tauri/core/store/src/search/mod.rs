//! Full-text search over messages and notes: folded words, newest first.
//!
//! The index holds no text, only words folded by [`runnel_domain::fold`]; excerpts are cut from the message itself.
//! When folding changes (stemming, another script), [`VERSION`] goes up and [`refresh`] indexes everything anew.

mod excerpt;
mod query;
mod unindexed;

use runnel_domain::{
    Direction, Timestamp,
    fold::fold,
    ids::{ConversationId, MessageId},
};
use rusqlite::params;

use crate::{Read, StoreError, Tx, row::FromRow, row::Row};

pub use excerpt::Piece;
use unindexed::Words;
pub(crate) use unindexed::{Unindexed, write_unindexed};

/// How words are folded. The setting `search_index` says which version the index of a file has.
pub const VERSION: i64 = 1;

/// Messages indexed per transaction by [`refresh`]: below 10 ms on a slow laptop.
const PER_STEP: i64 = 200;

/// Puts a message or note into the index, replacing what stood there for it.
///
/// # Errors
/// When SQLite refuses.
pub fn index(
    tx: &mut Tx<'_>,
    message: MessageId,
    subject: &str,
    text: &str,
    files: &[&str],
) -> Result<(), StoreError> {
    tx.unindexed.push(Words {
        message,
        text: fold(text).into_owned(),
        subject: fold(subject).into_owned(),
        files: fold(&files.join(" ")).into_owned(),
    });
    if tx.unindexed.is_due() {
        write_unindexed(tx)?;
    }
    Ok(())
}

/// [`index`] from what is stored (a message that came back by undo, or a new version of folding).
pub(crate) fn index_again(tx: &mut Tx<'_>, message: MessageId) -> Result<(), StoreError> {
    let found: Option<(String, String)> = tx.query_opt(
        "SELECT subject, text FROM message WHERE id = ?1",
        [message.0],
    )?;
    let Some((subject, text)) = found else {
        return Ok(());
    };
    let files: Vec<String> = tx.query_values(
        "SELECT name FROM attachment WHERE message_id = ?1 ORDER BY id",
        [message.0],
    )?;
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    index(tx, message, &subject, &text, &files)
}

/// One step of bringing the index to [`VERSION`]. Returns whether more remains; run it in the background lane.
///
/// # Errors
/// When SQLite refuses.
pub fn refresh(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    let state: Option<String> =
        tx.query_value_opt("SELECT value FROM setting WHERE key = 'search_index'", [])?;
    // A file without the setting was indexed by version 1 from its first message on.
    let (version, upto) = state
        .as_deref()
        .and_then(|state| serde_json::from_str::<(i64, Option<i64>)>(state).ok())
        .unwrap_or((1, None));
    let from = match (version == VERSION, upto) {
        (true, None) => return Ok(false),
        (true, Some(upto)) => upto,
        (false, _) => 0,
    };
    let ids: Vec<MessageId> = tx.query_values(
        "SELECT id FROM message WHERE id > ?1 ORDER BY id LIMIT ?2",
        params![from, PER_STEP],
    )?;
    for message in &ids {
        index_again(tx, *message)?;
    }
    let upto = ids.last().map(|message| message.0);
    tx.execute(
        "INSERT INTO setting (key, value) VALUES ('search_index', ?1)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [serde_json::to_string(&(VERSION, upto))?],
    )?;
    Ok(upto.is_some())
}

/// A message or note that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The message.
    pub message: MessageId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// What the contact is called.
    pub contact_name: String,
    /// In, out or a note.
    pub direction: Direction,
    /// When.
    pub at: Timestamp,
    /// Its subject.
    pub subject: String,
    /// The part of its text where the words stand, cut into plain and marked pieces.
    pub excerpt: Vec<Piece>,
}

/// What of a hit stands in the tables.
struct Found {
    hit: Hit,
    text: String,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            hit: Hit {
                message: row.at(0)?,
                conversation: row.at(1)?,
                contact_name: row.at(2)?,
                direction: row.at(3)?,
                at: row.at(4)?,
                subject: row.at(5)?,
                excerpt: Vec::new(),
            },
            text: row.at(6)?,
        })
    }
}

/// The statement behind [`messages`].
pub(crate) const MESSAGES: &str = "
    SELECT message.id, message.conversation_id, conversation.contact_name, message.direction, message.at,
           message.subject, message.text
      FROM (SELECT rowid AS id FROM message_fts WHERE message_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2) AS hit
      CROSS JOIN message ON message.id = hit.id
      CROSS JOIN conversation ON conversation.id = message.conversation_id
     ORDER BY message.id DESC";

/// Messages in which every word stands, newest first. The last word may be unfinished, for search as one types.
///
/// Newest means last stored. Words without letters or digits find nothing.
///
/// # Errors
/// When SQLite refuses.
pub fn messages(read: &Read<'_>, words: &str, limit: u32) -> Result<Vec<Hit>, StoreError> {
    let words = query::Words::of(words);
    let Some(expression) = words.expression() else {
        return Ok(Vec::new());
    };
    let found: Vec<Found> = read.query_all(MESSAGES, params![expression, limit])?;
    Ok(found
        .into_iter()
        .map(|Found { hit, text }| Hit {
            excerpt: excerpt::cut(&text, &words),
            ..hit
        })
        .collect())
}

/// Conversations that hold a matching message, each once, the one with the newest match first.
///
/// # Errors
/// When SQLite refuses.
pub fn conversations(
    read: &Read<'_>,
    words: &str,
    limit: u32,
) -> Result<Vec<ConversationId>, StoreError> {
    let Some(expression) = query::Words::of(words).expression() else {
        return Ok(Vec::new());
    };
    read.query_values(
        "SELECT message.conversation_id
           FROM (SELECT rowid AS id FROM message_fts WHERE message_fts MATCH ?1 ORDER BY rowid DESC) AS hit
           CROSS JOIN message ON message.id = hit.id
          GROUP BY message.conversation_id ORDER BY max(message.id) DESC LIMIT ?2",
        params![expression, limit],
    )
}

/// The FTS expression that finds any of these words or phrases, each from a word's start; for conditions.
pub(crate) fn any_of(phrases: &[String]) -> Option<String> {
    query::any_of(phrases)
}
