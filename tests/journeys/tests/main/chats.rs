//! The table of chats and the window beside it.

use runnel_journeys::{NOON, World};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;

fn clients(rows: &[Value]) -> Vec<&str> {
    rows.iter()
        .map(|row| row["client"].as_str().unwrap())
        .collect()
}

/// UC-10 … UC-18: all eight columns of one row.
#[tokio::test]
async fn a_row_shows_all_eight_columns() {
    let world = World::new().await;
    world
        .fake("Ana Souza")
        .says("What does the oak table cost?")
        .await;
    world.advance_minutes(4).await;
    world.answer("Ana Souza", "390 euros").await;
    let ana = world.conversation_of("Ana Souza").await;
    let deal = world.deal_of("Ana Souza").await;
    let price = json!({ "amount_minor": 39_000, "currency": "EUR" });
    world
        .call("deal_price_set", json!({ "deal_id": deal, "price": price }))
        .await;
    let tags = json!({ "conversation_id": ana, "add": ["furniture", "VIP"], "remove": [] });
    world.call("conversation_tags_change", tags).await;
    for (kind, due) in [("call", 60), ("meeting", 30)] {
        let task = json!({
            "conversation_id": ana, "kind": kind, "text": "", "assignee_id": null,
            "due_at": NOON + due * MINUTE,
        });
        world.call("task_add", task).await;
    }

    let row = world.row_of("Ana Souza").await;
    assert_eq!(row["client"], "Ana Souza", "UC-11");
    assert_eq!(row["channel"], "fake", "UC-11");
    assert_eq!(row["snippet"], "390 euros", "UC-11");
    assert_eq!(row["stage_id"], world.stage("New request").await, "UC-12");
    assert_eq!(
        row["response_ms"],
        4 * MINUTE,
        "UC-13: from the customer's last message"
    );
    assert_eq!(row["waiting_at"], Value::Null, "UC-13: answered");
    assert_eq!(row["price"], price, "UC-14");
    assert_eq!(row["task"]["kind"], "meeting", "UC-15: the nearest");
    assert_eq!(row["more_tasks"], 1, "UC-15: and one more");
    assert_eq!(
        row["responsible_id"],
        world.workspace().await["member_id"],
        "UC-16"
    );
    let workspace = world.workspace().await;
    let names: Vec<_> = row["tag_ids"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| {
            let tags = workspace["tags"].as_array().unwrap();
            tags.iter().find(|tag| tag["id"] == *id).unwrap()["name"]
                .as_str()
                .unwrap()
        })
        .collect();
    assert_eq!(names, ["furniture", "VIP"], "UC-17");
    assert_eq!(row["source_id"], world.shop.0, "UC-18");
}

/// UC-13: while the customer's message is the last one, a timer runs instead.
#[tokio::test]
async fn the_response_time_gives_way_to_a_timer_while_somebody_waits() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.advance_minutes(5).await;
    world.answer("Ana", "390").await;
    assert_eq!(world.row_of("Ana").await["response_ms"], 5 * MINUTE);
    world.advance_minutes(10).await;
    world.fake("Ana").says("and delivery?").await;
    let row = world.row_of("Ana").await;
    assert_eq!(row["response_ms"], Value::Null);
    assert_eq!(row["waiting_at"], NOON + 15 * MINUTE);
}

