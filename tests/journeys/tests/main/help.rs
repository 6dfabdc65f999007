//! Help: what a person may hand to somebody who helps.

use runnel_connector::{Say, SendOutcome, fake::Mishap};
use runnel_journeys::{PASSWORD, World};
use serde_json::{Value, json};

/// Whatever speaks of a customer, a colleague or a secret in the story below; compared without case.
const TELLING: &[&str] = &[
    "souza", "beatriz", "wardrobe", "walnut", "garden", "haggle", "sesame", "guess", "jo weber",
    "whitby", "ashes", "example", "info@", "@", "oak", "+49", "offer", "hinge", "shop", "vip",
];

/// UP-18: versions, numbers and codes; nothing about anybody, whatever was typed, sent, refused or named.
#[tokio::test]
async fn diagnostics_tell_numbers_and_nothing_about_anybody() {
    let world = World::new().await;
    let me = world.workspace().await["member_id"].clone();
    let name = json!({ "member_id": me, "name": "Jo Weber" });
    world.call("member_rename", name).await;
    let mut settings = world.workspace().await["settings"].clone();
    settings["company"] = json!("Oak & Ashes");
    world
        .call("settings_set", json!({ "settings": settings }))
        .await;

    let customer = world.fake("Beatriz Souza").about("The walnut wardrobe");
    customer
        .says("A very private haggle: +49 171 5550100")
        .await;
    world.accept("Beatriz Souza").await;
    let chat = world.conversation_of("Beatriz Souza").await;
    let draft = json!({
        "conversation_id": chat, "note": false, "text": "The hinge", "attachment_ids": [],
    });
    world.call("draft_save", draft).await;
    let note = json!({ "conversation_id": chat, "text": "they will haggle" });
    world.call("note_add", note).await;
    let task = json!({
        "conversation_id": chat, "kind": "call", "text": "ask about the garden",
        "assignee_id": null, "due_at": null,
    });
    world.call("task_add", task).await;
    let tag = json!({ "name": "VIP in Whitby", "color": "rose" });
    world.call("tag_add", tag).await;
    let stage = world.stage("Offer").await;
    let stage = json!({ "stage_id": stage, "name": "Walnut offer" });
    world.call("stage_rename", stage).await;
    let template = json!({
        "template_id": null, "name": "Garden offer", "body": "About your garden",
        "language": "en", "folder": "", "personal": false, "attachment_ids": [],
    });
    world.call("template_save", template).await;

    let refusal = Say::new(
        "no_such_mailbox",
        "beatriz@souza.example",
        "550 no Beatriz in Whitby",
    );
    world
        .network
        .next_sends([Mishap::Answer(SendOutcome::Permanent(refusal))]);
    world.answer("Beatriz Souza", "390 for the wardrobe").await;
    world.advance_seconds(6).await;
    let mailbox = json!({
        "source_id": null, "name": "Whitby mail", "address": "info@shop.example", "login": "",
        "password": "a guess",
        "imap": { "host": "imap.shop.example", "port": 993, "security": "tls" },
        "smtp": { "host": "smtp.shop.example", "port": 465, "security": "tls" },
        "trusted_certificate": null, "sender_name": "Oak & Ashes",
    });
    let source = world.call("mailbox_save", mailbox).await["id"].clone();
    let source = runnel_domain::ids::SourceId(source.as_i64().unwrap());
    assert!(!world.receive_from(source).await, "the password is wrong");

    let text = world.call("diagnostics_get", Value::Null).await["text"]
        .as_str()
        .unwrap()
        .to_owned();
    for wanted in [
        "Runnel 0.0.0",
        "Schema: ",
        "SQLite 3.",
        "1 deals",
        "Outbox: 1 failed, last error no_such_mailbox",
        "(email): auth_needed, last error ",
        "List accepted: 1 conversations",
        "language en",
    ] {
        assert!(
            text.contains(wanted),
            "whoever helps needs {wanted}:\n{text}"
        );
    }
    let folded = text.to_lowercase();
    for telling in TELLING.iter().chain([&PASSWORD]) {
        assert!(!folded.contains(telling), "`{telling}` stays here:\n{text}");
    }
}

/// UP-18, CP-3: somebody who may not see everything hands out no number of what they may not see.
#[tokio::test]
async fn diagnostics_keep_to_what_a_member_sees() {
    let world = World::new().await;
    for name in ["Ana", "Ben"] {
        world.fake(name).says("price?").await;
    }
    let sam = json!({ "name": "Sam", "role": "agent" });
    let sam = world.call("member_add", sam).await["id"].clone();
    let limits = json!({
        "member_id": sam, "role": "agent", "all_chats": true, "source_ids": [],
    });
    world.call("member_update", limits).await;
    world.call("member_act", json!({ "member_id": sam })).await;
    let text = world.call("diagnostics_get", Value::Null).await["text"].clone();
    let text = text.as_str().unwrap();
    assert!(text.contains("List new: 0 conversations"), "{text}");
    assert!(
        !text.contains("(fake)"),
        "an account that is not theirs: {text}"
    );
}
