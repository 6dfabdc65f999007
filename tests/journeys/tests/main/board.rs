//! The board.

use runnel_journeys::World;
use serde_json::{Value, json};

async fn board(world: &World) -> Value {
    let pipeline = world.pipeline().await;
    world
        .call("board_get", json!({ "pipeline_id": pipeline, "cards": 50 }))
        .await
}

async fn column(world: &World, stage: &str) -> Value {
    let stage = world.stage(stage).await;
    let board = board(world).await;
    board["columns"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["stage_id"] == stage)
        .unwrap()
        .clone()
}

fn names(column: &Value) -> Vec<&str> {
    column["cards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|card| card["client"].as_str().unwrap())
        .collect()
}

/// UP-2: a new workspace has the default pipeline, in the words of its language.
#[tokio::test]
async fn a_new_workspace_has_the_default_pipeline() {
    for (locale, first, last) in [
        ("en", "New request", "Not a lead"),
        ("de", "Neue Anfrage", "Kein Interessent"),
    ] {
        let world = World::speaking(locale).await;
        let workspace = world.workspace().await;
        let pipeline = &workspace["pipelines"][0];
        assert_eq!(pipeline["is_default"], true);
        let stages = pipeline["stages"].as_array().unwrap();
        assert_eq!(stages.len(), 7);
        assert_eq!(stages[0]["name"], first);
        assert_eq!(stages[6]["name"], last);
        let groups: Vec<_> = stages
            .iter()
            .map(|stage| stage["group"].as_str().unwrap())
            .collect();
        let expected = [
            "active",
            "active",
            "active",
            "active",
            "successful",
            "unsuccessful",
            "not_a_lead",
        ];
        assert_eq!(groups, expected);
    }
}

/// UP-1: columns in funnel order with count and sums; New conversations in the tray.
#[tokio::test]
async fn the_board_shows_columns_with_counts_and_sums_and_the_tray() {
    let world = World::new().await;
    for (name, amount) in [("Ana", 39_000), ("Ben", 1_000)] {
        world.fake(name).says("hello").await;
        world.accept(name).await;
        let price = json!({ "amount_minor": amount, "currency": "EUR" });
        let deal = world.deal_of(name).await;
        world
            .call("deal_price_set", json!({ "deal_id": deal, "price": price }))
            .await;
        world.move_to(name, "Offer").await;
    }
    world.fake("Carla").says("hello").await;
    let board = board(&world).await;
    let tray = &board["tray"];
    assert_eq!(tray["total"], 2, "Carla and the welcome");
    assert_eq!(tray["cards"][0]["client"], "Carla");
    assert_eq!(tray["cards"][0]["deal_id"], Value::Null);
    let offer = column(&world, "Offer").await;
    assert_eq!(offer["total"], 2);
    assert_eq!(
        offer["sums"],
        json!([{ "amount_minor": 40_000, "currency": "EUR" }])
    );
    assert_eq!(names(&offer), ["Ana", "Ben"]);
    let card = &offer["cards"][0];
    assert_eq!(card["snippet"], "hello");
    assert_eq!(card["owner_id"], world.workspace().await["member_id"]);
    assert!(card["waiting_at"].is_i64());
}

/// UP-12: a card is dragged; history, undo, and the folder follow.
#[tokio::test]
async fn a_dragged_card_changes_stage_with_history_and_undo() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    world.accept("Ana").await;
    let moved = world.move_to("Ana", "Offer").await;
    assert_eq!(names(&column(&world, "Offer").await), ["Ana"]);
    let ana = world.conversation_of("Ana").await;
    let events = world.timeline(ana).await;
    let happened = events
        .iter()
        .find(|item| item["what"]["kind"] == "deal_moved")
        .unwrap();
    assert_eq!(
        (&happened["what"]["from"], &happened["what"]["to"]),
        (&json!("New request"), &json!("Offer"))
    );

    let undone = world.undo(&moved).await;
    assert_eq!(undone["label"], "deal_move");
    assert_eq!(names(&column(&world, "New request").await), ["Ana"]);
    world.undo(&undone).await;
    assert_eq!(names(&column(&world, "Offer").await), ["Ana"], "and again");
}

