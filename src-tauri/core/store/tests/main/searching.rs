//! Words are found however they were written and in any form, newest first, and never after their message is gone.

use runnel_domain::{
    day::Day,
    facts::Viewpoint,
    ids::{ConversationId, MessageId},
    search::Search,
};
use runnel_store::{
    Read, StoreError,
    search::{self, Asked, Messages, Order, Piece},
    shop,
    table::{
        attachment::{self, NewFile},
        tag,
    },
};

use crate::deeds::{Deed, EVA, NOW, Shop, reply};

/// What Eva asks a minute after the shop opened, in UTC.
pub fn asked(typed: &str) -> Asked {
    Asked {
        search: Search::read(typed, "UTC", NOW),
        conversation: None,
        order: Order::Newest,
        after: None,
        limit: 50,
        sight: None,
        seen_from: Viewpoint {
            now: NOW,
            today: Day::of(NOW, "UTC"),
            member: Some(EVA),
        },
    }
}

pub fn ask(read: &Read<'_>, typed: &str) -> Result<Messages, StoreError> {
    search::messages(read, &asked(typed))
}

/// Pieces as text, the marked ones in brackets.
pub fn marked(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| {
            if piece.hit {
                format!("[{}]", piece.text)
            } else {
                piece.text.clone()
            }
        })
        .collect()
}

fn find(shop: &Shop, asked: Asked) -> Messages {
    shop.store
        .read_blocking(move |read| search::messages(read, &asked))
        .unwrap()
}

fn excerpts(found: &Messages) -> Vec<String> {
    found.hits.iter().map(|hit| marked(&hit.excerpt)).collect()
}

fn found(shop: &Shop, typed: &str) -> Vec<String> {
    excerpts(&find(shop, asked(typed)))
}

const NOTHING: Vec<String> = Vec::new();

#[test]
fn a_word_is_found_in_every_spelling_newest_first() {
    let shop = Shop::open();
    shop.hears(1, "Qual o PREÇO do bolo?");
    shop.hears(2, "Die Straße ist gesperrt");
    shop.hears(3, "Пришлите ещё один прайс");
    shop.hears(4, "preço final?");
    assert_eq!(
        found(&shop, "preco"),
        ["[preço] final?", "Qual o [PREÇO] do bolo?"]
    );
    assert_eq!(found(&shop, "STRASSE"), ["Die [Straße] ist gesperrt"]);
    assert_eq!(found(&shop, "еще прайс"), ["Пришлите [ещё] один [прайс]"]);
    assert_eq!(
        found(&shop, "bo"),
        ["Qual o PREÇO do [bolo]?"],
        "as one types"
    );
    assert_eq!(
        found(&shop, "bo "),
        NOTHING,
        "a finished word stands for itself"
    );
    assert_eq!(found(&shop, "order").len(), 4, "subjects are searched too");
    assert_eq!(
        found(&shop, "\"' OR *"),
        NOTHING,
        "nothing typed is an operator"
    );
    assert_eq!(found(&shop, "\u{e010}"), NOTHING, "nor a mark of the index");
}

#[test]
fn other_forms_of_a_word_are_found_and_marked() {
    let shop = Shop::open();
    shop.hears(1, "Quero dois bolos de morango");
    shop.hears(2, "O bolo chegou");
    assert_eq!(
        found(&shop, "bolo"),
        ["O [bolo] chegou", "Quero dois [bolos] de morango"]
    );
    assert_eq!(
        found(&shop, "bolos "),
        ["O [bolo] chegou", "Quero dois [bolos] de morango"]
    );
    assert_eq!(
        found(&shop, "\"bolo\""),
        ["O [bolo] chegou"],
        "in quotes only itself"
    );
}

#[test]
fn phrases_and_exclusions() {
    let shop = Shop::open();
    shop.hears(1, "bolo de chocolate");
    shop.hears(2, "chocolate com bolo");
    assert_eq!(found(&shop, "\"bolo de\""), ["[bolo] [de] chocolate"]);
    assert_eq!(found(&shop, "bolo -\"bolo de\""), ["chocolate com [bolo]"]);
    assert_eq!(
        found(&shop, "-com"),
        ["bolo de chocolate"],
        "exclusions alone"
    );
}

#[test]
fn notes_are_found_and_gone_messages_are_not() {
    let shop = Shop::open();
    let ana = shop.hears(1, "Quanto custa?");
    let note = shop.act(move |tx| shop::note_add(tx, ana, Some(EVA), "allergic to peanuts", &[]));
    assert_eq!(found(&shop, "peanut"), ["allergic to [peanuts]"], "UC-33");
    assert_eq!(found(&shop, "is:note"), ["allergic to peanuts"]);
    let intent = runnel_store::Intent::plain(shop.now(), runnel_domain::event::Cause::member(EVA));
    let undone = shop
        .store
        .undo_blocking(note.operation.unwrap(), intent)
        .unwrap();
    assert_eq!(found(&shop, "peanut"), NOTHING, "taken back");
    let intent = runnel_store::Intent::plain(shop.now(), runnel_domain::event::Cause::member(EVA));
    shop.store
        .undo_blocking(undone.operation.unwrap(), intent)
        .unwrap();
    assert_eq!(
        found(&shop, "peanut"),
        ["allergic to [peanuts]"],
        "and put back into the index"
    );
}

