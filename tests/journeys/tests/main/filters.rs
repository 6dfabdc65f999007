//! Filters over the table of chats, their counts, and views that keep them.

use runnel_journeys::{NOON, World};
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Five customers of whom no two are alike: what each filter has to tell apart.
///
/// Ana waits in work, tagged, with an overdue task. Ben was answered and is nobody's. Cem is new. Dora is archived.
/// Eli is new and was read.
async fn shop() -> World {
    let world = World::new().await;
    for name in ["Ana", "Ben", "Cem", "Dora", "Eli"] {
        world.fake(name).says("hello").await;
        world.advance_minutes(1).await;
    }
    for name in ["Ana", "Ben", "Dora"] {
        world.accept(name).await;
    }
    world.answer("Ben", "hello Ben").await;
    world.move_to("Dora", "Successful").await;
    world.move_to("Ana", "Offer").await;
    let ana = world.conversation_of("Ana").await;
    let tags = json!({ "conversation_id": ana, "add": ["furniture"], "remove": [] });
    world.call("conversation_tags_change", tags).await;
    let task = json!({
        "conversation_id": ana, "kind": "call", "text": "", "assignee_id": null, "due_at": NOON - MINUTE,
    });
    world.call("task_add", task).await;
    let ben = world.conversation_of("Ben").await;
    let nobody = json!({ "conversation_id": ben, "member_id": null });
    world.call("conversation_responsible_set", nobody).await;
    let eli = json!({ "conversation_id": world.conversation_of("Eli").await });
    world.call("conversation_read", eli).await;
    world
}

fn filter(tests: &[Value]) -> Value {
    let tests: Vec<_> = tests.iter().map(|test| json!({ "test": test })).collect();
    json!({ "v": 1, "when": { "all": tests } })
}

async fn page(world: &World, place: Value, filter: Value) -> Value {
    let sort = json!({ "column": "client", "descending": false });
    let request =
        json!({ "place": place, "filter": filter, "sort": sort, "offset": 0, "limit": 50 });
    world.call("chats_page", request).await
}

/// Names of the customers that a filter finds in all folders, without the welcome.
async fn found(world: &World, tests: &[Value]) -> Vec<String> {
    let page = page(world, Value::Null, filter(tests)).await;
    names(&page)
}

fn names(page: &Value) -> Vec<String> {
    let rows = page["rows"].as_array().unwrap().iter();
    rows.filter(|row| row["channel"] == "fake")
        .map(|row| row["client"].as_str().unwrap().to_owned())
        .collect()
}

async fn me(world: &World) -> Value {
    world.workspace().await["member_id"].clone()
}

async fn tag(world: &World, name: &str) -> Value {
    let workspace = world.workspace().await;
    let mut tags = workspace["tags"].as_array().unwrap().iter();
    tags.find(|tag| tag["name"] == name).unwrap()["id"].clone()
}

