//! Mailboxes and other sources.

use runnel_domain::ids::SourceId;
use runnel_journeys::{PASSWORD, World};
use serde_json::{Value, json};

fn mailbox(source: impl Into<Value>, password: &str) -> Value {
    let source: Value = source.into();
    json!({
        "source_id": source, "name": "", "address": "Info@Shop.example", "login": "",
        "password": password,
        "imap": { "host": "imap.shop.example", "port": 993, "security": "tls" },
        "smtp": { "host": "smtp.shop.example", "port": 465, "security": "tls" },
        "trusted_certificate": null, "sender_name": "Oak & Co",
    })
}

/// The wizard: servers found, tested, saved; then mail comes in.
#[tokio::test]
async fn a_mailbox_is_found_tested_and_connected() {
    let world = World::new().await;
    let found = world
        .call("mail_discover", json!({ "address": "info@shop.example" }))
        .await;
    assert_eq!(found["imap"]["host"], "imap.shop.example");
    assert_eq!(found["provenance"], "autoconfig");
    assert_eq!(
        world
            .refused("mail_discover", json!({ "address": "info" }))
            .await
            .code,
        "address_invalid"
    );

    let wrong = world
        .call("mailbox_check", mailbox(Value::Null, "guess"))
        .await;
    assert_eq!(wrong["ok"], false);
    assert_eq!(wrong["findings"][0]["blocking"], true);
    assert_eq!(
        world.workspace().await["sources"].as_array().unwrap().len(),
        2,
        "checking keeps nothing"
    );
    let right = world
        .call("mailbox_check", mailbox(Value::Null, PASSWORD))
        .await;
    assert_eq!(right["ok"], true);

    let id = world
        .call("mailbox_save", mailbox(Value::Null, PASSWORD))
        .await["id"]
        .as_i64()
        .unwrap();
    let kept = world.call("mailbox_get", json!({ "source_id": id })).await;
    assert_eq!(
        (&kept["imap"]["host"], &kept["sender_name"]),
        (&json!("imap.shop.example"), &json!("Oak & Co"))
    );
    assert_eq!(kept["password"], "", "the password never comes back");
    let source = world.workspace().await["sources"][2].clone();
    assert_eq!(
        (&source["name"], &source["account"]),
        (&json!("info@shop.example"), &json!("info@shop.example"))
    );
    world.mail.person("Ana").says("price?");
    assert!(world.receive_from(SourceId(id)).await);
    assert_eq!(world.row_of("Ana").await["channel"], "email");
    let again = world
        .refused("mailbox_save", mailbox(Value::Null, PASSWORD))
        .await;
    assert_eq!(again.code, "mailbox_connected");
    world.call("mailbox_save", mailbox(id, "")).await;
    assert!(
        world.receive_from(SourceId(id)).await,
        "the stored password still fits"
    );
}

#[tokio::test]
async fn a_wrong_password_is_said_and_not_tried_again_by_itself() {
    let world = World::new().await;
    let id = world
        .call("mailbox_save", mailbox(Value::Null, "old one"))
        .await["id"]
        .as_i64()
        .unwrap();
    assert!(!world.receive_from(SourceId(id)).await);
    let health = world.workspace().await["sources"][2]["health"].clone();
    assert_eq!(
        (&health["state"], &health["next_try_at"]),
        (&json!("auth_needed"), &Value::Null)
    );
    world.call("mailbox_save", mailbox(id, PASSWORD)).await;
    assert!(world.receive_from(SourceId(id)).await);
    assert_eq!(
        world.workspace().await["sources"][2]["health"]["state"],
        "ok"
    );
}

/// A paused source sends nothing; what is queued waits.
#[tokio::test]
async fn a_paused_source_waits() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let shop = json!({ "source_id": world.shop.0, "paused": true });
    world.call("source_pause", shop).await;
    world.answer("Ana", "390").await;
    world.advance_minutes(1).await;
    assert!(world.sent().is_empty());
    assert_eq!(
        world.workspace().await["sources"][1]["health"]["state"],
        "paused"
    );
    world
        .call(
            "source_pause",
            json!({ "source_id": world.shop.0, "paused": false }),
        )
        .await;
    world
        .call("source_sync", json!({ "source_id": world.shop.0 }))
        .await;
    world.advance_minutes(1).await;
    assert_eq!(world.sent_texts(), ["390"]);
}

#[tokio::test]
async fn a_removed_source_keeps_its_conversations_and_takes_no_answers() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world
        .call("source_remove", json!({ "source_id": world.shop.0 }))
        .await;
    assert_eq!(
        world.workspace().await["sources"].as_array().unwrap().len(),
        1
    );
    let ana = world.conversation_of("Ana").await;
    assert_eq!(world.open(ana).await["cannot_reply"], "source_removed");
    let built_in = world.workspace().await["sources"][0]["id"].clone();
    for (command, request) in [
        ("source_remove", json!({ "source_id": built_in })),
        (
            "source_pause",
            json!({ "source_id": built_in, "paused": true }),
        ),
    ] {
        assert_eq!(
            world.refused(command, request).await.code,
            "source_built_in"
        );
    }
}
