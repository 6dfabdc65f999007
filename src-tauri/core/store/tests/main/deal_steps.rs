//! What is done to a card besides moving it: changed, commented, given files, thrown away (CP-8).

use runnel_domain::{
    Folder, Money, Priority, Timestamp,
    event::{Cause, EventBody},
    ids::{DealId, EventId, TriggerId},
};
use runnel_store::{
    Intent, Lane, StoreError, UndoLabel,
    shop::{self, DealChange},
    table::{
        attachment::{self, NewFile},
        deal_card, deal_comment, deal_file, deal_stay,
    },
};

use crate::shop::{ANNA, LEV, NEW_REQUEST, OFFER, SUCCESSFUL, Shop, UNSUCCESSFUL};

fn change(shop: &Shop, deal: DealId, change: DealChange) {
    shop.anna(move |tx| shop::change_deal(tx, deal, change, None));
}

fn card(shop: &Shop, deal: DealId) -> deal_card::DealCard {
    shop.anna(move |tx| deal_card::get(tx, deal))
}

/// CP-8, CP-13
#[test]
fn each_thing_on_a_card_changes_alone_and_the_same_again_is_no_change() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "Tem a mesa?");
    let deal = shop.anna(move |tx| shop::accept(tx, ana, None, None));
    let before = shop.story(ana).len();
    let tomorrow = Timestamp(shop.now().0 + 86_400_000);
    let price = Some(Money {
        amount_minor: 95_000,
        currency: "EUR".to_owned(),
    });
    for (wish, told) in [
        (DealChange::Title("Oak table".into()), 0),
        (DealChange::Description("Delivery included".into()), 0),
        (DealChange::Priority(Priority::High), 0),
        (DealChange::Amount(price.clone()), 1),
        (DealChange::DueAt(Some(tomorrow)), 1),
        (DealChange::Owner(Some(LEV)), 1),
        (DealChange::CloseReason("Too dear".into()), 1),
    ] {
        let (at, events) = (card(&shop, deal).revision, shop.story(ana).len());
        change(&shop, deal, wish.clone());
        assert_eq!(
            card(&shop, deal).revision,
            at + 1,
            "{wish:?} counts as one change"
        );
        assert_eq!(shop.story(ana).len(), events + told, "{wish:?} is told");
        change(&shop, deal, wish.clone());
        assert_eq!(card(&shop, deal).revision, at + 1, "{wish:?} again is none");
        assert_eq!(
            shop.story(ana).len(),
            events + told,
            "nobody hears of {wish:?} twice"
        );
    }
    let now = card(&shop, deal);
    assert_eq!(
        (now.title.as_str(), now.description.as_str(), now.priority),
        ("Oak table", "Delivery included", Priority::High)
    );
    assert_eq!(
        (now.amount, now.due_at, now.owner),
        (price, Some(tomorrow), Some(LEV))
    );
    assert_eq!(now.close_reason, "Too dear");
    assert_eq!(
        shop.conversation(ana).responsible,
        Some(LEV),
        "whoever gets the card gets its conversation"
    );
    assert_eq!(shop.story(ana).len(), before + 4);
}

#[test]
fn a_change_of_what_somebody_saw_earlier_is_refused() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    let deal = shop.anna(move |tx| shop::accept(tx, ana, None, None));
    let seen = card(&shop, deal).revision;
    change(&shop, deal, DealChange::Title("Oak table".into()));
    let refused = shop.write(Cause::member(LEV), move |tx| {
        shop::change_deal(tx, deal, DealChange::Title("Chairs".into()), Some(seen))
    });
    assert!(matches!(refused, Err(StoreError::Conflict { .. })));
    assert_eq!(card(&shop, deal).title, "Oak table");
}

