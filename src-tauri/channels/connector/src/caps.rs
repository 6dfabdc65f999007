//! Static facts about a channel, shown to people and used by the engine.

use std::time::Duration;

pub use runnel_domain::addressee::AddressKind;

/// How news reach us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receive {
    /// The server holds the request until something comes.
    LongPoll,
    /// A standing connection.
    Stream,
    /// We ask every so often.
    Poll,
}

/// What protects against a second send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idem {
    /// The network refuses the same key again for this long.
    Native {
        /// How long the key is remembered.
        ttl: Duration,
    },
    /// A sent message can be looked up afterwards.
    Lookup,
    /// Neither.
    None,
}

/// Whether we may write first (UC-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Always.
    Yes,
    /// After the customer agreed.
    AfterOptIn,
    /// With an approved template only.
    Template,
    /// Never.
    Never,
}

/// Static facts about a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caps {
    /// How news reach us.
    pub receive: Receive,
    /// How long we may be away without losing messages; `None`: as long as we like.
    pub offline_tolerance: Option<Duration>,
    /// What protects against a second send.
    pub idem: Idem,
    /// How long after the customer's last direct message we may answer it; `None`: always. Comments know no window.
    pub window: Option<Duration>,
    /// Whether we may write first.
    pub can_start: Start,
    /// Conversations that may be begun on one day; `None`: as many as we like.
    pub starts_per_day: Option<u32>,
    /// What addresses look like.
    pub addresses: AddressKind,
    /// Characters in one message.
    pub max_text: usize,
    /// Bytes in one file.
    pub max_file: u64,
    /// Messages have a subject.
    pub subjects: bool,
    /// One address can have several threads, told apart by what messages refer to; otherwise the address is the
    /// thread.
    pub threads: bool,
    /// Sent messages can be edited.
    pub edits: bool,
    /// Sent messages can be deleted.
    pub deletes: bool,
    /// Messages can carry reactions.
    pub reactions: bool,
    /// We learn that ours were read.
    pub read_out: bool,
    /// There are comments under posts as well as direct messages.
    pub comments: bool,
}
