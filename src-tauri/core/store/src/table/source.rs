//! Connected accounts: rows of `source`.

use rusqlite::{Row, params};
use runnel_domain::{Channel, SourceHealth, Timestamp, Uid, ids::SourceId};

use super::column;
use crate::{Entity, FromRow, Read, StoreError, Tx};

/// One connected account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Row id.
    pub id: SourceId,
    /// Same source in every copy of the workspace.
    pub uid: Uid,
    /// Kind of network.
    pub channel: Channel,
    /// As people see it.
    pub name: String,
    /// Native account, e.g. the mail address.
    pub account: String,
    /// The connector's settings as JSON; never a secret.
    pub config: String,
    /// Name of the secret in the keychain.
    pub secret_ref: Option<String>,
    /// How it is doing.
    pub health: SourceHealth,
    /// Code and params of the health as JSON.
    pub health_note: String,
    /// Last successful pull.
    pub last_pull_at: Option<Timestamp>,
    /// When connected.
    pub created_at: Timestamp,
    /// When disconnected; its messages stay.
    pub removed_at: Option<Timestamp>,
}

impl FromRow for Source {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: column::id(row, "id", SourceId)?,
            uid: column::uid(row, "uid")?,
            channel: column::word(row, "channel", Channel::parse)?,
            name: row.get("name")?,
            account: row.get("account")?,
            config: row.get("config")?,
            secret_ref: row.get("secret_ref")?,
            health: column::word(row, "health", SourceHealth::parse)?,
            health_note: row.get("health_note")?,
            last_pull_at: column::moment_opt(row, "last_pull_at")?,
            created_at: column::moment(row, "created_at")?,
            removed_at: column::moment_opt(row, "removed_at")?,
        })
    }
}

/// What is needed to connect an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSource<'a> {
    /// Kind of network.
    pub channel: Channel,
    /// As people see it.
    pub name: &'a str,
    /// Native account.
    pub account: &'a str,
    /// The connector's settings as JSON; never a secret.
    pub config: &'a str,
    /// Name of the secret in the keychain.
    pub secret_ref: Option<&'a str>,
    /// How it starts out.
    pub health: SourceHealth,
}

const COLUMNS: &str = "id, uid, channel, name, account, config, secret_ref, health, health_note, \
                       last_pull_at, created_at, removed_at";

/// Every source that is not removed, in the order in which they were connected.
pub fn list(read: &Read<'_>) -> Result<Vec<Source>, StoreError> {
    read.query_all(
        "SELECT id, uid, channel, name, account, config, secret_ref, health, health_note, \
         last_pull_at, created_at, removed_at FROM source WHERE removed_at IS NULL ORDER BY id",
        [],
    )
}

/// One source, removed or not.
pub fn get(read: &Read<'_>, source: SourceId) -> Result<Source, StoreError> {
    find(read, source)?.ok_or(StoreError::NotFound { entity: Entity::Source, id: source.0 })
}
