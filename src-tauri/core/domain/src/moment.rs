//! Moments as people write them, in the five languages of their customers: "tomorrow 9", "em 2 horas", "в понедельник".
//!
//! Snoozing, deadlines of tasks and sending later share this, so that the same words mean the same moment everywhere.
//! What is said counts in the shop's own time zone. Nothing is guessed: a text of which one word is not understood is
//! not understood.

mod calendar;
mod lex;
mod read;
mod words;

use chrono::{Datelike, Days, NaiveTime, Weekday};

use crate::Timestamp;

/// When a day begins for whoever names no hour, and what "in the morning" is.
pub const MORNING: u32 = 8;
/// What "at noon" is.
pub const NOON: u32 = 12;
/// What "in the afternoon" is: after lunch.
pub const AFTERNOON: u32 = 13;
/// What "in the evening" and "tonight" are.
pub const EVENING: u32 = 19;
/// When Saturday begins: nobody writes to a shop at eight on a Saturday.
pub const WEEKEND: u32 = 10;

/// Why a text names no moment that is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoMoment {
    /// Some of its words say nothing here.
    Unknown,
    /// It is over.
    Past,
}

/// The moment after `now` that `text` names in `zone` (IANA name; UTC when unknown).
///
/// `language` (a BCP 47 tag) is tried first, then the other four; it also settles whether 3/4 is in March or in April.
///
/// # Errors
/// [`NoMoment`] where it names none, or one that is over.
pub fn parse(
    text: &str,
    language: &str,
    now: Timestamp,
    zone: &str,
) -> Result<Timestamp, NoMoment> {
    let here = calendar::Here::new(now, zone);
    let mut over = false;
    for words in words::in_order(language) {
        match lex::items(text, words).and_then(|items| read::read(&items, words, &here)) {
            Some(at) if at > now => return Ok(at),
            Some(_) => over = true,
            None => {}
        }
    }
    Err(if over {
        NoMoment::Past
    } else {
        NoMoment::Unknown
    })
}

/// A moment that is offered ready-made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// Stable name; the interface words it: `in_3_hours`, `afternoon`, `evening`, `tomorrow`, `saturday`, `monday`.
    pub name: &'static str,
    /// When.
    pub at: Timestamp,
}

/// What is offered at `now` in `zone`: in 3 hours, 13:00, 19:00, tomorrow 8:00, Saturday 10:00, Monday 8:00. What is
/// over is left out, and so is a second name of the same moment.
#[must_use]
pub fn presets(now: Timestamp, zone: &str) -> Vec<Preset> {
    let here = calendar::Here::new(now, zone);
    let (today, clock) = (here.date(), |hour| NaiveTime::from_hms_opt(hour, 0, 0));
    let day = |days: u64| today.checked_add_days(Days::new(days));
    let coming = |weekday: Weekday| {
        let days = 7 - u64::from(today.weekday().days_since(weekday));
        day(days)
    };
    let moments = [
        ("in_3_hours", Some(now.plus_minutes(3 * 60))),
        ("afternoon", here.moment(Some(today), clock(AFTERNOON))),
        ("evening", here.moment(Some(today), clock(EVENING))),
        ("tomorrow", here.moment(day(1), clock(MORNING))),
        (
            "saturday",
            here.moment(coming(Weekday::Sat), clock(WEEKEND)),
        ),
        ("monday", here.moment(coming(Weekday::Mon), clock(MORNING))),
    ];
    let mut presets: Vec<Preset> = Vec::with_capacity(moments.len());
    for (name, at) in moments {
        if let Some(at) = at.filter(|at| *at > now)
            && presets.iter().all(|other| other.at != at)
        {
            presets.push(Preset { name, at });
        }
    }
    presets
}