/// UC-9: each of the eight kinds, PO-15 and the work status, singly.
#[tokio::test]
async fn each_kind_of_filter_finds_its_own() {
    let world = shop().await;
    let (me, furniture) = (me(&world).await, tag(&world, "furniture").await);
    let (offer, source) = (world.stage("Offer").await, world.shop.0);
    let responsible =
        |any: &[&Value], nobody: bool| json!({ "responsible": { "any": any, "nobody": nobody } });
    for (test, expected, why) in [
        (
            responsible(&[&me], false),
            vec!["Ana", "Dora"],
            "1: a member",
        ),
        (
            responsible(&[], true),
            vec!["Ben", "Cem", "Eli"],
            "1: nobody",
        ),
        (
            responsible(&[&me], true),
            vec!["Ana", "Ben", "Cem", "Dora", "Eli"],
            "1: or nobody",
        ),
        (
            json!({ "source": [source] }),
            vec!["Ana", "Ben", "Cem", "Dora", "Eli"],
            "2: a source",
        ),
        (json!({ "channel": ["email"] }), vec![], "2: a channel"),
        (
            json!({ "tags": { "any": [furniture] } }),
            vec!["Ana"],
            "3: tags",
        ),
        (json!({ "kind": ["comments"] }), vec![], "4: comments"),
        (
            json!({ "kind": ["direct"] }),
            vec!["Ana", "Ben", "Cem", "Dora", "Eli"],
            "4: direct",
        ),
        (
            json!({ "state": ["unread"] }),
            vec!["Ana", "Cem", "Dora"],
            "5: unread",
        ),
        (
            json!({ "state": ["read"] }),
            vec!["Ben", "Eli"],
            "5: read; answering reads",
        ),
        (json!({ "state": ["answered"] }), vec!["Ben"], "5: answered"),
        (
            json!({ "state": ["answered", "unread"] }),
            vec!["Ana", "Ben", "Cem", "Dora"],
            "5: one or the other",
        ),
        (json!({ "stage": [offer] }), vec!["Ana"], "6: stage"),
        (json!({ "tasks": ["overdue"] }), vec!["Ana"], "7: overdue"),
        (
            json!({ "tasks": ["none"] }),
            vec!["Ben", "Cem", "Dora", "Eli"],
            "7: none",
        ),
        (
            json!({ "period": { "last_days": 1 } }),
            vec!["Ana", "Ben", "Cem", "Dora", "Eli"],
            "8: today",
        ),
        (
            json!({ "period": { "between": { "from": NOON - DAY, "until": NOON + 1 } } }),
            vec!["Ana"],
            "8: a stretch of time",
        ),
        (
            json!({ "stars": [5] }),
            vec!["Ben"],
            "PO-15: who talks with us",
        ),
        (
            json!({ "work_status": ["in_progress"] }),
            vec!["Ana", "Ben", "Dora"],
            "work status",
        ),
    ] {
        assert_eq!(found(&world, &[test]).await, expected, "{why}");
    }
}

/// UC-9: alternatives inside a kind, kinds combined; UC-5: the same in every folder.
#[tokio::test]
async fn kinds_combine_and_every_folder_has_the_same_tools() {
    let world = shop().await;
    let unread = json!({ "state": ["unread"] });
    let nobody = json!({ "responsible": { "any": [], "nobody": true } });
    assert_eq!(found(&world, &[unread.clone(), nobody]).await, ["Cem"]);
    for (place, expected) in [
        ("new", vec!["Cem"]),
        ("accepted", vec!["Ana"]),
        ("archive", vec!["Dora"]),
    ] {
        let page = page(&world, json!(place), filter(std::slice::from_ref(&unread))).await;
        assert_eq!(names(&page), expected, "UC-2 to UC-5: {place}");
    }
    for place in ["snoozed", "quarantine"] {
        let page = page(&world, json!(place), Value::Null).await;
        assert_eq!(page["total"], 0, "{place} is a list like any other");
    }
    let everything = page(&world, Value::Null, Value::Null).await;
    assert_eq!(names(&everything).len(), 5, "every list at once");
    let refused = json!({
        "place": null, "filter": filter(&[json!({ "stage": [] })]),
        "sort": { "column": "activity", "descending": true }, "offset": 0, "limit": 50,
    });
    let refused = world.refused("chats_page", refused).await;
    assert_eq!(refused.code, "nothing_chosen");
}

/// UC-9: a choice says how many it would find before it is chosen, and the number stays true.
#[tokio::test]
async fn choices_count_what_they_would_find() {
    let world = shop().await;
    let unread = filter(&[json!({ "state": ["unread"] })]);
    let ask = json!({ "place": "accepted", "filter": unread });
    let facets = world.call("chats_facets", ask.clone()).await;
    assert_eq!(facets["total"], 1);
    assert_eq!(
        facets["states"],
        json!([
            { "word": "unread", "count": 1 }, { "word": "read", "count": 1 },
            { "word": "unanswered", "count": 1 }, { "word": "answered", "count": 1 },
        ]),
        "its own kind counts as if nothing of it were chosen"
    );
    assert_eq!(
        facets["tags"],
        json!([{ "id": tag(&world, "furniture").await, "count": 1 }]),
        "the others count on top of it"
    );
    world.fake("Ben").says("one more thing").await;
    let facets = world.call("chats_facets", ask).await;
    assert_eq!(facets["total"], 2, "Ben is unread again");
}

