//! What resolved matters are about (PO-9).

use runnel_api::Router;
use runnel_domain::ids::MemberId;
use runnel_journeys::{World, answered};
use serde_json::json;

async fn add(world: &World, name: &str) -> i64 {
    world.call("category_add", json!({ "name": name })).await["id"]
        .as_i64()
        .unwrap()
}

async fn names(world: &World) -> Vec<String> {
    let list = world.call("category_list", json!({})).await;
    list["categories"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|category| category["archived_at"].is_null())
        .map(|category| category["name"].as_str().unwrap().to_owned())
        .collect()
}

/// PO-9: added, put in order, put away instead of deleted, offered again.
#[tokio::test]
async fn categories_are_defined_in_the_settings() {
    let world = World::new().await;
    assert!(names(&world).await.is_empty());
    let (price, delivery) = (add(&world, "Price").await, add(&world, " Delivery ").await);
    assert_eq!(names(&world).await, ["Price", "Delivery"]);
    world
        .call(
            "category_move",
            json!({ "category_id": delivery, "before_category_id": price }),
        )
        .await;
    assert_eq!(names(&world).await, ["Delivery", "Price"]);
    let away = world
        .call(
            "category_archive",
            json!({ "category_id": price, "archived": true }),
        )
        .await;
    assert_eq!(names(&world).await, ["Delivery"]);
    world.undo(&away).await;
    assert_eq!(names(&world).await, ["Delivery", "Price"]);
    world
        .call(
            "category_archive",
            json!({ "category_id": price, "archived": true }),
        )
        .await;
    assert_eq!(
        add(&world, "price").await,
        price,
        "its name is offered again"
    );

    for (name, code) in [
        ("  ", "category_name_empty"),
        ("DELIVERY", "category_name_taken"),
    ] {
        let error = world.refused("category_add", json!({ "name": name })).await;
        assert_eq!(error.code, code);
    }
}

/// PO-9: a new name changes no record of the past; one put away can be chosen no more.
#[tokio::test]
async fn records_keep_the_name_that_a_category_had() {
    let world = World::new().await;
    let price = add(&world, "Price").await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    let resolve = json!({
        "conversation_id": ana, "kind": "incident", "category_id": price, "note": "", "archive_stage_id": null,
    });
    world.call("conversation_resolve", resolve.clone()).await;
    world
        .call(
            "category_rename",
            json!({ "category_id": price, "name": "Prices and offers" }),
        )
        .await;
    let record = world
        .timeline(ana)
        .await
        .into_iter()
        .find(|item| item["what"]["kind"] == "conversation_resolved")
        .unwrap();
    assert_eq!(record["what"]["ticket"]["category"], "Price");

    world
        .call("conversation_resume", json!({ "conversation_id": ana }))
        .await;
    world
        .call(
            "category_archive",
            json!({ "category_id": price, "archived": true }),
        )
        .await;
    let error = world.refused("conversation_resolve", resolve).await;
    assert_eq!(error.code, "category_gone");
}

/// PO-2: everybody chooses a category, owners and administrators define them.
#[tokio::test]
async fn an_agent_cannot_define_categories() {
    let world = World::new().await;
    let ben = world
        .call("member_add", json!({ "name": "Ben", "role": "agent" }))
        .await["id"]
        .as_i64()
        .unwrap();
    let as_ben = Router::new(world.app().clone(), MemberId(ben));
    let error = as_ben
        .call("category_add", json!({ "name": "Price" }))
        .await
        .unwrap_err();
    assert_eq!(error.code, "forbidden");
    let list = as_ben.call("category_list", json!({})).await.unwrap();
    let list = answered(&list);
    assert_eq!(list["categories"], json!([]));
}
