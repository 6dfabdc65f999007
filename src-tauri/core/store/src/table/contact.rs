//! Customers: rows of `contact`.

use runnel_domain::{Timestamp, Uid, ids::ContactId};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Row id.
    pub id: ContactId,
    /// Same customer in every copy of the workspace.
    pub uid: Uid,
    /// Name given by a member; wins over the others (UC-11).
    pub custom_name: String,
    /// Name the network gave.
    pub full_name: String,
    /// Nickname the network gave.
    pub nickname: String,
    /// Where they work.
    pub company: String,
    /// BCP 47 tag, or empty.
    pub language: String,
    /// Free text about them.
    pub comment: String,
    /// 0 to 5 (PO-13).
    pub stars: u8,
    /// Made by the sample-data generator.
    pub is_sample: bool,
    /// The contact this one became part of.
    pub merged_into: Option<ContactId>,
    /// First seen.
    pub created_at: Timestamp,
    /// Last change of the profile.
    pub updated_at: Timestamp,
}

impl FromRow for Contact {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            uid: row.get("uid")?,
            custom_name: row.get("custom_name")?,
            full_name: row.get("full_name")?,
            nickname: row.get("nickname")?,
            company: row.get("company")?,
            language: row.get("language")?,
            comment: row.get("comment")?,
            stars: row.get("stars")?,
            is_sample: row.get("is_sample")?,
            merged_into: row.get("merged_into")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

impl Contact {
    /// The name to show (UC-11): given by a member, full name, nickname; empty where none is known, then the
    /// caller goes on with an address and at last with the running number.
    #[must_use]
    pub fn name(&self) -> &str {
        [&self.custom_name, &self.full_name, &self.nickname]
            .into_iter()
            .find(|name| !name.is_empty())
            .map_or("", String::as_str)
    }
}

/// What is known of a customer who just turned up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NewContact<'a> {
    /// Name the network gave; may be empty.
    pub full_name: &'a str,
    /// Nickname the network gave; may be empty.
    pub nickname: &'a str,
    /// Where they work; may be empty.
    pub company: &'a str,
    /// BCP 47 tag, or empty.
    pub language: &'a str,
    /// Made by the sample-data generator.
    pub is_sample: bool,
}

/// What a member can change about a customer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactProfile {
    /// Name given by a member; empty: go back to what the network says.
    pub custom_name: String,
    /// Where they work.
    pub company: String,
    /// BCP 47 tag, or empty.
    pub language: String,
    /// Free text.
    pub comment: String,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, uid, custom_name, full_name, nickname, company, language, comment, \
             stars, is_sample, merged_into, created_at, updated_at FROM contact ",
            $rest
        )
    };
}

/// One customer; `NotFound` where there is none.
pub fn get(read: &Read<'_>, contact: ContactId) -> Result<Contact, StoreError> {
    read.query_opt(select!("WHERE id = ?1"), [contact.0])?
        .ok_or(StoreError::NotFound {
            entity: Entity::Contact,
            id: contact.0,
        })
}

/// Writes a new customer down.
pub fn insert(tx: &mut Tx<'_>, new: &NewContact<'_>) -> Result<ContactId, StoreError> {
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let id = tx.insert(
        "INSERT INTO contact (uid, full_name, nickname, company, language, is_sample, created_at, \
         updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        params![
            uid.0,
            new.full_name,
            new.nickname,
            new.company,
            new.language,
            new.is_sample,
            now
        ],
    )?;
    let id = ContactId(id);
    tx.touch(Entity::Contact, id.0);
    Ok(id)
}

/// Takes over a name or language that the network now tells and that was empty so far.
pub fn learn(
    tx: &mut Tx<'_>,
    contact: ContactId,
    full_name: &str,
    language: &str,
) -> Result<(), StoreError> {
    let now = tx.now().0;
    let changed = tx.execute(
        "UPDATE contact SET full_name = CASE full_name WHEN '' THEN ?2 ELSE full_name END, \
         language = CASE language WHEN '' THEN ?3 ELSE language END, updated_at = ?4 \
         WHERE id = ?1 AND ((full_name = '' AND ?2 <> '') OR (language = '' AND ?3 <> ''))",
        params![contact.0, full_name, language, now],
    )?;
    if changed > 0 {
        tx.touch(Entity::Contact, contact.0);
    }
    Ok(())
}

/// Changes what a member may change about a customer.
pub fn set_profile(
    tx: &mut Tx<'_>,
    contact: ContactId,
    profile: &ContactProfile,
) -> Result<(), StoreError> {
    let now = tx.now().0;
    let changed = tx.execute(
        "UPDATE contact SET custom_name = ?2, company = ?3, language = ?4, comment = ?5, \
         updated_at = ?6 WHERE id = ?1",
        params![
            contact.0,
            profile.custom_name,
            profile.company,
            profile.language,
            profile.comment,
            now
        ],
    )?;
    if changed == 0 {
        return Err(StoreError::NotFound {
            entity: Entity::Contact,
            id: contact.0,
        });
    }
    tx.touch(Entity::Contact, contact.0);
    Ok(())
}
