//! Messages planned for later: they wait, are no answer yet, and leave at their time.

use runnel_journeys::World;
use serde_json::{Value, json};

const HOUR_MS: i64 = 3_600_000;

/// Plans a message for so many hours from now.
async fn plan(world: &World, client: &str, text: &str, hours: i64, unless_answered: bool) -> i64 {
    let conversation = world.conversation_of(client).await;
    let at = world.app().now().0 + hours * HOUR_MS;
    let request = json!({
        "conversation_id": conversation, "text": text, "attachment_ids": [],
        "later": { "at": at, "unless_answered": unless_answered },
    });
    world.call("message_send", request).await["id"]
        .as_i64()
        .unwrap()
}

async fn planned(world: &World, conversation: Value) -> Vec<Value> {
    let request = json!({ "conversation_id": conversation });
    world.call("scheduled_list", request).await["messages"]
        .as_array()
        .unwrap()
        .clone()
}

fn message(id: i64) -> Value {
    json!({ "message_id": id })
}

#[tokio::test]
async fn a_planned_message_is_no_answer_until_it_leaves() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.fake("Ben").says("open?").await;
    let before = world.row_of("Ana").await;
    let id = plan(&world, "Ana", "Good morning! 390 euros", 20, false).await;
    let ana = world.conversation_of("Ana").await;
    let row = world.row_of("Ana").await;
    assert_eq!(
        row["folder"], "accepted",
        "whoever plans an answer took it into work"
    );
    for field in ["snippet", "last_activity_at", "waiting_at"] {
        assert_eq!(before[field], row[field], "{field}: she still waits");
    }
    let counts = world.workspace().await["counts"].clone();
    assert_eq!(
        (&counts["scheduled"], &counts["waiting_to_send"]),
        (&json!(1), &json!(0))
    );
    let all = planned(&world, Value::Null).await;
    assert_eq!(
        (&all[0]["client"], &all[0]["text"], &all[0]["message_id"]),
        (&json!("Ana"), &json!("Good morning! 390 euros"), &json!(id))
    );
    assert!(
        planned(&world, json!(world.conversation_of("Ben").await))
            .await
            .is_empty()
    );

    // She writes meanwhile: the planned one stands below, and says so.
    world.advance_minutes(60).await;
    world.fake("Ana").says("hello?").await;
    let shown = world.messages(ana).await.pop().unwrap();
    assert_eq!(
        (&shown["state"], &shown["id"]),
        (&json!("scheduled"), &json!(id))
    );
    assert!(planned(&world, json!(ana)).await[0]["answered_at"].is_i64());

    let world = world.crash_and_reopen().await;
    world.advance_minutes(60 * 20).await;
    assert_eq!(
        world.sent_texts(),
        ["Good morning! 390 euros"],
        "it goes anyway"
    );
    let row = world.row_of("Ana").await;
    assert_eq!(row["snippet"], "Good morning! 390 euros");
    assert!(row["waiting_at"].is_null(), "now she has her answer");
    assert!(planned(&world, Value::Null).await.is_empty());
}

#[tokio::test]
async fn the_customers_answer_calls_it_off_where_that_was_asked_for() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let first = plan(&world, "Ana", "Any news?", 48, true).await;
    let second = plan(&world, "Ana", "Still there?", 72, true).await;
    world.advance_minutes(60).await;
    world.fake("Ana").by_machine().says("I am on holiday").await;
    world.advance_minutes(60 * 48).await;
    assert_eq!(
        world.sent_texts(),
        ["Any news?"],
        "a machine answered nothing"
    );
    assert_eq!(world.state_of("Ana", first).await, "sent");
    world.fake("Ana").says("yes, let us talk").await;
    world.advance_minutes(60 * 24).await;
    assert_eq!(world.sent().len(), 1);
    let ana = world.conversation_of("Ana").await;
    let messages = world.messages(ana).await;
    let off = messages.iter().find(|shown| shown["id"] == second).unwrap();
    assert_eq!(
        (&off["state"], &off["fail_code"]),
        (&json!("cancelled"), &json!("customer_answered")),
        "never silently"
    );
    world.call("message_take_back", message(second)).await;
    assert_eq!(world.open(ana).await["draft_reply"]["text"], "Still there?");
}

#[tokio::test]
async fn text_and_time_can_be_changed_until_it_leaves() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let id = plan(&world, "Ana", "390 euros", 2, false).await;
    let change = |text: &str, at: i64| json!({ "message_id": id, "text": text, "later": { "at": at, "unless_answered": false } });
    let now = world.app().now().0;
    for (at, code) in [
        (now, "time_past"),
        (now + 24 * 800 * HOUR_MS, "time_too_far"),
    ] {
        assert_eq!(
            world
                .refused("scheduled_change", change("x", at))
                .await
                .code,
            code
        );
    }
    world
        .call("scheduled_change", change("380 euros", now + 5 * HOUR_MS))
        .await;
    world.advance_minutes(60 * 4).await;
    assert!(world.sent().is_empty());
    world.advance_minutes(61).await;
    assert_eq!(world.sent_texts(), ["380 euros"]);
    let later = world.app().now().0 + HOUR_MS;
    assert_eq!(
        world
            .refused("scheduled_change", change("x", later))
            .await
            .code,
        "message_not_planned"
    );
}

#[tokio::test]
async fn it_can_be_sent_now_or_taken_back_into_the_composer() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    let now = plan(&world, "Ana", "390 euros", 30, true).await;
    let back = plan(&world, "Ana", "Any news?", 50, false).await;
    world.call("message_take_back", message(back)).await;
    assert_eq!(world.open(ana).await["draft_reply"]["text"], "Any news?");
    world.fake("Ana").says("hello?").await;
    world.call("message_send_now", message(now)).await;
    world.advance_seconds(0).await;
    assert_eq!(world.sent_texts(), ["390 euros"], "a person's word");
    assert!(world.row_of("Ana").await["waiting_at"].is_null());
    assert!(planned(&world, json!(ana)).await.is_empty());
}
