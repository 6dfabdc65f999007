//! Additional fields: made, filled, moved, deleted.

use runnel_journeys::World;
use serde_json::{Value, json};

async fn save(world: &World, owner: &str, kind: &str, name: &str, options: Value) -> i64 {
    let request = json!({
        "field_id": null, "owner": owner, "kind": kind, "pipeline_id": null, "name": name, "options": options,
        "currency": "", "in_table": true, "in_card": false,
    });
    world.call("field_save", request).await["id"]
        .as_i64()
        .unwrap()
}

fn option(id: Option<i64>, name: &str) -> Value {
    json!({ "id": id, "name": name, "archived": false })
}

async fn set(world: &World, field: i64, owner: &Value, value: Value) -> Value {
    let request = json!({ "field_id": field, "owner_id": owner, "value": value });
    world.call("field_value_set", request).await
}

async fn names(world: &World) -> Vec<String> {
    world.call("field_list", json!({})).await["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["field"]["name"].as_str().unwrap().to_owned())
        .collect()
}

/// What stands in the panel, by the name of the field.
async fn value(world: &World, conversation: i64, name: &str) -> Value {
    let sheet = world
        .call("contact_get", json!({ "conversation_id": conversation }))
        .await;
    let fields = sheet["fields"].as_array().unwrap();
    let field = fields.iter().find(|field| field["field"]["name"] == name);
    field.expect("that field")["value"].clone()
}

/// CP-16, UC-32: a field of every kind, on contacts, conversations and deals.
#[tokio::test]
async fn a_field_of_every_kind_keeps_what_it_is_given() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    world.accept("Ana").await;
    let ana = world.conversation_of("Ana").await;
    let contact = world.open(ana).await["contact"]["id"].clone();
    let deal = json!(world.deal_of("Ana").await);
    let sizes = json!([option(None, "S"), option(None, "M"), option(None, "L")]);
    for (owner, kind, name, at, given) in [
        (
            "contact",
            "text",
            "VAT id",
            &contact,
            json!({ "kind": "text", "text": "PT123" }),
        ),
        (
            "contact",
            "number",
            "Children",
            &contact,
            json!({ "kind": "number", "number": 2_500 }),
        ),
        (
            "deal",
            "money",
            "Deposit",
            &deal,
            json!({ "kind": "number", "number": 12_50 }),
        ),
        (
            "contact",
            "date",
            "Birthday",
            &contact,
            json!({ "kind": "date", "at": 86_400_000 }),
        ),
        (
            "conversation",
            "list",
            "Size",
            &json!(ana),
            json!({ "kind": "options", "ids": [2] }),
        ),
        (
            "conversation",
            "multi_list",
            "Rooms",
            &json!(ana),
            json!({ "kind": "options", "ids": [1, 3] }),
        ),
        (
            "contact",
            "checkbox",
            "VIP",
            &contact,
            json!({ "kind": "checked", "checked": true }),
        ),
        (
            "contact",
            "link",
            "Shop",
            &contact,
            json!({ "kind": "text", "text": "https://sol.example" }),
        ),
    ] {
        let options = if kind.contains("list") {
            sizes.clone()
        } else {
            json!([])
        };
        let field = save(&world, owner, kind, name, options).await;
        assert!(
            value(&world, ana, name).await.is_null(),
            "{name} is empty at first"
        );
        let done = set(&world, field, at, given.clone()).await;
        assert_eq!(value(&world, ana, name).await, given);
        world.undo(&done).await;
        assert!(
            value(&world, ana, name).await.is_null(),
            "{name} was taken back"
        );
        set(&world, field, at, given.clone()).await;
        set(&world, field, at, Value::Null).await;
        assert!(
            value(&world, ana, name).await.is_null(),
            "{name} was emptied"
        );
    }
}