/// UP-15
#[test]
fn the_stays_of_a_card_tell_where_it_was_how_long_and_who_put_it_there() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    let deal = shop.anna(move |tx| shop::accept(tx, ana, None, None));
    shop.minutes_pass(90);
    let trigger = Cause::trigger(TriggerId(7), EventId(1), 0);
    shop.write(trigger, move |tx| {
        shop::move_deal(tx, deal, OFFER, None, None)
    })
    .unwrap();
    shop.minutes_pass(30);
    shop.anna(move |tx| shop::move_deal(tx, deal, SUCCESSFUL, None, None));
    let stays = shop.anna(move |tx| deal_stay::of_deal(tx, deal));
    let told: Vec<_> = stays
        .iter()
        .map(|stay| {
            let minutes = stay
                .left_at
                .map(|left| (left.0 - stay.entered_at.0) / 60_000);
            (
                stay.stage,
                stay.stage_name.as_str(),
                minutes,
                stay.member,
                stay.trigger,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (NEW_REQUEST, "New request", Some(90), Some(ANNA), None),
            (OFFER, "Offer", Some(30), None, Some(TriggerId(7))),
            (SUCCESSFUL, "Successful", None, Some(ANNA), None),
        ]
    );
}

/// CP-8
#[test]
fn a_card_that_is_thrown_away_comes_back_with_everything_on_it() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "Tem a mesa?");
    let deal = shop.anna(move |tx| shop::accept(tx, ana, None, None));
    let file = shop.anna(move |tx| {
        deal_comment::add(tx, deal, "She asked twice")?;
        let file = NewFile {
            name: "offer.pdf",
            mime: "application/pdf",
            size: 5,
            sha: "00",
            content_id: "",
        };
        let file = attachment::insert(tx, None, &file)?;
        deal_file::add(tx, deal, file)?;
        Ok(file)
    });
    let intent = Intent {
        now: shop.now(),
        cause: Cause::member(ANNA),
        undo: Some(UndoLabel {
            code: "deal_delete",
            params: serde_json::json!({}),
        }),
    };
    let gone = shop
        .store
        .write_blocking(Lane::Person, intent, move |tx| shop::delete_deal(tx, deal))
        .unwrap();
    let conversation = shop.conversation(ana);
    assert_eq!(
        (conversation.folder, conversation.deal, conversation.stage),
        (Folder::New, None, None),
        "its conversation waits to be taken up again"
    );
    assert!(matches!(
        shop.story(ana).last(),
        Some(EventBody::DealDeleted { .. })
    ));
    shop.store
        .undo_blocking(
            gone.operation.unwrap(),
            Intent::plain(shop.now(), Cause::member(ANNA)),
        )
        .unwrap();
    let conversation = shop.conversation(ana);
    assert_eq!(
        (conversation.folder, conversation.deal),
        (Folder::Accepted, Some(deal))
    );
    let (comments, files, stays) = shop.anna(move |tx| {
        Ok((
            deal_comment::of_deal(tx, deal)?,
            deal_file::of_deal(tx, deal)?,
            deal_stay::of_deal(tx, deal)?,
        ))
    });
    assert_eq!(comments[0].text, "She asked twice");
    assert_eq!((files[0].id, stays.len()), (file, 1));
}

/// PRODUCT.md, collision 3
#[test]
fn a_conversation_has_at_most_one_open_deal() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "Tem a mesa?");
    let old = shop.anna(move |tx| shop::archive(tx, ana, Some(UNSUCCESSFUL)));
    shop.says(ana, "And the chairs?");
    assert_eq!(
        shop.conversation(ana).deal,
        None,
        "a new cycle begins in New"
    );

    shop.anna(move |tx| shop::move_deal(tx, old, OFFER, None, None));
    let conversation = shop.conversation(ana);
    assert_eq!(
        (conversation.folder, conversation.deal),
        (Folder::Accepted, Some(old)),
        "the old card that is open again is the card of this cycle"
    );

    shop.anna(move |tx| shop::archive(tx, ana, Some(UNSUCCESSFUL)));
    shop.says(ana, "Hello?");
    let new = shop.anna(move |tx| shop::accept(tx, ana, None, None));
    assert_ne!(new, old);
    let refused = shop.write(Cause::member(ANNA), move |tx| {
        shop::move_deal(tx, old, OFFER, None, None)
    });
    assert!(matches!(
        refused,
        Err(StoreError::Invalid {
            code: "conversation_has_deal",
            ..
        })
    ));
}
