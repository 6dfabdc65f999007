//! Tasks.

use runnel_journeys::{NOON, World};
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;

async fn add(world: &World, client: &str, text: &str, due_at: Option<i64>) -> i64 {
    let request = json!({
        "conversation_id": world.conversation_of(client).await, "kind": "custom", "text": text,
        "assignee_id": null, "due_at": due_at,
    });
    world.call("task_add", request).await["id"]
        .as_i64()
        .unwrap()
}

async fn listed(world: &World, with_done: bool) -> Vec<Value> {
    let list = world
        .call("task_list", json!({ "with_done": with_done }))
        .await;
    list["tasks"].as_array().unwrap().clone()
}

/// UC-26: set by hand, nearest deadline first, ticked and opened again.
#[tokio::test]
async fn tasks_are_listed_by_deadline_and_ticked() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    add(&world, "Ana", "whenever", None).await;
    add(&world, "Ana", "tomorrow", Some(NOON + 24 * HOUR)).await;
    let today = add(&world, "Ana", "today", Some(NOON + HOUR)).await;
    let texts: Vec<_> = listed(&world, false)
        .await
        .iter()
        .map(|t| t["text"].clone())
        .collect();
    assert_eq!(texts, ["today", "tomorrow", "whenever"]);
    assert_eq!(listed(&world, false).await[0]["client"], "Ana");
    assert_eq!(
        world.workspace().await["counts"]["tasks_due"],
        1,
        "only today's"
    );

    world
        .call("task_done", json!({ "task_id": today, "done": true }))
        .await;
    assert_eq!(listed(&world, false).await.len(), 2);
    assert_eq!(listed(&world, true).await.len(), 3);
    assert_eq!(world.workspace().await["counts"]["tasks_due"], 0);
    assert_eq!(
        world.row_of("Ana").await["task"]["text"],
        "tomorrow",
        "UC-15: the next one shows"
    );
    world
        .call("task_done", json!({ "task_id": today, "done": false }))
        .await;
    assert_eq!(world.row_of("Ana").await["task"]["text"], "today");
    let ana = world.conversation_of("Ana").await;
    let happened = world.happenings(ana).await;
    assert!(
        happened.contains(&"task_created".to_owned()) && happened.contains(&"task_done".to_owned())
    );
}

#[tokio::test]
async fn a_custom_task_says_what_it_is() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    let request = json!({
        "conversation_id": world.conversation_of("Ana").await, "kind": "custom", "text": " ",
        "assignee_id": null, "due_at": null,
    });
    assert_eq!(
        world.refused("task_add", request).await.code,
        "task_text_blank"
    );
}
