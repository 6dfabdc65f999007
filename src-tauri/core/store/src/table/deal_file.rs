//! Files on cards (CP-8): rows of `deal_file`. The bytes are those of attachments that were staged.

use runnel_domain::ids::{AttachmentId, DealId};
use rusqlite::params;

use super::attachment::Attachment;
use crate::{Entity, Read, StoreError, Tx};

pub(crate) const OF_DEAL: &str = "SELECT a.id, a.message_id, a.name, a.mime, a.size, a.sha, a.content_id, \
    a.created_at FROM deal_file f CROSS JOIN attachment a ON a.id = f.attachment_id \
    WHERE f.deal_id = ?1 ORDER BY f.added_at, a.id";

/// The files of a card, first added first.
pub fn of_deal(read: &Read<'_>, deal: DealId) -> Result<Vec<Attachment>, StoreError> {
    read.query_all(OF_DEAL, [deal.0])
}

/// Puts a staged file on a card; there already: nothing changes.
pub fn add(tx: &mut Tx<'_>, deal: DealId, file: AttachmentId) -> Result<(), StoreError> {
    let now = tx.now().0;
    tx.execute(
        "INSERT OR IGNORE INTO deal_file (deal_id, attachment_id, added_at) VALUES (?1, ?2, ?3)",
        params![deal.0, file.0, now],
    )?;
    tx.touch(Entity::Deal, deal.0);
    Ok(())
}

/// Takes a file off a card; nothing names it then, and it is forgotten in time. `NotFound` where it is not there.
pub fn remove(tx: &mut Tx<'_>, deal: DealId, file: AttachmentId) -> Result<(), StoreError> {
    let gone = tx.execute(
        "DELETE FROM deal_file WHERE deal_id = ?1 AND attachment_id = ?2",
        params![deal.0, file.0],
    )?;
    if gone == 0 {
        return Err(StoreError::NotFound {
            entity: Entity::Deal,
            id: deal.0,
        });
    }
    tx.touch(Entity::Deal, deal.0);
    Ok(())
}