/// UC-10: default order and the others; rows without a value come last.
#[tokio::test]
async fn the_table_can_be_sorted_by_every_column() {
    let world = World::new().await;
    for name in ["Carla", "Ana", "Ben"] {
        world.fake(name).says("hello").await;
        world.advance_minutes(1).await;
        world.accept(name).await;
    }
    assert_eq!(
        clients(&world.folder("accepted").await),
        ["Ben", "Ana", "Carla"],
        "last activity"
    );
    assert_eq!(
        clients(&world.sorted("accepted", "client", false).await),
        ["Ana", "Ben", "Carla"]
    );

    world.move_to("Carla", "Payment").await;
    world.move_to("Ben", "Offer").await;
    let by_stage = world.sorted("accepted", "stage", false).await;
    assert_eq!(clients(&by_stage), ["Ana", "Ben", "Carla"]);

    let price = json!({ "amount_minor": 100, "currency": "EUR" });
    let deal = world.deal_of("Ana").await;
    world
        .call("deal_price_set", json!({ "deal_id": deal, "price": price }))
        .await;
    assert_eq!(
        clients(&world.sorted("accepted", "price", true).await)[0],
        "Ana"
    );

    let tags = json!({ "conversation_id": world.conversation_of("Ben").await, "add": ["a"], "remove": [] });
    world.call("conversation_tags_change", tags).await;
    assert_eq!(
        clients(&world.sorted("accepted", "tags", false).await)[0],
        "Ben"
    );

    let nobody =
        json!({ "conversation_id": world.conversation_of("Carla").await, "member_id": null });
    world.call("conversation_responsible_set", nobody).await;
    assert_eq!(
        *clients(&world.sorted("accepted", "responsible", false).await)
            .last()
            .unwrap(),
        "Carla"
    );

    let task = json!({
        "conversation_id": world.conversation_of("Carla").await, "kind": "call", "text": "",
        "assignee_id": null, "due_at": NOON,
    });
    world.call("task_add", task).await;
    assert_eq!(
        clients(&world.sorted("accepted", "task", false).await)[0],
        "Carla"
    );
    assert_eq!(
        clients(&world.sorted("accepted", "response", true).await).len(),
        3
    );
    assert_eq!(
        clients(&world.sorted("accepted", "source", true).await).len(),
        3
    );
}

#[tokio::test]
async fn windows_of_the_table_fit_together() {
    let world = World::new().await;
    for number in 0..25 {
        world.network.says(&format!("Client {number:02}"), "hello");
    }
    world.receive().await;
    let sort = json!({ "column": "client", "descending": false });
    let mut seen = Vec::new();
    for offset in [0, 10, 20] {
        let request = json!({ "place": "new", "sort": sort, "offset": offset, "limit": 10 });
        let page = world.call("chats_page", request).await;
        assert_eq!(page["total"], 26, "with the welcome");
        seen.extend(
            clients(page["rows"].as_array().unwrap())
                .into_iter()
                .map(str::to_owned),
        );
    }
    let mut sorted = seen.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(
        (seen.len(), sorted.len()),
        (26, 26),
        "nobody twice, nobody missing"
    );
}

/// UC-19: a click opens the conversation; a long timeline comes in parts.
#[tokio::test]
async fn a_long_timeline_comes_in_parts_that_fit_together() {
    let world = World::new().await;
    for number in 0..30 {
        world.network.says("Ana", &format!("message {number}"));
    }
    world.receive().await;
    let ana = world.conversation_of("Ana").await;
    let (mut before, mut texts) = (Value::Null, Vec::new());
    loop {
        let request = json!({ "conversation_id": ana, "before": before, "limit": 7 });
        let page = world.call("timeline_page", request).await;
        let items = page["items"].as_array().unwrap();
        let part: Vec<_> = items
            .iter()
            .filter_map(|item| item["text"].as_str().map(str::to_owned))
            .collect();
        texts.splice(0..0, part);
        before = page["before"].clone();
        if before.is_null() {
            break;
        }
    }
    let all: Vec<_> = (0..30).map(|number| format!("message {number}")).collect();
    assert_eq!(texts, all);
}

#[tokio::test]
async fn what_is_not_there_is_said_to_be_not_there() {
    let world = World::new().await;
    let error = world
        .refused("conversation_get", json!({ "conversation_id": 99 }))
        .await;
    assert_eq!(error.code, "not_found");
    assert_eq!(
        (error.params["entity"].as_str(), error.params["id"].as_str()),
        ("conversation", "99")
    );
    assert_eq!(
        world.refused("no_such_command", json!({})).await.code,
        "unknown_command"
    );
    assert_eq!(
        world
            .refused("chats_page", json!({ "place": "attic" }))
            .await
            .code,
        "invalid"
    );
}
