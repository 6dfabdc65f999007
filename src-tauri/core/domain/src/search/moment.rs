//! Times as people write them into a search: days, months, years, today and yesterday in five languages.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::{
    Timestamp,
    day::{self, Day, date, midnight},
};

/// The stretch that a folded word stands for: `2024-05-17`, `17.05.2024`, `17/5/2024`, `2024-05`, `2024`, `heute`.
pub(super) fn period(word: &str, zone: &str, now: Timestamp) -> Option<Day> {
    let zone = day::zone(zone);
    let today = date(now, zone);
    let (first, next) = match word {
        "today" | "hoje" | "hoy" | "heute" | "сегодня" => (today, tomorrow(today)?),
        "yesterday" | "ontem" | "ayer" | "gestern" | "вчера" => {
            (today.checked_sub_days(Days::new(1))?, today)
        }
        _ => written(word)?,
    };
    Some(Day {
        from: midnight(first, zone),
        until: midnight(next, zone),
    })
}

fn written(word: &str) -> Option<(NaiveDate, NaiveDate)> {
    let parts: Vec<&str> = word.split(['-', '.', '/']).collect();
    let number = |text: &str| text.parse::<u32>().ok();
    let year = |text: &str| {
        (text.len() == 4)
            .then(|| text.parse::<i32>().ok())
            .flatten()
    };
    match *parts.as_slice() {
        [one] => {
            let first = NaiveDate::from_ymd_opt(year(one)?, 1, 1)?;
            Some((first, NaiveDate::from_ymd_opt(first.year() + 1, 1, 1)?))
        }
        [one, two] => {
            let (year, month) = match (year(one), year(two)) {
                (Some(year), None) => (year, number(two)?),
                (None, Some(year)) => (year, number(one)?),
                _ => return None,
            };
            let first = NaiveDate::from_ymd_opt(year, month, 1)?;
            Some((first, first.checked_add_months(Months::new(1))?))
        }
        [one, month, three] => {
            let (year, day) = match (year(one), year(three)) {
                (Some(year), None) => (year, number(three)?),
                (None, Some(year)) => (year, number(one)?),
                _ => return None,
            };
            let first = NaiveDate::from_ymd_opt(year, number(month)?, day)?;
            Some((first, tomorrow(first)?))
        }
        _ => None,
    }
}

fn tomorrow(date: NaiveDate) -> Option<NaiveDate> {
    date.checked_add_days(Days::new(1))
}
