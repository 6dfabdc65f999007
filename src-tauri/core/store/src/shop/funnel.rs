//! Stages of a pipeline: made, named, set, moved and deleted, with the cards that stand in them (UP-4 to UP-8, CP-4).
//!
//! No trigger reacts to any of this: the shop rearranges its funnel, nothing new was said about anybody.

use runnel_domain::{
    FieldOwner, StageGroup,
    event::EventBody,
    funnel::{LONGEST_NAME, MOST_STALE_DAYS, clean_name, same_name, within},
    ids::{ConversationId, DealId, PipelineId, StageId},
    rank,
};
use serde_json::{Value, json};

use super::{deal, folder, stages};
use crate::{
    Entity, Read, StoreError, Tx,
    table::{
        conversation, field, pipeline,
        stage::{self, NewStage, Settings, Stage},
    },
};

/// Colours that new stages take in turn, by the interface's names.
const ACTIVE_COLORS: [&str; 5] = ["blue", "violet", "amber", "teal", "rose"];

/// What hangs on a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageUse {
    /// Cards in it.
    pub cards: i64,
    /// Names of triggers that name it; a trigger without a name has an empty one.
    pub triggers: Vec<String>,
    /// Names of saved views that filter by it.
    pub views: Vec<String>,
}

/// Makes a stage at the end of its group (UP-4).
///
/// # Errors
/// `Invalid` with `stage_name_empty`, `name_too_long` or `stage_name_taken` (`field`: `name`).
pub fn stage_add(
    tx: &mut Tx<'_>,
    board: PipelineId,
    name: &str,
    group: StageGroup,
) -> Result<StageId, StoreError> {
    pipeline::get(tx, board)?;
    let all = stage::list(tx, board)?;
    let name = free_name(&all, name, None)?;
    let last = all.iter().rfind(|stage| stage.group == group);
    let place = rank::between(last.map(|last| within(&last.rank)), None);
    let active = all.iter().filter(|stage| stage.group == group).count();
    let color = match group {
        StageGroup::Active => ACTIVE_COLORS
            .get(active % ACTIVE_COLORS.len())
            .copied()
            .unwrap_or("blue"),
        StageGroup::Successful => "green",
        StageGroup::Unsuccessful => "red",
        StageGroup::NotALead => "grey",
    };
    stage::create(
        tx,
        &NewStage {
            pipeline: board,
            name: &name,
            group,
            color,
            rank: &place,
        },
    )
}

/// Gives a stage another name; what was written down before keeps the old one (UP-7).
///
/// # Errors
/// As [`stage_add`].
pub fn stage_rename(tx: &mut Tx<'_>, id: StageId, name: &str) -> Result<(), StoreError> {
    let present = present(tx, id)?;
    let all = stage::list(tx, present.pipeline)?;
    let name = free_name(&all, name, Some(id))?;
    if name == present.name {
        return Ok(());
    }
    stage::set_name(tx, id, &name)
}

/// Sets colour, group, days until stale, probability and what a card needs to enter (CP-5). Another group puts the stage
/// at its end.
///
/// # Errors
/// `Invalid` with `stale_days_invalid`, `probability_invalid` or `field_gone` (`field` names the part of the form), or
/// as [`stage_move`].
pub fn stage_set(
    tx: &mut Tx<'_>,
    id: StageId,
    group: StageGroup,
    settings: &Settings,
) -> Result<(), StoreError> {
    let present = present(tx, id)?;
    if settings
        .stale_days
        .is_some_and(|days| !(1..=MOST_STALE_DAYS).contains(&days))
    {
        return Err(invalid("stale_days_invalid", "stale_days"));
    }
    if settings
        .probability
        .is_some_and(|percent| !(0..=100).contains(&percent))
    {
        return Err(invalid("probability_invalid", "probability"));
    }
    for wanted in &settings.needs.fields {
        let found = field::get(tx, *wanted).map_err(|error| match error {
            StoreError::NotFound { .. } => invalid("field_gone", "needs"),
            error => error,
        })?;
        let elsewhere = found.pipeline.is_some_and(|own| own != present.pipeline);
        if found.owner != FieldOwner::Deal || elsewhere {
            return Err(invalid("field_gone", "needs"));
        }
    }
    stage::set_settings(tx, id, settings)?;
    if group != present.group {
        stage_move(tx, id, group, None)?;
    }
    Ok(())
}

