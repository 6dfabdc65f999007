//! Dovecot as an unprivileged process: IMAP, LMTP, and submission in front of OpenSMTPD.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::certificate::Certificate;
use crate::error::PeerError;
use crate::port;
use crate::watched::{Watched, tail};

/// Where it listens, always on loopback.
#[derive(Debug, Clone, Copy)]
pub struct Ports {
    pub imap: u16,
    pub imaps: u16,
    pub submission: u16,
    pub submissions: u16,
    pub lmtp: u16,
    /// Where submission hands mail on: OpenSMTPD.
    pub relay: u16,
}

/// Whom the server runs as: a person's own account, or `nobody` when that is root.
#[derive(Debug, Clone)]
struct Account {
    user: String,
    group: String,
    uid: u32,
    gid: u32,
    /// Put before the command to become that account.
    become_it: Vec<String>,
}

#[derive(Debug)]
pub struct Dovecot {
    folder: PathBuf,
    account: Account,
    running: Option<Watched>,
    ports: Ports,
}

impl Dovecot {
    /// Writes its configuration; [`Dovecot::start`] runs it.
    pub fn new(
        folder: &Path,
        ports: Ports,
        tls: &Certificate,
        idle: bool,
    ) -> Result<Self, PeerError> {
        let account = Account::find()?;
        let dovecot = Self {
            folder: folder.join("dovecot"),
            account,
            running: None,
            ports,
        };
        dovecot.own(&dovecot.folder, |path| fs::create_dir(path))?;
        for name in ["run", "state", "mail"] {
            dovecot.own(&dovecot.folder.join(name), |path| fs::create_dir(path))?;
        }
        dovecot.own(&dovecot.passwd(), |path| fs::write(path, ""))?;
        dovecot.own(&tls.key, |_| Ok(()))?;
        let config = dovecot.config(tls, idle);
        dovecot.own(&dovecot.folder.join("dovecot.conf"), |path| {
            fs::write(path, config)
        })?;
        Ok(dovecot)
    }

    pub fn start(&mut self) -> Result<(), PeerError> {
        let mut command = self.account.become_it.clone();
        command.extend(["dovecot".into(), "-F".into(), "-c".into()]);
        command.push(
            self.folder
                .join("dovecot.conf")
                .to_string_lossy()
                .into_owned(),
        );
        let running = Watched::start(&command, &self.folder.join("dovecot.out"))?;
        for port in [self.ports.imap, self.ports.lmtp, self.ports.submission] {
            if !port::answers(port, || running.is_alive()) {
                let log = format!(
                    "{}\n{}",
                    running.said(),
                    tail(&self.folder.join("dovecot.log"))
                );
                return Err(PeerError::Silent {
                    program: "dovecot",
                    port,
                    log,
                });
            }
        }
        self.running = Some(running);
        Ok(())
    }

    /// Closes every connection and listens no more.
    pub fn stop(&mut self) {
        self.running = None;
    }

    /// A mailbox that can log in and receive; others are refused by name.
    pub fn add_mailbox(&self, name: &str, password: &str) -> Result<(), PeerError> {
        let Account { uid, gid, .. } = self.account;
        let home = self.home(name);
        let path = self.passwd();
        let at = |source| PeerError::File {
            path: path.clone(),
            source,
        };
        let mut file = OpenOptions::new().append(true).open(&path).map_err(at)?;
        writeln!(
            file,
            "{name}:{{PLAIN}}{password}:{uid}:{gid}::{}::",
            home.display()
        )
        .map_err(at)
    }

    /// The mailbox's Maildir.
    pub fn home(&self, name: &str) -> PathBuf {
        self.folder.join("mail").join(name)
    }

    fn passwd(&self) -> PathBuf {
        self.folder.join("passwd")
    }

    /// Makes something and hands it to the account that the server runs as.
    fn own(
        &self,
        path: &Path,
        make: impl FnOnce(&Path) -> std::io::Result<()>,
    ) -> Result<(), PeerError> {
        let at = |source| PeerError::File {
            path: path.to_path_buf(),
            source,
        };
        make(path).map_err(at)?;
        if self.account.become_it.is_empty() {
            return Ok(());
        }
        chown(path, Some(self.account.uid), Some(self.account.gid)).map_err(at)
    }

    fn config(&self, tls: &Certificate, idle: bool) -> String {
        let Ports {
            imap,
            imaps,
            submission,
            submissions,
            lmtp,
            relay,
        } = self.ports;
        let Account {
            user,
            group,
            uid,
            gid,
            ..
        } = &self.account;
        let folder = self.folder.display();
        let (certificate, key) = (tls.certificate.display(), tls.key.display());
        // Without the word IDLE a client has to poll, as with some old providers.
        let capability = if idle {
            ""
        } else {
            "imap_capability = IMAP4rev1 UIDPLUS MOVE SPECIAL-USE\n"
        };
        format!(
            "base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
listen = 127.0.0.1
protocols = imap lmtp submission
hostname = localhost
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
last_valid_uid = 0
first_valid_gid = 1
mail_uid = {uid}
mail_gid = {gid}
mail_location = maildir:{folder}/mail/%n
mail_fsync = never
mail_max_userip_connections = 200
submission_max_mail_size = 100M
submission_relay_host = 127.0.0.1
submission_relay_port = {relay}
{capability}ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%n {folder}/passwd
}}
userdb {{
  driver = passwd-file
  args = username_format=%n {folder}/passwd
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service submission-login {{
  chroot =
  inet_listener submission {{
    port = {submission}
  }}
  inet_listener submissions {{
    port = {submissions}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
  mailbox Junk {{
    auto = subscribe
    special_use = \\Junk
  }}
  mailbox Drafts {{
    auto = subscribe
    special_use = \\Drafts
  }}
}}
"
        )
    }
}

impl Account {
    fn find() -> Result<Self, PeerError> {
        if id(&["-u"])? != "0" {
            return Ok(Self {
                user: id(&["-un"])?,
                group: id(&["-gn"])?,
                uid: number(&id(&["-u"])?)?,
                gid: number(&id(&["-g"])?)?,
                become_it: Vec::new(),
            });
        }
        let (user, group) = ("nobody".to_owned(), id(&["-gn", "nobody"])?);
        let become_it = vec![
            "setpriv".into(),
            format!("--reuid={user}"),
            format!("--regid={group}"),
            "--clear-groups".into(),
            "--".into(),
        ];
        let (uid, gid) = (number(&id(&["-u", &user])?)?, number(&id(&["-g", &user])?)?);
        Ok(Self {
            user,
            group,
            uid,
            gid,
            become_it,
        })
    }
}

fn id(args: &[&str]) -> Result<String, PeerError> {
    let told = Command::new("id").args(args).output()?;
    Ok(String::from_utf8_lossy(&told.stdout).trim().to_owned())
}

fn number(text: &str) -> Result<u32, PeerError> {
    text.parse().map_err(|_| PeerError::Refused {
        asked: "the number of an account".into(),
        answer: text.into(),
    })
}

/// The scratch folder itself has to let the server's account pass through.
pub fn open_to_all(folder: &Path) -> Result<(), PeerError> {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).map_err(|source| {
        PeerError::File {
            path: folder.to_path_buf(),
            source,
        }
    })
}
