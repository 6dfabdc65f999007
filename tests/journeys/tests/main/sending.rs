//! A message leaves, or does not.

use runnel_connector::{
    Idem, Say, SendOutcome,
    fake::{FakeNetwork, Mishap},
};
use runnel_journeys::World;
use serde_json::{Value, json};

fn message(id: i64) -> Value {
    json!({ "message_id": id })
}

#[tokio::test]
async fn an_answer_leaves_after_the_moment_in_which_it_can_be_taken_back() {
    let world = World::new().await;
    let asked = world.fake("Ana").about("Table").says("price?").await;
    let answer = world.answer("Ana", "390 euros").await;
    world.work_outbox().await;
    assert!(world.sent().is_empty(), "five seconds to take it back");
    assert_eq!(world.state_of("Ana", answer).await, "queued");
    world.advance_seconds(6).await;
    assert_eq!(world.state_of("Ana", answer).await, "sent");
    let sent = world.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].to.as_str(), sent[0].text.as_str()),
        ("ana", "390 euros")
    );
    assert_eq!(
        sent[0].in_reply_to.as_deref(),
        Some(asked.as_str()),
        "threaded to her message"
    );
    assert!(!sent[0].automatic);
}

#[tokio::test]
async fn an_answer_can_be_taken_back_before_it_left_and_not_after() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let answer = world.answer("Ana", "3,90 euros").await;
    world.call("message_cancel", message(answer)).await;
    world.advance_minutes(1).await;
    assert!(world.sent().is_empty());
    assert_eq!(world.state_of("Ana", answer).await, "cancelled");
    assert!(
        world.row_of("Ana").await["waiting_at"].is_i64(),
        "she still waits"
    );

    let answer = world.answer("Ana", "390 euros").await;
    world.advance_minutes(1).await;
    assert_eq!(
        world.refused("message_cancel", message(answer)).await.code,
        "message_left"
    );
}

/// Offline it waits, visibly; it goes when the network is back.
#[tokio::test]
async fn without_a_network_a_message_waits_and_goes_when_it_is_back() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.network.go_offline();
    let answer = world.answer("Ana", "390 euros").await;
    world.advance_seconds(6).await;
    assert_eq!(world.state_of("Ana", answer).await, "retrying");
    assert!(!world.receive().await);
    let workspace = world.workspace().await;
    assert_eq!(workspace["counts"]["waiting_to_send"], 1);
    let shop = workspace["sources"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["channel"] == "fake")
        .unwrap();
    assert_eq!(
        (&shop["health"]["state"], &shop["waiting"]),
        (&json!("offline"), &json!(1))
    );
    assert!(shop["health"]["next_try_at"].is_i64());

    world.network.come_back();
    assert!(world.receive().await, "the next look finds the network");
    world.advance_minutes(20).await;
    assert_eq!(world.sent_texts(), ["390 euros"]);
    assert_eq!(world.state_of("Ana", answer).await, "sent");
    let shop = &world.workspace().await["sources"][1];
    assert_eq!(shop["health"]["state"], "ok");
}

#[tokio::test]
async fn a_failed_message_says_why_and_goes_again_when_the_person_says_so() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let refused = Say::new("no_such_mailbox", "ana", "550 no such user");
    world
        .network
        .next_sends([Mishap::Answer(SendOutcome::Permanent(refused))]);
    let answer = world.answer("Ana", "390 euros").await;
    world.advance_seconds(6).await;
    let ana = world.conversation_of("Ana").await;
    let shown = world.messages(ana).await.pop().unwrap();
    assert_eq!(shown["state"], "failed");
    assert_eq!(shown["fail_code"], "no_such_mailbox", "with a reason");
    assert_eq!(shown["fail_detail"], "550 no such user");
    assert_eq!(world.workspace().await["counts"]["need_attention"], 1);
    world.call("message_retry", message(answer)).await;
    world.advance_seconds(1).await;
    assert_eq!(world.state_of("Ana", answer).await, "sent");
    assert_eq!(
        world.refused("message_retry", message(answer)).await.code,
        "message_not_stuck"
    );
    assert_eq!(world.workspace().await["counts"]["need_attention"], 0);
}

