//! What comes in from real servers: threads, waking, renumbering, bounces, copies of our own.

use std::time::Duration;

use runnel_connector::{
    Arrival, Connector, Delivery, Item, SendOutcome,
    conformance::{catch_up, key, message_to, messages, only_messages},
};
use runnel_peers::{MailServers, Options, mail_or_skip};

use crate::world::{Shop, connect, next_message};

#[tokio::test]
async fn an_answer_names_what_it_answers_and_folds_what_it_quotes() {
    let Some(shop) = Shop::open("threads") else {
        return;
    };
    let connector = shop.connector();
    let mut cursor = connect(&connector).await;
    shop.letter(
        "ana",
        "Message-ID: <a3@localhost>\nIn-Reply-To: <a2@localhost>\nReferences: <a1@localhost> <a2@localhost>\n\
         Reply-To: Ana at work <work@ana.example>\nSubject: Re: price?\nContent-Language: pt-BR",
        "Yes please.\n\nOn 1 May 2024, Shop <shop@localhost> wrote:\n> 12 euros",
    );
    let answer = next_message(&connector, &mut cursor).await;
    assert_eq!(
        answer.references,
        ["a2@localhost", "a1@localhost"],
        "nearest first"
    );
    assert!(
        answer.thread_key.starts_with("a1@localhost"),
        "the thread is named by its first mail"
    );
    assert_eq!(answer.visible_len, Some("Yes please.".len()));
    assert_eq!(answer.reply_to.unwrap().address, "work@ana.example");
    assert_eq!(
        (answer.language.as_str(), answer.subject.as_str()),
        ("pt-BR", "Re: price?")
    );
    assert!(!answer.automatic && !answer.outgoing);
}

#[tokio::test]
async fn two_deliveries_of_one_mail_are_one() {
    let Some(shop) = Shop::open("two deliveries of one mail") else {
        return;
    };
    let connector = shop.connector();
    let mut cursor = connect(&connector).await;
    for _ in 0..2 {
        shop.letter(
            "ana",
            "Message-ID: <same@localhost>\nDate: Mon, 6 May 2024 10:00:00 +0200",
            "once",
        );
    }
    shop.letter(
        "ben",
        "Message-ID: <same@localhost>\nDate: Tue, 7 May 2024 10:00:00 +0200",
        "a forger's",
    );
    let heard = catch_up(&connector, cursor.take()).await.unwrap().0;
    let keys: Vec<_> = heard.iter().map(|event| event.key.as_str()).collect();
    assert_eq!(
        keys[0], keys[1],
        "the server keeps both; the engine stores one"
    );
    assert_ne!(
        keys[0], keys[2],
        "a Message-ID that is used again does not hide another mail"
    );
}

/// The numbering of the mailbox begins anew: nothing comes twice, nothing is lost, and old mail stays history.
#[tokio::test]
async fn a_renumbered_mailbox_brings_nothing_twice_and_loses_nothing() {
    let Some(shop) = Shop::open("a renumbered mailbox") else {
        return;
    };
    shop.letter("ana", "Message-ID: <old@localhost>", "from before");
    let connector = shop.connector();
    let mut cursor = connect(&connector).await;
    for number in 1..=3 {
        shop.letter(
            "ana",
            &format!("Message-ID: <n{number}@localhost>"),
            &format!("letter {number}"),
        );
    }
    let (known, after) = catch_up(&connector, cursor.take()).await.unwrap();
    cursor = after;
    {
        let mut servers = shop.servers();
        servers.stop_imap();
        servers.drop_uidlist("shop").unwrap();
        servers.start_imap().unwrap();
    }
    shop.letter("ana", "Message-ID: <n4@localhost>", "letter 4");
    let restarted = shop.connector();
    let (again, cursor) = catch_up(&restarted, cursor).await.unwrap();
    let fresh: Vec<_> = again
        .iter()
        .filter(|event| !known.iter().any(|known| known.key == event.key))
        .collect();
    let texts: Vec<_> = only_messages(&again)
        .into_iter()
        .map(|incoming| incoming.text)
        .collect();
    assert!(
        texts.contains(&"letter 4".to_owned()),
        "nothing is lost: {texts:?}"
    );
    for event in fresh {
        let Item::Message(incoming) = &event.item else {
            panic!("{event:?}")
        };
        match incoming.text.as_str() {
            "letter 4" => assert_eq!(incoming.arrival, Arrival::Live),
            "from before" => {}
            other => panic!("{other} came under another key"),
        }
    }
    let (rest, _) = catch_up(&restarted, cursor).await.unwrap();
    assert!(rest.is_empty(), "and then it is quiet again");
}

