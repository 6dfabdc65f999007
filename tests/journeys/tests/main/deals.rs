//! Deals: added by hand, everything on them, their history, moved to another board.

use runnel_journeys::World;
use serde_json::{Value, json};

async fn wish(world: &World, party: Value) -> Value {
    json!({
        "party": party, "pipeline_id": world.pipeline().await, "stage_id": null, "title": "", "description": "",
        "priority": "normal", "price": null, "owner_id": null, "due_at": null,
    })
}

fn somebody(name: &str, address: &str) -> Value {
    json!({ "kind": "new", "name": name, "channel": "email", "address": address })
}

async fn add(world: &World, party: Value) -> i64 {
    let request = wish(world, party).await;
    world.call("deal_add", request).await["id"]
        .as_i64()
        .unwrap()
}

async fn sheet(world: &World, deal: i64) -> Value {
    world.call("deal_get", json!({ "deal_id": deal })).await
}

async fn column(world: &World, stage: i64) -> Vec<i64> {
    let pipeline = world.pipeline().await;
    let request = json!({ "pipeline_id": pipeline, "stage_id": stage, "offset": 0, "limit": 50 });
    world.call("board_cards", request).await["cards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|card| card["deal_id"].as_i64().unwrap())
        .collect()
}

/// CP-6, CP-9: "Add new" puts a card into a stage, at its top, with all that was filled in.
#[tokio::test]
async fn a_deal_is_added_by_hand_to_the_column_whose_button_was_used() {
    let world = World::new().await;
    let (first, offer) = (world.stage("New request").await, world.stage("Offer").await);
    let anywhere = add(&world, somebody("Berta Blum", "berta@blum.example")).await;
    assert_eq!(
        column(&world, first).await,
        [anywhere],
        "without a column it goes into the first active stage"
    );

    let mut request = wish(&world, somebody("Carla Cruz", "")).await;
    for (name, value) in [
        ("stage_id", json!(offer)),
        ("title", json!("  Kitchen   for two ")),
        ("description", json!("Oak, delivered")),
        ("priority", json!("high")),
        (
            "price",
            json!({ "amount_minor": 390_000, "currency": "EUR" }),
        ),
        ("due_at", json!(1_800_000_000_000_i64)),
    ] {
        request[name] = value;
    }
    let done = world.call("deal_add", request.clone()).await;
    let deal = done["id"].as_i64().unwrap();
    let card = sheet(&world, deal).await;
    assert_eq!(card["client"], "Carla Cruz");
    assert_eq!(card["title"], "Kitchen for two");
    assert_eq!(card["description"], "Oak, delivered");
    assert_eq!(
        (&card["priority"], &card["stage_id"]),
        (&json!("high"), &json!(offer))
    );
    assert_eq!(card["price"]["amount_minor"], 390_000);
    assert_eq!(card["due_at"], 1_800_000_000_000_i64);
    assert_eq!(
        (&card["conversation_id"], &card["last_chat"]),
        (&Value::Null, &Value::Null),
        "nobody has written with her"
    );
    request["party"] = somebody("Dora Dahl", "");
    let above = world.call("deal_add", request).await["id"]
        .as_i64()
        .unwrap();
    assert_eq!(
        column(&world, offer).await,
        [above, deal],
        "a new card is put on top"
    );

    world.undo(&done).await;
    assert_eq!(column(&world, offer).await, [above]);
    let gone = world.refused("deal_get", json!({ "deal_id": deal })).await;
    assert_eq!(gone.code, "not_found");
}

/// CP-7: whoever is known is found as one types, written with or not, and gets a further deal.
#[tokio::test]
async fn a_deal_is_added_for_somebody_known() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let ana = world.conversation_of("Ana").await;
    let contact = world.open(ana).await["contact"]["id"].clone();
    add(&world, somebody("Anselm Berg", "anselm@berg.example")).await;

    let found = world
        .call("contact_candidates", json!({ "text": "an" }))
        .await;
    let names: Vec<_> = found["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| {
            (
                person["name"].as_str().unwrap(),
                person["deals"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        names,
        [("Ana", 1), ("Anselm Berg", 1)],
        "who wrote comes before who never did"
    );
    let by_address = world
        .call("contact_candidates", json!({ "text": "anselm@berg" }))
        .await;
    assert_eq!(by_address["people"][0]["name"], "Anselm Berg");

    let second = add(&world, json!({ "kind": "known", "contact_id": contact })).await;
    let deals = world
        .call("deals_of_contact", json!({ "contact_id": contact }))
        .await;
    let listed: Vec<_> = deals["deals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|deal| {
            (
                deal["id"].as_i64().unwrap(),
                deal["conversation_id"].as_i64(),
            )
        })
        .collect();
    assert_eq!(
        listed,
        [(second, None), (world.deal_of("Ana").await, Some(ana))],
        "the conversation keeps its own deal; the new one stands beside it"
    );
    assert_eq!(
        sheet(&world, second).await["last_chat"]["id"],
        ana,
        "its panel leads to the conversation"
    );

    let taken = wish(&world, somebody("Somebody", "anselm@berg.example")).await;
    assert_eq!(
        world.refused("deal_add", taken).await.code,
        "identity_taken"
    );
    let nameless = wish(&world, somebody("  ", "")).await;
    assert_eq!(world.refused("deal_add", nameless).await.code, "name_empty");
}

/// CP-8: each field is changed alone, refused where somebody else was quicker, and taken back.
#[tokio::test]
async fn everything_on_a_deal_is_changed_one_thing_at_a_time() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let deal = world.deal_of("Ana").await;
    let me = world.workspace().await["member_id"].clone();
    for change in [
        json!({ "what": "title", "text": "Table" }),
        json!({ "what": "description", "text": "Oak" }),
        json!({ "what": "priority", "priority": "urgent" }),
        json!({ "what": "price", "price": { "amount_minor": 95_000, "currency": "EUR" } }),
        json!({ "what": "due_at", "at": 1_800_000_000_000_i64 }),
        json!({ "what": "owner", "member_id": null }),
        json!({ "what": "owner", "member_id": me }),
    ] {
        let revision = sheet(&world, deal).await["revision"].clone();
        let request = json!({ "deal_id": deal, "change": change, "revision": revision });
        world.call("deal_update", request.clone()).await;
        assert_eq!(
            world.refused("deal_update", request).await.code,
            "conflict",
            "{change} was decided on an older state"
        );
    }
    let card = sheet(&world, deal).await;
    assert_eq!((&card["title"], &card["owner_id"]), (&json!("Table"), &me));
    assert_eq!(world.row_of("Ana").await["price"]["amount_minor"], 95_000);

    let why = json!({ "deal_id": deal, "reason": "Delivery too late" });
    let done = world.call("deal_reason_set", why).await;
    assert_eq!(
        sheet(&world, deal).await["close_reason"],
        "Delivery too late"
    );
    let ana = world.conversation_of("Ana").await;
    for told in [
        "deal_due_changed",
        "deal_value_changed",
        "deal_reason_given",
    ] {
        assert!(
            world.happenings(ana).await.contains(&told.to_owned()),
            "the timeline tells of {told}"
        );
    }
    world.undo(&done).await;
    assert_eq!(sheet(&world, deal).await["close_reason"], "");
}

