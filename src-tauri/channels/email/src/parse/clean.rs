//! Text of strangers made safe to store: valid, without control characters, with `\n` as the only line end.

/// Clean text of at most `longest` characters.
pub fn text(raw: &str, longest: usize) -> String {
    let mut clean = String::with_capacity(raw.len().min(longest));
    let mut last_was_cr = false;
    for c in raw.chars().take(longest) {
        match c {
            '\r' => clean.push('\n'),
            '\n' if last_was_cr => {}
            '\n' | '\t' => clean.push(c),
            c if c.is_control() || turns_text_around(c) => {}
            c => clean.push(c),
        }
        last_was_cr = c == '\r';
    }
    clean.truncate(clean.trim_end().len());
    clean
}

/// Text for one line, e.g. a subject or a name.
pub fn one_line(raw: &str) -> String {
    let spaced: String = raw
        .chars()
        .take(2_000)
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !turns_text_around(*c))
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Overrides that make `exe.gpj` read `jpg.exe`; marks that real right-to-left text needs stay.
const fn turns_text_around(c: char) -> bool {
    matches!(c, '\u{202d}' | '\u{202e}' | '\u{feff}' | '\u{0}')
}

#[cfg(test)]
mod tests {
    use super::{one_line, text};

    #[test]
    fn line_ends_become_one_kind_and_nuls_go() {
        assert_eq!(text("a\r\nb\rc\nd\0\u{7}\u{202e}e\n\n", 100), "a\nb\nc\nde");
        assert_eq!(one_line(" Hi\r\n there\t\u{0}x "), "Hi there x");
    }
}
