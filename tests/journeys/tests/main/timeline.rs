//! Everything with a customer on one timeline, and what becomes of messages after they were written.

use runnel_journeys::World;
use serde_json::{Value, json};

/// The customer writes through a second source as well: the same contact, on another network.
async fn two_channels() -> (World, i64, i64) {
    let world = World::new().await;
    world.fake("Ana").about("Table").says("price?").await;
    world.advance_minutes(1).await;
    world
        .fake("Ana")
        .about("Chair")
        .in_thread("chair")
        .says("and the chair?")
        .await;
    let table = id_of(&world, "Table").await;
    let chair = id_of(&world, "Chair").await;
    (world, table, chair)
}

async fn id_of(world: &World, subject: &str) -> i64 {
    for row in world.folder("new").await {
        let id = row["id"].as_i64().unwrap();
        if world.open(id).await["subject"] == subject {
            return id;
        }
    }
    panic!("no conversation about {subject}");
}

async fn page(world: &World, conversation: i64, more: Value) -> Value {
    let mut request = json!({ "conversation_id": conversation, "scope": "contact", "limit": 50 });
    for (name, value) in more.as_object().unwrap() {
        request[name] = value.clone();
    }
    world.call("timeline_page", request).await
}

fn texts(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap().iter();
    items.filter_map(|item| item["text"].as_str()).collect()
}

fn messages(page: &Value) -> Vec<&Value> {
    let items = page["items"].as_array().unwrap().iter();
    items.filter(|item| item["type"] == "message").collect()
}

/// PO-5, UC-23: the timeline of either conversation tells both, in order, and names where each stands.
#[tokio::test]
async fn a_timeline_spans_every_conversation_with_the_customer() {
    let (world, table, chair) = two_channels().await;
    for opened in [table, chair] {
        let page = page(&world, opened, json!({})).await;
        assert_eq!(texts(&page), ["price?", "and the chair?"]);
        let places: Vec<i64> = messages(&page)
            .iter()
            .map(|message| message["conversation_id"].as_i64().unwrap())
            .collect();
        assert_eq!(places, [table, chair]);
        assert_eq!(page["threads"].as_array().unwrap().len(), 2);
    }
    let alone = page(&world, table, json!({ "scope": "conversation" })).await;
    assert_eq!(texts(&alone), ["price?"]);
    let head = world.open(table).await;
    assert_eq!(
        head["others"][0]["id"], chair,
        "the other one is offered beside it"
    );
}

/// PO-12: what is shown can be chosen, and what was not read is counted even where it is left out.
#[tokio::test]
async fn what_a_timeline_shows_can_be_chosen() {
    let (world, table, chair) = two_channels().await;
    let note = json!({ "conversation_id": table, "text": "Stammkunde" });
    world.call("note_add", note).await;
    let only = |kinds: Value| json!({ "kinds": kinds });
    let notes = page(&world, table, only(json!(["notes"]))).await;
    assert_eq!(texts(&notes), ["Stammkunde"]);
    let said = page(&world, table, only(json!(["messages"]))).await;
    assert_eq!(texts(&said), ["price?", "and the chair?"]);
    let events = page(&world, table, only(json!(["events"]))).await;
    assert!(messages(&events).is_empty() && !events["items"].as_array().unwrap().is_empty());
    let none = page(&world, table, json!({ "channels": ["email"] })).await;
    assert_eq!(none["items"], json!([]), "nothing came by mail");

    let request = json!({ "conversation_id": table, "scope": "contact" });
    let counts = world.call("timeline_counts", request).await;
    let of = |id: i64| {
        let threads = counts["threads"].as_array().unwrap();
        threads
            .iter()
            .find(|tally| tally["thread"]["conversation_id"] == id)
            .cloned()
            .unwrap()
    };
    assert_eq!(
        (
            &of(table)["messages"],
            &of(table)["notes"],
            &of(chair)["thread"]["unread"]
        ),
        (&json!(1), &json!(1), &json!(1))
    );
}

/// UC-19: a timeline opens where reading stopped, and any message of it can be gone to.
#[tokio::test]
async fn a_timeline_begins_where_reading_stopped() {
    let world = World::new().await;
    world.fake("Ana").says("one").await;
    let ana = world.conversation_of("Ana").await;
    world
        .call("conversation_read", json!({ "conversation_id": ana }))
        .await;
    for text in ["two", "three", "four", "five"] {
        world.advance_minutes(1).await;
        world.fake("Ana").says(text).await;
    }
    let latest = page(&world, ana, json!({ "limit": 3, "kinds": ["messages"] })).await;
    assert_eq!(texts(&latest), ["three", "four", "five"]);
    assert_eq!(latest["after"], json!(null));
    let first = latest["first_unread_id"].as_i64().unwrap();
    let around = page(
        &world,
        ana,
        json!({ "limit": 3, "kinds": ["messages"], "around": first }),
    )
    .await;
    assert_eq!(texts(&around), ["one", "two", "three"]);
    let after = json!({ "limit": 3, "kinds": ["messages"], "after": around["after"] });
    assert_eq!(texts(&page(&world, ana, after).await), ["four", "five"]);
    let before = json!({ "limit": 2, "kinds": ["messages"], "before": latest["before"] });
    assert_eq!(texts(&page(&world, ana, before).await), ["one", "two"]);
    let gone = json!({ "conversation_id": ana, "limit": 3, "around": 99_999 });
    assert_eq!(world.refused("timeline_page", gone).await.code, "not_found");
}

