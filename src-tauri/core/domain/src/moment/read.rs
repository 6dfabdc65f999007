//! From the parts of a text to the moment that they name together.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime};

use super::{
    AFTERNOON, EVENING, MORNING, NOON, WEEKEND,
    calendar::Here,
    lex::Item,
    words::{Meaning, Unit, Words},
};
use crate::Timestamp;

use Item::{Clock, Dotted, Hours, Number, Ordinal, Stroke, Word};
use Meaning as M;

/// The moment, which may be over; `None`: the parts make no sense together.
pub(super) fn read(items: &[Item], words: &Words, here: &Here) -> Option<Timestamp> {
    let mut said = Said::default();
    let mut rest = items;
    while !rest.is_empty() {
        rest = said.take(rest, words)?;
    }
    said.moment(here)
}

/// What has been said so far.
#[derive(Default)]
struct Said {
    length: Option<Length>,
    day: Option<Day>,
    hour: Option<Hour>,
    part: Option<u32>,
}

/// How long from now.
#[derive(Clone, Copy, Default)]
struct Length {
    months: i64,
    days: i64,
    minutes: i64,
}

/// Which day.
#[derive(Clone, Copy)]
enum Day {
    /// So many after today.
    After(u64),
    /// Monday is 0; the flag: of the week after this one.
    Weekday(u32, bool),
    /// Day and month, perhaps a year.
    Date(u32, u32, Option<i32>),
    /// The next one with this number.
    OfMonth(u32),
    /// The first one of the next month.
    NextMonth,
}

/// An hour of the clock.
#[derive(Clone, Copy)]
struct Hour {
    hour: u32,
    minute: u32,
    /// Nothing but a number from 1 to 12 was said: which half of the day is open.
    bare: bool,
}

