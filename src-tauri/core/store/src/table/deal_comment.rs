//! Remarks on cards (CP-8): rows of `deal_comment`.

use runnel_domain::{
    Timestamp,
    ids::{DealCommentId, DealId, MemberId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealComment {
    /// Row id.
    pub id: DealCommentId,
    /// On which card.
    pub deal: DealId,
    /// Who wrote it; `None`: a trigger.
    pub member: Option<MemberId>,
    /// What.
    pub text: String,
    /// When.
    pub created_at: Timestamp,
    /// When it was last written anew; `None`: never.
    pub edited_at: Option<Timestamp>,
}

impl FromRow for DealComment {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            deal: row.get("deal_id")?,
            member: row.get("member_id")?,
            text: row.get("text")?,
            created_at: row.get("created_at")?,
            edited_at: row.get("edited_at")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, deal_id, member_id, text, created_at, edited_at FROM deal_comment ",
            $rest
        )
    };
}

/// One remark; `NotFound` where there is none.
pub fn get(read: &Read<'_>, comment: DealCommentId) -> Result<DealComment, StoreError> {
    read.query_opt(select!("WHERE id = ?1"), [comment.0])?
        .ok_or(StoreError::NotFound {
            entity: Entity::Deal,
            id: comment.0,
        })
}

pub(crate) const OF_DEAL: &str = select!("WHERE deal_id = ?1 ORDER BY created_at, id");

/// The remarks on a card, oldest first.
pub fn of_deal(read: &Read<'_>, deal: DealId) -> Result<Vec<DealComment>, StoreError> {
    read.query_all(OF_DEAL, [deal.0])
}

/// Writes a remark down, by whoever acts.
pub fn add(tx: &mut Tx<'_>, deal: DealId, text: &str) -> Result<DealCommentId, StoreError> {
    let (uid, now, member) = (tx.next_uid(), tx.now().0, tx.cause().member);
    let id = tx.insert(
        "INSERT INTO deal_comment (uid, deal_id, member_id, text, created_at) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![uid.0, deal.0, member.map(|member| member.0), text, now],
    )?;
    tx.touch(Entity::Deal, deal.0);
    Ok(DealCommentId(id))
}

/// Writes a remark anew.
pub fn edit(tx: &mut Tx<'_>, comment: &DealComment, text: &str) -> Result<(), StoreError> {
    let now = tx.now().0;
    tx.execute(
        "UPDATE deal_comment SET text = ?2, edited_at = ?3 WHERE id = ?1",
        params![comment.id.0, text, now],
    )?;
    tx.touch(Entity::Deal, comment.deal.0);
    Ok(())
}

/// Throws a remark away.
pub fn delete(tx: &mut Tx<'_>, comment: &DealComment) -> Result<(), StoreError> {
    tx.execute("DELETE FROM deal_comment WHERE id = ?1", [comment.id.0])?;
    tx.touch(Entity::Deal, comment.deal.0);
    Ok(())
}
