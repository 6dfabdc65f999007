//! OpenSMTPD: a queue with retries and real bounces, behind Dovecot's submission.
//!
//! It has one fixed spool and one fixed control socket on a machine. In a mount namespace of its own both
//! are empty and private, so many instances run beside each other. Its own TLS is broken on Debian 12,
//! which is why clients speak to Dovecot and only Dovecot speaks to it.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::error::PeerError;
use crate::port;
use crate::watched::Watched;

/// Mail to anyone here fails for good, and its sender gets the delivery status notification.
pub const BOUNCING_DOMAIN: &str = "bounce.localhost";

const IN_ITS_OWN_WORLD: &str = "mount -t tmpfs -o mode=755 tmpfs /var/spool && mkdir -m 711 /var/spool/smtpd \
    && mount -t tmpfs -o mode=755 tmpfs /run && exec smtpd -d -f \"$0\"";

#[derive(Debug)]
pub struct OpenSmtpd {
    _running: Watched,
}

impl OpenSmtpd {
    /// Listens on `listen` and delivers `@localhost` to the LMTP server on `lmtp`.
    pub fn start(folder: &Path, listen: u16, lmtp: u16) -> Result<Self, PeerError> {
        may_have_a_world()?;
        let config = folder.join("smtpd.conf");
        let text = format!(
            "table known {{ \"@localhost\" = nobody }}
table unknown {{ \"@{BOUNCING_DOMAIN}\" = nobody }}
smtp max-message-size \"100M\"
listen on 127.0.0.1 port {listen} hostname localhost
action \"deliver\" lmtp \"127.0.0.1:{lmtp}\" rcpt-to virtual <known>
action \"bounce\" mda \"/bin/false\" virtual <unknown>
match from any for domain \"localhost\" action \"deliver\"
match from any for domain \"{BOUNCING_DOMAIN}\" action \"bounce\"
"
        );
        fs::write(&config, text).map_err(|source| PeerError::File {
            path: config.clone(),
            source,
        })?;
        let mut command: Vec<String> = [
            "unshare",
            "--mount",
            "--propagation",
            "private",
            "sh",
            "-c",
            IN_ITS_OWN_WORLD,
        ]
        .map(Into::into)
        .into();
        command.push(config.to_string_lossy().into_owned());
        let running = Watched::start(&command, &folder.join("smtpd.log"))?;
        if !port::answers(listen, || running.is_alive()) {
            return Err(PeerError::Silent {
                program: "smtpd",
                port: listen,
                log: running.said(),
            });
        }
        Ok(Self { _running: running })
    }
}

/// smtpd changes accounts and needs its own mounts: only root may, and not in every container.
fn may_have_a_world() -> Result<(), PeerError> {
    let tried = Command::new("unshare").args(["--mount", "true"]).output()?;
    if tried.status.success() {
        return Ok(());
    }
    let reason = format!(
        "it needs root: {}",
        String::from_utf8_lossy(&tried.stderr).trim()
    );
    Err(PeerError::Missing {
        program: "smtpd",
        reason,
    })
}
