//! The sample fills in as promised and leaves nothing behind.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use runnel_domain::{
    Channel, Folder, PipelineKind, Role, StageGroup, Uid,
    ids::{ContactId, ConversationId, IdSource},
};
use runnel_store::{
    OpenOptions,
    table::{contact, conversation, event, member, pipeline, setting, source, stage, tag},
};

use super::*;

const NOW: Timestamp = Timestamp(1_795_338_000_000);

struct Counting(AtomicU64);

impl IdSource for Counting {
    fn next_uid(&self) -> Uid {
        let mut bytes = [0; 16];
        bytes[8..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        Uid(bytes)
    }
}

fn shop() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let options = OpenOptions::new(NOW, Arc::new(Counting(AtomicU64::new(1))));
    let store = Store::open(&folder.path().join("shop.runnel"), options).unwrap();
    store
        .write_blocking(Lane::Person, intent(NOW), |tx| {
            member::add(tx, "Anna", "", Role::Owner)?;
            let board = pipeline::create(tx, "Sales", PipelineKind::Sales)?;
            for (name, group, rank) in [
                ("New request", StageGroup::Active, "a"),
                ("In work", StageGroup::Active, "b"),
                ("Offer", StageGroup::Active, "c"),
                ("Successful", StageGroup::Successful, "d"),
                ("Unsuccessful", StageGroup::Unsuccessful, "e"),
                ("Not a lead", StageGroup::NotALead, "f"),
            ] {
                let new = stage::NewStage {
                    pipeline: board,
                    name,
                    group,
                    color: "gray",
                    rank,
                };
                stage::create(tx, &new)?;
            }
            tag::create(tx, "stammkunde", "green")?;
            Ok::<_, StoreError>(())
        })
        .unwrap();
    (folder, store)
}

fn plan(conversations: usize) -> Plan {
    Plan {
        conversations,
        seed: SEED,
        now: NOW,
    }
}

fn all(store: &Store, conversations: usize) -> Vec<(conversation::Conversation, contact::Contact)> {
    store
        .read_blocking(move |read| {
            (1..=conversations)
                .map(|id| {
                    let found =
                        conversation::get(read, ConversationId(i64::try_from(id).unwrap()))?;
                    let contact = contact::get(read, found.contact)?;
                    Ok::<_, StoreError>((found, contact))
                })
                .collect()
        })
        .unwrap()
}

#[test]
fn a_sample_shop_is_busy_in_every_folder_stage_and_language() {
    let (_folder, store) = shop();
    assert_eq!(fill_blocking(&store, plan(OFFERED)).unwrap(), OFFERED);
    let all = all(&store, OFFERED);
    let count = |wanted: &dyn Fn(&conversation::Conversation) -> bool| {
        all.iter().filter(|(found, _)| wanted(found)).count()
    };
    assert!((5..40).contains(&count(&|found| found.folder == Folder::New)));
    assert!(count(&|found| found.folder == Folder::Accepted) > 60);
    assert!(count(&|found| found.folder == Folder::Archive) > 60);
    assert!(
        count(&|found| found.clocks.waiting_since.is_some() && found.folder == Folder::Accepted)
            > 10
    );
    assert!(count(&|found| found.open_tasks > 0) > 5);
    assert!(count(&|found| found.amount.is_some()) > 100);
    assert!(
        count(&|found| found.cycle > 1) > 0,
        "some customers came back"
    );
    assert!(
        all.iter()
            .all(|(found, contact)| found.is_sample && contact.is_sample)
    );
    assert!(
        all.iter().all(|(found, _)| found.last_activity_at <= NOW),
        "nothing is from the future"
    );
    assert!(
        all.iter().all(|(found, _)| !found.snippet.contains('{')),
        "no blank is left open"
    );
    for tongue in ["pt-BR", "es", "ru", "de", "en"] {
        let share = all
            .iter()
            .filter(|(_, contact)| contact.language == tongue)
            .count();
        assert!(
            (25..110).contains(&share),
            "{share} of {OFFERED} in {tongue}"
        );
    }
    let fired = store
        .read_blocking(|read| event::of_conversation(read, ConversationId(1), 100))
        .unwrap()
        .iter()
        .any(|event| event.cause.actor != Actor::Import);
    assert!(!fired, "an import fires nothing");
}

#[test]
fn the_same_seed_makes_the_same_shop() {
    let ((_first, here), (_second, there)) = (shop(), shop());
    for store in [&here, &there] {
        fill_blocking(store, plan(80)).unwrap();
    }
    assert_eq!(all(&here, 80), all(&there, 80));
}

#[test]
fn it_comes_once_stops_when_told_and_leaves_nothing_behind() {
    let (folder, store) = shop();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let done = runtime
        .block_on(fill(&store, plan(200), |done| done < 100))
        .unwrap();
    assert_eq!(done, 100, "what was done before it was called off stays");
    let twice = runtime.block_on(fill(&store, plan(10), |_| true));
    assert!(matches!(
        twice,
        Err(StoreError::Invalid {
            code: "sample_present",
            ..
        })
    ));

    runtime.block_on(remove(&store, NOW)).unwrap();
    let left = store
        .read_blocking(|read| {
            assert!(conversation::find(read, ConversationId(1))?.is_none());
            assert!(contact::get(read, ContactId(1)).is_err());
            assert!(source::by_account(read, Channel::Local, shop::SAMPLE_ACCOUNT)?.is_none());
            assert_eq!(setting::get::<Vec<i64>>(read, "sample_tags")?, None);
            tag::list(read)
        })
        .unwrap();
    let names: Vec<&str> = left.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["stammkunde"], "a label that was there before stays");
    drop(store);
    assert_eq!(rows_left(&folder), Vec::<String>::new());
    let (_folder, store) = shop();
    assert_eq!(fill_blocking(&store, plan(30)).unwrap(), 30);
}

/// Tables that the sample could have left something in.
fn rows_left(folder: &tempfile::TempDir) -> Vec<String> {
    let sqlite = rusqlite::Connection::open(folder.path().join("shop.runnel")).unwrap();
    let mut left = Vec::new();
    for table in [
        "conversation",
        "contact",
        "identity",
        "message",
        "message_html",
        "message_ref",
        "attachment",
        "read_state",
        "deal",
        "deal_stage",
        "conversation_tag",
        "task",
        "event",
        "timer",
        "outbox",
        "draft",
        "source",
        "message_fts",
    ] {
        let rows: i64 = sqlite
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        if rows > 0 {
            left.push(format!("{table}: {rows}"));
        }
    }
    for counter in [
        "SELECT total FROM place_count",
        "SELECT total FROM unread_count",
        "SELECT deals FROM stage_count",
        "SELECT amount_minor FROM stage_count",
    ] {
        let mut rows = sqlite.prepare(counter).unwrap();
        let totals = rows.query_map([], |row| row.get::<_, i64>(0)).unwrap();
        left.extend(
            totals
                .map(Result::unwrap)
                .filter(|total| *total != 0)
                .map(|total| format!("{counter}: {total}")),
        );
    }
    left
}
