//! Writing first.

use runnel_connector::{
    AddressKind, Caps, Say, SendOutcome, Start,
    fake::{FakeNetwork, Mishap},
};
use runnel_domain::ids::SourceId;
use runnel_journeys::World;
use serde_json::{Value, json};

fn to(world: &World, address: &str) -> Value {
    json!({ "source_id": world.shop.0, "address": address })
}

fn begin(world: &World, address: &str, text: &str) -> Value {
    json!({
        "source_id": world.shop.0, "address": address, "name": "", "subject": "Your table",
        "new_thread": false, "text": text, "attachment_ids": [], "later": null,
    })
}

fn caps(change: impl FnOnce(&mut Caps)) -> Caps {
    let mut caps = FakeNetwork::usual_caps();
    change(&mut caps);
    caps
}

/// UC-6: choose source, type destination, text, send → appears in Accepted, owner = sender
#[tokio::test]
async fn a_conversation_that_we_begin_appears_in_accepted_and_is_ours() {
    let world = World::new().await;
    let outlets = world.call("outlet_list", json!({})).await["outlets"].clone();
    assert_eq!(
        (
            &outlets[0]["source_id"],
            &outlets[0]["can_start"],
            &outlets[0]["subjects"]
        ),
        (&json!(world.shop.0), &json!("yes"), &json!(true)),
        "the workspace's own conversation is no outlet: {outlets}"
    );
    let mut request = begin(&world, "@Ana", "Your table is ready");
    request["name"] = json!("Ana  Souza");
    let begun = world.call("conversation_begin", request).await;
    let row = world.row_of("Ana Souza").await;
    assert_eq!(
        (&row["id"], &row["folder"]),
        (&begun["conversation_id"], &json!("accepted"))
    );
    assert_eq!(row["responsible_id"], world.workspace().await["member_id"]);
    assert_eq!(row["snippet"], "Your table is ready");
    world.advance_seconds(6).await;
    let sent = world.sent();
    assert_eq!(
        (sent[0].to.as_str(), sent[0].subject.as_str()),
        ("ana", "Your table")
    );
    assert!(sent[0].in_reply_to.is_none());

    // Her answer joins, and is no new conversation.
    world
        .network
        .person("Ana")
        .answers(&sent[0].remote_id, "Thank you!");
    world.receive().await;
    assert_eq!(world.row_of("Ana Souza").await["snippet"], "Thank you!");
    assert!(
        world
            .folder("new")
            .await
            .iter()
            .all(|row| row["client"] != "Ana")
    );
}

/// UC-6: if the contact or thread exists open it
#[tokio::test]
async fn where_there_is_a_conversation_it_is_opened_instead_of_a_second_one() {
    let world = World::new().await;
    world.fake("Ana").about("Chairs").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    let seen = world.call("address_check", to(&world, "ANA")).await;
    assert_eq!(seen["known"]["client"], "Ana");
    assert_eq!(
        (
            &seen["thread"]["conversation_id"],
            &seen["thread"]["subject"]
        ),
        (&json!(ana), &json!("Chairs"))
    );
    for typed in ["an", "AN", "@ana"] {
        let people = world.call("address_suggest", to(&world, typed)).await["people"].clone();
        assert_eq!(people[0]["client"], "Ana", "{typed}");
    }
    let request = begin(&world, "ana", "Your table is ready");
    let opened = world.call("conversation_begin", request.clone()).await;
    assert_eq!(
        (&opened["conversation_id"], &opened["message_id"]),
        (&json!(ana), &Value::Null)
    );
    world.advance_minutes(1).await;
    assert!(world.sent().is_empty(), "nothing leaves unseen");
    assert_eq!(
        world.open(ana).await["draft_reply"]["text"],
        "Your table is ready"
    );

    // A mail about something else is a thread of its own, where that is asked for.
    let mut another = request;
    another["new_thread"] = json!(true);
    let begun = world.call("conversation_begin", another).await;
    assert_ne!(begun["conversation_id"], json!(ana));
    assert_eq!(world.open(ana).await["others"][0]["subject"], "Your table");
}

#[tokio::test]
async fn a_network_without_subjects_has_one_thread_with_each_person() {
    let world = World::with_caps(caps(|caps| caps.subjects = false)).await;
    world
        .call("conversation_begin", begin(&world, "ana", "hi"))
        .await;
    let mut second = begin(&world, "ana", "hi again");
    second["new_thread"] = json!(true);
    assert_eq!(
        world.refused("conversation_begin", second).await.code,
        "thread_exists"
    );
    world.fake("Ana").says("hello").await;
    assert_eq!(
        world.row_of("Ana").await["snippet"],
        "hello",
        "in the same thread"
    );
}

