//! Addresses of customers on channels: rows of `identity`.

use runnel_domain::{
    Channel, Timestamp, Uid,
    ids::{ContactId, IdentityId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
    table::duplicate,
};

/// One address of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Row id.
    pub id: IdentityId,
    /// Whose.
    pub contact: ContactId,
    /// On which network.
    pub channel: Channel,
    /// Normalised: mail lower case, phone digits.
    pub address: String,
    /// As the network wrote it.
    pub shown: String,
    /// When the network, or a member, said that nobody is there.
    pub invalid_at: Option<Timestamp>,
    /// First seen.
    pub created_at: Timestamp,
}

impl FromRow for Identity {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            contact: row.get("contact_id")?,
            channel: row.get("channel")?,
            address: row.get("address")?,
            shown: row.get("shown")?,
            invalid_at: row.get("invalid_at")?,
            created_at: row.get("created_at")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, contact_id, channel, address, shown, invalid_at, created_at FROM identity ",
            $rest
        )
    };
}

/// One address; `NotFound` where there is none.
pub fn get(read: &Read<'_>, identity: IdentityId) -> Result<Identity, StoreError> {
    read.query_opt(select!("WHERE id = ?1"), [identity.0])?
        .ok_or(StoreError::NotFound {
            entity: Entity::Contact,
            id: identity.0,
        })
}

/// Who has this address on this channel.
pub fn find(
    read: &Read<'_>,
    channel: Channel,
    address: &str,
) -> Result<Option<Identity>, StoreError> {
    read.query_opt(
        select!("WHERE channel = ?1 AND address = ?2"),
        params![channel.as_str(), address],
    )
}

/// The addresses of a contact, oldest first.
pub fn of_contact(read: &Read<'_>, contact: ContactId) -> Result<Vec<Identity>, StoreError> {
    read.query_all(select!("WHERE contact_id = ?1 ORDER BY id"), [contact.0])
}

/// Writes down an address that was not known; the caller has looked.
pub fn insert(
    tx: &mut Tx<'_>,
    contact: ContactId,
    channel: Channel,
    address: &str,
    shown: &str,
) -> Result<IdentityId, StoreError> {
    let uid = Uid::of_native(&[channel.as_str(), address]);
    let now = tx.now().0;
    let id = tx.insert(
        "INSERT INTO identity (uid, contact_id, channel, address, shown, created_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![uid.0, contact.0, channel.as_str(), address, shown, now],
    )?;
    let id = IdentityId(id);
    tx.touch(Entity::Contact, contact.0);
    duplicate::keep(tx, contact)?;
    Ok(id)
}

/// Writes an address anew; the caller has looked whether somebody has it.
pub fn set_address(
    tx: &mut Tx<'_>,
    identity: &Identity,
    address: &str,
    shown: &str,
) -> Result<(), StoreError> {
    let uid = Uid::of_native(&[identity.channel.as_str(), address]);
    // Whether the old address worked says nothing about another one.
    tx.execute(
        "UPDATE identity SET uid = ?2, address = ?3, shown = ?4, \
         invalid_at = CASE address WHEN ?3 THEN invalid_at END WHERE id = ?1",
        params![identity.id.0, uid.0, address, shown],
    )?;
    tx.touch(Entity::Contact, identity.contact.0);
    duplicate::keep(tx, identity.contact)
}

/// Takes an address away; the caller has looked that no conversation answers to it.
pub fn remove(tx: &mut Tx<'_>, identity: &Identity) -> Result<(), StoreError> {
    tx.execute("DELETE FROM identity WHERE id = ?1", [identity.id.0])?;
    tx.touch(Entity::Contact, identity.contact.0);
    duplicate::keep(tx, identity.contact)
}

pub(crate) const ANSWERED: &str = "SELECT DISTINCT identity_id FROM conversation \
    WHERE contact_id = ?1 AND identity_id IS NOT NULL";

/// The addresses of a contact that some conversation answers to.
pub fn answered(read: &Read<'_>, contact: ContactId) -> Result<Vec<IdentityId>, StoreError> {
    read.query_values(ANSWERED, [contact.0])
}
