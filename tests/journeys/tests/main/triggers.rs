//! Triggers.

use runnel_journeys::World;
use serde_json::{Value, json};

/// A trigger: when a conversation is new, thank the customer after some minutes.
pub async fn thank_new_ones(world: &World, minutes: u32) -> i64 {
    let event = json!({ "kind": "conversation_new" });
    save(
        world,
        event,
        json!([]),
        json!([say(minutes, "Thank you, {{contact.first_name|friend}}!")]),
    )
    .await
}

fn say(minutes: u32, text: &str) -> Value {
    json!({ "delay_minutes": minutes, "what": { "kind": "send_message", "text": text, "template_id": null } })
}

async fn enters(world: &World, stage: &str) -> Value {
    json!({ "kind": "stage_entered", "stage_ids": [world.stage(stage).await] })
}

async fn save(world: &World, event: Value, conditions: Value, actions: Value) -> i64 {
    let body = json!({ "name": "", "event": event, "conditions": conditions, "actions": actions });
    let request = json!({ "trigger_id": null, "body": body });
    world.call("trigger_save", request).await["id"]
        .as_i64()
        .unwrap()
}

async fn card(world: &World, id: i64) -> Value {
    let list = world.call("trigger_list", json!({})).await;
    list["triggers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|t| t["id"] == id)
        .unwrap()
        .clone()
}

async fn runs(world: &World, id: Option<i64>) -> Vec<Value> {
    let request = json!({ "trigger_id": id, "before_id": null, "limit": 50 });
    world.call("trigger_runs", request).await["runs"]
        .as_array()
        .unwrap()
        .clone()
}

/// UT-3: a message on a stage, with variables.
#[tokio::test]
async fn moving_a_card_sends_the_message_of_its_stage() {
    let world = World::new().await;
    let event = enters(&world, "Offer").await;
    save(
        &world,
        event,
        json!([]),
        json!([say(0, "Hi {{contact.first_name}}, your offer follows.")]),
    )
    .await;
    world.fake("Ana Souza").says("price?").await;
    world.accept("Ana Souza").await;
    world.advance_minutes(1).await;
    assert!(world.sent().is_empty(), "another stage");
    world.move_to("Ana Souza", "Offer").await;
    world.advance_seconds(1).await;
    assert_eq!(world.sent_texts(), ["Hi Ana, your offer follows."]);
    assert!(world.sent()[0].automatic, "marked as automatic on the wire");
    let row = world.row_of("Ana Souza").await;
    assert!(
        row["waiting_at"].is_i64(),
        "UC-13: a machine's message does not stop the clock"
    );
}

/// UT-4: ten minutes later, and not before.
#[tokio::test]
async fn a_delayed_message_leaves_after_ten_minutes() {
    let world = World::new().await;
    let id = thank_new_ones(&world, 10).await;
    world.fake("Ana").says("price?").await;
    let waiting = card(&world, id).await;
    assert_eq!(waiting["waiting"], 1);
    assert!(waiting["next_due_at"].is_i64());
    world.advance_minutes(9).await;
    assert!(world.sent().is_empty());
    world.advance_minutes(1).await;
    assert_eq!(world.sent_texts(), ["Thank you, Ana!"]);
    assert_eq!(card(&world, id).await["waiting"], 0);
}

/// UT-4: the queue survives a restart, also when the time came while the program was closed.
#[tokio::test]
async fn a_delay_runs_on_while_the_program_is_closed() {
    let world = World::new().await;
    thank_new_ones(&world, 10).await;
    world.fake("Ana").says("price?").await;
    world.sleep_minutes(45);
    let world = world.crash_and_reopen().await;
    world.advance_seconds(1).await;
    assert_eq!(world.sent_texts(), ["Thank you, Ana!"]);
}

/// UT-5: when the time has come the condition is asked again.
#[tokio::test]
async fn a_delayed_message_is_called_off_when_it_is_no_longer_true() {
    let world = World::new().await;
    let event = enters(&world, "Offer").await;
    let id = save(
        &world,
        event,
        json!([]),
        json!([say(10, "Still interested?")]),
    )
    .await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    world.move_to("Ana", "Offer").await;
    world.move_to("Ana", "Payment").await;
    world.advance_minutes(15).await;
    assert!(world.sent().is_empty(), "she has moved on");
    let run = &runs(&world, Some(id)).await[0];
    assert_eq!(run["effects"][0]["state"], "cancelled");
    assert_ne!(run["effects"][0]["code"], "", "with a reason");
}

/// UT-6 and UT-8: a task and tags, under conditions.
#[tokio::test]
async fn a_trigger_sets_a_task_and_tags_where_its_conditions_hold() {
    let world = World::new().await;
    let tag = world
        .call("tag_add", json!({ "name": "price question" }))
        .await["id"]
        .clone();
    let event = json!({ "kind": "conversation_new" });
    let conditions = json!([
        { "kind": "source", "source_ids": [world.shop.0] },
        { "kind": "text_contains", "words": ["price", "Preis"] },
    ]);
    let actions = json!([
        { "delay_minutes": 0, "what": { "kind": "edit_tags", "add": [tag], "remove": [] } },
        { "delay_minutes": 0, "what": {
            "kind": "create_task", "task_kind": "call", "text": "", "assignee_id": null,
            "due_in_minutes": 60,
        } },
    ]);
    let id = save(&world, event, conditions, actions).await;
    world.fake("Ana").says("What is the PRICE?").await;
    world.fake("Ben").says("Where are you?").await;
    let (ana, ben) = (world.row_of("Ana").await, world.row_of("Ben").await);
    assert_eq!(ana["tag_ids"], json!([tag]));
    assert_eq!(ana["task"]["kind"], "call");
    assert_eq!((&ben["tag_ids"], &ben["task"]), (&json!([]), &Value::Null));
    let why = runs(&world, Some(id)).await;
    let outcome =
        |client: &str| why.iter().find(|run| run["client"] == client).unwrap()["outcome"].clone();
    assert_eq!(
        (outcome("Ana"), outcome("Ben")),
        (json!("matched"), json!("not_matched"))
    );
    let missed = why.iter().find(|run| run["client"] == "Ben").unwrap();
    let reasons = missed["reasons"].as_array().unwrap();
    let text = reasons
        .iter()
        .find(|reason| reason["code"] == "text_contains")
        .unwrap();
    assert_eq!(text["held"], false, "UT-15: why not");
}

/// UT-9: the card says everything, is edited and switched off.
#[tokio::test]
async fn a_trigger_is_a_card_that_can_be_edited_and_switched_off() {
    let world = World::new().await;
    let id = thank_new_ones(&world, 5).await;
    let shown = card(&world, id).await;
    assert_eq!(
        (&shown["enabled"], &shown["run_count"]),
        (&json!(true), &json!(0))
    );
    let mut body = shown["body"].clone();
    body["name"] = json!("Thanks");
    body["actions"] = json!([say(0, "Hello!")]);
    world
        .call("trigger_save", json!({ "trigger_id": id, "body": body }))
        .await;
    world.fake("Ana").says("price?").await;
    world.advance_seconds(1).await;
    assert_eq!(world.sent_texts(), ["Hello!"]);
    let shown = card(&world, id).await;
    assert_eq!(shown["body"], body);
    assert_eq!(
        (&shown["run_count"], &shown["last_run_client"]),
        (&json!(1), &json!("Ana"))
    );

    world
        .call(
            "trigger_enable",
            json!({ "trigger_id": id, "enabled": false }),
        )
        .await;
    world.fake("Ben").says("price?").await;
    world.advance_seconds(1).await;
    assert_eq!(world.sent().len(), 1, "switched off");
    world
        .call("trigger_delete", json!({ "trigger_id": id }))
        .await;
    let list = world.call("trigger_list", json!({})).await;
    assert_eq!(list["triggers"], json!([]));
    assert_eq!(runs(&world, None).await.len(), 1, "its log stays");
}

/// UT-14: switching off calls off what waits.
#[tokio::test]
async fn switching_off_calls_off_what_waits() {
    let world = World::new().await;
    let id = thank_new_ones(&world, 10).await;
    world.fake("Ana").says("price?").await;
    world
        .call(
            "trigger_enable",
            json!({ "trigger_id": id, "enabled": false }),
        )
        .await;
    assert_eq!(card(&world, id).await["waiting"], 0);
    world
        .call(
            "trigger_enable",
            json!({ "trigger_id": id, "enabled": true }),
        )
        .await;
    world.advance_minutes(20).await;
    assert!(world.sent().is_empty());
    assert_eq!(
        runs(&world, Some(id)).await[0]["effects"][0]["state"],
        "cancelled"
    );
}

/// UT-13: machines are not answered, and triggers do not answer each other for ever.
#[tokio::test]
async fn machines_are_not_answered() {
    let world = World::new().await;
    thank_new_ones(&world, 0).await;
    world
        .fake("Robot")
        .by_machine()
        .says("I am out of office")
        .await;
    world.advance_minutes(1).await;
    assert!(world.sent().is_empty());
}

/// UT-13: two triggers that undo each other's tags come to an end.
#[tokio::test]
async fn triggers_that_set_each_other_off_come_to_an_end() {
    let world = World::new().await;
    let events = [
        enters(&world, "Offer").await,
        json!({ "kind": "conversation_new" }),
    ];
    for event in events {
        save(&world, event, json!([]), json!([say(0, "Hello!")])).await;
    }
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    for _ in 0..30 {
        world.move_to("Ana", "Offer").await;
        world.move_to("Ana", "In work").await;
    }
    world.advance_minutes(1).await;
    assert!(
        world.sent().len() <= 21,
        "a conversation has its share of an hour: {}",
        world.sent().len()
    );
    let limited = runs(&world, None)
        .await
        .iter()
        .filter(|run| run["outcome"] == "limited")
        .count();
    assert!(limited > 0, "and the log says so");
}

/// UT-15: each run stands on the conversation's timeline and leads to why.
#[tokio::test]
async fn a_run_stands_on_the_timeline_of_its_conversation() {
    let world = World::new().await;
    let id = thank_new_ones(&world, 0).await;
    world.fake("Ana").says("price?").await;
    world.advance_seconds(1).await;
    let timeline = world.timeline(world.conversation_of("Ana").await).await;
    let ran = timeline
        .iter()
        .find(|item| item["what"]["kind"] == "trigger_ran")
        .unwrap();
    assert_eq!(ran["trigger_id"], id);
    let message = timeline
        .iter()
        .find(|item| item["direction"] == "out")
        .unwrap();
    assert_eq!(message["trigger_run_id"], ran["what"]["run_id"]);
    assert_eq!(message["trigger_id"], id);
    assert_eq!(message["is_automatic"], true);
    let run = &runs(&world, Some(id)).await[0];
    assert_eq!(run["id"], ran["what"]["run_id"]);
    assert_eq!(run["effects"][0]["made_id"], message["id"]);
}

#[tokio::test]
async fn triggers_that_make_no_sense_are_refused_by_name() {
    let world = World::new().await;
    let new = json!({ "kind": "conversation_new" });
    let tag = |add: Value| json!({ "delay_minutes": 0, "what": { "kind": "edit_tags", "add": add, "remove": [] } });
    for (event, conditions, actions, code) in [
        (new.clone(), json!([]), json!([]), "no_actions"),
        (
            new.clone(),
            json!([]),
            json!([say(0, "  ")]),
            "message_blank",
        ),
        (
            new.clone(),
            json!([]),
            json!([say(0, "Hi {{name}}")]),
            "variable_unknown",
        ),
        (new.clone(), json!([]), json!([tag(json!([]))]), "no_tags"),
        (
            new.clone(),
            json!([]),
            json!([tag(json!([99]))]),
            "tag_gone",
        ),
        (
            new,
            json!([{ "kind": "source", "source_ids": [99] }]),
            json!([say(0, "Hi")]),
            "source_gone",
        ),
        (
            json!({ "kind": "stage_entered", "stage_ids": [] }),
            json!([]),
            json!([say(0, "Hi")]),
            "no_stages",
        ),
        (
            json!({ "kind": "stage_entered", "stage_ids": [99] }),
            json!([]),
            json!([say(0, "Hi")]),
            "stage_gone",
        ),
    ] {
        let body =
            json!({ "name": "", "event": event, "conditions": conditions, "actions": actions });
        let error = world
            .refused("trigger_save", json!({ "trigger_id": null, "body": body }))
            .await;
        assert_eq!(error.code, code);
        assert!(error.params.contains_key("at"), "{code} says where");
    }
}

#[tokio::test]
async fn a_text_can_be_tried_before_it_is_sent() {
    let world = World::new().await;
    world.fake("Ana Souza").says("price?").await;
    let ana = world.conversation_of("Ana Souza").await;
    let ask = |text: &str, id: Value| json!({ "text": text, "conversation_id": id });
    let text = "Hi {{contact.first_name}}, {{deal.value|soon}} {{company}}";
    let seen = world.call("template_preview", ask(text, json!(ana))).await;
    assert_eq!(seen["text"], "Hi Ana, soon ");
    assert_eq!(seen["unfilled"], json!(["company"]));
    let example = world
        .call("template_preview", ask("{{contact.name}}", Value::Null))
        .await;
    assert_ne!(example["text"], "");
    let wrong = world
        .call("template_preview", ask("{{nmae}}", Value::Null))
        .await;
    assert_eq!(wrong["unknown"], json!(["nmae"]));
}

fn sends(template: &Value) -> Value {
    let what = json!({ "kind": "send_message", "text": "", "template_id": template });
    json!({ "delay_minutes": 0, "what": what })
}

/// UC-31, UT-3: a trigger sends a template as it is by then, with its variables and files.
#[tokio::test]
async fn a_trigger_sends_a_template_as_it_is_by_then() {
    let world = World::new().await;
    let staged = json!({ "name": "prices.pdf", "mime": "", "base64": "aGVsbG8=" });
    let prices = world.call("attachment_stage", staged).await;
    let mut template = json!({
        "template_id": null, "name": "Offer", "body": "Hi {{contact.first_name|there}}", "language": "en",
        "folder": "", "personal": false, "attachment_ids": [prices["id"]],
    });
    let made = world.call("template_save", template.clone()).await;
    let event = json!({ "kind": "conversation_new" });
    let id = save(&world, event, json!([]), json!([sends(&made["id"])])).await;
    let body = card(&world, id).await["body"].clone();
    assert_eq!(body["actions"][0]["what"]["template_id"], made["id"]);
    let list = world.call("template_list", json!({})).await;
    assert_eq!(
        list["templates"][0]["triggers"],
        json!([{ "trigger_id": id, "name": "" }]),
        "a template knows who sends it"
    );

    world.fake("Ana Souza").says("price?").await;
    world.advance_seconds(1).await;
    template["template_id"] = made["id"].clone();
    template["body"] = json!("Hello {{contact.first_name|there}}, our prices:");
    template["language"] = json!("pt");
    world.call("template_save", template.clone()).await;
    world.fake("Ben").says("price?").await;
    world.advance_seconds(1).await;
    assert_eq!(
        world.sent_texts(),
        ["Hi Ana", "Hello Ben, our prices:"],
        "what was changed since is sent"
    );
    for message in world.sent() {
        assert_eq!(
            message.files,
            [("prices.pdf".to_owned(), b"hello".to_vec())],
            "each customer gets the files"
        );
    }
    template["personal"] = json!(true);
    let refused = world.refused("template_save", template).await;
    assert_eq!(refused.code, "template_in_triggers");
}

/// UC-31, UT-15: a trigger whose template is gone does the rest, fails, and says why.
#[tokio::test]
async fn a_trigger_without_its_template_fails_into_the_log() {
    let world = World::new().await;
    let template = json!({
        "template_id": null, "name": "Offer", "body": "Hi", "language": "", "folder": "",
        "personal": false, "attachment_ids": [],
    });
    let made = world.call("template_save", template).await;
    let tag = world.call("tag_add", json!({ "name": "asked" })).await["id"].clone();
    let tags = json!({ "kind": "edit_tags", "add": [tag], "remove": [] });
    let event = json!({ "kind": "conversation_new" });
    let actions = json!([sends(&made["id"]), { "delay_minutes": 0, "what": tags }]);
    let id = save(&world, event.clone(), json!([]), actions).await;
    let gone = world
        .call("template_delete", json!({ "template_id": made["id"] }))
        .await;

    world.fake("Ana").says("price?").await;
    world.advance_seconds(1).await;
    assert!(world.sent().is_empty());
    let run = runs(&world, Some(id)).await[0].clone();
    assert_eq!(run["outcome"], "failed");
    assert_eq!(run["effects"][0]["state"], "failed");
    assert_eq!(run["effects"][0]["code"], "template_gone");
    assert_eq!(run["effects"][1]["state"], "done", "the rest was done");
    assert_eq!(card(&world, id).await["last_failure"], "template_gone");

    let body = json!({
        "name": "", "event": event, "conditions": [], "actions": [sends(&made["id"])],
    });
    let request = json!({ "trigger_id": null, "body": body });
    let refused = world.refused("trigger_save", request).await;
    assert_eq!(refused.code, "template_gone");

    world.undo(&gone).await;
    world.fake("Ben").says("price?").await;
    world.advance_seconds(1).await;
    assert_eq!(
        world.sent_texts(),
        ["Hi"],
        "it came back, and is sent again"
    );
}
