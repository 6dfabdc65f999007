//! The present in a person's time zone, and the way from their dates and hours back to moments.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::Timestamp;

/// Where and when somebody speaks.
pub(super) struct Here {
    now: DateTime<Tz>,
    zone: Tz,
}

impl Here {
    /// `zone`: IANA name; UTC when unknown.
    pub(super) fn new(now: Timestamp, zone: &str) -> Self {
        let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
        let utc = Utc.timestamp_millis_opt(now.0).single().unwrap_or_default();
        Self {
            now: utc.with_timezone(&zone),
            zone,
        }
    }

    pub(super) fn date(&self) -> NaiveDate {
        self.now.date_naive()
    }

    pub(super) fn time(&self) -> NaiveTime {
        self.now.time()
    }

    /// The moment of an hour on a day; where clocks jump over it, the first one that exists after it.
    pub(super) fn moment(
        &self,
        date: Option<NaiveDate>,
        time: Option<NaiveTime>,
    ) -> Option<Timestamp> {
        let said = date?.and_time(time?);
        (0..=8).find_map(|quarters| {
            let local: NaiveDateTime = said.checked_add_signed(Duration::minutes(15 * quarters))?;
            let moment = self.zone.from_local_datetime(&local).earliest()?;
            Some(Timestamp(moment.timestamp_millis()))
        })
    }

    /// So much real time from now.
    pub(super) fn after_minutes(&self, minutes: i64) -> Timestamp {
        Timestamp(self.now.timestamp_millis()).plus_minutes(minutes)
    }
}
