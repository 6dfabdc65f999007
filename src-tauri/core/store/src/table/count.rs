//! Counters that SQL keeps: reading them costs a few rows at any size of the workspace (PERFORMANCE.md G9).

use runnel_domain::{
    Money, Place,
    ids::{MemberId, PipelineId, StageId},
};
use rusqlite::params;

use crate::{Read, StoreError};

/// Conversations in one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceCount {
    /// The list.
    pub place: Place,
    /// Conversations there.
    pub total: i64,
    /// Of these, with something unread for the member who asks.
    pub unread: i64,
}

/// The statement behind [`places`].
pub(crate) const PLACES: &str =
    "SELECT place_count.place, place_count.total, coalesce(unread_count.total, 0)
           FROM place_count
           LEFT JOIN unread_count ON unread_count.place = place_count.place AND member_id = ?1";

/// Every list, in the order in which people see them.
pub fn places(read: &Read<'_>, member: MemberId) -> Result<Vec<PlaceCount>, StoreError> {
    let found: Vec<(Place, i64, i64)> = read.query_all(PLACES, params![member.0])?;
    Ok(Place::ALL
        .iter()
        .map(|place| {
            let (total, unread) = found
                .iter()
                .find(|(found, _, _)| found == place)
                .map_or((0, 0), |(_, total, unread)| (*total, *unread));
            PlaceCount {
                place: *place,
                total,
                unread,
            }
        })
        .collect())
}

/// Cards in one column, with their sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageCount {
    /// The column.
    pub stage: StageId,
    /// Cards in it.
    pub deals: i64,
    /// Sums of the amounts, one per currency; cards without an amount add none.
    pub sums: Vec<Money>,
}

/// The statement behind [`stages`].
pub(crate) const STAGES: &str =
    "SELECT stage_count.stage_id, stage_count.currency, stage_count.deals, stage_count.amount_minor
           FROM stage CROSS JOIN stage_count ON stage_count.stage_id = stage.id
          WHERE stage.pipeline_id = ?1 AND stage_count.deals > 0
          ORDER BY stage_count.stage_id, stage_count.currency";

/// Cards in one column.
pub(crate) const STAGE: &str =
    "SELECT coalesce(sum(deals), 0) FROM stage_count WHERE stage_id = ?1";

/// The columns of a board that hold cards, in no particular order.
pub fn stages(read: &Read<'_>, pipeline: PipelineId) -> Result<Vec<StageCount>, StoreError> {
    let found: Vec<(StageId, String, i64, i64)> = read.query_all(STAGES, params![pipeline.0])?;
    Ok(gather(found))
}

/// One entry per column from rows of (column, currency or empty, cards, sum), sorted by column.
fn gather(found: Vec<(StageId, String, i64, i64)>) -> Vec<StageCount> {
    let mut counts: Vec<StageCount> = Vec::new();
    for (stage, currency, deals, amount_minor) in found {
        if counts.last().is_none_or(|last| last.stage != stage) {
            counts.push(StageCount {
                stage,
                deals: 0,
                sums: Vec::new(),
            });
        }
        if let Some(count) = counts.last_mut() {
            count.deals += deals;
            if !currency.is_empty() {
                count.sums.push(Money {
                    amount_minor,
                    currency,
                });
            }
        }
    }
    counts
}
