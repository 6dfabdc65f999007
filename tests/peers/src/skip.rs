//! Skipping a test for want of a server: aloud on a person's machine, never on a build server.

use std::io::Write;

use crate::error::PeerError;
use crate::mail::MailServers;

/// The mail servers, or `None` after saying that `story` is skipped because they cannot run here.
///
/// # Panics
/// When they should run and do not: they are there but do not come up, or this is a build server (`CI` is
/// `true`), where nothing expected may be missing.
#[allow(clippy::panic, reason = "a test without its server has to fail")]
pub fn mail_or_skip(story: &str) -> Option<MailServers> {
    match MailServers::start() {
        Ok(servers) => Some(servers),
        Err(PeerError::Missing { program, reason })
            if std::env::var("CI").as_deref() != Ok("true") =>
        {
            // Not by eprintln!, which the test harness keeps to itself when a test passes.
            let _ = writeln!(
                std::io::stderr(),
                "SKIPPED: {story}: {program} cannot run here: {reason}"
            );
            None
        }
        Err(error) => panic!("{story}: {error}"),
    }
}
