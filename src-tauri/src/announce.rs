//! Tells a person who looks elsewhere that a message arrived or a task is due, and brings them there when they tap it.

use runnel_app::host::{Announcement, Notifier, Reminder};
use runnel_domain::{TaskKind, ids::ConversationId};
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
        self.show(words(announcement), Some(announcement.conversation));
    }

    fn remind(&self, reminder: &Reminder) {
        self.show(due_words(reminder), reminder.conversation);
    }
}

impl Announcer {
    fn show(&self, (title, body): (String, String), about: Option<ConversationId>) {
        // Who looks at the window sees it there.
        if self.is_in_front() {
            return;
        }
        let mut notification = self.app.notification().builder().title(title).body(body);
        if let Some(conversation) = about {
            notification = notification.extra(CONVERSATION, conversation.0);
        }
        if let Err(error) = notification.show() {
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

/// Without words of any language: a bell, what the task says and whose it is.
fn due_words(reminder: &Reminder) -> (String, String) {
    let Reminder {
        client,
        kind,
        text,
        count,
        ..
    } = reminder;
    let sign = match kind {
        TaskKind::Call => "\u{1f4de}",
        TaskKind::Meeting => "\u{1f465}",
        TaskKind::Custom => "\u{23f0}",
    };
    let what = [sign, text.as_str()].join(" ").trim().to_owned();
    let title = match count {
        0 | 1 => what,
        count => format!("{what} (+{})", count - 1),
    };
    (title, client.clone())
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
    use runnel_app::host::{Announcement, Reminder};
    use runnel_domain::{TaskKind, ids::ConversationId};

    use super::{due_words, words};

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

    #[test]
    fn a_task_that_is_due_says_what_and_about_whom() {
        let due = |text: &str, count| Reminder {
            conversation: None,
            client: "Ana".into(),
            kind: TaskKind::Call,
            text: text.into(),
            count,
        };
        let told = due_words(&due("Ring back", 1));
        assert_eq!(told, ("\u{1f4de} Ring back".to_owned(), "Ana".to_owned()));
        assert_eq!(due_words(&due("", 5)).0, "\u{1f4de} (+4)");
    }
}
