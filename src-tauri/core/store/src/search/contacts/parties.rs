//! Whom a deal can be made with: customers that match, whether or not anybody ever wrote with them (CP-7).

use std::{cmp::Reverse, collections::BTreeSet};

use runnel_domain::{Timestamp, fold::fold, ids::ContactId};
use rusqlite::params;

use super::{ACTIVITY, Active, MOST_CHECKED, Question, candidates, stands_in};
use crate::{
    Read, StoreError,
    row::{FromRow, Row, count},
};

/// Somebody to make a deal with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Which contact.
    pub contact: ContactId,
    /// What they are called (UC-11).
    pub name: String,
    /// Where they work; may be empty.
    pub company: String,
    /// One of their addresses as it is shown; empty: none is known.
    pub address: String,
    /// Deals that they have already.
    pub deals: i64,
}

impl FromRow for Party {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            contact: row.at(0)?,
            name: row.at(1)?,
            company: row.at(2)?,
            address: row.at(3)?,
            deals: row.at(4)?,
        })
    }
}

pub(crate) const PARTIES: &str = "
    SELECT c.id, coalesce((SELECT name FROM contact_shown WHERE contact_shown.contact_id = c.id), ''), c.company,
           coalesce((SELECT i.shown FROM identity i WHERE i.contact_id = c.id ORDER BY i.id LIMIT 1), ''),
           (SELECT count(*) FROM deal d WHERE d.contact_id = c.id)
      FROM json_each(?1) AS asked CROSS JOIN contact c ON c.id = asked.value
     WHERE c.merged_into IS NULL
       AND (NOT EXISTS (SELECT 1 FROM conversation v WHERE v.contact_id = c.id)
            OR EXISTS (SELECT 1 FROM conversation v WHERE v.contact_id = c.id AND v.place <> 'quarantine'))
     ORDER BY asked.key LIMIT ?2";

/// Customers in which every word of `typed` stands, as in [`super::contacts`], whose names begin so first; of these
/// and of the others the ones with the newest activity. Who is held back by the block-list alone is left out.
///
/// # Errors
/// When SQLite refuses.
pub fn parties(read: &Read<'_>, typed: &str, limit: usize) -> Result<Vec<Party>, StoreError> {
    let question = Question::of(typed);
    let mut found: Vec<i64> = Vec::new();
    for (sql, asked) in question.ways() {
        let ids = candidates(read, &question, sql, &asked)?.ids;
        for contact in lately_first(read, &ids)? {
            if !found.contains(&contact) {
                found.push(contact);
            }
        }
        if found.len() > limit {
            break;
        }
    }
    // Words that are too short for the index are looked for in what is shown.
    let checks = question.checks_by_hand();
    let most = if checks { MOST_CHECKED } else { limit };
    let asked = serde_json::to_string(&found)?;
    let mut parties: Vec<Party> = read.query_all(PARTIES, params![asked, count(most)])?;
    if checks {
        parties.retain(|party| {
            let text = format!("{} {} {}", party.name, party.company, party.address);
            let shown = fold(&text);
            question.terms.iter().all(|term| stands_in(&shown, term))
        });
        parties.truncate(limit);
    }
    Ok(parties)
}

fn lately_first(read: &Read<'_>, ids: &BTreeSet<i64>) -> Result<Vec<i64>, StoreError> {
    let found: Vec<Active> = read.query_all(ACTIVITY, [serde_json::to_string(ids)?])?;
    let mut keys: Vec<(Reverse<Option<Timestamp>>, Reverse<i64>)> = found
        .into_iter()
        .map(|one| (Reverse(one.at), Reverse(one.contact.0)))
        .collect();
    keys.sort_unstable();
    Ok(keys
        .into_iter()
        .map(|(_, Reverse(contact))| contact)
        .collect())
}
