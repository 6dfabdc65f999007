//! Which conversation a mail joins, who wrote it, and where an answer goes.

use runnel_connector::{Batch, Delivery, LossNote};
use runnel_domain::{Actor, Direction, Folder, MessageState, event::Cause, ids::ConversationId};
use runnel_store::{
    Intent, Lane,
    shop::{self, NewOutbound},
    table::{event, outbox},
};

use crate::network::{MAILBOX, NOW, Shop, address, batch, mail, report};

/// UC-2
#[test]
fn a_first_mail_makes_a_contact_an_identity_and_a_new_conversation() {
    let shop = Shop::open();
    let applied = shop.takes_in(&batch([mail("Ana@Souza.example", "a1", "Bom dia!")]));
    assert_eq!(applied.new_messages.len(), 1);
    let conversation = shop.conversation(1);
    assert_eq!(conversation.folder, Folder::New);
    assert_eq!(
        conversation.contact_name, "Ana",
        "the name that came with the address"
    );
    assert_eq!(
        shop.text("SELECT address || ' ' || shown FROM identity"),
        "ana@souza.example Ana@Souza.example"
    );
    assert_eq!(shop.count("SELECT unread FROM read_state"), 1);
    assert_eq!(
        shop.text("SELECT value FROM cursor WHERE stream = 'main'"),
        "{\"uid\":1}"
    );
}

#[test]
fn answers_join_by_what_they_refer_to_in_any_order() {
    let shop = Shop::open();
    // The answer to an answer comes first; the mail that began it all comes last.
    shop.takes_in(&batch([
        mail("ana@souza.example", "a3", "três").answers(&["ours2", "a1"])
    ]));
    shop.takes_in(&batch([mail("ana@souza.example", "other", "outra coisa")]));
    shop.takes_in(&batch([mail("ana@souza.example", "a1", "um").at(-30)]));
    shop.takes_in(&batch([
        mail("ana@souza.example", "a4", "quatro").answers(&["a3"])
    ]));
    assert_eq!(shop.count("SELECT count(*) FROM conversation"), 2);
    assert_eq!(
        shop.count("SELECT message_count FROM conversation WHERE id = 1"),
        3
    );
    assert_eq!(
        shop.count("SELECT count(*) FROM contact"),
        1,
        "one person, two threads"
    );
    assert_eq!(
        shop.conversation(1).clocks.waiting_since,
        Some(NOW.plus_minutes(-30))
    );
}

#[test]
fn a_reply_to_is_where_answers_go_but_not_who_wrote() {
    let shop = Shop::open();
    let mut form = mail("form@shop.example", "f1", "Anfrage");
    form.incoming.reply_to = Some(address("klaus@wolkenstein.example"));
    shop.takes_in(&batch([form]));
    assert_eq!(
        shop.text("SELECT address FROM identity JOIN conversation ON identity.id = identity_id"),
        "klaus@wolkenstein.example"
    );
    assert_eq!(
        shop.text("SELECT address FROM identity JOIN message ON identity.id = message.identity_id"),
        "form@shop.example"
    );
}

#[test]
fn the_answer_address_follows_the_last_person_who_wrote_not_a_machine() {
    let shop = Shop::open();
    shop.takes_in(&batch([
        mail("ana@souza.example", "a1", "Oi"),
        mail("ana.work@souza.example", "a2", "do trabalho").answers(&["a1"]),
        mail("no-reply@souza.example", "a3", "Out of office")
            .answers(&["a1"])
            .automatic(),
    ]));
    assert_eq!(
        shop.text("SELECT address FROM identity JOIN conversation ON identity.id = identity_id"),
        "ana.work@souza.example"
    );
}

#[test]
fn what_we_wrote_with_another_program_is_an_answer_in_its_conversation() {
    let shop = Shop::open();
    shop.takes_in(&batch([mail("ana@souza.example", "a1", "Oi").at(-10)]));
    let sent = mail("ana@souza.example", "phone1", "Olá!")
        .answers(&["a1"])
        .ours()
        .at(-4);
    let applied = shop.takes_in(&batch([sent]));
    assert_eq!(
        applied.new_messages,
        [],
        "nobody is told of their own message"
    );
    let conversation = shop.conversation(1);
    assert_eq!(
        conversation.folder,
        Folder::Accepted,
        "an answer counts as accepting"
    );
    assert_eq!(conversation.last_direction, Some(Direction::Out));
    assert_eq!(conversation.clocks.response_ms, Some(6 * 60_000));
    assert_eq!(shop.count("SELECT unread FROM read_state"), 0);
    assert_eq!(
        shop.text("SELECT state FROM message WHERE direction = 'out'"),
        "sent"
    );
}

