//! Pipelines and their stages, made and changed.

use runnel_journeys::World;
use serde_json::{Value, json};

async fn pipelines(world: &World) -> Vec<Value> {
    world.call("pipeline_list", json!({})).await["pipelines"]
        .as_array()
        .unwrap()
        .clone()
}

async fn sheet(world: &World, name: &str) -> Value {
    let found = pipelines(world).await.into_iter();
    found
        .into_iter()
        .find(|pipeline| pipeline["name"] == name)
        .expect("a pipeline of this name")
}

/// Stages of the default pipeline with their groups' initials, as the editor shows them.
async fn stages(world: &World) -> Vec<String> {
    names_of(&pipelines(world).await[0])
}

fn names_of(pipeline: &Value) -> Vec<String> {
    let stages = pipeline["stages"].as_array().unwrap().iter();
    stages
        .map(|sheet| sheet["stage"]["name"].as_str().unwrap().to_owned())
        .collect()
}

async fn stage_of(world: &World, pipeline: &str, name: &str) -> Value {
    let sheet = sheet(world, pipeline).await;
    let stages = sheet["stages"].as_array().unwrap();
    stages
        .iter()
        .find(|sheet| sheet["stage"]["name"] == name)
        .expect("a stage of this name")
        .clone()
}

async fn add(world: &World, name: &str, group: &str) -> Value {
    let request = json!({ "pipeline_id": world.pipeline().await, "name": name, "group": group });
    world.call("stage_add", request).await
}

fn update(stage: &Value, changes: &Value) -> Value {
    let mut request = json!({
        "stage_id": stage["id"], "group": stage["group"], "color": stage["color"],
        "stale_days": stage["stale_days"], "probability": stage["probability"], "needs": stage["needs"],
    });
    for (name, value) in changes.as_object().unwrap() {
        request[name] = value.clone();
    }
    request
}

/// UP-3, UP-4: a status gets a name and a group and is there at once; names are needed and unique.
#[tokio::test]
async fn a_status_is_added_to_its_group() {
    let world = World::new().await;
    let made = add(&world, "  Site  visit ", "active").await;
    assert_eq!(
        stages(&world).await,
        [
            "New request",
            "In work",
            "Offer",
            "Payment",
            "Site visit",
            "Successful",
            "Unsuccessful",
            "Not a lead"
        ]
    );
    for (name, code) in [
        ("  ", "stage_name_empty"),
        ("site VISIT", "stage_name_taken"),
        (&"x".repeat(61), "name_too_long"),
    ] {
        let request =
            json!({ "pipeline_id": world.pipeline().await, "name": name, "group": "active" });
        let error = world.refused("stage_add", request).await;
        assert_eq!(
            (error.code.as_str(), error.params["field"].as_str()),
            (code, "name")
        );
    }
    world.undo(&made).await;
    assert_eq!(stages(&world).await.len(), 7);
}

/// UP-5, UP-6: stages are reordered; into an archived group the conversations go along, and come back with Undo.
#[tokio::test]
async fn stages_are_reordered_and_change_their_group() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    world.accept("Ana").await;
    world.move_to("Ana", "Payment").await;
    let (payment, offer) = (world.stage("Payment").await, world.stage("Offer").await);
    let up = json!({ "stage_id": payment, "group": "active", "before_stage_id": offer });
    let moved = world.call("stage_move", up).await;
    assert_eq!(stages(&world).await[2..4], ["Payment", "Offer"]);
    world.undo(&moved).await;
    assert_eq!(stages(&world).await[2..4], ["Offer", "Payment"]);

    let archive = json!({ "stage_id": payment, "group": "successful", "before_stage_id": world.stage("Successful").await });
    let archived = world.call("stage_move", archive).await;
    assert_eq!(
        stages(&world).await[2..5],
        ["Offer", "Payment", "Successful"]
    );
    assert_eq!(world.folder_of("Ana").await, "archive");
    world.undo(&archived).await;
    assert_eq!(world.folder_of("Ana").await, "accepted");

    for stage in ["New request", "In work", "Offer"] {
        let away = json!({ "stage_id": world.stage(stage).await, "group": "not_a_lead", "before_stage_id": null });
        world.call("stage_move", away).await;
    }
    let last = json!({ "stage_id": payment, "group": "successful", "before_stage_id": null });
    assert_eq!(
        world.refused("stage_move", last).await.code,
        "stage_last_active"
    );
}