/// CP-16: what does not fit is refused with a reason.
#[tokio::test]
async fn what_does_not_fit_a_field_is_refused() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    let ana = world.conversation_of("Ana").await;
    let contact = world.open(ana).await["contact"]["id"].clone();
    let link = save(&world, "contact", "link", "Shop", json!([])).await;
    let size = save(
        &world,
        "contact",
        "list",
        "Size",
        json!([option(None, "S"), option(None, "M")]),
    )
    .await;
    for (field, given, code) in [
        (
            link,
            json!({ "kind": "text", "text": "javascript://x" }),
            "field_link_invalid",
        ),
        (
            link,
            json!({ "kind": "number", "number": 1 }),
            "field_kind_wrong",
        ),
        (
            size,
            json!({ "kind": "options", "ids": [9] }),
            "field_option_unknown",
        ),
        (
            size,
            json!({ "kind": "options", "ids": [1, 2] }),
            "field_option_single",
        ),
    ] {
        let request = json!({ "field_id": field, "owner_id": contact, "value": given });
        assert_eq!(world.refused("field_value_set", request).await.code, code);
    }
    let nobody = json!({ "field_id": link, "owner_id": 999, "value": null });
    assert_eq!(
        world.refused("field_value_set", nobody).await.code,
        "not_found"
    );
    let new = |name: &str, kind: &str| {
        json!({
            "field_id": null, "owner": "contact", "kind": kind, "pipeline_id": null, "name": name,
            "options": [], "currency": "", "in_table": false, "in_card": false,
        })
    };
    for (request, code) in [
        (new(" ", "text"), "field_name_empty"),
        (new("shop", "text"), "field_name_taken"),
        (new("Colour", "list"), "field_options_empty"),
    ] {
        assert_eq!(world.refused("field_save", request).await.code, code);
    }
}

/// CP-16, UC-32: fields are renamed, ordered and deleted; options of lists keep their values.
#[tokio::test]
async fn fields_and_their_options_are_arranged() {
    let world = World::new().await;
    world.fake("Ana").says("hello").await;
    let ana = world.conversation_of("Ana").await;
    let contact = world.open(ana).await["contact"]["id"].clone();
    let size = save(
        &world,
        "contact",
        "list",
        "Size",
        json!([option(None, "S"), option(None, "M")]),
    )
    .await;
    let vat = save(&world, "contact", "text", "VAT id", json!([])).await;
    set(
        &world,
        size,
        &contact,
        json!({ "kind": "options", "ids": [2] }),
    )
    .await;

    let moved = world
        .call("field_move", json!({ "field_id": vat, "before_id": size }))
        .await;
    assert_eq!(names(&world).await, ["VAT id", "Size"]);
    world.undo(&moved).await;
    assert_eq!(names(&world).await, ["Size", "VAT id"]);
    world
        .call("field_move", json!({ "field_id": size, "before_id": null }))
        .await;
    assert_eq!(names(&world).await, ["VAT id", "Size"]);

    // "M" is left out: whoever has it keeps it, nobody else is offered it.
    let change = json!({
        "field_id": size, "owner": "contact", "kind": "list", "pipeline_id": null, "name": "Shirt size",
        "options": [option(None, "L"), option(Some(1), "Small")], "currency": "", "in_table": false, "in_card": true,
    });
    world.call("field_save", change).await;
    let list = world.call("field_list", json!({})).await;
    let field = &list["fields"][1];
    assert_eq!(
        (&field["field"]["name"], &field["values"]),
        (&json!("Shirt size"), &json!(1))
    );
    assert_eq!(
        field["field"]["options"],
        json!([
            { "id": 3, "name": "L", "archived": false },
            { "id": 1, "name": "Small", "archived": false },
            { "id": 2, "name": "M", "archived": true },
        ])
    );
    assert_eq!(value(&world, ana, "Shirt size").await["ids"], json!([2]));

    let gone = world
        .call("field_delete", json!({ "field_id": size }))
        .await;
    assert_eq!(names(&world).await, ["VAT id"]);
    world.undo(&gone).await;
    assert_eq!(
        value(&world, ana, "Shirt size").await["ids"],
        json!([2]),
        "its values came back"
    );
}

