//! What a person did is taken back exactly, or not at all.

use proptest::prelude::*;
use runnel_domain::{
    Folder, MessageState, Money,
    event::Cause,
    ids::{ConversationId, DealId, OperationId, SourceId, StageId},
};
use runnel_store::{
    Entity, Intent, StoreError, Undone, shop,
    table::{conversation, operation, outbox},
};
use rusqlite::Connection;

use crate::deeds::{Deed, EVA, Shop, deed, reply};

/// Every row of every table but the log of what happened and the words that were ever written, as text.
pub fn picture(shop: &Shop) -> Vec<String> {
    let sqlite = Connection::open(shop.store.path()).unwrap();
    let mut lines = Vec::new();
    let tables: Vec<String> = sqlite
        .prepare(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
                AND name NOT LIKE 'sqlite_%'
                AND name NOT IN ('operation', 'operation_image', 'event', 'search_word') ORDER BY name",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for table in tables {
        // A counter at nought and a counter that is not there say the same.
        let nought = match table.as_str() {
            "place_count" | "unread_count" | "tag_count" => "WHERE total <> 0",
            "stage_count" => "WHERE deals <> 0",
            _ => "",
        };
        let mut statement = sqlite
            .prepare(&format!("SELECT * FROM {table} {nought} ORDER BY 1, 2"))
            .unwrap();
        let width = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<String> = (0..width)
                .map(|place| format!("{:?}", row.get_ref(place).unwrap()))
                .collect();
            lines.push(format!("{table}: {}", values.join(" ")));
        }
    }
    let mut indexed = sqlite
        .prepare("SELECT rowid FROM message_fts WHERE message_fts MATCH 'a* OR t* OR q*'")
        .unwrap();
    let found = indexed.query_map([], |row| row.get::<_, i64>(0)).unwrap();
    lines.push(format!(
        "indexed: {:?}",
        found.map(Result::unwrap).collect::<Vec<_>>()
    ));
    lines
}

pub fn intent(shop: &Shop) -> Intent {
    Intent::plain(shop.now(), Cause::member(EVA))
}

fn undo(shop: &Shop, operation: OperationId) -> Result<(Undone, Option<OperationId>), StoreError> {
    let committed = shop.store.undo_blocking(operation, intent(shop))?;
    Ok((committed.value, committed.operation))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn taking_back_restores_everything_and_doing_again_too(
        before in prop::collection::vec(deed(), 0..25),
        action in prop::collection::vec(deed(), 1..12),
    ) {
        let shop = Shop::open();
        shop.write(move |tx| before.iter().try_for_each(|deed: &Deed| deed.happen(tx)));
        let was = picture(&shop);
        let committed = shop.act(move |tx| action.iter().try_for_each(|deed: &Deed| deed.happen(tx)));
        let became = picture(&shop);
        let Some(operation) = committed.operation else {
            prop_assert_eq!(was, became, "an action without rows to take back changed nothing");
            return Ok(());
        };
        let (undone, redo) = undo(&shop, operation).unwrap();
        prop_assert_eq!(undone.skipped, Vec::new());
        prop_assert_eq!(&picture(&shop), &was, "taken back");
        let (_, again) = undo(&shop, redo.unwrap()).unwrap();
        prop_assert_eq!(&picture(&shop), &became, "done again");
        undo(&shop, again.unwrap()).unwrap();
        prop_assert_eq!(&picture(&shop), &was, "and taken back once more");
    }
}

/// UP-12: the undo toast after a card was moved.
#[test]
fn a_moved_card_goes_back_and_the_feed_says_so() {
    let shop = Shop::open();
    let ana = shop.hears(1, "Quanto custa?");
    shop.write(move |tx| shop::accept(tx, ana, None, Some(EVA)).map(drop));
    let moved = shop.act(|tx| shop::move_deal(tx, DealId(1), StageId(3), None, None));
    let operation = moved.operation.expect("a move can be taken back");
    assert_eq!(
        moved.changes.operation,
        Some(operation),
        "the toast knows what to take back"
    );

    let committed = shop.store.undo_blocking(operation, intent(&shop)).unwrap();
    assert!(
        committed.changes.ids(Entity::Deal).any(|id| id == 1),
        "the board hears of it"
    );
    assert!(
        committed
            .changes
            .ids(Entity::Conversation)
            .any(|id| id == ana.0),
        "and so does the table"
    );
    assert!(
        committed.changes.touches(Entity::Counts),
        "and the column heads"
    );
    let now = shop
        .store
        .read_blocking(move |read| conversation::get(read, ana))
        .unwrap();
    assert_eq!(now.stage, Some(StageId(1)));

    let again = shop.store.undo_blocking(operation, intent(&shop));
    assert!(matches!(
        again,
        Err(StoreError::Invalid {
            code: "already_undone",
            ..
        })
    ));
}

#[test]
fn what_somebody_changed_since_is_not_overwritten() {
    let shop = Shop::open();
    let ana = shop.hears(1, "Quanto custa?");
    shop.write(move |tx| shop::accept(tx, ana, None, Some(EVA)).map(drop));
    let euros = |amount_minor| {
        Some(Money {
            amount_minor,
            currency: "EUR".to_owned(),
        })
    };
    let priced = shop.act(move |tx| shop::set_conversation_amount(tx, ana, euros(30_00)));
    shop.act(move |tx| shop::set_conversation_amount(tx, ana, euros(45_00)));
    let before = picture(&shop);
    match undo(&shop, priced.operation.unwrap()) {
        Err(StoreError::Conflict {
            entity: Entity::Deal | Entity::Conversation,
            ..
        }) => {}
        other => panic!("expected a conflict, got {other:?}"),
    }
    assert_eq!(picture(&shop), before, "nothing was touched");
}

