//! Odd mails, each with the reason why it is here.

use runnel_connector::{Arrival, Delivery, Incoming, Item, RawEvent};
use runnel_domain::Timestamp;

use super::{Fetched, Folder, read};

const OWN: &str = "shop@shop.example";

fn fetched(raw: &str, folder: Folder) -> Fetched {
    Fetched {
        raw: raw.as_bytes().to_vec(),
        received_at: Some(Timestamp(1_700_000_000_000)),
        size: raw.len() as u64,
        cut: false,
        folder,
        arrival: Arrival::Live,
    }
}

fn event(raw: &str) -> RawEvent {
    read(fetched(raw, Folder::Inbox), OWN)
}

fn message(raw: &str) -> Incoming {
    match event(raw).item {
        Item::Message(incoming) => *incoming,
        other => panic!("a message: {other:?}"),
    }
}

#[test]
fn a_form_on_our_own_site_is_the_visitors_mail() {
    let form = message(
        "From: Shop <shop@shop.example>\nTo: shop@shop.example\nReply-To: Ana <Ana@x.example>\n\nhi",
    );
    assert_eq!(form.customer.address, "ana@x.example");
    assert_eq!(form.customer.shown, "Ana@x.example");
    assert!(form.reply_to.is_none() && !form.outgoing);
}

#[test]
fn what_lay_in_sent_is_ours_and_its_customer_is_the_receiver() {
    let raw = "From: Other Me <alias@shop.example>\nTo: Shop <SHOP@shop.example>, Ana <ana@x.example>\n\nhi";
    let Item::Message(sent) = read(fetched(raw, Folder::Sent), OWN).item else {
        panic!()
    };
    assert!(sent.outgoing);
    assert_eq!(sent.customer.address, "ana@x.example");
    let to_self = message("From: shop@shop.example\nTo: shop@shop.example\n\nnote to myself");
    assert!(!to_self.outgoing, "a mail to oneself is a mail that came");
}

#[test]
fn a_mail_without_any_header_is_somebodys() {
    let bare = message("\nonly text");
    assert_eq!(bare.customer.address, "unknown@unknown.invalid");
    assert!(bare.automatic, "nobody could get an answer");
    assert_eq!(bare.text, "only text");
    let empty = message("");
    assert!(!empty.remote_id.is_empty());
    let returned = message("Return-Path: <ana@x.example>\nSubject: x\n\nhi");
    assert_eq!(
        returned.customer.address, "ana@x.example",
        "the envelope knows the sender"
    );
}

#[test]
fn html_alone_gives_text_to_read_and_search() {
    let mail = message(
        "From: a@x.example\nContent-Type: text/html; charset=utf-8\n\n<p>Olá <b>Ana</b></p><p>12&nbsp;€</p>",
    );
    assert!(
        mail.text.contains("Olá Ana") && mail.text.contains('€'),
        "{:?}",
        mail.text
    );
    assert!(mail.html.unwrap().contains("<b>Ana</b>"));
}

#[test]
fn old_charsets_are_read() {
    let mut raw = b"From: a@x.example\nContent-Type: text/plain; charset=koi8-r\n\n".to_vec();
    raw.extend([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4]);
    let mut mail = fetched("", Folder::Inbox);
    mail.raw = raw;
    let Item::Message(mail) = read(mail, OWN).item else {
        panic!()
    };
    assert_eq!(mail.text, "Привет");
}

#[test]
fn pictures_inside_the_letter_keep_the_name_that_it_calls_them_by() {
    let mail = message(
        "From: a@x.example\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n\
         --b\nContent-Type: text/html\n\n<img src=\"cid:logo@x\">\n\
         --b\nContent-Type: image/png\nContent-ID: <logo@x>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n",
    );
    assert_eq!(mail.files.len(), 1);
    assert_eq!(
        (
            mail.files[0].content_id.as_str(),
            mail.files[0].mime.as_str()
        ),
        ("logo@x", "image/png")
    );
    assert_eq!(mail.files[0].bytes.len(), 8);
}

#[test]
fn a_mail_inside_a_mail_is_a_file() {
    let mail = message(
        "From: a@x.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nsee below\n\
         --b\nContent-Type: message/rfc822\n\nFrom: c@x.example\nSubject: inner\n\nwords\n--b--\n",
    );
    assert_eq!(mail.text, "see below");
    assert_eq!(mail.files[0].name, "inner.eml");
    assert!(String::from_utf8_lossy(&mail.files[0].bytes).contains("words"));
}

