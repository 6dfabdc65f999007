//! Customers by any part of a name, login, mail address, telephone number or company, as one types (UC-7).
//!
//! A bounded number of candidates is looked at, so that a keystroke costs the same however many customers there are;
//! those whose names begin so come first, of these and of the others the ones with the newest activity.

mod found;
mod parties;

pub use parties::{Party, parties};

use std::{cmp::Reverse, collections::BTreeSet};

use runnel_domain::{
    Channel, Place, Timestamp,
    condition::Condition,
    facts::Viewpoint,
    fold::{fold, has_phrase},
    ids::{ContactId, ConversationId, SourceId},
};
use rusqlite::params;

use super::{contact_index::digits, excerpt::Piece};
use crate::{
    Read, StoreError,
    condition::{self, Expression},
    row::{FromRow, Row},
};

/// Candidates taken from the index, the newest customers first.
const MOST_CANDIDATES: usize = 1_000;
/// Conversations of each place whose customers are looked at besides, where the index had more candidates than that.
const RECENT: u32 = 200;
/// Candidates whose fields are read to check words that are too short for the index.
const MOST_CHECKED: usize = 200;
/// Letters that the index needs to look for a part of a word.
const TRIGRAM: usize = 3;

/// Where a customer was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactField {
    /// Name given by a member or by the network.
    Name,
    /// Nickname.
    Nickname,
    /// Where they work.
    Company,
    /// Mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Any other address.
    Login,
}

/// A customer that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactHit {
    /// Which.
    pub contact: ContactId,
    /// What they are called (UC-11).
    pub name: String,
    /// What matched best.
    pub field: ContactField,
    /// That field with the matching parts marked.
    pub shown: Vec<Piece>,
    /// Their conversations, newest activity first, at most five; never empty.
    pub conversations: Vec<HitConversation>,
    /// How many they have in all.
    pub conversation_count: usize,
}

/// A conversation of a customer that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitConversation {
    /// Which.
    pub id: ConversationId,
    /// The list that shows it.
    pub place: Place,
    /// Over which network.
    pub channel: Channel,
    /// Through which account.
    pub source: SourceId,
    /// Subject of the thread; may be empty.
    pub subject: String,
    /// The last message in one line.
    pub snippet: String,
    /// Last message either way.
    pub last_activity_at: Timestamp,
}

/// Customers that match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contacts {
    /// Newest activity first.
    pub hits: Vec<ContactHit>,
    /// There are more than these.
    pub more: bool,
}

/// Customers in which every word of `typed` stands, each anywhere in a field; words of one or two letters at the
/// beginning of a word. Whose names begin so come first; of these, and of the others, the ones with the newest
/// activity. What is typed as a telephone number is compared by its digits, in any national format.
/// Customers whose conversations are all in quarantine, and those without any, are left out.
///
/// # Errors
/// When SQLite refuses.
pub fn contacts(read: &Read<'_>, typed: &str, limit: u32) -> Result<Contacts, StoreError> {
    contacts_seen(read, typed, limit, None)
}

/// The same for somebody who may see only the conversations of which this holds: a customer without any of these is
/// not found, and of the others only these are shown and counted.
///
/// # Errors
/// When SQLite refuses.
pub fn contacts_seen(
    read: &Read<'_>,
    typed: &str,
    limit: u32,
    sight: Option<(&Condition, Viewpoint)>,
) -> Result<Contacts, StoreError> {
    let sight = sight.map_or_else(
        || Expression {
            sql: "1".to_owned(),
            values: Vec::new(),
        },
        |(condition, seen_from)| condition::compile(condition, seen_from),
    );
    let question = Question::of(typed);
    let limit = limit as usize;
    let mut more = false;
    let mut active: Vec<ContactId> = Vec::new();
    for (sql, asked) in question.ways() {
        let candidates = candidates(read, &question, sql, &asked)?;
        more |= candidates.cut;
        let mut further = by_activity(read, &candidates.ids, &sight)?;
        further.retain(|contact| !active.contains(contact));
        active.extend(further);
        if active.len() > limit {
            break;
        }
    }
    let shown = if question.checks_by_hand() {
        more |= active.len() > MOST_CHECKED;
        MOST_CHECKED
    } else {
        more |= active.len() > limit;
        limit
    };
    active.truncate(shown);
    let mut hits = found::hits(read, &active, &question, &sight)?;
    more |= hits.len() > limit;
    hits.truncate(limit);
    Ok(Contacts { hits, more })
}

