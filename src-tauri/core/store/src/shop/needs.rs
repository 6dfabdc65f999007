//! What a card needs to enter a stage (CP-5), asked whenever one is made or moved there.

use runnel_domain::{
    Actor, FieldOwner,
    funnel::Needs,
    ids::{DealId, FieldId},
};
use rusqlite::params;
use serde_json::json;

use super::{
    deal,
    stages::{self, Stage},
};
use crate::{Read, StoreError, Tx, table::field};

/// Refuses a card that lacks what its present stage asks for. For whoever makes a card and fills it in one transaction:
/// moves ask by themselves.
///
/// # Errors
/// `Invalid` with code `stage_requires`: `stage` (its name), `missing` (`amount`, `owner`, `due_at`, joined by commas),
/// `fields` (names of fields, joined by commas).
pub fn check_needs(tx: &Tx<'_>, deal: DealId) -> Result<(), StoreError> {
    let stage = stages::present(tx, deal::deal(tx, deal)?.stage)?;
    check(tx, deal, &stage)
}

/// [`check_needs`] where the stage is known. Nothing is asked for in the first stage, where cards come in with nothing
/// known yet, and nothing of imports, which tell of the past.
pub(crate) fn check(tx: &Tx<'_>, deal: DealId, stage: &Stage) -> Result<(), StoreError> {
    if stage.needs.is_nothing() || tx.cause().actor == Actor::Import || stages::is_entry(tx, stage)?
    {
        return Ok(());
    }
    let (missing, fields) = lacks(tx, deal, stage)?;
    if missing.is_empty() && fields.is_empty() {
        return Ok(());
    }
    Err(StoreError::Invalid {
        code: "stage_requires",
        params: json!({
            "stage": stage.name,
            "missing": missing.join(","),
            "fields": fields.join(", "),
        }),
    })
}

fn lacks(
    read: &Read<'_>,
    deal: DealId,
    stage: &Stage,
) -> Result<(Vec<&'static str>, Vec<String>), StoreError> {
    let Needs {
        amount,
        owner,
        due_at,
        fields,
    } = &stage.needs;
    let (has_amount, has_owner, has_due): (bool, bool, bool) = read.query_one(
        "SELECT amount_minor IS NOT NULL, owner_id IS NOT NULL, due_at IS NOT NULL \
         FROM deal WHERE id = ?1",
        [deal.0],
    )?;
    let missing = [
        (*amount && !has_amount, "amount"),
        (*owner && !has_owner, "owner"),
        (*due_at && !has_due, "due_at"),
    ];
    let mut names = Vec::new();
    for wanted in fields {
        names.extend(empty_field(read, *wanted, deal, stage)?);
    }
    Ok((
        missing
            .into_iter()
            .filter_map(|(lacks, word)| lacks.then_some(word))
            .collect(),
        names,
    ))
}

/// The field's name, where the card could have something in it and has not. A field that was deleted since, or belongs
/// to another board, is asked of nobody.
fn empty_field(
    read: &Read<'_>,
    wanted: FieldId,
    deal: DealId,
    stage: &Stage,
) -> Result<Option<String>, StoreError> {
    let found = match field::get(read, wanted) {
        Ok(found) => found,
        Err(StoreError::NotFound { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    if found.owner != FieldOwner::Deal || found.pipeline.is_some_and(|own| own != stage.pipeline) {
        return Ok(None);
    }
    let filled: bool = read.query_value(
        "SELECT EXISTS (SELECT 1 FROM field_value WHERE field_id = ?1 AND owner_id = ?2)",
        params![wanted.0, deal.0],
    )?;
    Ok((!filled).then_some(found.name))
}
