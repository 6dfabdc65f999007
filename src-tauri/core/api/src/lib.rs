//! Wire types, the one command table, the router, the change feed, and the TypeScript of all of them.

mod asked;
pub mod commands;
pub mod deed;
mod error;
pub mod feed;
pub mod router;
pub mod typescript;
pub mod wire;

pub use feed::Feed;
pub use router::{COMMANDS, Command, Router};