/// UC-6: normalise number; clear error with remedy
#[tokio::test]
async fn numbers_and_addresses_are_normalised_and_checked() {
    let world = World::with_caps(caps(|caps| caps.addresses = AddressKind::Phone)).await;
    let check = async |typed: &str| world.call("address_check", to(&world, typed)).await;
    assert_eq!(
        check("0151 2345 6789").await["fault"],
        "phone_without_country"
    );
    let mut settings = world.workspace().await["settings"].clone();
    settings["country"] = json!("DE");
    world
        .call("settings_set", json!({ "settings": settings }))
        .await;
    for typed in [
        "0151 2345 6789",
        "+49 (0) 151 23456789",
        "0049-151-23456789",
    ] {
        assert_eq!(check(typed).await["address"], "+4915123456789", "{typed}");
    }
    assert_eq!(check("call me").await["fault"], "phone_letters");
    let refused = world
        .refused("conversation_begin", begin(&world, "+49 1", "hi"))
        .await;
    assert_eq!(
        (refused.code.as_str(), refused.params["field"].as_str()),
        ("phone_too_short", "address")
    );

    let mail = World::with_caps(caps(|caps| caps.addresses = AddressKind::Mail)).await;
    let seen = mail
        .call("address_check", to(&mail, "Ana S <Ana@Example.org>"))
        .await;
    assert_eq!(
        (&seen["address"], &seen["name"]),
        (&json!("ana@example.org"), &json!("Ana S"))
    );
    let ours = mail
        .call("address_check", to(&mail, "shop@fake.example"))
        .await;
    assert_eq!(ours["fault"], "address_ours");
}

/// UC-6: invalid number → contact star 0
#[tokio::test]
async fn an_address_where_nobody_is_is_marked_until_they_write() {
    let world = World::new().await;
    let refused = Say::new("bad_recipient", "ana", "550 5.1.1 no such user");
    world
        .network
        .next_sends([Mishap::Answer(SendOutcome::Permanent(refused))]);
    world
        .call("conversation_begin", begin(&world, "ana", "hi"))
        .await;
    world.advance_seconds(6).await;
    let seen = world.call("address_check", to(&world, "ana")).await;
    assert_eq!(seen["known"]["invalid"], true);
    world.fake("Ana").says("I am here").await;
    let seen = world.call("address_check", to(&world, "ana")).await;
    assert_eq!(seen["known"]["invalid"], false);
}

/// UC-6: daily cap counter and queue
#[tokio::test]
async fn over_the_daily_cap_it_waits_for_tomorrow_morning() {
    let world = World::with_caps(caps(|caps| caps.starts_per_day = Some(2))).await;
    for name in ["ana", "ben"] {
        let begun = world
            .call("conversation_begin", begin(&world, name, "hi"))
            .await;
        assert!(begun["due_at"].is_null());
    }
    let room = world.call("outlet_list", json!({})).await["outlets"][0]["room"].clone();
    assert_eq!((&room["per_day"], &room["today"]), (&json!(2), &json!(2)));
    let begun = world
        .call("conversation_begin", begin(&world, "cleo", "hi"))
        .await;
    assert_eq!(
        begun["due_at"], room["next_at"],
        "said beforehand and done so"
    );
    world.advance_minutes(1).await;
    assert_eq!(world.sent().len(), 2);
    assert_eq!(world.workspace().await["counts"]["scheduled"], 1);
    world.advance_minutes(60 * 24).await;
    assert_eq!(world.sent().len(), 3);
}

/// UC-6: works offline, queued; and only where the network lets us begin
#[tokio::test]
async fn offline_it_is_queued_and_where_we_may_not_begin_it_is_refused() {
    let world = World::new().await;
    world.network.go_offline();
    world
        .call("conversation_begin", begin(&world, "ana", "hi"))
        .await;
    world.advance_seconds(6).await;
    assert!(world.sent().is_empty());
    world.network.come_back();
    world.receive().await;
    world.advance_minutes(20).await;
    assert_eq!(world.sent_texts(), ["hi"]);

    let mut blank = begin(&world, "ben", "hi");
    blank["subject"] = json!(" ");
    assert_eq!(
        world.refused("conversation_begin", blank).await.code,
        "subject_empty"
    );
    let never = World::with_caps(caps(|caps| caps.can_start = Start::Never)).await;
    let request = begin(&never, "ana", "hi");
    assert_eq!(
        never.refused("conversation_begin", request).await.code,
        "cannot_start"
    );
    let gone = json!({ "source_id": SourceId(99).0, "address": "ana" });
    assert_eq!(
        never.refused("address_check", gone).await.code,
        "cannot_start"
    );
}

/// UC-6: nobody asked anything, so no trigger greets
#[tokio::test]
async fn writing_first_sets_off_no_greeting() {
    let world = World::new().await;
    let body = json!({
        "name": "", "event": { "kind": "conversation_new" }, "conditions": [],
        "actions": [{ "delay_minutes": 0, "what": { "kind": "send_message", "text": "Thank you for writing!" } }],
    });
    world
        .call("trigger_save", json!({ "trigger_id": null, "body": body }))
        .await;
    world
        .call("conversation_begin", begin(&world, "ana", "hi"))
        .await;
    world.advance_minutes(1).await;
    assert_eq!(world.sent_texts(), ["hi"]);
}
