//! One mail as bytes → what it means. Nothing that a stranger can send makes this fail or forget a mail.

mod addresses;
mod automatic;
mod clean;
mod files;
mod quoted;
mod report;

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{HeaderValue, Message, MessageParser, PartType};
use runnel_connector::{Address, Arrival, Incoming, Item, RawEvent};
use runnel_domain::Timestamp;

use addresses::{customer, unknown};
use clean::{one_line, text as clean_text};

/// Characters of text that are kept beside the raw mail; a novel has about as many.
const LONGEST_TEXT: usize = 1_000_000;
/// Bytes of HTML that are kept beside the raw mail.
const LONGEST_HTML: usize = 4_000_000;
/// Ancestors that are looked at.
const REFERENCES: usize = 100;
/// Longest id that counts as one (RFC 5322 limits a line to 998 characters).
const LONGEST_ID: usize = 998;

/// Where a mail lay, which says a lot about who wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// Where new mail comes in.
    Inbox,
    /// What we wrote.
    Sent,
}

/// A mail as the server handed it out.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// All of it, or its beginning when `cut`.
    pub raw: Vec<u8>,
    /// When it came to the mailbox, by the server's clock.
    pub received_at: Option<Timestamp>,
    /// Bytes that the whole mail has.
    pub size: u64,
    /// It was too big to fetch; `raw` is its beginning.
    pub cut: bool,
    /// Where it lay.
    pub folder: Folder,
    /// Whether it came just now.
    pub arrival: Arrival,
}

/// Reads a mail to our address `own`.
#[must_use]
pub fn read(mail: Fetched, own: &str) -> RawEvent {
    // The parser is written for hostile input and tested so; should it stumble all the same, the mail is still shown.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        MessageParser::default()
            .parse(&mail.raw)
            .map(|message| understand(&message, &mail, own))
    }));
    let understood = match parsed {
        Ok(Some(understood)) => understood,
        Ok(None) => unreadable(&mail),
        Err(_) => {
            tracing::error!(
                bytes = mail.raw.len(),
                "a mail broke the parser; it is kept as it is"
            );
            unreadable(&mail)
        }
    };
    RawEvent {
        key: understood.key,
        occurred_at: understood.occurred_at,
        kind: if mail.cut { "mail_cut" } else { "mail" },
        item: understood.item,
        raw: mail.raw,
    }
}

struct Understood {
    key: String,
    occurred_at: Timestamp,
    item: Item,
}

fn understand(message: &Message<'_>, mail: &Fetched, own: &str) -> Understood {
    let remote_id = message.message_id().map(id).filter(|id| !id.is_empty());
    let header = |name: &'static str| message.header_raw(name).unwrap_or_default().trim();
    let key = match &remote_id {
        // Some programs give every mail the same Message-ID, so date and sender belong to the key as well.
        Some(id) => format!(
            "mail:{id}:{}",
            short_hash(&[header("Date"), header("From")])
        ),
        None => format!("mail:{}", content_hash(mail)),
    };
    let written_at = message
        .date()
        .filter(|date| date.is_valid())
        .map(|date| Timestamp(date.to_timestamp().saturating_mul(1_000)));
    let occurred_at = match mail.folder {
        Folder::Inbox => mail.received_at.or(written_at),
        Folder::Sent => written_at.or(mail.received_at),
    };
    let item = report::of(message).unwrap_or_else(|| {
        let remote_id =
            remote_id.unwrap_or_else(|| format!("{}@no-message-id", content_hash(mail)));
        Item::Message(Box::new(incoming(message, mail, own, remote_id)))
    });
    Understood {
        key,
        occurred_at: occurred_at.unwrap_or_default(),
        item,
    }
}

fn incoming(message: &Message<'_>, mail: &Fetched, own: &str, remote_id: String) -> Incoming {
    let who = customer(message, mail.folder, own);
    let references = references(message);
    let root = root(message).unwrap_or_else(|| remote_id.clone());
    let text = text(message, mail);
    Incoming {
        // Two customers can take part in one thread; each has a conversation of their own.
        thread_key: format!("{root} {}", who.customer.address),
        visible_len: quoted::visible_len(&text),
        remote_id,
        references,
        customer: who.customer,
        reply_to: who.reply_to,
        outgoing: who.outgoing,
        arrival: mail.arrival,
        automatic: automatic::is_automatic(message),
        subject: one_line(message.subject().unwrap_or_default()),
        text,
        html: html(message),
        language: language(message),
        files: files::of(message),
        post: None,
    }
}

