//! One row before and after an action, and how it is written down.

use rusqlite::types::Value;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use crate::error::StoreError;

/// Columns by name.
pub(crate) type Columns = Map<String, Json>;

/// What happened to the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Deed {
    /// It came into being.
    #[serde(rename = "i")]
    Insert,
    /// Some of its columns changed.
    #[serde(rename = "u")]
    Update,
    /// It went.
    #[serde(rename = "d")]
    Delete,
}

/// One row before and after. An update holds only the columns that changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Image {
    #[serde(rename = "t")]
    pub(crate) table: String,
    #[serde(rename = "d")]
    pub(crate) deed: Deed,
    /// Primary key, as it was afterwards (before, for a row that went).
    #[serde(rename = "k")]
    pub(crate) key: Columns,
    #[serde(rename = "b", default, skip_serializing_if = "Map::is_empty")]
    pub(crate) before: Columns,
    #[serde(rename = "a", default, skip_serializing_if = "Map::is_empty")]
    pub(crate) after: Columns,
}

/// Images from this size on are compressed, in bytes; smaller ones would only cost time.
const PACKED_FROM: usize = 4 * 1_024;
/// zlib's quickest: a bulk action repeats itself so much that more effort gains little.
const EFFORT: u8 = 1;
/// The largest chapter that is unpacked, in bytes; ours are a hundredth of it.
const LARGEST: usize = 1 << 30;

/// Images as they are kept, and whether that is compressed.
pub(crate) fn pack(images: &[Image]) -> Result<(Vec<u8>, bool), StoreError> {
    let json = serde_json::to_vec(images)?;
    if json.len() < PACKED_FROM {
        return Ok((json, false));
    }
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&json, EFFORT);
    Ok((packed, true))
}

/// The way back from [`pack`].
pub(crate) fn unpack((kept, packed): (Vec<u8>, bool)) -> Result<Vec<Image>, StoreError> {
    let json = if packed {
        miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(&kept, LARGEST)
            .map_err(|error| StoreError::Corrupt(format!("packed undo images: {error}")))?
    } else {
        kept
    };
    Ok(serde_json::from_slice(&json)?)
}

impl Image {
    /// The value of a column after the action, or before it for a row that went.
    pub(crate) fn value(&self, column: &str) -> Option<i64> {
        [&self.after, &self.before, &self.key]
            .into_iter()
            .find_map(|columns| columns.get(column))
            .and_then(Json::as_i64)
    }
}

/// A stored value as JSON. Blobs become `{"hex": "…"}`.
pub(crate) fn to_json(value: Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) => Json::String(text),
        Value::Blob(bytes) => {
            use std::fmt::Write;
            let hex = bytes
                .iter()
                .fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
                    // Writing to a String cannot fail.
                    let _ = write!(hex, "{byte:02x}");
                    hex
                });
            json!({ "hex": hex })
        }
    }
}

/// The way back from [`to_json`].
pub(crate) fn from_json(value: &Json) -> Result<Value, StoreError> {
    let strange = || StoreError::Corrupt(format!("value of an undo image: {value}"));
    match value {
        Json::Null => Ok(Value::Null),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Ok(Value::Integer(number)),
            None => number.as_f64().map(Value::Real).ok_or_else(strange),
        },
        Json::String(text) => Ok(Value::Text(text.clone())),
        Json::Object(object) => {
            let hex = object
                .get("hex")
                .and_then(Json::as_str)
                .ok_or_else(strange)?;
            let digits: Option<Vec<u32>> = hex.chars().map(|digit| digit.to_digit(16)).collect();
            let bytes = digits.ok_or_else(strange)?;
            bytes
                .chunks(2)
                .map(|pair| match pair {
                    [high, low] => u8::try_from(high * 16 + low).map_err(|_| strange()),
                    _ => Err(strange()),
                })
                .collect::<Result<Vec<_>, _>>()
                .map(Value::Blob)
        }
        Json::Bool(_) | Json::Array(_) => Err(strange()),
    }
}
