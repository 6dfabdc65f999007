//! Who waits and what was seen: clocks, read state, notes (PRODUCT.md §2).

use runnel_domain::{
    MessageState,
    event::{Cause, EventBody},
    ids::ConversationId,
};
use runnel_store::{shop, table::message};

use crate::shop::{ANNA, LEV, Shop};

/// A shop with a conversation with Ana, who has not said anything yet.
fn shop_with_ana() -> (Shop, ConversationId) {
    let shop = Shop::open();
    let ana = shop.thread("ana@souza.example");
    (shop, ana)
}

/// UC-13
#[test]
fn both_clocks_run_until_a_person_answers() {
    let (shop, ana) = shop_with_ana();
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
    let (shop, ana) = shop_with_ana();
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
    let (shop, ana) = shop_with_ana();
    let asked = shop.now();
    shop.says(ana, "Oi");
    let answer = shop.answers(ana, "Olá");
    shop.write(Cause::plain(runnel_domain::Actor::System), move |tx| {
        shop::delivery_confirmed(tx, answer, crate::shop::MAILBOX, "key@moebel.example")?;
        for first in [true, false] {
            let (state, code) = (MessageState::Failed, "no_such_mailbox");
            let news = shop::delivery_reported(tx, answer, state, code, "550 5.1.1")?;
            assert_eq!(news, first, "told twice, it is news once");
        }
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
    let (shop, ana) = shop_with_ana();
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
    let (shop, ana) = shop_with_ana();
    shop.says(ana, "Oi");
    let before = shop.conversation(ana);
    shop.minutes_pass(5);
    shop.anna(move |tx| shop::note_add(tx, ana, Some(LEV), "Stammkunde", &[]));
    assert_eq!(shop.conversation(ana), before);
    assert_eq!(shop.unread(ana, ANNA).0, 1);
}
