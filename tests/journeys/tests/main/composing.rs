//! The composer: what is written survives, and what was sent too early comes back.

use runnel_connector::{
    Say, SendOutcome,
    fake::{FakeNetwork, Mishap},
};
use runnel_journeys::World;
use serde_json::{Value, json};

/// "hello" in base64.
const HELLO: &str = "aGVsbG8=";

fn message(id: i64) -> Value {
    json!({ "message_id": id })
}

/// UC-22: undo puts the text and files back in the composer
#[tokio::test]
async fn what_was_sent_too_early_is_back_in_the_composer_as_if_never_sent() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let before = world.row_of("Ana").await;
    let ana = before["id"].as_i64().unwrap();
    let staged = json!({ "name": "offer.pdf", "mime": "", "base64": HELLO });
    let offer = world.call("attachment_stage", staged).await;
    let send =
        json!({ "conversation_id": ana, "text": "3,90 euros", "attachment_ids": [offer["id"]] });
    let sent = world.call("message_send", send).await["id"]
        .as_i64()
        .unwrap();
    let typed =
        json!({ "conversation_id": ana, "note": false, "text": "and also", "attachment_ids": [] });
    world.call("draft_save", typed).await;

    let back = world.call("message_take_back", message(sent)).await;
    assert_eq!(
        (&back["text"], &back["attachments"][0]["name"]),
        (&json!("3,90 euros"), &json!("offer.pdf"))
    );
    // A draft that was saved before the message came back arrives late: the file is not lost over it.
    let kept = world.open(ana).await["draft_reply"].clone();
    for files in [json!([]), json!([offer["id"]])] {
        let text = kept["text"].clone();
        let draft =
            json!({ "conversation_id": ana, "note": false, "text": text, "attachment_ids": files });
        world.call("draft_save", draft).await;
    }
    let world = world.crash_and_reopen().await;
    let head = world.open(ana).await;
    assert_eq!(head["draft_reply"]["text"], "3,90 euros\n\nand also");
    assert_eq!(head["draft_reply"]["attachments"][0]["id"], offer["id"]);
    assert_eq!(world.messages(ana).await.len(), 1, "only what she said");
    let after = world.row_of("Ana").await;
    for field in ["snippet", "last_activity_at", "waiting_at", "message_count"] {
        assert_eq!(before[field], after[field], "{field}");
    }
    world.advance_minutes(5).await;
    assert!(world.sent().is_empty());
}

#[tokio::test]
async fn send_now_does_not_wait_for_the_end_of_the_countdown() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let answer = world.answer("Ana", "390 euros").await;
    world.call("message_send_now", message(answer)).await;
    world.advance_seconds(0).await;
    assert_eq!(world.sent_texts(), ["390 euros"]);
    assert_eq!(
        world
            .refused("message_take_back", message(answer))
            .await
            .code,
        "message_left"
    );
    assert_eq!(
        world
            .refused("message_send_now", message(answer))
            .await
            .code,
        "message_left"
    );
}

#[tokio::test]
async fn a_message_that_failed_can_be_written_anew() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let refused = Say::new("message_too_big", "", "552 too big");
    world
        .network
        .next_sends([Mishap::Answer(SendOutcome::Permanent(refused))]);
    let answer = world.answer("Ana", "390 euros").await;
    world.advance_seconds(6).await;
    assert_eq!(world.state_of("Ana", answer).await, "failed");
    world.call("message_take_back", message(answer)).await;
    let ana = world.conversation_of("Ana").await;
    assert_eq!(world.open(ana).await["draft_reply"]["text"], "390 euros");
    assert_eq!(world.workspace().await["counts"]["need_attention"], 0);
}

/// INTERFACE.md §1.15: per-channel limits shown before sending
#[tokio::test]
async fn what_the_channel_takes_is_known_before_sending() {
    let mut caps = FakeNetwork::usual_caps();
    (caps.max_text, caps.max_file) = (20, 3);
    let world = World::with_caps(caps).await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    assert_eq!(
        world.open(ana).await["limits"],
        json!({ "max_text": 20, "max_file": 3 })
    );
    let send = json!({ "conversation_id": ana, "text": "x".repeat(21), "attachment_ids": [] });
    let refused = world.refused("message_send", send).await;
    assert_eq!(
        (refused.code.as_str(), refused.params["longest"].as_str()),
        ("message_too_long", "20")
    );
    let staged = json!({ "name": "offer.pdf", "mime": "", "base64": HELLO });
    let offer = world.call("attachment_stage", staged).await;
    let send = json!({ "conversation_id": ana, "text": "", "attachment_ids": [offer["id"]] });
    let refused = world.refused("message_send", send).await;
    assert_eq!(
        (refused.code.as_str(), refused.params["name"].as_str()),
        ("file_too_large", "offer.pdf")
    );
    let welcome = world.conversation_of("Runnel").await;
    assert_eq!(
        world.open(welcome).await["limits"],
        Value::Null,
        "nobody is there"
    );
}

/// UC-33: a note may carry files
#[tokio::test]
async fn a_note_carries_files_and_nothing_of_it_leaves() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    let staged = json!({ "name": "sketch.png", "mime": "", "base64": HELLO });
    let sketch = world.call("attachment_stage", staged).await;
    let note = json!({ "conversation_id": ana, "text": "", "attachment_ids": [sketch["id"]] });
    world.call("note_add", note).await;
    let shown = world.messages(ana).await.pop().unwrap();
    assert_eq!(shown["direction"], "note");
    assert_eq!(shown["attachments"][0]["name"], "sketch.png");
    world.advance_minutes(1).await;
    assert!(world.sent().is_empty());
}
