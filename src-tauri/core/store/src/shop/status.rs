//! The work status of a conversation, the second field beside its folder (PRODUCT.md, collision 2; PO-7, PO-8).

use runnel_domain::{
    Folder, TicketKind, WorkStatus,
    event::EventBody,
    ids::{CategoryId, ConversationId, StageId, TicketId},
};
use rusqlite::params;

use super::{folder, snooze};
use crate::{
    Entity, StoreError, Tx,
    table::{
        category,
        conversation::{self, Conversation},
        ticket::{self, NewTicket},
    },
};

/// Puts a conversation on hold: it waits for something outside. One in New is taken into work by that: somebody has
/// looked at it. On hold it stays so.
pub fn hold(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    let conversation = into_work(tx, id)?;
    if set(tx, id, WorkStatus::OnHold)? {
        record(tx, &conversation, EventBody::ConversationHeld)?;
    }
    Ok(())
}

/// Goes on with one that was on hold or resolved. One that nobody has begun is taken into work.
pub fn resume(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    let conversation = into_work(tx, id)?;
    if set(tx, id, WorkStatus::InProgress)? {
        record(tx, &conversation, EventBody::ConversationResumed)?;
    }
    Ok(())
}

/// What is written down about a resolved matter; all of it may be left out (PO-8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// What kind of matter it was.
    pub kind: Option<TicketKind>,
    /// What it was about.
    pub category: Option<CategoryId>,
    /// Free text.
    pub note: String,
    /// Also archives it, into this stage.
    pub archive: Option<StageId>,
}

/// Marks a conversation resolved and writes a record of it on the contact's timeline. It goes into the archive only
/// where a stage for that is named; one in New is taken into work otherwise.
///
/// # Errors
/// `Invalid` with code `already_resolved`, `category_gone` or `stage_not_archived`.
pub fn resolve(
    tx: &mut Tx<'_>,
    id: ConversationId,
    resolution: &Resolution,
) -> Result<TicketId, StoreError> {
    if conversation::get(tx, id)?.work_status == WorkStatus::Resolved {
        return Err(StoreError::invalid("already_resolved"));
    }
    let category = match resolution.category {
        Some(category) => Some(category::offered(tx, category)?),
        None => None,
    };
    match resolution.archive {
        Some(stage) => {
            folder::archive(tx, id, Some(stage))?;
        }
        None => {
            into_work(tx, id)?;
        }
    }
    snooze::dealt_with(tx, id)?;
    set(tx, id, WorkStatus::Resolved)?;
    let conversation = conversation::get(tx, id)?;
    let ticket = ticket::insert(
        tx,
        &NewTicket {
            conversation: id,
            contact: conversation.contact,
            kind: resolution.kind,
            category: category.as_ref().map(|category| category.id),
            category_name: category.as_ref().map_or("", |category| &category.name),
            note: resolution.note.trim(),
        },
    )?;
    record(
        tx,
        &conversation,
        EventBody::ConversationResolved { ticket },
    )?;
    Ok(ticket)
}

/// Somebody answered, or took it out of the archive: work goes on where nobody had begun or all was resolved.
pub(crate) fn at_work(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    let changed = tx.execute(
        "UPDATE conversation SET work_status = 'in_progress', resolved_at = NULL \
         WHERE id = ?1 AND work_status IN ('new', 'resolved')",
        [id.0],
    )?;
    if changed > 0 {
        tx.touch(Entity::Conversation, id.0);
    }
    Ok(())
}

/// The customer wrote about a resolved matter that lies in no archive: it is new again (PO-7).
pub(crate) fn asked_again(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    set(tx, id, WorkStatus::New)?;
    Ok(())
}

fn into_work(tx: &mut Tx<'_>, id: ConversationId) -> Result<Conversation, StoreError> {
    if conversation::get(tx, id)?.folder == Folder::New {
        folder::accept(tx, id, None, None)?;
    }
    conversation::get(tx, id)
}

/// `false`: it was so already.
fn set(tx: &mut Tx<'_>, id: ConversationId, status: WorkStatus) -> Result<bool, StoreError> {
    let resolved_at = (status == WorkStatus::Resolved).then(|| tx.now().0);
    let changed = tx.execute(
        "UPDATE conversation SET work_status = ?2, resolved_at = ?3 WHERE id = ?1 AND work_status <> ?2",
        params![id.0, status.as_str(), resolved_at],
    )?;
    if changed > 0 {
        tx.touch(Entity::Conversation, id.0);
    }
    Ok(changed > 0)
}

fn record(tx: &mut Tx<'_>, conversation: &Conversation, body: EventBody) -> Result<(), StoreError> {
    tx.record(
        Some(conversation.id),
        Some(conversation.contact),
        conversation.deal,
        body,
    )?;
    Ok(())
}
