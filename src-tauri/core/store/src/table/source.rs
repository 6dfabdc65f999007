//! Connected accounts: rows of `source`.

use runnel_domain::{Channel, SourceHealth, Timestamp, Uid, ids::SourceId};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

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
            id: row.get("id")?,
            uid: row.get("uid")?,
            channel: row.get("channel")?,
            name: row.get("name")?,
            account: row.get("account")?,
            config: row.get("config")?,
            secret_ref: row.get("secret_ref")?,
            health: row.get("health")?,
            health_note: row.get("health_note")?,
            last_pull_at: row.get("last_pull_at")?,
            created_at: row.get("created_at")?,
            removed_at: row.get("removed_at")?,
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

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, uid, channel, name, account, config, secret_ref, health, health_note, \
             last_pull_at, created_at, removed_at FROM source ",
            $rest
        )
    };
}

/// Every source that is not removed, in the order in which they were connected.
pub fn list(read: &Read<'_>) -> Result<Vec<Source>, StoreError> {
    read.query_all(select!("WHERE removed_at IS NULL ORDER BY id"), [])
}

/// One source, removed or not.
pub fn find(read: &Read<'_>, source: SourceId) -> Result<Option<Source>, StoreError> {
    read.query_opt(select!("WHERE id = ?1"), [source.0])
}

/// One source, removed or not; `NotFound` where there is none.
pub fn get(read: &Read<'_>, source: SourceId) -> Result<Source, StoreError> {
    find(read, source)?.ok_or(StoreError::NotFound {
        entity: Entity::Source,
        id: source.0,
    })
}

/// The connected source with this channel and account, if there is one.
pub fn by_account(
    read: &Read<'_>,
    channel: Channel,
    account: &str,
) -> Result<Option<Source>, StoreError> {
    read.query_opt(
        select!("WHERE channel = ?1 AND account = ?2 AND removed_at IS NULL ORDER BY id LIMIT 1"),
        params![channel.as_str(), account],
    )
}

/// Connects an account. One that was disconnected comes back with its conversations and goes on where it stood,
/// because the same mail would otherwise come in twice.
pub fn insert(tx: &mut Tx<'_>, new: &NewSource<'_>) -> Result<SourceId, StoreError> {
    let before: Option<SourceId> = tx.query_value_opt(
        "SELECT id FROM source WHERE channel = ?1 AND account = ?2 ORDER BY id DESC LIMIT 1",
        params![new.channel.as_str(), new.account],
    )?;
    if let Some(source) = before {
        update(tx, source, new.name, new.config, new.secret_ref)?;
        tx.execute(
            "UPDATE source SET removed_at = NULL WHERE id = ?1",
            [source.0],
        )?;
        set_health(tx, source, new.health, "{}")?;
        return Ok(source);
    }
    let uid = tx.next_uid();
    let now = tx.now().0;
    let id = tx.insert(
        "INSERT INTO source (uid, channel, name, account, config, secret_ref, health, created_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            uid.0,
            new.channel.as_str(),
            new.name,
            new.account,
            new.config,
            new.secret_ref,
            new.health.as_str(),
            now
        ],
    )?;
    tx.touch(Entity::Source, id);
    Ok(SourceId(id))
}

/// Changes name, settings and the name of the secret.
pub fn update(
    tx: &mut Tx<'_>,
    source: SourceId,
    name: &str,
    config: &str,
    secret_ref: Option<&str>,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE source SET name = ?2, config = ?3, secret_ref = ?4 WHERE id = ?1",
        params![source.0, name, config, secret_ref],
    )?;
    tx.touch(Entity::Source, source.0);
    Ok(())
}

/// Says how the source is doing. Touches nothing when nothing changed, so that a quiet source stays quiet.
pub fn set_health(
    tx: &mut Tx<'_>,
    source: SourceId,
    health: SourceHealth,
    note: &str,
) -> Result<(), StoreError> {
    let changed = tx.execute(
        "UPDATE source SET health = ?2, health_note = ?3 \
         WHERE id = ?1 AND (health <> ?2 OR health_note <> ?3)",
        params![source.0, health.as_str(), note],
    )?;
    if changed > 0 {
        tx.touch(Entity::Source, source.0);
    }
    Ok(())
}

/// Writes down a successful pull. Nobody is told: the interface shows it when it next reads the source.
pub fn pulled(tx: &mut Tx<'_>, source: SourceId) -> Result<(), StoreError> {
    let now = tx.now().0;
    tx.execute(
        "UPDATE source SET last_pull_at = ?2 WHERE id = ?1",
        params![source.0, now],
    )?;
    Ok(())
}

/// Disconnects the account; its conversations stay.
pub fn remove(tx: &mut Tx<'_>, source: SourceId) -> Result<(), StoreError> {
    let now = tx.now().0;
    tx.execute(
        "UPDATE source SET removed_at = ?2, health = 'paused' WHERE id = ?1 AND removed_at IS NULL",
        params![source.0, now],
    )?;
    tx.touch(Entity::Source, source.0);
    Ok(())
}