/// UP-7: a new name hides no card, and what was written down keeps the old one.
#[tokio::test]
async fn a_renamed_stage_keeps_its_cards() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    world.accept("Ana").await;
    let first = world.stage("New request").await;
    let rename = json!({ "stage_id": first, "name": " Just in " });
    let renamed = world.call("stage_rename", rename).await;
    let sheet = stage_of(&world, "Sales", "Just in").await;
    assert_eq!(sheet["cards"], 1);
    let taken = json!({ "stage_id": first, "name": "offer" });
    assert_eq!(
        world.refused("stage_rename", taken).await.code,
        "stage_name_taken"
    );
    world.undo(&renamed).await;
    assert_eq!(stages(&world).await[0], "New request");
}

/// UP-8, CP-4: from the second stage on one can be deleted; its cards go to another one, with Undo.
#[tokio::test]
async fn a_deleted_stage_hands_its_cards_on() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    world.accept("Ana").await;
    world.move_to("Ana", "Offer").await;
    let (first, offer) = (world.stage("New request").await, world.stage("Offer").await);
    let delete =
        |stage: i64, target: Option<i64>| json!({ "stage_id": stage, "target_stage_id": target });
    assert_eq!(
        world
            .refused("stage_delete", delete(first, Some(offer)))
            .await
            .code,
        "stage_first"
    );
    let full = world.refused("stage_delete", delete(offer, None)).await;
    assert_eq!(
        (full.code.as_str(), full.params["count"].as_str()),
        ("stage_not_empty", "1")
    );

    let rule = json!({
        "name": "Quote", "conditions": [],
        "event": { "kind": "stage_entered", "stage_ids": [offer] },
        "actions": [{ "delay_minutes": 0, "what": { "kind": "send_message", "text": "Here it is" } }],
    });
    let rule = json!({ "trigger_id": null, "body": rule });
    let trigger = world.call("trigger_save", rule).await;
    let used = world.call("stage_use", json!({ "stage_id": offer })).await;
    assert_eq!(
        used,
        json!({ "cards": 1, "triggers": ["Quote"], "views": [] })
    );
    let used = world
        .refused("stage_delete", delete(offer, Some(first)))
        .await;
    assert_eq!(
        (used.code.as_str(), used.params["triggers"].as_str()),
        ("stage_in_use", "Quote")
    );
    world
        .call("trigger_delete", json!({ "trigger_id": trigger["id"] }))
        .await;

    let deleted = world.call("stage_delete", delete(offer, Some(first))).await;
    assert_eq!(
        stages(&world).await,
        [
            "New request",
            "In work",
            "Payment",
            "Successful",
            "Unsuccessful",
            "Not a lead"
        ]
    );
    assert_eq!(world.row_of("Ana").await["stage_id"], first);
    let ana = world.conversation_of("Ana").await;
    let told = world
        .timeline(ana)
        .await
        .into_iter()
        .rev()
        .find(|item| item["what"]["kind"] == "deal_moved");
    let told = told.unwrap()["what"].to_string();
    assert!(
        told.contains("Offer"),
        "the history names the stage that is gone: {told}"
    );
    world.undo(&deleted).await;
    assert_eq!(world.row_of("Ana").await["stage_id"], offer);
}