/// UP-12: the order within a column is the person's, and two who drag at once do not overwrite each other.
#[tokio::test]
async fn cards_keep_the_order_they_were_put_in() {
    let world = World::new().await;
    for name in ["Ana", "Ben", "Carla"] {
        world.fake(name).says("hello").await;
        world.accept(name).await;
        world.move_to(name, "Offer").await;
    }
    let offer = world.stage("Offer").await;
    let (ana, carla) = (world.deal_of("Ana").await, world.deal_of("Carla").await);
    let request =
        json!({ "deal_id": carla, "stage_id": offer, "before_deal_id": ana, "revision": null });
    world.call("deal_move", request).await;
    assert_eq!(
        names(&column(&world, "Offer").await),
        ["Carla", "Ana", "Ben"]
    );

    let seen = column(&world, "Offer").await["cards"][0]["revision"]
        .as_i64()
        .unwrap();
    world.move_to("Carla", "Payment").await;
    let late =
        json!({ "deal_id": carla, "stage_id": offer, "before_deal_id": null, "revision": seen });
    assert_eq!(world.refused("deal_move", late).await.code, "conflict");
    assert_eq!(
        names(&column(&world, "Payment").await),
        ["Carla"],
        "nothing was changed"
    );
}

/// Dragging from the tray accepts, right where it is dropped.
#[tokio::test]
async fn a_card_from_the_tray_is_accepted_where_it_is_dropped() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    world.fake("Ben").says("hello").await;
    world.accept("Ana").await;
    world.move_to("Ana", "Offer").await;
    let (ben, offer) = (
        world.conversation_of("Ben").await,
        world.stage("Offer").await,
    );
    let above = world.deal_of("Ana").await;
    let request = json!({ "conversation_id": ben, "stage_id": offer, "before_deal_id": above });
    world.call("conversation_accept", request).await;
    assert_eq!(names(&column(&world, "Offer").await), ["Ben", "Ana"]);
    assert_eq!(world.folder_of("Ben").await, "accepted");
}

#[tokio::test]
async fn a_long_column_comes_in_windows() {
    let world = World::new().await;
    for number in 0..12 {
        let name = format!("Client {number:02}");
        world.fake(&name).says("hello").await;
        world.accept(&name).await;
    }
    let (pipeline, stage) = (world.pipeline().await, world.stage("New request").await);
    let ask = |stage: Value, offset: u32| json!({ "pipeline_id": pipeline, "stage_id": stage, "offset": offset, "limit": 5 });
    let window = world.call("board_cards", ask(json!(stage), 10)).await;
    assert_eq!(window["total"], 12);
    assert_eq!(window["cards"].as_array().unwrap().len(), 2);
    let tray = world.call("board_cards", ask(Value::Null, 0)).await;
    assert_eq!(tray["total"], 1, "the welcome");
}

/// UC-14: amounts that nobody can mean are refused; clearing is possible.
#[tokio::test]
async fn a_price_is_set_cleared_and_checked() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    world.accept("Ana").await;
    let deal = world.deal_of("Ana").await;
    let set = |price: Value| json!({ "deal_id": deal, "price": price });
    for (price, code) in [
        (
            json!({ "amount_minor": 1, "currency": "euro" }),
            "currency_invalid",
        ),
        (
            json!({ "amount_minor": i64::MAX, "currency": "EUR" }),
            "amount_too_large",
        ),
    ] {
        assert_eq!(world.refused("deal_price_set", set(price)).await.code, code);
    }
    world
        .call(
            "deal_price_set",
            set(json!({ "amount_minor": 5, "currency": "EUR" })),
        )
        .await;
    world.call("deal_price_set", set(Value::Null)).await;
    assert_eq!(world.row_of("Ana").await["price"], Value::Null);
}
