//! Mail comes in, goes out, wakes who waits, and comes back when nobody is there.

use runnel_peers::{MailServers, Options, mail_or_skip};

use crate::talk::Talk;

const LETTER: &[u8] = b"From: Ana <ana@localhost>\nSubject: price?\n\n.Hello\n";

fn shop(story: &str) -> Option<MailServers> {
    let mail = mail_or_skip(story)?;
    mail.add_mailbox("owner", "pw1").unwrap();
    mail.add_mailbox("ana", "pw2").unwrap();
    Some(mail)
}

#[test]
fn a_letter_arrives_unchanged() {
    let Some(mail) = shop("a letter arrives unchanged") else {
        return;
    };
    mail.deliver("ana@localhost", "owner@localhost", LETTER)
        .unwrap();
    let inbox = mail.messages("owner").unwrap();
    assert_eq!(inbox.len(), 1);
    let text = String::from_utf8_lossy(&inbox[0]).replace("\r\n", "\n");
    assert!(
        text.ends_with("\n.Hello\n"),
        "a leading dot survives the way: {text}"
    );
    let stranger = mail.deliver("ana@localhost", "nobody-here@localhost", LETTER);
    assert!(
        stranger.is_err(),
        "a mailbox that was not added refuses mail"
    );
}

#[test]
fn a_login_needs_the_password_and_idle_is_offered() {
    let Some(mail) = shop("a login needs the password") else {
        return;
    };
    let (mut owner, answer) = Talk::imap(mail.imap_port(), "owner", "pw1");
    assert!(answer.starts_with("a OK"), "{answer}");
    assert!(owner.say("b CAPABILITY", "b ").contains(" IDLE"));
    let (_, answer) = Talk::imap(mail.imap_port(), "owner", "wrong");
    assert!(
        answer.starts_with("a NO [AUTHENTICATIONFAILED]"),
        "{answer}"
    );
}

#[test]
fn a_waiting_client_is_woken() {
    let Some(mail) = shop("a waiting client is woken") else {
        return;
    };
    let (mut owner, _) = Talk::imap(mail.imap_port(), "owner", "pw1");
    owner.say("b SELECT INBOX", "b ");
    owner.say("c IDLE", "+");
    mail.deliver("ana@localhost", "owner@localhost", LETTER)
        .unwrap();
    assert!(owner.hear_until("* 1 EXISTS").contains("* 1 EXISTS"));
}

#[test]
fn a_server_without_idle_does_not_offer_it() {
    if mail_or_skip("a server without IDLE").is_none() {
        return;
    }
    let mail = MailServers::start_with(Options { idle: false }).unwrap();
    mail.add_mailbox("owner", "pw1").unwrap();
    let (mut owner, _) = Talk::imap(mail.imap_port(), "owner", "pw1");
    assert!(!owner.say("b CAPABILITY", "b ").contains("IDLE"));
}

#[test]
fn what_the_owner_submits_reaches_the_customer_and_what_cannot_comes_back() {
    let Some(mail) = shop("what is submitted arrives, what cannot comes back") else {
        return;
    };
    assert!(Talk::submit(mail.submission_port(), "ana@localhost").starts_with("250"));
    assert!(Talk::submit(mail.submission_port(), "gone@bounce.localhost").starts_with("250"));
    let at_ana = mail.wait_for_messages("ana", 1).unwrap();
    assert!(String::from_utf8_lossy(&at_ana[0]).contains("The oak table."));
    let bounce = mail.wait_for_messages("owner", 1).unwrap();
    let bounce = String::from_utf8_lossy(&bounce[0]);
    assert!(
        bounce.contains("Return-Path: <>"),
        "a bounce has no sender: {bounce}"
    );
    assert!(
        bounce.contains("message/delivery-status"),
        "and says what happened: {bounce}"
    );
}

#[test]
fn numbers_given_to_messages_are_forgotten_on_demand() {
    let Some(mut mail) = shop("UIDVALIDITY changes") else {
        return;
    };
    mail.deliver("ana@localhost", "owner@localhost", LETTER)
        .unwrap();
    let validity = |mail: &MailServers| {
        let (mut owner, _) = Talk::imap(mail.imap_port(), "owner", "pw1");
        let selected = owner.say("b SELECT INBOX", "b ");
        let number = selected
            .split("[UIDVALIDITY ")
            .nth(1)
            .and_then(|rest| rest.split(']').next());
        number
            .unwrap_or_else(|| panic!("no UIDVALIDITY in {selected}"))
            .to_owned()
    };
    let before = validity(&mail);
    mail.stop_imap();
    mail.drop_uidlist("owner").unwrap();
    mail.start_imap().unwrap();
    assert_ne!(
        before,
        validity(&mail),
        "the same letter has another number in another numbering"
    );
    assert_eq!(
        mail.messages("owner").unwrap().len(),
        1,
        "and is still there once"
    );
}

#[test]
fn a_stopped_server_refuses_and_comes_back_on_the_same_port() {
    let Some(mut mail) = shop("a server goes away and comes back") else {
        return;
    };
    let port = mail.imap_port();
    mail.stop_imap();
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
    mail.start_imap().unwrap();
    let (_, answer) = Talk::imap(port, "owner", "pw1");
    assert!(answer.starts_with("a OK"), "{answer}");
}

#[test]
fn two_worlds_do_not_meet() {
    let (Some(one), Some(other)) = (shop("two worlds: one"), shop("two worlds: other")) else {
        return;
    };
    assert!(Talk::submit(one.submission_port(), "ana@localhost").starts_with("250"));
    one.wait_for_messages("ana", 1).unwrap();
    assert_eq!(other.messages("ana").unwrap().len(), 0);
    assert_ne!(one.ca_pem(), other.ca_pem());
}
