//! What could follow: operators while a name is typed, values while a value is.

use super::OPERATORS;
use crate::fold::fold;

/// Most suggestions at once.
const MOST: usize = 8;

/// Names that values are completed from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Tags.
    pub tags: Vec<String>,
    /// Stages.
    pub stages: Vec<String>,
    /// Sources.
    pub sources: Vec<String>,
    /// Networks in use.
    pub channels: Vec<String>,
    /// Colleagues.
    pub members: Vec<String>,
}

/// A way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The whole field after taking it.
    pub text: String,
    /// The operator.
    pub operator: &'static str,
    /// The value; empty: the operator alone.
    pub value: String,
}

/// Ways to go on with what was typed; none unless its end is the beginning of an operator or of a value.
#[must_use]
pub fn suggest(typed: &str, known: &Known) -> Vec<Suggestion> {
    let start = typed
        .char_indices()
        .rev()
        .find(|(_, c)| c.is_whitespace())
        .map_or(0, |(at, c)| at + c.len_utf8());
    let (head, last) = typed.split_at_checked(start).unwrap_or(("", typed));
    let (minus, last) = last
        .strip_prefix('-')
        .map_or(("", last), |rest| ("-", rest));
    let Some((name, value)) = last.split_once(':') else {
        let begun = fold(last);
        return OPERATORS
            .iter()
            .filter(|operator| !begun.is_empty() && operator.starts_with(begun.as_ref()))
            .take(MOST)
            .map(|operator| Suggestion {
                text: format!("{head}{minus}{operator}:"),
                operator,
                value: String::new(),
            })
            .collect();
    };
    let name = name.to_ascii_lowercase();
    let Some(operator) = OPERATORS.iter().copied().find(|operator| *operator == name) else {
        return Vec::new();
    };
    let begun = fold(value.trim_start_matches('"')).into_owned();
    values(operator, known)
        .into_iter()
        .filter(|value| {
            let folded = fold(value);
            folded != begun && (folded.starts_with(&begun) || folded.contains(&format!(" {begun}")))
        })
        .take(MOST)
        .map(|value| {
            let quote = if value.contains(char::is_whitespace) {
                "\""
            } else {
                ""
            };
            Suggestion {
                text: format!("{head}{minus}{operator}:{quote}{value}{quote} "),
                operator,
                value,
            }
        })
        .collect()
}

fn values(operator: &str, known: &Known) -> Vec<String> {
    let fixed = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match operator {
        "tag" => known.tags.clone(),
        "stage" => known.stages.clone(),
        "source" => known.sources.clone(),
        "channel" => known.channels.clone(),
        "from" => fixed(&["me"]),
        "responsible" => {
            let mut names: Vec<String> = fixed(&["me", "nobody"]);
            names.extend(known.members.iter().cloned());
            names
        }
        "in" => fixed(&["new", "accepted", "archive"]),
        "is" => fixed(&["unread", "unanswered", "note", "sent", "received"]),
        "has" => fixed(&["file", "image", "voice", "link"]),
        "after" | "before" | "on" => fixed(&["today", "yesterday"]),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_completed() {
        let known = Known {
            tags: vec!["VIP".to_owned(), "to do".to_owned()],
            ..Known::default()
        };
        let texts = |typed: &str| -> Vec<String> {
            suggest(typed, &known)
                .into_iter()
                .map(|found| found.text)
                .collect()
        };
        assert_eq!(texts("cake ta"), ["cake tag:"]);
        assert_eq!(texts("cake -tag:v"), ["cake -tag:VIP "]);
        assert_eq!(texts("tag:do"), ["tag:\"to do\" "], "by any of its words");
        assert_eq!(texts("is:un"), ["is:unread ", "is:unanswered "]);
        assert_eq!(texts("cake "), Vec::<String>::new());
        assert_eq!(texts("colour:r"), Vec::<String>::new());
    }
}
