//! What real IMAP servers do too rarely to be waited for.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use runnel_connector::{Arrival, Connector, Fault, Item};
use runnel_email::{EmailConfig, Security, Server};

use crate::{script, world};

const LETTER: &str = "From: ana@x.example\r\nMessage-ID: <1@x>\r\n\r\nhello\r\n";

fn config(port: u16) -> EmailConfig {
    EmailConfig {
        address: "shop@shop.example".to_owned(),
        name: String::new(),
        login: "shop".to_owned(),
        imap: Server::new("127.0.0.1", port, Security::Plain),
        smtp: Server::new("127.0.0.1", 1, Security::Plain),
        trusted_certificate: None,
        allow_plain: false,
        saves_sent: false,
    }
}

/// A mailbox with `mails` letters and no other folder; it says `idling` to whoever waits.
async fn mailbox(mails: Arc<AtomicUsize>, idling: &'static str) -> (u16, script::Heard) {
    let idle_tag = Mutex::new(String::new());
    script::server("* OK ready\r\n", move |line| {
        let count = mails.load(Ordering::SeqCst);
        let (tag, command) = line.split_once(' ').unwrap_or((line, ""));
        let ok = |before: String| Some(format!("{before}{tag} OK done\r\n"));
        match command {
            "IDLE" => {
                tag.clone_into(&mut idle_tag.lock().unwrap());
                if idling.contains("EXISTS") {
                    mails.store(1, Ordering::SeqCst);
                }
                return (idling != "HANG UP").then(|| format!("+ idling\r\n{idling}"));
            }
            "CAPABILITY" => return ok("* CAPABILITY IMAP4rev1 IDLE\r\n".to_owned()),
            _ if line == "DONE" => {
                return Some(format!("{} OK idle done\r\n", idle_tag.lock().unwrap()));
            }
            _ => {}
        }
        if command.starts_with("EXAMINE") {
            let next = count + 1;
            return ok(format!(
                "* {count} EXISTS\r\n* OK [UIDVALIDITY 5] x\r\n* OK [UIDNEXT {next}] x\r\n"
            ));
        }
        if command.starts_with("UID SEARCH") {
            return ok(if count == 0 {
                "* SEARCH\r\n".to_owned()
            } else {
                "* SEARCH 1\r\n".to_owned()
            });
        }
        // As the standard has it: `n:*` names the last letter even where its number is below n.
        if command.starts_with("UID FETCH") && count > 0 {
            let date = "INTERNALDATE \"06-May-2024 10:00:00 +0000\"";
            let size = LETTER.len();
            let body = if command.contains("BODY") {
                format!(" BODY[] {{{size}}}\r\n{LETTER}")
            } else {
                String::new()
            };
            return ok(format!(
                "* 1 FETCH (UID 1 RFC822.SIZE {size} {date}{body})\r\n"
            ));
        }
        ok(String::new())
    })
    .await
}

fn times(heard: &script::Heard, command: &str) -> usize {
    heard
        .lock()
        .unwrap()
        .iter()
        .filter(|line| line.contains(command))
        .count()
}

#[tokio::test]
async fn still_here_is_not_news_and_a_letter_is() {
    let mails = Arc::new(AtomicUsize::new(0));
    let (port, heard) = mailbox(Arc::clone(&mails), "* OK Still here\r\n* OK Still here\r\n").await;
    let connector = world::connector(config(port));
    let cursor = connector.pull(None, Duration::ZERO).await.unwrap().next;
    let batch = connector
        .pull(cursor.as_ref(), Duration::from_millis(400))
        .await
        .unwrap();
    assert!(batch.events.is_empty());
    assert_eq!(
        times(&heard, "IDLE"),
        1,
        "a server that is merely awake wakes nobody"
    );

    let (port, _) = mailbox(
        Arc::new(AtomicUsize::new(0)),
        "* OK Still here\r\n* 1 EXISTS\r\n",
    )
    .await;
    let connector = world::connector(config(port));
    let batch = connector
        .pull(cursor.as_ref(), Duration::from_secs(30))
        .await
        .unwrap();
    assert_eq!(batch.events.len(), 1);
}

/// Without a "Sent" folder and without mail, the first pull still says from when on mail is new.
#[tokio::test]
async fn the_first_letter_into_an_empty_mailbox_is_news() {
    let mails = Arc::new(AtomicUsize::new(0));
    let (port, _) = mailbox(Arc::clone(&mails), "").await;
    let connector = world::connector(config(port));
    let cursor = connector.pull(None, Duration::ZERO).await.unwrap().next;
    assert!(cursor.is_some(), "the beginning is remembered");
    mails.store(1, Ordering::SeqCst);
    let batch = connector
        .pull(cursor.as_ref(), Duration::ZERO)
        .await
        .unwrap();
    let Some(Item::Message(letter)) = batch.events.first().map(|event| &event.item) else {
        panic!("{batch:?}")
    };
    assert_eq!(letter.arrival, Arrival::Live);
    let again = connector
        .pull(batch.next.as_ref(), Duration::ZERO)
        .await
        .unwrap();
    assert!(
        again.events.is_empty(),
        "`2:*` names letter 1 again, which is known"
    );
}

#[tokio::test]
async fn a_server_that_hangs_up_while_we_wait_is_offline_and_then_back() {
    let mails = Arc::new(AtomicUsize::new(0));
    let (port, _) = mailbox(Arc::clone(&mails), "HANG UP").await;
    let connector = world::connector(config(port));
    let cursor = connector.pull(None, Duration::ZERO).await.unwrap().next;
    let fault = connector
        .pull(cursor.as_ref(), Duration::from_secs(30))
        .await
        .unwrap_err();
    assert!(matches!(fault, Fault::Offline(_)), "{fault:?}");
    mails.store(1, Ordering::SeqCst);
    let batch = connector
        .pull(cursor.as_ref(), Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(batch.events.len(), 1, "the next pull connects anew");
}
