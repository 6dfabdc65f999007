//! The words that messages hold, by their stems: how "prices" finds "price" without an index of stems.

use std::collections::HashSet;

use runnel_domain::{fold::fold, stem::stems};

use crate::{Read, StoreError};

/// Words remembered as known before the memory starts anew: some megabytes.
const MOST_KNOWN: usize = 60_000;
/// Forms of one word that are searched at most.
const MOST_FORMS: u32 = 32;

/// Which words are in the table already.
#[derive(Default)]
pub(crate) struct Vocabulary {
    known: HashSet<Box<str>>,
    new: Vec<(String, String)>,
}

impl Vocabulary {
    /// Takes note of the words of a text.
    pub(super) fn learn(&mut self, text: &str) {
        for word in text.split(|c: char| !belongs(c)) {
            // Shorter ones have no stem, longer ones are codes.
            if !(3..=90).contains(&word.len()) || word.bytes().any(|b| b.is_ascii_digit()) {
                continue;
            }
            let lower = word.to_lowercase();
            if self.known.contains(lower.as_str()) {
                continue;
            }
            let folded = fold(&lower).into_owned();
            for stem in stems(&lower) {
                self.new.push((stem, folded.clone()));
            }
            if self.known.len() >= MOST_KNOWN {
                self.known.clear();
            }
            self.known.insert(lower.into_boxed_str());
        }
    }

    /// Pairs of stem and word to write.
    pub(super) fn take_new(&mut self) -> Vec<(String, String)> {
        std::mem::take(&mut self.new)
    }
}

/// Letters, digits, and the accents written after them.
fn belongs(c: char) -> bool {
    c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// The statement behind [`forms`].
pub(crate) const FORMS: &str = "
    SELECT DISTINCT search_word.word FROM json_each(?1) AS asked
     CROSS JOIN search_word ON search_word.stem = asked.value LIMIT ?2";

/// Folded words of messages that are forms of this one, without itself.
pub(super) fn forms(read: &Read<'_>, written: &str) -> Result<Vec<String>, StoreError> {
    let mut stems = stems(written);
    if stems.is_empty() {
        return Ok(Vec::new());
    }
    stems.sort();
    let folded = fold(written);
    let mut forms: Vec<String> = read.query_values(
        FORMS,
        rusqlite::params![serde_json::to_string(&stems)?, MOST_FORMS],
    )?;
    forms.retain(|form| *form != folded);
    Ok(forms)
}