/// A mail in which nothing can be read: empty, or it broke the parser.
fn unreadable(mail: &Fetched) -> Understood {
    let hash = content_hash(mail);
    let remote_id = format!("{hash}@no-message-id");
    let text = clean_text(&String::from_utf8_lossy(&mail.raw), LONGEST_TEXT);
    let customer: Address = unknown();
    let incoming = Incoming {
        thread_key: format!("{remote_id} {}", customer.address),
        remote_id,
        references: Vec::new(),
        customer,
        reply_to: None,
        outgoing: mail.folder == Folder::Sent,
        arrival: mail.arrival,
        automatic: true,
        subject: String::new(),
        text,
        visible_len: None,
        html: None,
        language: String::new(),
        files: Vec::new(),
        post: None,
    };
    Understood {
        key: format!("mail:{hash}"),
        occurred_at: mail.received_at.unwrap_or_default(),
        item: Item::Message(Box::new(incoming)),
    }
}

/// The text parts; where there are none, the HTML parts as text.
fn text(message: &Message<'_>, mail: &Fetched) -> String {
    let mut text = String::new();
    for position in 0..message.text_body_count() {
        let Some(part) = message.body_text(position) else {
            continue;
        };
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&part);
        if text.len() > LONGEST_TEXT * 4 {
            break;
        }
    }
    let mut text = clean_text(&text, LONGEST_TEXT);
    if mail.cut {
        // No prose: the interface words it from the event's kind; the sign and the size need no language.
        text.push_str(&format!("\n✂ {:.1} MB", mail.size as f64 / 1_000_000.0));
    }
    text
}

fn html(message: &Message<'_>) -> Option<String> {
    let mut html = String::new();
    for part in message.html_bodies() {
        if let PartType::Html(part) = &part.body {
            html.push_str(part);
        }
        if html.len() > LONGEST_HTML {
            return None;
        }
    }
    (!html.trim().is_empty()).then(|| html.replace('\0', ""))
}

fn language(message: &Message<'_>) -> String {
    let first = match message.header(mail_parser::HeaderName::ContentLanguage) {
        Some(HeaderValue::Text(text)) => text.as_ref(),
        Some(HeaderValue::TextList(list)) => list.first().map_or("", AsRef::as_ref),
        _ => "",
    };
    let tag = first.split([',', ';', ' ']).next().unwrap_or_default();
    if tag.len() <= 35 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        tag.to_owned()
    } else {
        String::new()
    }
}

/// Ids of a header, in the order in which they stand there.
fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(text) => vec![id(text)],
        HeaderValue::TextList(list) => list.iter().map(|text| id(text)).collect(),
        _ => Vec::new(),
    }
    .into_iter()
    .filter(|id| !id.is_empty())
    .collect()
}

/// An id as it may be stored: no brackets, no spaces, not endless.
fn id(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>'))
        .take(LONGEST_ID)
        .collect()
}

/// Nearest ancestor first: In-Reply-To, then References from the end.
fn references(message: &Message<'_>) -> Vec<String> {
    let mut found = ids(message.in_reply_to());
    found.truncate(REFERENCES);
    for reference in ids(message.references()).into_iter().rev().take(REFERENCES) {
        if !found.contains(&reference) {
            found.push(reference);
        }
    }
    found
}

/// The mail that began the thread.
fn root(message: &Message<'_>) -> Option<String> {
    let first = ids(message.references()).into_iter().next();
    first.or_else(|| ids(message.in_reply_to()).into_iter().next())
}

fn short_hash(parts: &[&str]) -> String {
    let hash = blake3::hash(parts.join("\0").as_bytes());
    hash.to_hex().chars().take(16).collect()
}

/// The same mail fetched again, under another number, has the same bytes.
fn content_hash(mail: &Fetched) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&mail.size.to_le_bytes());
    hasher.update(&mail.raw);
    hasher.finalize().to_hex().chars().take(32).collect()
}

#[cfg(test)]
mod tests;
