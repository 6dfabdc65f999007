//! What comes from a network: batches of raw events with what was read from them.

use runnel_domain::Timestamp;

/// Where we are in a source's stream: the connector's own versioned JSON, opaque to everybody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub String);

/// What one pull brought. The engine stores all of it and the cursor in one transaction.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// In the network's order.
    pub events: Vec<RawEvent>,
    /// Where to go on; `None`: nothing moved.
    pub next: Option<Cursor>,
    /// More is ready at once.
    pub more: bool,
    /// The network may have lost something while we were away.
    pub lost: Option<LossNote>,
}

/// One thing that the network told us, verbatim and as understood.
#[derive(Debug, Clone)]
pub struct RawEvent {
    /// Stable: the same thing fetched again has the same key.
    pub key: String,
    /// The network's time.
    pub occurred_at: Timestamp,
    /// The connector's word for it, e.g. `mail`.
    pub kind: &'static str,
    /// Kept verbatim.
    pub raw: Vec<u8>,
    /// What it means.
    pub item: Item,
}

/// What a raw event means.
#[derive(Debug, Clone)]
pub enum Item {
    /// A message, the customer's or one of ours sent elsewhere.
    Message(Box<Incoming>),
    /// News about a message that we sent.
    Delivery(DeliveryReport),
    /// Its writer changed a message.
    Edited(Edited),
    /// Its writer took a message back; the native id of it.
    Deleted(String),
    /// The customer put a sign on a message, or took it off.
    Reacted(Reacted),
    /// Understood, and nothing to show (e.g. a copy of what we sent ourselves).
    Nothing,
}

/// Where the message was when we fetched it decides what it may set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// It just came: events, triggers and notifications follow.
    Live,
    /// History of before the source was connected: it fires nothing and is not unread.
    History,
}

/// An address on the channel with the name that came with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Normalised: mail lower case.
    pub address: String,
    /// As written.
    pub shown: String,
    /// Name beside it; may be empty.
    pub name: String,
}

/// A message as read from the network. Text is clean: no NUL, line ends are `\n`, valid Unicode.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Native id, e.g. Message-ID without brackets (or a stable stand-in).
    pub remote_id: String,
    /// Native ids of the thread, nearest ancestor first (In-Reply-To, then References from the end).
    pub references: Vec<String>,
    /// Key of the thread if this message begins one.
    pub thread_key: String,
    /// The customer at the other end: the sender, or the receiver of what we sent elsewhere.
    pub customer: Address,
    /// Where an answer goes when it is not `customer` (Reply-To).
    pub reply_to: Option<Address>,
    /// `true`: we wrote it, with another program.
    pub outgoing: bool,
    /// See [`Arrival`].
    pub arrival: Arrival,
    /// Written by a machine: triggers stay silent (RFC 3834, lists).
    pub automatic: bool,
    /// Subject; empty where there is none.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// Characters of `text` before the quoted part; `None`: nothing is quoted.
    pub visible_len: Option<usize>,
    /// HTML as received, not sanitised.
    pub html: Option<String>,
    /// BCP 47 tag, where the network says.
    pub language: String,
    /// Files.
    pub files: Vec<IncomingFile>,
    /// The post that it stands under; `None`: it was written to us alone.
    pub post: Option<Post>,
}

/// A post of ours that people comment on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Native id or address.
    pub id: String,
    /// Its beginning; may be empty.
    pub text: String,
}

/// A message reads differently now. An older state of it that arrives late changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// Native id of the message.
    pub remote_id: String,
    /// Plain text as it reads now.
    pub text: String,
    /// HTML as it reads now, not sanitised.
    pub html: Option<String>,
}

/// A sign on a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reacted {
    /// Native id of the message.
    pub remote_id: String,
    /// The sign; empty with `taken_off`: every sign of the customer's.
    pub emoji: String,
    /// It was taken off again.
    pub taken_off: bool,
}

/// A file that came with a message.
#[derive(Debug, Clone)]
pub struct IncomingFile {
    /// Name as written; the engine makes it safe.
    pub name: String,
    /// Media type.
    pub mime: String,
    /// Bytes.
    pub bytes: Vec<u8>,
    /// For images inside HTML; without brackets, may be empty.
    pub content_id: String,
}

/// News about a message that we sent.
#[derive(Debug, Clone)]
pub struct DeliveryReport {
    /// Native id of our message.
    pub remote_id: String,
    /// How far it came.
    pub delivery: Delivery,
    /// Stable code for a failure, e.g. `no_such_mailbox`; empty otherwise.
    pub code: String,
    /// The network's words.
    pub detail: String,
}

/// How far a message of ours came, as the network tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Reached the customer's device or mailbox.
    Delivered,
    /// Seen.
    Read,
    /// Came back.
    Failed,
}

/// The network may have lost messages between these moments; a marker stands in the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LossNote {
    /// From, if known.
    pub from: Option<Timestamp>,
    /// Until, if known.
    pub until: Option<Timestamp>,
}
