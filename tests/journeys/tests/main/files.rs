//! Files and HTML.

use runnel_connector::fake::file;
use runnel_journeys::World;
use serde_json::{Value, json};

/// "hello" in base64.
const HELLO: &str = "aGVsbG8=";

async fn stage(world: &World, name: &str) -> Value {
    let request = json!({ "name": name, "mime": "", "base64": HELLO });
    world.call("attachment_stage", request).await
}

#[tokio::test]
async fn a_file_is_staged_kept_in_the_draft_and_sent() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    let offer = stage(&world, "../offer.pdf").await;
    assert_eq!(
        (&offer["name"], &offer["mime"], &offer["size"]),
        (&json!("offer.pdf"), &json!("application/pdf"), &json!(5))
    );
    let ids = json!([offer["id"]]);
    let draft = json!({ "conversation_id": ana, "note": false, "text": "", "attachment_ids": ids });
    world.call("draft_save", draft).await;
    let world = world.crash_and_reopen().await;
    assert_eq!(
        world.open(ana).await["draft_reply"]["attachments"],
        json!([offer])
    );

    let send = json!({ "conversation_id": ana, "text": "Here it is", "attachment_ids": ids });
    world.call("message_send", send.clone()).await;
    world.advance_seconds(6).await;
    assert_eq!(
        world.sent()[0].files,
        [("offer.pdf".to_owned(), b"hello".to_vec())]
    );
    let shown = world.messages(ana).await.pop().unwrap();
    assert_eq!(shown["attachments"][0]["name"], "offer.pdf");
    assert_eq!(
        world.refused("message_send", send).await.code,
        "attachment_gone",
        "it left already"
    );
}

#[tokio::test]
async fn a_file_that_came_can_be_saved() {
    let world = World::new().await;
    let photo = file("photo.jpg", "image/jpeg", b"hello");
    world.fake("Ana").sends("see here", vec![photo]).await;
    let shown = world
        .messages(world.conversation_of("Ana").await)
        .await
        .pop()
        .unwrap();
    let id = shown["attachments"][0]["id"].clone();
    let content = world
        .call("attachment_get", json!({ "attachment_id": id }))
        .await;
    assert_eq!(
        content,
        json!({ "name": "photo.jpg", "mime": "image/jpeg", "base64": HELLO })
    );
}

#[tokio::test]
async fn files_that_make_no_sense_are_refused() {
    let world = World::new().await;
    let empty = json!({ "name": "a.txt", "mime": "", "base64": "" });
    assert_eq!(
        world.refused("attachment_stage", empty).await.code,
        "file_empty"
    );
    let broken = json!({ "name": "a.txt", "mime": "", "base64": "???" });
    assert_eq!(
        world.refused("attachment_stage", broken).await.code,
        "invalid"
    );
    assert_eq!(
        world
            .refused("attachment_get", json!({ "attachment_id": 9 }))
            .await
            .code,
        "not_found"
    );
}

/// Staged files that no draft names any more are forgotten a day later, drafts' files are not.
#[tokio::test]
async fn loose_files_are_forgotten_after_a_day() {
    let world = World::new().await;
    world.fake("Ana").says("price?").await;
    let ana = world.conversation_of("Ana").await;
    let (kept, loose) = (
        stage(&world, "kept.txt").await,
        stage(&world, "loose.txt").await,
    );
    let draft = json!({ "conversation_id": ana, "note": false, "text": "", "attachment_ids": [kept["id"]] });
    world.call("draft_save", draft).await;
    world.sleep_minutes(60 * 25);
    let world = world.crash_and_reopen().await;
    let get = |id: &Value| json!({ "attachment_id": id });
    assert_eq!(
        world
            .refused("attachment_get", get(&loose["id"]))
            .await
            .code,
        "not_found"
    );
    let content = world.call("attachment_get", get(&kept["id"])).await;
    assert_eq!(
        content["base64"], HELLO,
        "the same bytes are still named by the other"
    );
}

/// HTML comes sanitised, as a whole document for a sandboxed frame.
#[tokio::test]
async fn html_is_shown_without_scripts_and_without_the_network() {
    let world = World::new().await;
    let html =
        r#"<p>Hello <b>you</b></p><script>alert(1)</script><img src="https://spy.example/p.png">"#;
    world.network.person("Ana").in_html(html).says("Hello you");
    world.receive().await;
    let shown = world
        .messages(world.conversation_of("Ana").await)
        .await
        .pop()
        .unwrap();
    assert_eq!(shown["has_html"], true);
    let ask = json!({ "message_id": shown["id"], "remote_images": false });
    let safe = world.call("message_html", ask).await;
    let document = safe["document"].as_str().unwrap();
    assert!(document.contains("<b>you</b>"), "{document}");
    assert!(
        !document.contains("alert(1)") && !document.contains("spy.example/p.png"),
        "{document}"
    );
    assert_eq!(safe["blocked_images"], 1);

    world.fake("Ben").says("plain").await;
    let plain = world
        .messages(world.conversation_of("Ben").await)
        .await
        .pop()
        .unwrap();
    let ask = json!({ "message_id": plain["id"], "remote_images": false });
    assert_eq!(
        world.refused("message_html", ask).await.code,
        "message_without_html"
    );
}
