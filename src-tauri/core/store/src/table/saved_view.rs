//! Named filters (UC-9): rows of `saved_view`.

use runnel_domain::{
    ids::{MemberId, SavedViewId},
    rank,
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// A named filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Row id.
    pub id: SavedViewId,
    /// As people see it.
    pub name: String,
    /// Condition, order and columns as JSON.
    pub query: String,
    /// Personal to; `None`: everybody's.
    pub member: Option<MemberId>,
    /// Stands beside the folders with its count.
    pub pinned: bool,
    rank: String,
}

impl FromRow for SavedView {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            query: row.get("query")?,
            member: row.get("member_id")?,
            pinned: row.get("pinned")?,
            rank: row.get("rank")?,
        })
    }
}

/// What a view is made of.
#[derive(Debug, Clone, Copy)]
pub struct SavedViewBody<'b> {
    /// As people see it; not blank.
    pub name: &'b str,
    /// Condition, order and columns as JSON.
    pub query: &'b str,
    /// Personal to; `None`: everybody's.
    pub member: Option<MemberId>,
    /// Stands beside the folders.
    pub pinned: bool,
}

const COLUMNS: &str = "SELECT id, name, query, member_id, pinned, rank FROM saved_view";

/// Everybody's views and this member's own, in order.
pub fn list(read: &Read<'_>, member: MemberId) -> Result<Vec<SavedView>, StoreError> {
    let sql = format!("{COLUMNS} WHERE member_id IS NULL OR member_id = ?1 ORDER BY rank, id");
    read.query_all(&sql, [member.0])
}

/// A view that this member may see. `NotFound` where it is gone or somebody else's.
pub fn get(read: &Read<'_>, member: MemberId, view: SavedViewId) -> Result<SavedView, StoreError> {
    let sql = format!("{COLUMNS} WHERE id = ?1 AND (member_id IS NULL OR member_id = ?2)");
    read.query_opt(&sql, [view.0, member.0])?
        .ok_or_else(|| missing(view))
}

/// Makes a view, last in order.
pub fn insert(tx: &mut Tx<'_>, body: &SavedViewBody<'_>) -> Result<SavedViewId, StoreError> {
    let last: Option<String> = tx.query_value("SELECT max(rank) FROM saved_view", [])?;
    let rank = rank::between(last.as_deref(), None);
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let id = tx.insert(
        "INSERT INTO saved_view (uid, name, query, member_id, pinned, rank, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            uid.0,
            body.name,
            body.query,
            body.member.map(|member| member.0),
            body.pinned,
            rank,
            now
        ],
    )?;
    tx.touch(Entity::SavedView, id);
    Ok(SavedViewId(id))
}

/// Replaces what a view is made of.
pub fn update(
    tx: &mut Tx<'_>,
    view: SavedViewId,
    body: &SavedViewBody<'_>,
) -> Result<(), StoreError> {
    let changed = tx.execute(
        "UPDATE saved_view SET name = ?2, query = ?3, member_id = ?4, pinned = ?5 WHERE id = ?1",
        params![
            view.0,
            body.name,
            body.query,
            body.member.map(|member| member.0),
            body.pinned
        ],
    )?;
    written(tx, view, changed)
}

/// Removes a view.
pub fn delete(tx: &mut Tx<'_>, view: SavedViewId) -> Result<(), StoreError> {
    let changed = tx.execute("DELETE FROM saved_view WHERE id = ?1", [view.0])?;
    written(tx, view, changed)
}

/// Puts a view before another that the member sees, `None`: last.
pub fn place_before(
    tx: &mut Tx<'_>,
    member: MemberId,
    view: SavedViewId,
    before: Option<SavedViewId>,
) -> Result<(), StoreError> {
    let others: Vec<SavedView> = list(tx, member)?
        .into_iter()
        .filter(|other| other.id != view)
        .collect();
    let at = match before {
        None => others.len(),
        Some(before) => others
            .iter()
            .position(|other| other.id == before)
            .ok_or_else(|| missing(before))?,
    };
    let rank_at = |place: Option<usize>| {
        let view = place.and_then(|place| others.get(place));
        view.map(|view| view.rank.as_str())
    };
    let rank = rank::between(rank_at(at.checked_sub(1)), rank_at(Some(at)));
    let changed = tx.execute(
        "UPDATE saved_view SET rank = ?2 WHERE id = ?1",
        params![view.0, rank],
    )?;
    written(tx, view, changed)
}

fn written(tx: &mut Tx<'_>, view: SavedViewId, changed: usize) -> Result<(), StoreError> {
    if changed == 0 {
        return Err(missing(view));
    }
    tx.touch(Entity::SavedView, view.0);
    Ok(())
}

const fn missing(view: SavedViewId) -> StoreError {
    StoreError::NotFound {
        entity: Entity::SavedView,
        id: view.0,
    }
}
