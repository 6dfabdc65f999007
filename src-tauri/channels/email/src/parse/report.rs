//! Bounces and receipts: what the network tells about a mail of ours.
//!
//! Detected by their parts and the empty envelope sender; not by `multipart/report`, which OpenSMTPD does not use.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};
use runnel_connector::{Delivery, DeliveryReport, Item};

use super::{clean, id, ids};

/// Longest text of the network's that is kept.
const DETAIL: usize = 1_000;

/// What the mail reports, if it is a report about a mail that can be named.
pub fn of(message: &Message<'_>) -> Option<Item> {
    let part = message.parts.iter().find(|part| {
        [
            "delivery-status",
            "global-delivery-status",
            "disposition-notification",
        ]
        .iter()
        .any(|subtype| part.is_content_type("message", subtype))
    })?;
    if !from_the_network(message) {
        return None;
    }
    let fields = fields(part);
    let remote_id = original_id(message, &fields)?;
    if part.is_content_type("message", "disposition-notification") {
        let displayed =
            field(&fields, "disposition").is_some_and(|text| text.contains("displayed"));
        return Some(if displayed {
            delivery(remote_id, Delivery::Read, "", "")
        } else {
            Item::Nothing
        });
    }
    let status = field(&fields, "status").unwrap_or_default();
    let detail = field(&fields, "diagnostic-code").unwrap_or(status);
    Some(
        match field(&fields, "action")
            .unwrap_or_default()
            .to_ascii_lowercase()
            .as_str()
        {
            "delivered" => delivery(remote_id, Delivery::Delivered, "", ""),
            // On its way, or late: nothing is certain yet, and another report follows.
            "relayed" | "expanded" | "delayed" => Item::Nothing,
            _ => delivery(remote_id, Delivery::Failed, code(status), detail),
        },
    )
}

fn delivery(remote_id: String, delivery: Delivery, code: &str, detail: &str) -> Item {
    let detail = clean::text(detail, DETAIL);
    Item::Delivery(DeliveryReport {
        remote_id,
        delivery,
        code: code.to_owned(),
        detail,
    })
}

/// Anybody can attach a report; only one with an empty envelope sender, or of the standard form, is believed.
fn from_the_network(message: &Message<'_>) -> bool {
    let returned = message.header_raw("Return-Path").map(str::trim);
    match returned {
        Some("<>") => true,
        _ => message.is_content_type("multipart", "report"),
    }
}

/// Stable code for a status of RFC 3463.
fn code(status: &str) -> &'static str {
    let mut numbers = status.trim().splitn(3, '.').skip(1);
    let subject = numbers.next().unwrap_or_default();
    let detail = numbers.next().unwrap_or_default();
    match (subject, detail.trim()) {
        ("1", "8") => "sender_refused",
        ("1", _) => "no_such_mailbox",
        ("2", "2") => "mailbox_full",
        ("2", "3") | ("3", "4") => "message_too_big",
        ("2", _) => "mailbox_closed",
        ("4", _) => "unreachable",
        ("7", _) => "rejected",
        _ => "undeliverable",
    }
}

/// The fields of the report, names in lower case, those about the first recipient that failed included.
fn fields(part: &MessagePart<'_>) -> Vec<(String, String)> {
    let text = match &part.body {
        PartType::Message(inner) => String::from_utf8_lossy(inner.raw_message()).into_owned(),
        _ => String::from_utf8_lossy(part.contents()).into_owned(),
    };
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines().take(2_000) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    fields
}

fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
}

/// Message-ID of the mail of ours that the report is about.
fn original_id(message: &Message<'_>, fields: &[(String, String)]) -> Option<String> {
    let named = field(fields, "original-message-id")
        .map(id)
        .filter(|id| !id.is_empty());
    named
        .or_else(|| message.parts.iter().find_map(returned_id))
        .or_else(|| {
            ids(message.in_reply_to())
                .into_iter()
                .next()
                .or_else(|| ids(message.references()).pop())
        })
}

/// Message-ID of the copy that came back with the report.
fn returned_id(part: &MessagePart<'_>) -> Option<String> {
    let found = match &part.body {
        PartType::Message(inner) if !part.is_content_type("message", "delivery-status") => {
            inner.message_id().map(id)
        }
        _ if part.is_content_type("text", "rfc822-headers") => MessageParser::default()
            .parse_headers(part.contents())?
            .message_id()
            .map(id),
        _ => None,
    };
    found.filter(|id| !id.is_empty())
}
