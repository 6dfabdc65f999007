//! Bulk deeds on deals that carry no conversation of the present: made by hand, or of a cycle that is over (UP-14).

use runnel_domain::{
    StageGroup,
    ids::{ContactId, DealId, MemberId, StageId},
};

use super::{
    bulk::{BulkDeed, Verdict},
    deal, deal_edit, stages,
};
use crate::{
    Read, StoreError, Tx,
    row::{FromRow, Row},
    table::task::{self, NewDealTask},
};

/// How such a deal stands, as far as a bulk deed asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealStanding {
    /// Which.
    pub id: DealId,
    /// With whom.
    pub contact: ContactId,
    /// In which column.
    pub stage: StageId,
    /// That column's group.
    pub group: StageGroup,
    /// In charge.
    pub owner: Option<MemberId>,
}

impl FromRow for DealStanding {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            contact: row.get("contact_id")?,
            stage: row.get("stage_id")?,
            group: row.get("grp")?,
            owner: row.get("owner_id")?,
        })
    }
}

/// The statement behind [`deal_standings`].
pub(crate) const DEAL_STANDINGS: &str = "SELECT d.id, d.contact_id, d.stage_id, stage.grp, d.owner_id \
     FROM json_each(?1) AS asked CROSS JOIN deal AS d ON d.id = asked.value \
     CROSS JOIN stage ON stage.id = d.stage_id ORDER BY asked.key";

/// How these deals stand, in the order asked; one that is not there is left out.
///
/// # Errors
/// When SQLite refuses.
pub fn deal_standings(read: &Read<'_>, ids: &[DealId]) -> Result<Vec<DealStanding>, StoreError> {
    let ids: Vec<String> = ids.iter().map(|id| id.0.to_string()).collect();
    read.query_all(DEAL_STANDINGS, [format!("[{}]", ids.join(","))])
}

/// Whether a deed changes a deal that stands like this.
#[must_use]
pub fn judge_deal(standing: &DealStanding, deed: &BulkDeed) -> Verdict {
    let same = match deed {
        BulkDeed::Stage(stage) | BulkDeed::Archive(Some(stage)) => standing.stage == *stage,
        BulkDeed::Archive(None) => standing.group.is_archived(),
        BulkDeed::Accept => !standing.group.is_archived(),
        BulkDeed::Responsible(member) => standing.owner == *member,
        BulkDeed::Task { .. } => false,
        // Tags, reading and putting aside are of conversations.
        BulkDeed::Tags { .. } | BulkDeed::Read | BulkDeed::Unread | BulkDeed::Snooze(_) => {
            return Verdict::Refused;
        }
    };
    if same {
        Verdict::Same
    } else {
        Verdict::Changes
    }
}

/// Does the deed to one deal.
///
/// # Errors
/// `Invalid` with `deal_without_conversation` where the deed is one for conversations only, or what the step says.
pub fn bulk_step_deal(
    tx: &mut Tx<'_>,
    standing: &DealStanding,
    deed: &BulkDeed,
    me: MemberId,
) -> Result<(), StoreError> {
    let id = standing.id;
    match deed {
        BulkDeed::Stage(stage) | BulkDeed::Archive(Some(stage)) => {
            deal::move_deal(tx, id, *stage, None, None).map(drop)
        }
        BulkDeed::Archive(None) => {
            let stage = stages::first(tx, StageGroup::NotALead)?.id;
            deal::move_deal(tx, id, stage, None, None).map(drop)
        }
        BulkDeed::Accept => {
            let stage = stages::first(tx, StageGroup::Active)?.id;
            deal::move_deal(tx, id, stage, None, None).map(drop)
        }
        BulkDeed::Responsible(member) => deal_edit::set_owner(tx, id, *member),
        BulkDeed::Task {
            kind,
            text,
            assignee,
            due_at,
        } => {
            let new = NewDealTask {
                deal: id,
                contact: standing.contact,
                kind: *kind,
                text,
                assignee: Some(assignee.or(standing.owner).unwrap_or(me)),
                due_at: *due_at,
            };
            task::create_for_deal(tx, &new).map(drop)
        }
        BulkDeed::Tags { .. } | BulkDeed::Read | BulkDeed::Unread | BulkDeed::Snooze(_) => {
            Err(StoreError::invalid("deal_without_conversation"))
        }
    }
}