/// CP-8: comments with author and time, and files.
#[tokio::test]
async fn a_deal_takes_comments_and_files() {
    let world = World::new().await;
    let deal = add(&world, somebody("Berta Blum", "")).await;
    let me = world.workspace().await["member_id"].clone();
    let remark = json!({ "deal_id": deal, "text": " Asked twice " });
    let comment = world.call("deal_comment_add", remark).await;
    let comments = world
        .call("deal_comment_list", json!({ "deal_id": deal }))
        .await;
    assert_eq!(comments["comments"][0]["text"], "Asked twice");
    assert_eq!(comments["comments"][0]["member_id"], me);
    assert_eq!(sheet(&world, deal).await["comments"], comments["comments"]);
    let empty = json!({ "deal_id": deal, "text": "  " });
    assert_eq!(
        world.refused("deal_comment_add", empty).await.code,
        "comment_empty"
    );
    let edit = json!({ "comment_id": comment["id"], "text": "Asked thrice" });
    let edited = world.call("deal_comment_edit", edit.clone()).await;
    let again = world.call("deal_comment_edit", edit).await;
    assert_eq!(
        again["operation"],
        Value::Null,
        "the same again is no change"
    );
    let now = sheet(&world, deal).await["comments"][0].clone();
    assert_eq!(
        (&now["text"], now["edited_at"].is_i64()),
        (&json!("Asked thrice"), true)
    );
    world.undo(&edited).await;
    assert_eq!(sheet(&world, deal).await["comments"], comments["comments"]);
    let empty = json!({ "comment_id": comment["id"], "text": " " });
    assert_eq!(
        world.refused("deal_comment_edit", empty).await.code,
        "comment_empty"
    );

    let gone = world
        .call(
            "deal_comment_delete",
            json!({ "comment_id": comment["id"] }),
        )
        .await;
    assert_eq!(sheet(&world, deal).await["comments"], json!([]));
    world.undo(&gone).await;
    assert_eq!(sheet(&world, deal).await["comments"], comments["comments"]);

    let staged = world
        .call(
            "attachment_stage",
            json!({ "name": "plan.pdf", "mime": "", "base64": "aGVsbG8=" }),
        )
        .await;
    let files = json!({ "deal_id": deal, "attachment_ids": [staged["id"]] });
    world.call("deal_file_add", files).await;
    assert_eq!(sheet(&world, deal).await["files"], json!([staged]));
    let file = json!({ "deal_id": deal, "attachment_id": staged["id"] });
    let removed = world.call("deal_file_remove", file).await;
    assert_eq!(sheet(&world, deal).await["files"], json!([]));
    world.undo(&removed).await;
    assert_eq!(sheet(&world, deal).await["files"], json!([staged]));
}

