//! From words to what FTS5 understands; nothing that is typed can be read as an operator of FTS5.

use runnel_domain::search::{Term, words};

use super::vocabulary;
use crate::{Read, StoreError};

/// The words of a search with their other forms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// One list per term that has to occur: every folded word that is a hit for it.
    pub(super) terms: Vec<Vec<String>>,
    /// Folded beginnings: words that are still being typed.
    pub(super) beginnings: Vec<String>,
}

impl Wanted {
    /// Whether a folded word of a text is one of these.
    pub(super) fn hit(&self, word: &str) -> bool {
        self.terms
            .iter()
            .any(|forms| forms.iter().any(|form| form == word))
            || self
                .beginnings
                .iter()
                .any(|beginning| word.starts_with(beginning.as_str()))
    }
}

/// What FTS5 is asked: all of `all` and none of `none`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Expression {
    pub(super) all: Vec<String>,
    pub(super) none: Vec<String>,
}

impl Expression {
    /// `None`: nothing is asked.
    pub(super) fn text(&self, everything: &str) -> Option<String> {
        if self.all.is_empty() && self.none.is_empty() {
            return None;
        }
        let mut text = if self.all.is_empty() {
            format!("({everything})")
        } else {
            self.all.join(" AND ")
        };
        if !self.none.is_empty() {
            text = format!("({text}) NOT ({})", self.none.join(" OR "));
        }
        Some(text)
    }
}

/// Adds the terms of a search.
pub(super) fn add_terms(
    read: &Read<'_>,
    terms: &[Term],
    expression: &mut Expression,
    wanted: &mut Wanted,
) -> Result<(), StoreError> {
    for term in terms {
        let phrase = format!(
            "\"{}\"{}",
            term.words.join(" "),
            if term.open { "*" } else { "" }
        );
        let mut alternatives = vec![phrase];
        let mut hits = term.words.clone();
        if let ([word], false) = (term.words.as_slice(), term.exact) {
            for form in vocabulary::forms(read, &term.written)? {
                if !(term.open && form.starts_with(word.as_str())) {
                    alternatives.push(format!("\"{form}\""));
                }
                hits.push(form);
            }
        }
        let asked = format!("({})", alternatives.join(" OR "));
        if term.excluded {
            expression.none.push(asked);
            continue;
        }
        expression.all.push(asked);
        if term.open {
            wanted.beginnings.extend(term.words.last().cloned());
        }
        wanted.terms.push(hits);
    }
    Ok(())
}

/// Any of the phrases, each from the start of a word, its last word unfinished; `None` when no phrase has a word.
pub(crate) fn any_of(phrases: &[String]) -> Option<String> {
    let terms: Vec<String> = phrases
        .iter()
        .map(|phrase| words(phrase))
        .filter(|words| !words.is_empty())
        .map(|words| format!("(\"{}\" *)", words.join(" ")))
        .collect();
    (!terms.is_empty()).then(|| terms.join(" OR "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_of_conditions_begin_at_words() {
        let phrases = [
            "Opening hours".to_owned(),
            "!".to_owned(),
            "ПРАЙС".to_owned(),
        ];
        assert_eq!(
            any_of(&phrases).as_deref(),
            Some(r#"("opening hours" *) OR ("праис" *)"#)
        );
    }

    #[test]
    fn what_is_excluded_is_taken_from_everything_when_nothing_else_is_asked() {
        let mut asked = Expression::default();
        assert_eq!(asked.text("x"), None);
        asked.none.push("\"a\"".to_owned());
        assert_eq!(
            asked.text("x OR y").as_deref(),
            Some(r#"((x OR y)) NOT ("a")"#)
        );
        asked.all.push("\"b\"".to_owned());
        assert_eq!(asked.text("x").as_deref(), Some(r#"("b") NOT ("a")"#));
    }
}
