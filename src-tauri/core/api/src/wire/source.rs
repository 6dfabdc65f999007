//! Sources and the mailbox wizard.

use runnel_domain::Channel;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One connected account.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Source {
    /// Source.
    pub id: i64,
    /// Network.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// As people see it.
    pub name: String,
    /// Native account.
    pub account: String,
    /// How it is.
    pub health: SourceHealth,
    /// Last successful pull.
    pub last_pull_at: Option<i64>,
    /// Messages of it waiting to be sent.
    pub waiting: u32,
    /// Comes with the workspace; cannot be removed or paused.
    pub built_in: bool,
}

/// How a source is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SourceHealth {
    /// `ok`, `syncing`, `offline`, `degraded`, `auth_needed`, `conflict`, `blocked`, `paused`.
    pub state: String,
    /// Stable code of the reason; empty: none.
    pub code: String,
    /// What it is about, e.g. a host.
    pub subject: String,
    /// Server's words.
    pub detail: String,
    /// When it is tried again.
    pub next_try_at: Option<i64>,
}

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// Upgraded before signing in.
    StartTls,
    /// None: only for servers on this machine or by explicit choice.
    Plain,
}

/// A server to talk to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MailServer {
    /// Host name.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Protection.
    pub security: Security,
}

/// Find the servers of an address.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MailDiscoverRequest {
    /// Mail address.
    pub address: String,
}

/// What was found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MailDiscovery {
    /// For receiving; null: type it.
    pub imap: Option<MailServer>,
    /// For sending; null: type it.
    pub smtp: Option<MailServer>,
    /// Where it comes from: `known_provider`, `autoconfig`, `guess`, `nothing`.
    pub provenance: String,
    /// What to sign in with; empty: the address.
    pub login: String,
    /// What to know before trying: `needs_app_password`, `needs_oauth`, `needs_imap_switched_on`,
    /// `needs_mail_password`, `certificate_untrusted`, `bad_address`; the subject may be a page that helps.
    pub notes: Vec<Finding>,
}

/// A mailbox as typed into the wizard.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MailboxRequest {
    /// The source to change; null: a new one.
    pub source_id: Option<i64>,
    /// As people shall see it; empty: the address.
    pub name: String,
    /// Mail address.
    pub address: String,
    /// Sign-in name; empty: the address.
    pub login: String,
    /// Password; empty with `source_id`: the stored one.
    pub password: String,
    /// For receiving.
    pub imap: MailServer,
    /// For sending.
    pub smtp: MailServer,
    /// SHA-256 of a certificate that the person chose to trust, hex; null: none.
    pub trusted_certificate: Option<String>,
    /// Name that customers see as the sender.
    pub sender_name: String,
}

/// What testing a mailbox told.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MailboxCheck {
    /// Everything works.
    pub ok: bool,
    /// Codes with what they are about, e.g. `wrong_password`, `no_such_host`, `certificate_untrusted`, `no_idle`.
    pub findings: Vec<Finding>,
}

/// One thing that testing told.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Finding {
    /// Stable code.
    pub code: String,
    /// It prevents saving.
    pub blocking: bool,
    /// What it is about.
    pub subject: String,
    /// Server's words.
    pub detail: String,
}

/// Which source.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SourceId {
    /// Source.
    pub source_id: i64,
}

/// Pause or resume.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SourcePauseRequest {
    /// Source.
    pub source_id: i64,
    /// Paused.
    pub paused: bool,
}
