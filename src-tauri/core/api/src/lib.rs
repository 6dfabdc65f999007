//! Wire types, the one command table, the router, and the TypeScript of both.

pub mod commands;
pub mod typescript;
pub mod wire;
