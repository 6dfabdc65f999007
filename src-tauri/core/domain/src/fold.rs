//! Folding of text for comparing what people wrote: case, accents, ё/е, й/и and ß/ss do not matter.

use std::{borrow::Cow, ops::Range};

/// `text` in lower case without accents, so that "Preço", "preco" and "PREÇO" compare equal.
///
/// Idempotent. Covers Latin (the letters of European languages) and Cyrillic; other scripts only lose combining
/// marks U+0300–U+036F. Borrows when there is nothing to change.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    let settled = |c: char| match c {
        'A'..='Z' => false,
        c if c.is_ascii() => true,
        'а'..='и' | 'к'..='я' => true,
        _ => false,
    };
    if text.chars().all(settled) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            c.to_lowercase().for_each(|c| push_plain(c, &mut out));
        }
    }
    Cow::Owned(out)
}

fn push_plain(c: char, out: &mut String) {
    let plain = match c {
        '\u{300}'..='\u{36f}' => return,
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' | 'ѐ' => 'е',
        'й' | 'ѝ' => 'и',
        'ї' => 'і',
        'ß' => return out.push_str("ss"),
        'æ' => return out.push_str("ae"),
        'œ' => return out.push_str("oe"),
        other => other,
    };
    out.push(plain);
}

/// Whether `phrase` begins at the start of some word of `text`. Both must be folded.
///
/// "price" is in "what prices?", "art" is not in "party". An empty phrase is in nothing.
#[must_use]
pub fn has_phrase(text: &str, phrase: &str) -> bool {
    let phrase = phrase.trim();
    if phrase.is_empty() {
        return false;
    }
    text.match_indices(phrase).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        !before.is_some_and(char::is_alphanumeric)
    })
}

/// Where `needle` (folded) first stands in `text` as it was written: bytes, on character boundaries.
///
/// A letter that folds to two ("ß") is taken whole; combining marks belong to the letter before them.
#[must_use]
pub fn find(text: &str, needle: &str) -> Option<Range<usize>> {
    if needle.is_empty() {
        return None;
    }
    let mut folded = String::with_capacity(text.len());
    // Where each letter begins: in the folded text, in the text.
    let mut starts = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let before = folded.len();
        c.to_lowercase().for_each(|c| push_plain(c, &mut folded));
        if folded.len() > before {
            starts.push((before, at));
        }
    }
    let from = folded.find(needle)?;
    let until = from + needle.len();
    let first = starts.partition_point(|(place, _)| *place <= from);
    let after = starts.partition_point(|(place, _)| *place < until);
    let begin = starts.get(first.checked_sub(1)?)?.1;
    let end = starts.get(after).map_or(text.len(), |(_, at)| *at);
    Some(begin..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_what_people_mean() {
        for (written, folded) in [
            ("Preço", "preco"),
            ("PREC\u{327}O", "preco"),
            ("Straße", "strasse"),
            ("STRASSE", "strasse"),
            ("ещё", "еще"),
            ("Й", "и"),
            ("и\u{306}", "и"),
            ("¿Cuánto?", "¿cuanto?"),
            ("İstanbul", "istanbul"),
            ("日本", "日本"),
        ] {
            assert_eq!(fold(written), folded, "{written}");
            assert_eq!(fold(folded), folded, "folding twice changes nothing");
        }
        assert!(matches!(
            fold("already plain, и это"),
            Cow::Owned(_) | Cow::Borrowed(_)
        ));
        assert!(matches!(fold("already plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_was_searched_is_found_as_it_was_written() {
        let cut = |text: &'static str, needle: &str| find(text, needle).and_then(|at| text.get(at));
        assert_eq!(cut("Frau MÜLLER", "mull"), Some("MÜLL"));
        assert_eq!(cut("Große Straße 5", "strass"), Some("Straß"));
        assert_eq!(cut("Andre\u{301} Luz", "andre"), Some("Andre\u{301}"));
        assert_eq!(cut("Алёна", "лен"), Some("лён"));
        assert_eq!(cut("Ana", "x"), None);
        assert_eq!(cut("Ana", ""), None);
    }

    #[test]
    fn phrases_begin_at_words() {
        assert!(has_phrase("what prices do you have", "price"));
        assert!(has_phrase("the opening hours?", "opening hours"));
        assert!(!has_phrase("a party", "art"));
        assert!(has_phrase("art, party", "art"), "a second hit counts");
        assert!(!has_phrase("anything", " "));
    }
}
