//! Stages of a pipeline: where they stand in the funnel, what they are called, what a card needs to enter one.

use serde_json::Value;

use crate::{StageGroup, fold::fold, ids::FieldId};

/// Longest name of a stage or a pipeline, in characters: the head of a column shows no more.
pub const LONGEST_NAME: usize = 60;
/// Longest time until a deal is stale, in days: ten years, more than any deal lives.
pub const MOST_STALE_DAYS: i64 = 3_650;

/// Where a stage stands in the funnel, as stored: the group first, so that active stages come before archived ones
/// whatever else is done to ranks.
#[must_use]
pub fn rank(group: StageGroup, within: &str) -> String {
    let digit = match group {
        StageGroup::Active => '0',
        StageGroup::Successful => '1',
        StageGroup::Unsuccessful => '2',
        StageGroup::NotALead => '3',
    };
    format!("{digit}{within}")
}

/// The place within its group of a stored rank, as [`crate::rank`] makes it.
#[must_use]
pub fn within(rank: &str) -> &str {
    rank.strip_prefix(['0', '1', '2', '3']).unwrap_or(rank)
}

/// A name as it is kept: without spaces around it, and single ones inside.
#[must_use]
pub fn clean_name(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two names are too alike to stand side by side: case and accents do not tell them apart.
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// What a card needs to enter a stage (CP-5).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needs {
    /// An amount.
    pub amount: bool,
    /// Somebody in charge.
    pub owner: bool,
    /// A date to close by.
    pub due_at: bool,
    /// Something in each of these fields.
    pub fields: Vec<FieldId>,
}

impl Needs {
    /// Whether any card may enter.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        !self.amount && !self.owner && !self.due_at && self.fields.is_empty()
    }

    /// What is stored: a list of `amount`, `owner`, `due_at` and ids of fields.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let words = [
            (self.amount, "amount"),
            (self.owner, "owner"),
            (self.due_at, "due_at"),
        ];
        words
            .into_iter()
            .filter(|(wanted, _)| *wanted)
            .map(|(_, word)| Value::from(word))
            .chain(self.fields.iter().map(|field| Value::from(field.0)))
            .collect()
    }

    /// From what is stored; what a newer version wrote is left out.
    #[must_use]
    pub fn from_json(json: &Value) -> Self {
        let mut needs = Self::default();
        for need in json.as_array().into_iter().flatten() {
            match (need.as_str(), need.as_i64()) {
                (Some("amount"), _) => needs.amount = true,
                (Some("owner"), _) => needs.owner = true,
                (Some("due_at"), _) => needs.due_at = true,
                (_, Some(field)) => needs.fields.push(FieldId(field)),
                _ => {}
            }
        }
        needs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn active_stages_stand_before_archived_ones_whatever_their_place_in_the_group() {
        let late = rank(StageGroup::Active, "zzzz");
        let early = rank(StageGroup::Successful, "A0");
        assert!(late < early, "{late} before {early}");
        for group in StageGroup::ALL {
            assert_eq!(within(&rank(*group, "a0V")), "a0V");
        }
    }

    #[test]
    fn names_are_compared_as_people_read_them() {
        assert_eq!(clean_name("  New \t request "), "New request");
        for (one, other, same) in [
            ("Offer", "offer", true),
            ("Überweisung", "überweisung", true),
            ("Offer", "Offers", false),
        ] {
            assert_eq!(same_name(one, other), same, "{one} and {other}");
        }
    }

    #[test]
    fn needs_survive_being_stored() {
        let needs = Needs {
            amount: true,
            owner: false,
            due_at: true,
            fields: vec![FieldId(7)],
        };
        let json = needs.to_json();
        assert_eq!(json.to_string(), r#"["amount","due_at",7]"#);
        assert_eq!(Needs::from_json(&json), needs);
        let newer = serde_json::json!(["owner", "signature", null]);
        let known = Needs {
            owner: true,
            ..Needs::default()
        };
        assert_eq!(Needs::from_json(&newer), known);
    }
}
