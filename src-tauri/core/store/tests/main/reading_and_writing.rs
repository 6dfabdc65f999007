//! Reads and writes as callers see them: snapshots, roll-back, change sets after the commit, two lanes.

use std::sync::{Arc, Mutex, mpsc};

use runnel_domain::{
    Actor,
    event::{Cause, EventBody},
};
use runnel_store::{Entity, Lane, StoreError};

use crate::workspace::{Workspace, intent};

#[test]
fn a_change_set_comes_after_the_commit_and_names_each_thing_once() {
    let workspace = Workspace::new();
    let store = workspace.open().unwrap();
    let mut changes = store.changes();
    let committed = store
        .write_blocking(Lane::Person, intent(), |tx| {
            tx.touch(Entity::Contact, 7);
            tx.touch(Entity::Contact, 7);
            tx.record(None, None, None, EventBody::ConversationAccepted)?;
            Ok::<_, StoreError>(tx.take_events().len())
        })
        .unwrap();
    assert_eq!(committed.value, 1, "the event is there to react to");
    assert_eq!(committed.operation, None, "nobody asked for undo");
    let heard = changes.try_recv().expect("listeners hear of the commit");
    assert_eq!(heard, committed.changes);
    assert_eq!(heard.ids(Entity::Contact).collect::<Vec<_>>(), [7]);
}

#[test]
fn what_fails_leaves_nothing_and_tells_nobody() {
    let workspace = Workspace::new();
    let store = workspace.open().unwrap();
    let mut changes = store.changes();
    let failed = store.write_blocking(Lane::Person, intent(), |tx| {
        tx.touch(Entity::Contact, 7);
        tx.record(None, None, None, EventBody::ConversationAccepted)?;
        Err::<(), _>(StoreError::invalid("shop_closed"))
    });
    assert!(matches!(
        failed,
        Err(StoreError::Invalid {
            code: "shop_closed",
            ..
        })
    ));
    assert!(
        changes.try_recv().is_err(),
        "no news of what did not happen"
    );
    let events: i64 = workspace
        .sqlite()
        .query_row("SELECT count(*) FROM event", [], |row| row.get(0))
        .unwrap();
    assert_eq!(events, 0);
}

#[test]
fn a_failed_attempt_leaves_the_rest_of_the_transaction() {
    let workspace = Workspace::new();
    let store = workspace.open().unwrap();
    let committed = store
        .write_blocking(Lane::Person, intent(), |tx| {
            tx.touch(Entity::Contact, 1);
            let refused = tx.attempt(|tx| {
                tx.touch(Entity::Contact, 2);
                tx.record(None, None, None, EventBody::ConversationAccepted)?;
                Err::<(), _>(StoreError::invalid("no"))
            });
            assert!(refused.is_err());
            tx.attempt(|tx| {
                tx.touch(Entity::Contact, 3);
                Ok::<_, StoreError>(())
            })?;
            Ok::<_, StoreError>(tx.take_events().len())
        })
        .unwrap();
    assert_eq!(committed.value, 0, "its event is gone");
    assert_eq!(
        committed.changes.ids(Entity::Contact).collect::<Vec<_>>(),
        [1, 3]
    );
}

#[test]
fn a_panic_in_one_write_does_not_end_the_store() {
    let workspace = Workspace::new();
    let store = workspace.open().unwrap();
    let lost = store.write_blocking(Lane::Person, intent(), |tx| -> Result<(), StoreError> {
        tx.record(None, None, None, EventBody::ConversationAccepted)?;
        panic!("a fault of ours");
    });
    assert!(matches!(lost, Err(StoreError::Closed)));
    store
        .write_blocking(Lane::Person, intent(), |tx| {
            tx.record(None, None, None, EventBody::ConversationAccepted)
        })
        .expect("the next one is served");
    let events: i64 = workspace
        .sqlite()
        .query_row("SELECT count(*) FROM event", [], |row| row.get(0))
        .unwrap();
    assert_eq!(events, 1, "the first was rolled back");
}

#[test]
fn a_person_goes_before_background_work() {
    let workspace = Workspace::new();
    let store = workspace.open().unwrap();
    let order = Arc::new(Mutex::new(Vec::new()));
    let (started, has_started) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let holder = store.clone();
        scope.spawn(move || {
            holder.write_blocking(Lane::Background, intent(), move |_| {
                started.send(()).unwrap();
                may_go_on.recv().unwrap();
                Ok::<_, StoreError>(())
            })
        });
        has_started.recv().unwrap();
        // Both wait while the writer is busy; polling the future once puts its job into the queue.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {
            let note = |word: &'static str| {
                let order = Arc::clone(&order);
                move |_: &mut runnel_store::Tx<'_>| {
                    order.lock().unwrap().push(word);
                    Ok::<_, StoreError>(())
                }
            };
            let background = store.write(Lane::Background, intent(), note("background"));
            let person = store.write(Lane::Person, intent(), note("person"));
            let release = async { go_on.send(()).unwrap() };
            let (background, person, ()) = tokio::join!(background, person, release);
            background.unwrap();
            person.unwrap();
        });
    });
    assert_eq!(*order.lock().unwrap(), ["person", "background"]);
}

#[test]
fn a_cause_is_worn_only_as_long_as_the_work_lasts() {
    let workspace = Workspace::new();
    let store = workspace.open().unwrap();
    let committed = store
        .write_blocking(Lane::Person, intent(), |tx| {
            tx.with_cause(Cause::plain(Actor::Import), |tx| {
                tx.record(None, None, None, EventBody::ConversationAccepted)
            })?;
            tx.record(None, None, None, EventBody::ConversationAccepted)?;
            Ok::<_, StoreError>(
                tx.take_events()
                    .iter()
                    .map(|event| event.cause.actor)
                    .collect::<Vec<_>>(),
            )
        })
        .unwrap();
    assert_eq!(committed.value, [Actor::Import, Actor::System]);
}

#[test]
fn readers_see_a_commit_and_never_what_is_under_way() {
    let workspace = Workspace::new();
    let store = workspace.open().unwrap();
    let reading = store.clone();
    store
        .write_blocking(Lane::Person, intent(), move |tx| {
            tx.record(None, None, None, EventBody::ConversationAccepted)?;
            let seen =
                reading.read_blocking(|read| runnel_store::table::operation::latest(read, 5))?;
            assert!(
                seen.is_empty(),
                "a reader answers while the writer is at work"
            );
            Ok::<_, StoreError>(())
        })
        .unwrap();
}
