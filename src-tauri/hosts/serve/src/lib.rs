//! The API over HTTP on loopback, so that the interface runs in a browser: for work on it and for browser tests.
//!
//! Never shipped. It listens on 127.0.0.1 only, wants a random token, and refuses requests that another page in the
//! same browser may have made (foreign `Host` or `Origin`).

pub mod fake;
mod files;
mod guard;
pub mod options;
pub mod server;

pub use options::Options;
pub use server::{Running, ServeError, serve};
