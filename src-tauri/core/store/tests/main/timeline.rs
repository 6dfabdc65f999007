//! The timeline: everything once, in one order, a part at a time.

use proptest::prelude::*;
use runnel_domain::{
    Actor, Direction,
    event::Cause,
    ids::{ConversationId, MessageId},
};
use runnel_store::{
    shop::{self, NewInbound},
    table::{
        attachment::NewFile,
        message, message_edit,
        timeline::{self, Item, Kinds, Page, Part, thread},
    },
};

use crate::shop::{ANNA, OFFER, Shop, inbound};

fn line(item: &Item) -> String {
    match item {
        Item::Message(shown) => {
            let files: Vec<&str> = shown
                .attachments
                .iter()
                .map(|file| file.name.as_str())
                .collect();
            let (visible, _) = shown.visible_and_quoted();
            format!("{} {visible} {files:?}", shown.message.direction.as_str())
        }
        Item::Event(happened) => happened.event.body.kind().to_owned(),
    }
}

fn busy(shop: &Shop, address: &str) -> ConversationId {
    let id = shop.thread(address);
    let at = shop.now();
    shop.write(Cause::plain(Actor::Contact), move |tx| {
        let files = [
            NewFile {
                name: "a.pdf",
                mime: "application/pdf",
                size: 1,
                sha: "aa",
                content_id: "",
            },
            NewFile {
                name: "b.pdf",
                mime: "application/pdf",
                size: 1,
                sha: "bb",
                content_id: "",
            },
        ];
        shop::message_in(
            tx,
            &NewInbound {
                files: &files,
                visible_len: Some(13),
                ..inbound(id, "Preço da mesa\n> Olá", at, false, false)
            },
        )
    })
    .unwrap();
    shop.minutes_pass(1);
    shop.anna(move |tx| shop::accept(tx, id, None, None));
    shop.anna(move |tx| shop::note_add(tx, id, Some(ANNA), "Stammkunde", &[]));
    shop.minutes_pass(1);
    shop.answers(id, "890");
    shop.anna(move |tx| shop::accept(tx, id, Some(OFFER), None));
    id
}

fn page(shop: &Shop, threads: &[ConversationId], kinds: Kinds, part: Part, limit: usize) -> Page {
    let threads = threads.to_vec();
    shop.store
        .read_blocking(move |read| timeline::page(read, &threads, kinds, part, limit))
        .unwrap()
}

fn whole(shop: &Shop, threads: &[ConversationId], kinds: Kinds) -> Vec<Item> {
    page(shop, threads, kinds, Part::Latest, 10_000).items
}

/// PO-5
#[test]
fn a_timeline_tells_everything_once_in_order() {
    let shop = Shop::open();
    let ana = busy(&shop, "ana@souza.example");
    busy(&shop, "klaus@wolkenstein.example");
    let page = page(&shop, &[ana], Kinds::ALL, Part::Latest, 100);
    let lines: Vec<String> = page.items.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "conversation_started",
            "in Preço da mesa [\"a.pdf\", \"b.pdf\"]",
            "deal_created",
            "conversation_accepted",
            "responsible_changed",
            "note Stammkunde []",
            "deal_moved",
            "out 890 []",
        ]
    );
    assert_eq!((page.before, page.after), (None, None));
    let quoted = page.items.iter().find_map(|item| match item {
        Item::Message(shown) if shown.message.direction == Direction::In => {
            Some(shown.visible_and_quoted().1.to_owned())
        }
        _ => None,
    });
    assert_eq!(quoted.as_deref(), Some("> Olá"));
}

/// PO-12
#[test]
fn a_timeline_can_leave_kinds_out() {
    let shop = Shop::open();
    let ana = busy(&shop, "ana@souza.example");
    let none = Kinds {
        messages: false,
        notes: false,
        tickets: false,
        events: false,
    };
    let count = |kinds| whole(&shop, &[ana], kinds).len();
    let messages = Kinds {
        messages: true,
        ..none
    };
    let notes = Kinds {
        notes: true,
        ..none
    };
    let events = Kinds {
        events: true,
        ..none
    };
    assert_eq!(
        (count(none), count(messages), count(notes), count(events)),
        (0, 2, 1, 5)
    );
    let tally = shop
        .store
        .read_blocking(move |read| thread::tallies(read, &[ana]))
        .unwrap();
    let tally = (
        tally[0].messages,
        tally[0].notes,
        tally[0].tickets,
        tally[0].events,
    );
    assert_eq!(
        tally,
        (2, 1, 0, 5),
        "the counts beside the choices say the same"
    );
}

