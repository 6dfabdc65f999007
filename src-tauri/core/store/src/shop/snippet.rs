//! The line of a message that lists show.

/// Characters of a snippet (conversation.snippet).
pub(crate) const SNIPPET_CHARS: usize = 160;

/// The first 160 characters of what is not quoted, in one line.
pub(crate) fn snippet(text: &str, visible_len: Option<usize>) -> String {
    let mut line = String::with_capacity(SNIPPET_CHARS);
    let (mut length, mut gap) = (0, false);
    for letter in text.chars().take(visible_len.unwrap_or(usize::MAX)) {
        if letter.is_whitespace() || letter.is_control() {
            gap = length > 0;
            continue;
        }
        if gap && length + 1 < SNIPPET_CHARS {
            line.push(' ');
            length += 1;
        }
        gap = false;
        if length == SNIPPET_CHARS {
            break;
        }
        line.push(letter);
        length += 1;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_is_one_line_of_the_unquoted_part() {
        assert_eq!(
            snippet("  Guten\n\nTag \t zusammen\n> alt", Some(23)),
            "Guten Tag zusammen"
        );
        assert_eq!(snippet("Спасибо", None), "Спасибо");
        assert_eq!(snippet(" \n ", None), "", "nothing but space shows nothing");
    }

    #[test]
    fn a_snippet_has_at_most_160_characters() {
        for text in ["é".repeat(500), "ab ".repeat(200)] {
            assert!(snippet(&text, None).chars().count() <= SNIPPET_CHARS);
        }
        assert_eq!(
            snippet(&"é".repeat(500), None).chars().count(),
            SNIPPET_CHARS
        );
    }
}
