//! HTML of strangers made fit to be shown: nothing in it can run, load, ask, or look like Runnel itself.
//!
//! Two walls, each enough alone: what remains is a short list of harmless elements, and the page that they are put
//! into forbids scripts, forms and the network by its Content-Security-Policy. The window shows it in a frame with
//! an empty `sandbox`, which is a third.

mod effort;
mod style;

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use ammonia::{Builder, UrlRelative};

/// A mail made fit to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// A complete document for the `srcdoc` of a sandboxed frame.
    pub document: String,
    /// Pictures on servers elsewhere that are not shown because nobody asked for them.
    pub blocked_images: usize,
}

/// Where pictures inside the mail are to be had: address by Content-ID (without brackets).
pub type InlineImages = HashMap<String, String>;

/// Elements that a letter needs. No scripts, forms, frames, media, metadata, `svg` or `math`.
const TAGS: [&str; 56] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
];
/// Attributes of any element; none of them loads or runs anything. `id` and `class` have nothing to refer to.
const ATTRIBUTES: [&str; 19] = [
    "align",
    "alt",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "color",
    "colspan",
    "dir",
    "face",
    "height",
    "lang",
    "rowspan",
    "size",
    "style",
    "title",
    "valign",
    "width",
    "nowrap",
];
/// Where links may lead; they open in the person's browser after a click.
const LINKS: [&str; 4] = ["http", "https", "mailto", "tel"];
/// Pictures that may come inside the mail itself. No `svg`: it is a document.
const PICTURES: [&str; 5] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/bmp",
];
/// Elements that go with everything in them; of others that are not allowed, the text stays.
const SILENT: [&str; 17] = [
    "script", "style", "title", "template", "iframe", "object", "embed", "svg", "math", "textarea",
    "select", "noscript", "noembed", "noframes", "xmp", "audio", "video",
];
/// Longest picture that may come as a `data:` address; larger ones are attachments.
const LONGEST_DATA: usize = 8 * 1024 * 1024;

/// Makes `html` fit to be shown. Pictures on servers elsewhere are left out unless `remote_images`.
///
/// HTML that is built to keep us busy is shown as its text. Takes up to a few hundred milliseconds for a large mail.
#[must_use]
pub fn page(html: &str, inline: &InlineImages, remote_images: bool) -> Page {
    let (body, blocked_images) = if effort::is_reasonable(html) {
        sanitised(html, inline, remote_images)
    } else {
        let text = mail_parser::decoders::html::html_to_text(html);
        let text = text
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        (format!("<pre>{text}</pre>"), 0)
    };
    let mut pictures: BTreeSet<&str> = inline.values().filter_map(|url| scheme(url)).collect();
    pictures.insert("data:");
    if remote_images {
        pictures.extend(["https:", "http:"]);
    }
    let pictures = pictures.into_iter().collect::<Vec<_>>().join(" ");
    let policy = format!(
        "default-src 'none'; script-src 'none'; img-src {pictures}; style-src 'unsafe-inline'; \
         form-action 'none'; base-uri 'none'; frame-src 'none'"
    );
    let document = format!(
        "<!doctype html><html><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\
         <meta name=\"referrer\" content=\"no-referrer\">\
         <style>html{{color-scheme:light}}body{{margin:0;background:#fff;color:#111;\
         font:14px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}}img{{max-width:100%;height:auto}}\
         table{{max-width:100%}}blockquote{{margin:0 0 0 8px;padding-left:8px;border-left:2px solid #ccc}}\
         pre{{white-space:pre-wrap}}</style></head><body>{body}</body></html>"
    );
    Page {
        document,
        blocked_images,
    }
}

/// The scheme of an address with its colon, as a Content-Security-Policy names it.
fn scheme(url: &str) -> Option<&str> {
    let colon = url.find(':')?;
    let name = url.get(..colon)?;
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if plain { url.get(..=colon) } else { None }
}

/// The body alone, and how many pictures were left out.
fn sanitised(html: &str, inline: &InlineImages, remote_images: bool) -> (String, usize) {
    let blocked = Arc::new(AtomicUsize::new(0));
    let pictures = Pictures {
        inline: inline.clone(),
        remote: remote_images,
        blocked: Arc::clone(&blocked),
    };
    let clean = Builder::empty()
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(SILENT))
        .generic_attributes(HashSet::from(ATTRIBUTES))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src"])),
            ("ol", HashSet::from(["start", "type"])),
        ]))
        .url_schemes(HashSet::from([
            "http", "https", "mailto", "tel", "cid", "data",
        ]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_value("a", "target", "_blank")
        .strip_comments(true)
        .attribute_filter(
            move |element, attribute, value| match (element, attribute) {
                (_, "style") => style::harmless(value).map(Cow::Owned),
                ("img", "src") => pictures.address(value).map(Cow::Owned),
                (_, "href") => is_link(value).then_some(Cow::Borrowed(value)),
                _ => Some(Cow::Borrowed(value)),
            },
        )
        .clean(html)
        .to_string();
    (clean, blocked.load(Ordering::Relaxed))
}

/// Which pictures are shown.
struct Pictures {
    inline: InlineImages,
    remote: bool,
    blocked: Arc<AtomicUsize>,
}

impl Pictures {
    /// Where the picture at `source` is to be had, if it is shown.
    fn address(&self, source: &str) -> Option<String> {
        let source = source.trim();
        let lower = source
            .get(..source.len().min(64))
            .unwrap_or(source)
            .to_ascii_lowercase();
        if lower.starts_with("cid:") {
            let id = source.get(4..)?.trim_matches(['<', '>']);
            let unescaped = id.replace("%40", "@");
            return self
                .inline
                .get(id)
                .or_else(|| self.inline.get(&unescaped))
                .cloned();
        }
        if lower.starts_with("data:") {
            let harmless = source.len() <= LONGEST_DATA
                && PICTURES
                    .iter()
                    .any(|kind| lower.starts_with(&format!("data:{kind};base64,")));
            return harmless.then(|| source.to_owned());
        }
        let elsewhere = if lower.starts_with("https://") || lower.starts_with("http://") {
            source.to_owned()
        } else if lower.starts_with("//") {
            format!("https:{source}")
        } else {
            return None;
        };
        if self.remote {
            return Some(elsewhere);
        }
        self.blocked.fetch_add(1, Ordering::Relaxed);
        None
    }
}

fn is_link(address: &str) -> bool {
    let address = address.trim();
    LINKS.iter().any(|scheme| {
        address.get(..=scheme.len()).is_some_and(|start| {
            start.trim_end_matches(':').eq_ignore_ascii_case(scheme) && start.ends_with(':')
        })
    })
}

#[cfg(test)]
mod tests;
