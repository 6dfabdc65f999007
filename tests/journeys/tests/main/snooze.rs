//! Putting a conversation aside until a time, or until the customer writes ("Snooze").

use runnel_journeys::{NOON, World};
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;

async fn snooze(world: &World, client: &str, until: Option<i64>) -> Value {
    let request = json!({
        "conversation_id": world.conversation_of(client).await, "until": until,
    });
    world.call("conversation_snooze", request).await
}

async fn place_of(world: &World, conversation: i64) -> &'static str {
    for place in ["new", "accepted", "archive", "snoozed"] {
        if world
            .folder(place)
            .await
            .iter()
            .any(|row| row["id"] == conversation)
        {
            return place;
        }
    }
    "nowhere"
}

/// Until a time: out of its folder, shown in its own list with the time, back by itself, unread and announced.
#[tokio::test]
async fn it_comes_back_when_its_time_has_come() {
    let world = World::new().await;
    world.fake("Ana").says("call me tomorrow").await;
    world.accept("Ana").await;
    let ana = world.conversation_of("Ana").await;
    world
        .call("conversation_read", json!({ "conversation_id": ana }))
        .await;
    snooze(&world, "Ana", Some(NOON + 20 * HOUR)).await;
    assert_eq!(place_of(&world, ana).await, "snoozed");
    let row = world.folder("snoozed").await[0].clone();
    assert_eq!(
        row["snoozed_until_at"],
        NOON + 20 * HOUR,
        "the row says until when"
    );
    let counts = world.workspace().await["counts"].clone();
    assert_eq!(
        (&counts["snoozed"], &counts["accepted"]),
        (&json!(1), &json!(0))
    );

    world.advance_minutes(19 * 60).await;
    assert_eq!(place_of(&world, ana).await, "snoozed", "not yet");
    let announced = world.heard.all().len();
    world.advance_minutes(60).await;
    assert_eq!(place_of(&world, ana).await, "accepted");
    let head = world.open(ana).await;
    assert_eq!(head["woken_at"], NOON + 20 * HOUR, "the banner");
    assert_eq!(head["marked_unread"], true);
    assert_eq!(
        world.heard.all().len(),
        announced + 1,
        "and it is announced"
    );
    assert_eq!(world.heard.all().last().unwrap().client, "Ana");

    world.answer("Ana", "good morning").await;
    assert_eq!(
        world.open(ana).await["woken_at"],
        Value::Null,
        "whoever deals with it need not be told any more"
    );
    let told = world.happenings(ana).await;
    assert!(
        told.contains(&"conversation_snoozed".to_owned()),
        "{told:?}"
    );
    assert!(told.contains(&"conversation_woken".to_owned()), "{told:?}");
}

/// The program was closed, or the laptop slept, when the time came.
#[tokio::test]
async fn it_comes_back_after_a_restart_however_late() {
    let world = World::new().await;
    world.fake("Ana").says("call me tomorrow").await;
    let ana = world.conversation_of("Ana").await;
    snooze(&world, "Ana", Some(NOON + 2 * HOUR)).await;
    world.sleep_minutes(3 * 24 * 60);
    let world = world.crash_and_reopen().await;
    assert_eq!(place_of(&world, ana).await, "snoozed");
    world.app().timers_due().await.unwrap();
    assert_eq!(place_of(&world, ana).await, "new");
}

/// Until they write; and any word of the customer's wakes one that has a time.
#[tokio::test]
async fn the_customer_wakes_it() {
    let world = World::new().await;
    world.fake("Ana").says("I will tell you").await;
    world.fake("Ben").says("later").await;
    let (ana, ben) = (
        world.conversation_of("Ana").await,
        world.conversation_of("Ben").await,
    );
    snooze(&world, "Ana", None).await;
    snooze(&world, "Ben", Some(NOON + 48 * HOUR)).await;
    world.advance_minutes(24 * 60).await;
    assert_eq!(place_of(&world, ana).await, "snoozed", "it has no time");
    world.fake("Ana").says("here I am").await;
    world.fake("Ben").says("me too").await;
    assert_eq!(
        (place_of(&world, ana).await, place_of(&world, ben).await),
        ("new", "new")
    );
    assert_eq!(
        world.folder("new").await[0]["client"],
        "Ben",
        "it rises as every message does"
    );
    assert_eq!(
        world.open(ana).await["woken_at"],
        Value::Null,
        "their message says enough"
    );
    world.advance_minutes(48 * 60).await;
    assert_eq!(
        world.open(ben).await["woken_at"],
        Value::Null,
        "its old time is forgotten"
    );
}

/// Accepting, archiving, a stage, our own answer, resolving, and "wake" bring it back.
#[tokio::test]
async fn whoever_deals_with_it_wakes_it() {
    let world = World::new().await;
    let offer = world.stage("Offer").await;
    let deeds = [
        (
            "conversation_accept",
            json!({ "stage_id": null, "before_deal_id": null }),
            "accepted",
        ),
        (
            "conversation_archive",
            json!({ "stage_id": null }),
            "archive",
        ),
        (
            "conversation_stage_set",
            json!({ "stage_id": offer }),
            "accepted",
        ),
        (
            "message_send",
            json!({ "text": "hello", "attachment_ids": [] }),
            "accepted",
        ),
        (
            "conversation_resolve",
            json!({ "kind": null, "category_id": null, "note": "", "archive_stage_id": null }),
            "accepted",
        ),
    ];
    for (command, mut request, place) in deeds {
        let client = format!("Client of {command}");
        world.fake(&client).says("hello").await;
        let id = world.conversation_of(&client).await;
        snooze(&world, &client, None).await;
        request["conversation_id"] = json!(id);
        world.call(command, request).await;
        assert_eq!(place_of(&world, id).await, place, "{command}");
    }
    world.fake("Ben").says("hello").await;
    let ben = world.conversation_of("Ben").await;
    snooze(&world, "Ben", Some(NOON + HOUR)).await;
    world
        .call("conversation_wake", json!({ "conversation_id": ben }))
        .await;
    assert_eq!(place_of(&world, ben).await, "new");
}

/// Taken back; and not into the past.
#[tokio::test]
async fn snoozing_can_be_taken_back() {
    let world = World::new().await;
    world.fake("Ana").says("later").await;
    let ana = world.conversation_of("Ana").await;
    let done = snooze(&world, "Ana", Some(NOON + HOUR)).await;
    world.undo(&done).await;
    assert_eq!(place_of(&world, ana).await, "new");
    world.advance_minutes(120).await;
    assert_eq!(world.open(ana).await["woken_at"], Value::Null);
    let request = json!({ "conversation_id": ana, "until": NOON });
    let error = world.refused("conversation_snooze", request).await;
    assert_eq!(error.code, "snooze_past");
}
