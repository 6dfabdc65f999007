//! Who sees and does what: levels per board (CP-3), roles, accounts and whose chats (UC-28).

use std::collections::BTreeSet;

use runnel_api::Router;
use runnel_domain::ids::MemberId;
use runnel_journeys::{World, answered};
use serde_json::{Value, json};

/// A colleague with a window of their own.
pub(crate) struct Colleague {
    pub(crate) id: i64,
    router: Router,
}

impl Colleague {
    pub(crate) async fn joins(world: &World, name: &str, role: &str) -> Self {
        let made = world
            .call("member_add", json!({ "name": name, "role": role }))
            .await;
        let id = made["id"].as_i64().unwrap();
        Self {
            id,
            router: Router::new(world.app().clone(), MemberId(id)),
        }
    }

    pub(crate) async fn call(&self, command: &str, request: Value) -> Value {
        match self.router.call(command, request).await {
            Ok(answer) => answered(&answer),
            Err(error) => panic!("{command} was refused: {error:?}"),
        }
    }

    pub(crate) async fn refused(&self, command: &str, request: Value) -> String {
        match self.router.call(command, request).await {
            Ok(answer) => panic!("{command} should have been refused, not {answer}"),
            Err(error) => error.code,
        }
    }

    /// Clients of the chats in a list, or in any.
    async fn chats(&self, place: Option<&str>) -> BTreeSet<String> {
        let request = json!({ "place": place, "sort": { "column": "activity", "descending": true }, "offset": 0, "limit": 200 });
        clients(&self.call("chats_page", request).await["rows"])
    }
}

fn clients(rows: &Value) -> BTreeSet<String> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["client"].as_str().unwrap().to_owned())
        .collect()
}

pub(crate) async fn grant(world: &World, member: Option<i64>, level: &str) -> Value {
    let request = json!({
        "pipeline_id": world.pipeline().await, "member_id": member, "level": level, "reassign_to": null,
    });
    world.call("pipeline_access_set", request).await
}

pub(crate) async fn scope(
    world: &World,
    member: i64,
    role: &str,
    all_chats: bool,
    sources: Option<Vec<i64>>,
) -> Value {
    let request = json!({
        "member_id": member, "role": role, "all_chats": all_chats, "source_ids": sources,
    });
    world.call("member_update", request).await
}

/// CP-3: a board without access is hidden everywhere: table, counts, search, board, tasks, conversation, workspace.
#[tokio::test]
async fn a_board_without_access_is_hidden_everywhere() {
    let world = World::new().await;
    world.fake("Ana").says("a violet lamp please").await;
    world.accept("Ana").await;
    world.fake("Bea").says("a violet chair please").await;
    let ben = Colleague::joins(&world, "Ben", "agent").await;
    let chat = world.conversation_of("Ana").await;
    let task = json!({
        "conversation_id": chat, "kind": "call", "text": "", "assignee_id": ben.id, "due_at": runnel_journeys::NOON,
    });
    world.call("task_add", task).await;
    let owners = ben
        .call("people_search", json!({ "text": "Ana", "limit": 20 }))
        .await;
    assert_eq!(owners["people"].as_array().unwrap().len(), 1, "{owners}");

    let done = grant(&world, Some(ben.id), "none").await;
    assert!(!ben.chats(None).await.contains("Ana"));
    assert!(
        ben.chats(Some("new")).await.contains("Bea"),
        "new chats have no card yet"
    );
    assert!(ben.chats(Some("accepted")).await.is_empty());
    let workspace = ben.call("workspace_get", json!({})).await;
    assert_eq!(workspace["counts"]["accepted"], 0);
    assert_eq!(workspace["counts"]["tasks_due"], 0);
    assert_eq!(workspace["pipelines"], json!([]));
    assert_eq!(
        world.workspace().await["counts"]["accepted"],
        1,
        "it is still there for the owner"
    );
    let people = ben
        .call("people_search", json!({ "text": "Ana", "limit": 20 }))
        .await;
    assert_eq!(people["people"], json!([]), "not even by name");
    let words = json!({ "text": "violet", "conversation_id": null, "order": "newest", "after": null, "limit": 20 });
    let found = ben.call("message_search", words).await;
    assert_eq!(
        found["messages"].as_array().unwrap().len(),
        1,
        "Bea's alone: {found}"
    );
    let palette = ben
        .call("palette_search", json!({ "text": "Ana", "limit": 20 }))
        .await;
    assert_eq!(palette["people"], json!([]));
    let request =
        json!({ "assignee_id": null, "kinds": [], "with_done": false, "offset": 0, "limit": 50 });
    let tasks = ben.call("task_list", request).await;
    assert_eq!(tasks["tasks"], json!([]), "{tasks}");
    for (command, request) in [
        ("conversation_get", json!({ "conversation_id": chat })),
        ("contact_get", json!({ "conversation_id": chat })),
        (
            "timeline_page",
            json!({ "conversation_id": chat, "before": null, "limit": 20 }),
        ),
        (
            "conversation_accept",
            json!({ "conversation_id": chat, "stage_id": null, "before_deal_id": null }),
        ),
        (
            "board_get",
            json!({ "pipeline_id": world.pipeline().await, "cards": 20 }),
        ),
    ] {
        assert_eq!(
            ben.refused(command, request).await,
            "not_found",
            "{command}"
        );
    }

    world.undo(&done).await;
    assert!(ben.chats(None).await.contains("Ana"), "the way back");
}

