//! From what a person types to what FTS5 understands; nothing that is typed can be read as an operator.

use runnel_domain::fold::fold;

/// The folded words of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) words: Vec<String>,
    /// The last word may go on: nothing but letters and digits was typed after it began.
    pub(crate) open: bool,
}

impl Words {
    pub(crate) fn of(typed: &str) -> Self {
        let words = split(typed);
        let open = typed.chars().next_back().is_some_and(char::is_alphanumeric);
        Self { words, open }
    }

    /// Every word, each in quotes; `None` when there is no word.
    pub(crate) fn expression(&self) -> Option<String> {
        let (last, others) = self.words.split_last()?;
        let mut terms: Vec<String> = others.iter().map(|word| format!("\"{word}\"")).collect();
        terms.push(format!("\"{last}\"{}", if self.open { "*" } else { "" }));
        Some(terms.join(" "))
    }

    /// Whether a folded word of a text is one of these.
    pub(crate) fn hit(&self, word: &str) -> bool {
        let Some((last, others)) = self.words.split_last() else {
            return false;
        };
        others.iter().any(|other| other == word)
            || if self.open {
                word.starts_with(last)
            } else {
                word == last
            }
    }
}

fn split(typed: &str) -> Vec<String> {
    // Folded as the index is; what is left of a word are letters and digits, as unicode61 sees them.
    fold(typed)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Any of the phrases, each from the start of a word, its last word unfinished; `None` when no phrase has a word.
pub(crate) fn any_of(phrases: &[String]) -> Option<String> {
    let terms: Vec<String> = phrases
        .iter()
        .map(|phrase| split(phrase))
        .filter(|words| !words.is_empty())
        .map(|words| format!("(\"{}\" *)", words.join(" ")))
        .collect();
    (!terms.is_empty()).then(|| terms.join(" OR "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_may_be_unfinished() {
        assert_eq!(
            Words::of("Preço do bo").expression().as_deref(),
            Some(r#""preco" "do" "bo"*"#)
        );
        assert_eq!(
            Words::of("bolo ").expression().as_deref(),
            Some(r#""bolo""#),
            "a space ends the word"
        );
        assert_eq!(Words::of(" … ").expression(), None);
    }

    #[test]
    fn what_is_typed_is_never_an_operator() {
        assert_eq!(
            Words::of(r#"a" OR NEAR(b* -c:d"#).expression().as_deref(),
            Some(r#""a" "or" "near" "b" "c" "d"*"#)
        );
    }

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
}
