//! Two contacts that are one person: found, merged with a preview, taken apart.

use runnel_journeys::World;
use serde_json::{Value, json};

async fn sheet(world: &World, conversation: i64) -> Value {
    world
        .call("contact_get", json!({ "conversation_id": conversation }))
        .await
}

async fn update(world: &World, contact: &Value, change: Value) {
    let mut request = json!({ "contact_id": contact });
    for (name, value) in change.as_object().unwrap() {
        request[name] = value.clone();
    }
    world.call("contact_update", request).await;
}

async fn add(world: &World, contact: &Value, channel: &str, address: &str) {
    let request = json!({ "contact_id": contact, "channel": channel, "address": address });
    world.call("identity_add", request).await;
}

async fn suggestions(world: &World) -> Vec<Value> {
    let request = json!({ "after": null, "limit": 50 });
    world.call("duplicate_list", request).await["pairs"]
        .as_array()
        .unwrap()
        .clone()
}

struct Two {
    world: World,
    ana: i64,
    other: i64,
    ana_id: Value,
    other_id: Value,
}

/// "Ana Souza" and "A. Souza", two conversations.
async fn two() -> Two {
    let world = World::new().await;
    world.fake("Ana Souza").says("How much is the table?").await;
    world.fake("A Souza").says("And the chairs?").await;
    let (ana, other) = (
        world.conversation_of("Ana Souza").await,
        world.conversation_of("A Souza").await,
    );
    let (ana_id, other_id) = (
        sheet(&world, ana).await["id"].clone(),
        sheet(&world, other).await["id"].clone(),
    );
    Two {
        world,
        ana,
        other,
        ana_id,
        other_id,
    }
}

/// Issue part "suggested duplicates": the same number on two channels, similar names at one company; dismissed.
#[tokio::test]
async fn who_may_be_one_person_is_suggested_with_why() {
    let Two {
        world,
        ana,
        ana_id,
        other_id,
        ..
    } = two().await;
    assert!(
        suggestions(&world).await.is_empty(),
        "a similar name alone says nothing"
    );
    add(&world, &ana_id, "email", "ana@sol.example").await;
    add(&world, &other_id, "email", "office@sol.example").await;
    let pairs = suggestions(&world).await;
    assert_eq!(pairs.len(), 1);
    assert_eq!(pairs[0]["signs"], json!(["near"]));
    add(&world, &ana_id, "local", "+49 30 1234567").await;
    add(&world, &other_id, "fake", "49301234567").await;
    update(&world, &ana_id, json!({ "company": "Padaria Sol" })).await;
    assert_eq!(
        suggestions(&world).await[0]["signs"],
        json!(["phone", "near"])
    );
    let hint = sheet(&world, ana).await["duplicates"].clone();
    assert_eq!(
        hint[0]["newer"]["shown_name"], "A Souza",
        "the panel hints at it"
    );

    let pair = json!({ "one_id": ana_id, "other_id": other_id });
    let done = world.call("duplicate_dismiss", pair).await;
    assert!(suggestions(&world).await.is_empty());
    assert_eq!(sheet(&world, ana).await["duplicates"], json!([]));
    world.undo(&done).await;
    assert_eq!(suggestions(&world).await.len(), 1);
}

/// Issue part "merge with preview": what differs is shown, chosen, and everything moves; undo puts it back.
#[tokio::test]
async fn a_merge_is_previewed_done_and_undone() {
    let Two {
        world,
        ana,
        other,
        ana_id,
        other_id,
    } = two().await;
    update(
        &world,
        &ana_id,
        json!({ "company": "Padaria Sol", "comment": "pays late" }),
    )
    .await;
    update(
        &world,
        &other_id,
        json!({ "company": "Sol Lda", "language": "pt", "comment": "likes tea" }),
    )
    .await;
    world.accept("A Souza").await;
    let both = json!({ "kept_id": ana_id, "gone_id": other_id });
    let preview = world.call("merge_preview", both).await;
    assert_eq!(
        preview["lines"],
        json!([
            { "name": "full_name", "kept": "Ana Souza", "gone": "A Souza" },
            { "name": "company", "kept": "Padaria Sol", "gone": "Sol Lda" },
            { "name": "language", "kept": "", "gone": "pt" },
            { "name": "comment", "kept": "pays late", "gone": "likes tea" },
        ])
    );
    assert_eq!(
        (&preview["gone"]["conversations"], &preview["gone"]["deals"]),
        (&json!(1), &json!(1))
    );
    let merge =
        json!({ "kept_id": ana_id, "gone_id": other_id, "take": ["company"], "take_fields": [] });
    let done = world.call("contact_merge", merge.clone()).await;
    let one = sheet(&world, other).await;
    assert_eq!(one["id"], ana_id, "the conversation is Ana's now");
    assert_eq!(
        (
            &one["full_name"],
            &one["company"],
            &one["language"],
            &one["comment"]
        ),
        (
            &json!("Ana Souza"),
            &json!("Sol Lda"),
            &json!("pt"),
            &json!("pays late\n\nlikes tea")
        )
    );
    assert_eq!(one["identities"].as_array().unwrap().len(), 2);
    assert_eq!(one["others"][0]["id"], ana);
    assert_eq!(one["merges"][0]["gone"], "A Souza");
    let names: Vec<_> = world
        .folder("accepted")
        .await
        .iter()
        .map(|row| row["client"].clone())
        .collect();
    assert_eq!(names, ["Ana Souza"], "the table says so too");
    assert_eq!(
        world.refused("contact_merge", merge).await.code,
        "merge_gone"
    );

    world.undo(&done).await;
    assert_eq!(sheet(&world, other).await["id"], other_id);
    assert_eq!(sheet(&world, ana).await["company"], "Padaria Sol");
}

