//! The block-list: whom and what the shop does not want to hear from (UC-27).

use runnel_journeys::World;
use serde_json::{Value, json};

use crate::triggers::thank_new_ones;

async fn block(world: &World, request: Value) -> Value {
    world.call("block_add", request).await
}

fn stop_word(value: &str, scope: &str) -> Value {
    json!({ "kind": "stop_word", "value": value, "scope": scope })
}

async fn contact_of(world: &World, conversation: i64) -> Value {
    world.open(conversation).await["contact"]["id"].clone()
}

async fn held(world: &World) -> Vec<Value> {
    world
        .call("held_list", json!({ "before": null, "limit": 100 }))
        .await["messages"]
        .as_array()
        .unwrap()
        .clone()
}

/// Clients of the new ones, but for the welcome conversation.
async fn new_ones(world: &World) -> Vec<String> {
    let rows = world.folder("new").await.into_iter();
    rows.map(|row| row["client"].as_str().unwrap().to_owned())
        .filter(|client| client != "Runnel")
        .collect()
}

async fn counts(world: &World) -> Value {
    world.workspace().await["counts"].clone()
}

/// UC-27, UT-3: a blocked client is not shown, not announced, not unread and never written to by triggers.
#[tokio::test]
async fn a_blocked_client_disappears_and_nothing_of_theirs_comes_in() {
    let world = World::new().await;
    thank_new_ones(&world, 0).await;
    world.fake("Spammer").says("hello").await;
    world.advance_seconds(10).await;
    let thanked = world.sent().len();
    let spammer = world.conversation_of("Spammer").await;
    let contact = contact_of(&world, spammer).await;
    let before = counts(&world).await;
    let done = block(&world, json!({ "kind": "client", "contact_id": contact })).await;
    assert!(new_ones(&world).await.is_empty());
    let heard = world.heard.all().len();

    world.fake("Spammer").says("buy my watches").await;
    world
        .fake("Spammer")
        .in_thread("again")
        .says("more watches")
        .await;
    world.advance_minutes(5).await;
    assert!(
        new_ones(&world).await.is_empty(),
        "another thread of theirs neither"
    );
    assert_eq!(world.heard.all().len(), heard, "nobody is told");
    assert_eq!(world.sent().len(), thanked, "and nobody writes to them");
    assert_eq!(
        world.messages(spammer).await.len(),
        2,
        "what came before and our answer are all that stands in the thread"
    );
    let list = held(&world).await;
    assert_eq!(list.len(), 2);
    assert_eq!(
        (&list[0]["text"], &list[0]["block_kind"], &list[0]["client"]),
        (&json!("more watches"), &json!("client"), &json!("Spammer"))
    );
    let entry = &world.call("block_list", json!({})).await["blocks"][0];
    assert_eq!(
        (
            &entry["value"],
            &entry["held_messages"],
            &entry["held_conversations"]
        ),
        (&json!("Spammer"), &json!(2), &json!(2))
    );
    let again = json!({ "kind": "client", "contact_id": contact });
    assert_eq!(world.refused("block_add", again).await.code, "block_exists");

    world.undo(&done).await;
    assert_eq!(
        counts(&world).await["new"],
        before["new"],
        "the one with something to show is back"
    );
    assert_eq!(held(&world).await.len(), 2, "what was held back still is");
}

/// UC-27: lifting brings back what was there, and lets in what was held back if one wants.
#[tokio::test]
async fn lifting_lets_in_what_was_held_back_as_if_it_came_now() {
    let world = World::new().await;
    let trigger = thank_new_ones(&world, 0).await;
    world.fake("Ana").says("first").await;
    let ana = world.conversation_of("Ana").await;
    world
        .call("conversation_read", json!({ "conversation_id": ana }))
        .await;
    let contact = contact_of(&world, ana).await;
    let entry =
        block(&world, json!({ "kind": "client", "contact_id": contact })).await["id"].clone();
    world.advance_minutes(1).await;
    let sent = world.sent().len();
    world.fake("Ana").says("second").await;
    world.fake("Ana").in_thread("other").says("third").await;
    world.advance_minutes(1).await;
    assert_eq!(world.sent().len(), sent);

    let done = world
        .call("block_lift", json!({ "block_id": entry, "release": true }))
        .await;
    assert!(held(&world).await.is_empty());
    assert_eq!(new_ones(&world).await.len(), 2);
    let row = world
        .folder("new")
        .await
        .into_iter()
        .find(|row| row["id"] == ana)
        .unwrap();
    assert_eq!(
        (&row["snippet"], &row["unread"]),
        (&json!("second"), &json!(1))
    );
    world.advance_minutes(1).await;
    assert_eq!(
        world.sent().len(),
        sent + 1,
        "the new thread is greeted as any other by trigger {trigger}"
    );
    let twice = json!({ "block_id": entry, "release": false });
    assert_eq!(
        world.refused("block_lift", twice).await.code,
        "block_lifted"
    );
    let _ = done;
}

/// UC-27: a stop-word holds back the message, in its scope; what else is there stays.
#[tokio::test]
async fn a_stop_word_holds_back_single_messages() {
    for (scope, held_back) in [("message", 1), ("both", 1), ("comment", 0)] {
        let world = World::new().await;
        block(&world, stop_word("Casino", scope)).await;
        world.fake("Ana").says("How much is the table?").await;
        world.fake("Ana").says("Visit our CASINO!").await;
        world.fake("Ana").says("No casinos here").await;
        let ana = world.conversation_of("Ana").await;
        assert_eq!(held(&world).await.len(), held_back, "{scope}");
        assert_eq!(
            world.messages(ana).await.len(),
            3 - held_back,
            "whole words only"
        );
        let row = world.row_of("Ana").await;
        assert_eq!(row["unread"], 3 - held_back);
        assert_eq!(row["snippet"], "No casinos here");
    }
}

