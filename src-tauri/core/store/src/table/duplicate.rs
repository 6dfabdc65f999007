//! Customers who may be the same person: rows of `duplicate_key`, `duplicate` and `not_duplicate`.
//!
//! Each writer of a profile or an address calls [`keep`]; SQL pairs those who have a key in common, so that a list
//! of suggestions costs what it shows and not what there is.

use std::collections::BTreeSet;

use runnel_domain::{
    display_name::Names,
    duplicate::{self, Sign},
    ids::ContactId,
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row, count},
    table::{contact, identity},
};

/// Brings the keys of a customer in step with their profile and addresses.
pub(crate) fn keep(tx: &mut Tx<'_>, id: ContactId) -> Result<(), StoreError> {
    let contact = contact::get(tx, id)?;
    let wanted: BTreeSet<String> = if contact.merged_into.is_some() {
        BTreeSet::new()
    } else {
        let identities = identity::of_contact(tx, id)?;
        let names = Names {
            custom: &contact.custom_name,
            full: &contact.full_name,
            nickname: "",
            login: "",
            phone: "",
            number: id.0,
        };
        let addresses = identities.iter().map(|identity| identity.address.as_str());
        duplicate::keys(&names.shown(), &contact.company, addresses)
            .into_iter()
            .collect()
    };
    let present: BTreeSet<String> = tx
        .query_values(
            "SELECT key FROM duplicate_key WHERE contact_id = ?1",
            [id.0],
        )?
        .into_iter()
        .collect();
    for key in present.difference(&wanted) {
        tx.execute(
            "DELETE FROM duplicate_key WHERE key = ?1 AND contact_id = ?2",
            params![key, id.0],
        )?;
    }
    for key in wanted.difference(&present) {
        tx.execute(
            "INSERT INTO duplicate_key (key, contact_id) VALUES (?1, ?2)",
            params![key, id.0],
        )?;
    }
    Ok(())
}

/// Two customers who may be one, with why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Known longer.
    pub older: ContactId,
    /// Known since lately.
    pub newer: ContactId,
    /// What they have in common, strongest first.
    pub signs: Vec<Sign>,
}

impl FromRow for Pair {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let keys: String = row.get("keys")?;
        let mut signs: Vec<Sign> = keys.split('\n').filter_map(Sign::of).collect();
        signs.sort();
        signs.dedup();
        Ok(Self {
            newer: row.get("newer_id")?,
            older: row.get("older_id")?,
            signs,
        })
    }
}

macro_rules! pairs {
    ($which:literal) => {
        concat!(
            "SELECT newer_id, older_id, group_concat(key, char(10)) AS keys FROM duplicate WHERE ",
            $which,
            " AND NOT EXISTS (SELECT 1 FROM not_duplicate n \
                WHERE n.one_id = duplicate.older_id AND n.other_id = duplicate.newer_id) \
             GROUP BY newer_id, older_id ORDER BY newer_id DESC, older_id DESC LIMIT "
        )
    };
}

pub(crate) const PAGE: &str = concat!(pairs!("(newer_id, older_id) < (?1, ?2)"), "?3");
pub(crate) const OF_NEWER: &str = concat!(pairs!("newer_id = ?1"), "?2");
pub(crate) const OF_OLDER: &str = concat!(pairs!("older_id = ?1"), "?2");
pub(crate) const COUNT: &str = "SELECT count(*) FROM (SELECT 1 FROM duplicate WHERE newer_id > 0 \
    AND NOT EXISTS (SELECT 1 FROM not_duplicate n \
      WHERE n.one_id = duplicate.older_id AND n.other_id = duplicate.newer_id) \
    GROUP BY newer_id, older_id LIMIT ?1)";

/// Suggestions after this pair (`None`: from the beginning), those of the newest customers first.
pub fn page(
    read: &Read<'_>,
    after: Option<(ContactId, ContactId)>,
    limit: usize,
) -> Result<Vec<Pair>, StoreError> {
    let (newer, older) = after.map_or((i64::MAX, i64::MAX), |(newer, older)| (newer.0, older.0));
    read.query_all(PAGE, params![newer, older, count(limit)])
}

/// How many suggestions there are, counted up to `most`.
pub fn how_many(read: &Read<'_>, most: usize) -> Result<i64, StoreError> {
    read.query_value(COUNT, [count(most)])
}

/// Who may be the same person as this customer, at most `limit`.
pub fn of_contact(
    read: &Read<'_>,
    contact: ContactId,
    limit: usize,
) -> Result<Vec<Pair>, StoreError> {
    let mut pairs: Vec<Pair> = read.query_all(OF_NEWER, params![contact.0, count(limit)])?;
    pairs.extend(read.query_all::<Pair>(OF_OLDER, params![contact.0, count(limit)])?);
    pairs.sort_by(|one, other| one.signs.cmp(&other.signs));
    pairs.truncate(limit);
    Ok(pairs)
}

/// What two customers have in common, strongest first.
pub fn signs(read: &Read<'_>, one: ContactId, other: ContactId) -> Result<Vec<Sign>, StoreError> {
    let keys: Vec<String> = read.query_values(
        "SELECT key FROM duplicate WHERE newer_id = ?1 AND older_id = ?2",
        params![one.0.max(other.0), one.0.min(other.0)],
    )?;
    let signs: BTreeSet<Sign> = keys.iter().filter_map(|key| Sign::of(key)).collect();
    Ok(signs.into_iter().collect())
}

/// A member says that these are two people: they are not suggested again.
pub fn dismiss(tx: &mut Tx<'_>, one: ContactId, other: ContactId) -> Result<(), StoreError> {
    let now = tx.now().0;
    for contact in [one, other] {
        contact::get(tx, contact)?;
        tx.touch(Entity::Contact, contact.0);
    }
    tx.execute(
        "INSERT INTO not_duplicate (one_id, other_id, at) VALUES (?1, ?2, ?3) \
         ON CONFLICT DO NOTHING",
        params![one.0.min(other.0), one.0.max(other.0), now],
    )?;
    Ok(())
}
