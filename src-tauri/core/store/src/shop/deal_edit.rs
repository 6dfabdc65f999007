//! What stands on a card changes, one thing at a time, and cards are thrown away (CP-8).

use runnel_domain::{
    Folder, Money, Priority, Timestamp, WorkStatus,
    event::EventBody,
    ids::{ConversationId, DealId, MemberId},
};
use rusqlite::params;

use super::{
    deal::{self, Deal, seen_as, touch},
    folder,
};
use crate::{
    Entity, StoreError, Tx,
    table::{conversation, deal_card},
};

/// One thing that stands on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DealChange {
    /// What it is called; empty: the contact's name is shown.
    Title(String),
    /// Free text.
    Description(String),
    /// How urgent.
    Priority(Priority),
    /// What it is worth.
    Amount(Option<Money>),
    /// Who is in charge; of a conversation's present card the conversation follows.
    Owner(Option<MemberId>),
    /// Close by.
    DueAt(Option<Timestamp>),
    /// Why it was won or lost.
    CloseReason(String),
}

/// Changes one thing on a card. The same again changes nothing and tells nobody (CP-13).
///
/// # Errors
/// `Conflict` where the card is no longer at `revision`.
pub fn change_deal(
    tx: &mut Tx<'_>,
    id: DealId,
    change: DealChange,
    revision: Option<i64>,
) -> Result<(), StoreError> {
    let deal = deal::deal(tx, id)?;
    seen_as(&deal, revision)?;
    let card = deal_card::get(tx, id)?;
    match change {
        DealChange::Title(title) if title != card.title => write(
            tx,
            id,
            "UPDATE deal SET title = ?2, revision = revision + 1, updated_at = ?3 WHERE id = ?1",
            title,
        ),
        DealChange::Description(text) if text != card.description => write(
            tx,
            id,
            "UPDATE deal SET description = ?2, revision = revision + 1, updated_at = ?3 WHERE id = ?1",
            text,
        ),
        DealChange::Priority(priority) if priority != card.priority => write(
            tx,
            id,
            "UPDATE deal SET priority = ?2, revision = revision + 1, updated_at = ?3 WHERE id = ?1",
            priority.as_str(),
        ),
        DealChange::DueAt(due_at) if due_at != card.due_at => {
            write(
                tx,
                id,
                "UPDATE deal SET due_at = ?2, revision = revision + 1, updated_at = ?3 WHERE id = ?1",
                due_at.map(|at| at.0),
            )?;
            let body = EventBody::DealDueChanged {
                deal: id,
                from: card.due_at.map(|at| at.0),
                to: due_at.map(|at| at.0),
            };
            record(tx, &deal, body)
        }
        DealChange::CloseReason(reason) if reason != card.close_reason => {
            write(
                tx,
                id,
                "UPDATE deal SET close_reason = ?2, revision = revision + 1, updated_at = ?3 WHERE id = ?1",
                reason.as_str(),
            )?;
            record(tx, &deal, EventBody::DealReasonGiven { deal: id, reason })
        }
        DealChange::Amount(amount) => set_amount(tx, id, amount),
        DealChange::Owner(owner) => change_owner(tx, &deal, owner),
        DealChange::Title(_)
        | DealChange::Description(_)
        | DealChange::Priority(_)
        | DealChange::DueAt(_)
        | DealChange::CloseReason(_) => Ok(()),
    }
}

/// Sets what a card is worth (UC-14). The same amount again changes nothing (CP-13).
pub fn set_amount(tx: &mut Tx<'_>, id: DealId, amount: Option<Money>) -> Result<(), StoreError> {
    let deal = deal::deal(tx, id)?;
    if deal.amount == amount {
        return Ok(());
    }
    let now = tx.now().0;
    let minor = amount.as_ref().map(|amount| amount.amount_minor);
    let currency = amount.as_ref().map(|amount| amount.currency.as_str());
    tx.execute(
        "UPDATE deal SET amount_minor = ?2, currency = ?3, revision = revision + 1, updated_at = ?4 \
         WHERE id = ?1",
        params![id.0, minor, currency, now],
    )?;
    touch(tx, id);
    if let Some(conversation) = deal.conversation {
        let changed = tx.execute(
            "UPDATE conversation SET amount_minor = ?3, currency = ?4 WHERE id = ?1 AND deal_id = ?2",
            params![conversation.0, id.0, minor, currency],
        )?;
        if changed > 0 {
            tx.touch(Entity::Conversation, conversation.0);
        }
    }
    let body = EventBody::DealValueChanged {
        deal: id,
        from: deal.amount.clone(),
        to: amount,
    };
    record(tx, &deal, body)
}