/// Customers that `from:` and `to:` mean, at most `most`, newest activity first.
pub(super) fn called(
    read: &Read<'_>,
    typed: &str,
    most: usize,
) -> Result<Vec<ContactId>, StoreError> {
    let found = contacts(read, typed, u32::try_from(most).unwrap_or(u32::MAX))?;
    Ok(found.hits.into_iter().map(|hit| hit.contact).collect())
}

/// What was typed, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Question {
    /// Folded words.
    terms: Vec<String>,
    /// Ways to write the number that was typed; empty: no number.
    phones: Vec<String>,
}

impl Question {
    fn of(typed: &str) -> Self {
        let folded = fold(typed.trim());
        Self {
            terms: folded.split_whitespace().map(str::to_owned).collect(),
            phones: phones(typed),
        }
    }

    fn long(&self) -> impl Iterator<Item = &String> {
        self.terms.iter().filter(|term| is_long(term))
    }

    /// There are words that the index of parts cannot look for beside others that it can.
    fn checks_by_hand(&self) -> bool {
        self.phones.is_empty()
            && self.long().next().is_some()
            && self.terms.iter().any(|term| !is_long(term))
    }

    /// What `contact_fts` is asked; `None`: every word is too short for it.
    fn parts(&self) -> Option<String> {
        let words: Vec<String> = self.long().map(|term| quoted(term)).collect();
        if self.phones.is_empty() {
            return (!words.is_empty()).then(|| words.join(" AND "));
        }
        let numbers: Vec<String> = self.phones.iter().map(|digits| quoted(digits)).collect();
        let number = format!("phone : ({})", numbers.join(" OR "));
        // A number may be part of a login, too, when it is typed in one piece.
        match self.terms.as_slice() {
            [one] if is_long(one) => Some(format!("{number} OR {}", quoted(one))),
            _ => Some(number),
        }
    }

    /// What `contact_word_fts` is asked: beginnings of words.
    fn beginnings(&self) -> Option<String> {
        let words: Vec<String> = self
            .terms
            .iter()
            .flat_map(|term| term.split(|c: char| !c.is_alphanumeric()))
            .filter(|word| !word.is_empty())
            .map(|word| format!("{}*", quoted(word)))
            .collect();
        (!words.is_empty()).then(|| words.join(" AND "))
    }

    /// What to ask, one after the other until enough is found: whose names or logins begin so, then in whose these
    /// words stand, then whose mail address has them behind the @.
    fn ways(&self) -> Vec<(&'static str, String)> {
        let mut ways = Vec::new();
        if self.phones.is_empty()
            && let Some(beginnings) = self.beginnings()
        {
            ways.push((BY_BEGINNING, beginnings));
        }
        if let Some(parts) = self.parts() {
            for columns in [OWN, EVERY] {
                ways.push((BY_PART, format!("{columns} : ({parts})")));
            }
        }
        ways
    }

    /// Whether a name has every word.
    fn fits(&self, name: &str) -> bool {
        let folded = fold(name);
        self.terms.iter().all(|term| stands_in(&folded, term))
    }
}

/// Whether a word stands in a folded text: anywhere, a short one where a word begins.
fn stands_in(folded: &str, term: &str) -> bool {
    if is_long(term) {
        folded.contains(term)
    } else {
        has_phrase(folded, term)
    }
}

fn is_long(term: &str) -> bool {
    term.chars().count() >= TRIGRAM
}

fn quoted(term: &str) -> String {
    format!("\"{}\"", term.replace('"', "\"\""))
}

