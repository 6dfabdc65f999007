//! A shop with a mailbox on real servers, and its customers Ana and Ben.

use std::sync::{Arc, Mutex, MutexGuard};

use runnel_connector::{Connector, Cursor, Incoming, Secret, conformance};
use runnel_domain::{Clock, Timestamp};
use runnel_email::{EmailConfig, EmailConnector, Security, Server};
use runnel_peers::{MailServers, mail_or_skip};

pub const PASSWORD: &str = "pw of the shöp";

/// The clock of these tests; servers have their own, so it stands at the real present.
pub struct Present;

impl Clock for Present {
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        Timestamp(i64::try_from(since.as_millis()).unwrap())
    }
}

pub struct Shop {
    servers: Mutex<MailServers>,
    pub config: EmailConfig,
}

impl Shop {
    /// The shop, unless its servers cannot run here.
    pub fn open(story: &str) -> Option<Self> {
        Some(Self::on(mail_or_skip(story)?))
    }

    pub fn on(servers: MailServers) -> Self {
        for (name, password) in [("shop", PASSWORD), ("ana", "a"), ("ben", "b")] {
            servers.add_mailbox(name, password).unwrap();
        }
        let config = EmailConfig {
            address: "shop@localhost".to_owned(),
            name: "The Shop".to_owned(),
            login: "shop".to_owned(),
            imap: Server::new("127.0.0.1", servers.imap_port(), Security::Plain),
            smtp: Server::new("127.0.0.1", servers.submission_port(), Security::Plain),
            trusted_certificate: None,
            allow_plain: false,
            saves_sent: false,
        };
        Self {
            servers: Mutex::new(servers),
            config,
        }
    }

    pub fn servers(&self) -> MutexGuard<'_, MailServers> {
        self.servers.lock().unwrap()
    }

    pub fn connector(&self) -> EmailConnector {
        connector(self.config.clone())
    }

    /// A connector with a different set-up.
    pub fn connector_with(&self, change: impl FnOnce(&mut EmailConfig)) -> EmailConnector {
        let mut config = self.config.clone();
        change(&mut config);
        connector(config)
    }

    /// A letter with these headers and this text from a customer arrives.
    pub fn letter(&self, from: &str, headers: &str, text: &str) {
        let raw = format!("From: {from}@localhost\nTo: shop@localhost\n{headers}\n\n{text}\n");
        self.raw(&format!("{from}@localhost"), raw.as_bytes());
    }

    /// Bytes arrive.
    pub fn raw(&self, from: &str, raw: &[u8]) {
        self.servers().deliver(from, "shop@localhost", raw).unwrap();
    }
}

pub fn connector(config: EmailConfig) -> EmailConnector {
    EmailConnector::new(config, Secret::new(PASSWORD), Arc::new(Present))
}

/// Connects and reads what there is.
pub async fn connect(connector: &dyn Connector) -> Option<Cursor> {
    conformance::connect(connector).await
}

/// The next message of a customer.
pub async fn next_message(connector: &dyn Connector, cursor: &mut Option<Cursor>) -> Incoming {
    conformance::messages(connector, cursor, 1).await.remove(0)
}
