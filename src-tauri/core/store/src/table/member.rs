//! People who work here: rows of `member`.

use runnel_domain::{Role, Timestamp, Uid, ids::MemberId};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// A person who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Row id.
    pub id: MemberId,
    /// Same person in every copy of the workspace.
    pub uid: Uid,
    /// As colleagues see them.
    pub name: String,
    /// May be empty.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// When added.
    pub created_at: Timestamp,
    /// When removed; what they did keeps their name.
    pub removed_at: Option<Timestamp>,
}

impl FromRow for Member {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            uid: row.get("uid")?,
            name: row.get("name")?,
            email: row.get("email")?,
            role: row.get("role")?,
            created_at: row.get("created_at")?,
            removed_at: row.get("removed_at")?,
        })
    }
}

/// Everybody, removed ones included, in the order in which they came.
pub fn all(read: &Read<'_>) -> Result<Vec<Member>, StoreError> {
    read.query_all(
        "SELECT id, uid, name, email, role, created_at, removed_at FROM member ORDER BY id",
        [],
    )
}

/// Those who work here now, in the order in which they came.
pub fn list(read: &Read<'_>) -> Result<Vec<Member>, StoreError> {
    Ok(all(read)?
        .into_iter()
        .filter(|member| member.removed_at.is_none())
        .collect())
}

/// One person, removed or not.
pub fn find(read: &Read<'_>, member: MemberId) -> Result<Option<Member>, StoreError> {
    read.query_opt(
        "SELECT id, uid, name, email, role, created_at, removed_at FROM member WHERE id = ?1",
        [member.0],
    )
}

/// One person, removed or not; `NotFound` where there is none.
pub fn get(read: &Read<'_>, member: MemberId) -> Result<Member, StoreError> {
    find(read, member)?.ok_or(StoreError::NotFound {
        entity: Entity::Member,
        id: member.0,
    })
}

/// Somebody joins.
pub fn add(tx: &mut Tx<'_>, name: &str, email: &str, role: Role) -> Result<MemberId, StoreError> {
    let (uid, now) = (tx.next_uid(), tx.now());
    let id = tx.insert(
        "INSERT INTO member (uid, name, email, role, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![uid.0, name, email, role.as_str(), now.0],
    )?;
    tx.touch(Entity::Member, id);
    Ok(MemberId(id))
}

/// Somebody does not work here any more; what they did keeps their name.
pub fn remove(tx: &mut Tx<'_>, member: MemberId) -> Result<(), StoreError> {
    let now = tx.now().0;
    let changed = tx.execute(
        "UPDATE member SET removed_at = ?2 WHERE id = ?1 AND removed_at IS NULL",
        params![member.0, now],
    )?;
    if changed == 0 {
        return Err(StoreError::NotFound {
            entity: Entity::Member,
            id: member.0,
        });
    }
    tx.touch(Entity::Member, member.0);
    Ok(())
}

/// Gives another name.
pub fn rename(tx: &mut Tx<'_>, member: MemberId, name: &str) -> Result<(), StoreError> {
    change(
        tx,
        member,
        "UPDATE member SET name = ?2 WHERE id = ?1",
        name,
    )
}

/// Gives another mail address; empty: none.
pub fn set_email(tx: &mut Tx<'_>, member: MemberId, email: &str) -> Result<(), StoreError> {
    change(
        tx,
        member,
        "UPDATE member SET email = ?2 WHERE id = ?1",
        email,
    )
}

fn change(
    tx: &mut Tx<'_>,
    member: MemberId,
    sql: &'static str,
    value: &str,
) -> Result<(), StoreError> {
    if tx.execute(sql, params![member.0, value])? == 0 {
        return Err(StoreError::NotFound {
            entity: Entity::Member,
            id: member.0,
        });
    }
    tx.touch(Entity::Member, member.0);
    Ok(())
}
