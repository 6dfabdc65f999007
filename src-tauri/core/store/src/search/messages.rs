//! Messages and notes by words and operators, newest first or best first.
//!
//! One statement walks the matches from the newest on and says of each whether it holds; walking stops when the page
//! is full or after a bounded number of matches, and can go on from there. So an answer costs the same however many
//! messages there are.

use runnel_domain::{
    Channel, Direction, Place, Timestamp,
    condition::Condition,
    facts::Viewpoint,
    fold::fold,
    ids::{ConversationId, MessageId},
    search::Search,
};
use rusqlite::types::Value;

use super::{
    excerpt::{self, Piece},
    query::Wanted,
    ranking,
    resolve::{self, Trouble},
};
use crate::{Read, StoreError, condition::Expression as Filter, row::Row, table::attachment};

/// Matches looked at for one answer; where most of them do not hold, the next answer goes on.
const MOST_WALKED: usize = 5_000;
/// Matches that hold among which the best are chosen, from the newest on.
const MOST_RANKED: usize = 200;

/// In which order messages come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Last stored first; can be gone on with.
    #[default]
    Newest,
    /// Best of the newest matches first; one page.
    Best,
}

/// A search for messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What was read from the field.
    pub search: Search,
    /// Only in this conversation.
    pub conversation: Option<ConversationId>,
    /// In which order.
    pub order: Order,
    /// Go on after this message; `None`: from the beginning.
    pub after: Option<MessageId>,
    /// Messages wanted.
    pub limit: u32,
    /// Which conversations who asks may see; `None`: all.
    pub sight: Option<Condition>,
    /// Who asks, and when.
    pub seen_from: Viewpoint,
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
    /// The list that shows the conversation.
    pub place: Place,
    /// Over which network.
    pub channel: Channel,
    /// In, out or a note.
    pub direction: Direction,
    /// When.
    pub at: Timestamp,
    /// Its subject, cut into plain and marked pieces; empty: none.
    pub subject: Vec<Piece>,
    /// The part of its text where the words stand.
    pub excerpt: Vec<Piece>,
    /// Names of its files in which the words stand.
    pub files: Vec<Vec<Piece>>,
}

/// Messages that match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Messages {
    /// In the order that was asked for.
    pub hits: Vec<Hit>,
    /// Where to go on; `None`: that is all. A page may be short, even empty, and yet go on.
    pub next: Option<MessageId>,
    /// How far back was looked, where it goes on.
    pub looked_back_to: Option<Timestamp>,
    /// What could not be followed.
    pub troubles: Vec<Trouble>,
}

/// The statement behind [`messages`], with what has to hold beside the words.
pub(crate) fn statement(filter: &str) -> String {
    format!(
        "SELECT hit.id, {filter} AS holds, m.at, m.conversation_id, c.contact_name, c.place, s.channel, m.direction,
                m.subject, m.text, m.attachment_count
           FROM (SELECT rowid AS id FROM message_fts
                  WHERE message_fts MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?) AS hit
          CROSS JOIN message AS m ON m.id = hit.id
          CROSS JOIN conversation AS c ON c.id = m.conversation_id
          CROSS JOIN source AS s ON s.id = c.source_id"
    )
}

/// Messages that match, each word in any of its forms; the last word may be unfinished, for search as one types.
///
/// Newest means last stored. A search without anything to look for finds nothing.
///
/// # Errors
/// When SQLite refuses.
pub fn messages(read: &Read<'_>, asked: &Asked) -> Result<Messages, StoreError> {
    let mut plan = resolve::plan(read, &asked.search, asked.conversation, asked.seen_from)?;
    if let Some(sight) = &asked.sight {
        plan.only(sight, asked.seen_from);
    }
    let nothing = Messages {
        troubles: plan.troubles,
        ..Messages::default()
    };
    let Some(expression) = plan.expression.text(&resolve::everything()) else {
        return Ok(nothing);
    };
    if plan.nothing || asked.limit == 0 {
        return Ok(nothing);
    }
    let limit = asked.limit as usize;
    let wanted = match asked.order {
        Order::Newest => limit,
        Order::Best => MOST_RANKED,
    };
    let walk = walk(read, &expression, plan.filter, asked.after, wanted)?;
    let mut found = walk.found;
    let goes_on = asked.order == Order::Newest && walk.goes_on;
    if asked.order == Order::Best {
        ranking::best_first(&mut found, &plan.wanted);
        found.truncate(limit);
    }
    let hits = shown(read, found, &plan.wanted)?;
    Ok(Messages {
        hits,
        next: walk.last.map(|(message, _)| message).filter(|_| goes_on),
        looked_back_to: walk.last.map(|(_, at)| at).filter(|_| goes_on),
        ..nothing
    })
}