/// CHANNELS.md, edits: the text is the new one, the earlier one can be looked at, and news that is told twice counts
/// once.
#[tokio::test]
async fn an_edited_message_shows_its_new_text_and_keeps_the_earlier_one() {
    let world = World::new().await;
    let said = world.fake("Ana").says("price of the tabel?").await;
    let ana = world.conversation_of("Ana").await;
    world.advance_minutes(1).await;
    world.network.edits(&said, "price of the table?");
    world.network.repeats_itself();
    world.network.edits("never seen", "about nothing");
    world.receive().await;
    let shown = world.messages(ana).await.remove(0);
    assert_eq!(shown["text"], "price of the table?");
    assert!(shown["edited_at"].is_i64());
    let id = shown["id"].as_i64().unwrap();
    let edits = world
        .call("message_edits", json!({ "message_id": id }))
        .await;
    assert_eq!(
        edits["edits"].as_array().unwrap().len(),
        1,
        "told twice, kept once"
    );
    assert_eq!(edits["edits"][0]["text"], "price of the tabel?");
    assert_eq!(world.row_of("Ana").await["snippet"], "price of the table?");
}

#[tokio::test]
async fn a_deleted_message_says_so_and_its_text_is_kept() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let sorry = world.fake("Ana").says("sorry, wrong shop").await;
    let ana = world.conversation_of("Ana").await;
    world.network.deletes(&sorry);
    world.network.repeats_itself();
    world.receive().await;
    let shown = world.messages(ana).await.pop().unwrap();
    assert!(shown["deleted_at"].is_i64());
    assert_eq!(
        shown["text"], "sorry, wrong shop",
        "whoever asks may see it"
    );
    assert_eq!(world.row_of("Ana").await["snippet"], "price?");
}

#[tokio::test]
async fn a_reaction_stands_on_its_message_until_it_is_taken_off() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    let before = world.row_of("Ana").await;
    world.answer("Ana", "390 euros").await;
    world.advance_seconds(6).await;
    let ours = world.sent()[0].remote_id.clone();
    world.network.reacts(&ours, "👍", false);
    world.network.repeats_itself();
    world.receive().await;
    let shown = world.messages(ana).await.pop().unwrap();
    assert_eq!(shown["reactions"].as_array().unwrap().len(), 1);
    assert_eq!(
        (
            &shown["reactions"][0]["emoji"],
            &shown["reactions"][0]["member_id"]
        ),
        (&json!("👍"), &json!(null))
    );
    assert_eq!(before["unread"], 1);
    assert_eq!(
        world.row_of("Ana").await["unread"],
        0,
        "a sign is nothing to read"
    );
    world.network.reacts(&ours, "👍", true);
    world.receive().await;
    assert_eq!(
        world.messages(ana).await.pop().unwrap()["reactions"],
        json!([])
    );
}

/// UC-33: a note is pinned to the top, changed and thrown away by its writer, each with a way back.
#[tokio::test]
async fn a_note_is_pinned_changed_and_thrown_away() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    let file = json!({ "name": "plan.txt", "mime": "text/plain", "base64": "cGxhbg==" });
    let file = world.call("attachment_stage", file).await["id"].clone();
    let note = json!({ "conversation_id": ana, "text": "5 % last time", "attachment_ids": [file] });
    let note = world.call("note_add", note).await["id"].as_i64().unwrap();
    let shown = |page: &Value| messages(page).last().map(|note| (*note).clone()).unwrap();

    let pin = json!({ "message_id": note, "pinned": true });
    world.call("note_pin", pin).await;
    let now = page(&world, ana, json!({})).await;
    assert_eq!(now["pinned"][0]["text"], "5 % last time");

    let edit = json!({ "message_id": note, "text": "10 % last time" });
    let edited = world.call("note_edit", edit).await;
    let now = page(&world, ana, json!({})).await;
    assert_eq!(shown(&now)["text"], "10 % last time");
    assert!(shown(&now)["edited_at"].is_i64());
    world.undo(&edited).await;
    let now = page(&world, ana, json!({})).await;
    assert_eq!(shown(&now)["text"], "5 % last time");

    let deleted = world
        .call("note_delete", json!({ "message_id": note }))
        .await;
    let now = page(&world, ana, json!({})).await;
    assert_eq!((texts(&now), &now["pinned"]), (vec!["price?"], &json!([])));
    world.undo(&deleted).await;
    let now = page(&world, ana, json!({})).await;
    assert_eq!(
        shown(&now)["attachments"][0]["name"],
        "plan.txt",
        "with its file"
    );
    assert_eq!(now["pinned"][0]["text"], "5 % last time");

    let hers = messages(&now)[0]["id"].clone();
    let refused = json!({ "message_id": hers, "text": "other words" });
    assert_eq!(world.refused("note_edit", refused).await.code, "not_a_note");
}

/// PERFORMANCE.md, lesson a: ten thousand messages cost a page no more than ten do.
#[tokio::test]
async fn a_conversation_of_ten_thousand_messages_opens_by_its_last_part() {
    let world = World::new().await;
    world.network.batches_of(2_000);
    let ana = world.network.person("Ana").long_ago();
    for number in 0..10_000 {
        ana.says(&format!("message {number}"));
    }
    world.receive().await;
    let id = world.conversation_of("Ana").await;
    let latest = page(&world, id, json!({})).await;
    assert_eq!(messages(&latest).len(), 50);
    assert_eq!(texts(&latest).last(), Some(&"message 9999"));
    let middle = messages(&latest)[0]["id"].as_i64().unwrap() - 5_000;
    let around = page(&world, id, json!({ "around": middle })).await;
    assert!(around["before"].is_string() && around["after"].is_string());
}
