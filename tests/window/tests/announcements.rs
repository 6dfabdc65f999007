//! Stands in for the desktop's notification service on the test's own session bus.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use runnel_peers::eventually;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::OwnedValue;

/// Title and text, as a person would read them in the corner of the screen.
pub type Shown = (String, String);

/// What programs on this bus have announced, for as long as it lives.
pub struct Announcements {
    shown: Arc<Mutex<Vec<Shown>>>,
    _bus: Connection,
}

impl Announcements {
    pub fn listen() -> Self {
        let shown = Arc::default();
        let desktop = Desktop {
            shown: Arc::clone(&shown),
        };
        let bus = Builder::session()
            .and_then(|bus| bus.name("org.freedesktop.Notifications"))
            .and_then(|bus| bus.serve_at("/org/freedesktop/Notifications", desktop))
            .and_then(Builder::build);
        Self {
            shown,
            _bus: bus.expect("run by: cargo xtask test --only window"),
        }
    }

    pub fn all(&self) -> Vec<Shown> {
        self.shown.lock().unwrap().clone()
    }

    /// Waits until at least so many were shown.
    pub fn wait_for(&self, count: usize) -> Vec<Shown> {
        eventually(Duration::from_secs(20), || self.all().len() >= count);
        self.all()
    }
}

struct Desktop {
    shown: Arc<Mutex<Vec<Shown>>>,
}

/// <https://specifications.freedesktop.org/notification-spec/latest/protocol.html>
#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Desktop {
    #[allow(clippy::too_many_arguments, reason = "the specification's arguments")]
    fn notify(
        &self,
        _app_name: &str,
        replaces_id: u32,
        _app_icon: &str,
        summary: &str,
        body: &str,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expire_timeout: i32,
    ) -> u32 {
        let mut shown = self.shown.lock().unwrap();
        shown.push((summary.to_owned(), body.to_owned()));
        let next = u32::try_from(shown.len()).unwrap();
        if replaces_id == 0 { next } else { replaces_id }
    }

    fn close_notification(&self, _id: u32) {}

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".into(), "actions".into()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("stand-in".into(), "Runnel".into(), "1".into(), "1.2".into())
    }
}