/// UC-10, PO-15: people and sources stand by name, stars by number, whatever was connected first.
#[tokio::test]
async fn people_stand_in_the_order_of_the_alphabet() {
    let world = shop().await;
    let added = world
        .call(
            "member_add",
            json!({ "name": "Aaron", "email": "", "role": "agent" }),
        )
        .await;
    let ana = world.conversation_of("Ana").await;
    let charge = json!({ "conversation_id": ana, "member_id": added["id"] });
    world.call("conversation_responsible_set", charge).await;
    let me = me(&world).await;
    let ben = world.conversation_of("Ben").await;
    let charge = json!({ "conversation_id": ben, "member_id": me });
    world.call("conversation_responsible_set", charge).await;
    let mine = json!({ "member_id": me, "name": "Mia" });
    world.call("member_rename", mine).await;
    let rows = world.sorted("accepted", "responsible", false).await;
    let clients: Vec<_> = rows
        .iter()
        .map(|row| row["client"].as_str().unwrap())
        .collect();
    assert_eq!(
        clients,
        ["Ana", "Ben"],
        "Aaron before Mia, though he came later"
    );
    assert_eq!(world.sorted("new", "stars", true).await.len(), 3);
}

fn query(filter: &Value) -> Value {
    json!({
        "place": null, "filter": filter, "sort": { "column": "response", "descending": true },
        "columns": ["client", "tags"],
    })
}

async fn views(world: &World) -> Vec<Value> {
    let list = world.call("saved_view_list", json!({})).await;
    list["views"].as_array().unwrap().clone()
}

async fn names_of_views(world: &World) -> Vec<String> {
    let views = views(world).await;
    views
        .iter()
        .map(|view| view["name"].as_str().unwrap().to_owned())
        .collect()
}

/// UC-9: a filter is kept under a name, with its order and columns, and every step can be taken back.
#[tokio::test]
async fn a_view_is_saved_changed_moved_and_deleted() {
    let world = shop().await;
    let unread = filter(&[json!({ "state": ["unread"] })]);
    let draft = |name: &str, id: Value| json!({ "view_id": id, "name": name, "shared": false, "pinned": true, "query": query(&unread) });
    let first = world
        .call("saved_view_save", draft("  To   do ", Value::Null))
        .await;
    let second = world
        .call("saved_view_save", draft("Later", Value::Null))
        .await;
    let saved = views(&world).await;
    assert_eq!(saved[0]["name"], "To do", "cleaned");
    assert_eq!(saved[0]["query"], query(&unread), "as it was saved");
    assert_eq!(saved[0]["pinned"], true);

    let renamed = world
        .call("saved_view_save", draft("Today", first["id"].clone()))
        .await;
    assert_eq!(names_of_views(&world).await, ["Today", "Later"]);
    world.undo(&renamed).await;
    assert_eq!(names_of_views(&world).await, ["To do", "Later"]);

    let before = json!({ "view_id": second["id"], "before_id": first["id"] });
    let moved = world.call("saved_view_move", before).await;
    assert_eq!(names_of_views(&world).await, ["Later", "To do"]);
    world.undo(&moved).await;
    assert_eq!(names_of_views(&world).await, ["To do", "Later"]);

    let gone = json!({ "view_id": first["id"] });
    let deleted = world.call("saved_view_delete", gone.clone()).await;
    assert_eq!(names_of_views(&world).await, ["Later"]);
    assert_eq!(
        world.refused("saved_view_delete", gone).await.code,
        "not_found"
    );
    world.undo(&deleted).await;
    assert_eq!(
        names_of_views(&world).await,
        ["To do", "Later"],
        "where it stood"
    );

    let blank = world
        .refused("saved_view_save", draft("  ", Value::Null))
        .await;
    assert_eq!(blank.code, "view_name_empty");
}

/// UC-9: the numbers beside pinned views follow what happens.
#[tokio::test]
async fn counts_of_views_are_live() {
    let world = shop().await;
    let open = json!({ "test": { "folder": ["new", "accepted"] } });
    let unanswered = json!({ "test": { "state": ["unanswered"] } });
    let waiting = json!({ "v": 1, "when": { "all": [unanswered, open] } });
    let ask = json!({ "lists": [
        { "place": null, "filter": waiting },
        { "place": "accepted", "filter": null },
        { "place": "snoozed", "filter": null },
    ] });
    let counts = world.call("chats_counts", ask.clone()).await;
    assert_eq!(counts["totals"], json!([3, 2, 0]), "Ana, Cem and Eli wait");
    world.answer("Ana", "on its way").await;
    world.accept("Cem").await;
    let counts = world.call("chats_counts", ask).await;
    assert_eq!(counts["totals"], json!([2, 3, 0]));
}
