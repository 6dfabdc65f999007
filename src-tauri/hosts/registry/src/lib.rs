//! The channels that every host offers, as the app knows them: the one place where channel crates meet the app.

mod email;

use std::sync::Arc;

use runnel_app::channels::Channels;
use runnel_domain::Clock;

pub use email::{Email, MailHtml};

/// Everything that Runnel can connect to. Connectors tell the time by `clock`.
#[must_use]
pub fn channels(clock: Arc<dyn Clock>) -> Channels {
    let email = Arc::new(Email::new(clock));
    Channels::new(Arc::clone(&email) as _, Arc::new(MailHtml)).with(email)
}