/// CP-3: view is reading, edit is working, and the wording differs from not being there.
#[tokio::test]
async fn view_reads_and_edit_works() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let ben = Colleague::joins(&world, "Ben", "agent").await;
    let chat = world.conversation_of("Ana").await;
    grant(&world, None, "view").await;
    ben.call("conversation_get", json!({ "conversation_id": chat }))
        .await;
    ben.call("conversation_read", json!({ "conversation_id": chat }))
        .await;
    let note = json!({ "conversation_id": chat, "text": "hm", "attachment_ids": [] });
    assert_eq!(ben.refused("note_add", note.clone()).await, "forbidden");
    grant(&world, Some(ben.id), "edit").await;
    ben.call("note_add", note).await;
    let list = world.call("member_list", json!({})).await;
    assert_eq!(list["pipelines"][0]["others"], "view");
    assert_eq!(list["members"][1]["levels"][0]["level"], "edit");
}

/// CP-3: nobody loses a board on which open cards are theirs, unless somebody takes them.
#[tokio::test]
async fn a_board_is_not_taken_from_who_has_cards_there() {
    let world = World::new().await;
    for client in ["Ana", "Bea"] {
        world.fake(client).says("price?").await;
        world.accept(client).await;
    }
    let ben = Colleague::joins(&world, "Ben", "agent").await;
    for client in ["Ana", "Bea"] {
        let request =
            json!({ "conversation_id": world.conversation_of(client).await, "member_id": ben.id });
        world.call("conversation_responsible_set", request).await;
    }
    let me = world.workspace().await["member_id"].clone();
    let take = |heir: Value| {
        let ben = ben.id;
        let world = &world;
        async move {
            json!({
                "pipeline_id": world.pipeline().await, "member_id": ben, "level": "none", "reassign_to": heir,
            })
        }
    };
    let error = world
        .refused("pipeline_access_set", take(Value::Null).await)
        .await;
    assert_eq!(error.code, "cards_owned");
    assert_eq!(error.params["count"], "2");
    assert_eq!(error.params["member"], "Ben");
    let error = world
        .refused("pipeline_access_set", take(json!(ben.id)).await)
        .await;
    assert_eq!(error.code, "responsible_cannot_see");
    let done = world
        .call("pipeline_access_set", take(me.clone()).await)
        .await;
    assert_eq!(world.row_of("Ana").await["responsible_id"], me);
    world.undo(&done).await;
    assert_eq!(world.row_of("Ana").await["responsible_id"], ben.id);
    assert!(ben.chats(None).await.contains("Ana"));
}

