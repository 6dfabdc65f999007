//! What the block-list holds back (UC-27).

use crate::{BlockScope, ThreadKind, fold::fold};

impl BlockScope {
    /// Whether a word of this scope counts in such a thread.
    #[must_use]
    pub const fn covers(self, thread: ThreadKind) -> bool {
        matches!(
            (self, thread),
            (Self::Both, _)
                | (Self::Message, ThreadKind::Direct)
                | (Self::Comment, ThreadKind::Comments)
        )
    }
}

/// A stop-word as it is kept and compared: one space between words, none around.
#[must_use]
pub fn stop_word(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The address of a post as it is kept and compared: without what networks hang on to one for counting visits. What is
/// no address on the web is a native id and stays as it is.
#[must_use]
pub fn post_ref(typed: &str) -> String {
    let typed = typed.trim();
    if !typed.contains("://") {
        return typed.to_owned();
    }
    let plain = typed.split('#').next().unwrap_or(typed);
    let kept: Vec<&str> = match plain.split_once('?') {
        None => return plain.trim_end_matches('/').to_owned(),
        Some((_, query)) => query
            .split('&')
            .filter(|part| {
                !["utm_", "fbclid=", "igsh=", "igshid=", "ref="]
                    .iter()
                    .any(|trail| part.starts_with(trail))
            })
            .filter(|part| !part.is_empty())
            .collect(),
    };
    let base = plain.split('?').next().unwrap_or(plain);
    if kept.is_empty() {
        base.trim_end_matches('/').to_owned()
    } else {
        format!("{base}?{}", kept.join("&"))
    }
}

/// Whether `word` stands in `text` as whole words; case, accents and spaces do not matter.
///
/// "spam" is in "SPAM!", not in "spammer"; "buy now" is in "Buy\nnow". An empty word is in nothing.
#[must_use]
pub fn has_word(text: &str, word: &str) -> bool {
    let (text, word) = (fold(text), fold(word));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let word = word.trim();
    if word.is_empty() {
        return false;
    }
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text
            .get(at + found.len()..)
            .and_then(|tail| tail.chars().next());
        // A word that itself begins or ends with a sign ("$$$") needs no border there.
        let borders = |own: Option<char>, beside: Option<char>| {
            !own.is_some_and(char::is_alphanumeric) || !beside.is_some_and(char::is_alphanumeric)
        };
        borders(word.chars().next(), before) && borders(word.chars().next_back(), after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_whole_words_however_they_are_written() {
        for (text, word) in [
            ("This is SPAM!", "spam"),
            ("Buy\n  now, please", "buy now"),
            ("Кредит без отказа, ещё сегодня", "еще"),
            ("Große Chance", "grosse"),
            ("win $$$ today", "$$$"),
            ("preço", "PRECO"),
        ] {
            assert!(has_word(text, word), "{word} in {text}");
        }
        for (text, word) in [
            ("a spammer", "spam"),
            ("antispam", "spam"),
            ("buy it now", "buy now"),
            ("anything", " "),
            ("", "spam"),
        ] {
            assert!(!has_word(text, word), "{word} not in {text}");
        }
    }

    #[test]
    fn a_word_counts_where_its_scope_says() {
        for (scope, direct, comments) in [
            (BlockScope::Message, true, false),
            (BlockScope::Comment, false, true),
            (BlockScope::Both, true, true),
        ] {
            assert_eq!(scope.covers(ThreadKind::Direct), direct);
            assert_eq!(scope.covers(ThreadKind::Comments), comments);
        }
    }

    #[test]
    fn one_post_has_one_address() {
        for (typed, kept) in [
            (" https://net.example/p/1/ ", "https://net.example/p/1"),
            (
                "https://net.example/p/1?utm_source=x&igsh=y",
                "https://net.example/p/1",
            ),
            (
                "https://net.example/post?id=7&fbclid=z#top",
                "https://net.example/post?id=7",
            ),
            ("17890001", "17890001"),
            ("$event#1?", "$event#1?"),
        ] {
            assert_eq!(post_ref(typed), kept);
        }
    }
}
