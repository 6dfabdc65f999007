//! Folding of text for comparing what people wrote: case, accents, ё/е, й/и and ß/ss do not matter.

use std::borrow::Cow;

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
    fn phrases_begin_at_words() {
        assert!(has_phrase("what prices do you have", "price"));
        assert!(has_phrase("the opening hours?", "opening hours"));
        assert!(!has_phrase("a party", "art"));
        assert!(has_phrase("art, party", "art"), "a second hit counts");
        assert!(!has_phrase("anything", " "));
    }
}
