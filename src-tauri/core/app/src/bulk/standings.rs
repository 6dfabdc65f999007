//! How everything that was chosen stands: conversations and deals looked up together, found one by one.

use std::collections::HashMap;

use runnel_domain::ids::{ConversationId, DealId, MemberId};
use runnel_store::{
    Read, StoreError,
    shop::{self, DealStanding, Standing},
};

use super::Subject;

/// Those that are still there.
pub(super) struct Standings {
    conversations: HashMap<ConversationId, Standing>,
    deals: HashMap<DealId, DealStanding>,
}

/// One of them.
pub(super) enum Stands<'s> {
    Conversation(&'s Standing),
    Deal(&'s DealStanding),
}

impl Standings {
    pub(super) fn of(
        read: &Read<'_>,
        me: MemberId,
        subjects: &[Subject],
    ) -> Result<Self, StoreError> {
        let (mut conversations, mut deals) = (Vec::new(), Vec::new());
        for subject in subjects {
            match subject {
                Subject::Conversation(id) => conversations.push(*id),
                Subject::Deal(id) => deals.push(*id),
            }
        }
        let conversations = shop::standings(read, me, &conversations)?;
        let deals = shop::deal_standings(read, &deals)?;
        Ok(Self {
            conversations: conversations.into_iter().map(|one| (one.id, one)).collect(),
            deals: deals.into_iter().map(|one| (one.id, one)).collect(),
        })
    }

    /// `None`: it is gone.
    pub(super) fn find(&self, subject: Subject) -> Option<Stands<'_>> {
        match subject {
            Subject::Conversation(id) => self.conversations.get(&id).map(Stands::Conversation),
            Subject::Deal(id) => self.deals.get(&id).map(Stands::Deal),
        }
    }
}
