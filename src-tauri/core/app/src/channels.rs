//! The kinds of networks that a host offers. The app knows them by these traits and never by name.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use runnel_connector::{Connector, Say, Secret};
use runnel_domain::Channel;

/// One kind of network.
pub trait ChannelKind: Send + Sync {
    /// Which one.
    fn channel(&self) -> Channel;

    /// A connector for one account, from its settings (JSON, see `source.config`) and its secret. Touches no network.
    ///
    /// # Errors
    /// When the settings cannot be understood, or a secret is missing.
    fn connect(&self, config: &str, secret: Option<Secret>) -> Result<Arc<dyn Connector>, Say>;
}

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// Upgraded before signing in.
    StartTls,
    /// None.
    Plain,
}

/// A server to talk to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    /// Host name.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Protection.
    pub security: Security,
}

/// A mailbox as typed by a person; the password travels beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Mail address.
    pub address: String,
    /// Sign-in name.
    pub login: String,
    /// For receiving.
    pub imap: MailServer,
    /// For sending.
    pub smtp: MailServer,
    /// SHA-256 of a certificate that the person chose to trust, hex.
    pub trusted_certificate: Option<String>,
    /// Name that customers see as the sender; may be empty.
    pub sender_name: String,
}

/// What was found out about an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailDiscovery {
    /// For receiving.
    pub imap: Option<MailServer>,
    /// For sending.
    pub smtp: Option<MailServer>,
    /// What to sign in with; empty: the address.
    pub login: String,
    /// `known_provider`, `autoconfig`, `guess` or `nothing`.
    pub provenance: &'static str,
    /// What to know before trying, e.g. `needs_app_password`; the subject may be a page that helps.
    pub notes: Vec<Say>,
}

/// What the mail channel can do beside carrying messages.
#[async_trait]
pub trait MailRoom: Send + Sync {
    /// Looks for the servers of an address: known providers, the provider's own answer, a guess.
    async fn discover(&self, address: &str) -> MailDiscovery;

    /// The settings of a mailbox as the mail channel keeps them in `source.config`. Never holds the password.
    ///
    /// # Errors
    /// When a part of it makes no sense.
    fn config(&self, mailbox: &Mailbox) -> Result<String, Say>;

    /// The mailbox that these settings stand for, to be looked at or changed.
    ///
    /// # Errors
    /// When the settings cannot be read.
    fn mailbox(&self, config: &str) -> Result<Mailbox, Say>;
}

/// A picture that came with a message.
#[derive(Debug, Clone)]
pub struct InlineImage {
    /// As the HTML names it (`cid:…`), without brackets.
    pub content_id: String,
    /// Media type.
    pub mime: String,
    /// Bytes.
    pub bytes: Vec<u8>,
}

/// HTML that is safe to show in a sandboxed frame.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SafeHtml {
    /// A whole document.
    pub document: String,
    /// Pictures left out because they are on the network.
    pub blocked_images: u32,
}

/// Makes foreign HTML safe: no scripts, no network unless asked for.
pub trait HtmlSanitiser: Send + Sync {
    /// `remote_images`: the person asked for pictures from the network.
    fn sanitise(&self, html: &str, images: &[InlineImage], remote_images: bool) -> SafeHtml;
}

/// Everything that a host offers. Clones are the same offer.
#[derive(Clone)]
pub struct Channels {
    kinds: BTreeMap<Channel, Arc<dyn ChannelKind>>,
    mail: Arc<dyn MailRoom>,
    html: Arc<dyn HtmlSanitiser>,
}

impl Channels {
    /// An offer without any channel yet.
    #[must_use]
    pub fn new(mail: Arc<dyn MailRoom>, html: Arc<dyn HtmlSanitiser>) -> Self {
        Self {
            kinds: BTreeMap::new(),
            mail,
            html,
        }
    }

    /// The same offer with one more kind.
    #[must_use]
    pub fn with(mut self, kind: Arc<dyn ChannelKind>) -> Self {
        self.kinds.insert(kind.channel(), kind);
        self
    }

    pub(crate) fn kind(&self, channel: Channel) -> Option<&Arc<dyn ChannelKind>> {
        self.kinds.get(&channel)
    }

    pub(crate) fn mail(&self) -> &Arc<dyn MailRoom> {
        &self.mail
    }

    pub(crate) fn html(&self) -> &Arc<dyn HtmlSanitiser> {
        &self.html
    }
}
