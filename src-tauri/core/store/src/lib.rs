//! The workspace file: SQLite behind one writing thread and a few readers. The only crate that names rusqlite.
//!
//! A write is a closure over a [`Tx`], a read is a closure over a [`Read`]; nothing awaits inside either.
//! All SQL stands in [`table`] (one file per table) and [`shop`] (what happens to a conversation and its deal).

mod change;
mod condition;
mod error;
mod feed;
mod files;
mod intent;
mod migrate;
mod open;
#[cfg(test)]
mod plans;
mod pool;
pub(crate) mod row;
#[cfg(test)]
mod screens;
pub mod search;
pub mod shop;
mod store;
pub mod table;
mod tx;
mod undo;
mod worker;
mod writer;

pub use change::{Change, ChangeSet, Entity};
pub use error::StoreError;
pub use files::{Files, KeptFile, safe_file_name};
pub use intent::{Committed, Intent, UndoLabel};
pub use store::{OpenOptions, Store};
pub use tx::{Read, Tx};
pub use undo::{Reach, Skipped, Undone, reach};
pub use worker::Lane;
