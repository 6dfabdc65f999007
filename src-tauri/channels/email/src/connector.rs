//! One connected e-mail account.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use async_trait::async_trait;
use runnel_connector::{
    AddressKind, Batch, Caps, Connector, Cursor, Fault, Found, Idem, IdemKey, Identity, Outgoing,
    Receive, Say, Scope, Secret, SendOutcome, Start, tls::Trust,
};
use runnel_domain::Clock;
use tokio::sync::Mutex;

use crate::{
    compose::{compose, message_id},
    config::EmailConfig,
    discover::saves_sent,
    imap::Session,
    pull, smtp,
    trouble::{Service, Trouble, while_setting_up},
};

/// How long a send waits for its copy to be filed; afterwards the copy goes on by itself.
const FILING: Duration = Duration::from_secs(10);

const CAPS: Caps = Caps {
    receive: Receive::Stream,
    offline_tolerance: None,
    idem: Idem::Lookup,
    window: None,
    can_start: Start::Yes,
    starts_per_day: None,
    addresses: AddressKind::Mail,
    max_text: 1_000_000,
    // Providers take 20 to 50 MB with everything encoded (Gmail: 25, Outlook: 20).
    max_file: 20 * 1024 * 1024,
    subjects: true,
    threads: true,
    edits: false,
    deletes: false,
    reactions: false,
    read_out: false,
    comments: false,
};

/// An e-mail account: IMAP in, SMTP out.
pub struct EmailConnector {
    pub(crate) config: Arc<EmailConfig>,
    pub(crate) secret: Secret,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) watch: Mutex<Option<pull::Watch>>,
    trust: OnceLock<Trust>,
}

impl EmailConnector {
    /// The account of `config` with its password. Connects when it is first used.
    #[must_use]
    pub fn new(config: EmailConfig, secret: Secret, clock: Arc<dyn Clock>) -> Self {
        Self {
            config: Arc::new(config),
            secret,
            clock,
            watch: Mutex::new(None),
            trust: OnceLock::new(),
        }
    }

    /// What certificates are trusted; the system's are loaded once.
    pub(crate) fn trust(&self) -> Result<&Trust, Fault> {
        if let Some(trust) = self.trust.get() {
            return Ok(trust);
        }
        let trust = Trust::new(self.config.trusted_certificate.clone()).map_err(|error| {
            Trouble::TlsFailed.fault(Service::Imap, &self.config.imap, error.to_string())
        })?;
        Ok(self.trust.get_or_init(|| trust))
    }

    /// Whether the provider puts what goes out into "Sent" itself.
    pub(crate) fn files_by_itself(&self) -> bool {
        self.config.saves_sent || saves_sent(&self.config.smtp.host)
    }

    /// Files a copy into "Sent". Losing the copy never unsends the mail, so trouble is only noted.
    async fn file_copy(&self, message: Vec<u8>) {
        if self.files_by_itself() {
            return;
        }
        let (Ok(trust), config, secret) = (
            self.trust().cloned(),
            Arc::clone(&self.config),
            self.secret.clone(),
        ) else {
            return;
        };
        let filing = tokio::spawn(async move {
            let filed = async {
                let mut session = Session::open(&config, &secret, &trust).await?;
                session.file_sent(&config, &message).await?;
                session.close().await;
                Ok::<(), Fault>(())
            };
            if let Err(fault) = filed.await {
                tracing::warn!(account = %config.address, %fault, "no copy in Sent");
            }
        });
        let _ = tokio::time::timeout(FILING, filing).await;
    }
}

#[async_trait]
impl Connector for EmailConnector {
    fn caps(&self) -> &Caps {
        &CAPS
    }

    async fn check(&self) -> Result<Identity, Fault> {
        let trust = self.trust()?;
        let session = Session::open(&self.config, &self.secret, trust)
            .await
            .map_err(while_setting_up)?;
        let mut notes = Vec::new();
        if !session.idle {
            notes.push(Say::new("no_idle", self.config.imap.shown(), ""));
        }
        session.close().await;
        smtp::check(&self.config, &self.secret, trust)
            .await
            .map_err(while_setting_up)?;
        Ok(Identity {
            account: self.config.address.clone(),
            name: self.config.address.clone(),
            notes,
        })
    }

    async fn pull(&self, cursor: Option<&Cursor>, wait: Duration) -> Result<Batch, Fault> {
        self.pull_mail(cursor, wait).await
    }

    async fn send(&self, outgoing: &Outgoing, key: &IdemKey) -> SendOutcome {
        let trust = match self.trust() {
            Ok(trust) => trust,
            Err(fault) => {
                let say = fault.say().clone();
                return SendOutcome::Retry {
                    after: None,
                    scope: Scope::Account,
                    say,
                };
            }
        };
        let (config, message, key) = (Arc::clone(&self.config), outgoing.clone(), *key);
        let composed = tokio::task::spawn_blocking(move || compose(&config, &message, &key)).await;
        let message = match composed {
            Ok(Ok(message)) => message,
            Ok(Err(error)) => {
                return SendOutcome::Permanent(Say::new("file_unreadable", "", error.to_string()));
            }
            Err(error) => {
                return SendOutcome::Permanent(Say::new("message_broken", "", error.to_string()));
            }
        };
        let to = &outgoing.to.address;
        match smtp::deliver(&self.config, &self.secret, trust, to, &message).await {
            Ok(reply) => {
                tracing::debug!(reply = %reply.shown(), "sent");
                self.file_copy(message).await;
                SendOutcome::Accepted {
                    remote_id: message_id(&self.config, &key),
                }
            }
            Err(outcome) => outcome,
        }
    }

    async fn reconcile(&self, outgoing: &Outgoing, key: &IdemKey) -> Found {
        self.look_up(outgoing, key).await
    }
}