/// A match that holds.
pub(super) struct Found {
    hit: Hit,
    pub(super) subject: String,
    pub(super) text: String,
    files: i64,
}

impl Found {
    pub(super) const fn message(&self) -> MessageId {
        self.hit.message
    }
}

#[derive(Default)]
struct Walk {
    found: Vec<Found>,
    /// The last match that was looked at.
    last: Option<(MessageId, Timestamp)>,
    /// There may be more.
    goes_on: bool,
}

fn walk(
    read: &Read<'_>,
    expression: &str,
    filter: Filter,
    after: Option<MessageId>,
    wanted: usize,
) -> Result<Walk, StoreError> {
    let mut values = filter.values;
    values.push(Value::Text(expression.to_owned()));
    values.push(Value::Integer(after.map_or(i64::MAX, |message| message.0)));
    values.push(Value::Integer(crate::row::count(MOST_WALKED)));
    let mut statement = read.connection().prepare_cached(&statement(&filter.sql))?;
    let mut rows = statement.query(rusqlite::params_from_iter(values))?;
    let mut walk = Walk::default();
    let mut walked = 0_usize;
    while let Some(row) = rows.next()? {
        if walk.found.len() == wanted {
            walk.goes_on = true;
            return Ok(walk);
        }
        let row = Row::new(row);
        let message: MessageId = row.at(0)?;
        walk.last = Some((message, row.at(2)?));
        walked += 1;
        if row.at(1)? {
            walk.found.push(found(&row, message)?);
        }
    }
    walk.goes_on = walked == MOST_WALKED;
    Ok(walk)
}

fn found(row: &Row<'_>, message: MessageId) -> rusqlite::Result<Found> {
    Ok(Found {
        hit: Hit {
            message,
            at: row.at(2)?,
            conversation: row.at(3)?,
            contact_name: row.at(4)?,
            place: row.at(5)?,
            channel: row.at(6)?,
            direction: row.at(7)?,
            subject: Vec::new(),
            excerpt: Vec::new(),
            files: Vec::new(),
        },
        subject: row.at(8)?,
        text: row.at(9)?,
        files: row.at(10)?,
    })
}

fn shown(read: &Read<'_>, found: Vec<Found>, wanted: &Wanted) -> Result<Vec<Hit>, StoreError> {
    let with_files: Vec<MessageId> = found
        .iter()
        .filter(|found| found.files > 0)
        .map(Found::message)
        .collect();
    let files = if with_files.is_empty() {
        Vec::new()
    } else {
        attachment::of_messages(read, &with_files)?
    };
    let names = |message: MessageId| -> Vec<Vec<Piece>> {
        files
            .iter()
            .filter(|file| file.message == Some(message))
            .map(|file| excerpt::cut(&file.name, wanted))
            .filter(|pieces| pieces.iter().any(|piece| piece.hit))
            .collect()
    };
    Ok(found
        .into_iter()
        .map(
            |Found {
                 hit, subject, text, ..
             }| Hit {
                files: names(hit.message),
                subject: excerpt::cut(&subject, wanted),
                excerpt: excerpt::cut(&text, wanted),
                ..hit
            },
        )
        .collect())
}

/// How often each term stands in a text, and how many words the text has.
pub(super) fn frequencies(text: &str, wanted: &Wanted) -> (Vec<u32>, u32) {
    let mut often = vec![0; wanted.terms.len()];
    let mut length = 0;
    for token in excerpt::tokens(text).iter().filter(|token| token.word) {
        length += 1;
        let word = fold(token.text);
        let begun = wanted
            .beginnings
            .iter()
            .any(|beginning| word.starts_with(beginning.as_str()));
        for (count, forms) in often.iter_mut().zip(&wanted.terms) {
            let beginning = begun && forms.iter().any(|form| wanted.beginnings.contains(form));
            if beginning || forms.iter().any(|form| *form == word) {
                *count += 1;
            }
        }
    }
    (often, length)
}
