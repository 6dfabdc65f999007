//! Everything that a person does can be taken back, and done again.

use runnel_journeys::World;
use serde_json::{Value, json};

/// Takes an action back and does it again; what is looked at goes back and forth with it.
async fn there_and_back(
    world: &World,
    label: &str,
    command: &str,
    request: Value,
    client: &str,
    at: &str,
) {
    let look = async || {
        world
            .row_of(client)
            .await
            .pointer(at)
            .cloned()
            .unwrap_or_default()
    };
    let before = look().await;
    let done = world.call(command, request).await;
    let after = look().await;
    assert_ne!(before, after, "{command} changes {at}");
    assert!(done["operation"].is_i64(), "{command} can be undone");
    let undone = world.undo(&done).await;
    assert_eq!(undone["label"], label);
    assert_eq!(look().await, before, "{command} taken back");
    let twice = world
        .refused("operation_undo", json!({ "operation": done["operation"] }))
        .await;
    assert_eq!(twice.code, "already_undone");
    world.undo(&undone).await;
    assert_eq!(look().await, after, "{command} done again");
}

#[tokio::test]
async fn each_action_goes_there_and_back() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    let contact = world.row_of("Ana").await["contact_id"].clone();
    let about = json!({ "conversation_id": ana });
    there_and_back(
        &world,
        "conversation_unread",
        "conversation_unread",
        about,
        "Ana",
        "/marked_unread",
    )
    .await;
    let accept = json!({ "conversation_id": ana, "stage_id": null, "before_deal_id": null });
    there_and_back(
        &world,
        "conversation_accept",
        "conversation_accept",
        accept,
        "Ana",
        "/folder",
    )
    .await;
    let deal = world.deal_of("Ana").await;
    let offer = json!({
        "deal_id": deal, "stage_id": world.stage("Offer").await, "before_deal_id": null, "revision": null,
    });
    there_and_back(&world, "deal_move", "deal_move", offer, "Ana", "/stage_id").await;
    let price = json!({ "deal_id": deal, "price": { "amount_minor": 5, "currency": "EUR" } });
    there_and_back(
        &world,
        "deal_price_set",
        "deal_price_set",
        price,
        "Ana",
        "/price",
    )
    .await;
    let tags = json!({ "conversation_id": ana, "add": ["VIP"], "remove": [] });
    there_and_back(
        &world,
        "conversation_tags_change",
        "conversation_tags_change",
        tags,
        "Ana",
        "/tag_ids",
    )
    .await;
    let nobody = json!({ "conversation_id": ana, "member_id": null });
    let code = "conversation_responsible_set";
    there_and_back(&world, code, code, nobody, "Ana", "/responsible_id").await;
    let task = json!({
        "conversation_id": ana, "kind": "call", "text": "", "assignee_id": null, "due_at": null,
    });
    there_and_back(&world, "task_add", "task_add", task, "Ana", "/task/kind").await;
    let stage = json!({ "conversation_id": ana, "stage_id": world.stage("Payment").await });
    there_and_back(
        &world,
        "conversation_stage_set",
        "conversation_stage_set",
        stage,
        "Ana",
        "/stage_id",
    )
    .await;
    let archive = json!({ "conversation_id": ana, "stage_id": null });
    there_and_back(
        &world,
        "conversation_archive",
        "conversation_archive",
        archive,
        "Ana",
        "/folder",
    )
    .await;
    let comment = json!({
        "contact_id": contact, "custom_name": null, "company": "Padaria", "language": null, "comment": null,
    });
    let done = world.call("contact_update", comment).await;
    world.undo(&done).await;
    assert_eq!(world.open(ana).await["contact"]["company"], "");
}

#[tokio::test]
async fn notes_tasks_triggers_and_settings_can_be_taken_back_too() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    let note = world
        .call("note_add", json!({ "conversation_id": ana, "text": "hm" }))
        .await;
    world.undo(&note).await;
    assert_eq!(world.messages(ana).await.len(), 1);

    let task = json!({
        "conversation_id": ana, "kind": "call", "text": "", "assignee_id": null, "due_at": null,
    });
    let task = world.call("task_add", task).await["id"].clone();
    let done = world
        .call("task_done", json!({ "task_id": task, "done": true }))
        .await;
    assert_eq!(world.undo(&done).await["label"], "task_done");
    assert_eq!(world.open(ana).await["tasks"][0]["done_at"], Value::Null);

    let trigger = crate::triggers::thank_new_ones(&world, 0).await;
    let gone = world
        .call("trigger_delete", json!({ "trigger_id": trigger }))
        .await;
    world.undo(&gone).await;
    let off = world
        .call(
            "trigger_enable",
            json!({ "trigger_id": trigger, "enabled": false }),
        )
        .await;
    assert_eq!(world.undo(&off).await["label"], "trigger_disable");
    let list = world.call("trigger_list", json!({})).await;
    assert_eq!(list["triggers"][0]["enabled"], true);

    let mut settings = world.workspace().await["settings"].clone();
    settings["company"] = json!("Oak & Co");
    let changed = world
        .call("settings_set", json!({ "settings": settings }))
        .await;
    world.undo(&changed).await;
    assert_eq!(world.workspace().await["settings"]["company"], "");
}

/// Ctrl+Z without saying what: the last action that stands.
#[tokio::test]
async fn without_a_name_the_last_action_is_taken_back() {
    let world = World::new().await;
    let nothing = world
        .call("operation_undo", json!({ "operation": null }))
        .await;
    assert_eq!(nothing, json!({ "label": null, "operation": null }));
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    world.move_to("Ana", "Offer").await;
    for label in ["deal_move", "conversation_accept"] {
        let undone = world
            .call("operation_undo", json!({ "operation": null }))
            .await;
        assert_eq!(undone["label"], label);
    }
    assert_eq!(world.folder_of("Ana").await, "new");
}

/// What was changed since is not overwritten by an undo.
#[tokio::test]
async fn an_undo_does_not_overwrite_what_came_after() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let first = world.move_to("Ana", "Offer").await;
    world.move_to("Ana", "Payment").await;
    let error = world
        .refused("operation_undo", json!({ "operation": first["operation"] }))
        .await;
    assert_eq!(error.code, "conflict");
    assert_eq!(
        world.row_of("Ana").await["stage_id"],
        world.stage("Payment").await
    );
}

/// A message that left cannot be called back by undoing what set it off.
#[tokio::test]
async fn an_undo_does_not_call_back_what_left() {
    let world = World::new().await;
    let event = json!({ "kind": "stage_entered", "stage_ids": [world.stage("Offer").await] });
    let action =
        json!({ "delay_minutes": 0, "what": { "kind": "send_message", "text": "Your offer" } });
    let body = json!({ "name": "", "event": event, "conditions": [], "actions": [action] });
    world
        .call("trigger_save", json!({ "trigger_id": null, "body": body }))
        .await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let moved = world.move_to("Ana", "Offer").await;
    world.advance_seconds(1).await;
    assert_eq!(world.sent_texts(), ["Your offer"]);
    world.undo(&moved).await;
    assert_eq!(
        world.row_of("Ana").await["stage_id"],
        world.stage("New request").await
    );
    let messages = world.messages(world.conversation_of("Ana").await).await;
    assert_eq!(
        messages.last().unwrap()["text"],
        "Your offer",
        "what she got stays in sight"
    );
}
