//! How engaged a customer is.

use runnel_journeys::World;
use serde_json::json;

/// PO-13, PO-14: stars follow the conversation, and say why.
#[tokio::test]
async fn stars_rise_with_quick_answers_and_explain_themselves() {
    let world = World::new().await;
    world.fake("Ana Souza").says("Quanto custa a mesa?").await;
    let ana = world.conversation_of("Ana Souza").await;
    let card = world.open(ana).await["contact"].clone();
    assert_eq!(card["stars"], 2, "she wrote: validated");

    let explain = json!({ "contact_id": card["id"] });
    let why = world.call("stars_explain", explain.clone()).await;
    assert_eq!(
        (&why["received"], &why["interactions"], &why["ninetieth_ms"]),
        (&json!(1), &json!(0), &json!(null))
    );
    assert_eq!(
        (&why["next_stars"], &why["missing"]),
        (&json!(3), &json!(1)),
        "an answer on the same day is what it takes"
    );

    world.advance_minutes(30).await;
    world.answer("Ana Souza", "Trezentos euros.").await;
    assert_eq!(
        world.open(ana).await["contact"]["stars"],
        5,
        "half an hour is still quick"
    );
    let why = world.call("stars_explain", explain.clone()).await;
    assert_eq!(
        (&why["stars"], &why["within_30m"], &why["ninetieth_ms"]),
        (&json!(5), &json!(1), &json!(30 * 60_000))
    );
    assert_eq!(why["opened_by"], "in");
    assert_eq!(why["next_stars"], json!(null));
}

/// PO-13: on all channels, and an answer that is taken back never was one.
#[tokio::test]
async fn an_answer_that_is_taken_back_takes_its_stars_along() {
    let world = World::new().await;
    world.fake("Boris").says("Сколько стоит стол?").await;
    let boris = world.conversation_of("Boris").await;
    world.advance_minutes(5).await;
    let request = json!({ "conversation_id": boris, "text": "Триста евро.", "attachment_ids": [] });
    let sent = world.call("message_send", request).await;
    assert_eq!(world.open(boris).await["contact"]["stars"], 5);
    world
        .call("message_cancel", json!({ "message_id": sent["id"] }))
        .await;
    assert_eq!(world.open(boris).await["contact"]["stars"], 2);
}