#[test]
fn what_could_not_be_fetched_whole_says_so_and_keeps_its_text() {
    let raw = "From: a@x.example\nMessage-ID: <big@x>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\
               --b\nContent-Type: text/plain\n\nthe film of the party\n--b\nContent-Type: video/mp4\n\nAAAA";
    let mut mail = fetched(raw, Folder::Inbox);
    mail.cut = true;
    mail.size = 73_400_000;
    let event = read(mail, OWN);
    assert_eq!(event.kind, "mail_cut");
    let Item::Message(mail) = event.item else {
        panic!()
    };
    assert!(
        mail.text.starts_with("the film of the party"),
        "{:?}",
        mail.text
    );
    assert!(mail.text.ends_with("✂ 73.4 MB"), "{:?}", mail.text);
}

#[test]
fn ten_thousand_recipients_and_a_tower_of_parts_are_read_quickly() {
    let many = (0..10_000)
        .map(|n| format!("<r{n}@x.example>"))
        .collect::<Vec<_>>()
        .join(",\n ");
    let mail = message(&format!(
        "From: a@x.example\nTo: {many}\nReferences: {many}\n\nhi"
    ));
    assert!(mail.references.len() <= 200);

    let mut tower = "From: a@x.example\nMIME-Version: 1.0\n".to_owned();
    for level in 0..3_000 {
        tower.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"
        ));
    }
    tower.push_str("Content-Type: text/plain\n\nat the top\n");
    message(&tower);

    let mut nested = "From: a@x.example\nMIME-Version: 1.0\n".to_owned();
    for _ in 0..3_000 {
        nested.push_str("Content-Type: message/rfc822\n\n");
    }
    message(&nested);

    let parts = "--b\nContent-Type: image/png\n\nx\n".repeat(20_000);
    let mail = message(&format!(
        "From: a@x.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n{parts}"
    ));
    assert!(mail.files.len() <= 200, "the raw mail keeps the rest");
}

const BOUNCE: &str = "Return-Path: <>\nFrom: Mail Delivery <MAILER-DAEMON@mx.example>\nTo: shop@shop.example\n\
    MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\
    --b\nContent-Type: text/plain\n\nSorry.\n\
    --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\
    Final-Recipient: rfc822; nobody@x.example\nAction: failed\nStatus: 5.1.1\n\
    Diagnostic-Code: smtp; 550 5.1.1 no such\n user here\n\
    --b\nContent-Type: message/rfc822\n\nMessage-ID: <00ff@shop.example>\nSubject: offer\n\nhi\n--b--\n";

#[test]
fn a_bounce_tells_which_mail_came_back_and_why() {
    let Item::Delivery(report) = event(BOUNCE).item else {
        panic!("{:?}", event(BOUNCE).item)
    };
    assert_eq!(report.remote_id, "00ff@shop.example");
    assert_eq!(report.delivery, Delivery::Failed);
    assert_eq!(report.code, "no_such_mailbox");
    assert_eq!(report.detail, "smtp; 550 5.1.1 no such user here");
}

#[test]
fn delays_and_forgeries_change_nothing() {
    let delayed = BOUNCE
        .replace("Action: failed", "Action: delayed")
        .replace("5.1.1", "4.4.1");
    assert!(
        matches!(event(&delayed).item, Item::Nothing),
        "it is still on its way"
    );
    let forged = BOUNCE.replace("Return-Path: <>", "Return-Path: <evil@x.example>");
    assert!(
        matches!(event(&forged).item, Item::Message(_)),
        "a person attached a report"
    );
    let nameless = BOUNCE.replace("Message-ID: <00ff@shop.example>\n", "");
    let Item::Message(shown) = event(&nameless).item else {
        panic!()
    };
    assert!(
        shown.automatic,
        "a bounce of we do not know what is at least shown"
    );
}

#[test]
fn a_receipt_tells_that_it_was_read() {
    let receipt = "From: ana@x.example\nReturn-Path: <>\nMIME-Version: 1.0\n\
        Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n\
        --b\nContent-Type: text/plain\n\nread\n\
        --b\nContent-Type: message/disposition-notification\n\n\
        Original-Message-ID: <00ff@shop.example>\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--\n";
    let Item::Delivery(report) = event(receipt).item else {
        panic!()
    };
    assert_eq!(
        (report.delivery, report.remote_id.as_str()),
        (Delivery::Read, "00ff@shop.example")
    );
}

#[test]
fn moments_come_from_the_server_for_what_came_and_from_the_letter_for_what_we_sent() {
    let raw = "From: a@x.example\nTo: b@x.example\nDate: Mon, 6 May 2024 10:00:00 +0200\n\nhi";
    assert_eq!(
        event(raw).occurred_at,
        Timestamp(1_700_000_000_000),
        "clocks of senders are wrong"
    );
    let sent = read(fetched(raw, Folder::Sent), OWN);
    assert_eq!(sent.occurred_at, Timestamp(1_714_982_400_000));
}
