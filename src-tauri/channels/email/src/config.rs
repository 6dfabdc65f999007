//! What an e-mail source is set up with. Stored as JSON with the source; the password is not in it.

use runnel_connector::tls::Fingerprint;
use serde::{Deserialize, Serialize};

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after the server was asked for it; without it nothing is sent.
    StartTls,
    /// No protection. Only for servers on this machine, unless the person insists.
    Plain,
}

/// Where a server is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// Host name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
}

impl Server {
    /// A server at `host:port`.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16, security: Security) -> Self {
        Self {
            host: host.into(),
            port,
            security,
        }
    }

    /// `host:port`, as people write it.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// Whether the server runs on this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.host.eq_ignore_ascii_case("localhost")
            || self
                .host
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    }
}

/// An e-mail account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailConfig {
    /// The address that customers write to.
    pub address: String,
    /// The name beside the address on outgoing mail; may be empty.
    #[serde(default)]
    pub name: String,
    /// What to log in with; usually the address.
    pub login: String,
    /// Where mail comes from.
    pub imap: Server,
    /// Where mail goes to.
    pub smtp: Server,
    /// A certificate that the person chose to trust although nobody vouches for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trusted_certificate: Option<Fingerprint>,
    /// The person insists on connections without protection to servers elsewhere.
    #[serde(default)]
    pub allow_plain: bool,
    /// The provider files a copy of what goes out into "Sent" by itself.
    #[serde(default)]
    pub saves_sent: bool,
}

impl EmailConfig {
    /// The part of our address behind the `@`; Message-IDs are made with it.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.address
            .rsplit_once('@')
            .map_or("localhost", |(_, domain)| domain)
    }
}
