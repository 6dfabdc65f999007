//! A workspace in a folder of its own, and ids that count.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use runnel_domain::{Actor, Timestamp, Uid, event::Cause, ids::IdSource};
use runnel_store::{Intent, OpenOptions, Store, StoreError};
use rusqlite::Connection;

/// Sunday, 22 November 2026, 09:00 UTC.
pub const NOW: Timestamp = Timestamp(1_795_338_000_000);

pub struct Counting(AtomicU64);

impl IdSource for Counting {
    fn next_uid(&self) -> Uid {
        let mut bytes = [0; 16];
        bytes[8..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        Uid(bytes)
    }
}

pub fn options() -> OpenOptions {
    OpenOptions::new(NOW, Arc::new(Counting(AtomicU64::new(1))))
}

pub fn intent() -> Intent {
    Intent::plain(NOW, Cause::plain(Actor::System))
}

pub struct Workspace {
    pub folder: tempfile::TempDir,
    pub path: PathBuf,
}

impl Workspace {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.runnel");
        Self { folder, path }
    }

    pub fn open(&self) -> Result<Store, StoreError> {
        Store::open(&self.path, options())
    }

    /// A plain connection beside the store, as another program would have.
    pub fn sqlite(&self) -> Connection {
        let connection = Connection::open(&self.path).unwrap();
        connection
            .pragma_update(None, "foreign_keys", true)
            .unwrap();
        connection
    }
}
