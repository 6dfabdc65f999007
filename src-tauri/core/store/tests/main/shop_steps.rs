//! A conversation's way through the shop: folders, stages, clocks, read state, tags (PRODUCT.md §2).

use runnel_domain::{
    Direction, Folder, MessageState, Money, Priority, WorkStatus,
    event::{Cause, EventBody},
    ids::TagId,
};
use runnel_store::{
    Entity, StoreError,
    shop::{self, NewDeal, Place},
    table::message,
};

use crate::shop::{
    ANNA, LEV, NEW_REQUEST, NOT_A_LEAD, OFFER, SUCCESSFUL, Shop, UNSUCCESSFUL, outbound,
};

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

/// UC-13
#[test]
fn both_clocks_run_until_a_person_answers() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    let first = shop.now();
    shop.says(ana, "Oi");
    shop.minutes_pass(10);
    let last = shop.now();
    shop.says(ana, "Alguém?");
    shop.minutes_pass(5);
    shop.trigger_answers(ana);
    shop.anna(move |tx| shop::note_add(tx, ana, Some(ANNA), "Preço?", &[]));
    shop.comes_in(ana, "Out of office", shop.now(), true, false);
    let clocks = shop.conversation(ana).clocks;
    assert_eq!(
        (clocks.waiting_since, clocks.waiting_last),
        (Some(first), Some(last))
    );
    assert_eq!(
        clocks.response_ms, None,
        "notes, triggers and machines stop no clock"
    );

    shop.answers(ana, "Bom dia!");
    let clocks = shop.conversation(ana).clocks;
    assert_eq!((clocks.waiting_since, clocks.waiting_last), (None, None));
    assert_eq!(clocks.response_ms, Some(5 * 60_000));
    assert_eq!(clocks.first_response_ms, Some(15 * 60_000));
}

/// UC-13
#[test]
fn a_late_arrival_is_put_where_it_belongs() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    let asked = shop.now();
    shop.says(ana, "Preço?");
    let newest = shop.conversation(ana).last_message;
    shop.minutes_pass(30);
    // The Sent folder was looked at only now.
    shop.answered_elsewhere(ana, asked.plus_minutes(4));
    let conversation = shop.conversation(ana);
    assert_eq!(conversation.clocks.response_ms, Some(4 * 60_000));
    assert_ne!(conversation.last_message, newest);

    shop.comes_in(
        ana,
        "from last week",
        asked.plus_minutes(-10_000),
        false,
        true,
    );
    let conversation = shop.conversation(ana);
    assert_eq!(
        conversation.snippet, "vom Telefon",
        "an older message is not the last one"
    );
    assert_eq!(conversation.last_inbound_at, Some(asked));
    assert_eq!(conversation.message_count, 3);
}

/// UC-13: what came back answered nothing
#[test]
fn a_bounced_answer_lets_the_customer_wait_again() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    let asked = shop.now();
    shop.says(ana, "Oi");
    let answer = shop.answers(ana, "Olá");
    shop.write(Cause::plain(runnel_domain::Actor::System), move |tx| {
        shop::delivery_confirmed(tx, answer, crate::shop::MAILBOX, "key@moebel.example")?;
        assert!(shop::delivery_reported(
            tx,
            answer,
            MessageState::Failed,
            "no_such_mailbox",
            "550 5.1.1"
        )?);
        assert!(!shop::delivery_reported(
            tx,
            answer,
            MessageState::Failed,
            "no_such_mailbox",
            "550 5.1.1"
        )?);
        Ok(())
    })
    .unwrap();
    let shown = shop
        .store
        .read_blocking(move |read| message::get(read, answer))
        .unwrap();
    assert_eq!(
        (shown.state, shown.fail_code.as_str()),
        (MessageState::Failed, "no_such_mailbox")
    );
    assert_eq!(
        shown.fail_detail, "550 5.1.1",
        "the server's own words stay"
    );
    assert_eq!(shop.conversation(ana).clocks.waiting_since, Some(asked));
    assert!(matches!(
        shop.story(ana).last(),
        Some(EventBody::MessageFailed { .. })
    ));
}

/// UC-24, UC-34
#[test]
fn unread_is_each_members_own_and_a_mark_survives_opening() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "Oi");
    shop.says(ana, "Tem alguém?");
    shop.anna(move |tx| shop::mark_seen(tx, ana, ANNA));
    assert_eq!(
        (shop.unread(ana, ANNA), shop.unread(ana, LEV)),
        ((0, false), (2, false))
    );
    shop.anna(move |tx| shop::mark_unread(tx, ana, ANNA));
    shop.anna(move |tx| shop::mark_seen(tx, ana, ANNA));
    assert_eq!(
        shop.unread(ana, ANNA),
        (0, true),
        "opening does not take a mark away"
    );
    shop.anna(move |tx| shop::mark_read(tx, ana, ANNA));
    assert_eq!(shop.unread(ana, ANNA), (0, false));
}

/// UC-33
#[test]
fn a_note_changes_neither_order_nor_read_state() {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    shop.says(ana, "Oi");
    let before = shop.conversation(ana);
    shop.minutes_pass(5);
    shop.anna(move |tx| shop::note_add(tx, ana, Some(LEV), "Stammkunde", &[]));
    assert_eq!(shop.conversation(ana), before);
    assert_eq!(shop.unread(ana, ANNA).0, 1);
}

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
