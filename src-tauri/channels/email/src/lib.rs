//! E-mail as a channel: IMAP in, SMTP out, MIME and HTML in between.
//!
//! [`EmailConnector`] is one account; [`EmailConfig`] is how it is set up; [`parse`] reads any bytes that somebody
//! calls a mail.

mod compose;
pub mod config;
mod connector;
mod cursor;
pub mod discover;
pub mod html;
mod imap;
pub mod parse;
mod pull;
mod reconcile;
mod smtp;
mod trouble;
mod wire;

pub use config::{EmailConfig, Security, Server};
pub use connector::EmailConnector;
