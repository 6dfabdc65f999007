//! A conversation's way through the shop: folders and stages (PRODUCT.md §2).

use runnel_domain::{
    Direction, Folder, Money, WorkStatus,
    event::{Cause, EventBody},
};
use runnel_store::{
    StoreError,
    shop::{self},
};

use crate::shop::{ANNA, LEV, NEW_REQUEST, NOT_A_LEAD, OFFER, SUCCESSFUL, Shop, UNSUCCESSFUL};

/// UC-2
#[test]
fn a_first_message_stands_in_new_and_is_unread_for_everybody() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "Bom dia!\n\nAinda tem a mesa   de carvalho?");

    let conversation = shop.conversation(ana);
    assert_eq!(conversation.folder, Folder::New);
    assert_eq!(
        conversation.deal, None,
        "a New conversation has no deal yet"
    );
    assert_eq!(
        conversation.snippet,
        "Bom dia! Ainda tem a mesa de carvalho?"
    );
    assert_eq!(conversation.last_direction, Some(Direction::In));
    assert_eq!(conversation.message_count, 1);
    assert_eq!(
        (shop.unread(ana, ANNA), shop.unread(ana, LEV)),
        ((1, false), (1, false))
    );
    assert!(matches!(
        shop.story(ana).as_slice(),
        [
            EventBody::ConversationStarted { new_contact: true },
            EventBody::MessageReceived {
                automatic: false,
                ..
            }
        ]
    ));

    let again = shop.thread("ana@souza.example");
    assert!(
        matches!(
            shop.story(again).as_slice(),
            [EventBody::ConversationStarted { new_contact: false }]
        ),
        "a second thread of the same person is a new conversation, not a new customer"
    );
}

/// UC-3, UC-20
#[test]
fn accepting_gives_a_stage_a_deal_and_an_owner() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "Oi");
    let deal = shop.anna(move |tx| shop::accept(tx, ana, None, None));

    let conversation = shop.conversation(ana);
    assert_eq!(conversation.folder, Folder::Accepted);
    assert_eq!(
        (conversation.deal, conversation.stage),
        (Some(deal), Some(NEW_REQUEST))
    );
    assert_eq!(
        conversation.responsible,
        Some(ANNA),
        "the acceptor owns what nobody owned"
    );
    assert_eq!(conversation.work_status, WorkStatus::InProgress);
    assert_eq!(conversation.stage_rank, "0a0");
    let events = shop.story(ana).len();
    assert_eq!(shop.anna(move |tx| shop::accept(tx, ana, None, None)), deal);
    assert_eq!(
        shop.story(ana).len(),
        events,
        "accepting twice tells nothing new"
    );
}

#[test]
fn accepting_keeps_the_owner_there_is() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.anna(move |tx| {
        shop::set_responsible(tx, ana, Some(LEV))?;
        shop::accept(tx, ana, Some(OFFER), None)
    });
    let conversation = shop.conversation(ana);
    assert_eq!(conversation.responsible, Some(LEV));
    assert_eq!(
        conversation.stage,
        Some(OFFER),
        "dragging a New card into a stage accepts it there"
    );
}

/// UC-4
#[test]
fn spam_goes_from_new_straight_to_not_a_lead() {
    let shop = Shop::open();
    let spam = shop.thread("win@lottery.example");
    shop.says(spam, "You won");
    let deal = shop.anna(move |tx| shop::archive(tx, spam, None));
    let conversation = shop.conversation(spam);
    assert_eq!(conversation.folder, Folder::Archive);
    assert_eq!(conversation.stage, Some(NOT_A_LEAD));
    assert_eq!(
        conversation.accepted_at, None,
        "putting away is not accepting"
    );
    assert_eq!(
        shop.stays(deal),
        [("Not a lead".to_owned(), None, "member".to_owned())]
    );

    let ana = shop.thread("ana@souza.example");
    let refused = shop.write(Cause::member(ANNA), move |tx| {
        shop::archive(tx, ana, Some(OFFER))
    });
    assert!(matches!(
        refused,
        Err(StoreError::Invalid {
            code: "stage_not_archived",
            ..
        })
    ));
}

