//! Reads single columns by name into domain types.

use rusqlite::{Row, types::Type};
use runnel_domain::{Timestamp, Uid};

/// A word of a closed set; an unknown spelling means a damaged or newer file.
pub(crate) fn word<T>(
    row: &Row<'_>,
    column: &'static str,
    parse: fn(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    parse(&text).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(
            0,
            Type::Text,
            format!("{column}: unknown word {text:?}").into(),
        )
    })
}

/// A word of a closed set, or nothing where the column is empty text or null.
pub(crate) fn word_opt<T>(
    row: &Row<'_>,
    column: &'static str,
    parse: fn(&str) -> Option<T>,
) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    Ok(text.as_deref().and_then(parse))
}

/// A moment.
pub(crate) fn moment(row: &Row<'_>, column: &'static str) -> rusqlite::Result<Timestamp> {
    Ok(Timestamp(row.get(column)?))
}

/// A moment that may be absent.
pub(crate) fn moment_opt(
    row: &Row<'_>,
    column: &'static str,
) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Timestamp))
}

/// An id or another wrapped integer, e.g. `id(row, "contact_id", ContactId)`.
pub(crate) fn id<T>(
    row: &Row<'_>,
    column: &'static str,
    wrap: fn(i64) -> T,
) -> rusqlite::Result<T> {
    Ok(wrap(row.get(column)?))
}

/// An id that may be absent.
pub(crate) fn id_opt<T>(
    row: &Row<'_>,
    column: &'static str,
    wrap: fn(i64) -> T,
) -> rusqlite::Result<Option<T>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(wrap))
}

/// Sixteen bytes.
pub(crate) fn uid(row: &Row<'_>, column: &'static str) -> rusqlite::Result<Uid> {
    Ok(Uid(row.get(column)?))
}
