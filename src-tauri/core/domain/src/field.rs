//! Values of additional fields: what each kind takes, and why something is no value (CP-16, UC-32).

use serde::{Deserialize, Serialize};

use crate::{FieldKind, Timestamp};

/// Most characters of a text.
pub const LONGEST_TEXT: usize = 1_000;
/// Most characters of a link (what browsers take).
pub const LONGEST_LINK: usize = 2_000;
/// Largest number, in thousandths: fifteen digits survive the way through JSON and JavaScript.
pub const LARGEST: i64 = 999_999_999_999_999;

/// One choice of a list. Archived ones stay with those who have them and are offered to nobody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldOption {
    /// Unique within its field; never used again.
    pub id: i64,
    /// As people see it.
    pub name: String,
    /// Not offered any more.
    #[serde(default)]
    pub archived: bool,
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// Of text and link.
    Text(String),
    /// Of a number in thousandths, of money in minor units.
    Number(i64),
    /// Of a date: midnight UTC of that day.
    Date(Timestamp),
    /// Of lists: chosen options, in the order of the field's options.
    Options(Vec<i64>),
    /// Of a checkbox.
    Checked(bool),
}

/// Why something is no value of a field, as a stable code.
pub type FieldFault = &'static str;

/// What `value` becomes in a field of this kind; `None`: the field is empty then.
///
/// # Errors
/// `field_kind_wrong`, `field_text_long`, `field_number_large`, `field_link_invalid`, `field_option_unknown`,
/// `field_option_single`.
pub fn settle(
    kind: FieldKind,
    options: &[FieldOption],
    value: FieldValue,
) -> Result<Option<FieldValue>, FieldFault> {
    Ok(match (kind, value) {
        (FieldKind::Text, FieldValue::Text(text)) => {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if text.chars().count() > LONGEST_TEXT {
                return Err("field_text_long");
            }
            (!text.is_empty()).then_some(FieldValue::Text(text))
        }
        (FieldKind::Link, FieldValue::Text(text)) => link(text.trim())?.map(FieldValue::Text),
        (FieldKind::Number | FieldKind::Money, FieldValue::Number(number)) => {
            if number.unsigned_abs() > LARGEST.unsigned_abs() {
                return Err("field_number_large");
            }
            Some(FieldValue::Number(number))
        }
        (FieldKind::Date, FieldValue::Date(day)) => {
            const DAY: i64 = 24 * 60 * 60 * 1_000;
            Some(FieldValue::Date(Timestamp(day.0.div_euclid(DAY) * DAY)))
        }
        (FieldKind::Checkbox, FieldValue::Checked(yes)) => yes.then_some(FieldValue::Checked(true)),
        (FieldKind::List | FieldKind::MultiList, FieldValue::Options(chosen)) => {
            let known = |id: &i64| options.iter().any(|option| option.id == *id);
            if !chosen.iter().all(known) {
                return Err("field_option_unknown");
            }
            let chosen: Vec<i64> = options
                .iter()
                .map(|option| option.id)
                .filter(|id| chosen.contains(id))
                .collect();
            if kind == FieldKind::List && chosen.len() > 1 {
                return Err("field_option_single");
            }
            (!chosen.is_empty()).then_some(FieldValue::Options(chosen))
        }
        _ => return Err("field_kind_wrong"),
    })
}

/// An address on the web; without a scheme it is taken for https.
fn link(typed: &str) -> Result<Option<String>, FieldFault> {
    if typed.is_empty() {
        return Ok(None);
    }
    let whole = match typed.split_once("://") {
        Some(("http" | "https", _)) => typed.to_owned(),
        Some(_) => return Err("field_link_invalid"),
        None => format!("https://{typed}"),
    };
    let host = whole
        .split_once("://")
        .map(|(_, rest)| rest)
        .and_then(|rest| rest.split(['/', '?', '#']).next())
        .unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    let sound = whole.chars().count() <= LONGEST_LINK
        && !whole.chars().any(|c| c.is_whitespace() || c.is_control())
        // A name before "@" is how addresses pretend to be others.
        && !host.contains('@')
        && name.contains('.')
        && name.split('.').all(|label| !label.is_empty())
        && name.chars().all(|c| c.is_alphanumeric() || "-.".contains(c));
    if sound {
        Ok(Some(whole))
    } else {
        Err("field_link_invalid")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes() -> Vec<FieldOption> {
        ["S", "M", "L"]
            .iter()
            .zip(1..)
            .map(|(name, id)| FieldOption {
                id,
                name: (*name).to_owned(),
                archived: id == 3,
            })
            .collect()
    }

    #[test]
    fn each_kind_takes_its_own_values() {
        let text = |text: &str| FieldValue::Text(text.to_owned());
        for (kind, value, settled) in [
            (
                FieldKind::Text,
                text("  two  words "),
                Ok(Some(text("two words"))),
            ),
            (FieldKind::Text, text("  "), Ok(None)),
            (
                FieldKind::Text,
                FieldValue::Number(1),
                Err("field_kind_wrong"),
            ),
            (
                FieldKind::Link,
                text("shop.example/a"),
                Ok(Some(text("https://shop.example/a"))),
            ),
            (
                FieldKind::Link,
                text("javascript://x"),
                Err("field_link_invalid"),
            ),
            (
                FieldKind::Link,
                text("https://bank.example@evil.example"),
                Err("field_link_invalid"),
            ),
            (FieldKind::Link, text("nothing"), Err("field_link_invalid")),
            (
                FieldKind::Number,
                FieldValue::Number(1_500),
                Ok(Some(FieldValue::Number(1_500))),
            ),
            (
                FieldKind::Money,
                FieldValue::Number(i64::MIN),
                Err("field_number_large"),
            ),
            (
                FieldKind::Date,
                FieldValue::Date(Timestamp(1_795_348_800_000)),
                Ok(Some(FieldValue::Date(Timestamp(1_795_305_600_000)))),
            ),
            (FieldKind::Checkbox, FieldValue::Checked(false), Ok(None)),
            (
                FieldKind::List,
                FieldValue::Options(vec![2]),
                Ok(Some(FieldValue::Options(vec![2]))),
            ),
            (
                FieldKind::List,
                FieldValue::Options(vec![1, 2]),
                Err("field_option_single"),
            ),
            (
                FieldKind::MultiList,
                FieldValue::Options(vec![2, 1, 2]),
                Ok(Some(FieldValue::Options(vec![1, 2]))),
            ),
            (
                FieldKind::MultiList,
                FieldValue::Options(vec![9]),
                Err("field_option_unknown"),
            ),
            (FieldKind::MultiList, FieldValue::Options(vec![]), Ok(None)),
        ] {
            assert_eq!(
                settle(kind, &sizes(), value.clone()),
                settled,
                "{kind:?} {value:?}"
            );
        }
    }
}
