//! Cards: made, moved between stages with their history (UP-12, UP-15), given an amount.

use runnel_domain::{
    Money,
    event::EventBody,
    ids::{ContactId, ConversationId, DealId, MemberId, StageId},
    rank,
};
use rusqlite::params;

use super::{
    folder, needs,
    stages::{self, Stage},
};
use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
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
    pub stage_entered_at: runnel_domain::Timestamp,
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
         amount_minor, currency, owner_id, stage_entered_at, is_sample, created_at, updated_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?11, ?11)",
        params![
            uid.0,
            stage.pipeline.0,
            stage.id.0,
            rank,
            new.contact.0,
            conversation.map(|conversation| conversation.0),
            new.title,
            new.amount.as_ref().map(|amount| amount.amount_minor),
            new.amount.as_ref().map(|amount| amount.currency.as_str()),
            new.owner.map(|owner| owner.0),
            now,
            new.is_sample
        ],
    )?;
    let id = DealId(id);
    enter_stage(tx, id, stage)?;
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
    if expected_revision.is_some_and(|expected| expected != deal.revision) {
        return Err(StoreError::Conflict {
            entity: Entity::Deal,
            id: id.0,
        });
    }
    let to = stages::enterable(tx, to)?;
    let moved = deal.stage != to.id;
    let rank = if place == Place::Before(id) && !moved {
        deal.rank.clone()
    } else {
        rank_at(tx, to.id, place, Some(id))?
    };
    if !moved && rank == deal.rank {
        return Ok(deal.revision);
    }
    let now = tx.now().0;
    tx.execute(
        "UPDATE deal SET pipeline_id = ?2, stage_id = ?3, rank = ?4, revision = revision + 1, \
         updated_at = ?5, stage_entered_at = CASE WHEN ?6 THEN ?5 ELSE stage_entered_at END \
         WHERE id = ?1",
        params![id.0, to.pipeline.0, to.id.0, rank, now, moved],
    )?;
    touch(tx, id);
    if moved {
        let from = stages::present(tx, deal.stage)?;
        leave_stage(tx, id)?;
        enter_stage(tx, id, &to)?;
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
    let (rank, now) = (rank_at(tx, to.id, Place::End, Some(deal.id))?, tx.now().0);
    tx.execute(
        "UPDATE deal SET pipeline_id = ?2, stage_id = ?3, rank = ?4, revision = revision + 1, \
         updated_at = ?5, stage_entered_at = ?5 WHERE id = ?1",
        params![deal.id.0, to.pipeline.0, to.id.0, rank, now],
    )?;
    touch(tx, deal.id);
    leave_stage(tx, deal.id)?;
    enter_stage(tx, deal.id, to)
}

/// Sets what a card is worth (UC-14). The same amount again changes nothing (CP-13).
pub fn set_amount(tx: &mut Tx<'_>, id: DealId, amount: Option<Money>) -> Result<(), StoreError> {
    let deal = deal(tx, id)?;
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
    tx.record(
        deal.conversation,
        Some(deal.contact),
        Some(id),
        EventBody::DealValueChanged {
            deal: id,
            from: deal.amount,
            to: amount,
        },
    )?;
    Ok(())
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

fn rank_at(
    read: &Read<'_>,
    stage: StageId,
    place: Place,
    moving: Option<DealId>,
) -> Result<String, StoreError> {
    // No row has id 0, so a new card excludes nobody.
    let moving = moving.map_or(0, |deal| deal.0);
    match place {
        Place::Top => {
            let first: Option<String> = read.query_value_opt(
                "SELECT rank FROM deal WHERE stage_id = ?1 AND id <> ?2 ORDER BY rank LIMIT 1",
                params![stage.0, moving],
            )?;
            Ok(rank::between(None, first.as_deref()))
        }
        Place::End => {
            let last: Option<String> = read.query_value_opt(
                "SELECT rank FROM deal WHERE stage_id = ?1 AND id <> ?2 ORDER BY rank DESC LIMIT 1",
                params![stage.0, moving],
            )?;
            Ok(rank::between(last.as_deref(), None))
        }
        Place::Before(neighbour) => {
            let below: String = read
                .query_value_opt(
                    "SELECT rank FROM deal WHERE id = ?1 AND stage_id = ?2",
                    params![neighbour.0, stage.0],
                )?
                .ok_or(StoreError::Conflict {
                    entity: Entity::Deal,
                    id: neighbour.0,
                })?;
            let above: Option<String> = read.query_value_opt(
                "SELECT rank FROM deal WHERE stage_id = ?1 AND rank < ?2 AND id <> ?3 \
                 ORDER BY rank DESC LIMIT 1",
                params![stage.0, below, moving],
            )?;
            Ok(rank::between(above.as_deref(), Some(&below)))
        }
    }
}

fn enter_stage(tx: &mut Tx<'_>, deal: DealId, stage: &Stage) -> Result<(), StoreError> {
    let (now, cause) = (tx.now().0, tx.cause());
    tx.execute(
        "INSERT INTO deal_stage (deal_id, stage_id, stage_name, entered_at, actor, member_id, trigger_id) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            deal.0,
            stage.id.0,
            stage.name,
            now,
            cause.actor.as_str(),
            cause.member.map(|member| member.0),
            cause.trigger.map(|trigger| trigger.0)
        ],
    )?;
    Ok(())
}

fn leave_stage(tx: &mut Tx<'_>, deal: DealId) -> Result<(), StoreError> {
    let now = tx.now().0;
    tx.execute(
        "UPDATE deal_stage SET left_at = ?2 WHERE deal_id = ?1 AND left_at IS NULL",
        params![deal.0, now],
    )?;
    Ok(())
}

fn touch(tx: &mut Tx<'_>, deal: DealId) {
    tx.touch(Entity::Deal, deal.0);
    tx.touch(Entity::Counts, 0);
}
