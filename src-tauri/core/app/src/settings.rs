//! Settings of a workspace: all of them at once, checked before they are kept.

use runnel_domain::{addressee::Country, ids::MemberId};
use runnel_store::{
    Read, Tx,
    table::{member, setting},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    app::{App, Changed},
    error::AppError,
    label::label,
    member::clean_name,
    permission::Deed,
};

/// Longest undo-send window, in seconds: longer looks as if nothing were sent.
pub const LONGEST_UNDO_SEND_SECONDS: u32 = 30;
/// Languages that the interface speaks.
pub const LOCALES: &[&str] = &["en", "de", "ru"];

/// Settings of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// One of [`LOCALES`]; empty: the system's.
    pub locale: String,
    /// `light`, `dark` or `system`.
    pub theme: String,
    /// `normal` or `compact`.
    pub density: String,
    /// Currency of new amounts, ISO 4217.
    pub currency: String,
    /// IANA zone; empty: the system's.
    pub timezone: String,
    /// Company name for templates.
    pub company: String,
    /// Announce new messages.
    pub notifications: bool,
    /// Seconds in which a sent message can still be taken back.
    pub undo_send_seconds: u32,
    /// Enter sends and Shift+Enter begins a line; otherwise Ctrl+Enter sends.
    pub enter_sends: bool,
    /// Country of phone numbers that are typed without its code, ISO 3166; empty: none.
    pub country: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            locale: String::new(),
            theme: "system".to_owned(),
            density: "normal".to_owned(),
            currency: "EUR".to_owned(),
            timezone: String::new(),
            company: String::new(),
            notifications: true,
            undo_send_seconds: 5,
            enter_sends: false,
            country: String::new(),
        }
    }
}

impl Settings {
    /// Refuses what makes no sense: `Invalid` with code `setting_invalid` and the field.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn check(&self) -> Result<(), AppError> {
        let one_of = |value: &str, allowed: &[&str]| allowed.contains(&value);
        let currency =
            self.currency.len() == 3 && self.currency.bytes().all(|b| b.is_ascii_uppercase());
        let country = self.country.is_empty() || Country::named(&self.country).is_some();
        let zone = self.timezone.is_empty() || self.timezone.parse::<chrono_tz::Tz>().is_ok();
        for (field, good) in [
            (
                "locale",
                self.locale.is_empty() || one_of(&self.locale, LOCALES),
            ),
            ("theme", one_of(&self.theme, &["light", "dark", "system"])),
            ("density", one_of(&self.density, &["normal", "compact"])),
            ("currency", currency),
            ("timezone", zone),
            ("country", country),
            ("company", self.company.chars().count() <= 200),
            (
                "undo_send_seconds",
                self.undo_send_seconds <= LONGEST_UNDO_SEND_SECONDS,
            ),
        ] {
            if !good {
                return Err(AppError::field("setting_invalid", field));
            }
        }
        Ok(())
    }
}

impl App {
    /// Changes settings: all of them, as read.
    ///
    /// # Errors
    /// As [`Settings::check`].
    pub async fn settings_set(
        &self,
        me: MemberId,
        settings: Settings,
    ) -> Result<Changed, AppError> {
        settings.check()?;
        let undo = label("settings_set", json!({}));
        self.act(me, Deed::Arrange, undo, move |tx| save(tx, &settings))
            .await
    }

    /// Renames a member: oneself, or anybody for those who arrange.
    ///
    /// # Errors
    /// `Invalid` with code `name_empty` or `name_too_long`.
    pub async fn member_rename(
        &self,
        me: MemberId,
        who: MemberId,
        name: String,
    ) -> Result<Changed, AppError> {
        let name = clean_name(&name)?;
        let deed = if me == who { Deed::Work } else { Deed::Arrange };
        let undo = label("member_rename", json!({ "name": name }));
        self.act(me, deed, undo, move |tx| {
            Ok(member::rename(tx, who, &name)?)
        })
        .await
    }
}

/// The settings, with defaults for what was never set.
pub fn load(read: &Read<'_>) -> Result<Settings, AppError> {
    let mut settings = serde_json::Map::new();
    for (key, value) in setting::all(read)? {
        settings.insert(key, value);
    }
    // One that a newer version wrote differently falls back alone rather than taking the others with it.
    let mut known = serde_json::to_value(Settings::default()).unwrap_or_default();
    for (key, value) in settings {
        let mut with = known.clone();
        if let Some(place) = with.get_mut(&key) {
            *place = value;
            if serde_json::from_value::<Settings>(with.clone()).is_ok() {
                known = with;
            }
        }
    }
    Ok(serde_json::from_value(known).unwrap_or_default())
}

/// Keeps the settings; rows that stay the same are not touched.
pub(crate) fn save(tx: &mut Tx<'_>, settings: &Settings) -> Result<(), AppError> {
    let value =
        serde_json::to_value(settings).map_err(|error| AppError::Internal(error.to_string()))?;
    for (key, value) in value.as_object().into_iter().flatten() {
        setting::set(tx, key, value)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_make_no_sense_are_refused_by_name() {
        assert!(Settings::default().check().is_ok());
        let wrong = |change: fn(&mut Settings)| {
            let mut settings = Settings::default();
            change(&mut settings);
            match settings.check() {
                Err(AppError::Invalid { params, .. }) => {
                    params["field"].as_str().unwrap().to_owned()
                }
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(wrong(|s| s.locale = "xx".to_owned()), "locale");
        assert_eq!(wrong(|s| s.currency = "eur".to_owned()), "currency");
        assert_eq!(
            wrong(|s| s.timezone = "Europe/Nowhere".to_owned()),
            "timezone"
        );
        assert_eq!(wrong(|s| s.country = "XX".to_owned()), "country");
        assert_eq!(wrong(|s| s.undo_send_seconds = 31), "undo_send_seconds");
    }
}
