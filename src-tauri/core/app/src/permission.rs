//! Who may do what: the one place that asks. The rules stand in [`runnel_domain::access`].
//!
//! A request comes in as [`Asked`]: who, which deed, on which things. [`App::asked`](crate::App::asked) makes every
//! read and every change of that request ask first, in its own transaction: what was allowed a moment ago does not
//! count. Lists of what may be seen are asked through [`Sight`].

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use runnel_domain::{
    Level, Role,
    access::{Answer, Rights, Thing, deeds, may},
    condition::{Clause, Condition},
    facts::Viewpoint,
    ids::{ConversationId, DealId, MemberId, PipelineId},
};
use runnel_store::{
    Read, StoreError,
    table::{access, task_list::TaskSight},
};
use runnel_views::CardSight;

pub use runnel_domain::access::Deed;
pub use runnel_store::table::access::Named;

use crate::error::AppError;

/// A request as far as permission goes.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Who acts.
    pub me: MemberId,
    /// What they want to do.
    pub deed: Deed,
    /// To what.
    pub named: Vec<Named>,
    /// It was asked at least once: tests look whether each command does.
    pub was_asked: Arc<AtomicBool>,
}

/// Lets a request pass, or refuses: [`AppError::NotAllowed`], and `NotFound` for what the member may not even see.
/// What is named and does not exist is left to the use case.
pub(crate) fn admit(read: &Read<'_>, asked: Option<&Asked>) -> Result<(), AppError> {
    let Some(Asked {
        me,
        deed,
        named,
        was_asked,
    }) = asked
    else {
        return Ok(());
    };
    was_asked.store(true, Ordering::Relaxed);
    let rights = rights(read, *me)?;
    if rights.is_everything() {
        return Ok(());
    }
    let mut answer = may(&rights, *deed, &Thing::Workspace);
    // A board that is named decides who may change it.
    if *deed == Deed::Shape && !named.is_empty() {
        answer = Answer::Yes;
    }
    for named in named {
        let Some(thing) = access::thing(read, *named)? else {
            continue;
        };
        match may(&rights, *deed, &thing) {
            Answer::Hidden => {
                let (entity, id) = named.entity();
                return Err(StoreError::NotFound { entity, id }.into());
            }
            other => answer = answer.max(other),
        }
    }
    match answer {
        Answer::Yes => Ok(()),
        Answer::No | Answer::Hidden => Err(AppError::NotAllowed),
    }
}

/// Lets pass what the member's role allows somewhere, or refuses with [`AppError::NotAllowed`].
pub fn check(read: &Read<'_>, member: MemberId, deed: Deed) -> Result<(), AppError> {
    let rights = rights(read, member)?;
    let shapes = || rights.boards.values().any(|level| *level == Level::Full);
    let allowed = match may(&rights, deed, &Thing::Workspace) {
        Answer::Yes => true,
        _ => deed == Deed::Shape && shapes(),
    };
    if allowed {
        Ok(())
    } else {
        Err(AppError::NotAllowed)
    }
}

/// Everything that is set for a member; [`AppError::NotAllowed`] for those who do not work here.
pub(crate) fn rights(read: &Read<'_>, member: MemberId) -> Result<Rights, AppError> {
    access::rights(read, member)?.ok_or(AppError::NotAllowed)
}

/// Boards that may not be seen.
fn hidden(rights: &Rights) -> Vec<PipelineId> {
    let boards = rights.boards.iter();
    boards
        .filter(|(_, level)| **level == Level::None)
        .map(|(board, _)| *board)
        .collect()
}

/// What a member sees of conversations and cards.
#[derive(Debug, Clone)]
pub(crate) struct Sight {
    rights: Rights,
    /// What holds for every conversation that is seen; `None`: all are.
    only: Option<Clause>,
}

impl Sight {
    /// Of whoever asks; of the program itself: everything.
    pub(crate) fn asked(read: &Read<'_>, asked: Option<&Asked>) -> Result<Self, AppError> {
        match asked {
            Some(asked) => Self::of(read, asked.me),
            None => Ok(Self::whole()),
        }
    }