#[tokio::test]
async fn a_server_without_idle_is_asked() {
    if mail_or_skip("a server without IDLE").is_none() {
        return;
    }
    let shop = Shop::on(MailServers::start_with(Options { idle: false }).unwrap());
    let connector = shop.connector();
    let identity = connector.check().await.unwrap();
    assert_eq!(
        identity.notes[0].code, "no_idle",
        "the person learns that mail comes later"
    );
    let mut cursor = connect(&connector).await;
    shop.letter("ana", "Message-ID: <x@localhost>", "hello");
    let heard = messages(&connector, &mut cursor, 1).await;
    assert_eq!(heard[0].text, "hello");
    let batch = connector
        .pull(cursor.as_ref(), Duration::from_millis(200))
        .await
        .unwrap();
    assert!(batch.events.is_empty());
}

#[tokio::test]
async fn what_we_sent_with_another_program_is_ours() {
    let Some(shop) = Shop::open("sent elsewhere") else {
        return;
    };
    let connector = shop.connector();
    let cursor = connect(&connector).await;
    let offer = message_to(
        runnel_connector::Address {
            address: "ana@localhost".to_owned(),
            shown: "ana@localhost".to_owned(),
            name: "Ana".to_owned(),
        },
        "from the phone",
    );
    let outcome = shop.connector().send(&offer, &key(7)).await;
    assert!(
        matches!(outcome, SendOutcome::Accepted { .. }),
        "{outcome:?}"
    );
    // A connector that did not send it looks into "Sent".
    let (events, _) = catch_up(&shop.connector(), cursor).await.unwrap();
    let ours: Vec<_> = events
        .iter()
        .filter_map(|event| match &event.item {
            Item::Message(incoming) => Some(incoming),
            _ => None,
        })
        .collect();
    assert_eq!(ours.len(), 1);
    assert!(ours[0].outgoing);
    assert_eq!(ours[0].customer.address, "ana@localhost");
    assert_eq!(ours[0].text.trim(), "from the phone");
}

/// What cannot be delivered comes back and is told about the mail that it concerns.
#[tokio::test]
async fn a_bounce_is_a_report_about_our_mail_and_not_a_customer() {
    let Some(shop) = Shop::open("a bounce") else {
        return;
    };
    let connector = shop.connector();
    let mut cursor = connect(&connector).await;
    let nobody = "nobody@bounce.localhost".to_owned();
    let address = runnel_connector::Address {
        address: nobody.clone(),
        shown: nobody,
        name: String::new(),
    };
    let outcome = connector
        .send(&message_to(address, "anybody there?"), &key(3))
        .await;
    let SendOutcome::Accepted { remote_id } = outcome else {
        panic!("{outcome:?}")
    };
    let report = 'heard: loop {
        let batch = connector
            .pull(cursor.as_ref(), Duration::from_secs(30))
            .await
            .unwrap();
        assert!(batch.next.is_some(), "no bounce came");
        for event in &batch.events {
            match &event.item {
                Item::Delivery(report) => break 'heard report.clone(),
                Item::Message(incoming) => assert!(incoming.outgoing, "{incoming:?}"),
                _ => {}
            }
        }
        cursor = batch.next;
    };
    assert_eq!(report.remote_id, remote_id);
    assert_eq!(report.delivery, Delivery::Failed);
    assert!(
        !report.code.is_empty() && !report.detail.is_empty(),
        "{report:?}"
    );
}

#[tokio::test]
async fn what_machines_write_is_marked_as_such() {
    let Some(shop) = Shop::open("mail of machines") else {
        return;
    };
    let connector = shop.connector();
    let mut cursor = connect(&connector).await;
    let machines = [
        "Auto-Submitted: auto-replied",
        "List-Id: <news.example>",
        "Precedence: bulk",
        "X-Auto-Response-Suppress: OOF, AutoReply",
    ];
    for (number, header) in machines.iter().enumerate() {
        shop.letter(
            "ana",
            &format!("Message-ID: <m{number}@localhost>\n{header}"),
            "away",
        );
    }
    shop.letter(
        "ana",
        "Message-ID: <p@localhost>\nAuto-Submitted: no",
        "a person",
    );
    let heard = messages(&connector, &mut cursor, 5).await;
    assert!(heard[..4].iter().all(|incoming| incoming.automatic));
    assert!(!heard[4].automatic);
}

#[tokio::test]
async fn thirty_megabytes_arrive_in_a_batch_of_their_own() {
    let Some(shop) = Shop::open("a mail of 30 MB") else {
        return;
    };
    let connector = shop.connector();
    let mut cursor = connect(&connector).await;
    shop.letter("ana", "Message-ID: <small1@localhost>", "one");
    let big = "line of a very long letter, again and again\n".repeat(30 * 1024 * 1024 / 44);
    shop.letter("ana", "Message-ID: <big@localhost>", &big);
    shop.letter("ana", "Message-ID: <small2@localhost>", "three");
    let heard = messages(&connector, &mut cursor, 3).await;
    assert_eq!(heard.len(), 3);
    assert_eq!(
        (heard[0].text.as_str(), heard[2].text.as_str()),
        ("one", "three")
    );
    assert!(
        heard[1].text.len() > 500_000,
        "as much text as is useful; the raw mail has the rest"
    );
}
