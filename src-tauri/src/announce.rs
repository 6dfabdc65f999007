//! Tells a person who looks elsewhere that a message arrived, and brings them there when they tap it.

use runnel_app::host::{Announcement, Notifier};
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::{ActionPerformed, NotificationExt};

use crate::window::{self, MAIN};

/// Where a notification keeps which conversation it is about.
const CONVERSATION: &str = "conversation";

/// System notifications of this window.
pub struct Announcer {
    app: AppHandle,
}

impl Announcer {
    /// From now on a tapped notification opens its conversation.
    pub fn new(app: AppHandle) -> Self {
        let tapped = app.clone();
        let listening = app
            .notification()
            .on_action(move |action| open(&tapped, action));
        if let Err(error) = listening {
            tracing::warn!(%error, "taps on notifications lead nowhere");
        }
        Self { app }
    }

    fn is_in_front(&self) -> bool {
        let window = self.app.get_webview_window(MAIN);
        window.is_some_and(|window| window.is_focused().unwrap_or(false))
    }
}

impl Notifier for Announcer {
    fn announce(&self, announcement: &Announcement) {
        // Who looks at the window sees the message itself.
        if self.is_in_front() {
            return;
        }
        let (title, body) = words(announcement);
        let notification = self.app.notification().builder().title(title).body(body);
        let shown = notification
            .extra(CONVERSATION, announcement.conversation.0)
            .show();
        if let Err(error) = shown {
            tracing::warn!(%error, "a notification was not shown");
        }
    }
}

/// Without words of any language: whose message it is, how many, and the last one itself.
fn words(announcement: &Announcement) -> (String, String) {
    let Announcement {
        client,
        snippet,
        count,
        conversations,
        ..
    } = announcement;
    let title = match (conversations.saturating_sub(1), count) {
        (0, 0 | 1) => client.clone(),
        (0, count) => format!("{client} ({count})"),
        (others, count) => format!("{client} +{others} ({count})"),
    };
    (title, snippet.clone())
}

fn open(app: &AppHandle, action: &ActionPerformed) {
    window::show(app);
    let about = action
        .notification()
        .and_then(|shown| shown.extra().get(CONVERSATION));
    let (Some(conversation), Some(window)) = (
        about.and_then(serde_json::Value::as_i64),
        app.get_webview_window(MAIN),
    ) else {
        return;
    };
    // The interface's own address of a conversation (ui/src/lib/router.svelte.ts).
    if let Err(error) = window.eval(format!("location.hash = '#/chats/new/{conversation}'")) {
        tracing::warn!(%error, "a tapped notification did not open its conversation");
    }
}

#[cfg(test)]
mod tests {
    use runnel_app::host::Announcement;
    use runnel_domain::ids::ConversationId;

    use super::words;

    fn title(count: u32, conversations: u32) -> String {
        let announcement = Announcement {
            conversation: ConversationId(7),
            client: "Ana".into(),
            snippet: "price?".into(),
            count,
            conversations,
        };
        words(&announcement).0
    }

    #[test]
    fn a_burst_is_one_notification_that_counts() {
        assert_eq!(title(1, 1), "Ana");
        assert_eq!(title(3, 1), "Ana (3)");
        assert_eq!(title(5, 3), "Ana +2 (5)");
    }
}
