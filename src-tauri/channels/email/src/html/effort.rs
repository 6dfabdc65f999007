//! Whether HTML can be cleaned in reasonable time.
//!
//! A tree builder looks through all open elements for nearly every tag, and through all attributes for each new one:
//! a letter of 200 KB made for it keeps it busy for minutes. This pass is linear and follows the standard closely
//! enough (WHATWG HTML, 13.2.5 and 13.2.6) that its depth is not below the real one by more than a little.

/// Elements open at the same time. Newsletters have up to about 60.
const DEPTH: usize = 512;
/// Attributes of one element.
const ATTRIBUTES: usize = 200;
/// Tags in all.
const TAGS: usize = 150_000;

/// Elements that are never open.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements whose content is text up to their end tag.
const RAW: [&str; 9] = [
    "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript",
];
/// Elements that an end tag does not reach beyond.
const WALLS: [&str; 11] = [
    "table", "td", "th", "caption", "select", "marquee", "object", "applet", "template", "button",
    "html",
];
/// Elements that the next of their kind ends.
const CLOSED_BY_NEXT: [&str; 7] = ["p", "li", "dt", "dd", "td", "th", "tr"];

/// Whether cleaning `html` is worth trying.
pub fn is_reasonable(html: &str) -> bool {
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    let mut tags = 0;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = after_comment(comment);
            continue;
        }
        let (closing, name_at) = match rest.strip_prefix('/') {
            Some(name_at) => (true, name_at),
            None => (false, rest),
        };
        if !name_at.starts_with(|c: char| c.is_ascii_alphabetic()) {
            // Text, or a declaration that ends with the next `>`.
            if closing || rest.starts_with(['!', '?']) {
                rest = rest.split_once('>').map_or("", |(_, after)| after);
            }
            continue;
        }
        tags += 1;
        let end = name_at.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
        let (name, attributes_at) = name_at.split_at(end.unwrap_or(name_at.len()));
        let name = name
            .get(..name.len().min(32))
            .unwrap_or("long")
            .to_ascii_lowercase();
        let Some(after) = after_attributes(attributes_at) else {
            return false;
        };
        rest = after;
        if closing {
            close(&mut open, &name);
        } else if !VOID.contains(&name.as_str()) {
            if name == "plaintext" {
                break;
            }
            if RAW.contains(&name.as_str()) {
                rest = after_raw_text(rest, &name);
                continue;
            }
            if CLOSED_BY_NEXT.contains(&name.as_str()) {
                close(&mut open, &name);
            }
            open.push(name);
        }
        if open.len() > DEPTH || tags > TAGS {
            return false;
        }
    }
    true
}

/// Ends the innermost element called `name`, and what is in it, unless a wall stands between.
fn close(open: &mut Vec<String>, name: &str) {
    let found = open
        .iter()
        .rposition(|known| known == name || WALLS.contains(&known.as_str()));
    if let Some(at) = found
        && open.get(at).is_some_and(|known| known == name)
    {
        open.truncate(at);
    }
}

fn after_comment(rest: &str) -> &str {
    if let Some(after) = rest.strip_prefix('>').or_else(|| rest.strip_prefix("->")) {
        return after;
    }
    let ends = ["-->", "--!>"]
        .into_iter()
        .filter_map(|end| Some((rest.find(end)?, end.len())));
    ends.min()
        .and_then(|(at, len)| rest.get(at + len..))
        .unwrap_or_default()
}

fn after_raw_text<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut search = rest;
    while let Some(at) = search.find("</") {
        let tag = search.get(at + 2..).unwrap_or_default();
        if tag
            .get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
        {
            return search.get(at..).unwrap_or_default();
        }
        search = tag;
    }
    ""
}

/// What follows a tag; `None` when it has too many attributes.
fn after_attributes(rest: &str) -> Option<&str> {
    #[derive(Clone, Copy, PartialEq)]
    enum In {
        Between,
        Name,
        BeforeValue,
        Value,
        Quoted(char),
    }
    let mut state = In::Between;
    let mut attributes = 0;
    for (at, c) in rest.char_indices() {
        state = match (state, c) {
            (In::Quoted(quote), c) if c == quote => In::Between,
            (In::Quoted(_), _) => state,
            (_, '>') => return rest.get(at + 1..),
            (In::BeforeValue, '"' | '\'') => In::Quoted(c),
            (In::BeforeValue, c) if c.is_ascii_whitespace() => In::BeforeValue,
            (In::BeforeValue, _) => In::Value,
            (In::Value | In::Name, c) if c.is_ascii_whitespace() => In::Between,
            (In::Value, _) => In::Value,
            (In::Name, '=') => In::BeforeValue,
            (In::Name, '/') => In::Between,
            (In::Name, _) => In::Name,
            (In::Between, '=') if attributes > 0 => In::BeforeValue,
            (In::Between, '/') => In::Between,
            (In::Between, c) if c.is_ascii_whitespace() => In::Between,
            (In::Between, _) => {
                attributes += 1;
                if attributes > ATTRIBUTES {
                    return None;
                }
                In::Name
            }
        };
    }
    Some("")
}

#[cfg(test)]
mod tests {
    use super::is_reasonable;

    #[test]
    fn letters_are_reasonable_and_bombs_are_not() {
        let newsletter = "<table><tr><td><p>a<p>b<br><img src='>'></td></tr></table>".repeat(2_000);
        assert!(is_reasonable(&newsletter));
        assert!(
            is_reasonable("<p>one<p>two".repeat(5_000).as_str()),
            "sloppy, but flat"
        );
        assert!(is_reasonable(
            "1 < 2 <3 <- </ > <!doctype html><!-- </div> --><style><b></style>"
        ));
        for bomb in [
            "<div>".repeat(1_000),
            "<div title='</div>'>".repeat(1_000),
            "<div><!-- </div> -->".repeat(1_000),
            "<div><table><td></div></td></table>".repeat(1_000),
            "<div></b>".repeat(1_000),
            "<table><td>".repeat(1_000),
            "<b><i>".repeat(1_000),
            format!(
                "<p {}>",
                (0..1_000).map(|n| format!("a{n}=1 ")).collect::<String>()
            ),
            "<br>".repeat(200_000),
        ] {
            assert!(!is_reasonable(&bomb), "{}", bomb.get(..40).unwrap_or(&bomb));
        }
    }
}