/// CP-8, UC-26: a deal shows what is to be done about it and about the conversation that it carries, and its tags.
#[tokio::test]
async fn a_deal_has_tasks_and_the_tags_of_its_conversation() {
    let world = World::new().await;
    let by_hand = add(&world, somebody("Berta Blum", "")).await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let (deal, ana) = (
        world.deal_of("Ana").await,
        world.conversation_of("Ana").await,
    );
    let about = |deal: i64| json!({ "deal_id": deal, "kind": "call", "text": "", "assignee_id": null, "due_at": null });
    world.call("task_add", about(by_hand)).await;
    assert_eq!(sheet(&world, by_hand).await["tasks"][0]["kind"], "call");
    assert_eq!(
        sheet(&world, by_hand).await["tasks"][0]["conversation_id"],
        Value::Null
    );

    let made = world.call("task_add", about(deal)).await;
    let talk = json!({
        "conversation_id": ana, "kind": "meeting", "text": "", "assignee_id": null, "due_at": null,
    });
    world.call("task_add", talk).await;
    assert_eq!(
        world.open(ana).await["tasks"].as_array().unwrap().len(),
        2,
        "a task about her deal is one about her conversation"
    );
    let tasks = sheet(&world, deal).await["tasks"].clone();
    assert_eq!(tasks.as_array().unwrap().len(), 2);
    let tick = json!({ "task_id": made["id"], "done": true });
    world.call("task_done", tick).await;
    let tasks = sheet(&world, deal).await["tasks"].clone();
    assert_eq!(
        (&tasks[0]["kind"], &tasks[0]["done_at"], &tasks[1]["id"]),
        (&json!("meeting"), &Value::Null, &made["id"]),
        "what is done comes last"
    );
    let tags = json!({ "conversation_id": ana, "add": ["vip"], "remove": [] });
    world.call("conversation_tags_change", tags).await;
    assert_eq!(
        sheet(&world, deal).await["tag_ids"],
        world.row_of("Ana").await["tag_ids"]
    );
}

