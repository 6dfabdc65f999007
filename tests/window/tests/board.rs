//! The board in the real window: cards dragged with the pointer and moved by key.
//!
//! Nothing of the page is held on to: where a card lies is asked right before a hand goes there, because columns draw
//! their cards anew whenever they change.

use std::time::{Duration, Instant};

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::hands::Point;
use crate::window::{PATIENCE, Window, quoted};

/// Customers of the sample; each stage in use has more than ten cards of them.
const CUSTOMERS: u64 = 300;
const FROM: &str = "New request";
const TO: &str = "In work";

/// UP-9, UP-12, CP-10
#[tokio::test]
async fn cards_are_dragged_alone_and_together_over_a_folded_column_and_moved_by_key() {
    let window = Window::open().await;
    window
        .ask("sample_fill", json!({ "conversations": CUSTOMERS }))
        .await;
    window.go("Pipeline").await;
    window
        .until("the sample is filled in", async |window| {
            let told = window.ask("workspace_get", json!({})).await;
            let count = |place: &str| told["counts"][place].as_u64().unwrap_or(0);
            count("new") + count("accepted") + count("archive") >= CUSTOMERS
        })
        .await;
    let before = settled(&window, FROM).await;
    assert!(before.len() >= 5, "enough to choose from: {before:?}");

    // One.
    let first = before[0];
    drag(&window, first, TO).await;
    holds(&window, TO, |cards| cards.contains(&first)).await;
    holds(&window, FROM, |cards| !cards.contains(&first)).await;
    window.press_ctrl('z').await;
    holds(&window, FROM, |cards| cards == before).await;

    // Three, which arrive in the order in which they stood.
    let three = &before[..3];
    for (taken, &card) in three.iter().enumerate() {
        focus(&window, card).await;
        window.press_keys(&[], 'x').await;
        window.read(&format!("{} selected", taken + 1)).await;
    }
    drag(&window, three[1], TO).await;
    holds(&window, TO, |cards| {
        cards.windows(3).any(|some| some == three)
    })
    .await;
    window.picture("board-three").await;
    window.press_ctrl('z').await;
    holds(&window, FROM, |cards| cards == before).await;

    // Over a column that is folded, which takes it at its end.
    window.press(&format!("Fold {TO}")).await;
    window
        .find(&format!("//button[@aria-label='Unfold {TO}']"))
        .await;
    drag(&window, first, TO).await;
    holds(&window, FROM, |cards| !cards.contains(&first)).await;
    window.picture("board-folded").await;
    assert_eq!(deals(&window, TO).await.last(), Some(&first));
    window.press(&format!("Unfold {TO}")).await;
    window.press_ctrl('z').await;
    holds(&window, FROM, |cards| cards == before).await;

    // By key, with the focus going along.
    let second = before[1];
    focus(&window, second).await;
    let (ctrl, shift) = (char::from(Key::Control), char::from(Key::Shift));
    window
        .press_keys(&[ctrl, shift], char::from(Key::Right))
        .await;
    holds(&window, TO, |cards| cards.contains(&second)).await;
    window
        .until("the focus goes along with the card", async |window| {
            focused(window).await == Some(second)
        })
        .await;
    window.press_ctrl('z').await;
    holds(&window, FROM, |cards| cards == before).await;
    window.close().await;
}

/// Waits until the core has the cards of a stage like this, and the window shows them so, as far as they are drawn.
async fn holds(window: &Window, stage: &str, holds: impl Fn(&[i64]) -> bool) {
    let mut seen = (Vec::new(), Vec::new());
    let end = Instant::now() + PATIENCE;
    while Instant::now() < end {
        seen = (deals(window, stage).await, drawn(window, stage).await);
        let (kept, shown) = &seen;
        if holds(kept) && (shown.is_empty() || kept.starts_with(shown)) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (kept, shown) = seen;
    window
        .fail(&format!("{stage} holds {kept:?} and shows {shown:?}"))
        .await;
}

/// The cards of a stage, once the window shows them as the core has them.
async fn settled(window: &Window, stage: &str) -> Vec<i64> {
    window
        .until("the column is drawn", async |window| {
            !drawn(window, stage).await.is_empty()
        })
        .await;
    holds(window, stage, |_| true).await;
    deals(window, stage).await
}

/// The cards of a stage from the top, as the core has them.
async fn deals(window: &Window, stage: &str) -> Vec<i64> {
    let told = window.ask("workspace_get", json!({})).await;
    let stages = told["pipelines"][0]["stages"].as_array().unwrap();
    let stage = stages.iter().find(|one| one["name"] == stage).unwrap();
    let wanted = json!({
        "pipeline_id": 1, "filter": null, "stage_id": stage["id"], "offset": 0, "limit": 200,
    });
    let page = window.ask("board_cards", wanted).await;
    numbers(page["cards"].as_array().unwrap().iter(), |card| {
        card["deal_id"].as_i64()
    })
}

/// The cards of a column from the top, as far as they are drawn without a gap.
async fn drawn(window: &Window, stage: &str) -> Vec<i64> {
    let script = format!(
        "return {}.sort((one, other) => one.dataset.row - other.dataset.row)
             .filter((card, index) => Number(card.dataset.row) === index)
             .map((card) => Number(card.dataset.card));",
        cards_of(stage)
    );
    let found = window.script(&script).await;
    numbers(found.as_array().unwrap().iter(), Value::as_i64)
}

fn numbers<'a>(
    list: impl Iterator<Item = &'a Value>,
    number: impl Fn(&Value) -> Option<i64>,
) -> Vec<i64> {
    list.filter_map(number).collect()
}

/// The drawn cards of a stage, as a list in a script.
fn cards_of(stage: &str) -> String {
    format!(
        "[...document.querySelectorAll('section[data-place]')]
             .filter((column) => column.getAttribute('aria-label').startsWith({}))
             .flatMap((column) => [...column.querySelectorAll('[data-card]')])",
        quoted(&format!("{stage}, "))
    )
}

/// Takes a card over to the upper end of another column.
async fn drag(window: &Window, card: i64, stage: &str) {
    let from = place(
        window,
        &format!("document.querySelector('[data-card=\"{card}\"]')"),
        |(_, height)| height / 2.0,
    )
    .await;
    let column = format!(
        "[...document.querySelectorAll('section[data-place]')]
             .find((column) => column.getAttribute('aria-label').startsWith({}))",
        quoted(&format!("{stage}, "))
    );
    let to = place(window, &column, |_| 60.0).await;
    window.drag_between(from, to).await;
}

/// The middle of an element, so far below its upper edge as is said for its size.
async fn place(window: &Window, element: &str, down: impl Fn(Point) -> f64) -> Point {
    let script = format!(
        "const box = {element}?.getBoundingClientRect();
         return box && [box.x, box.y, box.width, box.height];"
    );
    let found = window.script(&script).await;
    let sides: Vec<f64> = serde_json::from_value(found).unwrap_or_default();
    let [x, y, width, height] = sides[..] else {
        window.fail(&format!("`{element}` is not there")).await
    };
    (
        (x + width / 2.0).round(),
        (y + down((width, height))).round(),
    )
}

/// Gives a card the focus, and waits until it has it.
async fn focus(window: &Window, card: i64) {
    let script = format!("document.querySelector('[data-card=\"{card}\"]')?.focus()");
    window
        .until(&format!("card {card} has the focus"), async |window| {
            window.script(&script).await;
            focused(window).await == Some(card)
        })
        .await;
}

async fn focused(window: &Window) -> Option<i64> {
    let script = "return Number(document.activeElement?.dataset.card ?? 0)";
    window.script(script).await.as_i64()
}
