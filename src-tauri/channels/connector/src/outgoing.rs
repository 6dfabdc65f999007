//! What goes to a network, and what became of it.

use std::{path::PathBuf, time::Duration};

use runnel_domain::{Timestamp, Uid};

use crate::{Address, Say, Scope};

/// The idempotency key of one outbox row. Message-ID, txnId and the like derive from it and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdemKey(pub Uid);

/// One message to send.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// To whom.
    pub to: Address,
    /// Native thread key of the conversation.
    pub thread_key: String,
    /// Native id of the post that it goes under, where everybody reads it; `None`: to the customer alone.
    pub post: Option<String>,
    /// Native id of the message that is answered; `None`: a new thread.
    pub in_reply_to: Option<String>,
    /// Native ids of the thread, oldest first.
    pub references: Vec<String>,
    /// Subject; ignored where the channel has none.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// Files.
    pub files: Vec<OutFile>,
    /// Written by a trigger: marked as automatic on the wire (RFC 3834 `Auto-Submitted`).
    pub automatic: bool,
    /// When it was written; goes on the wire as its date.
    pub written_at: Timestamp,
}

/// A file to send.
#[derive(Debug, Clone)]
pub struct OutFile {
    /// Name to show.
    pub name: String,
    /// Media type.
    pub mime: String,
    /// Where it lies; read when sending.
    pub path: PathBuf,
}

/// What became of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// The network has it.
    Accepted {
        /// Its native id.
        remote_id: String,
    },
    /// It will never go like this; a person has to act.
    Permanent(Say),
    /// Certainly not gone; try later.
    Retry {
        /// The server's own wish.
        after: Option<Duration>,
        /// What must wait.
        scope: Scope,
        /// What to tell meanwhile.
        say: Say,
    },
    /// It may have gone.
    Unknown(Say),
}

/// What a look-up of an earlier send found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It is there.
    Sent {
        /// Its native id.
        remote_id: String,
    },
    /// It is certainly not there.
    Absent,
    /// The channel cannot tell; ask a person.
    CannotKnow,
    /// Not now (offline); ask again later.
    Later,
}
