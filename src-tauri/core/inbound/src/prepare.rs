//! Before the transaction: large bytes go into the attachments folder, texts are cut to what can be shown.

use std::borrow::Cow;

use runnel_connector::{
    Batch, DeliveryReport, Edited, Incoming, Item, LossNote, RawEvent, Reacted,
};
use runnel_domain::Timestamp;
use runnel_store::{Files, StoreError, safe_file_name, table::raw_event};

/// Bytes of plain text that a message shows. More than a book chapter; the rest stays in the verbatim bytes.
const TEXT_LIMIT: usize = 256 * 1024;
/// Bytes of HTML that are kept to be shown; a larger one is shown as text.
const HTML_LIMIT: usize = 4 * 1024 * 1024;
/// Characters of a reaction: the longest emoji sequences in use have ten, named ones on some networks are longer.
const SIGN_LIMIT: usize = 64;
/// Bytes of a subject, a name or an address.
const LINE_LIMIT: usize = 998;

/// A batch whose bytes are on disk.
pub(crate) struct Ready {
    pub items: Vec<ReadyItem>,
    pub next: Option<String>,
    pub lost: Option<LossNote>,
}

/// One raw event without its large bytes.
pub(crate) struct ReadyItem {
    pub key: String,
    pub kind: &'static str,
    pub occurred_at: Timestamp,
    pub raw: Raw,
    pub meaning: Meaning,
}

/// Where the verbatim bytes are.
pub(crate) enum Raw {
    Inline(Vec<u8>),
    File(String),
}

/// What the event means.
pub(crate) enum Meaning {
    /// The files in `incoming` are moved out into the second field.
    Message(Box<Incoming>, Vec<ReadyFile>),
    Delivery(DeliveryReport),
    Edited(Edited),
    Deleted(String),
    Reacted(Reacted),
    Nothing,
}

/// A file that lies in the attachments folder.
pub(crate) struct ReadyFile {
    pub name: String,
    pub mime: String,
    pub size: i64,
    pub sha: String,
    pub content_id: String,
}

/// Puts the large bytes of a batch on disk. Blocks.
pub(crate) fn prepare(files: &Files, batch: Batch) -> Result<Ready, StoreError> {
    let items = batch
        .events
        .into_iter()
        .map(|event| prepare_event(files, event))
        .collect::<Result<_, _>>()?;
    Ok(Ready {
        items,
        next: batch.next.map(|cursor| cursor.0),
        lost: batch.lost,
    })
}

fn prepare_event(files: &Files, event: RawEvent) -> Result<ReadyItem, StoreError> {
    let raw = if event.raw.len() <= raw_event::INLINE_LIMIT {
        Raw::Inline(event.raw)
    } else {
        Raw::File(files.keep(&event.raw)?.sha)
    };
    let meaning = match event.item {
        Item::Message(mut incoming) => {
            let kept = std::mem::take(&mut incoming.files)
                .into_iter()
                .map(|file| {
                    let kept = files.keep(&file.bytes)?;
                    Ok(ReadyFile {
                        name: safe_file_name(&file.name),
                        mime: line(file.mime),
                        size: kept.size,
                        sha: kept.sha,
                        content_id: line(file.content_id),
                    })
                })
                .collect::<Result<_, StoreError>>()?;
            trim(&mut incoming);
            Meaning::Message(incoming, kept)
        }
        Item::Delivery(report) => Meaning::Delivery(report),
        Item::Edited(mut edited) => {
            cut(&mut edited.text, TEXT_LIMIT);
            without_nul(&mut edited.text);
            edited.html = edited.html.filter(|html| html.len() <= HTML_LIMIT);
            Meaning::Edited(edited)
        }
        Item::Deleted(remote_id) => Meaning::Deleted(remote_id),
        Item::Reacted(mut reacted) => {
            reacted.emoji = sign(std::mem::take(&mut reacted.emoji));
            Meaning::Reacted(reacted)
        }
        Item::Nothing => Meaning::Nothing,
    };
    Ok(ReadyItem {
        key: event.key,
        kind: event.kind,
        occurred_at: event.occurred_at,
        raw,
        meaning,
    })
}

fn trim(incoming: &mut Incoming) {
    cut(&mut incoming.text, TEXT_LIMIT);
    without_nul(&mut incoming.text);
    if incoming
        .html
        .as_ref()
        .is_some_and(|html| html.len() > HTML_LIMIT)
    {
        incoming.html = None;
    }
    for text in [
        &mut incoming.subject,
        &mut incoming.customer.address,
        &mut incoming.customer.shown,
        &mut incoming.customer.name,
        &mut incoming.language,
    ] {
        *text = line(std::mem::take(text));
    }
    if let Some(post) = &mut incoming.post {
        post.id = line(std::mem::take(&mut post.id));
        post.text = line(std::mem::take(&mut post.text));
    }
    if let Some(reply_to) = &mut incoming.reply_to {
        for text in [
            &mut reply_to.address,
            &mut reply_to.shown,
            &mut reply_to.name,
        ] {
            *text = line(std::mem::take(text));
        }
    }
}

fn sign(text: String) -> String {
    line(text).chars().take(SIGN_LIMIT).collect()
}

fn line(mut text: String) -> String {
    cut(&mut text, LINE_LIMIT);
    if text.chars().any(char::is_control) {
        text = text
            .chars()
            .map(|letter| if letter.is_control() { ' ' } else { letter })
            .collect();
    }
    match text.trim() {
        trimmed if trimmed.len() == text.len() => text,
        trimmed => trimmed.to_owned(),
    }
}

/// Cuts to at most `limit` bytes, between characters.
fn cut(text: &mut String, limit: usize) {
    if text.len() > limit {
        text.truncate(text.floor_char_boundary(limit));
    }
}

/// SQLite's own functions stop reading at a NUL.
fn without_nul(text: &mut String) {
    if text.contains('\0') {
        *text = text.replace('\0', "\u{fffd}");
    }
}

/// A native id as it is stored: one that is absurdly long is named by its hash.
pub(crate) fn native_id(id: &str) -> Cow<'_, str> {
    if id.len() <= LINE_LIMIT {
        Cow::Borrowed(id)
    } else {
        Cow::Owned(format!(
            "blake3:{}",
            hex(runnel_domain::Uid::of_native(&[id]).0)
        ))
    }
}

fn hex(bytes: [u8; 16]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(32), |mut text, byte| {
            // Writing into a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