/// CP-5: colour, days until stale, probability and what a card needs to enter; a refused move says what is missing.
#[tokio::test]
async fn stage_settings_decide_what_may_enter() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    world.accept("Ana").await;
    let field = json!({
        "field_id": null, "owner": "deal", "kind": "text", "pipeline_id": null, "name": "Size", "options": [],
        "currency": "", "in_table": false, "in_card": false,
    });
    let field = world.call("field_save", field).await["id"].clone();
    let offer = stage_of(&world, "Sales", "Offer").await["stage"].clone();
    let needs = json!({ "amount": true, "owner": true, "due_at": false, "field_ids": [field] });
    let settings = json!({ "color": "rose", "stale_days": 7, "probability": 40, "needs": needs });
    let set = world.call("stage_update", update(&offer, &settings)).await;
    let shown = stage_of(&world, "Sales", "Offer").await["stage"].clone();
    for (name, value) in settings.as_object().unwrap() {
        assert_eq!(&shown[name], value, "{name}");
    }
    let deal = world.deal_of("Ana").await;
    let to_offer = json!({ "deal_id": deal, "stage_id": offer["id"], "before_deal_id": null, "revision": null });
    let refused = world.refused("deal_move", to_offer.clone()).await;
    assert_eq!(refused.code, "stage_requires");
    assert_eq!(
        (
            refused.params["stage"].as_str(),
            refused.params["missing"].as_str(),
            refused.params["fields"].as_str()
        ),
        ("Offer", "amount", "Size")
    );
    let price = json!({ "amount_minor": 39_000, "currency": "EUR" });
    world
        .call("deal_price_set", json!({ "deal_id": deal, "price": price }))
        .await;
    let size =
        json!({ "field_id": field, "owner_id": deal, "value": { "kind": "text", "text": "L" } });
    world.call("field_value_set", size).await;
    world.call("deal_move", to_offer).await;

    for (changes, code) in [
        (json!({ "probability": 101 }), "probability_invalid"),
        (json!({ "stale_days": 0 }), "stale_days_invalid"),
        (
            json!({ "needs": { "amount": false, "owner": false, "due_at": false, "field_ids": [999] } }),
            "field_gone",
        ),
    ] {
        let error = world
            .refused("stage_update", update(&offer, &changes))
            .await;
        assert_eq!(error.code, code);
    }
    world.undo(&set).await;
    assert_eq!(
        stage_of(&world, "Sales", "Offer").await["stage"]["color"],
        offer["color"]
    );
}

/// CP-1, CP-2: several pipelines, each for its use, in the language of the window.
#[tokio::test]
async fn pipelines_are_made_for_three_uses() {
    let world = World::speaking("de").await;
    let make = async |name: &str, kind: &str| {
        let request = json!({ "name": name, "kind": kind });
        world.call("pipeline_add", request).await
    };
    make("Reklamationen", "tickets").await;
    let nurture = make("Stammkunden", "nurture").await;
    for (name, kind, first) in [
        ("Verkauf", "sales", "Neue Anfrage"),
        ("Reklamationen", "tickets", "Neues Ticket"),
        ("Stammkunden", "nurture", "Neuer Kontakt"),
    ] {
        let sheet = sheet(&world, name).await;
        assert_eq!(
            (&sheet["kind"], &sheet["stages"][0]["stage"]["name"]),
            (&json!(kind), &json!(first))
        );
    }
    for (name, code) in [
        ("", "pipeline_name_empty"),
        ("VERKAUF", "pipeline_name_taken"),
    ] {
        let request = json!({ "name": name, "kind": "sales" });
        assert_eq!(world.refused("pipeline_add", request).await.code, code);
    }
    let rename = json!({ "pipeline_id": nurture["id"], "name": "Treue" });
    let renamed = world.call("pipeline_rename", rename).await;
    world.undo(&renamed).await;
    sheet(&world, "Stammkunden").await;
    let up = json!({ "pipeline_id": nurture["id"], "before_pipeline_id": world.pipeline().await });
    world.call("pipeline_move", up).await;
    assert_eq!(pipelines(&world).await[0]["name"], "Stammkunden");
}

