//! Puts one row back as it was, unless somebody has changed it since.

use rusqlite::{OptionalExtension, params_from_iter, types::Value};
use serde_json::json;

use super::{
    image::{Columns, Deed, Image, from_json, to_json},
    shape::Shape,
};
use crate::{error::StoreError, tx::Tx};

/// The inverse of one image, provided that the row still is as the image left it.
pub(crate) fn put_back(tx: &mut Tx<'_>, shape: &Shape, image: &Image) -> Result<(), StoreError> {
    let conflict = || conflict(shape, image);
    for name in image
        .before
        .keys()
        .chain(image.after.keys())
        .chain(image.key.keys())
    {
        if !shape.columns.contains(name) {
            return Err(StoreError::Corrupt(format!(
                "undo image of {}.{name}",
                shape.looked.table
            )));
        }
    }
    if image.key.len() != shape.key.len() {
        return Err(StoreError::Corrupt(format!(
            "key of an undo image of {}",
            shape.looked.table
        )));
    }
    let table = shape.looked.table;
    let result = match image.deed {
        Deed::Insert if !shape.looked.put_away.is_empty() => {
            unchanged(tx, shape, image)?;
            let column = shape.looked.put_away;
            let sql = format!(
                "UPDATE {table} SET {column} = {} WHERE {}",
                tx.now().0,
                is(&image.key)
            );
            change(tx, &sql, &[&image.key])
        }
        Deed::Insert => {
            unchanged(tx, shape, image)?;
            change(
                tx,
                &format!("DELETE FROM {table} WHERE {}", is(&image.key)),
                &[&image.key],
            )
        }
        Deed::Update => {
            unchanged(tx, shape, image)?;
            let sets = image
                .before
                .keys()
                .map(|name| format!("{name} = ?"))
                .collect::<Vec<_>>()
                .join(", ");
            let sql = format!("UPDATE {table} SET {sets} WHERE {}", is(&image.key));
            change(tx, &sql, &[&image.before, &image.key])
        }
        Deed::Delete => {
            let names = image
                .before
                .keys()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", ");
            let marks = vec!["?"; image.before.len()].join(", ");
            change(
                tx,
                &format!("INSERT INTO {table} ({names}) VALUES ({marks})"),
                &[&image.before],
            )
        }
    };
    match result {
        Ok(1) => Ok(()),
        Ok(_) => Err(conflict()),
        // Something new hangs on the row, or has taken its place.
        Err(StoreError::Sqlite(rusqlite::Error::SqliteFailure(failure, _)))
            if failure.code == rusqlite::ErrorCode::ConstraintViolation =>
        {
            Err(conflict())
        }
        Err(error) => Err(error),
    }
}

/// Fails with `Conflict` when a column that the action wrote holds something else by now.
fn unchanged(tx: &Tx<'_>, shape: &Shape, image: &Image) -> Result<(), StoreError> {
    let matters = |name: &str| match shape.looked.delivery {
        ["*"] => false,
        columns => !columns.contains(&name),
    };
    let names: Vec<&String> = image.after.keys().filter(|name| matters(name)).collect();
    let list = names
        .iter()
        .map(|name| name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    let list = if list.is_empty() { "1" } else { &list };
    let sql = format!(
        "SELECT {list} FROM {} WHERE {}",
        shape.looked.table,
        is(&image.key)
    );
    let mut statement = tx.connection().prepare_cached(&sql)?;
    let same = statement
        .query_row(params_from_iter(values(&[&image.key])?), |row| {
            for (place, name) in names.iter().enumerate() {
                if image.after.get(*name) != Some(&to_json(row.get::<_, Value>(place)?)) {
                    return Ok(false);
                }
            }
            Ok(true)
        })
        .optional()?;
    if same == Some(true) {
        Ok(())
    } else {
        Err(conflict(shape, image))
    }
}

fn conflict(shape: &Shape, image: &Image) -> StoreError {
    match shape.looked.touches.first() {
        Some((entity, column)) => StoreError::Conflict {
            entity: *entity,
            id: image.value(column).unwrap_or_default(),
        },
        None => StoreError::Invalid {
            code: "undo_conflict",
            params: json!({ "table": shape.looked.table }),
        },
    }
}

/// The id in `column` of the row that an image speaks of: from the image, else from the row itself.
pub(crate) fn current(
    tx: &Tx<'_>,
    shape: &Shape,
    image: &Image,
    column: &str,
) -> Result<Option<i64>, StoreError> {
    if column.is_empty() {
        return Ok(Some(0));
    }
    if let Some(id) = image.value(column) {
        return Ok(Some(id));
    }
    let sql = format!(
        "SELECT {column} FROM {} WHERE {}",
        shape.looked.table,
        is(&image.key)
    );
    let mut statement = tx.connection().prepare_cached(&sql)?;
    Ok(statement
        .query_row(params_from_iter(values(&[&image.key])?), |row| {
            row.get::<_, Option<i64>>(0)
        })
        .optional()?
        .flatten())
}

fn is(key: &Columns) -> String {
    key.keys()
        .map(|name| format!("{name} = ?"))
        .collect::<Vec<_>>()
        .join(" AND ")
}

fn values(columns: &[&Columns]) -> Result<Vec<Value>, StoreError> {
    columns
        .iter()
        .flat_map(|columns| columns.values())
        .map(from_json)
        .collect()
}

fn change(tx: &mut Tx<'_>, sql: &str, columns: &[&Columns]) -> Result<usize, StoreError> {
    tx.execute(sql, params_from_iter(values(columns)?))
}
