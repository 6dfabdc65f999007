//! Taking back what a member did, and doing it again by taking that back.

use runnel_domain::{
    event::Cause,
    ids::{MemberId, OperationId},
};
use runnel_store::{Intent, table::operation};

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
    /// `message_left` or, while a bulk action goes on, `bulk_under_way`. [`AppError::NotAllowed`] for somebody else's operation.
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
