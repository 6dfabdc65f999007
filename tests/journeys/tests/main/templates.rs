//! Ready-made texts: kept, filled in, inserted.

use runnel_journeys::World;
use serde_json::{Value, json};

/// "hello" in base64.
const HELLO: &str = "aGVsbG8=";

fn form(name: &str, body: &str) -> Value {
    json!({
        "template_id": null, "name": name, "body": body, "language": "en", "folder": "Sales",
        "personal": false, "attachment_ids": [],
    })
}

async fn list(world: &World) -> Vec<Value> {
    world.call("template_list", json!({})).await["templates"]
        .as_array()
        .unwrap()
        .clone()
}

/// UC-31: name, text with variables, files, language, folder, personal or shared, use count
#[tokio::test]
async fn a_template_is_kept_with_its_files_and_inserted_with_copies_of_them() {
    let world = World::new().await;
    world.fake("Ana Souza").says("price?").await;
    let ana = world.conversation_of("Ana Souza").await;
    let staged = json!({ "name": "prices.pdf", "mime": "", "base64": HELLO });
    let prices = world.call("attachment_stage", staged).await;
    let mut offer = form(
        " The  offer ",
        "Hi {{contact.first_name|there}}, here are our prices.",
    );
    offer["attachment_ids"] = json!([prices["id"]]);
    let made = world.call("template_save", offer).await;
    // A day later files that nobody names are forgotten; these are named.
    world.sleep_minutes(60 * 25);
    let world = world.crash_and_reopen().await;

    let shown = list(&world).await;
    assert_eq!(
        (
            &shown[0]["name"],
            &shown[0]["folder"],
            &shown[0]["attachments"][0]["name"]
        ),
        (&json!("The offer"), &json!("Sales"), &json!("prices.pdf"))
    );
    let insert = json!({ "template_id": made["id"], "conversation_id": ana, "given": [] });
    for _ in 0..2 {
        let inserted = world.call("template_insert", insert.clone()).await;
        assert_eq!(inserted["text"], "Hi Ana, here are our prices.");
        let copy = inserted["attachments"][0]["id"].clone();
        assert_ne!(copy, prices["id"], "each message has a file of its own");
        let send =
            json!({ "conversation_id": ana, "text": inserted["text"], "attachment_ids": [copy] });
        world.call("message_send", send).await;
    }
    world.advance_seconds(6).await;
    assert_eq!(world.sent().len(), 2);
    assert_eq!(
        world.sent()[1].files,
        [("prices.pdf".to_owned(), b"hello".to_vec())]
    );
    assert_eq!(list(&world).await[0]["use_count"], 2, "inserted twice");
}

/// PO-11: with fallback and preview; what is unfilled is asked
#[tokio::test]
async fn what_is_not_known_is_asked_and_never_sent_in_its_braces() {
    let world = World::new().await;
    world.fake("Ana Souza").says("price?").await;
    let ana = world.conversation_of("Ana Souza").await;
    let body = "Hi {{contact.first_name}}, {{deal.value}} on {{ask.Day|Monday}}. {{agent}}";
    let made = world.call("template_save", form("Date", body)).await;
    let preview = |given: Value| json!({ "text": body, "conversation_id": ana, "given": given });
    let shown = world.call("template_preview", preview(json!([]))).await;
    assert_eq!(
        shown["questions"],
        json!([
            { "name": "deal.value", "suggestion": "" },
            { "name": "ask.Day", "suggestion": "Monday" },
        ])
    );
    assert_eq!(
        shown["parts"][1],
        json!({ "text": "Ana", "variable": "contact.first_name", "unfilled": false })
    );

    let insert =
        |given: Value| json!({ "template_id": made["id"], "conversation_id": ana, "given": given });
    let half = world
        .call(
            "template_insert",
            insert(json!([{ "name": "ask.Day", "value": "Friday" }])),
        )
        .await;
    let text = half["text"].as_str().unwrap();
    assert!(
        text.starts_with("Hi Ana, {{deal.value}} on Friday."),
        "{text}"
    );
    let mut send = json!({ "conversation_id": ana, "text": text, "attachment_ids": [] });
    assert_eq!(
        world.refused("message_send", send.clone()).await.code,
        "placeholders_left"
    );
    send["as_written"] = json!(true);
    world.call("message_send", send).await;

    let given = json!([
        { "name": "deal.value", "value": "390 euros" },
        { "name": "ask.Day", "value": "Friday" },
    ]);
    let whole = world.call("template_insert", insert(given)).await;
    assert!(!whole["text"].as_str().unwrap().contains("{{"), "{whole}");
}

/// UC-6: with a template
#[tokio::test]
async fn for_somebody_new_only_our_own_words_are_filled_in() {
    let world = World::new().await;
    let made = world
        .call(
            "template_save",
            form("Hello", "Hi {{contact.name}}, {{date}}"),
        )
        .await;
    let insert = json!({ "template_id": made["id"], "conversation_id": null, "given": [] });
    let text = world.call("template_insert", insert).await["text"].clone();
    assert!(
        text.as_str().unwrap().starts_with("Hi {{contact.name}}, 2"),
        "no example slips into a letter: {text}"
    );
}

#[tokio::test]
async fn a_template_is_changed_and_deleted_and_both_can_be_taken_back() {
    let world = World::new().await;
    let made = world.call("template_save", form("Hello", "Hi")).await;
    let mut changed = form("Hello", "Good day");
    changed["template_id"] = made["id"].clone();
    changed["personal"] = json!(true);
    let done = world.call("template_save", changed).await;
    assert_eq!(list(&world).await[0]["body"], "Good day");
    assert_eq!(list(&world).await[0]["personal"], true);
    world.undo(&done).await;
    assert_eq!(list(&world).await[0]["body"], "Hi");

    let gone = world
        .call("template_delete", json!({ "template_id": made["id"] }))
        .await;
    assert!(list(&world).await.is_empty());
    let insert = json!({ "template_id": made["id"], "conversation_id": null, "given": [] });
    assert_eq!(
        world.refused("template_insert", insert).await.code,
        "not_found"
    );
    world.undo(&gone).await;
    assert_eq!(list(&world).await[0]["name"], "Hello");
}

#[tokio::test]
async fn a_template_that_makes_no_sense_is_refused_by_field() {
    let world = World::new().await;
    for (name, body, code, field) in [
        (" ", "Hi", "name_empty", "name"),
        ("Hello", " ", "template_empty", "body"),
        ("Hello", "{{contact.nmae}}", "variable_unknown", "body"),
        ("Hello", "Hi {{agent", "braces_open", "body"),
    ] {
        let refused = world.refused("template_save", form(name, body)).await;
        assert_eq!(
            (refused.code.as_str(), refused.params["field"].as_str()),
            (code, field)
        );
    }
}
