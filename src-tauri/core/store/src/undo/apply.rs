//! Takes one operation back: its images in reverse order, then what SQL does not keep by itself.

use std::collections::BTreeSet;

use runnel_domain::{
    event::EventBody,
    ids::{ConversationId, MessageId, OperationId},
};

use super::{
    engaged::Engaged,
    image::{Deed, unpack},
    left::Left,
    put_back::{current, put_back},
    room::make_room,
    settle::settle,
    shape::Shape,
};
use crate::{change::Entity, error::StoreError, migrate, search, shop, table::operation, tx::Tx};

/// Something that an undo left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// What kind of thing.
    pub entity: Entity,
    /// Its id.
    pub id: i64,
    /// Why, as a stable code: `message_left`.
    pub code: &'static str,
}

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The operation that was taken back.
    pub operation: OperationId,
    /// Row changes that were taken back.
    pub restored: usize,
    /// What stays because it cannot be taken back.
    pub skipped: Vec<Skipped>,
}

/// Takes `operation` back inside the caller's transaction.
///
/// Fails with `Conflict` naming what was changed since, or `Invalid` with `already_undone`, `operation_too_old` or
/// `message_left` (all that it did was send, and that cannot be called back).
pub(crate) fn undo(tx: &mut Tx<'_>, id: OperationId) -> Result<Undone, StoreError> {
    let operation = operation::find(tx, id)?;
    if operation.undone_at.is_some() {
        return Err(StoreError::invalid("already_undone"));
    }
    let chapters = operation::chapters(tx, id)?;
    if chapters
        .iter()
        .any(|chapter| chapter.schema != migrate::newest())
    {
        return Err(StoreError::invalid("operation_too_old"));
    }
    let shapes = Shape::all(tx.connection())?;
    let mut left = Left::default();
    for chapter in chapters.iter().filter(|chapter| chapter.sends) {
        left.look(tx, &unpack(operation::images(tx, chapter.id)?)?)?;
    }
    let mut undone = Undone {
        operation: id,
        restored: 0,
        skipped: left
            .messages
            .iter()
            .map(|message| Skipped {
                entity: Entity::Message,
                id: *message,
                code: "message_left",
            })
            .collect(),
    };
    let mut conversations = BTreeSet::new();
    let mut returned = Vec::new();
    let mut engaged = Engaged::default();
    let mut rearranged = false;
    let mut regrouped = BTreeSet::new();
    for chapter in chapters {
        let images = unpack(operation::images(tx, chapter.id)?)?;
        for image in images.iter().rev() {
            let Some(image) = left.keep(image) else {
                continue;
            };
            let shape = shapes
                .iter()
                .find(|shape| shape.looked.table == image.table)
                .ok_or_else(|| StoreError::Corrupt(format!("undo image of {}", image.table)))?;
            let image = make_room(tx, shape, image)?;
            put_back(tx, shape, &image)?;
            undone.restored += 1;
            rearranged |= matches!(image.table.as_str(), "stage" | "pipeline");
            if image.table == "stage" && image.before.contains_key("grp") {
                regrouped.extend(image.value("id"));
            }
            engaged.note(tx, shape, &image)?;
            for (entity, column) in shape.looked.touches {
                if let Some(touched) = current(tx, shape, &image, column)? {
                    tx.touch(*entity, touched);
                    if *entity == Entity::Conversation {
                        conversations.insert(touched);
                    }
                }
            }
            // Its words are other ones again.
            if image.table == "message"
                && (image.deed == Deed::Delete || image.before.contains_key("text"))
                && let Some(message) = image.value("id")
            {
                returned.push(MessageId(message));
            }
        }
    }
    if undone.restored == 0 && !undone.skipped.is_empty() {
        return Err(StoreError::invalid("message_left"));
    }
    if rearranged {
        shop::funnel::stands(tx)?;
    }
    settle(tx, &conversations, &regrouped)?;
    for message in returned {
        search::index_again(tx, message)?;
    }
    for contact in engaged.contacts(tx)? {
        shop::stars::recompute(tx, contact)?;
    }
    operation::mark_undone(tx, id)?;
    for conversation in conversations {
        let label = operation.label.clone();
        tx.record(
            Some(ConversationId(conversation)),
            None,
            None,
            EventBody::ActionUndone {
                operation: id,
                label,
            },
        )?;
    }
    Ok(undone)
}
