//! Who writes: names, addresses and telephone numbers in five languages.

use super::Plan;
use crate::corpus::{Dice, LANGUAGES, Language};

/// Syllables that make second family names, so that a family name is shared by some dozens, not by thousands.
const SYLLABLES: [&str; 24] = [
    "ba", "ro", "len", "mar", "ti", "sou", "kov", "dre", "win", "fel", "ga", "nor", "pe", "lu",
    "zan", "hol", "der", "mi", "as", "to", "vel", "qui", "ber", "ra",
];

/// A customer before they have rows.
pub(super) struct Person {
    /// Place among [`LANGUAGES`].
    pub(super) language: usize,
    pub(super) name: String,
    pub(super) email: String,
    /// Digits with the country code.
    pub(super) phone: String,
    pub(super) nickname: String,
    pub(super) company: String,
}

impl Person {
    pub(super) fn language(&self) -> Option<&'static Language> {
        LANGUAGES.get(self.language)
    }
}

/// The customers of a plan, in the order of their ids.
pub(super) fn people(plan: &Plan) -> Vec<Person> {
    let mut dice = Dice::new(plan.seed ^ 0x00C0_FFEE);
    (0..plan.contacts())
        .map(|number| {
            let place = Language::draw(&mut dice);
            let (first, last) = LANGUAGES.get(place).map_or(("", ""), |language| {
                (dice.pick(language.first), dice.pick(language.last))
            });
            let mut second: String = (0..2 + dice.below(2))
                .map(|_| dice.pick(&SYLLABLES))
                .collect();
            if let Some(initial) = second.get_mut(0..1) {
                initial.make_ascii_uppercase();
            }
            let nickname = if dice.below(5) == 0 {
                format!("{second}_{number}")
            } else {
                String::new()
            };
            let company = if dice.below(3) == 0 {
                format!("{last} & {second}")
            } else {
                String::new()
            };
            let country = ["55", "34", "7", "49", "44"]
                .get(place)
                .copied()
                .unwrap_or("1");
            Person {
                language: place,
                name: format!("{first} {last} {second}"),
                email: format!("{}{number}@kunde.example", second.to_ascii_lowercase()),
                phone: format!("{country}{:09}", 100_000_000 + number * 7_919 % 899_999_999),
                nickname,
                company,
            }
        })
        .collect()
}
