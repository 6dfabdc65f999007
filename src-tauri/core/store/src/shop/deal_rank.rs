//! Where in its column a card goes, and room made where cards were put into the same gap again and again.

use runnel_domain::{
    ids::{DealId, StageId},
    rank,
};
use rusqlite::params;

use super::deal::Place;
use crate::{Entity, Read, StoreError, Tx};

/// A rank for a card that is put at `place` of a column; where that would be a long one, the whole column gets short
/// ones first.
pub(super) fn rank_at(
    tx: &mut Tx<'_>,
    stage: StageId,
    place: Place,
    moving: Option<DealId>,
) -> Result<String, StoreError> {
    let found = between_neighbours(tx, stage, place, moving)?;
    if !rank::is_long(&found) {
        return Ok(found);
    }
    tidy(tx, stage)?;
    between_neighbours(tx, stage, place, moving)
}

fn between_neighbours(
    read: &Read<'_>,
    stage: StageId,
    place: Place,
    moving: Option<DealId>,
) -> Result<String, StoreError> {
    // No row has id 0, so a new card excludes nobody.
    let moving = moving.map_or(0, |deal| deal.0);
    match place {
        Place::Top => {
            let first: Option<String> = read.query_value_opt(
                "SELECT rank FROM deal WHERE stage_id = ?1 AND id <> ?2 ORDER BY rank LIMIT 1",
                params![stage.0, moving],
            )?;
            Ok(rank::between(None, first.as_deref()))
        }
        Place::End => {
            let last: Option<String> = read.query_value_opt(
                "SELECT rank FROM deal WHERE stage_id = ?1 AND id <> ?2 ORDER BY rank DESC LIMIT 1",
                params![stage.0, moving],
            )?;
            Ok(rank::between(last.as_deref(), None))
        }
        Place::Before(neighbour) => {
            let below: String = read
                .query_value_opt(
                    "SELECT rank FROM deal WHERE id = ?1 AND stage_id = ?2",
                    params![neighbour.0, stage.0],
                )?
                .ok_or(StoreError::Conflict {
                    entity: Entity::Deal,
                    id: neighbour.0,
                })?;
            let above: Option<String> = read.query_value_opt(
                "SELECT rank FROM deal WHERE stage_id = ?1 AND rank < ?2 AND id <> ?3 \
                 ORDER BY rank DESC LIMIT 1",
                params![stage.0, below, moving],
            )?;
            Ok(rank::between(above.as_deref(), Some(&below)))
        }
    }
}

/// Short ranks for a whole column in the order that it has.
fn tidy(tx: &mut Tx<'_>, stage: StageId) -> Result<(), StoreError> {
    let cards: Vec<DealId> = tx.query_values(
        "SELECT id FROM deal WHERE stage_id = ?1 ORDER BY rank",
        [stage.0],
    )?;
    // No rank begins with a tilde: while they change places, no two are alike.
    tx.execute(
        "UPDATE deal SET rank = '~' || id WHERE stage_id = ?1",
        [stage.0],
    )?;
    let ranks = rank::spread(cards.len());
    for (card, rank) in cards.into_iter().zip(ranks) {
        tx.execute(
            "UPDATE deal SET rank = ?2 WHERE id = ?1",
            params![card.0, rank],
        )?;
    }
    // Of all of them, once: whoever holds cards in their order has to read it anew.
    tx.touch(Entity::Deal, 0);
    Ok(())
}
