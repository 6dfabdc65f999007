//! Real servers for tests: Dovecot and OpenSMTPD on free loopback ports, and a proxy that makes faults.
//!
//! Each [`MailServers`] is a mail world of its own in a scratch folder: test processes, and tests in one
//! process, run beside each other without meeting. It ends when it is dropped, and also when the test
//! process dies in any way, by the end of a pipe that only the test process holds.

mod certificate;
mod dovecot;
mod error;
mod lmtp;
mod mail;
mod maildir;
mod opensmtpd;
mod port;
mod proxy;
mod skip;
mod watched;

pub use error::PeerError;
pub use mail::{MailServers, Options};
pub use port::{answers, eventually, free};
pub use proxy::{Fault, FaultProxy};
pub use skip::mail_or_skip;
pub use watched::Watched;
