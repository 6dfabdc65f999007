//! The board in the real window: cards dragged with the pointer and moved by key.

use std::time::Duration;

use fantoccini::elements::Element;
use serde_json::json;

use crate::window::{PATIENCE, Window};

/// UP-9, UP-12, CP-10
#[tokio::test]
async fn cards_are_dragged_alone_and_together_over_a_folded_column_and_moved_by_key() {
    let window = Window::open().await;
    window
        .ask("sample_fill", json!({ "conversations": 60 }))
        .await;
    window.go("Pipeline").await;
    let (from, to) = ("New request", "In work");
    until(&window, from, |cards| cards.len() >= 5).await;

    // One.
    let first = cards(&window, from).await[0];
    drag(&window, first, to).await;
    until(&window, to, |cards| cards.contains(&first)).await;
    window.press_ctrl('z').await;
    until(&window, from, |cards| cards.first() == Some(&first)).await;

    // Three, which arrive in the order in which they stood.
    let three = cards(&window, from).await[..3].to_vec();
    choose(&window, &three).await;
    drag(&window, three[1], to).await;
    until(&window, to, |cards| {
        cards.windows(3).any(|some| some == three)
    })
    .await;
    window.picture("board-three").await;
    window.press_ctrl('z').await;
    until(&window, from, |cards| cards.starts_with(&three)).await;

    // Over a column that is folded.
    window.press("Fold In work").await;
    drag(&window, first, to).await;
    until(&window, from, |cards| !cards.contains(&first)).await;
    window.picture("board-folded").await;
    window.press("Unfold In work").await;
    until(&window, to, |cards| cards.last() == Some(&first)).await;

    // By key, with the focus going along.
    let second = cards(&window, from).await[0];
    card(&window, second)
        .await
        .send_keys("\u{e009}\u{e008}\u{e014}")
        .await
        .unwrap();
    until(&window, to, |cards| cards.contains(&second)).await;
    window.press_ctrl('z').await;
    until(&window, from, |cards| cards.contains(&second)).await;
    window.close().await;
}

/// The cards of a column from the top, as far as they are drawn.
async fn cards(window: &Window, stage: &str) -> Vec<i64> {
    let script = format!(
        "const column = [...document.querySelectorAll('section[data-place]')]
             .find((section) => section.getAttribute('aria-label').startsWith('{stage}, '));
         return [...(column?.querySelectorAll('[data-card]') ?? [])]
             .sort((one, other) => one.dataset.row - other.dataset.row)
             .map((card) => Number(card.dataset.card));"
    );
    let found = window.script(&script).await;
    let found = found.as_array().cloned().unwrap_or_default();
    found.iter().filter_map(serde_json::Value::as_i64).collect()
}

async fn until(window: &Window, stage: &str, holds: impl Fn(&[i64]) -> bool) {
    let end = std::time::Instant::now() + PATIENCE;
    loop {
        let now = cards(window, stage).await;
        if holds(&now) {
            return;
        }
        if std::time::Instant::now() > end {
            window.fail(&format!("{stage} holds {now:?}")).await;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn card(window: &Window, key: i64) -> Element {
    window.find(&format!("//*[@data-card='{key}']")).await
}

/// Takes a card over to another column.
async fn drag(window: &Window, key: i64, stage: &str) {
    let column = window
        .find(&format!("//section[starts-with(@aria-label, '{stage}, ')]"))
        .await;
    window.drag(&card(window, key).await, &column).await;
}

async fn choose(window: &Window, keys: &[i64]) {
    for key in keys {
        card(window, *key).await.send_keys("x").await.unwrap();
    }
}
