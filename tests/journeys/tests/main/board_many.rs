//! Many cards of the board at once: filtered, moved together, changed in bulk.

use runnel_journeys::World;
use serde_json::{Value, json};

/// Customers whose conversations are in work, from the top of "New request" downwards.
async fn in_work(world: &World, clients: &[&str]) {
    for client in clients.iter().rev() {
        world.fake(client).says("How much is the table?").await;
        world.accept(client).await;
    }
}

async fn board(world: &World, filter: Value) -> Value {
    let request = json!({ "pipeline_id": world.pipeline().await, "filter": filter, "cards": 50 });
    world.call("board_get", request).await
}

fn head(board: &Value, stage: i64) -> &Value {
    let columns = board["columns"].as_array().unwrap();
    columns
        .iter()
        .find(|column| column["stage_id"] == stage)
        .unwrap()
}

async fn clients_in(world: &World, stage: &str) -> Vec<String> {
    let request = json!({
        "pipeline_id": world.pipeline().await, "stage_id": world.stage(stage).await,
        "offset": 0, "limit": 50,
    });
    let cards = world.call("board_cards", request).await;
    cards["cards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|card| card["client"].as_str().unwrap().to_owned())
        .collect()
}

async fn wears(world: &World, client: &str, tag: &str) -> i64 {
    let id = world.conversation_of(client).await;
    let request = json!({ "conversation_id": id, "add": [tag], "remove": [] });
    world.call("conversation_tags_change", request).await;
    let row = world.row_of(client).await;
    row["tag_ids"][0].as_i64().unwrap()
}

fn tagged(tag: i64) -> Value {
    json!({ "v": 1, "when": { "all": [{ "test": { "tags": { "any": [tag] } } }] } })
}

/// UP-13: the board takes the filter of Chats: counts, sums, windows and the tray follow it; a column that the filter
/// empties still says what it holds (UP-10).
#[tokio::test]
async fn a_filter_of_chats_filters_the_board() {
    let world = World::new().await;
    in_work(&world, &["Ana", "Ben"]).await;
    world.fake("Cleo").says("hello").await;
    world.move_to("Ben", "Offer").await;
    for (client, amount) in [("Ana", 900), ("Ben", 100)] {
        let deal = world.deal_of(client).await;
        let price = json!({ "amount_minor": amount, "currency": "EUR" });
        world
            .call("deal_price_set", json!({ "deal_id": deal, "price": price }))
            .await;
    }
    let vip = wears(&world, "Ana", "vip").await;
    let (request, offer) = (world.stage("New request").await, world.stage("Offer").await);

    let found = board(&world, tagged(vip)).await;
    assert_eq!(found["tray"]["total"], 0, "nobody new wears it");
    assert_eq!(head(&found, request)["total"], 1);
    assert_eq!(
        head(&found, request)["sums"],
        json!([{ "amount_minor": 900, "currency": "EUR" }])
    );
    let emptied = head(&found, offer);
    assert_eq!(
        (&emptied["total"], &emptied["all"], &emptied["sums"]),
        (&json!(0), &json!(1), &json!([])),
        "emptied by the filter, not empty"
    );
    let window = json!({
        "pipeline_id": world.pipeline().await, "filter": tagged(vip), "stage_id": request,
        "offset": 0, "limit": 5,
    });
    assert_eq!(world.call("board_cards", window).await["total"], 1);

    let nonsense = json!({ "v": 1, "when": { "test": { "tags": { "any": [] } } } });
    let refused = world
        .refused(
            "board_get",
            json!({ "pipeline_id": world.pipeline().await, "filter": nonsense, "cards": 0 }),
        )
        .await;
    assert_ne!(refused.code, "internal", "{refused:?}");
}

/// UP-12, CP-9, CP-10: several cards are one move: in their order, above the card they were dropped on, one undo.
#[tokio::test]
async fn several_cards_are_moved_as_one() {
    let world = World::new().await;
    in_work(&world, &["Ana", "Ben", "Cleo", "Dora"]).await;
    world.move_to("Dora", "Offer").await;
    world.fake("Eva").says("hello").await;
    let deal = |id: i64| json!({ "kind": "deal", "deal_id": id, "revision": null });
    let (ana, cleo, dora) = (
        world.deal_of("Ana").await,
        world.deal_of("Cleo").await,
        world.deal_of("Dora").await,
    );
    let eva = json!({ "kind": "tray", "conversation_id": world.conversation_of("Eva").await });
    let request = json!({
        "cards": [deal(ana), eva, deal(cleo)], "stage_id": world.stage("Offer").await,
        "before_deal_id": dora,
    });
    let moved = world.call("cards_move", request).await;
    assert_eq!(
        clients_in(&world, "Offer").await,
        ["Ana", "Eva", "Cleo", "Dora"]
    );
    assert_eq!(world.folder_of("Eva").await, "accepted");

    let undone = world.undo(&moved).await;
    assert_eq!(undone["label"], "cards_move");
    assert_eq!(clients_in(&world, "Offer").await, ["Dora"]);
    assert_eq!(
        clients_in(&world, "New request").await,
        ["Ana", "Ben", "Cleo"],
        "each where it was"
    );
    assert_eq!(world.folder_of("Eva").await, "new");
}

/// UP-12: what one of several refuses, all refuse: nothing is half moved.
#[tokio::test]
async fn a_move_of_several_is_refused_as_a_whole() {
    let world = World::new().await;
    in_work(&world, &["Ana", "Ben"]).await;
    let (ana, ben) = (world.deal_of("Ana").await, world.deal_of("Ben").await);
    let offer = world.stage("Offer").await;
    let ask = |second: Value, before: Value| {
        json!({
            "cards": [{ "kind": "deal", "deal_id": ana, "revision": null }, second],
            "stage_id": offer, "before_deal_id": before,
        })
    };
    let stale = json!({ "kind": "deal", "deal_id": ben, "revision": 77 });
    let refused = world.refused("cards_move", ask(stale, Value::Null)).await;
    assert_eq!(refused.code, "conflict");
    let known = json!({ "kind": "deal", "deal_id": ben, "revision": null });
    let refused = world.refused("cards_move", ask(known, json!(ben))).await;
    assert_eq!(refused.code, "card_before_itself");
    let none = json!({ "cards": [], "stage_id": offer, "before_deal_id": null });
    assert_eq!(world.refused("cards_move", none).await.code, "no_cards");
    assert_eq!(clients_in(&world, "New request").await, ["Ana", "Ben"]);
}

async fn bulk(world: &World, selection: &Value, deed: Value) -> (Value, Value) {
    let preview = world
        .call(
            "bulk_preview",
            json!({ "selection": selection, "deed": deed }),
        )
        .await;
    let done = world
        .call(
            "bulk_apply",
            json!({
                "selection": selection, "deed": deed, "send_messages": false,
                "expected": preview["total"],
            }),
        )
        .await;
    (preview, done)
}

/// UP-14: cards chosen one by one and all that a filter finds: status, tags, tasks, responsible; counted before, one
/// undo after.
#[tokio::test]
async fn cards_are_changed_in_bulk() {
    let world = World::new().await;
    in_work(&world, &["Ana", "Ben", "Cleo"]).await;
    let vip = wears(&world, "Ana", "vip").await;
    wears(&world, "Cleo", "vip").await;
    let columns = json!({
        "kind": "columns", "pipeline_id": world.pipeline().await, "filter": tagged(vip),
        "stage_ids": [world.stage("New request").await], "except": [],
    });
    let offer = json!({ "kind": "stage", "stage_id": world.stage("Offer").await });
    let (preview, done) = bulk(&world, &columns, offer).await;
    assert_eq!(preview["total"], 2, "told before: {preview}");
    assert_eq!(done["changed"], 2);
    assert_eq!(clients_in(&world, "Offer").await, ["Ana", "Cleo"]);
    world.undo(&done).await;
    assert_eq!(
        clients_in(&world, "New request").await,
        ["Ana", "Ben", "Cleo"]
    );

    let ben = world.deal_of("Ben").await;
    let cards = json!({ "kind": "cards", "keys": [ben] });
    let task = json!({ "kind": "task", "task_kind": "call", "text": "", "assignee_id": null, "due_at": null });
    bulk(&world, &cards, task).await;
    bulk(
        &world,
        &cards,
        json!({ "kind": "tags", "add": [vip], "remove": [] }),
    )
    .await;
    bulk(
        &world,
        &cards,
        json!({ "kind": "responsible", "member_id": null }),
    )
    .await;
    let card = board(&world, Value::Null).await;
    let card = &head(&card, world.stage("New request").await)["cards"][1];
    assert_eq!(card["client"], "Ben");
    assert_eq!(card["task"]["kind"], "call");
    assert_eq!(card["tag_ids"], json!([vip]));
    assert_eq!(card["owner_id"], Value::Null);
}

/// UP-14: a deal of a cycle that is over carries no conversation: what cannot be done to it is told, the rest is done.
#[tokio::test]
async fn a_deal_without_its_conversation_is_changed_as_far_as_it_goes() {
    let world = World::new().await;
    in_work(&world, &["Ana", "Ben"]).await;
    let old = world.deal_of("Ana").await;
    world.move_to("Ana", "Successful").await;
    world.fake("Ana").says("I need another one.").await;
    let tag = wears(&world, "Ben", "vip").await;
    let cards = json!({ "kind": "cards", "keys": [old, world.deal_of("Ben").await] });

    let tags = json!({ "kind": "tags", "add": [], "remove": [tag] });
    let (preview, done) = bulk(&world, &cards, tags).await;
    assert_eq!(
        (&preview["changes"], &preview["refused"]),
        (&json!(1), &json!(1))
    );
    assert_eq!((&done["changed"], &done["refused"]), (&json!(1), &json!(1)));
    let refusal = &done["refusals"][0];
    assert_eq!(refusal["deal_id"], old);
    assert_eq!(
        (&refusal["client"], &refusal["code"]),
        (&json!("Ana"), &json!("deal_without_conversation"))
    );

    let task = json!({ "kind": "task", "task_kind": "call", "text": "", "assignee_id": null, "due_at": null });
    let (_, done) = bulk(&world, &cards, task).await;
    assert_eq!(done["changed"], 2, "a task can be about a deal");
    let lost = json!({ "kind": "stage", "stage_id": world.stage("Unsuccessful").await });
    let (_, done) = bulk(&world, &cards, lost).await;
    assert_eq!(done["changed"], 2);
    assert_eq!(clients_in(&world, "Unsuccessful").await, ["Ana", "Ben"]);
    assert_eq!(
        world.folder_of("Ana").await,
        "new",
        "her conversation of today is another matter"
    );
}

/// UP-9, UP-10, UP-11: which columns a member sees is kept for the member.
#[tokio::test]
async fn the_look_of_the_board_is_kept_for_the_member() {
    let world = World::new().await;
    let look = json!({ "folded": { "5": false }, "hidden": [2], "hideEmpty": true });
    let set = json!({ "key": "board.columns", "value": look });
    world.call("member_setting_set", set).await;
    let world = world.crash_and_reopen().await;
    let kept = world
        .call("member_setting_get", json!({ "key": "board.columns" }))
        .await;
    assert_eq!(kept["value"], look);
}

/// UP-14: a card of an earlier cycle is not opened beside the open one; the others of the selection are moved.
#[tokio::test]
async fn a_second_open_card_is_refused_alone() {
    let world = World::new().await;
    in_work(&world, &["Ana", "Ben"]).await;
    let old = world.deal_of("Ana").await;
    world.move_to("Ana", "Successful").await;
    world.fake("Ana").says("one more, please").await;
    world.accept("Ana").await;
    let (new, ben) = (world.deal_of("Ana").await, world.deal_of("Ben").await);
    assert_ne!(old, new, "a new cycle has a card of its own");
    let request = json!({
        "selection": { "kind": "cards", "keys": [old, ben] },
        "deed": { "kind": "stage", "stage_id": world.stage("Offer").await },
        "send_messages": false, "expected": null,
    });
    let done = world.call("bulk_apply", request).await;
    assert_eq!(
        (
            &done["changed"],
            &done["refusals"][0]["code"],
            &done["refusals"][0]["client"]
        ),
        (&json!(1), &json!("conversation_has_deal"), &json!("Ana")),
        "{done}"
    );
    assert_eq!(clients_in(&world, "Offer").await, ["Ben"]);
    let accept = json!({
        "selection": { "kind": "cards", "keys": [old, new] }, "deed": { "kind": "accept" },
        "send_messages": false, "expected": null,
    });
    let done = world.call("bulk_apply", accept).await;
    assert_eq!(
        (&done["refused"], &done["same"]),
        (&json!(1), &json!(1)),
        "{done}"
    );
}