/// UC-27: where nothing else is there, the conversation is not shown before somebody says something else.
#[tokio::test]
async fn a_conversation_of_nothing_but_stop_words_waits_aside() {
    let world = World::new().await;
    thank_new_ones(&world, 0).await;
    let entry = block(&world, stop_word("free money", "both")).await["id"].clone();
    world.fake("Eve").says("FREE\n money for you").await;
    world.advance_minutes(1).await;
    assert!(new_ones(&world).await.is_empty());
    assert!(world.sent().is_empty());
    let word = json!({ "kind": "stop_word", "value": "  free   money ", "scope": "message" });
    assert_eq!(world.refused("block_add", word).await.code, "block_exists");
    let nothing = json!({ "kind": "stop_word", "value": "  ", "scope": "message" });
    assert_eq!(
        world.refused("block_add", nothing).await.code,
        "block_value_empty"
    );

    world.fake("Eve").says("I ordered a chair").await;
    world.advance_minutes(1).await;
    assert_eq!(
        new_ones(&world).await,
        ["Eve"],
        "now there is something to read"
    );
    assert_eq!(world.sent().len(), 1, "and it is new now");
    let eve = world.conversation_of("Eve").await;
    assert_eq!(world.row_of("Eve").await["unread"], 1);

    let message = held(&world).await[0]["id"].clone();
    let done = world
        .call("held_release", json!({ "message_id": message }))
        .await;
    let texts = |messages: Vec<Value>| -> Vec<String> {
        messages
            .iter()
            .filter(|message| message["direction"] == "in")
            .map(|message| message["text"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        texts(world.messages(eve).await),
        ["FREE\n money for you", "I ordered a chair"],
        "it stands where it belongs"
    );
    assert_eq!(world.row_of("Eve").await["unread"], 2);
    let again = json!({ "message_id": message });
    assert_eq!(
        world.refused("held_release", again).await.code,
        "message_not_held"
    );
    world.undo(&done).await;
    assert_eq!(texts(world.messages(eve).await), ["I ordered a chair"]);

    world
        .call("block_lift", json!({ "block_id": entry, "release": false }))
        .await;
    world.fake("Eve").says("free money").await;
    assert_eq!(held(&world).await.len(), 1, "from now on it comes in");
}

/// UC-27: what is held back is found nowhere else, and the counters are those of a recount.
#[tokio::test]
async fn counts_leave_out_what_is_held_back() {
    let world = World::new().await;
    let before = counts(&world).await;
    block(&world, stop_word("casino", "both")).await;
    world.fake("Ana").says("casino").await;
    world.fake("Leo").says("hello").await;
    let after = counts(&world).await;
    let number = |counts: &Value, name: &str| counts[name].as_i64().unwrap();
    assert_eq!(
        number(&after, "new"),
        number(&before, "new") + 1,
        "only Leo"
    );
    assert_eq!(
        number(&after, "new_unread"),
        number(&before, "new_unread") + 1
    );
}

/// UC-27: a post: what is said under it is held back, what stood there leaves its list, direct messages still come.
#[tokio::test]
async fn a_blocked_post_holds_back_what_is_said_under_it() {
    let world = World::new().await;
    let under = "https://net.example/p/1?igsh=abc";
    let comments = async |name: &str, text: &str| {
        world
            .network
            .person(name)
            .under_post(under, "New chairs")
            .says(text);
        world.receive().await;
    };
    comments("Ana", "How much?").await;
    let ana = world.conversation_of("Ana").await;
    let sheet = world
        .call("contact_get", json!({ "conversation_id": ana }))
        .await;
    assert_eq!(sheet["post_ref"], under);
    let post = json!({ "kind": "post", "value": "https://net.example/p/1" });
    let entry = block(&world, post).await["id"].clone();
    assert!(new_ones(&world).await.is_empty());
    comments("Leo", "Ugly!").await;
    comments("Ana", "Hello?").await;
    world
        .fake("Ana")
        .in_thread("direct")
        .says("I ask you directly")
        .await;
    assert_eq!(
        new_ones(&world).await,
        ["Ana"],
        "only what was written to us alone"
    );
    let list = world.call("block_list", json!({})).await;
    assert_eq!(
        (
            &list["blocks"][0]["held_messages"],
            &list["blocks"][0]["held_conversations"]
        ),
        (&json!(2), &json!(2))
    );
    world
        .call("block_lift", json!({ "block_id": entry, "release": true }))
        .await;
    assert_eq!(new_ones(&world).await.len(), 3);
}

/// UC-27: a stop-word counts where its scope says, direct or under a post.
#[tokio::test]
async fn a_stop_word_counts_in_its_scope() {
    for (scope, direct, comment) in [
        ("message", true, false),
        ("comment", false, true),
        ("both", true, true),
    ] {
        let world = World::new().await;
        block(&world, stop_word("casino", scope)).await;
        world.fake("Ana").says("casino").await;
        assert_eq!(held(&world).await.len() == 1, direct, "{scope}: direct");
        let before = held(&world).await.len();
        world
            .network
            .person("Leo")
            .under_post("p1", "")
            .says("casino");
        world.receive().await;
        assert_eq!(
            held(&world).await.len() > before,
            comment,
            "{scope}: comment"
        );
    }
}
