//! New, Accepted, Archive.

use runnel_journeys::World;
use serde_json::json;

/// UC-3, UC-20: "Accept" in the window.
#[tokio::test]
async fn accepting_takes_a_conversation_into_work_and_puts_me_in_charge() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    let row = world.row_of("Ana").await;
    assert_eq!(row["folder"], "accepted");
    assert_eq!(row["stage_id"], world.stage("New request").await);
    assert_eq!(row["responsible_id"], world.workspace().await["member_id"]);
    assert_eq!(row["work_status"], "in_progress");
}

/// UC-4 (i), UC-20: "To archive" of a new one files it as no lead.
#[tokio::test]
async fn archiving_a_new_one_files_it_as_not_a_lead() {
    let world = World::new().await;
    world.fake("Spammer").says("you have won").await;
    let spam = world.conversation_of("Spammer").await;
    world
        .call(
            "conversation_archive",
            json!({ "conversation_id": spam, "stage_id": null }),
        )
        .await;
    let row = world.row_of("Spammer").await;
    assert_eq!(row["folder"], "archive");
    assert_eq!(row["stage_id"], world.stage("Not a lead").await);

    let active = world.stage("Offer").await;
    let request = json!({ "conversation_id": spam, "stage_id": active });
    let error = world.refused("conversation_archive", request).await;
    assert_eq!(error.code, "stage_not_archived");
}

/// UC-4 (ii): a stage in any other group archives; an answer brings it back.
#[tokio::test]
async fn an_answer_out_of_the_archive_brings_it_back_into_work() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.accept("Ana").await;
    world.move_to("Ana", "Unsuccessful").await;
    assert_eq!(world.folder_of("Ana").await, "archive");
    assert_eq!(
        world
            .messages(world.conversation_of("Ana").await)
            .await
            .len(),
        1,
        "it stays readable"
    );
    world.answer("Ana", "One more offer for you").await;
    assert_eq!(world.folder_of("Ana").await, "accepted");
}

/// Answering without accepting counts as accepting.
#[tokio::test]
async fn answering_a_new_one_accepts_it() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    world.answer("Ana", "390 euros").await;
    let row = world.row_of("Ana").await;
    assert_eq!(row["folder"], "accepted");
    assert_eq!(row["unread"], 0);
    assert_eq!(row["responsible_id"], world.workspace().await["member_id"]);
}

/// UC-12: the stage is set from the table or the window, whatever the folder.
#[tokio::test]
async fn the_stage_can_be_set_directly() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    for (stage, folder) in [
        ("Offer", "accepted"),
        ("Successful", "archive"),
        ("In work", "accepted"),
    ] {
        let stage_id = world.stage(stage).await;
        let request = json!({ "conversation_id": ana, "stage_id": stage_id });
        world.call("conversation_stage_set", request).await;
        let row = world.row_of("Ana").await;
        assert_eq!(
            (&row["stage_id"], &row["folder"]),
            (&json!(stage_id), &json!(folder)),
            "{stage}"
        );
    }
    world.fake("Ben").says("hello").await;
    let (ben, won) = (
        world.conversation_of("Ben").await,
        world.stage("Successful").await,
    );
    world
        .call(
            "conversation_stage_set",
            json!({ "conversation_id": ben, "stage_id": won }),
        )
        .await;
    assert_eq!(world.folder_of("Ben").await, "archive", "straight from New");
}

/// UC-24: what comes in while a conversation is being read has not been seen by that.
#[tokio::test]
async fn what_comes_in_meanwhile_stays_unread() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    let request = json!({ "conversation_id": ana, "limit": 50 });
    let shown = world.call("timeline_page", request).await;
    let items = shown["items"].as_array().unwrap();
    let last = items.iter().rfind(|item| item["type"] == "message");
    let last = last.expect("the first message")["id"].clone();
    world.fake("Ana").says("and the chairs?").await;
    let seen = json!({ "conversation_id": ana, "until_message_id": last });
    world.call("conversation_read", seen.clone()).await;
    assert_eq!(world.row_of("Ana").await["unread"], 1, "the second message");
    world.call("conversation_read", seen).await;
    assert_eq!(world.row_of("Ana").await["unread"], 1, "and it stays so");
    let all = json!({ "conversation_id": ana, "until_message_id": null });
    world.call("conversation_read", all).await;
    assert_eq!(world.row_of("Ana").await["unread"], 0);
}

/// UC-24, UC-34: read and unread, for the acting member.
#[tokio::test]
async fn read_and_unread() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let ana = json!({ "conversation_id": world.conversation_of("Ana").await });
    world.call("conversation_read", ana.clone()).await;
    assert_eq!(world.row_of("Ana").await["unread"], 0);
    world.call("conversation_unread", ana.clone()).await;
    let row = world.row_of("Ana").await;
    assert_eq!(
        (&row["unread"], &row["marked_unread"]),
        (&json!(0), &json!(true))
    );
    let world = world.crash_and_reopen().await;
    assert_eq!(
        world.row_of("Ana").await["marked_unread"],
        true,
        "it survives a restart"
    );
    world.call("conversation_read", ana).await;
    assert_eq!(world.row_of("Ana").await["marked_unread"], false);
}
