//! Stems of words in the five languages, so that "prices" finds "price": Snowball's rules on folded words.

use rust_stemmers::{Algorithm, Stemmer};

use crate::fold::fold;

/// Letters of the shortest word that is stemmed, and of the shortest stem that counts: shorter ones are in everything.
const SHORTEST: usize = 3;
/// Letters of the longest word that is stemmed; longer ones are addresses and codes.
const LONGEST: usize = 30;

/// Languages written in Latin letters: which of them a word belongs to is not known, so each has its say.
const LATIN: [Algorithm; 4] = [
    Algorithm::Portuguese,
    Algorithm::German,
    Algorithm::Spanish,
    Algorithm::English,
];

/// What Snowball knows only with its accents, as people type it without: ending, and how it is spelled.
const SPELLED: &[(&str, &str)] = &[
    ("coes", "ções"),
    ("cao", "ção"),
    ("oes", "ões"),
    ("cion", "ción"),
    ("sion", "sión"),
];

/// The folded stems of one word, each once; empty for what has none (numbers, other scripts, very short words).
///
/// Two words whose stems meet are forms of one word in at least one of the languages. Neither case nor accents
/// need to be right.
#[must_use]
pub fn stems(word: &str) -> Vec<String> {
    let mut stems = Vec::new();
    let letters = word.chars().count();
    if !(SHORTEST..=LONGEST).contains(&letters) {
        return stems;
    }
    if word.chars().all(is_latin) {
        let folded = fold(word);
        let spelled = spelled(&folded);
        for algorithm in LATIN {
            push(&mut stems, algorithm, &spelled);
        }
        if !word.is_ascii() {
            let lower = word.to_lowercase();
            for algorithm in LATIN {
                push(&mut stems, algorithm, &lower);
            }
        }
    } else if word.chars().all(is_cyrillic) {
        push(&mut stems, Algorithm::Russian, &russian(word));
    }
    stems
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && c < '\u{250}' || is_mark(c)
}

fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&c) || is_mark(c)
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn push(stems: &mut Vec<String>, algorithm: Algorithm, word: &str) {
    let stem = Stemmer::create(algorithm).stem(word);
    let stem = fold(&stem).into_owned();
    if stem.chars().count() >= SHORTEST && !stems.contains(&stem) {
        stems.push(stem);
    }
}

fn spelled(folded: &str) -> String {
    for (ending, accented) in SPELLED {
        if let Some(head) = folded.strip_suffix(ending) {
            return format!("{head}{accented}");
        }
    }
    folded.to_owned()
}

/// In lower case with е for ё, but with й, which the endings are told by.
fn russian(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'ё' => out.push('е'),
            '\u{306}' if out.ends_with('и') => {
                out.pop();
                out.push('й');
            }
            mark if is_mark(mark) => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(one: &str, other: &str) -> bool {
        let stems_of_other = stems(other);
        stems(one).iter().any(|stem| stems_of_other.contains(stem))
    }

    #[test]
    fn forms_of_a_word_meet() {
        for (one, other) in [
            ("preço", "Preços"),
            ("informação", "informações"),
            ("informacao", "INFORMAÇÕES"),
            ("comprar", "compramos"),
            ("canción", "canciones"),
            ("cancion", "canciones"),
            ("pedido", "pedidos"),
            ("Haus", "Häuser"),
            ("Rechnung", "Rechnungen"),
            ("bestellen", "Bestellung"),
            ("заказ", "заказы"),
            ("заказ", "заказов"),
            ("новый", "новая"),
            ("новы\u{438}\u{306}", "нового"),
            ("order", "orders"),
            ("deliver", "delivered"),
        ] {
            assert!(
                meet(one, other),
                "{one} {:?}, {other} {:?}",
                stems(one),
                stems(other)
            );
        }
    }

    #[test]
    fn other_words_do_not_meet_and_codes_have_no_stems() {
        for (one, other) in [
            ("preço", "pressa"),
            ("Rechnung", "Richtung"),
            ("заказ", "закат"),
            ("order", "border"),
        ] {
            assert!(!meet(one, other), "{one} {other}");
        }
        for code in ["a1b2", "12", "", "日本語", "ab"] {
            assert!(stems(code).is_empty(), "{code}");
        }
    }
}
