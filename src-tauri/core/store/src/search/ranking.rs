//! The best of the newest matches first: BM25 over a bounded set.
//!
//! FTS5's own `rank` reads every posting of every word before the first row: seconds of work for common words in a
//! million messages. Here a few hundred matches are weighed by how often the words stand in them and how long they
//! are. How rare a word is in the workspace plays no part: every match has every word.

use std::cmp::Ordering;

use super::{
    messages::{Found, frequencies},
    query::Wanted,
};

/// How soon one more occurrence stops to matter (BM25's k1).
const SATURATION: f64 = 1.2;
/// How much a long text counts for less (BM25's b).
const LENGTH: f64 = 0.75;
/// Words of a usual message.
const USUAL_WORDS: f64 = 25.0;
/// A word in the subject counts as often.
const SUBJECT: f64 = 3.0;
/// Bytes of a text that are weighed.
const MOST_BYTES: usize = 4_096;

/// Sorts by weight; of equals the newest comes first.
pub(super) fn best_first(found: &mut [Found], wanted: &Wanted) {
    found.sort_by_cached_key(|found| {
        let weight = weight(&found.subject, &found.text, wanted);
        (Falling(weight), std::cmp::Reverse(found.message()))
    });
}

struct Falling(f64);

impl Ord for Falling {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.total_cmp(&self.0)
    }
}

impl PartialOrd for Falling {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Falling {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Falling {}

fn weight(subject: &str, text: &str, wanted: &Wanted) -> f64 {
    let end = (0..=MOST_BYTES.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    let (in_text, words) = frequencies(text.get(..end).unwrap_or(text), wanted);
    let (in_subject, _) = frequencies(subject, wanted);
    let length = 1.0 - LENGTH + LENGTH * f64::from(words) / USUAL_WORDS;
    in_text
        .iter()
        .zip(&in_subject)
        .map(|(text, subject)| {
            let often = SUBJECT.mul_add(f64::from(*subject), f64::from(*text));
            often * (SATURATION + 1.0) / SATURATION.mul_add(length, often)
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_to_the_point_comes_before_long_and_in_passing() {
        let wanted = Wanted {
            terms: vec![vec!["cake".to_owned(), "cakes".to_owned()]],
            beginnings: Vec::new(),
        };
        let weigh = |subject: &str, text: &str| weight(subject, text, &wanted);
        let passing = format!("{} cake", "lorem ".repeat(200));
        assert!(weigh("", "Two cakes, please") > weigh("", &passing));
        assert!(weigh("Cake", "hello there") > weigh("", "hello cake there"));
        assert!(weigh("", "cake cake") > weigh("", "cake or"));
    }
}
