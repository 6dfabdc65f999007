//! What a member set for themselves: a name and a JSON value each (keys, widths of columns, last choices).

use runnel_domain::ids::MemberId;
use rusqlite::params;
use serde_json::Value;

use crate::{Entity, Read, StoreError, Tx};

/// One setting; `None` where it was never set, or holds no JSON any more.
pub fn get(read: &Read<'_>, member: MemberId, key: &str) -> Result<Option<Value>, StoreError> {
    let value: Option<String> = read.query_value_opt(
        "SELECT value FROM member_setting WHERE member_id = ?1 AND key = ?2",
        params![member.0, key],
    )?;
    Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
}

/// Sets one; null takes it away. Writing the same value again changes nothing and tells nobody.
pub fn set(tx: &mut Tx<'_>, member: MemberId, key: &str, value: &Value) -> Result<(), StoreError> {
    let changed = if value.is_null() {
        tx.execute(
            "DELETE FROM member_setting WHERE member_id = ?1 AND key = ?2",
            params![member.0, key],
        )?
    } else {
        tx.execute(
            "INSERT INTO member_setting (member_id, key, value) VALUES (?1, ?2, ?3)
             ON CONFLICT (member_id, key)
             DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
            params![member.0, key, value.to_string()],
        )?
    };
    if changed > 0 {
        tx.touch(Entity::MemberSetting, member.0);
    }
    Ok(())
}
