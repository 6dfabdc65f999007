//! A bulk deed, done in as many pieces as one likes, is one operation (UP-14).

use proptest::prelude::*;
use runnel_domain::{
    TaskKind,
    event::Cause,
    ids::{ConversationId, MemberId, OperationId, StageId, TagId},
};
use runnel_store::{
    Intent, Lane,
    shop::{self, BulkDeed, Verdict},
};

use crate::{
    deeds::{Deed, EVA, Shop, deed},
    undo::{intent, picture},
};

fn bulk_deed() -> impl Strategy<Value = BulkDeed> {
    let tags = || prop::collection::vec((1..4_i64).prop_map(TagId), 0..3);
    prop_oneof![
        Just(BulkDeed::Read),
        Just(BulkDeed::Unread),
        Just(BulkDeed::Accept),
        Just(BulkDeed::Snooze(None)),
        (1..8_i64).prop_map(|stage| BulkDeed::Stage(StageId(stage))),
        (tags(), tags()).prop_map(|(add, mut remove)| {
            remove.retain(|tag| !add.contains(tag));
            BulkDeed::Tags { add, remove }
        }),
        prop::option::of(1..3_i64).prop_map(|member| BulkDeed::Responsible(member.map(MemberId))),
        prop::option::of(5..8_i64).prop_map(|stage| BulkDeed::Archive(stage.map(StageId))),
        prop::option::of(1..3_i64).prop_map(|days| BulkDeed::Task {
            kind: TaskKind::Call,
            text: String::new(),
            assignee: None,
            due_at: days.map(|days| crate::deeds::NOW.plus_minutes(days * 24 * 60)),
        }),
    ]
}

/// Does a deed to some conversations in one transaction; answers the operation and how many were changed.
fn piece(
    shop: &Shop,
    deed: &BulkDeed,
    ids: &[i64],
    operation: Option<OperationId>,
) -> (Option<OperationId>, usize) {
    let (deed, ids) = (
        deed.clone(),
        ids.iter().copied().map(ConversationId).collect::<Vec<_>>(),
    );
    let intent = Intent::undoable(
        shop.now(),
        Cause::member(EVA),
        "bulk",
        serde_json::json!({}),
    );
    let committed = shop
        .store
        .write_blocking(Lane::Person, intent, move |tx| {
            if let Some(operation) = operation {
                tx.continue_operation(operation);
            }
            let mut changed = 0;
            for standing in shop::standings(tx, EVA, &ids)? {
                if shop::judge(&standing, &deed) == Verdict::Same {
                    continue;
                }
                // What a step refuses is left as it was; the others are done.
                if tx
                    .attempt(|tx| shop::bulk_step(tx, &standing, &deed, EVA))
                    .is_ok()
                {
                    changed += 1;
                }
            }
            Ok::<_, runnel_store::StoreError>(changed)
        })
        .unwrap();
    (committed.operation, committed.value)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_bulk_deed_is_taken_back_as_one(
        mut before in prop::collection::vec(deed(), 5..30),
        deed in bulk_deed(),
        ids in prop::sample::subsequence((1..12_i64).collect::<Vec<_>>(), 1..10),
        size in 1..5_usize,
    ) {
        let shop = Shop::open();
        // A tag that is gone is refused before anything is begun.
        before.retain(|deed| !matches!(deed, Deed::DeleteTag(_)));
        shop.write(move |tx| before.iter().try_for_each(|deed: &Deed| deed.happen(tx)));
        let was = picture(&shop);
        let (mut operation, mut changed) = (None, 0);
        for ids in ids.chunks(size) {
            let (continued, more) = piece(&shop, &deed, ids, operation);
            operation = continued;
            changed += more;
        }
        prop_assert_eq!(operation.is_some(), changed > 0, "what was judged to change, changed");
        let Some(operation) = operation else {
            prop_assert_eq!(picture(&shop), was);
            return Ok(());
        };
        let became = picture(&shop);
        if !matches!(deed, BulkDeed::Task { .. }) {
            let (_, again) = piece(&shop, &deed, &ids, None);
            prop_assert_eq!(again, 0, "done once, it is so already");
        }
        let undone = shop.store.undo_blocking(operation, intent(&shop)).unwrap();
        prop_assert_eq!(&picture(&shop), &was, "taken back");
        shop.store.undo_blocking(undone.operation.unwrap(), intent(&shop)).unwrap();
        prop_assert_eq!(&picture(&shop), &became, "done again");
    }
}

/// Images of very many rows are kept in chapters and compressed.
#[test]
fn a_large_operation_is_kept_small() {
    let shop = Shop::open();
    let mut ids = Vec::new();
    for _ in 0..300 {
        ids.push(shop.hears(1, "Quanto custa?").0);
    }
    let was = picture(&shop);
    let deed = BulkDeed::Accept;
    let (operation, changed) = piece(&shop, &deed, &ids, None);
    assert_eq!(changed, 300);
    let sqlite = rusqlite::Connection::open(shop.store.path()).unwrap();
    let (chapters, bytes): (i64, i64) = sqlite
        .query_row(
            "SELECT count(*), sum(length(images)) FROM operation_image",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert!(chapters >= 1);
    assert!(
        bytes < 300 * 250,
        "a conversation that was accepted costs less than a short message: {bytes}"
    );
    shop.store
        .undo_blocking(operation.unwrap(), intent(&shop))
        .unwrap();
    assert_eq!(picture(&shop), was);
}
