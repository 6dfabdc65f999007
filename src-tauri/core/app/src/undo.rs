//! Taking back what a member did, and doing it again by taking that back.

use std::collections::BTreeSet;

use runnel_domain::{
    access::{Answer, Thing, may},
    event::Cause,
    ids::{MemberId, OperationId, PipelineId},
};
use runnel_store::{Intent, Read, table::operation};

use crate::{
    app::App,
    error::AppError,
    permission::{self, Deed},
};

/// How labels of bulk actions begin.
const BULK: &str = "bulk_";
/// What only those may take back who may do it still.
const ARRANGED: [&str; 14] = [
    "category_add",
    "category_archive",
    "category_move",
    "category_rename",
    "category_restore",
    "member_add",
    "member_remove",
    "member_update",
    "pipeline_access_set",
    "settings_set",
    "trigger_delete",
    "trigger_disable",
    "trigger_enable",
    "trigger_save",
];

/// What was taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Undone {
    /// Code of the operation; `None`: there was nothing to take back.
    pub label: Option<String>,
    /// Take this back to do it again.
    pub operation: Option<OperationId>,
}

impl App {
    /// Takes an operation back; `None`: the last one of this member that stands.
    ///
    /// # Errors
    /// `Conflict` naming what was changed since, or `Invalid` with `already_undone`, `operation_too_old`,
    /// `message_left` or, while a bulk action goes on, `bulk_under_way`. [`AppError::NotAllowed`] for somebody else's
    /// operation, and where the member may not change any more what it would put back.
    pub async fn operation_undo(
        &self,
        me: MemberId,
        which: Option<OperationId>,
    ) -> Result<Undone, AppError> {
        let found = self
            .read(move |read| {
                permission::check(read, me, Deed::Work)?;
                let found = match which {
                    Some(id) => Some(operation::find(read, id)?),
                    None => operation::last_standing(read, me)?,
                };
                match found {
                    Some(other) if other.member != Some(me) => Err(AppError::NotAllowed),
                    found => {
                        let label = found.as_ref().map(|found| found.label.as_str());
                        if label.is_some_and(|label| ARRANGED.contains(&label)) {
                            permission::check(read, me, Deed::Arrange)?;
                        }
                        if let Some(found) = &found {
                            within_reach(read, me, found.id)?;
                        }
                        Ok(found)
                    }
                }
            })
            .await?;
        let Some(found) = found else {
            return Ok(Undone::default());
        };
        if found.label.starts_with(BULK) && self.inner.bulk.is_under_way() {
            return Err(AppError::invalid("bulk_under_way"));
        }
        let intent = Intent::plain(self.now(), Cause::member(me));
        let committed = self.inner.store.undo(found.id, intent).await?;
        Ok(Undone {
            label: Some(found.label),
            operation: committed.operation,
        })
    }
}

/// Refuses to put back what lies where the member may not work any more (CP-3, UC-28). Whose chat it is does not count:
/// handing one over can be taken back.
fn within_reach(read: &Read<'_>, me: MemberId, operation: OperationId) -> Result<(), AppError> {
    let rights = permission::rights(read, me)?;
    if rights.is_everything() {
        return Ok(());
    }
    let reach = runnel_store::reach(read, operation)?;
    let grants = |deed: Deed, boards: &BTreeSet<PipelineId>| {
        let mut boards = boards.iter();
        boards.all(|board| may(&rights, deed, &Thing::Board(*board)) == Answer::Yes)
    };
    let allowed = grants(Deed::Work, &reach.worked)
        && grants(Deed::Shape, &reach.shaped)
        && reach.sources.iter().all(|source| rights.allows(*source));
    if !allowed {
        return Err(AppError::NotAllowed);
    }
    if reach.shared_template {
        permission::check(read, me, Deed::Lead)?;
    }
    Ok(())
}