/// Puts a stage into a group, above another one of it or at its end (UP-6). Into another group its cards go along: out of
/// the active folders into the archive, or back into work (UP-5).
///
/// # Errors
/// `Invalid` with `stage_last_active` where no active stage would be left; `NotFound` where `before` is not in that group.
pub fn stage_move(
    tx: &mut Tx<'_>,
    id: StageId,
    group: StageGroup,
    before: Option<StageId>,
) -> Result<(), StoreError> {
    let present = present(tx, id)?;
    if group != present.group {
        not_the_last_active(tx, &present)?;
    }
    if before == Some(id) {
        return Ok(());
    }
    let mut group_now: Vec<Stage> = stage::list(tx, present.pipeline)?
        .into_iter()
        .filter(|other| other.group == group && other.id != id)
        .collect();
    let at = match before {
        None => group_now.len(),
        Some(before) => group_now
            .iter()
            .position(|other| other.id == before)
            .ok_or(StoreError::NotFound {
                entity: Entity::Stage,
                id: before.0,
            })?,
    };
    let above = at.checked_sub(1).and_then(|above| group_now.get(above));
    let (above, below) = (
        above.map(|stage| within(&stage.rank)),
        group_now.get(at).map(|stage| within(&stage.rank)),
    );
    let crowded = above
        .zip(below)
        .is_some_and(|(above, below)| above >= below);
    let place = rank::between(above, below);
    if crowded || rank::is_long(&place) {
        group_now.insert(at.min(group_now.len()), present.clone());
        let fresh = rank::spread(group_now.len());
        for (stage, place) in group_now.iter().zip(&fresh) {
            stage::set_place(tx, stage.id, group, place)?;
        }
    } else {
        stage::set_place(tx, id, group, &place)?;
    }
    if group == present.group {
        return Ok(());
    }
    regroup(tx, id)
}

/// What hangs on a stage, for the question before deleting it.
///
/// # Errors
/// `NotFound` where there is none.
pub fn stage_use(read: &Read<'_>, id: StageId) -> Result<StageUse, StoreError> {
    present(read, id)?;
    Ok(StageUse {
        cards: read.query_value("SELECT count(*) FROM deal WHERE stage_id = ?1", [id.0])?,
        triggers: naming(
            read,
            "SELECT name, body FROM trigger_rule WHERE removed_at IS NULL ORDER BY rank, id",
            id,
        )?,
        views: naming(
            read,
            "SELECT name, query FROM saved_view ORDER BY rank, id",
            id,
        )?,
    })
}

/// Deletes a stage; its cards go to the end of `target` on the same board, with their history (UP-8).
///
/// # Errors
/// `Invalid` with `stage_first` (cards begin there), `stage_last_active`, `stage_in_use` (`triggers`, `views`: names, one
/// a line) where a trigger or a saved view names it, or `stage_not_empty` (`count`) without a target.
pub fn stage_delete(
    tx: &mut Tx<'_>,
    id: StageId,
    target: Option<StageId>,
) -> Result<(), StoreError> {
    let gone = present(tx, id)?;
    let all = stage::list(tx, gone.pipeline)?;
    if all.first().is_some_and(|first| first.id == id) {
        return Err(StoreError::invalid("stage_first"));
    }
    not_the_last_active(tx, &gone)?;
    let used = stage_use(tx, id)?;
    if !(used.triggers.is_empty() && used.views.is_empty()) {
        return Err(StoreError::Invalid {
            code: "stage_in_use",
            params: json!({
                "triggers": used.triggers.join("\n"),
                "views": used.views.join("\n"),
            }),
        });
    }
    if used.cards > 0 {
        let target = target.ok_or_else(|| StoreError::Invalid {
            code: "stage_not_empty",
            params: json!({ "count": used.cards }),
        })?;
        let into = stages::enterable(tx, target)?;
        if into.pipeline != gone.pipeline || target == id {
            return Err(invalid("stage_target_wrong", "target"));
        }
        empty_into(tx, &gone, &into)?;
    }
    stage::remove(tx, id)
}

/// What undo must not leave behind: a board without an active stage, or new conversations without a board.
pub(crate) fn stands(read: &Read<'_>) -> Result<(), StoreError> {
    let without: Option<i64> = read.query_value_opt(
        "SELECT pipeline_id FROM stage WHERE removed_at IS NULL \
         GROUP BY pipeline_id HAVING sum(grp = 'active') = 0 LIMIT 1",
        [],
    )?;
    let broken = match without {
        Some(board) => Some(board),
        None => read.query_value_opt(
            "SELECT id FROM pipeline WHERE is_default = 1 AND archived_at IS NOT NULL",
            [],
        )?,
    };
    match broken {
        Some(board) => Err(StoreError::Conflict {
            entity: Entity::Pipeline,
            id: board,
        }),
        None => Ok(()),
    }
}

fn present(read: &Read<'_>, id: StageId) -> Result<Stage, StoreError> {
    stage::find(read, id)?
        .filter(|stage| stage.removed_at.is_none())
        .ok_or(StoreError::NotFound {
            entity: Entity::Stage,
            id: id.0,
        })
}