/// Issue part "un-merge": later, though both wrote since; each message ends where its address belongs.
#[tokio::test]
async fn a_merge_is_taken_apart_later() {
    let Two {
        world,
        ana,
        other,
        ana_id,
        other_id,
    } = two().await;
    let merge = json!({ "kept_id": ana_id, "gone_id": other_id, "take": [], "take_fields": [] });
    let merge = world.call("contact_merge", merge).await["id"].clone();
    world.fake("A Souza").says("Hello?").await;
    world
        .fake("A Souza")
        .in_thread("new")
        .says("And a lamp?")
        .await;
    world
        .fake("Ana Souza")
        .in_thread("own")
        .says("And a rug?")
        .await;
    let rows = world.folder("new").await;
    let find = |snippet: &str| {
        rows.iter()
            .find(|row| row["snippet"] == snippet)
            .and_then(|row| row["id"].as_i64())
            .unwrap()
    };
    let (lamp, rug) = (find("And a lamp?"), find("And a rug?"));
    assert_eq!(
        sheet(&world, lamp).await["id"],
        ana_id,
        "found as the one who was kept"
    );
    update(&world, &ana_id, json!({ "company": "Padaria" })).await;

    let done = world
        .call("contact_unmerge", json!({ "merge_id": merge }))
        .await;
    for (conversation, contact) in [
        (ana, &ana_id),
        (rug, &ana_id),
        (other, &other_id),
        (lamp, &other_id),
    ] {
        assert_eq!(&sheet(&world, conversation).await["id"], contact);
    }
    assert_eq!(
        sheet(&world, ana).await["company"],
        "Padaria",
        "what was written since stays"
    );
    assert_eq!(sheet(&world, ana).await["merges"], json!([]));
    let again = json!({ "merge_id": merge });
    assert_eq!(
        world.refused("contact_unmerge", again).await.code,
        "merge_undone"
    );
    world.undo(&done).await;
    assert_eq!(sheet(&world, lamp).await["id"], ana_id);
}

/// UC-27: who was blocked stays blocked as part of another one.
#[tokio::test]
async fn a_blocked_customer_stays_blocked_in_a_merge() {
    let Two {
        world,
        ana_id,
        other_id,
        ..
    } = two().await;
    world
        .call(
            "block_add",
            json!({ "kind": "client", "contact_id": other_id }),
        )
        .await;
    let merge = json!({ "kept_id": ana_id, "gone_id": other_id, "take": [], "take_fields": [] });
    let merge = world.call("contact_merge", merge).await["id"].clone();
    let shown = world.folder("new").await;
    assert!(
        !shown.iter().any(|row| row["client"] == "Ana Souza"),
        "both are one blocked customer"
    );
    world
        .call("contact_unmerge", json!({ "merge_id": merge }))
        .await;
    assert_eq!(
        world.row_of("Ana Souza").await["folder"],
        "new",
        "Ana never was"
    );
}

/// Any two customers can be merged, also those who have nothing in common: found by name, number or address.
#[tokio::test]
async fn two_who_have_nothing_in_common_are_found_and_merged() {
    let Two {
        world,
        ana,
        other,
        ana_id,
        other_id,
    } = two().await;
    update(&world, &other_id, json!({ "custom_name": "Bruno Lima" })).await;
    add(&world, &other_id, "email", "bruno@lima.example").await;
    add(&world, &other_id, "local", "+351 912 000 111").await;
    assert!(
        suggestions(&world).await.is_empty(),
        "nobody would guess it"
    );
    for typed in ["bru", "lima.example", "912 000 111"] {
        let found = world
            .call("contact_candidates", json!({ "text": typed }))
            .await;
        assert_eq!(found["people"][0]["contact_id"], other_id, "by {typed}");
    }
    let both = json!({ "kept_id": ana_id, "gone_id": other_id });
    let preview = world.call("merge_preview", both).await;
    assert_eq!(preview["signs"], json!([]), "nothing in common");
    let merge = json!({ "kept_id": ana_id, "gone_id": other_id, "take": [], "take_fields": [] });
    let done = world.call("contact_merge", merge.clone()).await;
    assert_eq!(sheet(&world, other).await["id"], ana_id, "one customer");
    world.undo(&done).await;
    assert_eq!(sheet(&world, other).await["id"], other_id, "two again");

    world.call("contact_merge", merge).await;
    let found = world
        .call("contact_candidates", json!({ "text": "bruno@lima" }))
        .await;
    assert_eq!(
        found["people"][0]["contact_id"], ana_id,
        "their address is Ana's now"
    );
    let merges = sheet(&world, ana).await["merges"].clone();
    world
        .call("contact_unmerge", json!({ "merge_id": merges[0]["id"] }))
        .await;
    assert_eq!(sheet(&world, other).await["shown_name"], "Bruno Lima");
}
