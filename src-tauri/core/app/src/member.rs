//! Who works here, and what each of them set for themselves.

use runnel_domain::{Role, ids::MemberId};
use runnel_store::table::{member, member_setting};
use serde_json::{Value, json};

use crate::{
    app::{App, Changed},
    error::AppError,
    label::label,
    permission::Deed,
};

pub use runnel_store::table::member::Member;

/// Longest name of a member, in characters: as wide as the interface shows.
const LONGEST_NAME: usize = 80;
/// Longest name of a member's setting, in bytes.
const LONGEST_KEY: usize = 64;
/// Largest value of a member's setting, in bytes of JSON: far above any layout, far below what slows a start.
const LARGEST_VALUE: usize = 64 * 1024;

impl App {
    /// Somebody joins.
    ///
    /// # Errors
    /// `Invalid` with code `name_empty`, `name_too_long`, or `role_taken` for a second owner.
    pub async fn member_add(
        &self,
        me: MemberId,
        name: String,
        role: Role,
    ) -> Result<Changed<MemberId>, AppError> {
        let name = clean_name(&name)?;
        if role == Role::Owner {
            return Err(AppError::field("role_taken", "role"));
        }
        let undo = label("member_add", json!({ "name": name }));
        self.act(me, Deed::Arrange, undo, move |tx| {
            Ok(member::add(tx, &name, "", role)?)
        })
        .await
    }

    /// Somebody leaves. What they did keeps their name, and what they are in charge of stays so until it is handed on.
    ///
    /// # Errors
    /// `Invalid` with code `owner_stays`; `NotFound` where they have left already.
    pub async fn member_remove(&self, me: MemberId, who: MemberId) -> Result<Changed, AppError> {
        let found = self.read(move |read| Ok(member::get(read, who)?)).await?;
        if found.role == Role::Owner {
            return Err(AppError::field("owner_stays", "member_id"));
        }
        let undo = label("member_remove", json!({ "name": found.name }));
        self.act(me, Deed::Arrange, undo, move |tx| {
            Ok(member::remove(tx, who)?)
        })
        .await
    }

    /// What the member set under this name for themselves; null where nothing.
    ///
    /// # Errors
    /// `Invalid` with code `setting_invalid` for a name that cannot be one.
    pub async fn member_setting(&self, me: MemberId, key: String) -> Result<Value, AppError> {
        check_key(&key)?;
        self.read(move |read| Ok(member_setting::get(read, me, &key)?.unwrap_or(Value::Null)))
            .await
    }

    /// Sets something for the member alone; null takes it away. Not to be taken back: it is how the window looks.
    ///
    /// # Errors
    /// `Invalid` with code `setting_invalid` for a name that cannot be one, or a value beyond [`LARGEST_VALUE`].
    pub async fn member_setting_set(
        &self,
        me: MemberId,
        key: String,
        value: Value,
    ) -> Result<Changed, AppError> {
        check_key(&key)?;
        if value.to_string().len() > LARGEST_VALUE {
            return Err(AppError::field("setting_invalid", "value"));
        }
        self.act(me, Deed::Work, None, move |tx| {
            Ok(member_setting::set(tx, me, &key, &value)?)
        })
        .await
    }
}

/// A member's name without stray spaces.
pub(crate) fn clean_name(name: &str) -> Result<String, AppError> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(AppError::field("name_empty", "name"));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(AppError::field("name_too_long", "name"));
    }
    Ok(name)
}

/// Lower-case letters, digits, dots and underscores: `keys`, `chats.columns`.
fn check_key(key: &str) -> Result<(), AppError> {
    let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_');
    if key.is_empty() || key.len() > LONGEST_KEY || !key.bytes().all(letter) {
        return Err(AppError::field("setting_invalid", "key"));
    }
    Ok(())
}
