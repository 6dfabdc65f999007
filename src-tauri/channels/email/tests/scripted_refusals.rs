//! Servers that give up in the middle of an answer: what they did not come to is not gone.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use runnel_connector::{Address, Connector, Fault, Found, IdemKey, Item, Outgoing};
use runnel_domain::{Timestamp, Uid};
use runnel_email::{EmailConfig, Security, Server};

use crate::{script, world};

const LETTER: &str = "From: ana@x.example\r\n\r\nhello\r\n";

fn config(port: u16) -> EmailConfig {
    EmailConfig {
        address: "shop@shop.example".to_owned(),
        name: String::new(),
        login: "shop".to_owned(),
        imap: Server::new("127.0.0.1", port, Security::Plain),
        smtp: Server::new("127.0.0.1", 1, Security::Plain),
        trusted_certificate: None,
        allow_plain: false,
        saves_sent: true,
    }
}

/// Nothing came yet.
const EMPTY: u8 = 0;
/// Two letters are there; handing them over ends with a refusal after the first, and a search is refused as well.
const ILL: u8 = 1;
/// Two letters are there.
const WELL: u8 = 2;

async fn mailbox(state: Arc<AtomicU8>, refusal: &'static str) -> u16 {
    let (port, _) = script::server("* OK ready\r\n", move |line| {
        let (empty, ill) = match state.load(Ordering::SeqCst) {
            EMPTY => (true, false),
            ILL => (false, true),
            _ => (false, false),
        };
        let (tag, command) = line.split_once(' ').unwrap_or((line, ""));
        let refused = refusal.replace("TAG", tag);
        let letter = |uid| {
            let (date, size) = ("06-May-2024 10:00:00 +0000", LETTER.len());
            let body = if command.contains("BODY") {
                format!(" BODY[] {{{size}}}\r\n{LETTER}")
            } else {
                String::new()
            };
            format!(
                "* {uid} FETCH (UID {uid} RFC822.SIZE {size} INTERNALDATE \"{date}\"{body})\r\n"
            )
        };
        let answer = match command {
            _ if command.starts_with("EXAMINE") && empty => {
                "* 0 EXISTS\r\n* OK [UIDVALIDITY 5] x\r\n* OK [UIDNEXT 1] x\r\n".to_owned()
            }
            _ if command.starts_with("EXAMINE") => {
                "* 2 EXISTS\r\n* OK [UIDVALIDITY 5] x\r\n* OK [UIDNEXT 3] x\r\n".to_owned()
            }
            _ if command.starts_with("LIST") => "* LIST (\\Sent) \"/\" \"Sent\"\r\n".to_owned(),
            _ if command.starts_with("UID SEARCH HEADER") && ill => return Some(refused),
            _ if command.starts_with("UID SEARCH HEADER") => "* SEARCH\r\n".to_owned(),
            _ if command.starts_with("UID") && empty => String::new(),
            _ if command.starts_with("UID SEARCH") => "* SEARCH 1 2\r\n".to_owned(),
            _ if command.contains("BODY") && ill => return Some(letter(1) + &refused),
            _ if command.starts_with("UID FETCH") => letter(1) + &letter(2),
            _ => String::new(),
        };
        Some(format!("{answer}{tag} OK done\r\n"))
    })
    .await;
    port
}

const HANGS_UP: &str = "* BYE shutting down\r\nHANG UP";
const REFUSES: &str = "TAG NO [UNAVAILABLE] try again later\r\n";

#[tokio::test]
async fn a_letter_that_was_not_handed_over_comes_with_the_next_pull() {
    for (refusal, offline) in [(HANGS_UP, true), (REFUSES, false)] {
        let state = Arc::new(AtomicU8::new(EMPTY));
        let port = mailbox(Arc::clone(&state), refusal).await;
        let connector = world::connector(config(port));
        let cursor = connector.pull(None, Duration::ZERO).await.unwrap().next;
        state.store(ILL, Ordering::SeqCst);
        let fault = connector.pull(cursor.as_ref(), Duration::ZERO).await;
        let fault = fault.expect_err("one letter of two is no batch: the other would be lost");
        assert_eq!(matches!(fault, Fault::Offline(_)), offline, "{fault:?}");
        state.store(WELL, Ordering::SeqCst);
        let mut arrived = 0;
        let mut cursor = cursor;
        for _ in 0..3 {
            let batch = connector
                .pull(cursor.as_ref(), Duration::ZERO)
                .await
                .unwrap();
            let letters = batch.events.iter();
            arrived += letters
                .filter(|event| matches!(&event.item, Item::Message(m) if !m.outgoing))
                .count();
            cursor = batch.next.or(cursor);
        }
        assert_eq!(arrived, 2, "{refusal}");
    }
}

#[tokio::test]
async fn a_search_that_was_refused_does_not_say_that_nothing_was_sent() {
    let sent = Outgoing {
        to: Address {
            address: "ana@x.example".to_owned(),
            shown: "ana@x.example".to_owned(),
            name: String::new(),
        },
        thread_key: String::new(),
        post: None,
        in_reply_to: None,
        references: Vec::new(),
        subject: String::new(),
        text: "hello".to_owned(),
        files: Vec::new(),
        automatic: false,
        written_at: Timestamp(0),
    };
    let key = IdemKey(Uid([7; 16]));
    for refusal in [HANGS_UP, REFUSES] {
        let state = Arc::new(AtomicU8::new(ILL));
        let port = mailbox(Arc::clone(&state), refusal).await;
        let connector = world::connector(config(port));
        let found = connector.reconcile(&sent, &key).await;
        assert_eq!(found, Found::Later, "to send again now would send twice");
        state.store(WELL, Ordering::SeqCst);
        assert_eq!(connector.reconcile(&sent, &key).await, Found::Absent);
    }
}
