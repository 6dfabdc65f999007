//! A mail world of one's own: mailboxes, a way in, a way out, and a certificate nobody else trusts.

use std::time::Duration;

use tempfile::TempDir;

use crate::certificate::Certificate;
use crate::dovecot::{Dovecot, Ports, open_to_all};
use crate::error::PeerError;
use crate::opensmtpd::OpenSmtpd;
use crate::{lmtp, maildir, port};

/// How a mail world differs from the usual one.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether IMAP offers IDLE; without it a client has to poll.
    pub idle: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { idle: true }
    }
}

/// Two free ports may be taken by somebody else between being found and being used.
const TRIES: usize = 3;
/// Queue, retry and bounce of OpenSMTPD together; usually well under two seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// Dovecot and OpenSMTPD for `@localhost`; mail to `@bounce.localhost` comes back.
#[derive(Debug)]
pub struct MailServers {
    // In this order, so that the servers are gone before their folder is.
    _smtpd: OpenSmtpd,
    dovecot: Dovecot,
    ports: Ports,
    authority: String,
    _folder: TempDir,
}

impl MailServers {
    /// Returns once both servers accept connections. There are no mailboxes yet.
    pub fn start() -> Result<Self, PeerError> {
        Self::start_with(Options::default())
    }

    /// The same with differences, such as a server without IDLE.
    pub fn start_with(options: Options) -> Result<Self, PeerError> {
        let mut tries = 1;
        loop {
            match Self::try_start(options) {
                Err(PeerError::Silent { .. }) if tries < TRIES => tries += 1,
                done => return done,
            }
        }
    }

    fn try_start(options: Options) -> Result<Self, PeerError> {
        installed("dovecot")?;
        installed("smtpd")?;
        let folder = tempfile::Builder::new().prefix("runnel-mail-").tempdir()?;
        open_to_all(folder.path())?;
        let tls = Certificate::make(folder.path())?;
        let [imap, imaps, submission, submissions, lmtp, relay] = port::free()?;
        let ports = Ports {
            imap,
            imaps,
            submission,
            submissions,
            lmtp,
            relay,
        };
        let mut dovecot = Dovecot::new(folder.path(), ports, &tls, options.idle)?;
        dovecot.start()?;
        let smtpd = OpenSmtpd::start(folder.path(), relay, lmtp)?;
        Ok(Self {
            _smtpd: smtpd,
            dovecot,
            ports,
            authority: tls.authority,
            _folder: folder,
        })
    }

    /// A mailbox `name@localhost`.
    pub fn add_mailbox(&self, name: &str, password: &str) -> Result<(), PeerError> {
        self.dovecot.add_mailbox(name, password)
    }

    /// IMAP without TLS from the start; STARTTLS is offered.
    pub fn imap_port(&self) -> u16 {
        self.ports.imap
    }

    /// IMAP in TLS, with a certificate for `localhost` and `127.0.0.1` given by [`MailServers::ca_pem`].
    pub fn imaps_port(&self) -> u16 {
        self.ports.imaps
    }

    /// SMTP submission without TLS from the start; STARTTLS is offered, a login is needed.
    pub fn submission_port(&self) -> u16 {
        self.ports.submission
    }

    /// SMTP submission in TLS.
    pub fn submissions_port(&self) -> u16 {
        self.ports.submissions
    }

    /// The authority that a client has to trust to believe these servers.
    pub fn ca_pem(&self) -> &str {
        &self.authority
    }

    /// Puts a message into a mailbox at once and unchanged but for `Return-Path`, `Delivered-To` and
    /// `Received` on top. An empty `from` is the null sender of bounces.
    pub fn deliver(&self, from: &str, to: &str, raw: &[u8]) -> Result<(), PeerError> {
        lmtp::deliver(self.ports.lmtp, from, to, raw)
    }

    /// What a mailbox's inbox holds, oldest first, as raw messages.
    pub fn messages(&self, name: &str) -> Result<Vec<Vec<u8>>, PeerError> {
        maildir::messages(&self.dovecot.home(name), "")
    }

    /// What a mailbox holds in a folder such as `Sent`.
    pub fn messages_in(&self, name: &str, folder: &str) -> Result<Vec<Vec<u8>>, PeerError> {
        maildir::messages(&self.dovecot.home(name), &format!(".{folder}"))
    }

    /// Waits until an inbox holds at least `count` messages, and returns them.
    pub fn wait_for_messages(&self, name: &str, count: usize) -> Result<Vec<Vec<u8>>, PeerError> {
        let mut found = Ok(Vec::new());
        let arrived = port::eventually(PATIENCE, || {
            found = self.messages(name);
            found
                .as_ref()
                .map_or(true, |messages| messages.len() >= count)
        });
        if arrived {
            return found;
        }
        let awaited = format!("{count} messages in the inbox of {name}");
        Err(PeerError::Late {
            awaited,
            seconds: PATIENCE.as_secs(),
        })
    }

    /// Makes the server forget its numbering of an inbox: UIDVALIDITY is another one afterwards. Clients
    /// that are connected have to be gone, so stop and start the server around it.
    pub fn drop_uidlist(&self, name: &str) -> Result<(), PeerError> {
        maildir::drop_uidlist(&self.dovecot.home(name))
    }

    /// IMAP, LMTP and submission are gone, and every connection with them; mailboxes stay.
    pub fn stop_imap(&mut self) {
        self.dovecot.stop();
    }

    /// They are back on the same ports.
    pub fn start_imap(&mut self) -> Result<(), PeerError> {
        self.dovecot.start()
    }
}

fn installed(program: &'static str) -> Result<(), PeerError> {
    // Servers live where an ordinary person's search path does not lead.
    let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin"];
    if folders
        .iter()
        .any(|folder| std::path::Path::new(folder).join(program).is_file())
    {
        return Ok(());
    }
    Err(PeerError::Missing {
        program,
        reason: "it is not installed".into(),
    })
}
