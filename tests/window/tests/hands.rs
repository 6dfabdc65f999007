//! A person's hands and eyes: elements found by what is written on them, typing, and dragging.

use std::time::Duration;

use fantoccini::Locator;
use fantoccini::actions::{
    Actions, InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::Element;
use fantoccini::key::Key;

use crate::window::{PATIENCE, Window, quoted};

/// Pixels from the left and from the top of the page.
pub type Point = (f64, f64);

impl Window {
    /// The element of this XPath, as soon as it is to be seen.
    pub async fn find(&self, xpath: &str) -> Element {
        let end = std::time::Instant::now() + PATIENCE;
        while std::time::Instant::now() < end {
            let found = self.client.find_all(Locator::XPath(xpath)).await;
            for element in found.unwrap_or_default() {
                if element.is_displayed().await.unwrap_or(false) {
                    return element;
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.fail(&format!("`{xpath}` did not appear")).await
    }

    /// A button, by its text or its label.
    pub async fn press(&self, name: &str) {
        let name = quoted(name);
        let button = self
            .find(&format!(
                "//button[normalize-space(.)={name} or @aria-label={name}]"
            ))
            .await;
        self.click(&button, &format!("the button {name}")).await;
    }

    /// A link of the main navigation.
    pub async fn go(&self, place: &str) {
        let place = quoted(place);
        let link = self
            .find(&format!(
                "//nav[@aria-label='Main navigation']//a[span[normalize-space(.)={place}]]"
            ))
            .await;
        self.click(&link, &format!("the link {place}")).await;
    }

    /// Writes into the field with this label, in place of what stands there.
    pub async fn fill(&self, label: &str, text: &str) {
        self.fill_in("//body", label, text).await;
    }

    /// The same within a part of the window, such as one of two groups with the same labels.
    pub async fn fill_in(&self, part: &str, label: &str, text: &str) {
        let label = quoted(label);
        let field = self
            .find(&format!(
                "{part}//*[self::input or self::textarea][@id=//label[starts-with(normalize-space(.), {label})]/@for]"
            ))
            .await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Opens a list of choices by its label and takes one.
    pub async fn choose(&self, label: &str, choice: &str) {
        let list = self
            .find(&format!(
                "//button[starts-with(@aria-label, {})]",
                quoted(&format!("{label}:"))
            ))
            .await;
        self.click(&list, label).await;
        let option = self
            .find(&format!(
                "//*[@role='option'][normalize-space(.)={}]",
                quoted(choice)
            ))
            .await;
        self.click(&option, choice).await;
    }

    pub async fn click(&self, element: &Element, what: &str) {
        if let Err(error) = element.click().await {
            self.fail(&format!("{what} could not be clicked: {error}"))
                .await;
        }
    }

    /// Presses a letter together with Ctrl, wherever the focus is.
    pub async fn press_ctrl(&self, key: char) {
        self.press_keys(&[char::from(Key::Control)], key).await;
    }

    /// Presses one key with others held down, wherever the focus is.
    pub async fn press_keys(&self, held: &[char], key: char) {
        let mut keys = KeyActions::new("keyboard".into());
        for &key in held {
            keys = keys.then(KeyAction::Down { value: key });
        }
        keys = keys
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        for &key in held.iter().rev() {
            keys = keys.then(KeyAction::Up { value: key });
        }
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Takes hold of one element and lets go over the head of a column.
    pub async fn drag(&self, from: &Element, to: &Element) {
        let (start, end) = (self.middle(from).await, self.top(to).await);
        self.drag_between(start, end).await;
    }

    /// Takes hold at one point of the page and lets go at another, on a way with steps as a hand makes them.
    pub async fn drag_between(&self, start: Point, end: Point) {
        /// Enough for a drag to be told from a click and for each column on the way to light up.
        const STEPS: u32 = 12;
        let mut hand =
            MouseActions::new("hand".into())
                .then(moved(start, 0))
                .then(PointerAction::Down {
                    button: MOUSE_BUTTON_LEFT,
                });
        for step in 1..=STEPS {
            let share = f64::from(step) / f64::from(STEPS);
            let at = |from: f64, to: f64| (from + (to - from) * share).round();
            hand = hand.then(moved((at(start.0, end.0), at(start.1, end.1)), 20));
        }
        // The hand rests before it lets go, so that the place is where it was last seen.
        let hand = hand
            .then(PointerAction::Pause {
                duration: Duration::from_millis(100),
            })
            .then(PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            });
        let actions: Actions = hand.into();
        self.client.perform_actions(actions).await.unwrap();
    }

    async fn middle(&self, element: &Element) -> Point {
        let (x, y, width, height) = element.rectangle().await.unwrap();
        ((x + width / 2.0).round(), (y + height / 2.0).round())
    }

    /// Below the head of a column, where its first card lies or would lie.
    async fn top(&self, column: &Element) -> Point {
        let (x, y, width, _) = column.rectangle().await.unwrap();
        ((x + width / 2.0).round(), (y + 60.0).round())
    }
}

fn moved((x, y): Point, milliseconds: u64) -> PointerAction {
    PointerAction::MoveTo {
        duration: Some(Duration::from_millis(milliseconds)),
        x,
        y,
    }
}
