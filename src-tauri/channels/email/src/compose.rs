//! An outgoing message as MIME: fixed Message-ID, threading headers, UTF-8 everywhere, files.

use std::io;

use mail_builder::{
    MessageBuilder,
    headers::{HeaderType, address::Address, date::Date, raw::Raw},
};
use runnel_connector::{IdemKey, OutFile, Outgoing};

use crate::config::EmailConfig;

/// How many ancestors `References` names at most: the first and the newest. Longer lines break some servers.
const REFERENCES: usize = 20;

/// The Message-ID of the message with this key, without brackets: the key in hex at our domain, and nothing else.
#[must_use]
pub fn message_id(config: &EmailConfig, key: &IdemKey) -> String {
    use std::fmt::Write as _;
    let mut id = key
        .0
        .0
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
    id.push('@');
    id.push_str(config.domain());
    id
}

/// The message, ready for SMTP and for the "Sent" folder. Reads the files; call it where blocking is allowed.
///
/// # Errors
/// When a file cannot be read.
pub fn compose(config: &EmailConfig, outgoing: &Outgoing, key: &IdemKey) -> io::Result<Vec<u8>> {
    let mut builder = MessageBuilder::new()
        .message_id(message_id(config, key))
        .date(Date::new(outgoing.written_at.0.div_euclid(1_000)))
        .from(address(&config.name, &config.address))
        .to(address(&outgoing.to.name, &outgoing.to.address))
        .subject(one_line(&outgoing.subject));
    if let Some(parent) = &outgoing.in_reply_to {
        builder = builder.in_reply_to(id(parent));
    }
    let references = references(outgoing);
    if !references.is_empty() {
        let ids = mail_builder::headers::message_id::MessageId::new_list(references.into_iter());
        builder = builder.references(ids);
    }
    if outgoing.automatic {
        builder = builder
            .header("Auto-Submitted", HeaderType::from(Raw::new("auto-replied")))
            .header(
                "X-Auto-Response-Suppress",
                HeaderType::from(Raw::new("All")),
            );
    }
    builder = builder.text_body(outgoing.text.replace("\r\n", "\n").replace('\0', ""));
    for file in &outgoing.files {
        builder = builder.attachment(mime(file), one_line(&file.name), std::fs::read(&file.path)?);
    }
    builder.write_to_vec()
}

fn address<'x>(name: &str, address: &str) -> Address<'x> {
    let name = one_line(name);
    Address::new_address((!name.is_empty()).then_some(name), one_line(address))
}

/// The thread, oldest first, ending with the message that is answered.
fn references(outgoing: &Outgoing) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for reference in outgoing.references.iter().chain(&outgoing.in_reply_to) {
        let reference = id(reference);
        ids.retain(|known| *known != reference);
        if !reference.is_empty() {
            ids.push(reference);
        }
    }
    if ids.len() > REFERENCES {
        ids.drain(1..=ids.len() - REFERENCES);
    }
    ids
}

/// An id as it may stand between brackets.
fn id(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>'))
        .collect()
}

/// Text for a header: nothing in it can begin another header.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

fn mime(file: &OutFile) -> String {
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-+._".contains(&byte))
    };
    match file.mime.split_once('/') {
        Some((kind, subtype))
            if plain(kind) && plain(subtype) && kind != "multipart" && kind != "message" =>
        {
            file.mime.clone()
        }
        _ => "application/octet-stream".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use mail_parser::MessageParser;
    use runnel_connector::{Address, IdemKey, OutFile, Outgoing};
    use runnel_domain::{Timestamp, Uid};

    use super::{compose, message_id};
    use crate::config::{EmailConfig, Security, Server};

    fn config() -> EmailConfig {
        EmailConfig {
            address: "laden@bücher.example".to_owned(),
            name: "Bücherei \"Süd\", Inh. Ö".to_owned(),
            login: String::new(),
            imap: Server::new("localhost", 1, Security::Plain),
            smtp: Server::new("localhost", 1, Security::Plain),
            trusted_certificate: None,
            allow_plain: false,
            saves_sent: false,
        }
    }

    fn answer(subject: &str, text: &str) -> Outgoing {
        let ana = "ana@example.org".to_owned();
        Outgoing {
            to: Address {
                address: ana.clone(),
                shown: ana,
                name: "Ana Ñíguez".to_owned(),
            },
            thread_key: String::new(),
            post: None,
            in_reply_to: Some("<q1@example.org>".to_owned()),
            references: vec!["root@example.org".to_owned(), "q1@example.org".to_owned()],
            subject: subject.to_owned(),
            text: text.to_owned(),
            files: Vec::new(),
            automatic: true,
            written_at: Timestamp(1_700_000_000_123),
        }
    }

    #[test]
    fn an_answer_says_what_it_answers_and_reads_back_as_written() {
        let key = IdemKey(Uid([0xab; 16]));
        let text = "Olá Ana,\n.\nFrom here on: ничего.\n";
        let raw = compose(&config(), &answer("Re: preço & büros", text), &key).unwrap();
        let mail = MessageParser::default().parse(&raw).unwrap();
        assert_eq!(
            mail.message_id(),
            Some(message_id(&config(), &key).as_str())
        );
        assert_eq!(mail.subject(), Some("Re: preço & büros"));
        assert_eq!(mail.body_text(0).unwrap().replace("\r\n", "\n"), text);
        assert_eq!(mail.in_reply_to().as_text(), Some("q1@example.org"));
        assert_eq!(mail.references().as_text_list().unwrap().len(), 2);
        assert_eq!(
            mail.header_raw("Auto-Submitted").map(str::trim),
            Some("auto-replied")
        );
        assert_eq!(mail.date().unwrap().to_timestamp(), 1_700_000_000);
        let from = mail.from().unwrap().first().unwrap();
        assert_eq!(from.name(), Some("Bücherei \"Süd\", Inh. Ö"));
    }

    #[test]
    fn a_subject_cannot_add_headers_and_lines_stay_short() {
        let subject = format!(
            "Hi\r\nBcc: everybody@example.org\r\n\r\n{}",
            "ü".repeat(3_000)
        );
        let raw = compose(
            &config(),
            &answer(&subject, &"x".repeat(5_000)),
            &IdemKey(Uid([1; 16])),
        );
        let raw = raw.unwrap();
        let mail = MessageParser::default().parse(&raw).unwrap();
        assert!(mail.bcc().is_none(), "a subject is one line");
        assert!(
            raw.split(|b| *b == b'\n').all(|line| line.len() <= 998),
            "RFC 5322, 2.1.1"
        );
    }

    #[test]
    fn files_go_along_unchanged() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("blob");
        let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
        std::fs::write(&path, &bytes).unwrap();
        let mut outgoing = answer("Angebot", "siehe Anlage");
        let name = "Angebot Größe 3½.pdf".to_owned();
        outgoing.files = vec![OutFile {
            name: name.clone(),
            mime: "bad mime\r\n".to_owned(),
            path,
        }];
        let raw = compose(&config(), &outgoing, &IdemKey(Uid([1; 16]))).unwrap();
        let mail = MessageParser::default().parse(&raw).unwrap();
        let file = mail.attachment(0).unwrap();
        assert_eq!(file.contents(), bytes);
        assert_eq!(
            mail_parser::MimeHeaders::attachment_name(file),
            Some(name.as_str())
        );
    }
}
