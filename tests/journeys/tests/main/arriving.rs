//! A message arrives.

use runnel_journeys::World;
use serde_json::json;

/// UC-2 (i): somebody writes for the first time on a source.
#[tokio::test]
async fn a_first_message_makes_a_contact_and_stands_unread_in_new() {
    let world = World::new().await;
    world
        .fake("Ana Souza")
        .about("Table")
        .says("What does the oak table cost?")
        .await;

    let row = world.row_of("Ana Souza").await;
    assert_eq!(row["folder"], "new");
    assert_eq!(row["unread"], 1);
    assert_eq!(row["snippet"], "What does the oak table cost?");
    assert!(row["waiting_at"].is_i64(), "the customer waits from now on");
    let conversation = row["id"].as_i64().unwrap();
    let head = world.open(conversation).await;
    assert_eq!(head["contact"]["full_name"], "Ana Souza");
    assert_eq!(head["contact"]["identities"][0]["shown"], "ana.souza");
    assert_eq!(head["subject"], "Table");
    assert_eq!(head["cannot_reply"], json!(null));
    assert_eq!(
        world.happenings(conversation).await,
        ["conversation_started"]
    );
    let counts = &world.workspace().await["counts"];
    assert_eq!(
        (&counts["new"], &counts["new_unread"]),
        (&json!(2), &json!(2)),
        "she and the welcome"
    );
}

/// PO-3, UC-1: whatever arrives is raised to the top of the list, and a customer is one row there.
#[tokio::test]
async fn who_wrote_last_stands_on_top_in_one_row() {
    let world = World::new().await;
    for client in ["Ana", "Bob", "Ana"] {
        world.advance_minutes(1).await;
        world.fake(client).says("is it ready?").await;
    }
    let rows = world.sorted("new", "activity", true).await;
    let clients: Vec<&str> = rows
        .iter()
        .filter(|row| row["channel"] == "fake")
        .map(|row| row["client"].as_str().unwrap())
        .collect();
    assert_eq!(clients, ["Ana", "Bob"]);
}

#[tokio::test]
async fn what_somebody_writes_next_joins_their_conversation() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.advance_minutes(3).await;
    world.fake("Ana").says("and in walnut?").await;
    let row = world.row_of("Ana").await;
    assert_eq!(row["unread"], 2);
    assert_eq!(row["snippet"], "and in walnut?");
    assert_eq!(world.messages(row["id"].as_i64().unwrap()).await.len(), 2);
}

/// UC-2 (ii): new messages in conversations archived earlier; the old result is kept.
#[tokio::test]
async fn a_customer_who_writes_into_the_archive_is_new_again() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    world.move_to("Ana", "Successful").await;
    let won = world.deal_of("Ana").await;
    assert_eq!(world.folder_of("Ana").await, "archive");

    world.advance_minutes(60 * 24).await;
    world.fake("Ana").says("now chairs, please").await;
    let row = world.row_of("Ana").await;
    assert_eq!(row["folder"], "new");
    assert_eq!(row["deal_id"], json!(null), "a new cycle has no deal yet");
    let head = world.open(row["id"].as_i64().unwrap()).await;
    assert_eq!(
        head["archived_before"]["stage"], "Successful",
        "was archived as … on …"
    );
    world.accept("Ana").await;
    assert_ne!(world.deal_of("Ana").await, won, "the win is not undone");
}

#[tokio::test]
async fn the_same_batch_twice_changes_nothing() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    assert!(world.receive().await);
    assert!(world.receive().await);
    assert_eq!(world.row_of("Ana").await["unread"], 1);
}

/// History fires nothing: no trigger, no announcement, nothing unread.
#[tokio::test]
async fn history_from_before_the_source_was_connected_is_quiet() {
    let world = World::new().await;
    crate::triggers::thank_new_ones(&world, 0).await;
    world
        .fake("Ana")
        .long_ago()
        .says("we spoke last year")
        .await;
    world.fake("Ben").says("hello").await;
    world.advance_minutes(1).await;

    assert_eq!(world.row_of("Ana").await["unread"], 0);
    let announced: Vec<_> = world.heard.all().into_iter().map(|a| a.client).collect();
    assert_eq!(announced, ["Ben"]);
    let to: Vec<_> = world.sent().into_iter().map(|message| message.to).collect();
    assert_eq!(to, ["ben"], "only who wrote just now is thanked");
}

#[tokio::test]
async fn a_burst_is_announced_once_and_not_at_all_where_nobody_wants_it() {
    let world = World::new().await;
    for name in ["Ana", "Ben", "Carla", "Dora"] {
        world.network.says(name, "hello");
    }
    world.network.says("Dora", "are you there?");
    world.receive().await;
    let heard = world.heard.all();
    assert_eq!(
        heard.len(),
        1,
        "four conversations at once are one announcement"
    );
    assert_eq!((heard[0].conversations, heard[0].count), (4, 5));
    assert_eq!(heard[0].client, "Dora", "the last one to write");

    let mut settings = world.workspace().await["settings"].clone();
    settings["notifications"] = json!(false);
    world
        .call("settings_set", json!({ "settings": settings }))
        .await;
    world.fake("Ana").says("hello?").await;
    assert_eq!(world.heard.all().len(), 1);
}

#[tokio::test]
async fn what_the_network_may_have_lost_is_marked_in_the_timeline() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.network.loses(None, None);
    world.receive().await;
    let ana = world.conversation_of("Ana").await;
    let happened = world.happenings(ana).await;
    assert!(
        happened.contains(&"messages_may_be_missing".to_owned()),
        "{happened:?}"
    );
}
