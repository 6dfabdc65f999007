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

async fn list(world: &World, more: Value) -> Value {
    let mut request = json!({
        "assignee_id": null, "kinds": [], "with_done": false, "offset": 0, "limit": 100,
    });
    for (name, value) in more.as_object().unwrap() {
        request[name] = value.clone();
    }
    world.call("task_list", request).await
}

async fn listed(world: &World, with_done: bool) -> Vec<Value> {
    let list = list(world, json!({ "with_done": with_done })).await;
    list["tasks"].as_array().unwrap().clone()
}

/// The task as it is, to be changed in part.
fn edit(task: &Value, part: &Value) -> Value {
    let mut request = json!({
        "task_id": task["id"], "kind": task["kind"], "text": task["text"],
        "assignee_id": task["assignee_id"], "due_at": task["due_at"],
    });
    for (name, value) in part.as_object().unwrap() {
        request[name] = value.clone();
    }
    request
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

/// UC-26: grouped by deadline, filtered by kind and member, in windows.
#[tokio::test]
async fn the_list_is_grouped_filtered_and_windowed() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    // It is Sunday noon: this week has no day after tomorrow, and the week ends tonight.
    for (text, hours) in [("late", 1), ("today", 5), ("tomorrow", 24), ("far", 24 * 9)] {
        add(&world, "Ana", text, Some(NOON + hours * HOUR)).await;
    }
    add(&world, "Ana", "whenever", None).await;
    world.advance_minutes(120).await;
    let all = list(&world, json!({})).await;
    assert_eq!(all["total"], 5);
    assert_eq!(
        all["groups"],
        json!({
            "overdue": 1, "today": 1, "tomorrow": 1, "week": 0, "later": 1, "undated": 1, "done": 0,
        })
    );
    let middle = list(&world, json!({ "offset": 3, "limit": 2 })).await;
    let texts: Vec<_> = middle["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|task| &task["text"])
        .collect();
    assert_eq!(texts, ["far", "whenever"], "a window reaches over groups");
    assert_eq!(list(&world, json!({ "kinds": ["call"] })).await["total"], 0);
    assert_eq!(
        list(&world, json!({ "kinds": ["call", "custom"] })).await["total"],
        5
    );
    let me = world.workspace().await["member_id"].clone();
    assert_eq!(list(&world, json!({ "assignee_id": me })).await["total"], 5);
    assert_eq!(list(&world, json!({ "assignee_id": 99 })).await["total"], 0);
}

/// UC-26: edited, postponed, thrown away, each with a way back; the table follows.
#[tokio::test]
async fn a_task_is_edited_postponed_and_thrown_away() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    add(&world, "Ana", "ring", Some(NOON + HOUR)).await;
    let task = listed(&world, false).await.remove(0);

    let request = edit(
        &task,
        &json!({ "kind": "call", "text": "ring back", "due_at": NOON + 30 * HOUR }),
    );
    let done = world.call("task_update", request).await;
    let row = world.row_of("Ana").await;
    assert_eq!(row["task"]["text"], "ring back");
    assert_eq!(row["task"]["due_at"], NOON + 30 * HOUR);
    assert_eq!(
        world.workspace().await["counts"]["tasks_due"],
        0,
        "not today any more"
    );
    world.undo(&done).await;
    assert_eq!(world.row_of("Ana").await["task"]["text"], "ring");

    let blank = edit(&task, &json!({ "text": " " }));
    assert_eq!(
        world.refused("task_update", blank).await.code,
        "task_text_blank"
    );
    let nobody = edit(&task, &json!({ "assignee_id": 99 }));
    assert_eq!(
        world.refused("task_update", nobody).await.code,
        "member_gone"
    );

    let gone = world
        .call("task_delete", json!({ "task_id": task["id"] }))
        .await;
    assert_eq!(world.row_of("Ana").await["task"], Value::Null);
    let ana = world.conversation_of("Ana").await;
    assert!(
        !world.timeline(ana).await.is_empty(),
        "its conversation opens without it"
    );
    world.undo(&gone).await;
    assert_eq!(world.row_of("Ana").await["task"]["text"], "ring");
}

/// UC-26: whoever does it is told once when it is due, however often it was postponed, also after a restart.
#[tokio::test]
async fn a_task_that_is_due_is_announced_once() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    for text in ["ring", "post", "skip", "drop"] {
        add(&world, "Ana", text, Some(NOON + HOUR)).await;
    }
    let tasks = listed(&world, false).await;
    let named = |text: &str| {
        tasks
            .iter()
            .find(|task| task["text"] == text)
            .unwrap()
            .clone()
    };
    let later = edit(&named("post"), &json!({ "due_at": NOON + 3 * HOUR }));
    world.call("task_update", later).await;
    let tick = json!({ "task_id": named("skip")["id"], "done": true });
    world.call("task_done", tick).await;
    world
        .call("task_delete", json!({ "task_id": named("drop")["id"] }))
        .await;

    let world = world.crash_and_reopen().await;
    world.advance_minutes(61).await;
    world.advance_minutes(1).await;
    let told = |world: &World| {
        let reminders = world.heard.reminders();
        reminders
            .into_iter()
            .map(|told| told.text)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told(&world),
        ["ring"],
        "not what was postponed, done or dropped"
    );
    assert_eq!(world.heard.reminders()[0].client, "Ana");
    assert_eq!(listed(&world, false).await.len(), 2, "it stays open");
    world.advance_minutes(120).await;
    assert_eq!(told(&world), ["ring", "post"]);
}

/// UC-26: an undone postponement is due at its first time again.
#[tokio::test]
async fn undo_brings_the_deadline_back() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    add(&world, "Ana", "ring", Some(NOON + HOUR)).await;
    let task = listed(&world, false).await.remove(0);
    let later = world
        .call(
            "task_update",
            edit(&task, &json!({ "due_at": NOON + 48 * HOUR })),
        )
        .await;
    world.undo(&later).await;
    world.advance_minutes(61).await;
    assert_eq!(world.heard.reminders().len(), 1);
}

/// UC-8, UC-26: tasks in bulk are announced as one when they are due together.
#[tokio::test]
async fn many_due_at_once_are_told_as_one() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for client in ["Ana", "Bob", "Cleo", "Dora", "Emil"] {
        world.fake(client).says("hello").await;
        ids.push(world.conversation_of(client).await);
    }
    let request = json!({
        "selection": { "kind": "these", "conversation_ids": ids },
        "deed": {
            "kind": "task", "task_kind": "call", "text": "", "assignee_id": null, "due_at": NOON + HOUR,
        },
        "send_messages": false, "expected": 5,
    });
    world.call("bulk_apply", request).await;
    assert_eq!(world.workspace().await["counts"]["tasks_due"], 5);
    world.advance_minutes(61).await;
    let told = world.heard.reminders();
    assert_eq!((told.len(), told[0].count), (1, 5));
}
