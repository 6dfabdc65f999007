//! How long a card stood in each stage, and who put it there (UP-15): reading rows of `deal_stage`.

use runnel_domain::{
    Actor, Timestamp,
    ids::{DealId, MemberId, StageId, TriggerId},
};

use crate::{
    Read, StoreError,
    row::{FromRow, Row},
};

/// One stay of a card in a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// Where.
    pub stage: StageId,
    /// What the stage was called at the time.
    pub stage_name: String,
    /// From.
    pub entered_at: Timestamp,
    /// Until; `None`: still there.
    pub left_at: Option<Timestamp>,
    /// Who put it there.
    pub actor: Actor,
    /// Which member, where one did.
    pub member: Option<MemberId>,
    /// Which trigger, where one did.
    pub trigger: Option<TriggerId>,
    /// Its name as it is now; may be empty.
    pub trigger_name: String,
}

impl FromRow for Stay {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let trigger_name: Option<String> = row.get("trigger_name")?;
        Ok(Self {
            stage: row.get("stage_id")?,
            stage_name: row.get("stage_name")?,
            entered_at: row.get("entered_at")?,
            left_at: row.get("left_at")?,
            actor: row.get("actor")?,
            member: row.get("member_id")?,
            trigger: row.get("trigger_id")?,
            trigger_name: trigger_name.unwrap_or_default(),
        })
    }
}

pub(crate) const OF_DEAL: &str = "SELECT s.stage_id, s.stage_name, s.entered_at, s.left_at, s.actor, \
    s.member_id, s.trigger_id, t.name AS trigger_name FROM deal_stage s \
    LEFT JOIN trigger_rule t ON t.id = s.trigger_id WHERE s.deal_id = ?1 ORDER BY s.entered_at, s.id";

/// The stays of a card, first one first. Each begins when the one before ends; the last one is where it stands.
pub fn of_deal(read: &Read<'_>, deal: DealId) -> Result<Vec<Stay>, StoreError> {
    read.query_all(OF_DEAL, [deal.0])
}
