//! The contact panel.

use runnel_journeys::World;
use serde_json::json;

/// PO-5, PO-6: the profile beside the timeline, edited in place.
#[tokio::test]
async fn a_profile_is_shown_and_edited() {
    let world = World::new().await;
    world.fake("Ana Souza").says("hello").await;
    let ana = world.conversation_of("Ana Souza").await;
    let contact = world.open(ana).await["contact"]["id"].clone();
    let change = json!({
        "contact_id": contact, "custom_name": "Ana  (bakery) ", "company": "Padaria",
        "language": "pt-BR", "comment": "pays late",
    });
    world.call("contact_update", change).await;
    let card = world.open(ana).await["contact"].clone();
    assert_eq!(
        card["shown_name"], "Ana (bakery)",
        "UC-11: a name given by a member wins"
    );
    assert_eq!(
        (&card["company"], &card["language"]),
        (&json!("Padaria"), &json!("pt-BR"))
    );
    assert_eq!(
        world.row_of("Ana (bakery)").await["id"],
        ana,
        "the table shows it too"
    );

    let back = json!({
        "contact_id": contact, "custom_name": "", "company": null, "language": null, "comment": null,
    });
    world.call("contact_update", back).await;
    let card = world.open(ana).await["contact"].clone();
    assert_eq!(
        (&card["shown_name"], &card["company"]),
        (&json!("Ana Souza"), &json!("Padaria"))
    );
}

/// PO-6: other conversations of the same customer.
#[tokio::test]
async fn other_conversations_of_the_customer_are_listed() {
    let world = World::new().await;
    world
        .fake("Ana")
        .about("Table")
        .in_thread("one")
        .says("table?")
        .await;
    world
        .fake("Ana")
        .about("Chairs")
        .in_thread("two")
        .says("chairs?")
        .await;
    let rows = world.folder("new").await;
    let chairs = rows.iter().find(|row| row["snippet"] == "chairs?").unwrap();
    let head = world.open(chairs["id"].as_i64().unwrap()).await;
    let others = head["others"].as_array().unwrap();
    assert_eq!(others.len(), 1);
    assert_eq!(
        (&others[0]["subject"], &others[0]["messages"]),
        (&json!("Table"), &json!(1))
    );
}
