//! A card that comes back to a place which another card has taken since stands right below that one.

use std::borrow::Cow;

use runnel_domain::rank;
use rusqlite::params;
use serde_json::Value;

use super::{
    image::{Deed, Image},
    put_back::current,
    shape::Shape,
};
use crate::{error::StoreError, tx::Tx};

/// The image with a rank that is free in its column; images of anything but cards as they are.
pub(crate) fn make_room<'i>(
    tx: &Tx<'_>,
    shape: &Shape,
    image: Cow<'i, Image>,
) -> Result<Cow<'i, Image>, StoreError> {
    let wanted = image.before.get("rank").and_then(Value::as_str);
    let (Some(wanted), "deal", Deed::Update | Deed::Delete) =
        (wanted, image.table.as_str(), image.deed)
    else {
        return Ok(image);
    };
    let stage = match image.before.get("stage_id").and_then(Value::as_i64) {
        Some(stage) => Some(stage),
        None => current(tx, shape, &image, "stage_id")?,
    };
    let (Some(stage), Some(card)) = (stage, image.value("id")) else {
        return Ok(image);
    };
    let taken: bool = tx.query_value(
        "SELECT EXISTS (SELECT 1 FROM deal WHERE stage_id = ?1 AND rank = ?2 AND id <> ?3)",
        params![stage, wanted, card],
    )?;
    if !taken {
        return Ok(image);
    }
    let below: Option<String> = tx.query_value_opt(
        "SELECT rank FROM deal WHERE stage_id = ?1 AND rank > ?2 AND id <> ?3 ORDER BY rank LIMIT 1",
        params![stage, wanted, card],
    )?;
    let free = rank::between(Some(wanted), below.as_deref());
    let mut image = image.into_owned();
    image.before.insert("rank".to_owned(), Value::String(free));
    Ok(Cow::Owned(image))
}
