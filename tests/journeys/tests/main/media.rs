//! Pictures and recordings, as a window asks for them.

use runnel_connector::fake::file;
use runnel_domain::ids::AttachmentId;
use runnel_journeys::World;

/// A PNG of 1 × 1 pixels.
const DOT: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T',
    0x78, 0x9c, 0x63, 0xfc, 0xcf, 0xc0, 0x50, 0x0f, 0, 4, 0x85, 1, 0x80, 0x84, 0xa9, 0x8c, 0x21, 0,
    0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

async fn received(world: &World) -> Vec<AttachmentId> {
    let ana = world.conversation_of("Ana").await;
    let message = world.messages(ana).await.pop().unwrap();
    message["attachments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| AttachmentId(file["id"].as_i64().unwrap()))
        .collect()
}

/// Issue part "Images and files": a picture has a small one, a recording is played from anywhere, and nothing that
/// could run is handed to the window as what it says it is.
#[tokio::test]
async fn files_are_served_for_looking_and_listening() {
    let world = World::new().await;
    let voice: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    let files = vec![
        file("oak.png", "image/png", DOT),
        file("voice.ogg", "audio/ogg", &voice),
        file("page.html", "text/html", b"<script>alert(1)</script>"),
        file("broken.jpg", "image/jpeg", b"no picture at all"),
    ];
    world.fake("Ana").sends("see here", files).await;
    let ids = received(&world).await;
    let app = world.app();

    let small = app.attachment_thumbnail(ids[0]).await.unwrap();
    assert_eq!(
        (small.mime.as_str(), small.bytes.as_slice()),
        ("image/png", DOT)
    );
    for none in [ids[1], ids[3]] {
        let refused = app.attachment_thumbnail(none).await.unwrap_err();
        assert!(refused.to_string().contains("not_a_picture"), "{refused}");
    }

    let part = app
        .attachment_served(ids[1], Some("bytes=100-199"))
        .await
        .unwrap();
    assert_eq!(part.part, Some((100, 199, 10_000)));
    assert_eq!(part.bytes, voice[100..200]);
    let whole = app.attachment_served(ids[1], None).await.unwrap();
    assert_eq!(
        (whole.mime.as_str(), whole.bytes.len()),
        ("audio/ogg", 10_000)
    );

    let page = app.attachment_served(ids[2], None).await.unwrap();
    assert_eq!(
        page.mime, "application/octet-stream",
        "a page is never shown as one"
    );
}
