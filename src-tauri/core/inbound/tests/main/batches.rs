//! Batches as a whole: twice, in pieces, large, with files.

use proptest::prelude::*;
use runnel_connector::Batch;
use runnel_domain::Uid;
use runnel_store::table::raw_event::INLINE_LIMIT;

use crate::network::{Mail, Shop, batch, mail};

#[derive(Debug, Clone)]
struct Written {
    who: u8,
    id: u8,
    refers: Vec<u8>,
    ours: bool,
    history: bool,
    automatic: bool,
    minutes: i64,
}

fn written() -> impl Strategy<Value = Written> {
    (
        0..3_u8,
        0..12_u8,
        prop::collection::vec(0..12_u8, 0..3),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.1),
        -500..0_i64,
    )
        .prop_map(
            |(who, id, refers, ours, history, automatic, minutes)| Written {
                who,
                id,
                refers,
                ours,
                history,
                automatic,
                minutes,
            },
        )
}

fn as_mail(written: &Written) -> Mail {
    let refers: Vec<String> = written.refers.iter().map(|id| format!("m{id}")).collect();
    let refers: Vec<&str> = refers.iter().map(String::as_str).collect();
    let mut mail = mail(
        &format!("who{}@x.example", written.who),
        &format!("m{}", written.id),
        "Oi",
    )
    .answers(&refers)
    .at(written.minutes);
    mail.incoming.outgoing = written.ours;
    mail.incoming.automatic = written.automatic;
    if written.history {
        mail.history()
    } else {
        mail
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// UC-30: events may arrive twice.
    #[test]
    fn the_same_batch_twice_changes_nothing(written in prop::collection::vec(written(), 1..12)) {
        let shop = Shop::open();
        let whole = || batch(written.iter().map(as_mail));
        shop.takes_in(&whole());
        let once = shop.dump();
        let again = shop.takes_in(&whole());
        prop_assert_eq!(again.stored, 0);
        prop_assert_eq!(shop.dump(), once);
    }

    /// A crash between two pieces and a second delivery of both leave the same messages as one batch.
    #[test]
    fn pieces_delivered_again_are_the_same_messages(
        written in prop::collection::vec(written(), 1..12),
        cut in 0..12_usize,
    ) {
        let messages = |shop: &Shop| {
            (
                shop.text("SELECT group_concat(key, ' ' ORDER BY key) FROM raw_event"),
                shop.text("SELECT group_concat(hex(uid), ' ' ORDER BY uid) FROM message"),
            )
        };
        let (pieces, whole) = (Shop::open(), Shop::open());
        let cut = cut.min(written.len());
        pieces.takes_in(&batch(written[..cut].iter().map(as_mail)));
        pieces.takes_in(&batch(written.iter().map(as_mail)));
        whole.takes_in(&batch(written.iter().map(as_mail)));
        prop_assert_eq!(messages(&pieces), messages(&whole));
    }
}

#[test]
fn ten_thousand_mails_are_one_batch() {
    let shop = Shop::open();
    let mails = (0..10_000).map(|n| {
        mail(
            &format!("who{}@x.example", n % 700),
            &format!("m{n}"),
            "Quanto custa a mesa?",
        )
        .answers(if n < 1_000 { &[] } else { &["m7"] })
    });
    let applied = shop.takes_in(&batch(mails));
    assert_eq!(applied.stored, 10_000);
    assert_eq!(shop.count("SELECT count(*) FROM contact"), 700);
    assert_eq!(shop.count("SELECT count(*) FROM conversation"), 1_000);
    assert_eq!(
        shop.count("SELECT sum(message_count) FROM conversation"),
        10_000
    );
}

#[test]
fn files_lie_beside_the_workspace_before_a_row_names_them() {
    let shop = Shop::open();
    let pdf = b"%PDF-1.7 angebot";
    shop.takes_in(&batch([mail("ana@souza.example", "a1", "")
        .file("../../Angebot\u{202e}fdp.exe", pdf)
        .file("kopie.pdf", pdf)]));
    assert_eq!(
        shop.text("SELECT group_concat(name || ' ' || size, ', ') FROM attachment"),
        "Angebotfdp.exe 16, kopie.pdf 16"
    );
    let sha = shop.text("SELECT sha FROM attachment LIMIT 1");
    assert_eq!(shop.store.files().read(&sha).unwrap(), pdf);
    assert_eq!(
        shop.count("SELECT count(DISTINCT sha) FROM attachment"),
        1,
        "the same bytes lie there once"
    );
    assert_eq!(
        shop.conversation(1).snippet,
        "Angebotfdp.exe",
        "a mail without words shows its file"
    );
}

#[test]
fn a_large_mail_is_kept_verbatim_in_a_file() {
    let shop = Shop::open();
    let mut large = mail("ana@souza.example", "a1", "muito");
    large.raw = vec![b'x'; INLINE_LIMIT + 1];
    shop.takes_in(&batch([large]));
    assert_eq!(
        shop.count("SELECT count(*) FROM raw_event WHERE payload IS NULL"),
        1
    );
    let sha = shop.text("SELECT payload_sha FROM raw_event");
    assert_eq!(
        shop.store.files().read(&sha).unwrap().len(),
        INLINE_LIMIT + 1
    );
}

#[test]
fn the_same_mail_at_two_workspaces_is_the_same_row() {
    let (here, there) = (Shop::open(), Shop::open());
    here.takes_in(&batch([mail("b@x.example", "b1", "antes")]));
    for shop in [&here, &there] {
        shop.takes_in(&batch([mail("ana@souza.example", "a1", "Oi")]));
    }
    let uid = |shop: &Shop| shop.text("SELECT hex(uid) FROM message ORDER BY id DESC LIMIT 1");
    assert_eq!(uid(&here), uid(&there));
    let expected = Uid::of_native(&["email", "info@moebel.example", "a1"]);
    let expected: String = expected
        .0
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    assert_eq!(uid(&here), expected);
}

#[test]
fn an_empty_pull_leaves_no_trace() {
    let shop = Shop::open();
    let before = shop.dump();
    shop.takes_in(&Batch::default());
    assert_eq!(shop.dump(), before);
}