/// CP-8: deleting takes the card off the board; its conversation waits in New; undo brings all of it back.
#[tokio::test]
async fn a_deal_is_deleted_and_comes_back() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let deal = world.deal_of("Ana").await;
    let before = sheet(&world, deal).await;
    let gone = world.call("deal_delete", json!({ "deal_id": deal })).await;
    assert_eq!(world.folder_of("Ana").await, "new");
    assert_eq!(
        column(&world, before["stage_id"].as_i64().unwrap()).await,
        [0_i64; 0]
    );
    world.undo(&gone).await;
    assert_eq!(world.folder_of("Ana").await, "accepted");
    assert_eq!(sheet(&world, deal).await, before);
}

/// UP-15: each entry and exit of a stage with time and cause.
#[tokio::test]
async fn a_deal_remembers_where_it_stood_how_long_and_who_moved_it() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let deal = world.deal_of("Ana").await;
    let me = world.workspace().await["member_id"].clone();
    world.advance_minutes(90).await;
    world.move_to("Ana", "Offer").await;
    world.advance_minutes(30).await;
    let price = json!({ "deal_id": deal, "price": { "amount_minor": 50_000, "currency": "EUR" } });
    world.call("deal_price_set", price).await;
    let moved = world.move_to("Ana", "Successful").await;
    let history = world.call("deal_history", json!({ "deal_id": deal })).await;
    let stays: Vec<_> = history["stays"]
        .as_array()
        .unwrap()
        .iter()
        .map(|stay| {
            assert_eq!(
                (&stay["actor"], &stay["member_id"]),
                (&json!("member"), &me)
            );
            let minutes = stay["left_at"]
                .as_i64()
                .map(|left| (left - stay["entered_at"].as_i64().unwrap()) / 60_000);
            (stay["stage"].as_str().unwrap().to_owned(), minutes)
        })
        .collect();
    assert_eq!(
        stays,
        [
            ("New request".to_owned(), Some(90)),
            ("Offer".to_owned(), Some(30)),
            ("Successful".to_owned(), None)
        ]
    );
    assert_eq!(history["changes"][0]["what"]["kind"], "deal_value_changed");

    world.undo(&moved).await;
    let history = world.call("deal_history", json!({ "deal_id": deal })).await;
    let last = history["stays"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["stage"], &last["left_at"]),
        (&json!("Offer"), &Value::Null),
        "a move that was taken back never was"
    );
}

/// CP-16: fields of deals belong to one board, or to all.
#[tokio::test]
async fn a_deal_has_the_fields_of_its_board() {
    let world = World::new().await;
    let board = world.pipeline().await;
    let field = |name: &str, pipeline: Value| {
        json!({
            "field_id": null, "owner": "deal", "kind": "text", "pipeline_id": pipeline, "name": name,
            "options": [], "currency": "", "in_table": false, "in_card": true,
        })
    };
    world.call("field_save", field("Room", json!(board))).await;
    world.call("field_save", field("Source", Value::Null)).await;
    let taken = world
        .refused("field_save", field("room", Value::Null))
        .await;
    assert_eq!(
        taken.code, "field_name_taken",
        "it would stand beside the other one"
    );
    let deal = add(&world, somebody("Berta Blum", "")).await;
    let fields = sheet(&world, deal).await["fields"].clone();
    let names: Vec<_> = fields
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["field"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Room", "Source"]);
    let set = json!({
        "field_id": fields[0]["field"]["id"], "owner_id": deal, "value": { "kind": "text", "text": "Kitchen" },
    });
    world.call("field_value_set", set).await;
    assert_eq!(
        sheet(&world, deal).await["fields"][0]["value"]["text"],
        "Kitchen"
    );
}
