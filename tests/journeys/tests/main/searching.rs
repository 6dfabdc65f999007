//! Finding customers and what was said.

use runnel_connector::IncomingFile;
use runnel_journeys::World;
use serde_json::{Value, json};

async fn people(world: &World, text: &str) -> Vec<Value> {
    let found = world
        .call("people_search", json!({ "text": text, "limit": 20 }))
        .await;
    found["people"].as_array().unwrap().clone()
}

async fn search(world: &World, text: &str) -> Value {
    let request = json!({ "text": text, "conversation_id": null, "order": "newest", "after": null, "limit": 50 });
    world.call("message_search", request).await
}

/// The text of a list of pieces, the marked ones in brackets.
fn marked(pieces: &Value) -> String {
    let pieces = pieces.as_array().unwrap().iter();
    pieces
        .map(|piece| match piece["hit"].as_bool().unwrap() {
            true => format!("[{}]", piece["text"].as_str().unwrap()),
            false => piece["text"].as_str().unwrap().to_owned(),
        })
        .collect()
}

fn excerpts(found: &Value) -> Vec<String> {
    let messages = found["messages"].as_array().unwrap().iter();
    messages
        .map(|message| marked(&message["excerpt"]))
        .collect()
}

/// UC-7: as one types, over names and addresses, in all folders with their badge.
#[tokio::test]
async fn a_customer_is_found_as_one_types_wherever_they_lie() {
    let world = World::new().await;
    for name in ["Ana Souza", "Anabel Müller", "Анна Фёдорова"] {
        world.fake(name).says("hello").await;
        world.advance_minutes(1).await;
    }
    world.accept("Anabel Müller").await;
    let ana = world.conversation_of("Ana Souza").await;
    let spam = json!({ "conversation_id": ana, "stage_id": null });
    world.call("conversation_archive", spam).await;

    let mut typed = String::new();
    for letter in "muller".chars() {
        typed.push(letter);
        let found = people(&world, &typed).await;
        assert!(
            found.iter().any(|person| person["name"] == "Anabel Müller"),
            "{typed}"
        );
    }
    let found = people(&world, "ana").await;
    let places: Vec<_> = found
        .iter()
        .map(|person| {
            (
                person["name"].as_str().unwrap(),
                person["conversations"][0]["place"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        places,
        [("Anabel Müller", "accepted"), ("Ana Souza", "archive")]
    );
    assert_eq!(marked(&found[1]["shown"]), "[Ana] Souza");
    assert_eq!(people(&world, "федорова").await[0]["name"], "Анна Фёдорова");
    assert_eq!(
        people(&world, "sou tag:vip").await[0]["name"],
        "Ana Souza",
        "operators are for messages"
    );

    let rename = json!({
        "contact_id": found[1]["contact_id"], "custom_name": "Dona Ana da Padaria", "company": null,
        "language": null, "comment": null,
    });
    let done = world.call("contact_update", rename).await;
    assert_eq!(people(&world, "padaria").await.len(), 1);
    world.undo(&done).await;
    assert_eq!(
        people(&world, "padaria").await.len(),
        0,
        "taken back here, too"
    );
}

/// UC-7, UC-33: the second scope: every message, note and attachment name, in any form of a word.
#[tokio::test]
async fn what_was_said_is_found_in_any_form_and_shown_where_it_stands() {
    let world = World::new().await;
    world
        .fake("Ana Souza")
        .says("Quero dois bolos de morango")
        .await;
    world
        .fake("Uwe")
        .about("Bestellung")
        .says("Ist die Straße gesperrt?")
        .await;
    let photo = IncomingFile {
        name: "Rechnung.pdf".to_owned(),
        mime: "application/pdf".to_owned(),
        bytes: b"%PDF".to_vec(),
        content_id: String::new(),
    };
    world.fake("Eva").sends("see here", vec![photo]).await;
    let ana = world.conversation_of("Ana Souza").await;
    let note =
        json!({ "conversation_id": ana, "text": "allergic to peanuts", "attachment_ids": [] });
    world.call("note_add", note).await;

    assert_eq!(
        excerpts(&search(&world, "bolo").await),
        ["Quero dois [bolos] de morango"]
    );
    assert_eq!(
        excerpts(&search(&world, "STRASSE").await),
        ["Ist die [Straße] gesperrt?"]
    );
    let found = search(&world, "peanut").await;
    assert_eq!(found["messages"][0]["direction"], "note", "UC-33");
    assert_eq!(found["messages"][0]["conversation_id"], ana);
    let found = search(&world, "rechnungen").await;
    assert_eq!(marked(&found["messages"][0]["files"][0]), "[Rechnung].pdf");
    let found = search(&world, "bestellen").await;
    assert_eq!(marked(&found["messages"][0]["subject"]), "[Bestellung]");
    assert_eq!(found["indexing"], Value::Null);
}

/// UC-17 for search, and the other operators.
#[tokio::test]
async fn operators_narrow_the_search_and_say_what_they_do_not_know() {
    let world = World::new().await;
    world.fake("Ana").says("a cake for Friday").await;
    world.fake("Ben").says("a cake for Sunday").await;
    let ana = world.conversation_of("Ana").await;
    let tags = json!({ "conversation_id": ana, "add": ["VIP"], "remove": [] });
    world.call("conversation_tags_change", tags).await;
    world.advance_minutes(24 * 60).await;
    world.answer("Ben", "The cake is ready").await;

    for (text, number) in [
        ("cake", 3),
        ("cake tag:vip", 1),
        ("cake -tag:vip", 2),
        ("cake from:ben", 1),
        ("cake from:me", 1),
        ("cake responsible:me", 2),
        ("cake in:new", 1),
        ("cake is:sent", 1),
        ("cake on:yesterday", 2),
        ("cake after:today", 1),
        ("cake before:heute", 2),
        ("cake has:file", 0),
    ] {
        let found = search(&world, text).await;
        assert_eq!(
            found["messages"].as_array().unwrap().len(),
            number,
            "{text}"
        );
        assert_eq!(found["troubles"], json!([]), "{text}");
    }
    let found = search(&world, "cake colour:red").await;
    assert_eq!(
        found["messages"].as_array().unwrap().len(),
        3,
        "the rest is searched"
    );
    let trouble = json!([{ "code": "operator_unknown", "operator": "colour", "value": "red" }]);
    assert_eq!(found["troubles"], trouble);
    let found = search(&world, "cake tag:v").await;
    assert_eq!(found["suggestions"][0]["text"], "cake tag:VIP ");
}

#[tokio::test]
async fn pages_of_hits_fit_together_and_one_conversation_can_be_searched_alone() {
    let world = World::new().await;
    for number in 0..25 {
        world.network.says("Ana", &format!("cake number {number}"));
    }
    world.network.says("Ben", "cake");
    world.receive().await;
    let (mut after, mut seen) = (Value::Null, 0);
    loop {
        let request = json!({ "text": "cakes", "conversation_id": null, "order": "newest", "after": after, "limit": 10 });
        let page = world.call("message_search", request).await;
        seen += page["messages"].as_array().unwrap().len();
        after = page["next"].clone();
        if after.is_null() {
            break;
        }
    }
    assert_eq!(seen, 26);
    let ben = world.conversation_of("Ben").await;
    let request = json!({ "text": "cake", "conversation_id": ben, "order": "best", "after": null, "limit": 10 });
    let found = world.call("message_search", request).await;
    assert_eq!(excerpts(&found), ["[cake]"]);
}

/// The palette finds customers beside commands.
#[tokio::test]
async fn the_palette_finds_customers_and_deals() {
    let world = World::new().await;
    world.fake("Ana Souza").says("hello").await;
    let found = world
        .call("palette_search", json!({ "text": "souz", "limit": 5 }))
        .await;
    assert_eq!(found["people"][0]["name"], "Ana Souza");
    assert_eq!(found["deals"], json!([]), "no deal has a title");
}
