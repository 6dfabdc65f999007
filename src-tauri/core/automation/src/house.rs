//! What triggers need to know of the workspace's settings.

use runnel_domain::{Timestamp, day::Day, facts::Viewpoint};
use runnel_store::{Read, StoreError, table::setting};
use serde_json::Value;

/// Name of the setting that says how many hours late a delayed action may still run (UT-4).
pub const LATE_HOURS_SETTING: &str = "trigger_late_hours";
/// Its default: what was due during a day away still happens.
pub const DEFAULT_LATE_HOURS: i64 = 24;

/// Settings of the workspace, with defaults for what is not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// Language of what triggers write numbers and dates in.
    pub locale: String,
    /// IANA zone.
    pub zone: String,
    /// The company's name; may be empty.
    pub company: String,
    /// Hours.
    pub late_hours: i64,
}

impl House {
    /// Reads the settings.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn load(read: &Read<'_>) -> Result<Self, StoreError> {
        let mut house = Self {
            locale: "en".to_owned(),
            zone: "UTC".to_owned(),
            company: String::new(),
            late_hours: DEFAULT_LATE_HOURS,
        };
        for (key, value) in setting::all(read)? {
            let text = || {
                value
                    .as_str()
                    .filter(|text| !text.is_empty())
                    .map(str::to_owned)
            };
            match key.as_str() {
                "locale" => house.locale = text().unwrap_or(house.locale),
                "timezone" => house.zone = text().unwrap_or(house.zone),
                "company" => house.company = text().unwrap_or(house.company),
                LATE_HOURS_SETTING => {
                    house.late_hours = value
                        .as_i64()
                        .filter(|hours| *hours >= 0)
                        .unwrap_or(house.late_hours);
                }
                _ => {}
            }
        }
        Ok(house)
    }

    /// Nobody in particular, now, in the workspace's zone.
    #[must_use]
    pub fn viewpoint(&self, now: Timestamp) -> Viewpoint {
        Viewpoint {
            now,
            today: Day::of(now, &self.zone),
            member: None,
        }
    }
}

/// A code with parameters, as logs keep it.
pub(crate) fn reason(code: &str) -> Value {
    serde_json::json!({ "code": code })
}
