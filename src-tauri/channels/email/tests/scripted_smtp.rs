//! What each answer of an SMTP server means for the message.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use runnel_connector::{
    Connector, Scope, SendOutcome,
    conformance::{key, message_to},
};
use runnel_email::{EmailConfig, Security, Server};

use crate::{script, world};

fn config(port: u16) -> EmailConfig {
    EmailConfig {
        address: "shop@shop.example".to_owned(),
        name: String::new(),
        login: "shop".to_owned(),
        imap: Server::new("127.0.0.1", 1, Security::Plain),
        smtp: Server::new("127.0.0.1", port, Security::Plain),
        trusted_certificate: None,
        allow_plain: false,
        saves_sent: true,
    }
}

/// Sends one message to a server that answers well, except to lines that begin with `to`, which get `reply` (empty:
/// it hangs up).
async fn outcome(to: &'static str, reply: &'static str) -> SendOutcome {
    let in_message = Arc::new(AtomicBool::new(false));
    let (port, _) = script::server("220 mx.example ESMTP\r\n", move |line| {
        let end = in_message.load(Ordering::SeqCst) && line == ".";
        if in_message.load(Ordering::SeqCst) && !end {
            return Some(String::new());
        }
        let line = if end { "END" } else { line };
        in_message.store(false, Ordering::SeqCst);
        if line.starts_with(to) {
            return (!reply.is_empty()).then(|| format!("{reply}\r\n"));
        }
        in_message.store(line == "DATA", Ordering::SeqCst);
        Some(match line.split(' ').next().unwrap_or_default() {
            "EHLO" => "250-mx.example\r\n250-SIZE 1000000\r\n250 AUTH LOGIN PLAIN\r\n".to_owned(),
            "AUTH" => "235 2.7.0 welcome\r\n".to_owned(),
            "DATA" => "354 go on\r\n".to_owned(),
            "QUIT" => "221 bye\r\n".to_owned(),
            _ => "250 2.0.0 ok\r\n".to_owned(),
        })
    })
    .await;
    let ana = runnel_connector::Address {
        address: "ana@x.example".to_owned(),
        shown: "ana@x.example".to_owned(),
        name: String::new(),
    };
    world::connector(config(port))
        .send(&message_to(ana, "our offer"), &key(1))
        .await
}

#[tokio::test]
async fn each_answer_has_one_meaning() {
    let retry = |outcome: &SendOutcome, wanted: Scope| matches!(outcome, SendOutcome::Retry { scope, .. } if *scope == wanted);
    let permanent = |outcome: &SendOutcome, code: &str| matches!(outcome, SendOutcome::Permanent(say) if say.code == code);
    assert!(matches!(
        outcome("NOTHING", "").await,
        SendOutcome::Accepted { .. }
    ));

    let greylisted = outcome("RCPT", "450 4.2.0 greylisted, come back in 5 minutes").await;
    assert!(
        retry(&greylisted, Scope::Conversation),
        "others may go on: {greylisted:?}"
    );
    let nobody = outcome("RCPT", "550 5.1.1 no such user").await;
    assert!(permanent(&nobody, "bad_recipient"), "{nobody:?}");
    let quota = outcome("RCPT", "550 5.4.5 daily sending quota exceeded").await;
    assert!(retry(&quota, Scope::Account), "tomorrow it goes: {quota:?}");
    let busy = outcome("MAIL", "421 4.3.2 shutting down").await;
    assert!(retry(&busy, Scope::Account), "{busy:?}");
    let too_big = outcome("MAIL", "552 5.3.4 too big").await;
    assert!(permanent(&too_big, "message_too_big"), "{too_big:?}");
    let password = outcome("AUTH", "535 5.7.8 bad credentials").await;
    assert!(permanent(&password, "smtp_wrong_password"), "{password:?}");
    let mechanism = outcome("AUTH", "534 5.7.9 application-specific password required").await;
    assert!(
        permanent(&mechanism, "smtp_password_not_allowed"),
        "{mechanism:?}"
    );
    let later = outcome("AUTH", "454 4.7.0 temporary authentication failure").await;
    assert!(retry(&later, Scope::Account), "{later:?}");
    let spam = outcome("END", "554 5.7.1 looks like spam").await;
    assert!(permanent(&spam, "smtp_server_refused"), "{spam:?}");
    let full = outcome("END", "452 4.3.1 disk full").await;
    assert!(retry(&full, Scope::Conversation), "{full:?}");
    // The connection ends: before the final dot it certainly did not go, after it nobody knows.
    for command in ["EHLO", "AUTH", "MAIL", "RCPT", "DATA"] {
        let cut = outcome(command, "").await;
        assert!(retry(&cut, Scope::Account), "{command}: {cut:?}");
    }
    for (reply, why) in [("", "cut"), ("??? what", "garbled")] {
        let cut = outcome("END", reply).await;
        assert!(matches!(cut, SendOutcome::Unknown(_)), "{why}: {cut:?}");
    }
}

#[tokio::test]
async fn protection_that_was_asked_for_is_not_done_without() {
    let (port, heard) = script::server("220 mx.example\r\n", |line| {
        let plain = line.starts_with("EHLO");
        Some(
            if plain {
                "250-mx.example\r\n250 AUTH PLAIN\r\n"
            } else {
                "502 no\r\n"
            }
            .to_owned(),
        )
    })
    .await;
    let mut config = config(port);
    config.smtp.security = Security::StartTls;
    let ana = runnel_connector::Address {
        address: "ana@x.example".to_owned(),
        shown: String::new(),
        name: String::new(),
    };
    let outcome = world::connector(config)
        .send(&message_to(ana, "secret"), &key(1))
        .await;
    assert!(
        matches!(&outcome, SendOutcome::Retry { say, .. } if say.code == "smtp_no_starttls"),
        "{outcome:?}"
    );
    assert!(
        !heard
            .lock()
            .unwrap()
            .iter()
            .any(|line| line.starts_with("AUTH")),
        "no password was sent"
    );
}
