//! The board: columns, sums, windows and the tray (UP-1).

use std::sync::Arc;

use runnel_domain::{
    Money,
    condition::{Clause, Condition, TagTest, Test},
    day::Day,
    facts::Viewpoint,
    ids::{PipelineId, StageId, TagId},
};
use runnel_views::{Board, BoardQuery, Chats, board};

use crate::deeds::{Deed, EVA, Shop};

fn query(shop: &Shop, filter: Option<Condition>) -> BoardQuery {
    let now = shop.now();
    let seen_from = Viewpoint {
        now,
        today: Day::of(now, "UTC"),
        member: Some(EVA),
    };
    BoardQuery {
        pipeline: PipelineId(1),
        filter,
        sight: None,
        seen_from,
    }
}

fn seen(shop: &Shop, filter: Option<Condition>, limit: usize) -> Board {
    let query = query(shop, filter);
    shop.store
        .read_blocking(move |read| board::board(read, &Arc::new(Chats::new()), &query, limit))
        .unwrap()
}

fn furnished() -> Shop {
    let shop = Shop::open();
    for _ in 0..3 {
        shop.hears(1, "Quanto custa?");
        shop.hears(2, "Was kostet das?");
    }
    for deed in [
        Deed::Accept(1, None),
        Deed::Accept(2, None),
        Deed::Accept(3, None),
        Deed::Accept(4, Some(3)),
        Deed::Price(1, Some(100)),
        Deed::Price(2, Some(250)),
        Deed::Price(4, Some(900)),
        Deed::Tag(2, 1),
        Deed::Tag(6, 1),
        Deed::Archive(3, Some(5)),
    ] {
        shop.write(move |tx| deed.happen(tx));
    }
    shop
}

fn euros(amount_minor: i64) -> Money {
    Money {
        amount_minor,
        currency: "EUR".to_owned(),
    }
}

/// UP-1, and the tray of PRODUCT.md, collision 1
#[test]
fn columns_have_counts_sums_and_cards_and_new_ones_wait_in_the_tray() {
    let shop = furnished();
    let board = seen(&shop, None, 50);
    let tray = board.tray.expect("the default board has one");
    assert_eq!(
        (
            tray.total,
            tray.rows.iter().map(|row| row.id.0).collect::<Vec<_>>()
        ),
        (2, vec![6, 5]),
        "newest first"
    );
    let heads: Vec<(i64, Vec<Money>)> = board
        .columns
        .iter()
        .map(|column| (column.total, column.sums.clone()))
        .collect();
    assert_eq!(heads.len(), 7, "every stage, also empty ones");
    assert_eq!(heads[0], (2, vec![euros(350)]));
    assert_eq!(heads[1], (0, vec![]));
    assert_eq!(heads[2], (1, vec![euros(900)]));
    assert_eq!(heads[4], (1, vec![]), "a card without an amount adds none");
    let card = &board.columns[2].cards[0];
    let chat = card.chat.as_ref().expect("it carries a conversation");
    assert_eq!(
        (card.contact_name.as_str(), chat.unread),
        ("customer2@example.org", 1),
        "a login where no name is known"
    );
    assert_eq!(chat.snippet, "Was kostet das?");
}

#[test]
fn a_column_is_shown_window_by_window() {
    let shop = furnished();
    let query = query(&shop, None);
    let windows = shop
        .store
        .read_blocking(move |read| {
            let chats = Chats::new();
            let all = board::cards(read, &chats, &query, StageId(1), 0, 10)?;
            let second = board::cards(read, &chats, &query, StageId(1), 1, 10)?;
            Ok::<_, runnel_store::StoreError>((all, second))
        })
        .unwrap();
    let ((total, all), (_, second)) = windows;
    assert_eq!(total, 2);
    assert_eq!(all.len(), 2);
    assert!(all[0].rank < all[1].rank, "in the order of the column");
    assert_eq!(second, all[1..]);
}

/// UP-13
#[test]
fn a_filter_counts_what_it_shows() {
    let shop = furnished();
    let urgent = Condition::new(Clause::Test(Test::Tags(TagTest::Any(vec![TagId(1)]))));
    let board = seen(&shop, Some(urgent), 50);
    assert_eq!(board.tray.map(|tray| tray.total), Some(1));
    assert_eq!(board.columns[0].total, 1);
    assert_eq!(board.columns[0].sums, [euros(250)]);
    assert_eq!(board.columns[0].cards.len(), 1);
    assert_eq!(board.columns[2].total, 0);
}
