//! Additional fields and what stands in them (CP-16, UC-32): rows of `field` and `field_value`.
//!
//! Lists and columns read a page's values with [`values_for`]: one statement for all its owners. Conditions and sorting
//! go over the indexes `field_value_text` and `field_value_number`. Templates name a field by its id.

use std::collections::HashMap;

use runnel_domain::{
    FieldKind, FieldOwner, Timestamp,
    field::{FieldOption, FieldValue},
    ids::{FieldId, PipelineId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// An additional field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Row id.
    pub id: FieldId,
    /// What it belongs to.
    pub owner: FieldOwner,
    /// Only on deals of this board; `None`: everywhere.
    pub pipeline: Option<PipelineId>,
    /// As people see it.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// Choices of a list, in order.
    pub options: Vec<FieldOption>,
    /// ISO 4217 of a money field; empty elsewhere.
    pub currency: String,
    /// Offered as a column of the table.
    pub in_table: bool,
    /// Shown on cards.
    pub in_card: bool,
    /// Order in the panel.
    pub rank: String,
    /// When deleted; its values stay.
    pub removed_at: Option<Timestamp>,
}

impl FromRow for Field {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let options: String = row.get("options")?;
        Ok(Self {
            id: row.get("id")?,
            owner: row.get("owner")?,
            pipeline: row.get("pipeline_id")?,
            name: row.get("name")?,
            kind: row.get("kind")?,
            options: serde_json::from_str(&options).unwrap_or_default(),
            currency: row.get("currency")?,
            in_table: row.get("in_table")?,
            in_card: row.get("in_card")?,
            rank: row.get("rank")?,
            removed_at: row.get("removed_at")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, owner, pipeline_id, name, kind, options, currency, in_table, in_card, rank, \
             removed_at FROM field ",
            $rest
        )
    };
}

/// Every field in use, in the order of the panel.
pub fn list(read: &Read<'_>) -> Result<Vec<Field>, StoreError> {
    read.query_all(select!("WHERE removed_at IS NULL ORDER BY rank, id"), ())
}

/// One field; `NotFound` where there is none in use.
pub fn get(read: &Read<'_>, field: FieldId) -> Result<Field, StoreError> {
    read.query_opt(select!("WHERE id = ?1 AND removed_at IS NULL"), [field.0])?
        .ok_or(StoreError::NotFound {
            entity: Entity::Field,
            id: field.0,
        })
}

/// Makes a field with the words and rank of `field`; its id is given here.
pub fn insert(tx: &mut Tx<'_>, field: &Field) -> Result<FieldId, StoreError> {
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let id = tx.insert(
        "INSERT INTO field (uid, owner, pipeline_id, name, kind, options, currency, in_table, \
         in_card, rank, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            uid.0,
            field.owner.as_str(),
            field.pipeline.map(|pipeline| pipeline.0),
            field.name,
            field.kind.as_str(),
            serde_json::to_string(&field.options)?,
            field.currency,
            field.in_table,
            field.in_card,
            field.rank,
            now
        ],
    )?;
    tx.touch(Entity::Field, id);
    Ok(FieldId(id))
}

/// Writes a field anew. What it belongs to and its kind stay: values were given for them.
pub fn update(tx: &mut Tx<'_>, field: &Field) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE field SET name = ?2, options = ?3, currency = ?4, in_table = ?5, in_card = ?6, \
         rank = ?7, pipeline_id = ?8 WHERE id = ?1",
        params![
            field.id.0,
            field.name,
            serde_json::to_string(&field.options)?,
            field.currency,
            field.in_table,
            field.in_card,
            field.rank,
            field.pipeline.map(|pipeline| pipeline.0)
        ],
    )?;
    tx.touch(Entity::Field, field.id.0);
    Ok(())
}

/// Deletes a field; its values stay and come back with it.
pub fn remove(tx: &mut Tx<'_>, field: FieldId) -> Result<(), StoreError> {
    let now = tx.now().0;
    let changed = tx.execute(
        "UPDATE field SET removed_at = ?2 WHERE id = ?1 AND removed_at IS NULL",
        params![field.0, now],
    )?;
    if changed == 0 {
        return Err(StoreError::NotFound {
            entity: Entity::Field,
            id: field.0,
        });
    }
    tx.touch(Entity::Field, field.0);
    Ok(())
}

pub(crate) const COUNT: &str = "SELECT count(*) FROM field_value WHERE field_id = ?1";

/// How many owners have something in this field.
pub fn how_many(read: &Read<'_>, field: FieldId) -> Result<i64, StoreError> {
    read.query_value(COUNT, [field.0])
}