impl Said {
    /// Takes in what `items` begin with; the rest, or `None` where it fits nowhere.
    fn take<'a>(&mut self, items: &'a [Item], words: &Words) -> Option<&'a [Item]> {
        match items {
            [Word(M::In), rest @ ..] => match length(rest, true) {
                Some((length, rest)) => self.length(length, rest),
                None => Some(rest),
            },
            [Word(M::At), rest @ ..] => match clock(rest, true, words) {
                Some((hour, rest)) => self.hour(hour, rest),
                None => Some(rest),
            },
            [Word(M::Next), Word(M::Unit(Unit::Week)), rest @ ..]
            | [Word(M::Unit(Unit::Week)), Word(M::Next), rest @ ..] => {
                self.day(Day::Weekday(0, true), rest)
            }
            [Word(M::Next), Word(M::Unit(Unit::Month)), rest @ ..]
            | [Word(M::Unit(Unit::Month)), Word(M::Next), rest @ ..] => {
                self.day(Day::NextMonth, rest)
            }
            [Word(M::Next), Word(M::Weekday(day)), rest @ ..]
            | [Word(M::Weekday(day)), Word(M::Next), rest @ ..] => self.weekday(*day, true, rest),
            [Word(M::Next), Word(M::Weekend), rest @ ..]
            | [Word(M::Weekend), Word(M::Next), rest @ ..] => self.weekday(5, true, rest),
            [Word(M::Weekday(day)), rest @ ..] => self.weekday(*day, false, rest),
            [Word(M::Weekend), rest @ ..] => self.weekday(5, false, rest),
            [Word(M::Day(days)), rest @ ..] => self.day(Day::After(*days), rest),
            [Word(M::Morrow), rest @ ..] if self.day.is_some() => self.part(MORNING, rest),
            [Word(M::Morrow), rest @ ..] => self.day(Day::After(1), rest),
            [Word(M::Part(hour)), rest @ ..] => self.part(*hour, rest),
            [
                Number(day) | Ordinal(day),
                Word(M::Month(month)),
                Number(year @ 2000..),
                rest @ ..,
            ]
            | [
                Word(M::Month(month)),
                Number(day) | Ordinal(day),
                Number(year @ 2000..),
                rest @ ..,
            ] => self.date(*day, i64::from(*month), Some(*year), rest),
            [Number(day) | Ordinal(day), Word(M::Month(month)), rest @ ..]
            | [Word(M::Month(month)), Number(day) | Ordinal(day), rest @ ..] => {
                self.date(*day, i64::from(*month), None, rest)
            }
            [Item::Date(year, month, day), rest @ ..] => self.date(*day, *month, Some(*year), rest),
            [Stroke(one, other, year), rest @ ..] => {
                let month_first = if words.month_first {
                    *one <= 12
                } else {
                    *other > 12
                };
                let (day, month) = if month_first {
                    (*other, *one)
                } else {
                    (*one, *other)
                };
                self.date(day, month, *year, rest)
            }
            [Dotted(day, month, year, marked), rest @ ..]
                if *marked || (self.day.is_none() && *month <= 12) =>
            {
                self.date(*day, *month, *year, rest)
            }
            [Word(M::Unit(Unit::Day)), Number(day), rest @ ..] | [Ordinal(day), rest @ ..]
                if self.day.is_none() =>
            {
                self.day(Day::OfMonth(u32::try_from(*day).ok()?), rest)
            }
            items => {
                // "2 hours" alone is a length, "tomorrow 2 hours" is two o'clock.
                let first = self.day.is_none() && self.hour.is_none();
                if let Some((length, rest)) = length(items, false).filter(|_| first) {
                    return self.length(length, rest);
                }
                let (hour, rest) = clock(items, false, words)?;
                self.hour(hour, rest)
            }
        }
    }

    fn length<'a>(&mut self, length: Length, rest: &'a [Item]) -> Option<&'a [Item]> {
        self.length.replace(length).is_none().then_some(rest)
    }
    fn day<'a>(&mut self, day: Day, rest: &'a [Item]) -> Option<&'a [Item]> {
        self.day.replace(day).is_none().then_some(rest)
    }
    /// "Fri 25.12.": the date says more than the day of the week.
    fn weekday<'a>(&mut self, day: u32, next: bool, rest: &'a [Item]) -> Option<&'a [Item]> {
        if matches!(self.day, Some(Day::Date(..))) {
            return Some(rest);
        }
        self.day(Day::Weekday(day, next), rest)
    }
    fn date<'a>(
        &mut self,
        day: i64,
        month: i64,
        year: Option<i64>,
        rest: &'a [Item],
    ) -> Option<&'a [Item]> {
        let year = match year {
            Some(short @ 0..100) => Some(2000 + short),
            year => year,
        };
        let year = year.map(i32::try_from).transpose().ok()?;
        let date = Day::Date(u32::try_from(day).ok()?, u32::try_from(month).ok()?, year);
        if matches!(self.day, Some(Day::Weekday(..))) {
            self.day = None;
        }
        self.day(date, rest)
    }
    fn hour<'a>(&mut self, hour: Hour, rest: &'a [Item]) -> Option<&'a [Item]> {
        self.hour.replace(hour).is_none().then_some(rest)
    }
    fn part<'a>(&mut self, part: u32, rest: &'a [Item]) -> Option<&'a [Item]> {
        self.part.replace(part).is_none().then_some(rest)
    }

    fn moment(&self, here: &Here) -> Option<Timestamp> {
        let time = self.time()?;
        if let Some(length) = self.length {
            return self.after(length, time, here);
        }
        let Some(day) = self.day else {
            // An hour alone is the next one of that name.
            let today = here.moment(Some(here.date()), Some(time?))?;
            return if today > here.after_minutes(0) {
                Some(today)
            } else {
                here.moment(here.date().succ_opt(), time)
            };
        };
        let usual = |hour: u32| time.or_else(|| NaiveTime::from_hms_opt(hour, 0, 0));
        let today = here.date();
        let now = here.after_minutes(0);
        match day {
            Day::After(0) if time.is_none() => {
                let evening = here.moment(Some(today), usual(EVENING))?;
                if evening > now {
                    Some(evening)
                } else {
                    here.moment(Some(today), NaiveTime::from_hms_opt(23, 59, 0))
                }
            }
            Day::After(days) => {
                here.moment(today.checked_add_days(Days::new(days)), usual(MORNING))
            }
            Day::Weekday(weekday, next) => {
                let usual = usual(if weekday >= 5 { WEEKEND } else { MORNING });
                let present = today.weekday().num_days_from_monday();
                let ahead = if next {
                    7 - present + weekday
                } else {
                    (weekday + 7 - present) % 7
                };
                let on =
                    |days: u32| here.moment(today.checked_add_days(Days::new(days.into())), usual);
                on(ahead)
                    .filter(|at| ahead > 0 || *at > now)
                    .or_else(|| on(ahead + 7))
            }
            Day::Date(day, month, Some(year)) => {
                here.moment(NaiveDate::from_ymd_opt(year, month, day), usual(MORNING))
            }
            Day::Date(day, month, None) => (0..=4).find_map(|years| {
                let date = NaiveDate::from_ymd_opt(today.year() + years, month, day);
                here.moment(date, usual(MORNING)).filter(|at| *at > now)
            }),
            Day::OfMonth(day) => (0..=3).find_map(|months| {
                let first = today.with_day(1)?.checked_add_months(Months::new(months))?;
                here.moment(first.with_day(day), usual(MORNING))
                    .filter(|at| *at > now)
            }),
            Day::NextMonth => {
                let first = today.with_day(1)?.checked_add_months(Months::new(1));
                here.moment(first, usual(MORNING))
            }
        }
    }

    fn after(&self, length: Length, time: Option<NaiveTime>, here: &Here) -> Option<Timestamp> {
        if self.day.is_some() {
            return None;
        }
        if length.months == 0 && length.days == 0 {
            return time.is_none().then(|| here.after_minutes(length.minutes));
        }
        let date = here
            .date()
            .checked_add_months(Months::new(u32::try_from(length.months).ok()?))?
            .checked_add_days(Days::new(u64::try_from(length.days).ok()?));
        let at = here.moment(date, time.or_else(|| Some(here.time())))?;
        Some(at.plus_minutes(length.minutes))
    }

    /// The hour said, by number or by name. A bare hour from one to six is in the afternoon: nobody is at work at three
    /// in the night.
    fn time(&self) -> Option<Option<NaiveTime>> {
        let (hour, minute) = match (self.hour, self.part) {
            (None, None) => return Some(None),
            (None, Some(part)) => (part, 0),
            (Some(said), part) => {
                let later = match part {
                    Some(EVENING | AFTERNOON) => said.hour < 12,
                    Some(NOON) => said.hour < 6,
                    Some(_) => false,
                    None => said.bare && (1..=6).contains(&said.hour),
                };
                (said.hour + if later { 12 } else { 0 }, said.minute)
            }
        };
        NaiveTime::from_hms_opt(hour, minute, 0).map(Some)
    }
}