/// Nobody knows whether it left: two buttons, and no second send by itself.
#[tokio::test]
async fn a_message_of_unknown_fate_waits_for_the_person() {
    let mut caps = FakeNetwork::usual_caps();
    caps.idem = Idem::None;
    let world = World::with_caps(caps).await;
    for name in ["Ana", "Ben"] {
        world.fake(name).says("price?").await;
    }
    let silence = SendOutcome::Unknown(Say::new("no_answer", "", ""));
    world
        .network
        .next_sends([Mishap::ArrivesUnanswered, Mishap::Answer(silence)]);
    let (ana, ben) = (
        world.answer("Ana", "390").await,
        world.answer("Ben", "410").await,
    );
    world.advance_seconds(6).await;
    for (name, id) in [("Ana", ana), ("Ben", ben)] {
        assert_eq!(world.state_of(name, id).await, "unknown");
    }
    let before = world.sent().len();
    world.advance_minutes(60 * 24).await;
    assert_eq!(world.sent().len(), before, "never sent again by itself");
    assert_eq!(
        world.refused("message_cancel", message(ana)).await.code,
        "message_left"
    );

    world.call("message_confirm_sent", message(ana)).await;
    assert_eq!(
        world.state_of("Ana", ana).await,
        "sent",
        "I see it was sent"
    );
    world.call("message_retry", message(ben)).await;
    world.advance_seconds(1).await;
    assert_eq!(world.state_of("Ben", ben).await, "sent", "send again");
    assert_eq!(world.sent().len(), before + 1);
    assert_eq!(
        world
            .refused("message_confirm_sent", message(ben))
            .await
            .code,
        "message_not_unknown"
    );
}

#[tokio::test]
async fn what_was_on_the_wire_when_the_program_died_is_looked_up_and_not_sent_twice() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.network.next_sends([Mishap::ArrivesUnanswered]);
    let answer = world.answer("Ana", "390 euros").await;
    world.advance_seconds(6).await;
    let world = world.crash_and_reopen().await;
    world.advance_minutes(1).await;
    assert_eq!(world.state_of("Ana", answer).await, "sent");
    assert_eq!(world.sent().len(), 1, "once");
}

#[tokio::test]
async fn drafts_survive_a_crash_and_leave_with_the_message() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    for (note, text) in [(false, "Dear Ana, "), (true, "ask Jo about the discount")] {
        let draft =
            json!({ "conversation_id": ana, "note": note, "text": text, "attachment_ids": [] });
        world.call("draft_save", draft).await;
    }
    let world = world.crash_and_reopen().await;
    let head = world.open(ana).await;
    assert_eq!(head["draft_reply"]["text"], "Dear Ana, ");
    assert_eq!(head["draft_note"]["text"], "ask Jo about the discount");
    world.answer("Ana", "Dear Ana, 390 euros").await;
    let head = world.open(ana).await;
    assert_eq!(head["draft_reply"]["text"], "");
    assert_eq!(
        head["draft_note"]["text"], "ask Jo about the discount",
        "the other field stays"
    );
}

/// UC-33: a note is internal: never sent, no clock, no read state.
#[tokio::test]
async fn a_note_is_seen_by_us_alone() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let before = world.row_of("Ana").await;
    let ana = before["id"].as_i64().unwrap();
    let note = json!({ "conversation_id": ana, "text": "gave her 5 % last time" });
    world.call("note_add", note).await;
    world.advance_minutes(1).await;
    assert!(world.sent().is_empty());
    let after = world.row_of("Ana").await;
    for field in [
        "unread",
        "waiting_at",
        "snippet",
        "folder",
        "last_activity_at",
    ] {
        assert_eq!(before[field], after[field], "{field}");
    }
    let shown = world.messages(ana).await.pop().unwrap();
    assert_eq!(
        (&shown["direction"], &shown["text"]),
        (&json!("note"), &json!("gave her 5 % last time"))
    );
    let blank = json!({ "conversation_id": ana, "text": "  " });
    assert_eq!(world.refused("note_add", blank).await.code, "note_empty");
}

#[tokio::test]
async fn nothing_is_sent_where_nobody_is_at_the_other_end() {
    let world = World::new().await;
    let welcome = world.conversation_of("Runnel").await;
    assert_eq!(
        world.open(welcome).await["cannot_reply"],
        "local_conversation"
    );
    let send =
        |id: i64, text: &str| json!({ "conversation_id": id, "text": text, "attachment_ids": [] });
    assert_eq!(
        world
            .refused("message_send", send(welcome, "hi"))
            .await
            .code,
        "local_conversation"
    );
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    assert_eq!(
        world.refused("message_send", send(ana, " \n")).await.code,
        "message_empty"
    );
    let long = "x".repeat(100_001);
    assert_eq!(
        world.refused("message_send", send(ana, &long)).await.code,
        "message_too_long"
    );
}
