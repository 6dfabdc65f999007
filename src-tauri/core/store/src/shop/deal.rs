//! Cards: made, and moved between stages with their history (UP-12, UP-15).

use runnel_domain::{
    Money, Priority, StageGroup, Timestamp,
    event::EventBody,
    ids::{ContactId, ConversationId, DealId, MemberId, StageId},
};
use rusqlite::params;

use super::{
    deal_rank::rank_at,
    folder, needs,
    stages::{self, Stage},
};
use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
    table::conversation,
};

/// A card, as far as the shop's rules need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deal {
    /// Row id.
    pub id: DealId,
    /// In which column.
    pub stage: StageId,
    /// Order within the column.
    pub rank: String,
    /// With whom.
    pub contact: ContactId,
    /// Whose cycle it carries.
    pub conversation: Option<ConversationId>,
    /// What it is worth.
    pub amount: Option<Money>,
    /// In charge.
    pub owner: Option<MemberId>,
    /// Since when in this column.
    pub stage_entered_at: Timestamp,
    /// Goes up with each change.
    pub revision: i64,
}

impl FromRow for Deal {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let amount: Option<i64> = row.get("amount_minor")?;
        let currency: Option<String> = row.get("currency")?;
        Ok(Self {
            id: row.get("id")?,
            stage: row.get("stage_id")?,
            rank: row.get("rank")?,
            contact: row.get("contact_id")?,
            conversation: row.get("conversation_id")?,
            amount: amount.zip(currency).map(|(amount_minor, currency)| Money {
                amount_minor,
                currency,
            }),
            owner: row.get("owner_id")?,
            stage_entered_at: row.get("stage_entered_at")?,
            revision: row.get("revision")?,
        })
    }
}

/// One card; `NotFound` where there is none.
pub fn deal(read: &Read<'_>, deal: DealId) -> Result<Deal, StoreError> {
    read.query_opt(
        "SELECT id, stage_id, rank, contact_id, conversation_id, amount_minor, currency, owner_id, \
         stage_entered_at, revision FROM deal WHERE id = ?1",
        [deal.0],
    )?
    .ok_or(StoreError::NotFound {
        entity: Entity::Deal,
        id: deal.0,
    })
}

/// A card to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDeal<'a> {
    /// With whom.
    pub contact: ContactId,
    /// In which column; decides the board.
    pub stage: StageId,
    /// Empty: the contact's name is shown.
    pub title: &'a str,
    /// Free text.
    pub description: &'a str,
    /// How urgent.
    pub priority: Priority,
    /// Close by.
    pub due_at: Option<Timestamp>,
    /// What it is worth.
    pub amount: Option<Money>,
    /// In charge.
    pub owner: Option<MemberId>,
    /// Made by the sample-data generator.
    pub is_sample: bool,
}

/// Where in a column a card goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// First, where people look.
    Top,
    /// Above another card of the column.
    Before(DealId),
    /// Last.
    End,
}

/// Makes a card by hand at the top of its column (CP-6); it belongs to no conversation. Whoever has filled it asks
/// [`super::check_needs`] whether it may stand there.
pub fn create_deal(tx: &mut Tx<'_>, new: &NewDeal<'_>) -> Result<DealId, StoreError> {
    let stage = stages::enterable(tx, new.stage)?;
    insert(tx, new, None, &stage, Place::Top)
}

/// Writes a card and its first stay down.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    new: &NewDeal<'_>,
    conversation: Option<ConversationId>,
    stage: &Stage,
    place: Place,
) -> Result<DealId, StoreError> {
    let rank = rank_at(tx, stage.id, place, None)?;
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let id = tx.insert(
        "INSERT INTO deal (uid, pipeline_id, stage_id, rank, contact_id, conversation_id, title, \
         description, priority, due_at, amount_minor, currency, owner_id, stage_entered_at, \
         is_sample, created_at, updated_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?14, ?14)",
        params![
            uid.0,
            stage.pipeline.0,
            stage.id.0,
            rank,
            new.contact.0,
            conversation.map(|conversation| conversation.0),
            new.title,
            new.description,
            new.priority.as_str(),
            new.due_at.map(|at| at.0),
            new.amount.as_ref().map(|amount| amount.amount_minor),
            new.amount.as_ref().map(|amount| amount.currency.as_str()),
            new.owner.map(|owner| owner.0),
            now,
            new.is_sample
        ],
    )?;
    let id = DealId(id);
    enter_stage(tx, id, stage, tx.now())?;
    touch(tx, id);
    tx.record(
        conversation,
        Some(new.contact),
        Some(id),
        EventBody::DealCreated {
            deal: id,
            stage: stage.id,
        },
    )?;
    Ok(id)
}

/// Puts a card into a column above `before`, or last; a column of another board takes it over there with its history
/// (CP-15). Returns its new revision.
///
/// # Errors
/// `Conflict` where the card is no longer at `expected_revision`, or `before` is no longer in that column. `Invalid` with
/// `stage_requires` where it lacks what the stage asks for, or `conversation_has_deal` where it would be the second open
/// card of its conversation on the default board.
pub fn move_deal(
    tx: &mut Tx<'_>,
    deal: DealId,
    to: StageId,
    before: Option<DealId>,
    expected_revision: Option<i64>,
) -> Result<i64, StoreError> {
    let place = before.map_or(Place::End, Place::Before);
    move_deal_to(tx, deal, to, place, expected_revision)
}

/// [`move_deal`] with the choice of the column's top.
pub fn move_deal_to(
    tx: &mut Tx<'_>,
    id: DealId,
    to: StageId,
    place: Place,
    expected_revision: Option<i64>,
) -> Result<i64, StoreError> {
    let before = deal(tx, id)?.stage;
    let revision = shift(tx, id, to, place, expected_revision)?;
    if before != to {
        // Afterwards: whoever moves it may become its owner by that.
        needs::check(tx, id, &stages::present(tx, to)?)?;
    }
    Ok(revision)
}