/// UC-28: allowed accounts and "sees all chats".
#[tokio::test]
async fn an_agent_sees_what_is_theirs_through_allowed_accounts() {
    let world = World::new().await;
    let me = world.workspace().await["member_id"].clone();
    let ben = Colleague::joins(&world, "Ben", "agent").await;
    for client in ["Ana", "Bea", "Cem"] {
        world.fake(client).says("price?").await;
    }
    for (client, member) in [("Ana", json!(ben.id)), ("Bea", me)] {
        let request =
            json!({ "conversation_id": world.conversation_of(client).await, "member_id": member });
        world.call("conversation_responsible_set", request).await;
    }
    let done = scope(&world, ben.id, "agent", false, Some(vec![world.shop.0])).await;
    assert_eq!(
        ben.chats(None).await,
        BTreeSet::from(["Ana".to_owned(), "Cem".to_owned()]),
        "one's own and nobody's; not the welcome conversation, whose account is not chosen"
    );
    let counts = ben.call("workspace_get", json!({})).await["counts"].clone();
    assert_eq!(
        (&counts["new"], &counts["new_unread"]),
        (&json!(2), &json!(2))
    );
    let facets = json!({ "place": "new", "filter": null });
    let facets = ben.call("chats_facets", facets).await;
    assert_eq!(facets["total"], 2, "{facets}");
    scope(&world, ben.id, "manager", false, Some(vec![world.shop.0])).await;
    assert!(
        ben.chats(None).await.contains("Bea"),
        "a manager sees all chats"
    );
    scope(&world, ben.id, "manager", true, Some(Vec::new())).await;
    assert!(ben.chats(None).await.is_empty(), "no account, no chats");
    let request =
        json!({ "conversation_id": world.conversation_of("Cem").await, "member_id": ben.id });
    let error = world.refused("conversation_responsible_set", request).await;
    assert_eq!(error.code, "responsible_cannot_see");
    let task = json!({
        "conversation_id": world.conversation_of("Cem").await, "kind": "call", "text": "",
        "assignee_id": ben.id, "due_at": null,
    });
    assert_eq!(
        world.refused("task_add", task).await.code,
        "responsible_cannot_see"
    );
    let error = world
        .refused("operation_undo", json!({ "operation": done["operation"] }))
        .await;
    assert_eq!(error.code, "conflict", "rights were changed since");
}

/// UC-28: at least one owner stays, and only owners make owners.
#[tokio::test]
async fn a_workspace_keeps_an_owner() {
    let world = World::new().await;
    let me = world.workspace().await["member_id"].as_i64().unwrap();
    let step_down =
        json!({ "member_id": me, "role": "agent", "all_chats": true, "source_ids": null });
    assert_eq!(
        world.refused("member_update", step_down.clone()).await.code,
        "owner_stays"
    );
    let eva = Colleague::joins(&world, "Eva", "administrator").await;
    let crown =
        json!({ "member_id": eva.id, "role": "owner", "all_chats": true, "source_ids": null });
    assert_eq!(
        eva.refused("member_update", crown.clone()).await,
        "forbidden"
    );
    world.call("member_update", crown).await;
    let done = world.call("member_update", step_down).await;
    assert_eq!(
        world
            .refused(
                "settings_set",
                json!({ "settings": world.workspace().await["settings"] })
            )
            .await
            .code,
        "forbidden"
    );
    assert_eq!(
        world
            .refused("operation_undo", json!({ "operation": done["operation"] }))
            .await
            .code,
        "forbidden",
        "what one may not do any more is not done by taking something back"
    );
}

/// UC-28: a window acts as somebody else, who is told what arrives for them.
#[tokio::test]
async fn a_window_acts_as_somebody_else() {
    let world = World::new().await;
    let ben = Colleague::joins(&world, "Ben", "agent").await;
    scope(&world, ben.id, "agent", true, Some(Vec::new())).await;
    world.fake("Ana").says("for the owner").await;
    assert_eq!(world.heard.all().len(), 1);
    let owner = world.workspace().await["member_id"].clone();
    world
        .call("member_act", json!({ "member_id": ben.id }))
        .await;
    assert_eq!(world.workspace().await["member_id"], ben.id);
    world.fake("Bea").says("Ben may not see this").await;
    assert_eq!(world.heard.all().len(), 1, "nothing was announced to Ben");
    world
        .call("member_act", json!({ "member_id": owner }))
        .await;
    assert_eq!(
        world.folder("new").await.len(),
        3,
        "with the welcome conversation"
    );
}

