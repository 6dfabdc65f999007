//! Words are found however they were written, newest first, and never after their message is gone.

use runnel_domain::ids::ConversationId;
use runnel_store::{search, shop};

use crate::deeds::{Deed, EVA, Shop};

fn found(shop: &Shop, words: &'static str) -> Vec<String> {
    let hits = shop
        .store
        .read_blocking(move |read| search::messages(read, words, 50))
        .unwrap();
    hits.into_iter()
        .map(|hit| {
            hit.excerpt
                .iter()
                .map(|piece| {
                    if piece.hit {
                        format!("[{}]", piece.text)
                    } else {
                        piece.text.clone()
                    }
                })
                .collect()
        })
        .collect()
}

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
        Vec::<String>::new(),
        "a finished word stands for itself"
    );
    assert_eq!(found(&shop, "order").len(), 4, "subjects are searched too");
    assert_eq!(
        found(&shop, "\"' OR *"),
        Vec::<String>::new(),
        "nothing typed is an operator"
    );
}

#[test]
fn notes_are_found_and_gone_messages_are_not() {
    let shop = Shop::open();
    let ana = shop.hears(1, "Quanto custa?");
    let note = shop.act(move |tx| shop::note_add(tx, ana, Some(EVA), "allergic to peanuts", &[]));
    assert_eq!(found(&shop, "peanut"), ["allergic to [peanuts]"]);
    let intent = runnel_store::Intent::plain(shop.now(), runnel_domain::event::Cause::member(EVA));
    let undone = shop
        .store
        .undo_blocking(note.operation.unwrap(), intent)
        .unwrap();
    assert_eq!(found(&shop, "peanut"), Vec::<String>::new(), "taken back");
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
fn conversations_come_once_each() {
    let shop = Shop::open();
    let ana = shop.hears(1, "bolo");
    let bob = shop.hears(2, "bolo");
    shop.write(move |tx| Deed::Write(ana.0).happen(tx));
    let found: Vec<ConversationId> = shop
        .store
        .read_blocking(|read| search::conversations(read, "bolo", 10))
        .unwrap();
    assert_eq!(found, [bob, ana]);
}

#[test]
fn a_new_way_of_folding_indexes_everything_anew() {
    let shop = Shop::open();
    for _ in 0..3 {
        shop.hears(1, "bolo");
    }
    assert!(!shop.write(search::refresh), "a new file is up to date");
    let sqlite = rusqlite::Connection::open(shop.store.path()).unwrap();
    sqlite
        .execute_batch(
            "DELETE FROM message_fts; INSERT INTO setting VALUES ('search_index', '[0,null]')",
        )
        .unwrap();
    assert_eq!(found(&shop, "bolo").len(), 0);
    let mut steps = 0;
    while shop.write(search::refresh) {
        steps += 1;
        assert!(steps < 10, "it ends");
    }
    assert_eq!(found(&shop, "bolo").len(), 3);
}
