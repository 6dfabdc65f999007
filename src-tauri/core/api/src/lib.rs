//! Wire types, the one command table, the router, the change feed, and the TypeScript of all of them.

pub mod commands;
mod error;
pub mod feed;
pub mod router;
pub mod typescript;
pub mod wire;

pub use feed::Feed;
pub use router::{COMMANDS, Router};
