//! A conversation's way through New, Accepted and Archive (PRODUCT.md, folder table under UC).

use runnel_domain::{
    Folder, Money, Priority, StageGroup, Timestamp, WorkStatus,
    event::EventBody,
    ids::{ConversationId, DealId, MemberId, StageId},
};
use rusqlite::params;

use super::{
    deal::{self, Deal, NewDeal, Place},
    deal_edit, needs, snooze,
    stages::{self, Stage},
    status,
};
use crate::{
    Entity, StoreError, Tx,
    table::{
        access, addressee,
        conversation::{self, Conversation, NewConversation},
    },
};

/// Begins a thread, in New (UC-2). `new_contact`: the customer was not known on any source.
pub fn begin(
    tx: &mut Tx<'_>,
    new: &NewConversation<'_>,
    new_contact: bool,
) -> Result<ConversationId, StoreError> {
    let id = conversation::insert(tx, new)?;
    tx.record(
        Some(id),
        Some(new.contact),
        None,
        EventBody::ConversationStarted { new_contact },
    )?;
    Ok(id)
}

/// Begins a thread in which we write first (UC-6). Nobody asked anything: no trigger that waits for a new
/// conversation answers it.
pub fn begin_by_us(
    tx: &mut Tx<'_>,
    new: &NewConversation<'_>,
) -> Result<ConversationId, StoreError> {
    let id = conversation::insert(tx, new)?;
    addressee::set_opened(tx, id, new.at)?;
    Ok(id)
}

/// Takes a conversation into work (UC-3, UC-20): in `stage`, or its present active one, or the first active one.
/// Whoever accepts becomes responsible where nobody is. Accepting again changes nothing but the stage asked for.
///
/// An archived `stage` archives instead: dropping a New card there means that.
pub fn accept(
    tx: &mut Tx<'_>,
    id: ConversationId,
    stage: Option<StageId>,
    responsible: Option<MemberId>,
) -> Result<DealId, StoreError> {
    snooze::dealt_with(tx, id)?;
    let conversation = conversation::get(tx, id)?;
    let stage = match (stage, conversation.stage) {
        (Some(stage), _) => stages::enterable(tx, stage)?,
        (None, Some(stage)) => match stages::present(tx, stage)? {
            stage if !stage.group.is_archived() => stage,
            _ => stages::first(tx, StageGroup::Active)?,
        },
        (None, None) => stages::first(tx, StageGroup::Active)?,
    };
    if stage.group.is_archived() {
        return archive(tx, id, Some(stage.id));
    }
    let deal = match conversation.deal {
        Some(deal) if conversation.stage == Some(stage.id) => deal,
        // Moving into an active stage accepts, see `after_move`.
        Some(deal) => {
            deal::shift(tx, deal, stage.id, Place::Top, None)?;
            deal
        }
        None => give_deal(tx, &conversation, &stage)?,
    };
    mark_accepted(tx, id)?;
    if conversation.responsible.is_none()
        && let Some(member) = responsible.or(tx.cause().member)
    {
        set_responsible(tx, id, Some(member))?;
    } else if responsible.is_some() {
        set_responsible(tx, id, responsible)?;
    }
    if conversation.stage != Some(stage.id) {
        needs::check(tx, deal, &stage)?;
    }
    Ok(deal)
}

/// Puts a conversation away (UC-4): into `stage`, or the first one of "Not a lead". From New it makes the deal that
/// stands there.
///
/// # Errors
/// `Invalid` with code `stage_not_archived` where `stage` is an active one.
pub fn archive(
    tx: &mut Tx<'_>,
    id: ConversationId,
    stage: Option<StageId>,
) -> Result<DealId, StoreError> {
    let conversation = conversation::get(tx, id)?;
    let stage = match stage {
        Some(stage) => stages::enterable(tx, stage)?,
        None => stages::first(tx, StageGroup::NotALead)?,
    };
    if !stage.group.is_archived() {
        return Err(StoreError::invalid("stage_not_archived"));
    }
    snooze::dealt_with(tx, id)?;
    if let Some(deal) = conversation.deal {
        if conversation.stage != Some(stage.id) {
            deal::move_deal_to(tx, deal, stage.id, Place::Top, None)?;
        }
        return Ok(deal);
    }
    let deal = give_deal(tx, &conversation, &stage)?;
    archived(tx, &conversation, deal, stage.id)?;
    needs::check(tx, deal, &stage)?;
    Ok(deal)
}

