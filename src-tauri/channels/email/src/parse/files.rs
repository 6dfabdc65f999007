//! The files of a mail, inline pictures and attached mails among them.

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};
use runnel_connector::IncomingFile;

use super::clean::one_line;

/// Files that are taken out of one mail; the raw mail keeps the rest. Nobody attaches more by hand.
const FILES: usize = 200;

/// All files, in their order.
pub fn of(message: &Message<'_>) -> Vec<IncomingFile> {
    message.attachments().take(FILES).map(file).collect()
}

fn file(part: &MessagePart<'_>) -> IncomingFile {
    let mime = part.content_type().map_or_else(
        || default_mime(part).to_owned(),
        |kind| {
            let subtype = kind.subtype().unwrap_or("octet-stream");
            one_line(&format!("{}/{subtype}", kind.ctype())).to_lowercase()
        },
    );
    let (name, bytes) = match &part.body {
        PartType::Message(inner) => {
            let subject = one_line(inner.subject().unwrap_or_default());
            let name = if subject.is_empty() {
                "message".to_owned()
            } else {
                subject
            };
            (format!("{name}.eml"), inner.raw_message().to_vec())
        }
        _ => (String::new(), part.contents().to_vec()),
    };
    let named = one_line(part.attachment_name().unwrap_or_default());
    let content_id = part.content_id().unwrap_or_default();
    IncomingFile {
        name: if named.is_empty() { name } else { named },
        mime,
        bytes,
        content_id: content_id
            .trim_matches(['<', '>', ' '])
            .chars()
            .take(998)
            .collect(),
    }
}

const fn default_mime(part: &MessagePart<'_>) -> &'static str {
    match part.body {
        PartType::Text(_) => "text/plain",
        PartType::Html(_) => "text/html",
        PartType::Message(_) => "message/rfc822",
        _ => "application/octet-stream",
    }
}
