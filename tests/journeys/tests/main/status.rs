//! New, in progress, on hold, resolved, and handing over (PO-4, PO-7, PO-8; the state table under UC).

use runnel_api::{Router, feed::Feed, wire::feed::FeedMessage};
use runnel_domain::ids::MemberId;
use runnel_journeys::{NOON, World, answered};
use serde_json::{Value, json};

async fn about(world: &World, client: &str) -> Value {
    json!({ "conversation_id": world.conversation_of(client).await })
}

async fn status_of(world: &World, client: &str) -> String {
    let row = world.row_of(client).await;
    row["work_status"].as_str().unwrap().to_owned()
}

async fn resolve(world: &World, client: &str, archive: Option<&str>) -> Value {
    let stage = match archive {
        Some(stage) => json!(world.stage(stage).await),
        None => Value::Null,
    };
    let request = json!({
        "conversation_id": world.conversation_of(client).await,
        "kind": "question", "category_id": null, "note": " told her the price ", "archive_stage_id": stage,
    });
    world.call("conversation_resolve", request).await
}

/// PO-4: the automatic tags of a conversation are its work status and its channel, in the table and in the window.
#[tokio::test]
async fn every_conversation_shows_its_status_and_its_channel() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    assert_eq!(status_of(&world, "Ana").await, "new");
    world.answer("Ana", "390 euros").await;
    assert_eq!(
        status_of(&world, "Ana").await,
        "in_progress",
        "the first answer of a person begins the work"
    );
    assert_eq!(world.row_of("Ana").await["channel"], "fake");
    let ana = world.conversation_of("Ana").await;
    assert_eq!(world.open(ana).await["work_status"], "in_progress");
}

/// PO-7: on hold and back in progress.
#[tokio::test]
async fn on_hold_and_back() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let ana = about(&world, "Ana").await;
    world.call("conversation_hold", ana.clone()).await;
    assert_eq!(status_of(&world, "Ana").await, "on_hold");
    world.fake("Ana").says("hello?").await;
    world.answer("Ana", "we wait for the printer").await;
    assert_eq!(
        status_of(&world, "Ana").await,
        "on_hold",
        "a word in between does not end the waiting"
    );
    world.call("conversation_resume", ana.clone()).await;
    assert_eq!(status_of(&world, "Ana").await, "in_progress");
    let told = world.happenings(world.conversation_of("Ana").await).await;
    assert!(told.contains(&"conversation_held".to_owned()), "{told:?}");
    assert!(
        told.contains(&"conversation_resumed".to_owned()),
        "{told:?}"
    );

    let world = World::new().await;
    world.fake("Ben").says("hello").await;
    let ben = about(&world, "Ben").await;
    world.call("conversation_hold", ben).await;
    let row = world.row_of("Ben").await;
    assert_eq!(
        (&row["folder"], &row["work_status"]),
        (&json!("accepted"), &json!("on_hold")),
        "somebody has looked at it: that is accepting"
    );
}

/// PO-7: taking back what was done to the status.
#[tokio::test]
async fn holding_and_resolving_can_be_taken_back() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let held = world
        .call("conversation_hold", about(&world, "Ana").await)
        .await;
    world.undo(&held).await;
    assert_eq!(status_of(&world, "Ana").await, "in_progress");

    let resolved = resolve(&world, "Ana", Some("Successful")).await;
    assert_eq!(world.folder_of("Ana").await, "archive");
    world.undo(&resolved).await;
    let row = world.row_of("Ana").await;
    assert_eq!(
        (&row["folder"], &row["work_status"]),
        (&json!("accepted"), &json!("in_progress"))
    );
    let ana = world.conversation_of("Ana").await;
    let tickets = tickets(&world, ana).await;
    assert_eq!(tickets, [Value::Null], "the record went with it");
}

async fn tickets(world: &World, conversation: i64) -> Vec<Value> {
    let items = world.timeline(conversation).await.into_iter();
    items
        .filter(|item| item["type"] == "event")
        .filter(|item| item["what"]["kind"] == "conversation_resolved")
        .map(|item| item["what"]["ticket"].clone())
        .collect()
}

/// PO-8, collision 2: a record stands on the timeline; it goes into the archive only where a stage for that was picked.
#[tokio::test]
async fn resolving_writes_a_record_and_archives_only_on_request() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    resolve(&world, "Ana", None).await;
    let row = world.row_of("Ana").await;
    assert_eq!(
        (&row["folder"], &row["work_status"]),
        (&json!("accepted"), &json!("resolved"))
    );
    let ana = world.conversation_of("Ana").await;
    assert_eq!(world.open(ana).await["resolved_at"], NOON);
    let written = tickets(&world, ana).await;
    assert_eq!(written.len(), 1);
    assert_eq!(
        (&written[0]["kind"], &written[0]["note"]),
        (&json!("question"), &json!("told her the price"))
    );

    world.fake("Ben").says("you have won").await;
    resolve(&world, "Ben", Some("Not a lead")).await;
    let row = world.row_of("Ben").await;
    assert_eq!(
        (&row["folder"], &row["work_status"]),
        (&json!("archive"), &json!("resolved")),
        "straight from New into the archive"
    );

    let again = json!({
        "conversation_id": ana, "kind": null, "category_id": null, "note": "", "archive_stage_id": null,
    });
    let error = world.refused("conversation_resolve", again).await;
    assert_eq!(error.code, "already_resolved");
    world.fake("Cem").says("hello").await;
    let active = json!({
        "conversation_id": world.conversation_of("Cem").await, "kind": null, "category_id": null, "note": "",
        "archive_stage_id": world.stage("Offer").await,
    });
    let error = world.refused("conversation_resolve", active).await;
    assert_eq!(error.code, "stage_not_archived");
    assert_eq!(world.folder_of("Cem").await, "new", "nothing was changed");
}

