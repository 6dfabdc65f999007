//! What a member is offered, what is refused to them one by one, and what they may not take back (CP-3, UC-28).

use runnel_journeys::World;
use serde_json::{Value, json};

use crate::access::{Colleague, grant, scope};

/// Another pipeline, granted to everybody at a level; its id and its first stage.
async fn service(world: &World, others: &str) -> (i64, i64) {
    let request = json!({ "name": "Service", "kind": "tickets", "others": others });
    let made = world.call("pipeline_add", request).await;
    let workspace = world.workspace().await;
    let boards = workspace["pipelines"].as_array().unwrap();
    let board = boards
        .iter()
        .find(|board| board["id"] == made["id"])
        .unwrap();
    (
        board["id"].as_i64().unwrap(),
        board["stages"][0]["id"].as_i64().unwrap(),
    )
}

fn moving(deal: i64, stage: i64) -> Value {
    json!({ "deal_id": deal, "stage_id": stage, "before_deal_id": null, "revision": null })
}

async fn deeds(ben: &Colleague) -> (Value, Value) {
    let workspace = ben.call("workspace_get", json!({})).await;
    (
        workspace["deeds"].clone(),
        workspace["pipelines"][0]["deeds"].clone(),
    )
}

/// CP-3, UC-28: the core says what a member is offered, in the workspace, on a board, on a card and in a chat.
#[tokio::test]
async fn the_core_says_what_is_offered() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let ben = Colleague::joins(&world, "Ben", "agent").await;
    grant(&world, None, "view").await;
    let (everywhere, board) = deeds(&ben).await;
    assert_eq!(everywhere, json!(["own", "see", "mark", "work", "assign"]));
    assert_eq!(board, json!(["own", "see", "mark"]));
    let deal = json!({ "deal_id": world.deal_of("Ana").await });
    assert_eq!(
        ben.call("deal_get", deal).await["deeds"],
        json!(["own", "see", "mark"])
    );
    let chat = json!({ "conversation_id": world.conversation_of("Ana").await });
    assert_eq!(
        ben.call("conversation_get", chat).await["deeds"],
        json!(["own", "see", "mark"])
    );
    grant(&world, None, "full").await;
    let (_, board) = deeds(&ben).await;
    assert_eq!(
        board,
        json!(["own", "see", "mark", "work", "assign", "shape"])
    );
    scope(&world, ben.id, "administrator", true, None).await;
    let (everywhere, board) = deeds(&ben).await;
    assert_eq!(
        (everywhere.as_array().unwrap().len(), everywhere == board),
        (8, true)
    );
}

/// CP-3: who may see a new pipeline is chosen while it is made.
#[tokio::test]
async fn a_pipeline_is_made_for_some_only() {
    let world = World::new().await;
    let ben = Colleague::joins(&world, "Ben", "agent").await;
    let (board, _) = service(&world, "none").await;
    let seen = ben.call("workspace_get", json!({})).await["pipelines"].clone();
    assert!(
        seen.as_array()
            .unwrap()
            .iter()
            .all(|one| one["id"] != board)
    );
    let list = world.call("member_list", json!({})).await;
    let made = list["pipelines"].as_array().unwrap().iter();
    let made: Vec<_> = made.filter(|one| one["pipeline_id"] == board).collect();
    assert_eq!(made[0]["others"], "none");
}

