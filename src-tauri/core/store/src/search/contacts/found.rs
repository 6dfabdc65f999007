//! What is shown of customers that match: the field in which the words stand, and their conversations.

use std::{collections::HashMap, ops::Range};

use runnel_domain::{
    fold::{find, fold},
    ids::ContactId,
};

use super::{ContactField, ContactHit, HitConversation, Question, is_long, stands_in};
use crate::{
    Read, StoreError,
    condition::Expression,
    row::{FromRow, Row},
    search::{
        contact_index::{ADDRESSES, Address, NAMES, Names, own_part, phone},
        excerpt::marked,
    },
};

/// Conversations shown per customer.
const MOST_CONVERSATIONS: usize = 5;

macro_rules! conversations {
    ($sight:literal) => {
        concat!(
            "
    SELECT c.contact_id, c.contact_name, c.id, c.place, s.channel, c.source_id, c.subject, c.snippet, c.last_activity_at
      FROM json_each(?1) AS asked
     CROSS JOIN conversation AS c ON c.contact_id = asked.value AND c.place <> 'quarantine' AND ",
            $sight,
            "
     CROSS JOIN source AS s ON s.id = c.source_id
     ORDER BY c.last_activity_at DESC, c.id DESC"
        )
    };
}
#[cfg(test)]
pub(super) use conversations;

struct Of {
    contact: ContactId,
    name: String,
    conversation: HitConversation,
}

impl FromRow for Of {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            contact: row.at(0)?,
            name: row.at(1)?,
            conversation: HitConversation {
                id: row.at(2)?,
                place: row.at(3)?,
                channel: row.at(4)?,
                source: row.at(5)?,
                subject: row.at(6)?,
                snippet: row.at(7)?,
                last_activity_at: row.at(8)?,
            },
        })
    }
}

/// The customers in this order with what is shown of them; those that lack a word are left out.
pub(super) fn hits(
    read: &Read<'_>,
    contacts: &[ContactId],
    question: &Question,
    sight: &Expression,
) -> Result<Vec<ContactHit>, StoreError> {
    if contacts.is_empty() {
        return Ok(Vec::new());
    }
    let asked = serde_json::to_string(&contacts.iter().map(|id| id.0).collect::<Vec<_>>())?;
    let mut fields: HashMap<ContactId, Vec<(ContactField, String)>> = HashMap::new();
    for names in read.query_all::<Names>(NAMES, [&asked])? {
        let fields = fields.entry(names.root).or_default();
        fields.push((ContactField::Name, names.custom));
        fields.push((ContactField::Name, names.full));
        fields.push((ContactField::Nickname, names.nickname));
        fields.push((ContactField::Company, names.company));
    }
    for address in read.query_all::<Address>(ADDRESSES, [&asked])? {
        let Address {
            root,
            address,
            shown,
        } = address;
        let kind = if phone(&address).or_else(|| phone(&shown)).is_some() {
            ContactField::Phone
        } else if address.contains('@') {
            ContactField::Email
        } else {
            ContactField::Login
        };
        fields.entry(root).or_default().push((kind, shown));
    }
    let mut conversations: HashMap<ContactId, Vec<Of>> = HashMap::new();
    for of in read.query_all::<Of>(
        &format!(conversations!("{}"), sight.sql),
        sight.asked(asked),
    )? {
        conversations.entry(of.contact).or_default().push(of);
    }
    Ok(contacts
        .iter()
        .filter_map(|contact| {
            let of = conversations.remove(contact)?;
            let fields = fields.remove(contact).unwrap_or_default();
            if question.checks_by_hand() && !has_all(question, &fields) {
                return None;
            }
            let name = of.first().map(|of| of.name.clone()).unwrap_or_default();
            let (field, text, marks) =
                best(question, &fields).unwrap_or((ContactField::Name, &name, Vec::new()));
            Some(ContactHit {
                contact: *contact,
                shown: marked(text, marks),
                field,
                conversation_count: of.len(),
                conversations: of
                    .into_iter()
                    .take(MOST_CONVERSATIONS)
                    .map(|of| of.conversation)
                    .collect(),
                name,
            })
        })
        .collect())
}

fn has_all(question: &Question, fields: &[(ContactField, String)]) -> bool {
    question.terms.iter().all(|term| {
        fields
            .iter()
            .any(|(field, text)| stands_in(&fold(searched(*field, text, term)), term))
    })
}

/// Short words are not looked for behind the @ of a mail address.
fn searched<'t>(field: ContactField, text: &'t str, term: &str) -> &'t str {
    if field == ContactField::Email && !is_long(term) {
        own_part(text)
    } else {
        text
    }
}

type Marked<'f> = (ContactField, &'f String, Vec<Range<usize>>);

/// The field with most of the words, the first of equals.
fn best<'f>(question: &Question, fields: &'f [(ContactField, String)]) -> Option<Marked<'f>> {
    let mut best: Option<Marked<'f>> = None;
    for (field, text) in fields {
        let marks = marks(question, *field, text);
        if !marks.is_empty()
            && best
                .as_ref()
                .is_none_or(|(_, _, most)| most.len() < marks.len())
        {
            best = Some((*field, text, marks));
        }
    }
    best
}

fn marks(question: &Question, field: ContactField, text: &str) -> Vec<Range<usize>> {
    if field == ContactField::Phone && !question.phones.is_empty() {
        let found = question
            .phones
            .iter()
            .find_map(|digits| find_digits(text, digits));
        return found.into_iter().collect();
    }
    let mut marks: Vec<Range<usize>> = question
        .terms
        .iter()
        .filter_map(|term| find_term(searched(field, text, term), term))
        .collect();
    marks.sort_by_key(|mark| mark.start);
    marks
}

/// A short word is marked where a word begins with it.
fn find_term(text: &str, term: &str) -> Option<Range<usize>> {
    if is_long(term) {
        return find(text, term);
    }
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| find(rest, term)) {
        let (start, end) = (from + found.start, from + found.end);
        let before = text.get(..start).and_then(|head| head.chars().next_back());
        if !before.is_some_and(char::is_alphanumeric) {
            return Some(start..end);
        }
        from = end;
    }
    None
}

fn find_digits(text: &str, digits: &str) -> Option<Range<usize>> {
    let (places, all): (Vec<usize>, String) = text
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit())
        .unzip();
    let first = all.find(digits)?;
    let last = first + digits.len() - 1;
    Some(*places.get(first)?..places.get(last)? + 1)
}
