//! What can go wrong below the store, with a variant only where a caller branches.

use std::path::PathBuf;

use crate::change::Entity;

/// Why a read, a write or the opening of a workspace failed. Nothing of a failed write stays.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite refused. The transaction was rolled back.
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A file beside the database could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The workspace was written by a newer version; it was left untouched.
    #[error("the workspace has version {found}, this program understands {supported}")]
    NewerFile {
        /// `user_version` of the file.
        found: i64,
        /// The newest one that this program knows.
        supported: i64,
    },
    /// The file is a database, but not one of ours; it was left untouched.
    #[error("not a Runnel workspace: {0}")]
    ForeignFile(PathBuf),
    /// Another process has the workspace open.
    #[error("the workspace is open elsewhere: {0}")]
    InUse(PathBuf),
    /// A stored value cannot be what it is.
    #[error("corrupt: {0}")]
    Corrupt(String),
    /// No such row.
    #[error("{entity:?} {id} does not exist")]
    NotFound {
        /// What kind of thing.
        entity: Entity,
        /// Its id.
        id: i64,
    },
    /// Somebody else changed the row in between; nothing was written.
    #[error("{entity:?} {id} was changed in between")]
    Conflict {
        /// What kind of thing.
        entity: Entity,
        /// Its id.
        id: i64,
    },
    /// The request makes no sense; `code` is worded by the interface.
    #[error("invalid: {code}")]
    Invalid {
        /// Stable code.
        code: &'static str,
        /// What the wording needs.
        params: serde_json::Value,
    },
    /// The store was closed, or its thread died, before the work was done.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// A request that makes no sense, without parameters.
    #[must_use]
    pub const fn invalid(code: &'static str) -> Self {
        Self::Invalid {
            code,
            params: serde_json::Value::Null,
        }
    }

    pub(crate) fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::Io {
            path: path.into(),
            source,
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Corrupt(error.to_string())
    }
}