/// A value with its field and its owner.
struct Kept {
    owner: i64,
    field: FieldId,
    value: Option<FieldValue>,
}

impl FromRow for Kept {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let kind: FieldKind = row.get("kind")?;
        Ok(Self {
            owner: row.get("owner_id")?,
            field: row.get("field_id")?,
            value: value(kind, row.get("text")?, row.get("number")?),
        })
    }
}

fn value(kind: FieldKind, text: Option<String>, number: Option<i64>) -> Option<FieldValue> {
    match kind {
        FieldKind::Text | FieldKind::Link => text.map(FieldValue::Text),
        FieldKind::Number | FieldKind::Money => number.map(FieldValue::Number),
        FieldKind::Date => number.map(|at| FieldValue::Date(Timestamp(at))),
        FieldKind::Checkbox => number.map(|yes| FieldValue::Checked(yes == 1)),
        FieldKind::List | FieldKind::MultiList => text.map(|ids| {
            FieldValue::Options(ids.split(',').filter_map(|id| id.parse().ok()).collect())
        }),
    }
}

pub(crate) const VALUES: &str = "SELECT v.owner_id, v.field_id, f.kind, v.text, v.number \
    FROM json_each(?2) AS asked CROSS JOIN field_value v ON v.owner_id = asked.value \
    CROSS JOIN field f ON f.id = v.field_id \
    WHERE f.owner = ?1 AND f.removed_at IS NULL ORDER BY asked.key, f.rank, f.id";

/// What stands in the fields of these contacts, conversations or deals, per owner in the order of the panel. One
/// statement, however many owners; who has nothing is not in the answer.
pub fn values_for(
    read: &Read<'_>,
    owner: FieldOwner,
    owners: &[i64],
) -> Result<HashMap<i64, Vec<(FieldId, FieldValue)>>, StoreError> {
    let mut found: HashMap<i64, Vec<(FieldId, FieldValue)>> = HashMap::new();
    if owners.is_empty() {
        return Ok(found);
    }
    let kept: Vec<Kept> = read.query_all(
        VALUES,
        params![owner.as_str(), serde_json::to_string(owners)?],
    )?;
    for kept in kept {
        if let Some(value) = kept.value {
            found
                .entry(kept.owner)
                .or_default()
                .push((kept.field, value));
        }
    }
    Ok(found)
}

/// What stands in one field of one owner.
pub fn value_of(
    read: &Read<'_>,
    field: &Field,
    owner: i64,
) -> Result<Option<FieldValue>, StoreError> {
    let found: Option<(Option<String>, Option<i64>)> = read.query_opt(
        "SELECT text, number FROM field_value WHERE field_id = ?1 AND owner_id = ?2",
        params![field.id.0, owner],
    )?;
    Ok(found.and_then(|(text, number)| value(field.kind, text, number)))
}

/// Puts a value into a field, or (`None`) empties it. The caller has settled it (domain `field::settle`).
pub fn set_value(
    tx: &mut Tx<'_>,
    field: &Field,
    owner: i64,
    value: Option<&FieldValue>,
) -> Result<(), StoreError> {
    let (text, number) = match value {
        None => {
            tx.execute(
                "DELETE FROM field_value WHERE field_id = ?1 AND owner_id = ?2",
                params![field.id.0, owner],
            )?;
            touch(tx, field, owner);
            return Ok(());
        }
        Some(FieldValue::Text(text)) => (Some(text.clone()), None),
        Some(FieldValue::Number(number)) => (None, Some(*number)),
        Some(FieldValue::Date(day)) => (None, Some(day.0)),
        Some(FieldValue::Checked(yes)) => (None, Some(i64::from(*yes))),
        Some(FieldValue::Options(ids)) => {
            let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
            (Some(format!(",{},", ids.join(","))), None)
        }
    };
    tx.execute(
        "INSERT INTO field_value (field_id, owner_id, text, number) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (field_id, owner_id) DO UPDATE SET text = excluded.text, number = excluded.number",
        params![field.id.0, owner, text, number],
    )?;
    touch(tx, field, owner);
    Ok(())
}

fn touch(tx: &mut Tx<'_>, field: &Field, owner: i64) {
    tx.touch(Entity::Field, field.id.0);
    let entity = match field.owner {
        FieldOwner::Contact => Entity::Contact,
        FieldOwner::Conversation => Entity::Conversation,
        FieldOwner::Deal => Entity::Deal,
    };
    tx.touch(entity, owner);
}