/// The length that `items` begin with. Behind "in" a unit alone is one of it, and `1h30` is one.
fn length(items: &[Item], after_in: bool) -> Option<(Length, &[Item])> {
    let (mut length, rest) = match items {
        [Word(M::Half), Word(M::Unit(unit)), rest @ ..] => (half(*unit)?, rest),
        [Word(M::OneAndHalf), Word(M::Unit(unit)), rest @ ..] => {
            (plus(times(1, *unit), half(*unit)?), rest)
        }
        [Number(count), Word(M::Minutes(minutes)), rest @ ..] => {
            (times(count * minutes, Unit::Minute), rest)
        }
        [Word(M::Minutes(minutes)), rest @ ..] => (times(*minutes, Unit::Minute), rest),
        [Number(count), Word(M::Unit(unit)), Word(M::Half), rest @ ..]
            if !matches!(rest, [Word(M::Unit(_)), ..]) =>
        {
            (plus(times(*count, *unit), half(*unit)?), rest)
        }
        [Number(count), Word(M::Unit(unit)), rest @ ..] => (times(*count, *unit), rest),
        [Word(M::Unit(unit)), rest @ ..] if after_in => (times(1, *unit), rest),
        [Hours(hours, minutes), rest @ ..] if after_in => {
            (times(hours * 60 + minutes, Unit::Minute), rest)
        }
        _ => return None,
    };
    let mut rest = rest;
    if let [Number(minutes), Word(M::Unit(Unit::Minute)), tail @ ..] = rest {
        length = plus(length, times(*minutes, Unit::Minute));
        rest = tail;
    }
    Some((length, rest))
}

const fn times(count: i64, unit: Unit) -> Length {
    let (months, days, minutes) = match unit {
        Unit::Minute => (0, 0, count),
        Unit::Hour => (0, 0, count.saturating_mul(60)),
        Unit::Day => (0, count, 0),
        Unit::Week => (0, count.saturating_mul(7), 0),
        Unit::Month => (count, 0, 0),
    };
    Length {
        months,
        days,
        minutes,
    }
}

const fn half(unit: Unit) -> Option<Length> {
    match unit {
        Unit::Hour => Some(times(30, Unit::Minute)),
        Unit::Day => Some(times(12, Unit::Hour)),
        Unit::Minute | Unit::Week | Unit::Month => None,
    }
}

const fn plus(one: Length, other: Length) -> Length {
    Length {
        months: one.months + other.months,
        days: one.days + other.days,
        minutes: one.minutes + other.minutes,
    }
}

/// The hour that `items` begin with. `at`: "at" stands before it, so that `9.30` is none of a month.
fn clock<'a>(items: &'a [Item], at: bool, words: &Words) -> Option<(Hour, &'a [Item])> {
    let (hour, minute, bare, rest) = match items {
        [Clock(hour, minute) | Hours(hour, minute), rest @ ..] => (*hour, *minute, false, rest),
        [Dotted(hour, minute, None, false), rest @ ..] => (*hour, *minute, false, rest),
        [Word(M::Half), Number(hour @ 1..), rest @ ..] if words.half_before => {
            (hour - 1, 30, true, rest)
        }
        [
            Number(hour),
            Word(M::Clock | M::Unit(Unit::Hour)),
            Number(minute @ 0..60),
            rest @ ..,
        ] => (*hour, *minute, false, rest),
        [Number(hour), Word(M::Half), rest @ ..] if at => (*hour, 30, true, rest),
        [Number(hour) | Ordinal(hour), rest @ ..] => (*hour, 0, true, rest),
        _ => return None,
    };
    let rest = match rest {
        [Word(M::Clock | M::Unit(Unit::Hour)), rest @ ..] => rest,
        rest => rest,
    };
    let (hour, bare, rest) = match rest {
        [Word(M::Am), rest @ ..] => (hour % 12, false, rest),
        // "в 2 часа дня": of the day, not of the night.
        [Word(M::Pm | M::Unit(Unit::Day)), rest @ ..] => (hour % 12 + 12, false, rest),
        rest => (hour, bare, rest),
    };
    let hour = Hour {
        hour: u32::try_from(hour).ok()?,
        minute: u32::try_from(minute).ok()?,
        bare,
    };
    Some((hour, rest))
}
