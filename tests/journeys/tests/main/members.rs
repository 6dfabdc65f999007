//! Who works here, what each set for themselves, and moments in their words.

use runnel_journeys::{NOON, World};
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;

/// PO-1, PO-2: colleagues are added, leave, and what they did keeps their name.
#[tokio::test]
async fn a_colleague_joins_and_leaves() {
    let world = World::new().await;
    let ben = world
        .call(
            "member_add",
            json!({ "name": " Ben  Kim ", "role": "agent" }),
        )
        .await;
    let find = async || -> Value {
        let members = world.workspace().await["members"].clone();
        let all = members.as_array().unwrap().clone();
        all.into_iter()
            .find(|member| member["id"] == ben["id"])
            .unwrap_or_default()
    };
    assert_eq!(find().await["name"], "Ben Kim");
    let leave = world
        .call("member_remove", json!({ "member_id": ben["id"] }))
        .await;
    assert_eq!(
        find().await["removed_at"],
        NOON,
        "the name stays to be shown"
    );
    world.fake("Ana").says("price?").await;
    let request = json!({
        "conversation_id": world.conversation_of("Ana").await, "member_id": ben["id"],
    });
    let error = world.refused("conversation_responsible_set", request).await;
    assert_eq!(error.code, "member_gone");
    world.undo(&leave).await;
    assert_eq!(find().await["removed_at"], Value::Null);

    for (name, role, code) in [
        (" ", "agent", "name_empty"),
        ("Second", "owner", "role_taken"),
    ] {
        let request = json!({ "name": name, "role": role });
        assert_eq!(world.refused("member_add", request).await.code, code);
    }
    let me = world.workspace().await["member_id"].clone();
    let error = world
        .refused("member_remove", json!({ "member_id": me }))
        .await;
    assert_eq!(error.code, "owner_stays");
}

/// "Keyboard": what a member set for themselves is theirs, and survives a restart.
#[tokio::test]
async fn a_members_settings_are_kept() {
    let world = World::new().await;
    let get = |key: &'static str| json!({ "key": key });
    let unset = world.call("member_setting_get", get("keys")).await;
    assert_eq!(unset["value"], Value::Null);
    let keys = json!({ "conversation.archive": ["y"] });
    world
        .call(
            "member_setting_set",
            json!({ "key": "keys", "value": keys }),
        )
        .await;
    let world = world.crash_and_reopen().await;
    assert_eq!(
        world.call("member_setting_get", get("keys")).await["value"],
        keys
    );
    world
        .call(
            "member_setting_set",
            json!({ "key": "keys", "value": null }),
        )
        .await;
    let unset = world.call("member_setting_get", get("keys")).await;
    assert_eq!(unset["value"], Value::Null);
    let error = world.refused("member_setting_get", get("No Name")).await;
    assert_eq!(error.code, "setting_invalid");
}

/// "Snooze": words of five languages, in the shop's own time zone (Berlin, where noon in London is one o'clock).
#[tokio::test]
async fn moments_are_read_in_the_shops_time_zone() {
    let world = World::new().await;
    let read = async |text: &str| world.call("moment_parse", json!({ "text": text })).await;
    assert_eq!(read("in 2 hours").await["at"], NOON + 2 * HOUR);
    assert_eq!(read("amanhã às 9").await["at"], NOON + 20 * HOUR);
    assert_eq!(
        read("today at 9:00").await,
        json!({ "at": null, "understood": true }),
        "that is over"
    );
    assert_eq!(
        read("soon").await,
        json!({ "at": null, "understood": false })
    );

    let presets = world.call("moment_presets", json!({})).await;
    let names: Vec<_> = presets["presets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|preset| preset["name"].clone())
        .collect();
    assert_eq!(names, ["in_3_hours", "evening", "tomorrow", "saturday"]);
}