#[test]
fn a_message_that_is_all_quote_shows_all() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    let at = shop.now();
    shop.write(Cause::plain(Actor::Contact), move |tx| {
        let new = NewInbound {
            visible_len: Some(0),
            ..inbound(ana, "> Olá", at, false, false)
        };
        shop::message_in(tx, &new)
    })
    .unwrap();
    let page = page(&shop, &[ana], Kinds::ALL, Part::Latest, 1);
    assert_eq!(line(&page.items[0]), "in > Olá []");
    assert!(page.before.is_some(), "the beginning is still to come");
}

/// UC-27: what the block-list holds back stands on no timeline.
#[test]
fn what_is_held_back_is_not_shown() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    let spam = shop.says(ana, "buy followers");
    shop.says(ana, "price?");
    let sqlite = shop.workspace.sqlite();
    sqlite
        .execute_batch("INSERT INTO block (id, uid, kind, value, created_at) VALUES (1, x'01', 'stop_word', 'followers', 0)")
        .unwrap();
    sqlite
        .execute("UPDATE message SET block_id = 1 WHERE id = ?1", [spam.0])
        .unwrap();
    let lines: Vec<String> = whole(&shop, &[ana], Kinds::ALL).iter().map(line).collect();
    assert_eq!(lines, ["conversation_started", "in price? []"]);
    let mark = shop
        .store
        .read_blocking(move |read| timeline::mark_of(read, spam))
        .unwrap();
    assert_eq!(mark, None);
}

#[test]
fn the_first_unread_message_is_known_over_all_threads() {
    let shop = Shop::open();
    let (mail, other) = (
        shop.thread("ana@souza.example"),
        shop.thread("ana@souza.example"),
    );
    shop.says(mail, "read");
    shop.anna(move |tx| shop::mark_read(tx, mail, ANNA));
    shop.minutes_pass(1);
    let first = shop.says(other, "unread, earlier");
    shop.minutes_pass(1);
    shop.says(mail, "unread, later");
    let contact = shop.conversation(mail).contact;
    let (threads, mark) = shop
        .store
        .read_blocking(move |read| {
            let threads = thread::of_contact(read, contact, ANNA, mail)?;
            let mark = thread::first_unread(read, &threads)?;
            Ok::<_, runnel_store::StoreError>((threads, mark))
        })
        .unwrap();
    assert_eq!(mark.map(|mark| mark.id), Some(first.0));
    let unread: Vec<i64> = threads.iter().map(|thread| thread.unread).collect();
    assert_eq!(unread, [1, 1]);
}

/// UC-33, UC-19: earlier texts stay, lists show the last message that stands, undo brings a note back whole.
#[test]
fn texts_that_change_leave_their_earlier_ones() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    let question = shop.says(ana, "price of the tabel?");
    shop.minutes_pass(1);
    let at = shop.now();
    let edit = |text: &'static str, at| {
        shop.write(Cause::plain(Actor::Contact), move |tx| {
            shop::message_edited(tx, question, text, None, at)
        })
        .map(|changed| (changed, shop.conversation(ana).snippet))
        .unwrap()
    };
    assert_eq!(
        edit("price of the table?", at),
        (true, "price of the table?".to_owned())
    );
    assert!(
        !edit("price of the table?", at).0,
        "the same again changes nothing"
    );
    assert!(!edit("late news of an earlier text", at.plus_minutes(-1)).0);
    shop.says(ana, "sorry, wrong shop");
    let sorry = shop.conversation(ana).last_message.unwrap();
    shop.write(Cause::plain(Actor::Contact), move |tx| {
        shop::message_deleted(tx, sorry, at)
    })
    .unwrap();
    assert_eq!(shop.conversation(ana).snippet, "price of the table?");
    let kept = shop
        .store
        .read_blocking(move |read| message::get(read, sorry))
        .unwrap();
    assert_eq!(kept.text, "sorry, wrong shop", "whoever asks can see it");
    let earlier = shop
        .store
        .read_blocking(move |read| message_edit::of_message(read, question))
        .unwrap();
    assert_eq!(earlier.len(), 1);
    assert_eq!(earlier[0].text, "price of the tabel?");
}

