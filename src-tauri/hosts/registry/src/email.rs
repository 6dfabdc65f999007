//! E-mail as the app knows it: a kind of network, a wizard's questions, HTML to show.

use std::sync::Arc;

use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use runnel_app::channels::{
    ChannelKind, HtmlSanitiser, InlineImage, MailDiscovery, MailRoom, MailServer, Mailbox,
    SafeHtml, Security,
};
use runnel_connector::{Connector, Say, Secret, tls::Fingerprint};
use runnel_domain::{Channel, Clock};
use runnel_email::{
    EmailConfig, EmailConnector, Server,
    discover::{self, Provenance},
    html,
};

/// The mail channel.
pub struct Email {
    clock: Arc<dyn Clock>,
}

impl Email {
    /// Mail whose dates come from `clock`.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock }
    }
}

impl ChannelKind for Email {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    fn connect(&self, config: &str, secret: Option<Secret>) -> Result<Arc<dyn Connector>, Say> {
        let config: EmailConfig = serde_json::from_str(config)
            .map_err(|error| Say::new("settings_unreadable", "", error.to_string()))?;
        let missing = || Say::new("password_missing", config.address.clone(), "");
        let secret = secret.ok_or_else(missing)?;
        Ok(Arc::new(EmailConnector::new(
            config,
            secret,
            Arc::clone(&self.clock),
        )))
    }
}

#[async_trait]
impl MailRoom for Email {
    async fn discover(&self, address: &str) -> MailDiscovery {
        let found = match discover::discover(address).await {
            Ok(found) => found.into_iter().next(),
            Err(fault) => {
                let notes = vec![fault.say().clone()];
                return MailDiscovery {
                    provenance: "nothing",
                    notes,
                    ..MailDiscovery::default()
                };
            }
        };
        let Some(best) = found else {
            return MailDiscovery {
                provenance: "nothing",
                ..MailDiscovery::default()
            };
        };
        MailDiscovery {
            imap: Some(found_server(best.imap)),
            smtp: Some(found_server(best.smtp)),
            provenance: match best.provenance {
                Provenance::Known => "known_provider",
                Provenance::Published => "autoconfig",
                Provenance::Guessed => "guess",
            },
            login: best.login,
            notes: best.notes,
        }
    }

    fn config(&self, mailbox: &Mailbox) -> Result<String, Say> {
        let (imap, smtp) = (server(&mailbox.imap), server(&mailbox.smtp));
        // Whoever picks "none" in the wizard for a server elsewhere has read what it says there.
        let allow_plain = [&mailbox.imap, &mailbox.smtp]
            .iter()
            .any(|s| s.security == Security::Plain);
        let config = EmailConfig {
            address: mailbox.address.clone(),
            name: mailbox.sender_name.clone(),
            login: mailbox.login.clone(),
            imap,
            smtp,
            trusted_certificate: mailbox.trusted_certificate.clone().map(Fingerprint),
            allow_plain,
            saves_sent: false,
        };
        serde_json::to_string(&config).map_err(unreadable)
    }

    fn mailbox(&self, config: &str) -> Result<Mailbox, Say> {
        let config: EmailConfig = serde_json::from_str(config).map_err(unreadable)?;
        Ok(Mailbox {
            address: config.address,
            login: config.login,
            imap: found_server(config.imap),
            smtp: found_server(config.smtp),
            trusted_certificate: config.trusted_certificate.map(|Fingerprint(hex)| hex),
            sender_name: config.name,
        })
    }
}

#[allow(clippy::needless_pass_by_value)] // as `map_err` hands it
fn unreadable(error: serde_json::Error) -> Say {
    Say::new("settings_unreadable", "", error.to_string())
}

/// HTML of mails, made safe by the mail channel.
#[derive(Debug, Clone, Copy, Default)]
pub struct MailHtml;

impl HtmlSanitiser for MailHtml {
    fn sanitise(&self, source: &str, images: &[InlineImage], remote_images: bool) -> SafeHtml {
        let inline = images
            .iter()
            .map(|image| {
                let bytes = STANDARD.encode(&image.bytes);
                (
                    image.content_id.clone(),
                    format!("data:{};base64,{bytes}", image.mime),
                )
            })
            .collect();
        let page = html::page(source, &inline, remote_images);
        SafeHtml {
            document: page.document,
            blocked_images: u32::try_from(page.blocked_images).unwrap_or(u32::MAX),
        }
    }
}

fn server(server: &MailServer) -> Server {
    let security = match server.security {
        Security::Tls => runnel_email::Security::Tls,
        Security::StartTls => runnel_email::Security::StartTls,
        Security::Plain => runnel_email::Security::Plain,
    };
    Server::new(server.host.trim(), server.port, security)
}

fn found_server(server: Server) -> MailServer {
    let security = match server.security {
        runnel_email::Security::Tls => Security::Tls,
        runnel_email::Security::StartTls => Security::StartTls,
        runnel_email::Security::Plain => Security::Plain,
    };
    MailServer {
        host: server.host,
        port: server.port,
        security,
    }
}
