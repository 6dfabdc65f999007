//! A contact's stars, kept from message to message (PO-13, PO-14): one row read and written per message.

use runnel_domain::{
    Direction, day,
    ids::{ContactId, ConversationId, IdentityId},
    response::Said,
    stars::{Engagement, Level},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    table::{conversation, engagement, setting},
};

/// Counts a message that was just written down. One that belongs before the last makes all be read again.
pub(super) fn said(tx: &mut Tx<'_>, contact: ContactId, said: Said) -> Result<(), StoreError> {
    let so_far = engagement::of_contact(tx, contact)?;
    if so_far.last.is_some_and(|(_, last)| said.at < last) {
        return recompute(tx, contact);
    }
    let engagement = so_far.after(said, zone(tx)?);
    keep(tx, contact, &engagement)
}

/// Reads all messages of the contact again: for messages out of order, for answers that failed or were taken back, and
/// whenever conversations or addresses change hands.
pub fn recompute(tx: &mut Tx<'_>, contact: ContactId) -> Result<(), StoreError> {
    let zone = zone(tx)?;
    let engagement = Engagement::of(messages(tx, contact)?, zone);
    keep(tx, contact, &engagement)
}

/// [`recompute`] for the contact of a conversation.
pub(crate) fn recompute_of(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
) -> Result<(), StoreError> {
    let contact = conversation::get(tx, conversation)?.contact;
    recompute(tx, contact)
}

/// The level of a contact as it stands.
pub fn level(
    read: &Read<'_>,
    contact: ContactId,
    engagement: &Engagement,
) -> Result<Level, StoreError> {
    let level = engagement.level(true);
    // Only here an address that does not work makes a difference.
    if level == Level::NoEngagement {
        return Ok(engagement.level(reachable(read, contact)?));
    }
    Ok(level)
}

/// Whether some address of the contact works as far as we know; a contact without any is given the benefit of the doubt.
pub fn reachable(read: &Read<'_>, contact: ContactId) -> Result<bool, StoreError> {
    read.query_value(
        "SELECT NOT EXISTS (SELECT 1 FROM identity WHERE contact_id = ?1) \
         OR EXISTS (SELECT 1 FROM identity WHERE contact_id = ?1 AND invalid_at IS NULL)",
        [contact.0],
    )
}

/// What counts of everything that was said with a contact, oldest first: no notes, nothing that a machine wrote, that
/// never reached the customer, or that the block-list holds back.
pub fn messages(read: &Read<'_>, contact: ContactId) -> Result<Vec<Said>, StoreError> {
    read.query_map(
        "SELECT m.at, m.direction FROM conversation c JOIN message m ON m.conversation_id = c.id \
         WHERE c.contact_id = ?1 AND m.direction <> 'note' AND m.is_automatic = 0 \
         AND m.trigger_run_id IS NULL AND m.block_id IS NULL AND m.state NOT IN ('failed', 'cancelled', 'scheduled') \
         ORDER BY m.at, m.id",
        [contact.0],
        |row| {
            Ok(Said {
                at: row.at(0)?,
                direction: row.at::<Direction>(1)?,
                automatic: false,
            })
        },
    )
}

/// Whether an address works: somebody wrote from there, or the network says that nobody is there.
pub fn address_works(tx: &mut Tx<'_>, identity: IdentityId, works: bool) -> Result<(), StoreError> {
    let invalid_at = (!works).then_some(tx.now().0);
    let changed = tx.execute(
        "UPDATE identity SET invalid_at = ?2 WHERE id = ?1 AND (invalid_at IS NULL) <> ?3",
        params![identity.0, invalid_at, works],
    )?;
    if changed > 0 {
        let contact = crate::table::identity::get(tx, identity)?.contact;
        tx.touch(Entity::Contact, contact.0);
        let engagement = engagement::of_contact(tx, contact)?;
        keep_stars(tx, contact, &engagement)?;
    }
    Ok(())
}

fn keep(tx: &mut Tx<'_>, contact: ContactId, engagement: &Engagement) -> Result<(), StoreError> {
    engagement::set(tx, contact, engagement)?;
    keep_stars(tx, contact, engagement)
}

fn keep_stars(
    tx: &mut Tx<'_>,
    contact: ContactId,
    engagement: &Engagement,
) -> Result<(), StoreError> {
    let stars = level(tx, contact, engagement)?.stars();
    let changed = tx.execute(
        "UPDATE contact SET stars = ?2 WHERE id = ?1 AND stars <> ?2",
        params![contact.0, stars],
    )?;
    if changed > 0 {
        tx.touch(Entity::Contact, contact.0);
        // Every conversation of theirs shows them.
        let shown: Vec<i64> = tx.query_values(
            "SELECT id FROM conversation WHERE contact_id = ?1",
            [contact.0],
        )?;
        for conversation in shown {
            tx.touch(Entity::Conversation, conversation);
        }
    }
    Ok(())
}

/// The workspace's zone. Days that were counted stay counted when it changes.
fn zone(read: &Read<'_>) -> Result<day::Zone, StoreError> {
    let name: Option<String> = setting::get(read, "timezone")?;
    Ok(day::zone(&name.unwrap_or_default()))
}
