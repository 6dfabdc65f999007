//! What a conversation wears and its card: tags, prices, places, files (PRODUCT.md §2).

use runnel_domain::{
    Folder, Money, Priority,
    event::{Cause, EventBody},
    ids::TagId,
};
use runnel_store::{
    Entity, StoreError,
    shop::{self, NewDeal, Place},
};

use crate::shop::{ANNA, LEV, OFFER, SUCCESSFUL, Shop, outbound};

/// UC-17
#[test]
fn tags_tell_only_what_changed() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    let (regular, table) = (TagId(1), TagId(2));
    shop.anna(move |tx| {
        shop::change_tags(tx, ana, &[regular, table], &[])?;
        shop::change_tags(tx, ana, &[regular], &[])?;
        shop::change_tags(tx, ana, &[], &[table])
    });
    let story = shop.story(ana);
    assert_eq!(
        story[1..],
        [
            EventBody::TagsChanged {
                added: vec![regular, table],
                removed: vec![]
            },
            EventBody::TagsChanged {
                added: vec![],
                removed: vec![table]
            },
        ]
    );
}

/// UC-14, CP-13
#[test]
fn a_price_is_the_deals_amount_and_the_same_again_is_no_change() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    let price = || {
        Some(Money {
            amount_minor: 248_000,
            currency: "BRL".into(),
        })
    };
    let refused = shop.write(Cause::member(ANNA), move |tx| {
        shop::set_conversation_amount(tx, ana, price())
    });
    assert!(matches!(
        refused,
        Err(StoreError::Invalid {
            code: "conversation_without_deal",
            ..
        })
    ));
    shop.anna(move |tx| {
        shop::accept(tx, ana, None, None)?;
        shop::set_conversation_amount(tx, ana, price())?;
        shop::set_conversation_amount(tx, ana, price())
    });
    assert_eq!(shop.conversation(ana).amount, price());
    let changes = shop
        .story(ana)
        .into_iter()
        .filter(|body| matches!(body, EventBody::DealValueChanged { .. }))
        .count();
    assert_eq!(changes, 1);
}

/// UP-12
#[test]
fn cards_go_where_they_are_dropped_and_a_stale_hand_is_refused() {
    let shop = Shop::open();
    let deals: Vec<_> = ["a", "b", "c"]
        .map(|address| {
            let thread = shop.thread(address);
            shop.anna(move |tx| shop::accept(tx, thread, Some(OFFER), None))
        })
        .into();
    let column = || -> Vec<i64> {
        let sqlite = shop.workspace.sqlite();
        let mut rows = sqlite
            .prepare("SELECT id FROM deal WHERE stage_id = 2 ORDER BY rank")
            .unwrap();
        rows.query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    let [a, b, c] = [deals[0], deals[1], deals[2]];
    assert_eq!(column(), [c.0, b.0, a.0], "the newest card is on top");
    shop.anna(move |tx| shop::move_deal(tx, a, OFFER, Some(b), None));
    assert_eq!(column(), [c.0, a.0, b.0]);
    shop.anna(move |tx| shop::move_deal(tx, c, OFFER, None, None));
    assert_eq!(column(), [a.0, b.0, c.0]);
    shop.anna(move |tx| shop::move_deal_to(tx, b, OFFER, Place::Top, None));
    assert_eq!(column(), [b.0, a.0, c.0]);
    assert_eq!(
        shop.stays(b).len(),
        1,
        "sorting a column is no stay in another stage"
    );

    let stale = shop.write(Cause::member(LEV), move |tx| {
        shop::move_deal(tx, b, SUCCESSFUL, None, Some(1))
    });
    assert!(matches!(
        stale,
        Err(StoreError::Conflict {
            entity: Entity::Deal,
            ..
        })
    ));
    let gone = shop.write(Cause::member(LEV), move |tx| {
        shop::move_deal(tx, b, SUCCESSFUL, Some(a), None)
    });
    assert!(
        matches!(gone, Err(StoreError::Conflict { .. })),
        "the neighbour is not in that column"
    );
}

/// CP-6
#[test]
fn a_card_can_be_made_by_hand() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    let contact = shop.conversation(ana).contact;
    let deal = shop.anna(move |tx| {
        shop::create_deal(
            tx,
            &NewDeal {
                contact,
                stage: OFFER,
                title: "Cozinha",
                description: "",
                priority: Priority::Normal,
                due_at: None,
                amount: None,
                owner: Some(LEV),
                is_sample: false,
            },
        )
    });
    shop.anna(move |tx| shop::move_deal(tx, deal, SUCCESSFUL, None, None));
    assert_eq!(
        shop.conversation(ana).folder,
        Folder::New,
        "it belongs to no conversation"
    );
    assert_eq!(shop.stays(deal).len(), 2);
}

#[test]
fn a_message_finds_its_way_into_search_and_a_file_into_the_message() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "mesa de jacarandá");
    let found = shop
        .store
        .read_blocking(|read| crate::searching::ask(read, "jacaranda"))
        .unwrap();
    assert_eq!(
        found
            .hits
            .iter()
            .map(|hit| hit.conversation)
            .collect::<Vec<_>>(),
        [ana]
    );
    let lost = shop.write(Cause::member(ANNA), move |tx| {
        let files = [runnel_domain::ids::AttachmentId(77)];
        shop::message_out(
            tx,
            &shop::NewOutbound {
                files: &files,
                ..outbound(ana, "", Some(ANNA))
            },
        )
    });
    assert!(
        matches!(lost, Err(StoreError::NotFound { .. })),
        "never sent without its file"
    );
}
