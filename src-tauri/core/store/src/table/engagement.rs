//! What was said between each customer and us, counted: rows of `engagement` (PO-14).

use runnel_domain::{ids::ContactId, stars::Engagement};
use rusqlite::params;

use crate::{
    Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// A row as the domain counts it.
struct Counted(Engagement);

impl FromRow for Counted {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let last = Option::zip(row.get("last_direction")?, row.get("last_at")?);
        Ok(Self(Engagement {
            sent: row.get("sent")?,
            received: row.get("received")?,
            interactions: row.get("interactions")?,
            same_day: row.get("same_day")?,
            within_2h: row.get("within_2h")?,
            within_30m: row.get("within_30m")?,
            opened_by: row.get("opened_by")?,
            last,
        }))
    }
}

/// What is counted of a contact; nothing where nothing was said yet.
pub fn of_contact(read: &Read<'_>, contact: ContactId) -> Result<Engagement, StoreError> {
    let counted: Option<Counted> = read.query_opt(
        "SELECT sent, received, interactions, same_day, within_2h, within_30m, opened_by, \
         last_direction, last_at FROM engagement WHERE contact_id = ?1",
        [contact.0],
    )?;
    Ok(counted.map(|counted| counted.0).unwrap_or_default())
}

/// Keeps what was counted; where nothing was said there is no row.
pub(crate) fn set(
    tx: &mut Tx<'_>,
    contact: ContactId,
    engagement: &Engagement,
) -> Result<(), StoreError> {
    if *engagement == Engagement::default() {
        tx.execute("DELETE FROM engagement WHERE contact_id = ?1", [contact.0])?;
        return Ok(());
    }
    tx.execute(
        "INSERT INTO engagement (contact_id, sent, received, interactions, same_day, within_2h, \
         within_30m, opened_by, last_direction, last_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
         ON CONFLICT (contact_id) DO UPDATE SET sent = excluded.sent, received = excluded.received, \
         interactions = excluded.interactions, same_day = excluded.same_day, \
         within_2h = excluded.within_2h, within_30m = excluded.within_30m, \
         opened_by = excluded.opened_by, last_direction = excluded.last_direction, \
         last_at = excluded.last_at",
        params![
            contact.0,
            engagement.sent,
            engagement.received,
            engagement.interactions,
            engagement.same_day,
            engagement.within_2h,
            engagement.within_30m,
            engagement.opened_by.map(runnel_domain::Direction::as_str),
            engagement.last.map(|(direction, _)| direction.as_str()),
            engagement.last.map(|(_, at)| at.0),
        ],
    )?;
    Ok(())
}
