//! What a batch sets off, in the same transaction: triggers for live messages of people, nothing else.

use runnel_domain::{
    Actor,
    event::Cause,
    ids::TagId,
    rule::{Action, ActionKind, Delay, Rule, RuleEvent, VERSION},
};
use runnel_store::{
    Intent, Lane, StoreError,
    table::{tag, trigger_rule},
};

use crate::network::{NOW, Shop, batch, mail};

/// Anna's trigger: whatever `event`, the conversation gets the tag "asked".
fn tags_on(shop: &Shop, event: RuleEvent) -> TagId {
    shop.store
        .write_blocking(
            Lane::Person,
            Intent::plain(NOW, Cause::plain(Actor::System)),
            |tx| {
                let tag = tag::create(tx, "asked", "")?;
                let rule = Rule {
                    v: VERSION,
                    event,
                    condition: Default::default(),
                    actions: vec![Action {
                        delay: Delay::AtOnce,
                        what: ActionKind::EditTags {
                            add: vec![tag],
                            remove: Vec::new(),
                        },
                    }],
                    stop_here: false,
                };
                trigger_rule::create(tx, "", &rule, true)?;
                Ok::<_, StoreError>(tag)
            },
        )
        .unwrap()
        .value
}

fn tagged(shop: &Shop) -> String {
    shop.text(
        "SELECT coalesce(group_concat(conversation_id, ' ' ORDER BY conversation_id), '')
         FROM conversation_tag",
    )
}

/// UT-13
#[test]
fn a_trigger_answers_people_not_machines_and_not_history() {
    let shop = Shop::open();
    tags_on(&shop, RuleEvent::ConversationNew);
    shop.takes_in(&batch([
        mail("ana@souza.example", "a1", "Oi"),
        mail("news@shop.example", "n1", "20 % off").automatic(),
        mail("klaus@wolkenstein.example", "k1", "2024").history(),
        mail("eva@x.example", "e1", "Hallo"),
    ]));
    assert_eq!(tagged(&shop), "1 4");
}

#[test]
fn a_second_delivery_sets_nothing_off() {
    let shop = Shop::open();
    tags_on(&shop, RuleEvent::MessageReceived);
    let mails = || batch([mail("ana@souza.example", "a1", "Oi")]);
    shop.takes_in(&mails());
    shop.sqlite()
        .execute_batch("DELETE FROM conversation_tag")
        .unwrap();
    shop.takes_in(&mails());
    assert_eq!(tagged(&shop), "");
}

#[test]
fn what_a_trigger_did_is_gone_with_the_batch_that_was_not_taken_in() {
    let shop = Shop::open();
    tags_on(&shop, RuleEvent::MessageReceived);
    shop.sqlite()
        .execute_batch(
            "CREATE TRIGGER full BEFORE INSERT ON cursor BEGIN SELECT raise(ABORT, 'disk full'); END;",
        )
        .unwrap();
    assert!(
        shop.try_take_in(&batch([mail("ana@souza.example", "a1", "Oi")]))
            .is_err()
    );
    assert_eq!(tagged(&shop), "");
    assert_eq!(shop.count("SELECT count(*) FROM message"), 0);
}
