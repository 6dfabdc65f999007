//! What a channel must do, and nothing about what is done with it.
//!
//! A channel turns one network's wire format into [`Batch`]es and [`Outgoing`]s into requests. It never decides,
//! retries or stores: the engine above owns cursors, order, retries and the outbox.

pub mod caps;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
#[cfg(any(test, feature = "fake"))]
pub mod fake;
pub mod fault;
pub mod http;
pub mod inbound;
pub mod outgoing;
pub mod secrets;
pub mod tls;

use std::time::Duration;

use async_trait::async_trait;

pub use caps::{AddressKind, Caps, Idem, Receive, Start};
pub use fault::{Fault, Say, Scope};
pub use inbound::{
    Address, Arrival, Batch, Cursor, Delivery, DeliveryReport, Edited, Incoming, IncomingFile,
    Item, LossNote, Post, RawEvent, Reacted,
};
pub use outgoing::{Found, IdemKey, OutFile, Outgoing, SendOutcome};
pub use secrets::{Secret, SecretPlace, Secrets, SecretsError};

/// Who an account turned out to be, from [`Connector::check`]; shown by the set-up wizard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Native account, e.g. the mail address.
    pub account: String,
    /// Name to suggest for the source.
    pub name: String,
    /// Things that work less well than they could, e.g. `no_idle`; worded by the interface.
    pub notes: Vec<Say>,
}

/// One connected account. Cheap to share; its own connections live inside.
///
/// Dropping a future of `pull` or `send` must be safe: the engine drops them to stop.
#[async_trait]
pub trait Connector: Send + Sync {
    /// Static facts; they drive the interface.
    fn caps(&self) -> &Caps;

    /// Logs in and tells who we are. Changes nothing on the network.
    async fn check(&self) -> Result<Identity, Fault>;

    /// What came since `cursor` (`None`: start now, with the recent history the channel offers).
    /// Waits up to `wait` for news when there is none: long poll, IDLE or REST poll alike.
    /// Returning the same batch twice is allowed; skipping something is not.
    async fn pull(&self, cursor: Option<&Cursor>, wait: Duration) -> Result<Batch, Fault>;

    /// The batch that led to `cursor` is on disk. Acknowledge it to the network if it needs that.
    async fn committed(&self, _cursor: &Cursor) -> Result<(), Fault> {
        Ok(())
    }

    /// Sends once. Anything that might have left must come back as [`SendOutcome::Unknown`].
    async fn send(&self, outgoing: &Outgoing, key: &IdemKey) -> SendOutcome;

    /// Looks up whether an earlier `send` with this key arrived.
    async fn reconcile(&self, outgoing: &Outgoing, key: &IdemKey) -> Found;
}