#[derive(Debug, Clone)]
enum Deed {
    Says(usize),
    Answers(usize),
    Notes(usize),
    Accepts(usize),
    Pause,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        4 => (0..3_usize).prop_map(Deed::Says),
        2 => (0..3_usize).prop_map(Deed::Answers),
        2 => (0..3_usize).prop_map(Deed::Notes),
        1 => (0..3_usize).prop_map(Deed::Accepts),
        // Mostly no pause: things at the same moment have to keep one order, too.
        1 => Just(Deed::Pause),
    ];
    prop::collection::vec(deed, 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Parts of any length in either direction, put together, are the naive whole.
    #[test]
    fn parts_put_together_are_the_whole(deeds in deeds(), limit in 1..9_usize, bits in 1..16_u8) {
        let shop = Shop::open();
        let threads: Vec<ConversationId> = (0..3).map(|_| shop.thread("ana@souza.example")).collect();
        for deed in deeds {
            match deed {
                Deed::Says(at) => { shop.says(threads[at], "price?"); }
                Deed::Answers(at) => { shop.answers(threads[at], "890"); }
                Deed::Notes(at) => {
                    let id = threads[at];
                    shop.anna(move |tx| shop::note_add(tx, id, Some(ANNA), "Stammkunde", &[]));
                }
                Deed::Accepts(at) => {
                    let id = threads[at];
                    shop.anna(move |tx| shop::accept(tx, id, Some(OFFER), None));
                }
                Deed::Pause => shop.minutes_pass(1),
            }
        }
        let kinds = Kinds {
            messages: bits & 1 > 0,
            notes: bits & 2 > 0,
            tickets: bits & 4 > 0,
            events: bits & 8 > 0,
        };
        let all = whole(&shop, &threads, kinds);
        let naive = naive(&shop, &threads, kinds);
        prop_assert_eq!(all.iter().map(key).collect::<Vec<_>>(), naive);

        let (mut backwards, mut part) = (Vec::new(), Part::Latest);
        loop {
            let page = page(&shop, &threads, kinds, part, limit);
            prop_assert!(page.items.len() <= limit);
            backwards.splice(0..0, page.items);
            let Some(before) = page.before else { break };
            part = Part::Before(before);
        }
        prop_assert_eq!(&backwards, &all);

        for item in &all {
            let Item::Message(shown) = item else { continue };
            let id: MessageId = shown.message.id;
            let mark = shop.store.read_blocking(move |read| timeline::mark_of(read, id)).unwrap().unwrap();
            let mut page_ = page(&shop, &threads, kinds, Part::Around(mark), limit);
            prop_assert!(page_.items.contains(item));
            let mut forwards = page_.items.clone();
            while let Some(after) = page_.after {
                page_ = page(&shop, &threads, kinds, Part::After(after), limit);
                forwards.extend(page_.items.clone());
            }
            prop_assert_eq!(forwards.as_slice(), &all[all.len() - forwards.len()..]);
        }
    }
}

type Key = (i64, bool, i64);

fn key(item: &Item) -> Key {
    match item {
        Item::Message(shown) => (shown.message.at.0, true, shown.message.id.0),
        Item::Event(happened) => (happened.event.at.0, false, happened.event.id.0),
    }
}

/// The whole as one would write it down without thinking of speed.
fn naive(shop: &Shop, threads: &[ConversationId], kinds: Kinds) -> Vec<Key> {
    let sqlite = shop.workspace.sqlite();
    let mut keys = Vec::new();
    for (sql, is_message) in [
        (
            "SELECT at, id, direction, conversation_id FROM message",
            true,
        ),
        ("SELECT at, id, kind, conversation_id FROM event", false),
    ] {
        let mut statement = sqlite.prepare(sql).unwrap();
        let rows = statement
            .query_map([], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, i64>(3)?,
                ))
            })
            .unwrap();
        for (at, id, kind, conversation) in rows.map(Result::unwrap) {
            let by_itself = is_message
                || !(kind.starts_with("message_") && kind != "messages_may_be_missing"
                    || kind == "note_added");
            let wanted = match (is_message, kind.as_str()) {
                (true, "note") => kinds.notes,
                (true, _) => kinds.messages,
                (false, "conversation_resolved") => kinds.tickets,
                (false, _) => kinds.events,
            };
            if by_itself && wanted && threads.contains(&ConversationId(conversation)) {
                keys.push((at, is_message, id));
            }
        }
    }
    keys.sort_unstable();
    keys
}