/// Names of the customers that a question about one field finds.
async fn found(world: &World, field: i64, is: &Value) -> Vec<String> {
    let test = json!({ "test": { "field": { "field": field, "is": is } } });
    let request = json!({
        "place": null, "filter": { "v": 1, "when": { "all": [test] } },
        "sort": { "column": "client", "descending": false }, "offset": 0, "limit": 50,
    });
    let page = world.call("chats_page", request).await;
    let rows = page["rows"].as_array().unwrap().iter();
    rows.filter(|row| row["channel"] == "fake")
        .map(|row| row["client"].as_str().unwrap().to_owned())
        .collect()
}

/// UC-9, UC-32, CP-16: a filter asks a field of each kind what suits it, whoever owns the field.
#[tokio::test]
async fn a_filter_asks_a_field_of_each_kind() {
    let world = World::new().await;
    for name in ["Ana", "Ben", "Cem"] {
        world.fake(name).says("hello").await;
        world.advance_minutes(1).await;
    }
    world.accept("Ana").await;
    let ana = world.conversation_of("Ana").await;
    let ben = world.conversation_of("Ben").await;
    let person = world.open(ana).await["contact"]["id"].clone();
    let other = world.open(ben).await["contact"]["id"].clone();
    let deal = json!(world.deal_of("Ana").await);
    let sizes = json!([option(None, "S"), option(None, "M"), option(None, "L")]);
    let none = json!([]);

    let city = save(&world, "contact", "text", "City", none.clone()).await;
    set(
        &world,
        city,
        &person,
        json!({ "kind": "text", "text": "São Paulo" }),
    )
    .await;
    set(
        &world,
        city,
        &other,
        json!({ "kind": "text", "text": "Paulo Alto" }),
    )
    .await;
    let rooms = save(&world, "conversation", "multi_list", "Rooms", sizes).await;
    set(
        &world,
        rooms,
        &json!(ana),
        json!({ "kind": "options", "ids": [1, 3] }),
    )
    .await;
    set(
        &world,
        rooms,
        &json!(ben),
        json!({ "kind": "options", "ids": [2] }),
    )
    .await;
    let deposit = save(&world, "deal", "money", "Deposit", none.clone()).await;
    set(
        &world,
        deposit,
        &deal,
        json!({ "kind": "number", "number": 12_50 }),
    )
    .await;
    let birthday = save(&world, "contact", "date", "Birthday", none.clone()).await;
    set(
        &world,
        birthday,
        &other,
        json!({ "kind": "date", "at": 86_400_000 }),
    )
    .await;
    let vip = save(&world, "contact", "checkbox", "VIP", none.clone()).await;
    set(
        &world,
        vip,
        &person,
        json!({ "kind": "checked", "checked": true }),
    )
    .await;
    let shop = save(&world, "contact", "link", "Shop", none).await;
    set(
        &world,
        shop,
        &other,
        json!({ "kind": "text", "text": "https://sol.example" }),
    )
    .await;

    for (field, is, expected, why) in [
        (
            city,
            json!({ "contains": ["paulo"] }),
            vec!["Ana", "Ben"],
            "contains",
        ),
        (city, json!({ "exactly": ["sao paulo"] }), vec!["Ana"], "is"),
        (city, json!("empty"), vec!["Cem"], "nothing stands there"),
        (
            rooms,
            json!({ "option": [1, 2] }),
            vec!["Ana", "Ben"],
            "one of",
        ),
        (
            rooms,
            json!({ "option": [3] }),
            vec!["Ana"],
            "one of several chosen",
        ),
        (
            deposit,
            json!({ "between": { "min": 12_50 } }),
            vec!["Ana"],
            "from, included",
        ),
        (
            deposit,
            json!({ "between": { "max": 12_49 } }),
            vec![],
            "up to",
        ),
        (
            birthday,
            json!({ "between": { "min": 0, "max": 86_400_000 } }),
            vec!["Ben"],
            "both days",
        ),
        (vip, json!({ "checked": true }), vec!["Ana"], "ticked"),
        (
            vip,
            json!({ "checked": false }),
            vec!["Ben", "Cem"],
            "never ticked is not ticked",
        ),
        (shop, json!("filled"), vec!["Ben"], "a link is set"),
    ] {
        assert_eq!(found(&world, field, &is).await, expected, "{why}: {is}");
    }
}