fn free_name(all: &[Stage], name: &str, own: Option<StageId>) -> Result<String, StoreError> {
    let name = clean_name(name);
    if name.is_empty() {
        return Err(invalid("stage_name_empty", "name"));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(invalid("name_too_long", "name"));
    }
    let taken = all
        .iter()
        .any(|other| Some(other.id) != own && same_name(&other.name, &name));
    if taken {
        return Err(invalid("stage_name_taken", "name"));
    }
    Ok(name)
}

fn not_the_last_active(read: &Read<'_>, stage: &Stage) -> Result<(), StoreError> {
    if stage.group.is_archived() {
        return Ok(());
    }
    let active = stage::list(read, stage.pipeline)?
        .iter()
        .filter(|other| !other.group.is_archived())
        .count();
    if active < 2 {
        return Err(StoreError::invalid("stage_last_active"));
    }
    Ok(())
}

/// Conversations whose cards stand in a stage, with those cards.
pub(crate) const CARRIED: &str = "SELECT c.id, d.id FROM deal d CROSS JOIN conversation c \
      ON c.id = d.conversation_id AND c.deal_id = d.id WHERE d.stage_id = ?1 ORDER BY d.rank";

/// Conversations whose cards stand in a stage follow it into its new group.
fn regroup(tx: &mut Tx<'_>, id: StageId) -> Result<(), StoreError> {
    let stage = stages::present(tx, id)?;
    let carried: Vec<(ConversationId, DealId)> = tx.query_all(CARRIED, [id.0])?;
    for (conversation, deal) in carried {
        let conversation = conversation::get(tx, conversation)?;
        folder::stand_in(tx, &conversation, deal, &stage)?;
        tx.touch(Entity::Deal, deal.0);
    }
    tx.touch(Entity::Counts, 0);
    tx.take_events();
    Ok(())
}

/// Every card of a stage goes to the end of another one, in its order.
fn empty_into(tx: &mut Tx<'_>, gone: &Stage, into: &stages::Stage) -> Result<(), StoreError> {
    let cards: Vec<DealId> = tx.query_values(
        "SELECT id FROM deal WHERE stage_id = ?1 ORDER BY rank",
        [gone.id.0],
    )?;
    for id in cards {
        let card = deal::deal(tx, id)?;
        deal::put_into(tx, &card, into)?;
        let conversation = card.conversation;
        tx.record(
            conversation,
            Some(card.contact),
            Some(id),
            EventBody::DealMoved {
                deal: id,
                from: gone.id,
                to: into.id,
            },
        )?;
        if let Some(conversation) = conversation {
            let conversation = conversation::get(tx, conversation)?;
            if conversation.deal == Some(id) {
                folder::stand_in(tx, &conversation, id, into)?;
            }
        }
    }
    tx.take_events();
    Ok(())
}

/// Names of those whose JSON names a stage: `stages` of an event, `stage` of a test.
fn naming(read: &Read<'_>, sql: &'static str, id: StageId) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String, String)> = read.query_all(sql, [])?;
    Ok(rows
        .into_iter()
        .filter_map(|(name, body)| {
            let body: Value = serde_json::from_str(&body).ok()?;
            names(&body, id).then_some(name)
        })
        .collect())
}

fn names(json: &Value, id: StageId) -> bool {
    match json {
        Value::Array(items) => items.iter().any(|item| names(item, id)),
        Value::Object(object) => object.iter().any(|(key, value)| match value {
            Value::Array(ids) if key == "stages" || key == "stage" => {
                ids.iter().any(|named| named.as_i64() == Some(id.0))
            }
            value => names(value, id),
        }),
        _ => false,
    }
}

pub(super) fn invalid(code: &'static str, field: &str) -> StoreError {
    StoreError::Invalid {
        code,
        params: json!({ "field": field }),
    }
}

/// Copies the stages of a board with their settings, and its fields, to another one; no cards.
pub(super) fn copy(tx: &mut Tx<'_>, from: PipelineId, to: PipelineId) -> Result<(), StoreError> {
    let mut copied = Vec::new();
    for mut own in field::list(tx)? {
        if own.pipeline == Some(from) {
            let old = own.id;
            own.pipeline = Some(to);
            copied.push((old, field::insert(tx, &own)?));
        }
    }
    for original in stage::list(tx, from)? {
        let new = NewStage {
            pipeline: to,
            name: &original.name,
            group: original.group,
            color: &original.color,
            rank: within(&original.rank),
        };
        let id = stage::create(tx, &new)?;
        let mut needs = original.needs;
        for wanted in &mut needs.fields {
            if let Some((_, copy)) = copied.iter().find(|(old, _)| old == wanted) {
                *wanted = *copy;
            }
        }
        let settings = Settings {
            color: original.color,
            stale_days: original.stale_days,
            probability: original.probability,
            needs,
        };
        stage::set_settings(tx, id, &settings)?;
    }
    Ok(())
}