/// The customer wrote into the archive: a new cycle begins in New, the old deal keeps its result (UC-2).
pub fn reopen(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    let conversation = conversation::get(tx, id)?;
    if conversation.folder != Folder::Archive {
        return Ok(());
    }
    let ended_at = match conversation.deal {
        Some(deal) => deal::deal(tx, deal)?.stage_entered_at,
        None => tx.now(),
    };
    let ended_in = match conversation.stage {
        Some(stage) => stages::present(tx, stage)?.name,
        None => String::new(),
    };
    tx.execute(
        "UPDATE conversation SET cycle = cycle + 1, accepted_at = NULL, folder = ?2, \
         work_status = ?3, resolved_at = NULL, deal_id = NULL, stage_id = NULL, amount_minor = NULL, currency = NULL, \
          archived_from = ?4, archived_at = ?5 WHERE id = ?1",
        params![
            id.0,
            Folder::of(false, None).as_str(),
            WorkStatus::New.as_str(),
            ended_in,
            ended_at.0
        ],
    )?;
    touch(tx, id);
    tx.record(
        Some(id),
        Some(conversation.contact),
        conversation.deal,
        EventBody::ConversationReopened {
            archived_in: conversation.stage,
        },
    )?;
    Ok(())
}

/// Puts somebody in charge (UC-16), or nobody; the deal's owner follows.
///
/// # Errors
/// `Invalid` with code `responsible_cannot_see` for somebody who may not see it (UC-28).
pub fn set_responsible(
    tx: &mut Tx<'_>,
    id: ConversationId,
    responsible: Option<MemberId>,
) -> Result<(), StoreError> {
    let conversation = conversation::get(tx, id)?;
    if conversation.responsible == responsible {
        return Ok(());
    }
    if let Some(member) = responsible
        && !access::could_have(tx, member, id)?
    {
        return Err(StoreError::invalid("responsible_cannot_see"));
    }
    tx.execute(
        "UPDATE conversation SET responsible_id = ?2 WHERE id = ?1",
        params![id.0, responsible.map(|member| member.0)],
    )?;
    tx.touch(Entity::Conversation, id.0);
    if let Some(deal) = conversation.deal {
        deal_edit::set_owner(tx, deal, responsible)?;
    }
    tx.record(
        Some(id),
        Some(conversation.contact),
        conversation.deal,
        EventBody::ResponsibleChanged {
            from: conversation.responsible,
            to: responsible,
        },
    )?;
    Ok(())
}

/// Puts somebody in charge of a card: through its conversation while that is about this card, otherwise alone.
///
/// # Errors
/// As [`set_responsible`].
pub fn hand_over_card(
    tx: &mut Tx<'_>,
    card: DealId,
    id: Option<ConversationId>,
    to: MemberId,
) -> Result<(), StoreError> {
    match id {
        Some(id) if conversation::get(tx, id)?.deal == Some(card) => {
            set_responsible(tx, id, Some(to))
        }
        _ => deal_edit::set_owner(tx, card, Some(to)),
    }
}

/// Sets the price of a conversation (UC-14), which is the amount of its deal.
///
/// # Errors
/// `Invalid` with code `conversation_without_deal` while it is in New.
pub fn set_conversation_amount(
    tx: &mut Tx<'_>,
    id: ConversationId,
    amount: Option<Money>,
) -> Result<(), StoreError> {
    match conversation::get(tx, id)?.deal {
        Some(deal) => deal_edit::set_amount(tx, deal, amount),
        None => Err(StoreError::invalid("conversation_without_deal")),
    }
}

/// A card was moved: the conversation whose cycle it carries follows. Earlier cycles' cards move on their own. On another
/// board than the default one it is no longer the conversation's card; back there it is again.
pub(crate) fn after_move(
    tx: &mut Tx<'_>,
    id: ConversationId,
    deal: &Deal,
    from: &Stage,
    to: &Stage,
) -> Result<(), StoreError> {
    let conversation = conversation::get(tx, id)?;
    let transferred = from.pipeline != to.pipeline;
    match conversation.deal {
        Some(own) if own == deal.id => {
            snooze::dealt_with(tx, id)?;
            if transferred && !stages::is_default(tx, to.pipeline)? {
                return leave_board(tx, &conversation);
            }
            come_into(tx, &conversation, deal.id, to)
        }
        Some(other) if transferred && stages::is_default(tx, to.pipeline)? => {
            let there = stages::present(tx, deal::deal(tx, other)?.stage)?;
            if there.group.is_archived() || to.group.is_archived() {
                return Ok(());
            }
            Err(StoreError::invalid("conversation_has_deal"))
        }
        None if transferred
            && conversation.accepted_at.is_some()
            && stages::is_default(tx, to.pipeline)? =>
        {
            tx.execute(
                "UPDATE conversation SET deal_id = ?2, amount_minor = ?3, currency = ?4 WHERE id = ?1",
                params![
                    id.0,
                    deal.id.0,
                    deal.amount.as_ref().map(|amount| amount.amount_minor),
                    deal.amount.as_ref().map(|amount| amount.currency.as_str())
                ],
            )?;
            come_into(tx, &conversation, deal.id, to)
        }
        _ => Ok(()),
    }
}

