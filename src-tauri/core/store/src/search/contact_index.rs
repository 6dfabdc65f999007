//! What the indexes hold of a customer: names, company, logins, mail addresses and telephone numbers.

use std::collections::BTreeSet;

use runnel_domain::{fold::fold, ids::ContactId};
use rusqlite::params;

use crate::{
    Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// Digits from which on a number is taken for a telephone number.
const SHORTEST_PHONE: usize = 5;
/// Merges followed at most, should a file hold a ring of them.
const DEEPEST: usize = 32;

/// Names of one contact, or of one that was merged into it.
pub(super) struct Names {
    pub(super) root: ContactId,
    pub(super) custom: String,
    pub(super) full: String,
    pub(super) nickname: String,
    pub(super) company: String,
}

impl FromRow for Names {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            root: row.at(0)?,
            custom: row.at(1)?,
            full: row.at(2)?,
            nickname: row.at(3)?,
            company: row.at(4)?,
        })
    }
}

/// An address of a contact, or of one that was merged into it.
pub(super) struct Address {
    pub(super) root: ContactId,
    pub(super) address: String,
    pub(super) shown: String,
}

impl FromRow for Address {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            root: row.at(0)?,
            address: row.at(1)?,
            shown: row.at(2)?,
        })
    }
}

macro_rules! with_merged {
    ($select:literal) => {
        concat!(
            "WITH RECURSIVE part(root, id) AS (
               SELECT value, value FROM json_each(?1) AS asked
               UNION SELECT part.root, contact.id FROM part CROSS JOIN contact ON contact.merged_into = part.id)
             ",
            $select
        )
    };
}

/// Names of contacts (JSON list of ids) and of all that were merged into them; their own come first.
pub(super) const NAMES: &str = with_merged!(
    "SELECT part.root, contact.custom_name, contact.full_name, contact.nickname, contact.company
       FROM part CROSS JOIN contact ON contact.id = part.id ORDER BY part.root, part.id <> part.root, part.id"
);
/// Their addresses.
pub(super) const ADDRESSES: &str = with_merged!(
    "SELECT part.root, identity.address, identity.shown
       FROM part CROSS JOIN identity ON identity.contact_id = part.id ORDER BY part.root, identity.id"
);

/// Writes the entries of these contacts anew, or takes them away where a contact is gone or part of another.
pub(super) fn bring_up_to_date(tx: &mut Tx<'_>, contacts: &[i64]) -> Result<(), StoreError> {
    let mut kept = BTreeSet::new();
    for &contact in contacts {
        let root = root(tx, contact)?;
        if root != Some(contact) {
            write(tx, contact, None)?;
        }
        kept.extend(root);
    }
    for contact in kept {
        let asked = format!("[{contact}]");
        let entry = Entry::of(
            &tx.query_all(NAMES, [&asked])?,
            &tx.query_all(ADDRESSES, [&asked])?,
        );
        write(tx, contact, Some(&entry))?;
    }
    Ok(())
}

/// The contact that this one has become part of, itself where it stands alone; `None`: it is gone.
fn root(read: &Read<'_>, contact: i64) -> Result<Option<i64>, StoreError> {
    let mut at = contact;
    for _ in 0..DEEPEST {
        let found: Option<(Option<i64>,)> =
            read.query_opt("SELECT merged_into FROM contact WHERE id = ?1", [at])?;
        match found {
            None => return Ok(None),
            Some((None,)) => return Ok(Some(at)),
            Some((Some(into),)) => at = into,
        }
    }
    Ok(Some(at))
}

/// Folded texts of one contact.
#[derive(Default)]
struct Entry {
    name: String,
    company: String,
    address: String,
    phone: String,
    mail: String,
}

impl Entry {
    fn of(names: &[Names], addresses: &[Address]) -> Self {
        let mut entry = Self::default();
        for names in names {
            for name in [&names.custom, &names.full, &names.nickname] {
                add(&mut entry.name, &fold(name));
            }
            add(&mut entry.company, &fold(&names.company));
        }
        for Address { address, shown, .. } in addresses {
            if let Some(digits) = phone(address).or_else(|| phone(shown)) {
                add(&mut entry.phone, &digits);
            } else {
                for address in [shown, address] {
                    let folded = fold(address);
                    add(&mut entry.address, own_part(&folded));
                    if folded.contains('@') {
                        add(&mut entry.mail, &folded);
                    }
                }
            }
        }
        entry
    }
}

/// A login, or what stands before the @ of a mail address; `@name` is a login.
pub(super) fn own_part(address: &str) -> &str {
    match address.rsplit_once('@') {
        Some((own, _)) if !own.is_empty() => own,
        _ => address,
    }
}

/// One line for each text that is not there yet: a line break is in nothing that is searched.
fn add(texts: &mut String, text: &str) {
    let text = text.trim();
    if text.is_empty() || texts.lines().any(|line| line == text) {
        return;
    }
    if !texts.is_empty() {
        texts.push('\n');
    }
    texts.push_str(text);
}

/// The digits of an address, where it is a telephone number.
pub(super) fn phone(address: &str) -> Option<String> {
    let digits = digits(address)?;
    (digits.len() >= SHORTEST_PHONE).then_some(digits)
}

/// The digits of a text that has nothing else but what people write between them.
pub(super) fn digits(text: &str) -> Option<String> {
    let between = |c: char| c.is_whitespace() || "+-()./\u{2010}\u{2011}\u{2013}".contains(c);
    if !text.chars().all(|c| c.is_ascii_digit() || between(c)) {
        return None;
    }
    Some(text.chars().filter(char::is_ascii_digit).collect())
}

fn write(tx: &mut Tx<'_>, contact: i64, entry: Option<&Entry>) -> Result<(), StoreError> {
    let Some(entry) = entry else {
        tx.execute("DELETE FROM contact_fts WHERE rowid = ?1", [contact])?;
        tx.execute("DELETE FROM contact_word_fts WHERE rowid = ?1", [contact])?;
        return Ok(());
    };
    tx.execute(
        "INSERT OR REPLACE INTO contact_fts (rowid, name, company, address, phone, mail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![contact, entry.name, entry.company, entry.address, entry.phone, entry.mail],
    )?;
    let words = [&entry.name, &entry.company, &entry.address, &entry.phone].map(String::as_str);
    tx.execute(
        "INSERT OR REPLACE INTO contact_word_fts (rowid, words) VALUES (?1, ?2)",
        params![contact, words.join("\n")],
    )?;
    Ok(())
}
