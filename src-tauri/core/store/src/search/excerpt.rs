//! The part of a text where the searched words stand, in one line, with the words marked.

use std::ops::Range;

use runnel_domain::fold::fold;

use super::query::Wanted;

/// Characters shown before the first hit.
const BEFORE: usize = 40;
/// Characters shown in all.
const LENGTH: usize = 160;

/// A stretch of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its text.
    pub text: String,
    /// It is one of the searched words.
    pub hit: bool,
}

/// Cuts about 160 characters around the first hit; from the start where the text has none (the subject had it).
pub(crate) fn cut(text: &str, words: &Wanted) -> Vec<Piece> {
    let mut tokens = tokens(text);
    let first = tokens
        .iter()
        .position(|token| token.word && words.hit(&fold(token.text)));
    let mut start = first.unwrap_or(0);
    let mut lead = 0;
    while let Some(token) = start.checked_sub(1).and_then(|before| tokens.get(before)) {
        lead += token.text.chars().count();
        if lead > BEFORE {
            break;
        }
        start -= 1;
    }
    let mut pieces = Vec::new();
    let mut length = 0;
    if start > 0 {
        pieces.push(Piece {
            text: "…".to_owned(),
            hit: false,
        });
    }
    for token in tokens.drain(start..) {
        if length >= LENGTH {
            push(&mut pieces, "…", false);
            break;
        }
        length += token.text.chars().count();
        if token.word {
            push(&mut pieces, token.text, words.hit(&fold(token.text)));
        } else if token.text.contains(char::is_whitespace) {
            let squeezed = squeeze(token.text);
            push(&mut pieces, &squeezed, false);
        } else {
            push(&mut pieces, token.text, false);
        }
    }
    pieces
}

/// The whole text with these parts of it marked, in any order.
pub(super) fn marked(text: &str, mut marks: Vec<Range<usize>>) -> Vec<Piece> {
    marks.sort_by_key(|mark| mark.start);
    let mut pieces = Vec::new();
    let mut put = |range: Range<usize>, hit: bool| {
        if let Some(text) = text.get(range).filter(|text| !text.is_empty()) {
            let text = text.to_owned();
            pieces.push(Piece { text, hit });
        }
    };
    let mut at = 0;
    for mark in marks {
        let start = mark.start.max(at);
        if start >= mark.end {
            continue;
        }
        put(at..start, false);
        put(start..mark.end, true);
        at = mark.end;
    }
    put(at..text.len(), false);
    pieces
}

pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    pub(super) word: bool,
}

pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        // A combining accent belongs to the word before it.
        let of_word = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
        let word = of_word(first);
        let end = rest.find(|c| of_word(c) != word).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(end);
        tokens.push(Token { text: head, word });
        rest = tail;
    }
    tokens
}

/// One space for each run of white space.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

fn push(pieces: &mut Vec<Piece>, text: &str, hit: bool) {
    match pieces.last_mut() {
        Some(last) if last.hit == hit => last.text.push_str(text),
        _ => pieces.push(Piece {
            text: text.to_owned(),
            hit,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every word but the last is finished.
    fn shown(text: &str, typed: &str) -> String {
        let mut words: Vec<String> = typed.split(' ').map(str::to_owned).collect();
        let wanted = Wanted {
            beginnings: words
                .pop()
                .into_iter()
                .filter(|last| !last.is_empty())
                .collect(),
            terms: vec![words],
        };
        cut(text, &wanted)
            .into_iter()
            .map(|piece| {
                if piece.hit {
                    format!("[{}]", piece.text)
                } else {
                    piece.text
                }
            })
            .collect()
    }

    #[test]
    fn words_are_marked_as_they_were_written() {
        assert_eq!(
            shown("Qual o Preço\n do bolo?", "preco bol"),
            "Qual o [Preço] do [bolo]?"
        );
        assert_eq!(shown("ЕЩЁ раз", "еще"), "[ЕЩЁ] раз");
        assert_eq!(shown("no such word here", "xyz"), "no such word here");
        assert_eq!(shown("", "x"), "");
    }

    #[test]
    fn a_hit_far_down_is_brought_into_view() {
        let text = format!(
            "{} the invoice is attached {}",
            "lorem ".repeat(100),
            "ipsum ".repeat(100)
        );
        let excerpt = shown(&text, "invoice");
        assert!(
            excerpt.starts_with('…') && excerpt.ends_with('…'),
            "{excerpt}"
        );
        assert!(excerpt.contains("the [invoice] is attached"), "{excerpt}");
        assert!(excerpt.chars().count() < 230, "{excerpt}");
    }
}
