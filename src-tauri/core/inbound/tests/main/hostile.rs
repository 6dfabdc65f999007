//! What the world sends: shown as well as possible, never lost, never in the way of others.

use runnel_connector::Arrival;
use runnel_domain::Timestamp;

use crate::network::{NOW, Shop, address, batch, mail};

#[test]
fn absurd_mails_are_shown_as_well_as_possible() {
    let shop = Shop::open();
    let mut nobody = mail("", "", "sem remetente");
    nobody.key = "k1".to_owned();
    nobody.incoming.customer = address("");
    let mut crowd = mail("ana@souza.example", "a2", "muitos");
    crowd.incoming.references = (0..10_000).map(|n| format!("ref{n}")).collect();
    let mut long = mail("ana@souza.example", &"x".repeat(100_000), "id longo");
    long.incoming.subject = "S\0\r\n\t".repeat(50_000);
    let mut novel = mail("ana@souza.example", "a4", &"é\0".repeat(2_000_000));
    novel.incoming.html = Some("<p>".repeat(3_000_000));
    let mut future = mail("ana@souza.example", "a5", "do futuro");
    future.at = Timestamp(i64::MAX);
    let mut ancient = mail("ana@souza.example", "a6", "antigo");
    ancient.at = Timestamp(i64::MIN);
    let mut quoted = mail("ana@souza.example", "a7", "curto");
    quoted.incoming.visible_len = Some(usize::MAX);
    let applied = shop.takes_in(&batch([
        nobody, crowd, long, novel, future, ancient, quoted,
    ]));
    assert_eq!((applied.stored, applied.unsupported), (7, 0));
    assert_eq!(
        shop.count("SELECT count(*) FROM message WHERE length(subject) > 1000"),
        0
    );
    assert!(shop.count("SELECT max(length(text)) FROM message") <= 256 * 1024);
    assert_eq!(
        shop.count("SELECT max(at) FROM message"),
        NOW.0,
        "nobody stands on top for years"
    );
    assert!(shop.count("SELECT count(*) FROM message_ref") < 100);
    assert_eq!(shop.count("SELECT count(*) FROM raw_event"), 7);
}

/// Some programs give every mail the same Message-ID.
#[test]
fn two_different_mails_with_one_id_are_both_kept() {
    let shop = Shop::open();
    let mut second = mail("ana@souza.example", "same", "Onde está meu pedido?");
    second.key = "mail:uid2".to_owned();
    let mut copy = mail("ana@souza.example", "same", "Oi");
    copy.key = "mail:uid3".to_owned();
    shop.takes_in(&batch([
        mail("ana@souza.example", "same", "Oi"),
        second,
        copy,
    ]));
    assert_eq!(
        shop.count("SELECT count(*) FROM message"),
        2,
        "the copy in a second folder is no news"
    );
    assert_eq!(shop.count("SELECT count(*) FROM conversation"), 1);
}

#[test]
fn a_bad_item_is_kept_and_shown_and_the_others_go_on() {
    let shop = Shop::open();
    // What the store would refuse, whatever the reason may be one day.
    shop.sqlite()
        .execute_batch(
            "CREATE TRIGGER refuse BEFORE INSERT ON message WHEN NEW.text = 'poison'
             BEGIN SELECT raise(ABORT, 'refused'); END;",
        )
        .unwrap();
    let applied = shop.takes_in(&batch([
        mail("ana@souza.example", "a1", "antes"),
        mail("eva@x.example", "p1", "poison").file("x.pdf", b"x"),
        mail("eva@x.example", "a2", "depois"),
    ]));
    assert_eq!((applied.stored, applied.unsupported), (3, 1));
    assert_eq!(
        shop.count("SELECT count(*) FROM raw_event"),
        3,
        "its bytes are kept"
    );
    assert_eq!(
        shop.text("SELECT direction || ' ' || fail_code FROM message WHERE text = ''"),
        "in unsupported"
    );
    assert_eq!(
        shop.text("SELECT group_concat(text, ' ' ORDER BY id) FROM message"),
        "antes  depois"
    );
    assert_eq!(shop.count("SELECT count(*) FROM contact"), 2);
    let once = shop.dump();
    shop.takes_in(&batch([
        mail("eva@x.example", "p1", "poison").file("x.pdf", b"x")
    ]));
    assert_eq!(shop.dump(), once, "delivered again it is known");
}

#[test]
fn when_nothing_can_be_written_the_batch_comes_again() {
    let shop = Shop::open();
    shop.sqlite()
        .execute_batch(
            "CREATE TRIGGER full BEFORE INSERT ON raw_event BEGIN SELECT raise(ABORT, 'disk full'); END;",
        )
        .unwrap();
    let before = shop.dump();
    let mut history = mail("ana@souza.example", "a1", "Oi");
    history.incoming.arrival = Arrival::History;
    let mails = || batch([mail("ana@souza.example", "a2", "Oi")]);
    assert!(shop.try_take_in(&mails()).is_err());
    assert_eq!(shop.dump(), before, "the cursor stands where it stood");
    shop.sqlite().execute_batch("DROP TRIGGER full").unwrap();
    assert_eq!(shop.takes_in(&mails()).stored, 1);
}