/// UC-4, UP-5, UP-12, UP-15
#[test]
fn a_won_card_takes_its_conversation_to_the_archive_and_back() {
    let shop = Shop::open();
    let klaus = shop.thread("klaus@wolkenstein.example");
    let deal = shop.anna(move |tx| shop::accept(tx, klaus, None, None));
    shop.minutes_pass(30);
    shop.anna(move |tx| shop::move_deal(tx, deal, OFFER, None, None));
    shop.minutes_pass(60);
    shop.anna(move |tx| shop::move_deal(tx, deal, SUCCESSFUL, None, None));
    assert_eq!(shop.conversation(klaus).folder, Folder::Archive);
    shop.minutes_pass(5);
    shop.anna(move |tx| shop::move_deal(tx, deal, OFFER, None, None));
    let conversation = shop.conversation(klaus);
    assert_eq!(
        conversation.folder,
        Folder::Accepted,
        "an active stage brings it back"
    );
    assert_eq!(conversation.cycle, 1, "the same cycle goes on");
    let member = || "member".to_owned();
    assert_eq!(
        shop.stays(deal),
        [
            ("New request".to_owned(), Some(30), member()),
            ("Offer".to_owned(), Some(60), member()),
            ("Successful".to_owned(), Some(5), member()),
            ("Offer".to_owned(), None, member()),
        ]
    );
    let archived = EventBody::ConversationArchived { stage: SUCCESSFUL };
    assert_eq!(
        shop.story(klaus)
            .iter()
            .filter(|body| **body == archived)
            .count(),
        1
    );
}

/// UC-2, UC-4
#[test]
fn a_customer_who_writes_into_the_archive_begins_a_new_cycle_and_the_win_stays() {
    let shop = Shop::open();
    let klaus = shop.thread("klaus@wolkenstein.example");
    let won = shop.anna(move |tx| {
        let deal = shop::accept(tx, klaus, None, None)?;
        shop::set_amount(
            tx,
            deal,
            Some(Money {
                amount_minor: 395_000,
                currency: "EUR".into(),
            }),
        )?;
        shop::archive(tx, klaus, Some(SUCCESSFUL))
    });
    let won_at = shop.now();
    shop.minutes_pass(60 * 24 * 30);
    shop.says(klaus, "Wir brauchen noch zwei Stühle");

    let conversation = shop.conversation(klaus);
    assert_eq!(conversation.folder, Folder::New);
    assert_eq!(conversation.cycle, 2);
    assert_eq!((conversation.deal, conversation.amount), (None, None));
    assert_eq!(conversation.archived_from, "Successful");
    assert_eq!(
        conversation.archived_at,
        Some(won_at),
        "for \"was archived as X on date\""
    );
    assert_eq!(shop.unread(klaus, LEV).0, 1);
    let old = shop
        .store
        .read_blocking(move |read| shop::deal(read, won))
        .unwrap();
    assert_eq!(old.stage, SUCCESSFUL, "an earlier win is not undone");

    let next = shop.anna(move |tx| shop::accept(tx, klaus, None, None));
    assert_ne!(next, won);
    shop.anna(move |tx| shop::move_deal(tx, won, UNSUCCESSFUL, None, None));
    assert_eq!(
        shop.conversation(klaus).stage,
        Some(NEW_REQUEST),
        "moving the card of an earlier cycle does not move the conversation"
    );
}

/// UC: history import and auto-replies open no archive
#[test]
fn history_and_machines_do_not_reopen() {
    let shop = Shop::open();
    let klaus = shop.thread("klaus@wolkenstein.example");
    shop.anna(move |tx| shop::archive(tx, klaus, Some(UNSUCCESSFUL)));
    let yesterday = shop.now().plus_minutes(-60 * 24);
    shop.comes_in(klaus, "alt", yesterday, false, true);
    assert_eq!(shop.conversation(klaus).folder, Folder::Archive);
    assert_eq!(
        shop.unread(klaus, ANNA),
        (0, false),
        "history is not unread"
    );
    shop.comes_in(klaus, "I am out of office", shop.now(), true, false);
    assert_eq!(shop.conversation(klaus).folder, Folder::Archive);
    assert_eq!(shop.unread(klaus, ANNA), (1, false));
}

/// UC: "operator replies without accepting" and "operator writes" in the archive
#[test]
fn an_answer_accepts_and_a_triggers_does_not() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "Oi");
    shop.trigger_answers(ana);
    assert_eq!(
        shop.conversation(ana).folder,
        Folder::New,
        "an automatic answer accepts nothing"
    );
    shop.answers(ana, "Olá!");
    let conversation = shop.conversation(ana);
    assert_eq!(conversation.folder, Folder::Accepted);
    assert_eq!(conversation.responsible, Some(ANNA));
    assert_eq!(
        shop.unread(ana, ANNA),
        (0, false),
        "who answered has read it"
    );
    assert_eq!(shop.unread(ana, LEV), (1, false));

    shop.anna(move |tx| shop::archive(tx, ana, Some(UNSUCCESSFUL)));
    shop.answers(ana, "Ainda tem interesse?");
    let conversation = shop.conversation(ana);
    assert_eq!(
        (conversation.folder, conversation.stage),
        (Folder::Accepted, Some(NEW_REQUEST))
    );
    assert_eq!(conversation.cycle, 1);
}
