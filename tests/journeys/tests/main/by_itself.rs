//! What goes on by itself: the tasks that a host starts, on the real runtime. Nothing here waits for a time; stories
//! listen to the change feed.

use std::time::Duration;

use runnel_api::{Feed, wire::feed::FeedMessage};
use runnel_connector::fake::Mishap;
use runnel_journeys::World;
use serde_json::{Value, json};

/// Looks again after every message of the feed until it is so.
async fn until(world: &World, feed: &mut Feed, what: &str, so: impl AsyncFn(&World) -> bool) {
    let listen = async {
        while !so(world).await {
            feed.next().await.expect("the workspace is open");
        }
    };
    // Only so that a fault ends as a failure: a story that goes well never comes near it.
    tokio::time::timeout(Duration::from_secs(60), listen)
        .await
        .expect(what);
}

async fn health(world: &World) -> Value {
    world.workspace().await["sources"][1]["health"]["state"].clone()
}

async fn at_once(world: &World) {
    let mut settings = world.workspace().await["settings"].clone();
    settings["undo_send_seconds"] = json!(0);
    world
        .call("settings_set", json!({ "settings": settings }))
        .await;
}

#[tokio::test]
async fn messages_come_and_answers_go_without_anybody_asking() {
    let world = World::new().await;
    at_once(&world).await;
    let mut feed = world.router.feed();
    world.app().start();
    world.network.says("Ana", "price?");
    loop {
        if let Some(FeedMessage::Arrived { client, .. }) = feed.next().await {
            assert_eq!(client, "Ana");
            break;
        }
    }
    world.answer("Ana", "390 euros").await;
    until(&world, &mut feed, "the answer leaves", async |world| {
        !world.sent().is_empty()
    })
    .await;
    assert_eq!(world.sent_texts(), ["390 euros"]);
    world.app().stop().await;
    world.network.says("Ana", "thank you");
    assert_eq!(
        world.row_of("Ana").await["snippet"],
        "390 euros",
        "stopped is stopped"
    );
}

#[tokio::test]
async fn a_source_shows_how_it_is_and_looks_again_when_asked() {
    let world = World::new().await;
    at_once(&world).await;
    world.fake("Ana").says("price?").await;
    let mut feed = world.router.feed();
    world.network.go_offline();
    world.app().start();
    until(&world, &mut feed, "offline", async |world| {
        health(world).await == "offline"
    })
    .await;
    let answer = world.answer("Ana", "390 euros").await;
    until(&world, &mut feed, "it waits", async |world| {
        world.state_of("Ana", answer).await == "retrying"
    })
    .await;

    world.network.come_back();
    world
        .call("source_sync", json!({ "source_id": world.shop.0 }))
        .await;
    until(&world, &mut feed, "back", async |world| {
        health(world).await == "ok"
    })
    .await;
    until(&world, &mut feed, "it goes", async |world| {
        !world.sent().is_empty()
    })
    .await;
    assert_eq!(world.sent().len(), 1);

    world
        .call(
            "source_pause",
            json!({ "source_id": world.shop.0, "paused": true }),
        )
        .await;
    world.answer("Ana", "are you there?").await;
    world
        .call(
            "source_pause",
            json!({ "source_id": world.shop.0, "paused": false }),
        )
        .await;
    until(&world, &mut feed, "it goes on", async |world| {
        world.sent().len() == 2
    })
    .await;
    world.app().stop().await;
}

/// A trigger's message without delay leaves at once, and one that hangs holds up nobody else.
#[tokio::test]
async fn a_message_that_hangs_holds_up_only_its_own_conversation_until_the_end() {
    let world = World::new().await;
    crate::triggers::thank_new_ones(&world, 0).await;
    let mut feed = world.router.feed();
    world.app().start();
    world.network.next_sends([Mishap::Hangs]);
    world.network.says("Ana", "price?");
    until(&world, &mut feed, "on the wire", async |world| {
        let counts = world.workspace().await["counts"].clone();
        counts["new"] == 2 && counts["waiting_to_send"] == 1
    })
    .await;
    world.network.says("Ben", "hello");
    until(&world, &mut feed, "Ben arrives meanwhile", async |world| {
        world.workspace().await["counts"]["new"] == 3
    })
    .await;
    world.network.release();
    until(&world, &mut feed, "both leave", async |world| {
        world.sent().len() == 2
    })
    .await;
    world.app().stop().await;
}