#[test]
fn what_came_in_since_does_not_stand_in_the_way() {
    let shop = Shop::open();
    let ana = shop.hears(1, "Quanto custa?");
    let accepted = shop.act(move |tx| shop::accept(tx, ana, None, Some(EVA)).map(drop));
    shop.write(move |tx| Deed::Write(ana.0).happen(tx));
    undo(&shop, accepted.operation.unwrap()).expect("another message changes other columns");
    let now = shop
        .store
        .read_blocking(move |read| conversation::get(read, ana))
        .unwrap();
    assert_eq!(
        (now.folder, now.message_count),
        (Folder::New, 2),
        "the new message stays"
    );
}

#[test]
fn a_message_is_taken_back_as_long_as_it_waits() {
    let shop = Shop::open();
    let ana = shop.hears(1, "Quanto custa?");
    let before = picture(&shop);
    let sent = shop.act(move |tx| reply(tx, ana, "Thirty euros."));
    undo(&shop, sent.operation.unwrap()).unwrap();
    assert_eq!(
        picture(&shop),
        before,
        "message, outbox row and acceptance are gone"
    );
}

#[test]
fn a_message_that_left_stays_and_the_rest_is_taken_back() {
    let shop = Shop::open();
    let ana = shop.hears(1, "Quanto custa?");
    let sent = shop.act(move |tx| reply(tx, ana, "Thirty euros."));
    let source: SourceId = shop
        .store
        .read_blocking(move |read| conversation::get(read, ana))
        .unwrap()
        .source;
    shop.write(move |tx| {
        let now = tx.now();
        outbox::claim_next(tx, source, now)
            .map(|claimed| assert!(claimed.is_some(), "it is being sent"))
    });
    let (undone, _) = undo(&shop, sent.operation.unwrap()).unwrap();
    assert_eq!(
        undone
            .skipped
            .iter()
            .map(|skipped| skipped.code)
            .collect::<Vec<_>>(),
        ["message_left"]
    );
    let now = shop
        .store
        .read_blocking(move |read| conversation::get(read, ana))
        .unwrap();
    assert_eq!(now.folder, Folder::New, "the acceptance is taken back");
    assert_eq!(now.message_count, 2, "the message is still counted");
    assert_eq!(
        now.snippet, "Thirty euros.",
        "and still shown as the last one"
    );
    let sqlite = Connection::open(shop.store.path()).unwrap();
    let state: String = sqlite
        .query_row(
            "SELECT state FROM message WHERE direction = 'out'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(state, MessageState::Sending.as_str());
}

#[test]
fn only_a_message_that_left_cannot_be_taken_back_at_all() {
    let shop = Shop::open();
    let ana = shop.hears(1, "Quanto custa?");
    shop.write(move |tx| shop::accept(tx, ana, None, Some(EVA)).map(drop));
    let sent = shop.act(move |tx| reply(tx, ana, "Thirty euros."));
    let source: SourceId = shop
        .store
        .read_blocking(move |read| conversation::get(read, ana))
        .unwrap()
        .source;
    shop.write(move |tx| {
        let now = tx.now();
        outbox::claim_next(tx, source, now).map(drop)
    });
    let refused = undo(&shop, sent.operation.unwrap());
    assert!(
        matches!(
            refused,
            Err(StoreError::Invalid {
                code: "message_left",
                ..
            })
        ),
        "{refused:?}"
    );
}

#[test]
fn an_action_that_fails_leaves_nothing_to_take_back() {
    let shop = Shop::open();
    let ana = shop.hears(1, "Quanto custa?");
    let intent = Intent::undoable(
        shop.now(),
        Cause::member(EVA),
        "test",
        serde_json::json!({}),
    );
    let failed = shop
        .store
        .write_blocking(runnel_store::Lane::Person, intent, move |tx| {
            shop::accept(tx, ana, None, Some(EVA))?;
            Err::<(), _>(StoreError::invalid("changed_my_mind"))
        });
    assert!(failed.is_err());
    let later = shop.act(|_| Ok(()));
    assert_eq!(
        later.operation, None,
        "images of the failed action are gone with it"
    );
    let known = shop
        .store
        .read_blocking(|read| operation::latest(read, 5))
        .unwrap();
    assert!(known.is_empty());
}

#[test]
fn what_happens_by_itself_is_not_captured() {
    let shop = Shop::open();
    let ana = shop.hears(1, "Quanto custa?");
    // Installs the capture.
    shop.act(move |tx| shop::accept(tx, ana, None, Some(EVA)).map(drop));
    shop.write(move |tx| Deed::Write(ana.0).happen(tx));
    let next = shop.act(move |tx| shop::set_responsible(tx, ConversationId(ana.0), None));
    let (undone, _) = undo(&shop, next.operation.unwrap()).unwrap();
    let now = shop
        .store
        .read_blocking(move |read| conversation::get(read, ana))
        .unwrap();
    assert_eq!(
        (now.responsible, now.message_count),
        (Some(EVA), 2),
        "{undone:?}"
    );
}

#[test]
fn a_message_that_came_back_had_left() {
    let shop = Shop::open();
    let ana = shop.hears(1, "Quanto custa?");
    shop.write(move |tx| shop::accept(tx, ana, None, Some(EVA)).map(drop));
    let sent = shop.act(move |tx| reply(tx, ana, "Thirty euros."));
    let sqlite = Connection::open(shop.store.path()).unwrap();
    sqlite
        .execute(
            "UPDATE outbox SET state = 'failed', remote_id = 'a1@shop.example'",
            [],
        )
        .unwrap();
    let refused = undo(&shop, sent.operation.unwrap());
    assert!(
        matches!(
            refused,
            Err(StoreError::Invalid {
                code: "message_left",
                ..
            })
        ),
        "{refused:?}"
    );
}