/// The card follows whoever is in charge of its conversation.
pub(crate) fn set_owner(
    tx: &mut Tx<'_>,
    deal: DealId,
    owner: Option<MemberId>,
) -> Result<(), StoreError> {
    let now = tx.now().0;
    let changed = tx.execute(
        "UPDATE deal SET owner_id = ?2, revision = revision + 1, updated_at = ?3 \
         WHERE id = ?1 AND owner_id IS NOT ?2",
        params![deal.0, owner.map(|owner| owner.0), now],
    )?;
    if changed > 0 {
        tx.touch(Entity::Deal, deal.0);
    }
    Ok(())
}

fn change_owner(tx: &mut Tx<'_>, deal: &Deal, owner: Option<MemberId>) -> Result<(), StoreError> {
    if deal.owner == owner {
        return Ok(());
    }
    if let Some(id) = carried(tx, deal)? {
        // A card can have got an owner of its own before it became its conversation's.
        folder::set_responsible(tx, id, owner)?;
        return set_owner(tx, deal.id, owner);
    }
    set_owner(tx, deal.id, owner)?;
    let body = EventBody::ResponsibleChanged {
        from: deal.owner,
        to: owner,
    };
    // The conversation has somebody of its own in charge: this is told of the card alone.
    tx.record(None, Some(deal.contact), Some(deal.id), body)?;
    Ok(())
}

/// Throws a card away with its history, comments and fields; its tasks and its contact stay. A conversation whose
/// present card it was goes back to New.
pub fn delete_deal(tx: &mut Tx<'_>, id: DealId) -> Result<(), StoreError> {
    let deal = deal::deal(tx, id)?;
    let title = deal_card::get(tx, id)?.title;
    record(tx, &deal, EventBody::DealDeleted { deal: id, title })?;
    if let Some(conversation) = carried(tx, &deal)? {
        begin_again(tx, conversation)?;
    }
    for task in tx.query_values::<i64>("SELECT id FROM task WHERE deal_id = ?1", [id.0])? {
        tx.execute("UPDATE task SET deal_id = NULL WHERE id = ?1", [task])?;
        tx.touch(Entity::Task, task);
    }
    for step in [
        "DELETE FROM deal_stage WHERE deal_id = ?1",
        "DELETE FROM deal_comment WHERE deal_id = ?1",
        "DELETE FROM deal_file WHERE deal_id = ?1",
        "DELETE FROM field_value WHERE owner_id = ?1 AND field_id IN (SELECT id FROM field WHERE owner = 'deal')",
        "DELETE FROM deal WHERE id = ?1",
    ] {
        tx.execute(step, [id.0])?;
    }
    touch(tx, id);
    Ok(())
}

/// The conversation whose present card this is.
fn carried(tx: &Tx<'_>, deal: &Deal) -> Result<Option<ConversationId>, StoreError> {
    let Some(id) = deal.conversation else {
        return Ok(None);
    };
    let present = conversation::get(tx, id)?.deal == Some(deal.id);
    Ok(present.then_some(id))
}

fn begin_again(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE conversation SET accepted_at = NULL, folder = ?2, work_status = ?3, resolved_at = NULL, \
         deal_id = NULL, stage_id = NULL, amount_minor = NULL, currency = NULL WHERE id = ?1",
        params![
            id.0,
            Folder::of(false, None).as_str(),
            WorkStatus::New.as_str()
        ],
    )?;
    tx.touch(Entity::Conversation, id.0);
    Ok(())
}

fn write(
    tx: &mut Tx<'_>,
    deal: DealId,
    sql: &str,
    value: impl rusqlite::ToSql,
) -> Result<(), StoreError> {
    let now = tx.now().0;
    tx.execute(sql, params![deal.0, value, now])?;
    touch(tx, deal);
    Ok(())
}

fn record(tx: &mut Tx<'_>, deal: &Deal, body: EventBody) -> Result<(), StoreError> {
    tx.record(deal.conversation, Some(deal.contact), Some(deal.id), body)?;
    Ok(())
}