#[test]
fn an_edited_message_is_found_by_what_it_says_now() {
    let shop = Shop::open();
    shop.hears(1, "tomorrow at ten");
    let sqlite = rusqlite::Connection::open(shop.store.path()).unwrap();
    sqlite
        .execute("UPDATE message SET text = 'tomorrow at noon'", [])
        .unwrap();
    shop.write(|_| Ok(()));
    assert_eq!(found(&shop, "noon"), ["tomorrow at [noon]"]);
    assert_eq!(found(&shop, "ten"), NOTHING);
}

#[test]
fn operators_narrow_what_is_found() {
    let shop = Shop::open();
    let ana = shop.hears(1, "cake for Friday? see https://cakes.example");
    let ivan = shop.hears(3, "cake, please");
    shop.act(move |tx| reply(tx, ana, "The cake is ready."));
    shop.act(move |tx| shop::change_tags(tx, ana, &[tag::by_name(tx, "urgent")?.unwrap().id], &[]));
    shop.act(move |tx| shop::accept(tx, ivan, None, Some(EVA)).map(drop));
    shop.act(move |tx| shop::set_responsible(tx, ivan, Some(EVA)));
    let of = |typed: &str| {
        let found = find(&shop, asked(typed));
        assert_eq!(found.troubles, [], "{typed}");
        found
            .hits
            .iter()
            .map(|hit| hit.message.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(of("cake"), [3, 2, 1]);
    for (typed, messages) in [
        ("cake from:ana", &[1][..]),
        ("from:ana", &[1]),
        ("cake from:me", &[3]),
        ("cake from:eva", &[3]),
        ("cake -from:ana", &[3, 2]),
        ("cake -from:me", &[2, 1]),
        ("cake to:ana", &[3]),
        ("cake tag:urgent", &[3, 1]),
        ("tag:URG", &[3, 1]),
        ("cake -tag:urgent", &[2]),
        ("cake stage:\"new request\"", &[3, 2, 1]),
        ("cake source:orders", &[3, 2, 1]),
        ("cake source:info", &[]),
        ("cake channel:email", &[3, 2, 1]),
        ("cake responsible:me in:accepted", &[3, 2, 1]),
        ("cake responsible:nobody", &[]),
        ("is:sent", &[3]),
        ("cake is:received", &[2, 1]),
        ("cake is:unanswered", &[2]),
        ("has:link", &[1]),
        ("-has:link is:received", &[2]),
        ("cake on:today", &[3, 2, 1]),
        ("cake on:2026-11", &[3, 2, 1]),
        ("cake before:today", &[]),
        ("cake after:yesterday -is:sent", &[2, 1]),
        ("on:today", &[3, 2, 1]),
        ("in:new", &[]),
    ] {
        assert_eq!(of(typed), messages, "{typed}");
    }
}

#[test]
fn files_are_found_by_name_and_kind() {
    let shop = Shop::open();
    let ana = shop.hears(1, "hello");
    shop.act(move |tx| {
        let file = NewFile {
            name: "Rechnung-2026.pdf",
            mime: "application/pdf",
            size: 1,
            sha: "",
            content_id: "",
        };
        let photo = NewFile {
            name: "photo.jpg",
            mime: "image/jpeg",
            ..file
        };
        let files = [
            attachment::insert(tx, None, &file)?,
            attachment::insert(tx, None, &photo)?,
        ];
        shop::note_add(tx, ana, Some(EVA), "see here", &files)
    });
    let invoice = find(&shop, asked("rechnungen"));
    assert_eq!(marked(&invoice.hits[0].files[0]), "[Rechnung]-2026.pdf");
    assert_eq!(find(&shop, asked("has:file")).hits.len(), 1);
    assert_eq!(find(&shop, asked("has:image")).hits.len(), 1);
    assert_eq!(find(&shop, asked("has:voice")).hits.len(), 0);
}

#[test]
fn what_cannot_be_followed_is_named() {
    let shop = Shop::open();
    shop.hears(1, "a red cake");
    let found = find(&shop, asked("cake colour:red"));
    assert_eq!(found.hits.len(), 1, "the rest is searched");
    assert_eq!(
        (
            found.troubles[0].code,
            found.troubles[0].operator.as_str(),
            found.troubles[0].value.as_str()
        ),
        ("operator_unknown", "colour", "red")
    );
    for (typed, code) in [
        ("cake tag:nosuch", "tag_unknown"),
        ("cake from:nosuch", "contact_unknown"),
        ("cake stage:nosuch", "stage_unknown"),
        ("cake source:nosuch", "source_unknown"),
        ("cake responsible:nosuch", "member_unknown"),
    ] {
        let found = find(&shop, asked(typed));
        assert_eq!(
            (found.hits.len(), found.troubles[0].code),
            (0, code),
            "{typed}"
        );
    }
}

#[test]
fn pages_go_on_where_the_last_one_ended() {
    let shop = Shop::open();
    let ana = shop.hears(1, "cake");
    for _ in 0..9 {
        shop.write(move |tx| shop::note_add(tx, ana, Some(EVA), "cake", &[]).map(drop));
    }
    let mut asked = asked("cake");
    asked.limit = 4;
    let mut seen = Vec::new();
    loop {
        let page = find(&shop, asked.clone());
        seen.extend(page.hits.iter().map(|hit| hit.message.0));
        asked.after = page.next;
        if asked.after.is_none() {
            break;
        }
        assert_eq!(page.hits.len(), 4, "every page but the last is full");
    }
    assert_eq!(seen, (1..=10).rev().collect::<Vec<_>>());
}

#[test]
fn one_conversation_can_be_searched_alone() {
    let shop = Shop::open();
    let ana = shop.hears(1, "cake");
    let ben = shop.hears(2, "cake");
    for (conversation, message) in [(ana, 1), (ben, 2)] {
        let mut asked = asked("cake");
        asked.conversation = Some(conversation);
        let found = find(&shop, asked);
        assert_eq!(
            found.hits.iter().map(|hit| hit.message).collect::<Vec<_>>(),
            [MessageId(message)]
        );
    }
    let mut nothing = asked("");
    nothing.conversation = Some(ConversationId(1));
    assert_eq!(find(&shop, nothing).hits.len(), 0, "nothing is asked for");
}

#[test]
fn the_best_match_comes_first_when_asked_for() {
    let shop = Shop::open();
    shop.hears(1, "cake, cake and cake");
    shop.hears(2, "we talked about the weather and all the other things, and then there was cake for those who stayed");
    let mut asked = asked("cake");
    assert_eq!(find(&shop, asked.clone()).hits[0].message, MessageId(2));
    asked.order = Order::Best;
    assert_eq!(find(&shop, asked).hits[0].message, MessageId(1));
}

#[test]
fn nobody_can_write_a_mark_of_the_index() {
    let shop = Shop::open();
    shop.hears(1, "call us \u{e012} at\u{e013}noon");
    assert_eq!(found(&shop, "is:note"), NOTHING);
    assert_eq!(found(&shop, "has:file"), NOTHING);
    assert_eq!(found(&shop, "noon").len(), 1, "a symbol ends a word");
}

#[test]
fn quarantine_is_left_out() {
    let shop = Shop::open();
    shop.hears(1, "cheap watches");
    let sqlite = rusqlite::Connection::open(shop.store.path()).unwrap();
    sqlite
        .execute("UPDATE conversation SET quarantined_at = 1", [])
        .unwrap();
    assert_eq!(found(&shop, "watches"), NOTHING);
}

#[test]
fn a_new_way_of_folding_indexes_everything_anew() {
    let shop = Shop::open();
    for _ in 0..3 {
        shop.hears(1, "bolo");
    }
    assert!(!shop.write(search::refresh), "a new file is up to date");
    let progress = || shop.store.read_blocking(search::progress).unwrap();
    assert_eq!(progress(), None);
    let sqlite = rusqlite::Connection::open(shop.store.path()).unwrap();
    sqlite
        .execute_batch(
            "DELETE FROM message_fts; DELETE FROM contact_fts; UPDATE setting SET value = '[0,null]' WHERE key = 'search_index'",
        )
        .unwrap();
    assert_eq!(found(&shop, "bolo").len(), 0);
    assert_eq!(progress().unwrap().newest, 3);
    let mut steps = 0;
    while shop.write(search::refresh) {
        steps += 1;
        assert!(steps < 10, "it ends");
    }
    assert_eq!(progress(), None);
    assert_eq!(found(&shop, "bolo").len(), 3);
    let ana = shop
        .store
        .read_blocking(|read| search::contacts(read, "ana", 9))
        .unwrap();
    assert_eq!(ana.hits.len(), 1, "customers too");
}

#[test]
fn nothing_that_fails_teaches_the_index_words() {
    let shop = Shop::open();
    let ana = shop.hears(1, "hello");
    let intent = runnel_store::Intent::plain(shop.now(), runnel_domain::event::Cause::member(EVA));
    let failed = shop
        .store
        .write_blocking(runnel_store::Lane::Person, intent, move |tx| {
            shop::note_add(tx, ana, Some(EVA), "jacarandas", &[])?;
            Err::<(), _>(StoreError::invalid("no"))
        });
    assert!(failed.is_err());
    shop.write(move |tx| Deed::Write(ana.0).happen(tx));
    shop.act(move |tx| shop::note_add(tx, ana, Some(EVA), "jacarandas", &[]));
    assert_eq!(found(&shop, "jacaranda "), ["[jacarandas]"]);
}
