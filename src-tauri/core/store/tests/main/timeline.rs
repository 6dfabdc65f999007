//! The timeline: everything once, in one order, a part at a time.

use runnel_domain::{
    Direction,
    event::{Cause, EventBody},
    ids::ConversationId,
};
use runnel_store::{
    shop::{self, NewInbound},
    table::{
        attachment::NewFile,
        timeline::{self, Item, Scope},
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
    shop.write(Cause::plain(runnel_domain::Actor::Contact), move |tx| {
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

/// PO-5
#[test]
fn a_timeline_tells_everything_once_in_order() {
    let shop = Shop::open();
    let ana = busy(&shop, "ana@souza.example");
    busy(&shop, "klaus@wolkenstein.example");
    let page = shop
        .store
        .read_blocking(move |read| timeline::page(read, Scope::Conversation(ana), None, 100))
        .unwrap();
    let lines: Vec<String> = page.items.iter().rev().map(line).collect();
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
    assert_eq!(page.before, None);
    let quoted = page.items.iter().find_map(|item| match item {
        Item::Message(shown) if shown.message.direction == Direction::In => {
            Some(shown.visible_and_quoted().1.to_owned())
        }
        _ => None,
    });
    assert_eq!(quoted.as_deref(), Some("> Olá"));
}

#[test]
fn parts_of_any_length_put_together_are_the_whole() {
    let shop = Shop::open();
    let ana = busy(&shop, "ana@souza.example");
    shop.minutes_pass(3);
    busy(&shop, "ana@souza.example");
    let contact = shop.conversation(ana).contact;
    for scope in [Scope::Conversation(ana), Scope::Contact(contact)] {
        let whole = shop
            .store
            .read_blocking(move |read| timeline::page(read, scope, None, 100))
            .unwrap();
        for limit in 1..9 {
            let (mut items, mut before) = (Vec::new(), None);
            loop {
                let page = shop
                    .store
                    .read_blocking(move |read| timeline::page(read, scope, before, limit))
                    .unwrap();
                assert!(page.items.len() <= limit);
                items.extend(page.items);
                before = page.before;
                if before.is_none() {
                    break;
                }
            }
            assert_eq!(items, whole.items, "in parts of {limit}");
        }
        let events = whole
            .items
            .iter()
            .filter(|item| {
                matches!(item, Item::Event(happened)
            if happened.event.body == EventBody::ConversationAccepted)
            })
            .count();
        let threads = if matches!(scope, Scope::Contact(_)) {
            2
        } else {
            1
        };
        assert_eq!(events, threads, "a contact's timeline spans their threads");
    }
}

#[test]
fn a_message_that_is_all_quote_shows_all() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    let at = shop.now();
    shop.write(Cause::plain(runnel_domain::Actor::Contact), move |tx| {
        let new = NewInbound {
            visible_len: Some(0),
            ..inbound(ana, "> Olá", at, false, false)
        };
        shop::message_in(tx, &new)
    })
    .unwrap();
    let page = shop
        .store
        .read_blocking(move |read| timeline::page(read, Scope::Conversation(ana), None, 1))
        .unwrap();
    assert_eq!(line(&page.items[0]), "in > Olá []");
    assert!(page.before.is_some(), "the beginning is still to come");
}