    /// Everything.
    pub(crate) fn whole() -> Self {
        Self {
            rights: Rights {
                member: MemberId(0),
                role: Role::Owner,
                all_chats: true,
                sources: None,
                boards: BTreeMap::new(),
                entry: None,
            },
            only: None,
        }
    }

    /// Of this member, now.
    pub(crate) fn of(read: &Read<'_>, member: MemberId) -> Result<Self, AppError> {
        let rights = rights(read, member)?;
        let hidden = hidden(&rights);
        let stages = if hidden.is_empty() {
            Vec::new()
        } else {
            access::stages_of(read, &hidden)?
        };
        Ok(Self {
            only: rights.sight(stages),
            rights,
        })
    }

    /// Every conversation is seen.
    pub(crate) const fn is_whole(&self) -> bool {
        self.only.is_none()
    }

    /// What is seen, as a filter; `None`: everything is.
    pub(crate) fn filter(&self) -> Option<Condition> {
        self.and(None)
    }

    /// What is seen of what a filter finds.
    pub(crate) fn and(&self, filter: Option<Condition>) -> Option<Condition> {
        let Some(only) = self.only.clone() else {
            return filter;
        };
        let mut all = vec![only];
        match filter.map(|filter| filter.when) {
            Some(Clause::All(more)) => all.extend(more),
            Some(other) => all.push(other),
            None => {}
        }
        Some(Condition::new(Clause::All(all)))
    }

    /// What is seen of cards.
    pub(crate) fn cards(&self) -> Option<CardSight> {
        // Cards are told apart by their own board, whatever board their conversation stands on by now.
        let chats = self.rights.sight(Vec::new())?;
        Some(CardSight {
            chats: Condition::new(chats),
            owner: (!self.rights.sees_everybodys()).then_some(self.rights.member),
        })
    }

    /// What is seen of tasks.
    pub(crate) fn tasks(&self, seen_from: Viewpoint) -> Option<TaskSight> {
        Some(TaskSight {
            chats: self.filter()?,
            seen_from,
            hidden: hidden(&self.rights),
            owner: (!self.rights.sees_everybodys()).then_some(self.rights.member),
        })
    }

    /// Everything that may be done to this thing; nothing to one that does not exist.
    pub(crate) fn deeds(&self, read: &Read<'_>, named: Named) -> Result<Vec<Deed>, StoreError> {
        let thing = access::thing(read, named)?;
        Ok(thing.map_or_else(Vec::new, |thing| deeds(&self.rights, &thing)))
    }

    /// Whether this thing is seen.
    pub(crate) fn sees(&self, read: &Read<'_>, named: Named) -> Result<bool, StoreError> {
        self.may(read, Deed::See, named)
    }

    /// Whether this deed may be done to this thing; not to one that does not exist.
    pub(crate) fn may(
        &self,
        read: &Read<'_>,
        deed: Deed,
        named: Named,
    ) -> Result<bool, StoreError> {
        if self.rights.is_everything() {
            return Ok(true);
        }
        let thing = access::thing(read, named)?;
        Ok(thing.is_some_and(|thing| may(&self.rights, deed, &thing) == Answer::Yes))
    }

    /// Whether this conversation is seen.
    pub(crate) fn chat(&self, read: &Read<'_>, id: ConversationId) -> Result<bool, StoreError> {
        self.sees(read, Named::Conversation(id))
    }

    /// Whether this card is seen.
    pub(crate) fn card(&self, read: &Read<'_>, id: DealId) -> Result<bool, StoreError> {
        self.sees(read, Named::Deal(id))
    }

    /// The level on a board.
    pub(crate) fn board(&self, board: PipelineId) -> Level {
        self.rights.board(board)
    }

    /// What the rights say that this was made from.
    pub(crate) const fn rights(&self) -> &Rights {
        &self.rights
    }
}
