//! Saying who may see and do what: roles, accounts, levels per board (CP-3, UC-28).

use std::collections::BTreeSet;

use runnel_domain::{
    Level, Role,
    ids::{MemberId, PipelineId, SourceId},
};
use runnel_store::{
    Read, Tx, shop,
    table::{
        access,
        member::{self, Member},
        pipeline::{self, Pipeline},
        source,
    },
};
use serde_json::json;

pub use runnel_store::table::access::Scope;

use crate::{
    app::{App, Changed},
    conversation::active,
    error::AppError,
    label::label,
    permission::{self, Deed},
};

/// Everybody's rights as they are set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessView {
    /// Who works here, in the order in which they came.
    pub members: Vec<MemberAccess>,
    /// Boards in use, each with what it grants those for whom nothing is set.
    pub boards: Vec<(Pipeline, Level)>,
}

/// What is set for one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberAccess {
    /// Who.
    pub member: Member,
    /// Role, whose chats, which accounts.
    pub scope: Scope,
    /// Levels set for them alone.
    pub levels: Vec<(PipelineId, Level)>,
}

/// What a board shall grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// Which board.
    pub board: PipelineId,
    /// To whom; `None`: to all for whom nothing is set.
    pub member: Option<MemberId>,
    /// What; `None`: what it grants the others. The others always have a level of their own.
    pub level: Option<Level>,
    /// Who takes the open cards of whoever loses the board; `None`: it is refused where there are any.
    pub reassign_to: Option<MemberId>,
}

impl App {
    /// Everybody's rights.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn member_list(&self) -> Result<AccessView, AppError> {
        self.read(|read| {
            let levels = access::levels(read)?;
            let others = access::others(read)?;
            let mut members = Vec::new();
            for member in member::list(read)? {
                let own = levels.iter().filter(|(_, of, _)| *of == member.id);
                members.push(MemberAccess {
                    scope: access::scope(read, member.id)?,
                    levels: own.map(|(board, _, level)| (*board, *level)).collect(),
                    member,
                });
            }
            let boards = pipeline::list(read)?.into_iter().map(|board| {
                let level = others.get(&board.id).copied().unwrap_or(Level::Edit);
                (board, level)
            });
            Ok(AccessView {
                members,
                boards: boards.collect(),
            })
        })
        .await
    }

    /// Sets a member's role, whose chats they see and which accounts.
    ///
    /// # Errors
    /// `Invalid` with code `owner_stays` where nobody would own the workspace any more, `source_gone`, `member_gone`,
    /// or `cards_owned` (`count`, `member`) where they would lose sight of open cards that are theirs;
    /// [`AppError::NotAllowed`] where an administrator would make or change an owner.
    pub async fn member_update(
        &self,
        me: MemberId,
        who: MemberId,
        scope: Scope,
    ) -> Result<Changed, AppError> {
        let name = self.read(move |read| active(read, who)).await?;
        let undo = label("member_update", json!({ "name": name }));
        self.act(me, Deed::Arrange, undo, move |tx| {
            let before = member::get(tx, who)?.role;
            let touches_owner = Role::Owner == before || Role::Owner == scope.role;
            if touches_owner && before != scope.role {
                if permission::rights(tx, me)?.role != Role::Owner {
                    return Err(AppError::NotAllowed);
                }
                let owners = member::list(tx)?.into_iter();
                if before == Role::Owner
                    && owners.filter(|one| one.role == Role::Owner).count() == 1
                {
                    return Err(AppError::field("owner_stays", "role"));
                }
            }
            let known: BTreeSet<SourceId> =
                source::list(tx)?.into_iter().map(|one| one.id).collect();
            if scope
                .sources
                .as_ref()
                .is_some_and(|wanted| !wanted.is_subset(&known))
            {
                return Err(AppError::field("source_gone", "source_ids"));
            }
            access::set_scope(tx, who, &scope)?;
            for board in pipeline::list(tx)? {
                hand_over(tx, who, board.id, None)?;
            }
            Ok(())
        })
        .await
    }

    /// Sets what a board grants (CP-3).
    ///
    /// # Errors
    /// `Invalid` with code `cards_owned` (`count`, `member`) while somebody who would lose sight of the board is in
    /// charge of open cards there and nobody takes them; `responsible_cannot_see` where that one may not see them
    /// either; `member_gone`, `level_needed`.
    pub async fn pipeline_access_set(
        &self,
        me: MemberId,
        grant: Grant,
    ) -> Result<Changed, AppError> {
        let undo = self
            .read(move |read| {
                let board = pipeline::get(read, grant.board)?.name;
                let member = match grant.member {
                    Some(member) => active(read, member)?,
                    None => String::new(),
                };
                if let Some(heir) = grant.reassign_to {
                    active(read, heir)?;
                }
                let params = json!({ "pipeline": board, "member": member });
                Ok(label("pipeline_access_set", params))
            })
            .await?;
        self.act(me, Deed::Arrange, undo, move |tx| {
            match (grant.member, grant.level) {
                (Some(member), level) => access::set_level(tx, member, grant.board, level)?,
                (None, Some(level)) => access::set_others(tx, grant.board, level)?,
                (None, None) => return Err(AppError::field("level_needed", "level")),
            }
            let concerned: Vec<MemberId> = match grant.member {
                Some(member) => vec![member],
                None => member::list(tx)?.into_iter().map(|one| one.id).collect(),
            };
            for member in concerned {
                hand_over(tx, member, grant.board, grant.reassign_to)?;
            }
            Ok(())
        })
        .await
    }

    /// From now on this member sits at the machine: they are told what arrives and what is due.
    ///
    /// # Errors
    /// `Invalid` with code `member_gone`.
    pub async fn member_act(&self, who: MemberId) -> Result<(), AppError> {
        self.read(move |read| active(read, who)).await?;
        self.take_seat(who);
        Ok(())
    }
}

/// Hands the open cards of somebody who does not see a board any more to somebody who does.
fn hand_over(
    tx: &mut Tx<'_>,
    from: MemberId,
    board: PipelineId,
    heir: Option<MemberId>,
) -> Result<(), AppError> {
    if permission::rights(tx, from)?.board(board) > Level::None {
        return Ok(());
    }
    let cards = access::open_cards(tx, from, board)?;
    if cards.is_empty() {
        return Ok(());
    }
    let Some(heir) = heir else {
        return Err(owned(tx, from, cards.len())?);
    };
    if permission::rights(tx, heir)?.board(board) == Level::None {
        return Err(AppError::field("responsible_cannot_see", "reassign_to"));
    }
    for (deal, conversation) in cards {
        shop::hand_over_card(tx, deal, conversation, heir)?;
    }
    Ok(())
}

fn owned(read: &Read<'_>, member: MemberId, count: usize) -> Result<AppError, AppError> {
    let member = member::get(read, member)?;
    Ok(AppError::Invalid {
        code: "cards_owned",
        params: json!({
            "count": count.to_string(),
            "member": member.name,
            "member_id": member.id.0.to_string(),
        }),
    })
}