/// CP-3, UC-28: whatever is set, a member's lists are those of the owner, as far as the plain rules let them see.
#[tokio::test]
async fn lists_of_a_member_are_part_of_the_owners() {
    let world = World::new().await;
    let ben = Colleague::joins(&world, "Ben", "agent").await;
    let eva = Colleague::joins(&world, "Eva", "agent").await;
    let mut seed = 7_u64;
    let mut dice = move |sides: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % sides
    };
    for number in 0..24 {
        let client = format!("Client {number}");
        world.fake(&client).says("lamp").await;
        if dice(2) == 0 {
            world.accept(&client).await;
        }
        let whose =
            [Value::Null, json!(ben.id), json!(eva.id)][usize::try_from(dice(3)).unwrap()].clone();
        let request =
            json!({ "conversation_id": world.conversation_of(&client).await, "member_id": whose });
        world.call("conversation_responsible_set", request).await;
    }
    let all = json!({ "place": null, "sort": { "column": "activity", "descending": true }, "offset": 0, "limit": 200 });
    let owners = world.call("chats_page", all).await["rows"]
        .as_array()
        .unwrap()
        .clone();
    for _ in 0..12 {
        let role = ["agent", "manager"][usize::try_from(dice(2)).unwrap()];
        let level = ["none", "view", "edit", "full"][usize::try_from(dice(4)).unwrap()];
        let (all_chats, shop) = (dice(2) == 0, dice(4) > 0);
        let sources = (!shop).then(Vec::new);
        grant(&world, Some(ben.id), "edit").await;
        scope(&world, ben.id, role, all_chats, sources).await;
        let request = json!({
            "pipeline_id": world.pipeline().await, "member_id": ben.id, "level": level, "reassign_to": null,
        });
        if let Err(error) = world.router.call("pipeline_access_set", request).await {
            assert_eq!(error.code, "cards_owned", "the only reason to refuse");
            continue;
        }
        let sees = |row: &&Value| {
            let whose = &row["responsible_id"];
            let theirs = role == "manager" || all_chats || whose.is_null() || *whose == ben.id;
            shop && theirs && (row["stage_id"].is_null() || level != "none")
        };
        let expected: BTreeSet<String> = owners
            .iter()
            .filter(sees)
            .map(|row| row["client"].as_str().unwrap().to_owned())
            .collect();
        let shown = format!("{role} {level} {all_chats} {shop}");
        assert_eq!(ben.chats(None).await, expected, "{shown}");
        let counts = json!({ "lists": [{ "place": null, "filter": null }] });
        let counts = ben.call("chats_counts", counts).await;
        assert_eq!(counts["totals"][0], expected.len(), "{shown}: {counts}");
        let words = json!({ "text": "lamp", "conversation_id": null, "order": "newest", "after": null, "limit": 100 });
        let found = ben.call("message_search", words).await;
        let lamps = expected
            .iter()
            .filter(|client| client.starts_with("Client"))
            .count();
        assert_eq!(
            found["messages"].as_array().unwrap().len(),
            lamps,
            "{shown}"
        );
        let found = json!({ "text": "Client", "limit": 100 });
        let found = ben.call("people_search", found).await;
        let people: BTreeSet<String> = found["people"]
            .as_array()
            .unwrap()
            .iter()
            .map(|person| person["name"].as_str().unwrap().to_owned())
            .collect();
        let named = expected.iter().filter(|name| name.starts_with("Client"));
        assert_eq!(people, named.cloned().collect(), "{shown}: people");
        let board = json!({ "pipeline_id": world.pipeline().await, "filter": null, "cards": 100 });
        if level == "none" {
            assert_eq!(
                ben.refused("board_get", board).await,
                "not_found",
                "{shown}"
            );
            continue;
        }
        let board = ben.call("board_get", board).await;
        let mut cards = clients(&board["tray"]["cards"]);
        for column in board["columns"].as_array().unwrap() {
            cards.extend(clients(&column["cards"]));
        }
        assert_eq!(cards, expected, "{shown}: board");
    }
}
