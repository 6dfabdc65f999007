//! What was put back stands where it did, but its stage may lie in another group by now, or the stage was put back
//! itself and has got cards since: conversations follow the stage of their card.

use std::collections::BTreeSet;

use runnel_domain::{Folder, ids::ConversationId};

use crate::{
    error::StoreError,
    shop::{self, CARRIED},
    table::conversation,
    tx::Tx,
};

/// Brings these conversations, and those with a card in these stages, into the folder that the stage of their card says.
/// No trigger reacts to it, as to nothing that rearranges a funnel.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    conversations: &BTreeSet<i64>,
    regrouped: &BTreeSet<i64>,
) -> Result<(), StoreError> {
    let mut affected = conversations.clone();
    for stage in regrouped {
        let carried: Vec<(i64, i64)> = tx.query_all(CARRIED, [stage])?;
        affected.extend(carried.into_iter().map(|(conversation, _)| conversation));
    }
    let mut moved = false;
    for id in affected {
        moved |= follow(tx, ConversationId(id))?;
    }
    if moved {
        tx.take_events();
    }
    Ok(())
}

/// Whether anything was to be done.
fn follow(tx: &mut Tx<'_>, id: ConversationId) -> Result<bool, StoreError> {
    let Some(conversation) = conversation::find(tx, id)? else {
        return Ok(false);
    };
    let (Some(deal), Some(stage)) = (conversation.deal, conversation.stage) else {
        return Ok(false);
    };
    let stage = shop::present(tx, stage)?;
    let accepted = conversation.accepted_at.is_some();
    if conversation.folder == Folder::of(accepted, Some(stage.group)) {
        return Ok(false);
    }
    shop::stand_in(tx, &conversation, deal, &stage)?;
    Ok(true)
}
