//! A text as numbers, dates, hours and the words of one language.

use super::words::{Meaning, Words};
use crate::fold::fold;

/// A part of what somebody wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// A word of the language.
    Word(Meaning),
    /// A number.
    Number(i64),
    /// A number that counts days of a month: `25.`, `25th`, `25-го`.
    Ordinal(i64),
    /// `14:30`.
    Clock(i64, i64),
    /// `9h30`: an hour, or a length behind "in".
    Hours(i64, i64),
    /// `25.12.`, `25.12.26`, or the hour `9.30`; marked by a dot behind or a year it is a date.
    Dotted(i64, i64, Option<i64>, bool),
    /// `25/12`, `12/25/2026`.
    Stroke(i64, i64, Option<i64>),
    /// `2026-12-25`: year, month, day.
    Date(i64, i64, i64),
}

/// Ends of numbers that count days of a month.
const ORDINAL_ENDS: &[&str] = &["st", "nd", "rd", "th", "го", "º", "ª"];

enum Raw {
    Item(Item),
    Word(String),
}

/// Every part of `text`; `None`: some word is not of this language. Words that say nothing are left out.
pub(super) fn items(text: &str, words: &Words) -> Option<Vec<Item>> {
    let text = fold(text);
    let mut raw = Vec::new();
    for chunk in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '!' | '?')) {
        if chunk.starts_with(|c: char| c.is_ascii_digit()) {
            numeric(chunk, &mut raw)?;
        } else {
            push_words(chunk, &mut raw);
        }
    }
    let mut items = Vec::with_capacity(raw.len());
    let mut rest = raw.as_slice();
    while let [first, tail @ ..] = rest {
        rest = match first {
            Raw::Item(item) => {
                items.push(*item);
                tail
            }
            Raw::Word(_) => {
                let (meaning, behind) = longest(rest, words)?;
                match meaning {
                    Meaning::Filler => {}
                    Meaning::Count(number) => items.push(Item::Number(number)),
                    meaning => items.push(Item::Word(meaning)),
                }
                behind
            }
        };
    }
    Some(items)
}

fn push_words(chunk: &str, raw: &mut Vec<Raw>) {
    for word in chunk.split('-') {
        let word = word.trim_end_matches('.');
        if !word.is_empty() {
            raw.push(Raw::Word(word.to_owned()));
        }
    }
}

/// The phrase of most words that `raw` begins with, and what stands behind it.
fn longest<'a>(raw: &'a [Raw], words: &Words) -> Option<(Meaning, &'a [Raw])> {
    words
        .phrases
        .iter()
        .filter_map(|(phrase, meaning)| {
            let mut behind = raw;
            for wanted in fold(phrase).split(' ') {
                let [Raw::Word(word), tail @ ..] = behind else {
                    return None;
                };
                if word != wanted {
                    return None;
                }
                behind = tail;
            }
            Some((*meaning, behind))
        })
        .min_by_key(|(_, behind)| behind.len())
}

/// What begins with a digit.
fn numeric(chunk: &str, raw: &mut Vec<Raw>) -> Option<()> {
    let (first, rest) = number(chunk)?;
    let mut rest_of = rest.chars();
    let (mark, behind) = (rest_of.next(), rest_of.as_str());
    let second = number(behind);
    let (item, end) = match (mark, second) {
        (None, _) => (Item::Number(first), ""),
        (Some('.'), None) => (Item::Ordinal(first), behind),
        (Some(':'), Some((minute, end))) => (Item::Clock(first, minute), end),
        (Some('h'), Some((minute, end))) => (Item::Hours(first, minute), end),
        (Some('.'), Some((month, end))) => {
            let (year, marked, end) = match end.strip_prefix('.') {
                Some(end) => match number(end) {
                    Some((year, end)) => (Some(year), true, end),
                    None => (None, true, end),
                },
                None => (None, false, end),
            };
            (Item::Dotted(first, month, year, marked), end)
        }
        (Some('/'), Some((other, end))) => match end.strip_prefix('/').map(number) {
            Some(year) => {
                let (year, end) = year?;
                (Item::Stroke(first, other, Some(year)), end)
            }
            None => (Item::Stroke(first, other, None), end),
        },
        (Some('-'), Some((month, end))) => {
            let (day, end) = number(end.strip_prefix('-')?)?;
            (Item::Date(first, month, day), end)
        }
        _ => {
            let end = rest.trim_start_matches('-').trim_end_matches('.');
            if ORDINAL_ENDS.contains(&end) {
                (Item::Ordinal(first), "")
            } else {
                (Item::Number(first), end)
            }
        }
    };
    raw.push(Raw::Item(item));
    push_words(end, raw);
    Some(())
}

/// The number that `text` begins with, of at most four digits, and what stands behind it.
fn number(text: &str) -> Option<(i64, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    Some((digits.parse().ok()?, rest))
}
