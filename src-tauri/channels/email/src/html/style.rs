//! Inline styles: the look of a letter, and nothing that loads, runs or covers.

/// Properties that say how text and tables look. None of them positions anything over something else.
const PROPERTIES: [&str; 37] = [
    "background",
    "background-color",
    "border",
    "border-bottom",
    "border-collapse",
    "border-color",
    "border-left",
    "border-radius",
    "border-right",
    "border-spacing",
    "border-style",
    "border-top",
    "border-width",
    "clear",
    "color",
    "direction",
    "display",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "max-width",
    "min-width",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
    "word-break",
    "overflow-wrap",
];
/// Boxes of which every side may be set.
const BOXES: [&str; 2] = ["margin", "padding"];
/// Functions that compute a colour or a length.
const FUNCTIONS: [&str; 5] = ["rgb", "rgba", "hsl", "hsla", "calc"];

/// The harmless declarations of a `style` attribute; `None` when nothing is left.
pub fn harmless(style: &str) -> Option<String> {
    let kept: Vec<String> = style
        .split(';')
        .filter_map(|declaration| {
            let (property, value) = declaration.split_once(':')?;
            let property = property.trim().to_ascii_lowercase();
            let value = value.trim();
            (is_allowed(&property) && is_plain(value)).then(|| format!("{property}:{value}"))
        })
        .collect();
    (!kept.is_empty()).then(|| kept.join(";"))
}

fn is_allowed(property: &str) -> bool {
    PROPERTIES.contains(&property)
        || BOXES.iter().any(|name| {
            property
                .strip_prefix(name)
                .is_some_and(|side| ["", "-top", "-right", "-bottom", "-left"].contains(&side))
        })
}

/// Words, numbers, colours, and the few functions: no addresses, escapes, comments or at-rules can be written so.
fn is_plain(value: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || " #.,%()-'\"!+*_\t".contains(c);
    if value.is_empty() || value.len() > 300 || !value.chars().all(plain) || value.contains("/*") {
        return false;
    }
    value.match_indices('(').all(|(at, _)| {
        let before = value.get(..at).unwrap_or_default();
        let name: String = before
            .chars()
            .rev()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        name.is_empty() || FUNCTIONS.contains(&name.to_ascii_lowercase().as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn looks_stay_and_everything_else_goes() {
        let kept = |style: &str| harmless(style).unwrap_or_default();
        assert_eq!(
            kept("COLOR: #F00; margin-top:4px"),
            "color:#F00;margin-top:4px"
        );
        assert_eq!(kept("background:rgb(1, 2, 3)"), "background:rgb(1, 2, 3)");
        for bad in [
            "background:url(https://spy.example/x.gif)",
            "background:u\\72l(//spy)",
            "background:/**/url(x)",
            "color:expression(alert(1))",
            "width:image-set('x' 1x)",
            "position:fixed",
            "behavior:url(#x)",
            "-moz-binding:url(x)",
            "@import 'x'",
            "color:red</style><script>",
            "font-family:x}body{background",
        ] {
            assert_eq!(kept(bad), "", "{bad}");
        }
    }
}
