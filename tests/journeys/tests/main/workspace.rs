//! The workspace as a whole.

use runnel_journeys::World;
use serde_json::json;

/// PO-1: the welcome conversation with steps to tick.
#[tokio::test]
async fn the_welcome_conversation_has_steps_to_tick() {
    let world = World::speaking("de").await;
    let welcome = world.conversation_of("Runnel").await;
    let head = world.open(welcome).await;
    assert_eq!(head["subject"], "Willkommen bei Runnel");
    assert_eq!(head["welcome_steps"].as_array().unwrap().len(), 5);
    assert!(
        head["welcome_steps"]
            .as_array()
            .unwrap()
            .iter()
            .all(|step| step["done_at"].is_null())
    );
    world
        .call("welcome_tick", json!({ "step": "move_card", "done": true }))
        .await;
    let world = world.crash_and_reopen().await;
    let head = world.open(welcome).await;
    let steps = head["welcome_steps"].as_array().unwrap();
    let ticked: Vec<_> = steps
        .iter()
        .filter(|s| !s["done_at"].is_null())
        .map(|s| &s["step"])
        .collect();
    assert_eq!(ticked, ["move_card"]);
    let note = json!({ "conversation_id": welcome, "text": "hello me" });
    world.call("note_add", note).await;
    let steps = world.open(welcome).await["welcome_steps"].clone();
    let written = steps
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["step"] == "write_note")
        .unwrap();
    assert!(written["done_at"].is_i64(), "doing it ticks it");
    let wrong = json!({ "step": "fly", "done": true });
    assert_eq!(
        world.refused("welcome_tick", wrong).await.code,
        "step_unknown"
    );
}

#[tokio::test]
async fn settings_are_kept_and_checked() {
    let world = World::new().await;
    let mut settings = world.workspace().await["settings"].clone();
    assert_eq!(
        (&settings["locale"], &settings["timezone"]),
        (&json!("en"), &json!("Europe/Berlin"))
    );
    settings["theme"] = json!("dark");
    settings["undo_send_seconds"] = json!(0);
    world
        .call("settings_set", json!({ "settings": settings }))
        .await;
    let world = world.crash_and_reopen().await;
    assert_eq!(world.workspace().await["settings"], settings);

    world.fake("Ana").says("price?").await;
    world.answer("Ana", "390").await;
    world.work_outbox().await;
    assert_eq!(
        world.sent_texts(),
        ["390"],
        "no moment to take it back, as was asked for"
    );

    settings["theme"] = json!("pink");
    let error = world
        .refused("settings_set", json!({ "settings": settings }))
        .await;
    assert_eq!(
        (error.code.as_str(), error.params["field"].as_str()),
        ("setting_invalid", "theme")
    );
}

#[tokio::test]
async fn a_member_has_a_name() {
    let world = World::new().await;
    let me = world.workspace().await["member_id"].clone();
    world
        .call(
            "member_rename",
            json!({ "member_id": me, "name": "  Jo  Weber " }),
        )
        .await;
    assert_eq!(world.workspace().await["members"][0]["name"], "Jo Weber");
    let blank = json!({ "member_id": me, "name": " " });
    assert_eq!(
        world.refused("member_rename", blank).await.code,
        "name_empty"
    );
}

/// Sample data in five languages, removable at one click, and mine stays.
#[tokio::test]
async fn sample_data_comes_and_goes_and_what_is_mine_stays() {
    let world = World::new().await;
    world.fake("Ana Real").says("price?").await;
    world
        .call("sample_fill", json!({ "conversations": 60 }))
        .await;
    let workspace = world.workspace().await;
    assert_eq!(workspace["has_sample"], true);
    let counts = &workspace["counts"];
    let all = ["new", "accepted", "archive"]
        .iter()
        .map(|f| counts[f].as_i64().unwrap())
        .sum::<i64>();
    assert!(all >= 62, "sixty, Ana and the welcome: {all}");
    assert!(world.heard.all().len() == 1, "only Ana was announced");
    assert!(world.sent().is_empty());
    let twice = world
        .refused("sample_fill", json!({ "conversations": 5 }))
        .await;
    assert_eq!(twice.code, "sample_present");

    world.call("sample_remove", json!({})).await;
    let workspace = world.workspace().await;
    assert_eq!(workspace["has_sample"], false);
    assert_eq!(
        (
            &workspace["counts"]["new"],
            &workspace["counts"]["accepted"]
        ),
        (&json!(2), &json!(0))
    );
    assert_eq!(world.row_of("Ana Real").await["snippet"], "price?");
    world.call("sample_cancel", json!({})).await;
    let none = world
        .refused("sample_fill", json!({ "conversations": 0 }))
        .await;
    assert_eq!(none.code, "sample_count");
}
