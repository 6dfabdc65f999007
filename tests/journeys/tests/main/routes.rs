//! By which way a customer is answered: which there are, which are closed and why, and which is chosen at first.

use std::time::Duration;

use runnel_connector::{Caps, Say, SendOutcome, Start, fake::FakeNetwork, fake::Mishap};
use runnel_journeys::World;
use serde_json::{Value, json};

/// As networks with a window have it: 24 hours after the customer's last message, and never first.
async fn with_window() -> World {
    World::with_caps(Caps {
        window: Some(Duration::from_hours(24)),
        can_start: Start::Never,
        ..FakeNetwork::usual_caps()
    })
    .await
}

async fn routes(world: &World, conversation: i64) -> Value {
    let request = json!({ "conversation_id": conversation });
    world.call("route_list", request).await
}

fn chosen(routes: &Value) -> &Value {
    &routes["routes"][usize::try_from(routes["preselected"].as_u64().unwrap()).unwrap()]
}

fn send(conversation: &Value, text: &str) -> Value {
    json!({ "conversation_id": conversation, "text": text, "attachment_ids": [] })
}

/// UC-21: a comment is answered as a comment, unless somebody chooses to answer directly.
#[tokio::test]
async fn a_comment_is_answered_under_its_post_or_directly() {
    let world = World::new().await;
    let comment = world
        .network
        .person("Ana")
        .under_post("post-7", "New oak tables are here!");
    comment.says("price?");
    world.receive().await;
    let ana = world.conversation_of("Ana").await;
    let head = world.open(ana).await;
    assert_eq!(
        (&head["thread_kind"], &head["post_text"]),
        (&json!("comments"), &json!("New oak tables are here!"))
    );
    let ways = routes(&world, ana).await;
    assert_eq!(
        (&chosen(&ways)["mode"], &chosen(&ways)["here"]),
        (&json!("comments"), &json!(true)),
        "the default is where the last message came from"
    );
    let answer = send(&chosen(&ways)["conversation_id"], "390 euros");
    world.call("message_send", answer).await;
    world.advance_seconds(6).await;
    assert_eq!(world.sent()[0].post.as_deref(), Some("post-7"));

    let direct = ways["routes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|way| way["mode"] == "direct" && way["closed"].is_null())
        .expect("they can be written to directly as well")
        .clone();
    assert_eq!(
        direct["conversation_id"],
        json!(null),
        "nothing was said there yet"
    );
    let open = json!({
        "contact_id": head["contact"]["id"],
        "source_id": direct["source_id"],
        "identity_id": direct["identity_id"],
    });
    let opened = world.call("conversation_open", open.clone()).await["id"].clone();
    let again = world.call("conversation_open", open).await["id"].clone();
    assert_eq!(
        opened, again,
        "one conversation, however often it is asked for"
    );
    world
        .call("message_send", send(&opened, "we deliver on Friday"))
        .await;
    world.advance_seconds(6).await;
    assert_eq!(world.sent()[1].post, None, "nobody else reads along");

    world.fake("Ana").says("great!").await;
    let ways = routes(&world, ana).await;
    assert_eq!(
        (&chosen(&ways)["mode"], &chosen(&ways)["conversation_id"]),
        (&json!("direct"), &opened),
        "her answer came directly, into the conversation that was begun"
    );
}

/// PO-10: a window that has closed says when, and nothing is sent into it.
#[tokio::test]
async fn a_window_that_closed_says_so_and_opens_when_the_customer_writes() {
    let world = with_window().await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    let ways = routes(&world, ana).await;
    assert_eq!(chosen(&ways)["closed"], json!(null));
    let until = chosen(&ways)["open_until"].as_i64().unwrap();
    world.advance_minutes(24 * 60 + 1).await;
    let ways = routes(&world, ana).await;
    assert_eq!(
        (&chosen(&ways)["closed"], &chosen(&ways)["closed_at"]),
        (&json!("window_closed"), &json!(until))
    );
    assert_eq!(world.open(ana).await["cannot_reply"], "window_closed");
    let late = send(&json!(ana), "390 euros");
    assert_eq!(
        world.refused("message_send", late).await.code,
        "window_closed"
    );
    world.fake("Ana").says("hello?").await;
    assert_eq!(chosen(&routes(&world, ana).await)["closed"], json!(null));
}

/// PO-10: a channel without an address, or whose address the network refused, is blocked with its reason.
#[tokio::test]
async fn a_way_without_a_working_address_is_closed() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    let refused = Say::new("no_such_mailbox", "ana", "550 no such user");
    world
        .network
        .next_sends([Mishap::Answer(SendOutcome::Permanent(refused))]);
    let message = world.answer("Ana", "390 euros").await;
    world.advance_seconds(6).await;
    assert_eq!(chosen(&routes(&world, ana).await)["closed"], "nobody_there");
    let again = send(&json!(ana), "are you there?");
    assert_eq!(
        world.refused("message_send", again).await.code,
        "nobody_there"
    );
    world
        .call("message_retry", json!({ "message_id": message }))
        .await;
    world.advance_seconds(1).await;
    assert_eq!(
        chosen(&routes(&world, ana).await)["closed"],
        json!(null),
        "it worked after all"
    );
}

/// UC-21: a source that is paused is offered with its reason; one that was removed as well.
#[tokio::test]
async fn a_source_that_cannot_send_says_why() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    let shop = world.shop.0;
    let pause = |paused: bool| json!({ "source_id": shop, "paused": paused });
    world.call("source_pause", pause(true)).await;
    assert_eq!(
        chosen(&routes(&world, ana).await)["closed"],
        "source_paused"
    );
    world.call("source_pause", pause(false)).await;
    assert_eq!(chosen(&routes(&world, ana).await)["closed"], json!(null));
    world
        .call("source_remove", json!({ "source_id": shop }))
        .await;
    assert_eq!(
        chosen(&routes(&world, ana).await)["closed"],
        "source_removed"
    );
}

#[tokio::test]
async fn a_conversation_is_begun_only_with_an_address_of_theirs() {
    let world = with_window().await;
    world.fake("Ana").says("price?").await;
    let ben = world.network.person("Ben").under_post("post-1", "Chairs");
    ben.says("nice");
    world.receive().await;
    let (ana, ben) = (
        world.open(world.conversation_of("Ana").await).await,
        world.open(world.conversation_of("Ben").await).await,
    );
    let open = |contact: &Value, of: &Value| {
        json!({
            "contact_id": contact["contact"]["id"],
            "source_id": world.shop.0,
            "identity_id": of["contact"]["identities"][0]["id"],
        })
    };
    let other = open(&ana, &ben);
    assert_eq!(
        world.refused("conversation_open", other).await.code,
        "identity_not_theirs"
    );
    let first = open(&ben, &ben);
    assert_eq!(
        world.refused("conversation_open", first).await.code,
        "cannot_start",
        "he has only commented; this network wants him to write first"
    );
}