/// Somebody put a conversation's card into a stage.
fn come_into(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    deal: DealId,
    to: &Stage,
) -> Result<(), StoreError> {
    stand_in(tx, conversation, deal, to)?;
    if !to.group.is_archived()
        && conversation.accepted_at.is_none()
        && conversation.responsible.is_none()
        && let Some(member) = tx.cause().member
    {
        set_responsible(tx, conversation.id, Some(member))?;
    }
    Ok(())
}

/// The stage of a conversation's card is another one, or lies in another group by now.
pub(crate) fn stand_in(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    deal: DealId,
    to: &Stage,
) -> Result<(), StoreError> {
    let id = conversation.id;
    follow_stage(tx, id, conversation.accepted_at, to)?;
    if to.group.is_archived() {
        if conversation.folder != Folder::Archive {
            archived(tx, conversation, deal, to.id)?;
        }
        return Ok(());
    }
    mark_accepted(tx, id)?;
    if conversation.folder == Folder::Archive {
        status::at_work(tx, id)?;
    }
    Ok(())
}

/// Its card goes on elsewhere: the conversation stays in work, without a stage.
fn leave_board(tx: &mut Tx<'_>, conversation: &Conversation) -> Result<(), StoreError> {
    let id = conversation.id;
    mark_accepted(tx, id)?;
    tx.execute(
        "UPDATE conversation SET deal_id = NULL, stage_id = NULL, amount_minor = NULL, currency = NULL, \
         folder = ?2 WHERE id = ?1",
        params![id.0, Folder::of(true, None).as_str()],
    )?;
    touch(tx, id);
    if conversation.folder == Folder::Archive {
        status::at_work(tx, id)?;
    }
    Ok(())
}

/// Makes the deal of this cycle and copies it into the conversation.
fn give_deal(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    stage: &Stage,
) -> Result<DealId, StoreError> {
    let deal = deal::insert(
        tx,
        &NewDeal {
            contact: conversation.contact,
            stage: stage.id,
            title: "",
            description: "",
            priority: Priority::Normal,
            due_at: None,
            amount: None,
            owner: conversation.responsible,
            is_sample: conversation.is_sample,
        },
        Some(conversation.id),
        stage,
        Place::Top,
    )?;
    tx.execute(
        "UPDATE conversation SET deal_id = ?2 WHERE id = ?1",
        params![conversation.id.0, deal.0],
    )?;
    follow_stage(tx, conversation.id, conversation.accepted_at, stage)?;
    Ok(deal)
}

fn follow_stage(
    tx: &mut Tx<'_>,
    id: ConversationId,
    accepted_at: Option<Timestamp>,
    stage: &Stage,
) -> Result<(), StoreError> {
    let folder = Folder::of(accepted_at.is_some(), Some(stage.group));
    tx.execute(
        "UPDATE conversation SET stage_id = ?2, folder = ?3 WHERE id = ?1",
        params![id.0, stage.id.0, folder.as_str()],
    )?;
    touch(tx, id);
    Ok(())
}

/// Notes the acceptance of this cycle, once.
fn mark_accepted(tx: &mut Tx<'_>, id: ConversationId) -> Result<(), StoreError> {
    let now = tx.now();
    let changed = tx.execute(
        "UPDATE conversation SET accepted_at = ?2, folder = ?3, work_status = \
         CASE work_status WHEN 'new' THEN 'in_progress' ELSE work_status END \
         WHERE id = ?1 AND accepted_at IS NULL",
        params![
            id.0,
            now.0,
            Folder::of(true, Some(StageGroup::Active)).as_str()
        ],
    )?;
    if changed > 0 {
        let conversation = conversation::get(tx, id)?;
        touch(tx, id);
        tx.record(
            Some(id),
            Some(conversation.contact),
            conversation.deal,
            EventBody::ConversationAccepted,
        )?;
    }
    Ok(())
}

fn archived(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    deal: DealId,
    stage: StageId,
) -> Result<(), StoreError> {
    tx.record(
        Some(conversation.id),
        Some(conversation.contact),
        Some(deal),
        EventBody::ConversationArchived { stage },
    )?;
    Ok(())
}

fn touch(tx: &mut Tx<'_>, id: ConversationId) {
    tx.touch(Entity::Conversation, id.0);
    tx.touch(Entity::Counts, 0);
}