/// CP-1: a pipeline is copied, put away and taken out again; one of them takes new conversations.
#[tokio::test]
async fn a_pipeline_is_copied_put_away_and_made_the_default() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    world.accept("Ana").await;
    let sales = world.pipeline().await;
    let copy = json!({ "pipeline_id": sales, "name": "Wholesale" });
    let copy = world.call("pipeline_duplicate", copy).await["id"].clone();
    let wholesale = sheet(&world, "Wholesale").await;
    assert_eq!(names_of(&wholesale), stages(&world).await);
    assert!(
        wholesale["stages"]
            .as_array()
            .unwrap()
            .iter()
            .all(|stage| stage["cards"] == 0)
    );

    let archive =
        |id: &Value, confirmed: bool| json!({ "pipeline_id": id, "confirmed": confirmed });
    let error = world
        .refused("pipeline_archive", archive(&json!(sales), true))
        .await;
    assert_eq!(error.code, "pipeline_default");
    let default = world
        .call("pipeline_default_set", json!({ "pipeline_id": copy }))
        .await;
    world.fake("Ben").says("hello").await;
    world.accept("Ben").await;
    assert_eq!(
        sheet(&world, "Wholesale").await["stages"][0]["cards"],
        1,
        "Ben is a case for wholesale"
    );
    let error = world
        .refused("pipeline_archive", archive(&json!(sales), false))
        .await;
    assert_eq!(
        (error.code.as_str(), error.params["count"].as_str()),
        ("pipeline_has_cards", "1")
    );
    let away = world
        .call("pipeline_archive", archive(&json!(sales), true))
        .await;
    assert_eq!(
        world.workspace().await["pipelines"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let error = world
        .refused(
            "operation_undo",
            json!({ "operation": default["operation"] }),
        )
        .await;
    assert_eq!(
        error.code, "conflict",
        "what is put away cannot take new conversations"
    );
    world.undo(&away).await;
    world
        .call("pipeline_archive", archive(&json!(sales), true))
        .await;
    world
        .call("pipeline_restore", json!({ "pipeline_id": sales }))
        .await;
    assert_eq!(sheet(&world, "Sales").await["archived_at"], Value::Null);
}

/// CP-15: a card goes over to another pipeline with its history; its conversation stays in work.
#[tokio::test]
async fn a_card_is_transferred_to_another_pipeline() {
    let world = World::new().await;
    world.fake("Ana").says("the table is broken").await;
    world.accept("Ana").await;
    let deal = world.deal_of("Ana").await;
    world
        .call(
            "pipeline_add",
            json!({ "name": "Service", "kind": "tickets" }),
        )
        .await;
    let ticket = stage_of(&world, "Service", "New ticket").await["stage"]["id"].clone();
    let go = |stage: Value| json!({ "deal_id": deal, "stage_id": stage, "before_deal_id": null, "revision": null });
    let moved = world.call("deal_move", go(ticket.clone())).await;
    let row = world.row_of("Ana").await;
    assert_eq!(
        (&row["folder"], &row["stage_id"], &row["deal_id"]),
        (&json!("accepted"), &Value::Null, &Value::Null)
    );
    let away = json!({
        "deal_id": deal, "pipeline_id": sheet(&world, "Service").await["id"], "stage_id": ticket,
    });
    assert_eq!(row["away"], away, "the table says where it stands");
    let ana = world.conversation_of("Ana").await;
    assert_eq!(world.open(ana).await["away"], away);
    let board = json!({ "pipeline_id": sheet(&world, "Service").await["id"], "cards": 10 });
    let board = world.call("board_get", board).await;
    assert_eq!(board["columns"][0]["cards"][0]["client"], "Ana");
    world.undo(&moved).await;
    assert_eq!(world.deal_of("Ana").await, deal);

    world.call("deal_move", go(ticket)).await;
    let first = world.stage("New request").await;
    world.call("deal_move", go(json!(first))).await;
    assert_eq!(
        world.deal_of("Ana").await,
        deal,
        "back on the default board it is her card again"
    );
    assert_eq!(world.row_of("Ana").await["away"], Value::Null);
}
