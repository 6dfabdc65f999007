//! Who may do what: the one place that asks.

use runnel_domain::ids::MemberId;
use runnel_store::{Read, table::member};

use crate::error::AppError;

/// What a member is about to do, as far as roles tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Read and answer customers, move cards, set tasks.
    Work,
    /// Connect accounts, edit triggers, change settings.
    Arrange,
}

/// Lets the deed pass, or refuses with [`AppError::NotAllowed`].
///
/// Every active member may work. Arranging is for owners and administrators; today every workspace has one owner.
pub fn check(read: &Read<'_>, member: MemberId, deed: Deed) -> Result<(), AppError> {
    use runnel_domain::Role;
    let found = member::find(read, member)?.filter(|member| member.removed_at.is_none());
    let Some(found) = found else {
        return Err(AppError::NotAllowed);
    };
    match (deed, found.role) {
        (Deed::Work, _) | (Deed::Arrange, Role::Owner | Role::Administrator) => Ok(()),
        (Deed::Arrange, Role::Manager | Role::Agent) => Err(AppError::NotAllowed),
    }
}