/// PO-7: a customer who writes about a resolved matter makes it new; where it lay in the archive, in New (UC-2).
#[tokio::test]
async fn a_customer_who_writes_again_makes_it_new() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    resolve(&world, "Ana", None).await;
    world.fake("Ana").says("one more question").await;
    let row = world.row_of("Ana").await;
    assert_eq!(
        (&row["folder"], &row["work_status"]),
        (&json!("accepted"), &json!("new")),
        "it was never archived, so it stays in work"
    );
    world.answer("Ana", "yes?").await;
    assert_eq!(status_of(&world, "Ana").await, "in_progress");

    resolve(&world, "Ana", Some("Successful")).await;
    world.advance_minutes(60).await;
    world.fake("Ana").says("I am back").await;
    let row = world.row_of("Ana").await;
    assert_eq!(
        (&row["folder"], &row["work_status"]),
        (&json!("new"), &json!("new"))
    );
    let ana = world.open(world.conversation_of("Ana").await).await;
    assert_eq!(ana["resolved_at"], Value::Null);
    assert_eq!(
        ana["archived_before"]["stage"], "Successful",
        "UC-2: the banner says how it ended before"
    );
}

/// PO-7, state table: our own word about a resolved matter goes on with it, also out of the archive.
#[tokio::test]
async fn our_own_answer_goes_on_with_a_resolved_matter() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    resolve(&world, "Ana", Some("Unsuccessful")).await;
    world.answer("Ana", "one more offer").await;
    let row = world.row_of("Ana").await;
    assert_eq!(
        (&row["folder"], &row["work_status"]),
        (&json!("accepted"), &json!("in_progress"))
    );
    resolve(&world, "Ana", Some("Unsuccessful")).await;
    let offer = world.stage("Offer").await;
    let request =
        json!({ "conversation_id": world.conversation_of("Ana").await, "stage_id": offer });
    world.call("conversation_stage_set", request).await;
    assert_eq!(
        status_of(&world, "Ana").await,
        "in_progress",
        "and so does an active stage"
    );
}

/// PO-7: handed over with a note; the receiver is in charge and finds it unread.
#[tokio::test]
async fn handing_over_puts_the_receiver_in_charge_and_tells_them() {
    let world = World::new().await;
    let ben = world
        .call("member_add", json!({ "name": "Ben", "role": "agent" }))
        .await["id"]
        .as_i64()
        .unwrap();
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let ana = world.conversation_of("Ana").await;
    let as_ben = Router::new(world.app().clone(), MemberId(ben));
    as_ben
        .call("conversation_read", json!({ "conversation_id": ana }))
        .await
        .unwrap();
    let mut windows = (world.router.feed(), as_ben.feed());

    let request =
        json!({ "conversation_id": ana, "member_id": ben, "note": "She wants a discount." });
    let done = world.call("conversation_transfer", request).await;
    assert_eq!(world.row_of("Ana").await["responsible_id"], ben);
    let notes = world.messages(ana).await;
    assert_eq!(notes.last().unwrap()["text"], "She wants a discount.");
    assert_eq!(notes.last().unwrap()["direction"], "note");
    let seen = as_ben
        .call("conversation_get", json!({ "conversation_id": ana }))
        .await
        .unwrap();
    let seen = answered(&seen);
    assert_eq!(seen["marked_unread"], true, "Ben finds it unread");
    assert!(told(&mut windows.1, 2).await, "Ben's window says so");
    assert!(!told(&mut windows.0, 1).await, "mine does not");

    world.undo(&done).await;
    assert_ne!(world.row_of("Ana").await["responsible_id"], ben);
    world
        .call("member_remove", json!({ "member_id": ben }))
        .await;
    let request = json!({ "conversation_id": ana, "member_id": ben, "note": "" });
    let error = world.refused("conversation_transfer", request).await;
    assert_eq!(error.code, "member_gone");
}

/// Whether the next `messages` of a window tell that something was handed over.
async fn told(window: &mut Feed, messages: usize) -> bool {
    for _ in 0..messages {
        if matches!(window.next().await, Some(FeedMessage::HandedOver { .. })) {
            return true;
        }
    }
    false
}
