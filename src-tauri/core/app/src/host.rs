//! What a host hands in: time, ids, channels, secrets, and a way to tell a person that something arrived.

use std::sync::Arc;

use runnel_connector::Secrets;
use runnel_domain::{
    Clock, TaskKind,
    ids::{ConversationId, IdSource},
};

use crate::channels::Channels;

/// Messages worth announcing; a burst comes as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// The conversation, or the last one of a burst over several.
    pub conversation: ConversationId,
    /// Whose it is.
    pub client: String,
    /// The last message on one line.
    pub snippet: String,
    /// Messages in the burst.
    pub count: u32,
    /// Conversations in the burst.
    pub conversations: u32,
}

/// Tasks whose deadline has come; many at a time come as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The conversation of the first one; `None`: it is about none.
    pub conversation: Option<ConversationId>,
    /// Whose it is; empty: about nobody.
    pub client: String,
    /// What kind the first one is.
    pub kind: TaskKind,
    /// What it says; may be empty.
    pub text: String,
    /// How many.
    pub count: u32,
}

/// Shows announcements. The app decides what is worth one, the host whether it shows (its window may be in front).
pub trait Notifier: Send + Sync {
    /// Something arrived.
    fn announce(&self, announcement: &Announcement);

    /// Something is due.
    fn remind(&self, reminder: &Reminder);
}

/// A notifier for hosts without a desktop.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Notifier for Silent {
    fn announce(&self, _announcement: &Announcement) {}

    fn remind(&self, _reminder: &Reminder) {}
}

/// Everything that the app needs from the program around it.
#[derive(Clone)]
pub struct Host {
    /// Who tells the time.
    pub clock: Arc<dyn Clock>,
    /// Who makes uids.
    pub ids: Arc<dyn IdSource>,
    /// Networks on offer.
    pub channels: Channels,
    /// Where passwords live.
    pub secrets: Arc<dyn Secrets>,
    /// Who shows announcements.
    pub notifier: Arc<dyn Notifier>,
    /// The system's language as a BCP 47 tag, for the words that a new workspace begins with.
    pub locale: String,
    /// The system's IANA time zone, for what "today" means in a new workspace; empty: unknown.
    pub timezone: String,
    /// Version of the program.
    pub version: String,
}
