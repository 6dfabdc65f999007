//! Tags.

use runnel_journeys::World;
use serde_json::{Value, json};

async fn add(world: &World, name: &str) -> i64 {
    world.call("tag_add", json!({ "name": name })).await["id"]
        .as_i64()
        .unwrap()
}

async fn wear(world: &World, client: &str, names: &[&str]) {
    let request = json!({
        "conversation_id": world.conversation_of(client).await, "add": names, "remove": [],
    });
    world.call("conversation_tags_change", request).await;
}

async fn listed(world: &World, name: &str) -> Value {
    let list = world.call("tag_list", json!({})).await;
    let tags = list["tags"].as_array().unwrap().clone();
    tags.into_iter()
        .find(|tag| tag["name"] == name)
        .unwrap_or(Value::Null)
}

/// A trigger that tags whoever comes into Offer.
async fn trigger(world: &World, tag: i64) -> i64 {
    let body = json!({
        "name": "Offer is hot",
        "event": { "kind": "stage_entered", "stage_ids": [world.stage("Offer").await] },
        "conditions": [{ "kind": "tag", "tag_ids": [tag] }],
        "actions": [{ "delay_minutes": 0, "what": { "kind": "edit_tags", "add": [tag], "remove": [] } }],
    });
    world
        .call("trigger_save", json!({ "trigger_id": null, "body": body }))
        .await["id"]
        .as_i64()
        .unwrap()
}

/// UC-25: made, renamed, coloured, and counted in each list.
#[tokio::test]
async fn a_tag_is_renamed_and_coloured_wherever_it_is_worn() {
    let world = World::new().await;
    for client in ["Ana", "Bob", "Cleo"] {
        world.fake(client).says("hello").await;
        wear(&world, client, &["vip"]).await;
    }
    world.accept("Cleo").await;
    let tag = listed(&world, "vip").await;
    assert_eq!(
        (&tag["new"], &tag["accepted"], &tag["total"]),
        (&json!(2), &json!(1), &json!(3))
    );

    let request = json!({ "tag_id": tag["id"], "name": " Key  customer ", "color": "amber" });
    let done = world.call("tag_update", request).await;
    assert_eq!(listed(&world, "Key customer").await["color"], "amber");
    world.undo(&done).await;
    assert_eq!(listed(&world, "vip").await["color"], "");

    let other = add(&world, "Wholesale").await;
    let request = json!({ "tag_id": tag["id"], "name": "wholesale", "color": "" });
    let refused = world.refused("tag_update", request).await;
    assert_eq!(refused.code, "tag_name_taken");
    assert_eq!(
        refused.params["tag_id"],
        other.to_string(),
        "the one to merge with"
    );
}

/// UC-25: two tags become one, in conversations and in triggers; nothing fires, and it can be taken back.
#[tokio::test]
async fn two_tags_become_one_everywhere() {
    let world = World::new().await;
    for (client, tags) in [
        ("Ana", ["vip", "old"]),
        ("Bob", ["vip", "x"]),
        ("Cleo", ["key", "vip"]),
    ] {
        world.fake(client).says("hello").await;
        wear(&world, client, &tags).await;
    }
    let (vip, key) = (
        listed(&world, "vip").await["id"].clone(),
        listed(&world, "key").await["id"].clone(),
    );
    trigger(&world, vip.as_i64().unwrap()).await;
    assert_eq!(
        listed(&world, "vip").await["triggers"],
        json!(["Offer is hot"])
    );

    let both = json!({ "tag_id": vip, "into_id": key });
    let preview = world.call("tag_merge_preview", both.clone()).await;
    assert_eq!(preview["from"]["total"], 3);
    assert_eq!(preview["both"], 1, "Cleo wears both");
    assert_eq!(preview["from"]["triggers"], json!(["Offer is hot"]));

    let done = world.call("tag_merge", both.clone()).await;
    assert_eq!(listed(&world, "vip").await, Value::Null);
    let merged = listed(&world, "key").await;
    assert_eq!(merged["total"], 3);
    assert_eq!(
        merged["triggers"],
        json!(["Offer is hot"]),
        "the trigger asks for the other one"
    );

    // Bob wears it by its new name, so the trigger's condition holds.
    world.accept("Bob").await;
    let moved = world.move_to("Bob", "Offer").await;
    world.undo(&moved).await;
    world.undo(&done).await;
    assert_eq!(listed(&world, "vip").await["total"], 3);
    assert_eq!(listed(&world, "key").await["total"], 1);
    assert_eq!(listed(&world, "key").await["triggers"], json!([]));

    let itself = json!({ "tag_id": vip, "into_id": vip });
    assert_eq!(world.refused("tag_merge", itself).await.code, "tag_same");
}

/// UC-25: a tag that a trigger names is not deleted behind its back; another one goes from everything that wears it.
#[tokio::test]
async fn deleting_asks_who_uses_it() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    wear(&world, "Ana", &["vip", "old"]).await;
    let (vip, old) = (
        listed(&world, "vip").await["id"].clone(),
        listed(&world, "old").await["id"].clone(),
    );
    trigger(&world, vip.as_i64().unwrap()).await;
    let refused = world.refused("tag_delete", json!({ "tag_id": vip })).await;
    assert_eq!(
        (refused.code.as_str(), refused.params["triggers"].as_str()),
        ("tag_in_use", "1")
    );

    let done = world.call("tag_delete", json!({ "tag_id": old })).await;
    assert_eq!(world.row_of("Ana").await["tag_ids"], json!([vip]));
    world.undo(&done).await;
    assert_eq!(
        listed(&world, "old").await["new"],
        1,
        "and back again, counted"
    );
}
