//! Settings of the workspace: a name and a JSON value each.

use serde::{Serialize, de::DeserializeOwned};

use crate::{Entity, Read, StoreError, Tx};

/// Every setting by name. One whose value is no JSON any more is left out: defaults stand in for it.
pub fn all(read: &Read<'_>) -> Result<Vec<(String, serde_json::Value)>, StoreError> {
    let found: Vec<(String, String)> =
        read.query_all("SELECT key, value FROM setting ORDER BY key", [])?;
    Ok(found
        .into_iter()
        .filter_map(|(key, value)| Some((key, serde_json::from_str(&value).ok()?)))
        .collect())
}

/// One setting; `None` where it was never set, or holds something of another shape.
pub fn get<T: DeserializeOwned>(read: &Read<'_>, key: &str) -> Result<Option<T>, StoreError> {
    let value: Option<String> =
        read.query_value_opt("SELECT value FROM setting WHERE key = ?1", [key])?;
    Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
}

/// Sets one. Writing the same value again changes nothing and tells nobody.
pub fn set<T: Serialize + ?Sized>(tx: &mut Tx<'_>, key: &str, value: &T) -> Result<(), StoreError> {
    let changed = tx.execute(
        "INSERT INTO setting (key, value) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
        [key, &serde_json::to_string(value)?],
    )?;
    if changed > 0 {
        tx.touch(Entity::Setting, 0);
    }
    Ok(())
}

/// Takes one away; its default holds again.
pub fn unset(tx: &mut Tx<'_>, key: &str) -> Result<(), StoreError> {
    if tx.execute("DELETE FROM setting WHERE key = ?1", [key])? > 0 {
        tx.touch(Entity::Setting, 0);
    }
    Ok(())
}
