//! The window opens on a workspace that is never empty, and once only.

use crate::window::Window;

#[tokio::test]
async fn the_window_opens_and_a_second_start_ends_at_once() {
    let window = Window::open().await;
    assert_eq!(window.client.title().await.unwrap(), "Runnel");
    window.see("#app").await;
    window.picture("opening").await;
    let second = window.start_again().status().unwrap();
    assert!(
        second.success(),
        "it hands over to the first and ends: {second}"
    );
    window.close().await;
}