/// The digits of a number as it may be stored: in full, without what is dialled in front of it at home (0, 00), and
/// with the 7 of Russia for its 8.
fn phones(typed: &str) -> Vec<String> {
    let Some(digits) = digits(typed) else {
        return Vec::new();
    };
    let mut ways = Vec::new();
    let bare = digits.trim_start_matches('0');
    let russian = digits
        .strip_prefix('8')
        .filter(|_| !typed.trim_start().starts_with('+'))
        .map(|rest| format!("7{rest}"));
    for way in [Some(digits.clone()), Some(bare.to_owned()), russian]
        .into_iter()
        .flatten()
    {
        if way.len() >= TRIGRAM && !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways
}

struct Candidates {
    ids: BTreeSet<i64>,
    /// The index had more.
    cut: bool,
}

/// What customers do not share with others.
const OWN: &str = "{name company address phone}";
/// Whole mail addresses, too.
const EVERY: &str = "{name company address phone mail}";

const BY_PART: &str =
    "SELECT rowid FROM contact_fts WHERE contact_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2";
const BY_BEGINNING: &str = "SELECT rowid FROM contact_word_fts WHERE contact_word_fts MATCH ?1 ORDER BY rowid DESC LIMIT ?2";
const RECENTLY_ACTIVE: &str = "SELECT contact_id, contact_name FROM conversation WHERE place = ?1
     ORDER BY last_activity_at DESC, id DESC LIMIT ?2";
macro_rules! activity {
    ($sight:literal) => {
        concat!(
            "SELECT asked.value,
       (SELECT max(c.last_activity_at) FROM conversation AS c
         WHERE c.contact_id = asked.value AND c.place <> 'quarantine' AND ",
            $sight,
            ") FROM json_each(?) AS asked"
        )
    };
}

const ACTIVITY: &str = activity!("1");

/// Every statement of this search, for the test of plans.
#[cfg(test)]
pub(crate) const PLANNED: &[&str] = &[
    BY_PART,
    BY_BEGINNING,
    RECENTLY_ACTIVE,
    ACTIVITY,
    super::contact_index::NAMES,
    super::contact_index::ADDRESSES,
    found::conversations!("1"),
    parties::PARTIES,
];

fn candidates(
    read: &Read<'_>,
    question: &Question,
    sql: &str,
    asked: &str,
) -> Result<Candidates, StoreError> {
    let most = crate::row::count(MOST_CANDIDATES);
    let mut ids: BTreeSet<i64> = read
        .query_values(sql, params![asked, most])?
        .into_iter()
        .collect();
    let cut = ids.len() == MOST_CANDIDATES;
    if cut {
        // Many are called so: whoever wrote lately must be among them, however long ago they first came.
        for place in [Place::New, Place::Accepted, Place::Archive, Place::Snoozed] {
            let recent: Vec<(i64, String)> =
                read.query_all(RECENTLY_ACTIVE, params![place.as_str(), RECENT])?;
            ids.extend(
                recent
                    .into_iter()
                    .filter(|(_, name)| question.fits(name))
                    .map(|(contact, _)| contact),
            );
        }
    }
    Ok(Candidates { ids, cut })
}

struct Active {
    contact: ContactId,
    at: Option<Timestamp>,
}

impl FromRow for Active {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            contact: row.at(0)?,
            at: row.at(1)?,
        })
    }
}

fn by_activity(
    read: &Read<'_>,
    ids: &BTreeSet<i64>,
    sight: &Expression,
) -> Result<Vec<ContactId>, StoreError> {
    let active: Vec<Active> = read.query_all(
        &format!(activity!("{}"), sight.sql),
        sight.before(serde_json::to_string(ids)?),
    )?;
    let mut active: Vec<(Reverse<Timestamp>, Reverse<i64>)> = active
        .into_iter()
        .filter_map(|one| Some((Reverse(one.at?), Reverse(one.contact.0))))
        .collect();
    active.sort_unstable();
    Ok(active
        .into_iter()
        .map(|(_, Reverse(contact))| ContactId(contact))
        .collect())
}
