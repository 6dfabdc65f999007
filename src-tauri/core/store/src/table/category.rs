//! What resolved matters are about (PO-9): rows of `category`. Put away rather than deleted: old records name them.

use runnel_domain::{Timestamp, Uid, ids::CategoryId, rank};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// A category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Row id.
    pub id: CategoryId,
    /// Same category in every copy of the workspace.
    pub uid: Uid,
    /// As people see it; unique without regard to ASCII case.
    pub name: String,
    /// Order.
    pub rank: String,
    /// When made.
    pub created_at: Timestamp,
    /// When put away; `None`: offered.
    pub archived_at: Option<Timestamp>,
}

impl FromRow for Category {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            uid: row.get("uid")?,
            name: row.get("name")?,
            rank: row.get("rank")?,
            created_at: row.get("created_at")?,
            archived_at: row.get("archived_at")?,
        })
    }
}

/// Every category in order, those put away included.
pub fn list(read: &Read<'_>) -> Result<Vec<Category>, StoreError> {
    read.query_all(
        "SELECT id, uid, name, rank, created_at, archived_at FROM category ORDER BY rank, id",
        [],
    )
}

/// One category, put away or not; `NotFound` where there is none.
pub fn get(read: &Read<'_>, category: CategoryId) -> Result<Category, StoreError> {
    read.query_opt(
        "SELECT id, uid, name, rank, created_at, archived_at FROM category WHERE id = ?1",
        [category.0],
    )?
    .ok_or(StoreError::NotFound {
        entity: Entity::Category,
        id: category.0,
    })
}

/// One that can be chosen. `Invalid` with code `category_gone` where it was put away.
pub(crate) fn offered(read: &Read<'_>, category: CategoryId) -> Result<Category, StoreError> {
    let found = get(read, category)?;
    if found.archived_at.is_some() {
        return Err(StoreError::invalid("category_gone"));
    }
    Ok(found)
}

fn by_name(read: &Read<'_>, name: &str) -> Result<Option<Category>, StoreError> {
    read.query_opt(
        "SELECT id, uid, name, rank, created_at, archived_at FROM category WHERE name = ?1",
        [name],
    )
}

/// Makes a category at the end. One of this name that was put away is offered again instead.
///
/// # Errors
/// `Invalid` with code `category_name_empty`, or `category_name_taken` where it is offered already.
pub fn add(tx: &mut Tx<'_>, name: &str) -> Result<CategoryId, StoreError> {
    let name = clean_name(name)?;
    if let Some(found) = by_name(tx, &name)? {
        if found.archived_at.is_none() {
            return Err(StoreError::invalid("category_name_taken"));
        }
        set_archived(tx, found.id, false)?;
        return Ok(found.id);
    }
    let last = list(tx)?.pop().map(|last| last.rank);
    let rank = rank::between(last.as_deref(), None);
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let id = tx.insert(
        "INSERT INTO category (uid, name, rank, created_at) VALUES (?1, ?2, ?3, ?4)",
        params![uid.0, name, rank, now],
    )?;
    tx.touch(Entity::Category, id);
    Ok(CategoryId(id))
}

/// Gives another name; records written before keep the old one.
///
/// # Errors
/// `Invalid` with code `category_name_empty` or `category_name_taken`.
pub fn rename(tx: &mut Tx<'_>, category: CategoryId, name: &str) -> Result<(), StoreError> {
    let name = clean_name(name)?;
    if by_name(tx, &name)?.is_some_and(|other| other.id != category) {
        return Err(StoreError::invalid("category_name_taken"));
    }
    get(tx, category)?;
    tx.execute(
        "UPDATE category SET name = ?2 WHERE id = ?1",
        params![category.0, name],
    )?;
    tx.touch(Entity::Category, category.0);
    Ok(())
}

/// Puts a category away, or offers it again.
pub fn set_archived(
    tx: &mut Tx<'_>,
    category: CategoryId,
    archived: bool,
) -> Result<(), StoreError> {
    get(tx, category)?;
    let at = archived.then(|| tx.now().0);
    let changed = tx.execute(
        "UPDATE category SET archived_at = ?2 WHERE id = ?1 AND (archived_at IS NULL) <> (?2 IS NULL)",
        params![category.0, at],
    )?;
    if changed > 0 {
        tx.touch(Entity::Category, category.0);
    }
    Ok(())
}

/// Puts a category above another one, or at the end.
pub fn place(
    tx: &mut Tx<'_>,
    category: CategoryId,
    before: Option<CategoryId>,
) -> Result<(), StoreError> {
    get(tx, category)?;
    let others: Vec<Category> = list(tx)?
        .into_iter()
        .filter(|other| other.id != category)
        .collect();
    let place = match before {
        Some(before) => {
            others
                .iter()
                .position(|other| other.id == before)
                .ok_or(StoreError::NotFound {
                    entity: Entity::Category,
                    id: before.0,
                })?
        }
        None => others.len(),
    };
    let above = place.checked_sub(1).and_then(|above| others.get(above));
    let below = others.get(place);
    let rank = rank::between(
        above.map(|other| other.rank.as_str()),
        below.map(|other| other.rank.as_str()),
    );
    tx.execute(
        "UPDATE category SET rank = ?2 WHERE id = ?1",
        params![category.0, rank],
    )?;
    tx.touch(Entity::Category, category.0);
    Ok(())
}

fn clean_name(name: &str) -> Result<String, StoreError> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(StoreError::invalid("category_name_empty"));
    }
    Ok(name)
}
