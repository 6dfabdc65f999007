//! Every command of the table × role × level, against a plain model (CP-3).

use runnel_api::{Command, Router, deed::deed};
use runnel_app::permission::Deed;
use runnel_domain::{Level, Role, ids::MemberId};
use runnel_journeys::World;
use serde_json::{Value, json};

/// What the rules say, written once more and plainly.
fn plain(deed: Deed, role: Role, level: Option<Level>) -> &'static str {
    let leads = role == Role::Manager;
    if matches!(role, Role::Owner | Role::Administrator) || deed == Deed::Own {
        return "ok";
    }
    let may = match (deed, level) {
        (_, Some(Level::None)) => return "not_found",
        (Deed::See | Deed::Mark, _) => true,
        (_, Some(Level::View)) => false,
        (Deed::Work | Deed::Assign, _) => true,
        (Deed::Lead, _) => leads,
        (Deed::Shape, Some(Level::Full)) => true,
        (Deed::Shape | Deed::Arrange | Deed::Own, _) => false,
    };
    if may { "ok" } else { "forbidden" }
}

async fn answer(router: &Router, command: Command, request: &Value) -> String {
    match router.may(command, request).await {
        Ok(()) => "ok".to_owned(),
        Err(error) => error.code,
    }
}

/// CP-3: nobody gets past their rights through any command, whatever it names.
#[tokio::test]
async fn every_command_keeps_to_role_and_level() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let chat = world.conversation_of("Ana").await;
    let nobody = json!({ "conversation_id": chat, "member_id": null });
    world.call("conversation_responsible_set", nobody).await;
    let task = json!({
        "conversation_id": chat, "kind": "call", "text": "", "assignee_id": null, "due_at": null,
    });
    let task = world.call("task_add", task).await["id"].clone();
    let pipeline = world.pipeline().await;
    let contact = world
        .call("contact_get", json!({ "conversation_id": chat }))
        .await["id"]
        .clone();
    let message = world.messages(chat).await[0]["id"].clone();
    let things = [
        json!({ "conversation_id": chat }),
        json!({ "chosen": { "conversation_ids": [chat] } }),
        json!({ "deal_id": world.deal_of("Ana").await }),
        json!({ "message_id": message }),
        json!({ "task_id": task }),
        json!({ "contact_id": contact }),
        json!({ "stage_id": world.workspace().await["pipelines"][0]["stages"][0]["id"] }),
        json!({ "pipeline_id": pipeline }),
    ];
    let ben = json!({ "name": "Ben", "role": "agent" });
    let ben = world.call("member_add", ben).await["id"].as_i64().unwrap();
    let router = Router::new(world.app().clone(), MemberId(ben));
    for role in [Role::Agent, Role::Manager, Role::Administrator] {
        let request = json!({
            "member_id": ben, "role": role.as_str(), "all_chats": true, "source_ids": null,
        });
        world.call("member_update", request).await;
        for command in Command::ALL {
            let found = answer(&router, *command, &json!({})).await;
            let expected = plain(deed(*command), role, None);
            assert_eq!(
                found,
                expected,
                "{} by {role:?}, naming nothing",
                command.name()
            );
        }
        for level in Level::ALL {
            let request = json!({
                "pipeline_id": pipeline, "member_id": ben, "level": level.as_str(), "reassign_to": null,
            });
            world.call("pipeline_access_set", request).await;
            for command in Command::ALL {
                for thing in &things {
                    let found = answer(&router, *command, thing).await;
                    let expected = plain(deed(*command), role, Some(*level));
                    assert_eq!(
                        found,
                        expected,
                        "{} by {role:?} at {level:?} on {thing}",
                        command.name()
                    );
                }
            }
        }
    }
    for command in Command::ALL {
        for thing in &things {
            assert_eq!(
                answer(&world.router, *command, thing).await,
                "ok",
                "the owner may do all"
            );
        }
    }
}
