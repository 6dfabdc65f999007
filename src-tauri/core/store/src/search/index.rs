//! Putting messages into the index, and bringing the index of an older file up to date.

use runnel_domain::{
    Direction,
    fold::fold,
    ids::{ConversationId, MessageId},
};
use rusqlite::params;

use super::unindexed::{Words, write_words};
use crate::{
    Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// How words are folded and stemmed. The setting `search_index` says which version the index of a file has; that of
/// a new file stands in `0003_search.sql`.
pub const VERSION: i64 = 2;

/// Messages indexed per transaction by [`refresh`]: below 10 ms on a slow laptop.
const PER_STEP: i64 = 200;

/// Marks are tokens of their own, of characters for private use: FTS5 takes these for letters, and neither [`plain`]
/// nor the words of a search let any of them in from outside.
pub(super) mod mark {
    use runnel_domain::{Direction, ids::ConversationId};

    pub(crate) const IN: char = '\u{e010}';
    pub(crate) const OUT: char = '\u{e011}';
    pub(crate) const NOTE: char = '\u{e012}';
    pub(crate) const FILE: char = '\u{e013}';
    pub(crate) const IMAGE: char = '\u{e014}';
    pub(crate) const VOICE: char = '\u{e015}';
    pub(crate) const LINK: char = '\u{e016}';

    pub(crate) const fn direction(direction: Direction) -> char {
        match direction {
            Direction::In => IN,
            Direction::Out => OUT,
            Direction::Note => NOTE,
        }
    }

    pub(crate) fn conversation(conversation: ConversationId) -> String {
        format!("\u{e001}{}", conversation.0)
    }
}

/// A text as the index holds it: folded, and without characters for private use, which are ours here.
fn plain(text: &str) -> String {
    let private = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c);
    let folded = fold(text);
    if folded.contains(private) {
        return folded.replace(private, " ");
    }
    folded.into_owned()
}

/// A file as the index sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NamedFile<'a> {
    pub(crate) name: &'a str,
    pub(crate) mime: &'a str,
}

/// A message as the index sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Indexed<'a> {
    pub(crate) message: MessageId,
    pub(crate) conversation: ConversationId,
    pub(crate) direction: Direction,
    pub(crate) subject: &'a str,
    pub(crate) text: &'a str,
    pub(crate) files: &'a [NamedFile<'a>],
}

/// Puts a message or note into the index, replacing what stood there for it.
pub(crate) fn index(tx: &mut Tx<'_>, indexed: &Indexed<'_>) -> Result<(), StoreError> {
    let names: Vec<&str> = indexed.files.iter().map(|file| file.name).collect();
    let names = names.join(" ");
    for part in [indexed.text, indexed.subject, &names] {
        tx.unindexed.learn(part);
    }
    tx.unindexed.push(Words {
        message: indexed.message,
        text: plain(indexed.text),
        subject: plain(indexed.subject),
        files: plain(&names),
        marks: marks(indexed),
    });
    if tx.unindexed.is_due() {
        write_words(tx)?;
    }
    Ok(())
}

fn marks(indexed: &Indexed<'_>) -> String {
    let mut marks = mark::conversation(indexed.conversation);
    let mut put = |mark: char| {
        marks.push(' ');
        marks.push(mark);
    };
    put(mark::direction(indexed.direction));
    let any = |kind: &str| indexed.files.iter().any(|file| file.mime.starts_with(kind));
    for (holds, mark) in [
        (!indexed.files.is_empty(), mark::FILE),
        (any("image/"), mark::IMAGE),
        (any("audio/"), mark::VOICE),
        (has_link(indexed.text), mark::LINK),
    ] {
        if holds {
            put(mark);
        }
    }
    marks
}

fn has_link(text: &str) -> bool {
    ["http://", "https://", "www."]
        .iter()
        .any(|start| text.contains(start))
}

struct Stored {
    conversation: ConversationId,
    direction: Direction,
    subject: String,
    text: String,
}

impl FromRow for Stored {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            conversation: row.at(0)?,
            direction: row.at(1)?,
            subject: row.at(2)?,
            text: row.at(3)?,
        })
    }
}

/// [`index`] from what is stored (a message that came back by undo, an edited one, or a new version of folding).
pub(crate) fn index_again(tx: &mut Tx<'_>, message: MessageId) -> Result<(), StoreError> {
    let found: Option<Stored> = tx.query_opt(
        "SELECT conversation_id, direction, subject, text FROM message WHERE id = ?1",
        [message.0],
    )?;
    let Some(stored) = found else {
        return Ok(());
    };
    let files: Vec<(String, String)> = tx.query_all(
        "SELECT name, mime FROM attachment WHERE message_id = ?1 ORDER BY id",
        [message.0],
    )?;
    let files: Vec<NamedFile<'_>> = files
        .iter()
        .map(|(name, mime)| NamedFile { name, mime })
        .collect();
    index(
        tx,
        &Indexed {
            message,
            conversation: stored.conversation,
            direction: stored.direction,
            subject: &stored.subject,
            text: &stored.text,
            files: &files,
        },
    )
}

/// How far an index that is built anew has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Id of the last message that is indexed.
    pub upto: i64,
    /// Id of the newest message.
    pub newest: i64,
}

/// How far the index is behind; `None`: it is complete.
///
/// # Errors
/// When SQLite refuses.
pub fn progress(read: &Read<'_>) -> Result<Option<Progress>, StoreError> {
    let Some(upto) = behind(read)? else {
        return Ok(None);
    };
    let newest: Option<i64> = read.query_value("SELECT max(id) FROM message", [])?;
    let newest = newest.unwrap_or(0);
    Ok((upto < newest).then_some(Progress { upto, newest }))
}

/// The last message that has the present version, where not all have it.
fn behind(read: &Read<'_>) -> Result<Option<i64>, StoreError> {
    let state: Option<String> =
        read.query_value_opt("SELECT value FROM setting WHERE key = 'search_index'", [])?;
    // A file without the setting was indexed by version 1 from its first message on.
    let (version, upto) = state
        .as_deref()
        .and_then(|state| serde_json::from_str::<(i64, Option<i64>)>(state).ok())
        .unwrap_or((1, None));
    Ok(match (version == VERSION, upto) {
        (true, upto) => upto,
        (false, _) => Some(0),
    })
}

/// One step of bringing the index to [`VERSION`]. Returns whether more remains; run it in the background lane.
///
/// # Errors
/// When SQLite refuses.
pub fn refresh(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    let Some(from) = behind(tx)? else {
        return Ok(false);
    };
    if from == 0 {
        tx.execute(
            "INSERT INTO search_due SELECT 'contact', id FROM contact WHERE true ON CONFLICT DO NOTHING",
            [],
        )?;
        tx.execute(
            "INSERT INTO search_due SELECT 'deal', id FROM deal WHERE title <> '' ON CONFLICT DO NOTHING",
            [],
        )?;
    }
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
