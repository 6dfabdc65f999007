//! Calendar days in a person's time zone.

use chrono::{Datelike, Days, NaiveDate, TimeZone, Utc};
pub use chrono_tz::Tz as Zone;

use crate::Timestamp;

/// A calendar day: from its first moment until the first moment of the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// First moment.
    pub from: Timestamp,
    /// First moment of the next day.
    pub until: Timestamp,
}

impl Day {
    /// The day in `zone` (IANA name; UTC when unknown) that holds `now`.
    #[must_use]
    pub fn of(now: Timestamp, zone: &str) -> Self {
        let zone = self::zone(zone);
        let date = date(now, zone);
        let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
        Self {
            from: midnight(date, zone),
            until: midnight(next, zone),
        }
    }

    /// The first moment of next Monday: until then it is this week.
    #[must_use]
    pub fn next_week(now: Timestamp, zone: &str) -> Timestamp {
        let zone: Zone = zone.parse().unwrap_or(Zone::UTC);
        let date = date(now, zone);
        let days = 7 - u64::from(date.weekday().num_days_from_monday());
        midnight(date.checked_add_days(Days::new(days)).unwrap_or(date), zone)
    }

    /// Whether `at` lies in this day.
    #[must_use]
    pub const fn holds(self, at: Timestamp) -> bool {
        self.from.0 <= at.0 && at.0 < self.until.0
    }
}

/// The zone with this IANA name; UTC when unknown.
#[must_use]
pub fn zone(name: &str) -> Zone {
    name.parse().unwrap_or(Zone::UTC)
}

/// The date in `zone` at a moment.
#[must_use]
pub fn date(at: Timestamp, zone: Zone) -> NaiveDate {
    let utc = Utc.timestamp_millis_opt(at.0).single().unwrap_or_default();
    utc.with_timezone(&zone).date_naive()
}

/// The first moment of a date: where clocks jump over midnight, the first one that exists.
pub(crate) fn midnight(date: NaiveDate, zone: Zone) -> Timestamp {
    for minutes in (0..24 * 4).map(|quarter| quarter * 15) {
        let local = date
            .and_hms_opt(0, 0, 0)
            .and_then(|start| start.checked_add_signed(chrono::Duration::minutes(minutes)));
        if let Some(moment) = local.and_then(|local| zone.from_local_datetime(&local).earliest()) {
            return Timestamp(moment.timestamp_millis());
        }
    }
    Timestamp(
        date.and_hms_opt(0, 0, 0)
            .map_or(0, |start| start.and_utc().timestamp_millis()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn a_day_is_the_shops_own_day() {
        let noon = Timestamp(1_795_348_800_000); // 2026-11-22 12:00 UTC
        let day = Day::of(noon, "Europe/Berlin");
        assert_eq!(
            noon.millis_since(day.from),
            13 * HOUR,
            "it is one o'clock in Berlin"
        );
        assert_eq!(day.until.millis_since(day.from), 24 * HOUR);
        assert!(day.holds(noon) && !day.holds(day.until));
        assert_eq!(Day::of(noon, "nowhere").from, Timestamp(noon.0 - 12 * HOUR));
    }

    #[test]
    fn a_week_ends_before_monday() {
        let sunday = Timestamp(1_795_348_800_000); // 2026-11-22 12:00 UTC
        let monday = Day::of(sunday, "Europe/Berlin").until;
        assert_eq!(
            Day::next_week(sunday, "Europe/Berlin"),
            monday,
            "Sunday is the last day"
        );
        assert_eq!(
            Day::next_week(monday, "Europe/Berlin").millis_since(monday),
            7 * 24 * HOUR
        );
    }

    #[test]
    fn the_day_of_the_clock_change_has_twenty_five_hours() {
        let noon = Timestamp(1_792_929_600_000); // 2026-10-25 12:00 UTC
        let day = Day::of(noon, "Europe/Berlin");
        assert_eq!(day.until.millis_since(day.from), 25 * HOUR);
    }
}
