//! The change feed.

use runnel_api::wire::feed::FeedMessage;
use runnel_journeys::World;

#[tokio::test]
async fn a_commit_is_told_once_with_what_changed_and_the_counters() {
    let world = World::new().await;
    let mut feed = world.router.feed();
    world.fake("Ana").says("price?").await;
    let mut entities = Vec::new();
    let mut counters = None;
    let mut arrived = false;
    while counters.is_none() || !arrived {
        match feed.next().await.expect("the workspace is open") {
            FeedMessage::Changed { changes, counts } => {
                entities.extend(changes.into_iter().map(|change| change.entity));
                counters = counts.or(counters);
            }
            FeedMessage::Arrived { client, .. } => {
                assert_eq!(client, "Ana");
                arrived = true;
            }
            other => panic!("unexpected: {other:?}"),
        }
    }
    for entity in ["conversation", "message", "contact"] {
        assert!(
            entities.iter().any(|word| word == entity),
            "{entity} in {entities:?}"
        );
    }
    assert_eq!(counters.unwrap().new_unread, 2);
}

#[tokio::test]
async fn an_interface_that_was_away_too_long_is_told_to_look_again() {
    let world = World::new().await;
    let mut feed = world.router.feed();
    for number in 0..1_100 {
        world.network.murmurs(&format!("noise {number}"), b"");
        if number % 50 == 49 {
            world.receive().await;
        }
    }
    for number in 0..1_100 {
        let draft = serde_json::json!({
            "conversation_id": 1, "note": true, "text": number.to_string(), "attachment_ids": [],
        });
        world.call("draft_save", draft).await;
    }
    assert!(matches!(feed.next().await, Some(FeedMessage::Lagged)));
}
