//! The panel beside a conversation: who it is, how to reach them, what else there is.

use runnel_journeys::World;
use serde_json::{Value, json};

async fn sheet(world: &World, conversation: i64) -> Value {
    world
        .call("contact_get", json!({ "conversation_id": conversation }))
        .await
}

fn shown(sheet: &Value) -> Vec<String> {
    sheet["identities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|identity| identity["shown"].as_str().unwrap().to_owned())
        .collect()
}

/// PO-6, UC-23: every line of the profile, edited one by one and taken back.
#[tokio::test]
async fn every_line_of_a_profile_can_be_edited_and_taken_back() {
    let world = World::new().await;
    world.fake("Ana Souza").says("hello").await;
    let ana = world.conversation_of("Ana Souza").await;
    let contact = sheet(&world, ana).await["id"].clone();
    for (line, text) in [
        ("full_name", "Ana Maria Souza"),
        ("nickname", "aninha"),
        ("company", "Padaria Sol"),
        ("language", "pt-BR"),
        ("comment", "pays late"),
        ("preferred_channel", "email"),
        ("custom_name", "Ana (bakery)"),
    ] {
        let before = sheet(&world, ana).await[line].clone();
        let mut change = json!({ "contact_id": contact });
        change[line] = json!(text);
        let done = world.call("contact_update", change).await;
        assert_eq!(sheet(&world, ana).await[line], text);
        world.undo(&done).await;
        assert_eq!(
            sheet(&world, ana).await[line],
            before,
            "{line} is as before"
        );
    }
    let wrong = json!({ "contact_id": contact, "preferred_channel": "pigeon" });
    let error = world.refused("contact_update", wrong).await;
    assert_eq!(error.code, "channel_unknown");
}

/// PO-6: addresses are read as they are meant, checked, and belong to one person.
#[tokio::test]
async fn an_address_is_normalised_checked_and_belongs_to_one_customer() {
    let world = World::new().await;
    world.fake("Ana Souza").says("hello").await;
    world.fake("Leo Kim").says("hello").await;
    let (ana, leo) = (
        world.conversation_of("Ana Souza").await,
        world.conversation_of("Leo Kim").await,
    );
    let contact = sheet(&world, ana).await["id"].clone();
    let add = |contact: &Value, channel: &str, address: &str| json!({ "contact_id": contact, "channel": channel, "address": address });

    let phone = world
        .call("identity_add", add(&contact, "local", "+49 (30) 12 34-567"))
        .await;
    let mail = world
        .call("identity_add", add(&contact, "email", "Ana@Sol.Example"))
        .await;
    assert_eq!(
        shown(&sheet(&world, ana).await),
        ["ana.souza", "+49 (30) 12 34-567", "Ana@Sol.Example"]
    );
    for (channel, address, code) in [
        ("local", "call me", "phone_invalid"),
        ("email", "ana@sol", "address_invalid"),
        ("email", " ", "address_empty"),
        ("email", "ana@sol.example", "identity_taken"),
    ] {
        let error = world
            .refused("identity_add", add(&contact, channel, address))
            .await;
        assert_eq!(error.code, code, "{address}");
    }
    let his = sheet(&world, leo).await["id"].clone();
    let error = world
        .refused("identity_add", add(&his, "local", "0049 30 1234567"))
        .await;
    assert_eq!(error.code, "identity_taken");
    assert_eq!(error.params["client"], "Ana Souza", "it says whose it is");

    let rename = json!({ "identity_id": phone["id"], "address": "+49 30 1234567" });
    world.call("identity_update", rename).await;
    let moved = json!({ "identity_id": mail["id"], "address": "souza@sol.example" });
    let done = world.call("identity_update", moved).await;
    assert_eq!(
        shown(&sheet(&world, ana).await),
        ["ana.souza", "+49 30 1234567", "souza@sol.example"]
    );
    world.undo(&done).await;
    assert_eq!(shown(&sheet(&world, ana).await)[2], "Ana@Sol.Example");

    let done = world
        .call("identity_remove", json!({ "identity_id": phone["id"] }))
        .await;
    assert_eq!(shown(&sheet(&world, ana).await).len(), 2);
    world.undo(&done).await;
    assert_eq!(shown(&sheet(&world, ana).await).len(), 3);
}

/// PO-6: what a conversation answers to stays; whether it works can be said.
#[tokio::test]
async fn an_address_that_a_conversation_answers_to_stays() {
    let world = World::new().await;
    world.fake("Ana Souza").says("hello").await;
    let ana = world.conversation_of("Ana Souza").await;
    let identity = sheet(&world, ana).await["identities"][0].clone();
    assert_eq!(identity["answered"], true);
    let this = json!({ "identity_id": identity["id"] });
    let error = world.refused("identity_remove", this).await;
    assert_eq!(error.code, "identity_answered");
    let other = json!({ "identity_id": identity["id"], "address": "somebody" });
    let error = world.refused("identity_update", other).await;
    assert_eq!(error.code, "identity_answered");
    let same = json!({ "identity_id": identity["id"], "address": "Ana.Souza" });
    world.call("identity_update", same).await;

    let mark = |invalid: bool| json!({ "identity_id": identity["id"], "invalid": invalid });
    let done = world.call("identity_mark", mark(true)).await;
    let invalid = async || sheet(&world, ana).await["identities"][0]["invalid_at"].clone();
    assert!(invalid().await.is_i64());
    world.undo(&done).await;
    assert!(invalid().await.is_null());
    world.call("identity_mark", mark(true)).await;
    world.call("identity_mark", mark(false)).await;
    assert!(invalid().await.is_null());
}

/// UC-23: other conversations in every list, with what is unread.
#[tokio::test]
async fn other_conversations_are_listed_wherever_they_lie() {
    let world = World::new().await;
    for (thread, subject) in [("one", "Table"), ("two", "Chairs"), ("three", "Lamp")] {
        world
            .fake("Ana")
            .about(subject)
            .in_thread(thread)
            .says("how much?")
            .await;
    }
    let rows = world.folder("new").await;
    let of = |subject: &str| {
        let row = rows.iter().find(|row| row["subject"] == subject);
        row.and_then(|row| row["id"].as_i64())
    };
    let ids: Vec<i64> = rows
        .iter()
        .filter(|row| row["client"] == "Ana")
        .filter_map(|row| row["id"].as_i64())
        .collect();
    assert_eq!(ids.len(), 3);
    let here = of("Lamp").unwrap_or(ids[0]);
    let away = ids.iter().copied().find(|id| *id != here).unwrap();
    world
        .call(
            "conversation_archive",
            json!({ "conversation_id": away, "stage_id": null }),
        )
        .await;
    world
        .call("conversation_read", json!({ "conversation_id": away }))
        .await;
    let sheet = sheet(&world, here).await;
    assert_eq!(sheet["others_total"], 2);
    let others = sheet["others"].as_array().unwrap();
    let archived = others.iter().find(|other| other["id"] == away).unwrap();
    assert_eq!(
        (&archived["place"], &archived["unread"]),
        (&json!("archive"), &json!(false))
    );
    let other = others.iter().find(|other| other["id"] != away).unwrap();
    assert_eq!(
        (&other["place"], &other["unread"], &other["messages"]),
        (&json!("new"), &json!(true), &json!(1))
    );
}