/// Sends through the outbox up to the point where only the network knows whether it left.
fn sending(shop: &Shop) -> (i64, String) {
    shop.takes_in(&batch([mail("ana@souza.example", "a1", "Oi")]));
    let key = shop
        .store
        .write_blocking(
            Lane::Person,
            Intent::plain(NOW, Cause::plain(Actor::System)),
            |tx| {
                let message = shop::message_out(
                    tx,
                    &NewOutbound {
                        conversation: ConversationId(1),
                        identity: None,
                        text: "Olá!",
                        subject: "",
                        files: &[],
                        automatic: false,
                        trigger_run: None,
                        member: None,
                        state: MessageState::Queued,
                    },
                )?;
                outbox::enqueue(
                    tx,
                    message,
                    MAILBOX,
                    ConversationId(1),
                    NOW,
                    NOW.plus_minutes(60),
                )?;
                let row = outbox::claim_next(tx, MAILBOX, NOW)?.expect("it is ready");
                Ok::<_, runnel_store::StoreError>((message.0, row.uid))
            },
        )
        .unwrap()
        .value;
    let hex: String = key.1.0.iter().map(|byte| format!("{byte:02x}")).collect();
    (key.0, hex)
}

/// No message is shown twice, and none is sent twice.
#[test]
fn our_own_message_found_in_sent_is_confirmed_not_doubled() {
    let shop = Shop::open();
    let (_, key) = sending(&shop);
    let copy = mail(
        "ana@souza.example",
        &format!("{key}@moebel.example"),
        "Olá!",
    )
    .ours();
    shop.takes_in(&batch([copy]));
    assert_eq!(shop.count("SELECT count(*) FROM message"), 2);
    assert_eq!(
        shop.text("SELECT state FROM message WHERE direction = 'out'"),
        "sent"
    );
    assert_eq!(shop.text("SELECT state FROM outbox"), "sent");
    shop.takes_in(&batch([
        mail("ana@souza.example", "a2", "Obrigada").answers(&[&format!("{key}@moebel.example")])
    ]));
    assert_eq!(
        shop.count("SELECT count(*) FROM conversation"),
        1,
        "the answer to it joins"
    );
}

/// Nothing is left unknown that the customer's answer tells.
#[test]
fn an_answer_to_a_message_that_nobody_knew_had_left_settles_it() {
    let shop = Shop::open();
    let (_, key) = sending(&shop);
    let answer = mail("ana@souza.example", "a2", "Obrigada");
    shop.takes_in(&batch(
        [answer.answers(&[&format!("{key}@moebel.example")])],
    ));
    assert_eq!(shop.count("SELECT count(*) FROM conversation"), 1);
    assert_eq!(
        shop.text("SELECT state FROM outbox"),
        "sent",
        "it is not sent a second time"
    );
}

#[test]
fn a_bounce_stands_on_the_message_that_bounced() {
    let shop = Shop::open();
    let (message, key) = sending(&shop);
    let about = format!("{key}@moebel.example");
    shop.takes_in(&report("r1", &about, Delivery::Failed));
    shop.takes_in(&report("r2", &about, Delivery::Delivered));
    shop.takes_in(&report("r3", "never heard of", Delivery::Failed));
    assert_eq!(
        shop.text(&format!(
            "SELECT fail_code || ': ' || fail_detail FROM message WHERE id = {message}"
        )),
        ": ",
        "late news that it did arrive wins over the failure"
    );
    assert_eq!(
        shop.text("SELECT state FROM message WHERE direction = 'out'"),
        "delivered"
    );
    assert_eq!(
        shop.count("SELECT count(*) FROM event WHERE kind = 'message_failed'"),
        1
    );
    assert_eq!(
        shop.count("SELECT count(*) FROM raw_event"),
        4,
        "unknown news is kept"
    );
}

/// History import fires nothing, is not unread, and does not look like news.
#[test]
fn history_is_quiet() {
    let shop = Shop::open();
    let applied = shop.takes_in(&batch([
        mail("ana@souza.example", "a1", "2025")
            .at(-500_000)
            .history(),
        mail("ana@souza.example", "a2", "2026")
            .answers(&["a1"])
            .at(-400_000)
            .history(),
    ]));
    assert_eq!((applied.stored, applied.new_messages.len()), (2, 0));
    assert_eq!(
        shop.count("SELECT count(*) FROM read_state WHERE unread > 0"),
        0
    );
    assert_eq!(
        shop.count("SELECT count(*) FROM event WHERE actor <> 'import'"),
        0
    );
    assert_eq!(
        shop.conversation(1).last_activity_at,
        NOW.plus_minutes(-400_000)
    );
}

#[test]
fn a_gap_is_marked_in_the_threads_in_work() {
    let shop = Shop::open();
    shop.takes_in(&batch([
        mail("ana@souza.example", "a1", "Oi"),
        mail("spam@x.example", "s1", "!"),
    ]));
    shop.store
        .write_blocking(
            Lane::Person,
            Intent::plain(NOW, Cause::plain(Actor::System)),
            |tx| shop::archive(tx, ConversationId(2), None),
        )
        .unwrap();
    let (from, until) = (Some(NOW.plus_minutes(-60)), Some(NOW));
    shop.takes_in(&Batch {
        lost: Some(LossNote { from, until }),
        ..Batch::default()
    });
    let marked = |id| {
        let events = shop
            .store
            .read_blocking(move |read| event::of_conversation(read, ConversationId(id), 100))
            .unwrap();
        events
            .iter()
            .any(|event| event.body.kind() == "messages_may_be_missing")
    };
    assert!(marked(1));
    assert!(!marked(2), "the archive is left in peace");
}
