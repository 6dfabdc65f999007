//! The folder of what we sent: finding it, and filing copies into it.

use async_imap::types::{Name, NameAttribute};
use futures::TryStreamExt;
use runnel_connector::Fault;

use super::{Session, fault};
use crate::config::EmailConfig;

/// Names that providers give the folder where they do not mark it, in the languages of our customers.
const NAMES: [&str; 14] = [
    "sent",
    "sent items",
    "sent messages",
    "sent mail",
    "gesendet",
    "gesendete elemente",
    "gesendete objekte",
    "enviados",
    "elementos enviados",
    "itens enviados",
    "mensagens enviadas",
    // "Отправленные" in the modified UTF-7 that IMAP writes folder names in (RFC 3501, 5.1.3).
    "&bb4eqgq/bebepbqyba0ewpbq9bd0eswq1-",
    "inbox.sent",
    "inbox/sent",
];

impl Session {
    /// The name of the "Sent" folder: marked as such, else called so.
    pub async fn sent_folder(&mut self, config: &EmailConfig) -> Result<Option<String>, Fault> {
        let stream = self
            .raw
            .list(None, Some("*"))
            .await
            .map_err(|error| fault(config, &error))?;
        let names: Vec<Name> = stream
            .try_collect()
            .await
            .map_err(|error| fault(config, &error))?;
        let usable = |name: &&Name| !name.attributes().contains(&NameAttribute::NoSelect);
        let marked = names
            .iter()
            .filter(usable)
            .find(|name| name.attributes().contains(&NameAttribute::Sent));
        let called = || {
            names.iter().filter(usable).find(|name| {
                let full = name.name().to_lowercase();
                let last = name
                    .delimiter()
                    .and_then(|delimiter| full.rsplit(delimiter).next())
                    .unwrap_or(full.as_str());
                NAMES.contains(&full.as_str()) || NAMES.contains(&last)
            })
        };
        Ok(marked.or_else(called).map(|name| name.name().to_owned()))
    }

    /// Files a copy of what we sent. Creates the folder where there is none.
    pub async fn file_sent(&mut self, config: &EmailConfig, message: &[u8]) -> Result<(), Fault> {
        let name = match self.sent_folder(config).await? {
            Some(name) => name,
            None => {
                self.raw
                    .create("Sent")
                    .await
                    .map_err(|error| fault(config, &error))?;
                "Sent".to_owned()
            }
        };
        self.raw
            .append(name, Some("(\\Seen)"), None, message)
            .await
            .map_err(|error| fault(config, &error))
    }

    /// Whether the opened folder holds a mail with this Message-ID.
    pub async fn holds(&mut self, config: &EmailConfig, message_id: &str) -> Result<bool, Fault> {
        let plain = message_id
            .chars()
            .all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\\'));
        if !plain {
            return Ok(false);
        }
        let query = format!("HEADER Message-ID \"{message_id}\"");
        Ok(!self.search(config, &query).await?.is_empty())
    }
}