/// UC-8, CP-3: of what was chosen, only what may not be changed is refused, with the reason; what may not be seen is
/// not even named.
#[tokio::test]
async fn a_bulk_action_is_refused_one_by_one() {
    let world = World::new().await;
    for client in ["Ana", "Bea", "Cem"] {
        world.fake(client).says("price?").await;
    }
    world.accept("Ana").await;
    let mut ids = Vec::new();
    for client in ["Ana", "Bea", "Cem"] {
        ids.push(world.conversation_of(client).await);
    }
    let owner = world.workspace().await["member_id"].clone();
    let theirs = json!({ "conversation_id": ids[2], "member_id": owner });
    world.call("conversation_responsible_set", theirs).await;
    let nobodys = json!({ "conversation_id": ids[0], "member_id": null });
    world.call("conversation_responsible_set", nobodys).await;
    let ben = Colleague::joins(&world, "Ben", "agent").await;
    let tag = world.call("tag_add", json!({ "name": "vip" })).await["id"].clone();
    let deed = json!({ "kind": "tags", "add": [tag], "remove": [] });
    let chosen = json!({ "kind": "these", "conversation_ids": ids });
    // New chats can be worked on where their board lets cards be changed: another board than Ana's has to be the entry.
    let (board, _) = service(&world, "edit").await;
    let request = json!({ "pipeline_id": board });
    world.call("pipeline_default_set", request).await;
    let sales = json!({
        "pipeline_id": world.workspace().await["pipelines"].as_array().unwrap().iter()
            .find(|one| one["name"] != "Service").unwrap()["id"],
        "member_id": ben.id, "level": "view", "reassign_to": null,
    });
    world.call("pipeline_access_set", sales).await;
    scope(&world, ben.id, "agent", false, None).await;

    let request = json!({ "selection": chosen, "deed": deed });
    let preview = ben.call("bulk_preview", request).await;
    assert_eq!(
        (&preview["changes"], &preview["refused"], &preview["gone"]),
        (&json!(1), &json!(1), &json!(1)),
        "{preview}"
    );
    let request = json!({
        "selection": chosen, "deed": deed, "send_messages": false, "expected": 3,
    });
    let done = ben.call("bulk_apply", request).await;
    assert_eq!(
        (&done["changed"], &done["refused"]),
        (&json!(1), &json!(2)),
        "{done}"
    );
    let told: Vec<_> = done["refusals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["client"].as_str().unwrap(),
                one["code"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(told, [("Ana", "forbidden"), ("", "not_found")]);
    assert_eq!(world.row_of("Bea").await["tag_ids"], json!([tag]));
}

/// CP-3: what was done on a board is not taken back by somebody who lost it since; handing a chat over is.
#[tokio::test]
async fn a_lost_board_is_out_of_reach_of_undo() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let ben = Colleague::joins(&world, "Ben", "agent").await;
    let (deal, offer) = (world.deal_of("Ana").await, world.stage("Offer").await);
    let moved = ben.call("deal_move", moving(deal, offer)).await;
    let back = json!({ "operation": moved["operation"] });
    for level in ["view", "none"] {
        grant(&world, Some(ben.id), level).await;
        assert_eq!(
            ben.refused("operation_undo", back.clone()).await,
            "forbidden"
        );
        assert_eq!(
            ben.refused("operation_undo", json!({ "operation": null }))
                .await,
            "forbidden",
            "nor as the last thing done"
        );
    }
    assert_eq!(world.row_of("Ana").await["stage_id"], offer);
    grant(&world, Some(ben.id), "edit").await;
    ben.call("operation_undo", back).await;
    assert_ne!(world.row_of("Ana").await["stage_id"], offer);

    scope(&world, ben.id, "agent", false, None).await;
    let owner = world.workspace().await["member_id"].clone();
    let chat = world.conversation_of("Ana").await;
    let mine = json!({ "conversation_id": chat, "member_id": ben.id });
    world.call("conversation_responsible_set", mine).await;
    let handed = json!({ "conversation_id": chat, "member_id": owner, "note": "" });
    let handed = ben.call("conversation_transfer", handed).await;
    assert_eq!(
        ben.refused("conversation_get", json!({ "conversation_id": chat }))
            .await,
        "not_found"
    );
    let back = json!({ "operation": handed["operation"] });
    ben.call("operation_undo", back).await;
    assert_eq!(world.row_of("Ana").await["responsible_id"], ben.id);
}

/// UC-31, UC-28: one's own templates are everybody's to keep; those of all are the managers'.
#[tokio::test]
async fn own_templates_need_no_manager() {
    let world = World::new().await;
    let ben = Colleague::joins(&world, "Ben", "agent").await;
    let form = |id: &Value, personal: bool| {
        json!({
            "template_id": id, "name": "Hello", "body": "Hello!", "language": "", "folder": "",
            "personal": personal, "attachment_ids": [],
        })
    };
    let own = ben.call("template_save", form(&Value::Null, true)).await["id"].clone();
    ben.call("template_save", form(&own, true)).await;
    assert_eq!(
        ben.refused("template_save", form(&own, false)).await,
        "forbidden",
        "it would become everybody's"
    );
    let of_all = world.call("template_save", form(&Value::Null, false)).await["id"].clone();
    assert_eq!(
        ben.refused("template_save", form(&of_all, true)).await,
        "forbidden",
        "it would be taken from everybody"
    );
    let shared = json!({ "template_id": of_all });
    assert_eq!(
        ben.refused("template_delete", shared.clone()).await,
        "forbidden"
    );
    ben.call("template_delete", json!({ "template_id": own }))
        .await;
    scope(&world, ben.id, "manager", true, None).await;
    let gone = ben.call("template_delete", shared).await;
    scope(&world, ben.id, "agent", true, None).await;
    let back = json!({ "operation": gone["operation"] });
    assert_eq!(ben.refused("operation_undo", back).await, "forbidden");
}

/// UC-26, CP-3: a task about a card made by hand is hidden with its board, in the list and by its number.
#[tokio::test]
async fn a_task_about_a_hidden_card_is_hidden() {
    let world = World::new().await;
    let ben = Colleague::joins(&world, "Ben", "agent").await;
    let (board, _) = service(&world, "edit").await;
    let deal = json!({
        "party": { "kind": "new", "name": "Carla", "channel": "email", "address": "" }, "pipeline_id": board,
        "stage_id": null, "title": "", "description": "", "priority": "normal", "price": null,
        "owner_id": null, "due_at": null,
    });
    let deal = world.call("deal_add", deal).await["id"].clone();
    let task =
        json!({ "deal_id": deal, "kind": "call", "text": "", "assignee_id": null, "due_at": null });
    let task = world.call("task_add", task).await["id"].clone();
    let all =
        json!({ "assignee_id": null, "kinds": [], "with_done": true, "offset": 0, "limit": 50 });
    let listed = ben.call("task_list", all.clone()).await;
    assert_eq!(listed["total"], 1, "{listed}");
    let request = json!({
        "pipeline_id": board, "member_id": ben.id, "level": "none", "reassign_to": null,
    });
    world.call("pipeline_access_set", request).await;
    assert_eq!(ben.call("task_list", all).await["total"], 0);
    let done = json!({ "task_id": task, "done": true });
    assert_eq!(ben.refused("task_done", done).await, "not_found");
    let wish = json!({
        "deal_id": deal, "kind": "call", "text": "", "assignee_id": ben.id, "due_at": null,
    });
    let error = world.refused("task_add", wish).await;
    assert_eq!(error.code, "responsible_cannot_see");
}

/// UT-9, UC-28: a trigger gives no task to somebody who may not see the chat, and its log says why.
#[tokio::test]
async fn a_trigger_passes_over_who_may_not_see_the_chat() {
    let world = World::new().await;
    let ben = Colleague::joins(&world, "Ben", "agent").await;
    let trigger = json!({ "trigger_id": null, "body": {
        "name": "Call back", "event": { "kind": "conversation_new" }, "conditions": [],
        "actions": [{ "delay_minutes": 0, "what": {
            "kind": "create_task", "task_kind": "call", "text": "", "assignee_id": ben.id,
            "due_in_minutes": 60,
        } }],
    } });
    let trigger = world.call("trigger_save", trigger).await["id"].clone();
    world.fake("Ana").says("price?").await;
    scope(&world, ben.id, "agent", true, Some(Vec::new())).await;
    world.fake("Bea").says("price?").await;
    let tasks = async |client: &str| {
        let id = world.conversation_of(client).await;
        world.open(id).await["tasks"].clone()
    };
    assert_eq!(tasks("Ana").await[0]["assignee_id"], ben.id);
    assert_eq!(
        tasks("Bea").await[0]["assignee_id"],
        Value::Null,
        "nobody is in charge of it"
    );
    let request = json!({ "trigger_id": trigger, "before_id": null, "limit": 20 });
    let runs = world.call("trigger_runs", request).await["runs"].clone();
    let effect = |client: &str| {
        let runs = runs.as_array().unwrap();
        let run = runs.iter().find(|run| run["client"] == client).unwrap();
        run["effects"][0].clone()
    };
    assert_eq!(effect("Bea")["state"], "done");
    assert_eq!(effect("Bea")["code"], "assignee_cannot_see");
    assert_eq!(effect("Ana")["code"], "");
}
