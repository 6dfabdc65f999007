//! Contacts that became one: rows of `contact_merge`.

use runnel_domain::{
    Timestamp,
    ids::{ContactId, MemberId, MergeId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// Two contacts that are one now, or were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Row id.
    pub id: MergeId,
    /// Who remained.
    pub kept: ContactId,
    /// Who became part of them.
    pub gone: ContactId,
    /// Who decided.
    pub member: Option<MemberId>,
    /// What moved, as JSON of `shop::merge`.
    pub moved: String,
    /// When.
    pub at: Timestamp,
    /// When taken apart again.
    pub undone_at: Option<Timestamp>,
}

impl FromRow for Merge {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            kept: row.get("kept_id")?,
            gone: row.get("gone_id")?,
            member: row.get("member_id")?,
            moved: row.get("moved")?,
            at: row.get("at")?,
            undone_at: row.get("undone_at")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, kept_id, gone_id, member_id, moved, at, undone_at FROM contact_merge ",
            $rest
        )
    };
}

/// One merge; `NotFound` where there is none.
pub fn get(read: &Read<'_>, merge: MergeId) -> Result<Merge, StoreError> {
    read.query_opt(select!("WHERE id = ?1"), [merge.0])?
        .ok_or(StoreError::NotFound {
            entity: Entity::Contact,
            id: merge.0,
        })
}

/// The merges that this contact stands for, latest first.
pub fn of_contact(read: &Read<'_>, kept: ContactId) -> Result<Vec<Merge>, StoreError> {
    read.query_all(
        select!("WHERE kept_id = ?1 AND undone_at IS NULL ORDER BY id DESC"),
        [kept.0],
    )
}

/// The merges by which this contact became part of others, latest first.
pub fn of_gone(read: &Read<'_>, gone: ContactId) -> Result<Vec<Merge>, StoreError> {
    read.query_all(select!("WHERE gone_id = ?1 ORDER BY id DESC"), [gone.0])
}

/// Writes a merge down.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    kept: ContactId,
    gone: ContactId,
    moved: &str,
) -> Result<MergeId, StoreError> {
    let (uid, now, member) = (tx.next_uid(), tx.now().0, tx.cause().member);
    let id = tx.insert(
        "INSERT INTO contact_merge (uid, kept_id, gone_id, member_id, moved, at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            uid.0,
            kept.0,
            gone.0,
            member.map(|member| member.0),
            moved,
            now
        ],
    )?;
    tx.touch(Entity::Contact, kept.0);
    tx.touch(Entity::Contact, gone.0);
    Ok(MergeId(id))
}

/// The two are apart again.
pub(crate) fn set_undone(tx: &mut Tx<'_>, merge: &Merge) -> Result<(), StoreError> {
    let now = tx.now().0;
    tx.execute(
        "UPDATE contact_merge SET undone_at = ?2 WHERE id = ?1",
        params![merge.id.0, now],
    )?;
    tx.touch(Entity::Contact, merge.kept.0);
    tx.touch(Entity::Contact, merge.gone.0);
    Ok(())
}
