//! What can go wrong with a network, sorted by what has to be done about it.

use std::time::Duration;

/// Something to tell a person: a stable code that the interface words, and what the server said verbatim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Say {
    /// Stable code, e.g. `wrong_password`, `no_such_host`, `certificate_untrusted`, `no_idle`.
    pub code: &'static str,
    /// The thing it is about (host, address); may be empty.
    pub subject: String,
    /// The server's own words; may be empty. Never holds a secret.
    pub detail: String,
}

impl Say {
    /// A code about a thing, with the server's words.
    #[must_use]
    pub fn new(code: &'static str, subject: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            code,
            subject: subject.into(),
            detail: detail.into(),
        }
    }
}

/// What else must wait when something has to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The whole account.
    Account,
    /// Only this conversation.
    Conversation,
}

/// Why a pull or a check failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No way to the network; it will come back by itself.
    #[error("offline: {}", .0.detail)]
    Offline(Say),
    /// The server asks for patience, or stumbled.
    #[error("try again later: {}", .say.detail)]
    Retry {
        /// The server's own wish, where it named one.
        after: Option<Duration>,
        /// What must wait.
        scope: Scope,
        /// What to tell.
        say: Say,
    },
    /// The account needs the person: password, consent.
    #[error("sign-in refused: {}", .0.detail)]
    Auth(Say),
    /// The set-up is wrong: no such host, untrusted certificate, wrong port.
    #[error("set-up: {}", .0.detail)]
    Setup(Say),
    /// Another program uses this account in a way that excludes us.
    #[error("conflict: {}", .0.detail)]
    Conflict(Say),
    /// The network shut the account out.
    #[error("blocked: {}", .0.detail)]
    Blocked(Say),
    /// The server answered something that we do not understand.
    #[error("protocol: {}", .0.detail)]
    Protocol(Say),
}

impl Fault {
    /// What to tell a person.
    #[must_use]
    pub const fn say(&self) -> &Say {
        match self {
            Self::Retry { say, .. } => say,
            Self::Offline(say)
            | Self::Auth(say)
            | Self::Setup(say)
            | Self::Conflict(say)
            | Self::Blocked(say)
            | Self::Protocol(say) => say,
        }
    }
}