/// [`move_deal_to`] without asking what the stage needs: for a caller who asks when all is done.
pub(crate) fn shift(
    tx: &mut Tx<'_>,
    id: DealId,
    to: StageId,
    place: Place,
    expected_revision: Option<i64>,
) -> Result<i64, StoreError> {
    let deal = deal(tx, id)?;
    seen_as(&deal, expected_revision)?;
    let to = stages::enterable(tx, to)?;
    let moved = deal.stage != to.id;
    if moved {
        take_up(tx, &deal, &to)?;
    }
    let rank = if place == Place::Before(id) && !moved {
        deal.rank.clone()
    } else {
        rank_at(tx, to.id, place, Some(id))?
    };
    if !moved && rank == deal.rank {
        return Ok(deal.revision);
    }
    let now = tx.now();
    // Stays follow each other without a gap, also where the clock was set back between them.
    let entered = if moved {
        now.max(deal.stage_entered_at)
    } else {
        deal.stage_entered_at
    };
    tx.execute(
        "UPDATE deal SET pipeline_id = ?2, stage_id = ?3, rank = ?4, revision = revision + 1, \
         updated_at = ?5, stage_entered_at = ?6 WHERE id = ?1",
        params![id.0, to.pipeline.0, to.id.0, rank, now.0, entered.0],
    )?;
    touch(tx, id);
    if moved {
        let from = stages::present(tx, deal.stage)?;
        leave_stage(tx, id, entered)?;
        enter_stage(tx, id, &to, entered)?;
        tx.record(
            deal.conversation,
            Some(deal.contact),
            Some(id),
            EventBody::DealMoved {
                deal: id,
                from: deal.stage,
                to: to.id,
            },
        )?;
        if let Some(conversation) = deal.conversation {
            folder::after_move(tx, conversation, &deal, &from, &to)?;
        }
    }
    Ok(deal.revision + 1)
}

/// Puts a card at the end of another column with its history, and does nothing else: its column goes away.
pub(crate) fn put_into(tx: &mut Tx<'_>, deal: &Deal, to: &Stage) -> Result<(), StoreError> {
    let (rank, now) = (rank_at(tx, to.id, Place::End, Some(deal.id))?, tx.now());
    let entered = now.max(deal.stage_entered_at);
    tx.execute(
        "UPDATE deal SET pipeline_id = ?2, stage_id = ?3, rank = ?4, revision = revision + 1, \
         updated_at = ?5, stage_entered_at = ?6 WHERE id = ?1",
        params![deal.id.0, to.pipeline.0, to.id.0, rank, now.0, entered.0],
    )?;
    touch(tx, deal.id);
    leave_stage(tx, deal.id, entered)?;
    enter_stage(tx, deal.id, to, entered)
}

/// `Conflict` where somebody changed the card since it was seen at `revision`.
pub(super) fn seen_as(deal: &Deal, revision: Option<i64>) -> Result<(), StoreError> {
    if revision.is_some_and(|seen| seen != deal.revision) {
        return Err(StoreError::Conflict {
            entity: Entity::Deal,
            id: deal.id.0,
        });
    }
    Ok(())
}

/// A card of an earlier cycle that becomes open again becomes its conversation's present one, where that has none
/// that is open: there is at most one.
fn take_up(tx: &mut Tx<'_>, deal: &Deal, to: &Stage) -> Result<(), StoreError> {
    // A card that comes from another board is looked at by `folder::after_move`.
    let opens = to.group == StageGroup::Active
        && stages::present(tx, deal.stage)?.pipeline == to.pipeline
        && stages::is_default(tx, to.pipeline)?;
    let Some(id) = deal.conversation.filter(|_| opens) else {
        return Ok(());
    };
    let conversation = conversation::get(tx, id)?;
    if conversation.deal == Some(deal.id) {
        return Ok(());
    }
    if let Some(stage) = conversation.stage
        && stages::present(tx, stage)?.group == StageGroup::Active
    {
        return Err(StoreError::invalid("conversation_has_deal"));
    }
    tx.execute(
        "UPDATE conversation SET deal_id = ?2, amount_minor = ?3, currency = ?4 WHERE id = ?1",
        params![
            id.0,
            deal.id.0,
            deal.amount.as_ref().map(|amount| amount.amount_minor),
            deal.amount.as_ref().map(|amount| amount.currency.as_str())
        ],
    )?;
    tx.touch(Entity::Conversation, id.0);
    Ok(())
}

fn enter_stage(
    tx: &mut Tx<'_>,
    deal: DealId,
    stage: &Stage,
    at: Timestamp,
) -> Result<(), StoreError> {
    let cause = tx.cause();
    tx.execute(
        "INSERT INTO deal_stage (deal_id, stage_id, stage_name, entered_at, actor, member_id, trigger_id) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            deal.0,
            stage.id.0,
            stage.name,
            at.0,
            cause.actor.as_str(),
            cause.member.map(|member| member.0),
            cause.trigger.map(|trigger| trigger.0)
        ],
    )?;
    Ok(())
}

fn leave_stage(tx: &mut Tx<'_>, deal: DealId, at: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE deal_stage SET left_at = ?2 WHERE deal_id = ?1 AND left_at IS NULL",
        params![deal.0, at.0],
    )?;
    Ok(())
}

pub(super) fn touch(tx: &mut Tx<'_>, deal: DealId) {
    tx.touch(Entity::Deal, deal.0);
    tx.touch(Entity::Counts, 0);
}
