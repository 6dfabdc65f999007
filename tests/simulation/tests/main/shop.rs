//! The shop's surroundings: real mail servers, and a faulty line to each of them.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use runnel_peers::{Fault, FaultProxy, MailServers, eventually};
use tempfile::TempDir;

use crate::{dice::Dice, ledger::Ledger, victim::Victim};

/// Who writes to the shop: `c0@localhost` and so on.
pub const CUSTOMERS: usize = 6;

pub struct Shop {
    pub servers: MailServers,
    imap: FaultProxy,
    smtp: FaultProxy,
    folder: TempDir,
}

impl Shop {
    pub fn on(servers: MailServers) -> Self {
        servers.add_mailbox("shop", "shop").unwrap();
        for customer in 0..CUSTOMERS {
            servers.add_mailbox(&mailbox(customer), "x").unwrap();
        }
        Self {
            imap: FaultProxy::to(servers.imap_port()).unwrap(),
            smtp: FaultProxy::to(servers.submission_port()).unwrap(),
            folder: tempfile::tempdir().unwrap(),
            servers,
        }
    }

    pub fn workspace(&self) -> PathBuf {
        self.folder.path().join("shop.runnel")
    }

    /// What the program says about itself, all its lives long.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("victim.log")
    }

    pub fn start(&self, decisions: &[String]) -> Victim {
        let ports = [self.imap.port(), self.smtp.port()];
        Victim::start(&self.workspace(), ports, decisions, &self.log())
    }

    /// The lines of the next life: usually slow, so that a kill meets what is under way; sometimes worse.
    pub fn roll_weather(&self, dice: &mut Dice) {
        let smtp = match dice.number(1..=20) {
            1..=4 => Fault::None,
            5..=16 => Fault::Delay(dice.millis(6..=28)),
            17..=18 => Fault::SwallowReplyTo(b"\r\n.\r\n".to_vec()),
            _ => Fault::CutToServer(dice.number(100..=900)),
        };
        let imap = match dice.number(1..=20) {
            1..=9 => Fault::None,
            10..=18 => Fault::Delay(dice.millis(2..=12)),
            _ => Fault::CutToClient(dice.number(300..=4_000)),
        };
        self.smtp.set(smtp);
        self.imap.set(imap);
    }

    pub fn calm_weather(&self) {
        self.smtp.set(Fault::None);
        self.imap.set(Fault::None);
    }

    /// Lines that a dead program left half open end on the servers too.
    pub fn hang_up(&self) {
        self.smtp.cut_all();
        self.imap.cut_all();
    }

    /// The workspace as a kill left it. A copy: to read the original would repair it before the program can.
    pub fn autopsy(&self) -> Option<Ledger> {
        let copy = self.folder.path().join("copy");
        let _ = fs::remove_dir_all(&copy);
        fs::create_dir(&copy).unwrap();
        for name in ["shop.runnel", "shop.runnel-wal"] {
            let from = self.folder.path().join(name);
            if from.exists() {
                fs::copy(from, copy.join(name)).unwrap();
            }
        }
        Ledger::read(&copy.join("shop.runnel"))
    }

    /// The workspace of a program that lives.
    pub fn look(&self) -> Option<Ledger> {
        Ledger::read(&self.workspace())
    }

    /// Every mail in a customer's inbox, as text.
    pub fn inbox(&self, customer: usize) -> Vec<String> {
        let raw = self.servers.messages(&mailbox(customer)).unwrap();
        raw.iter()
            .map(|mail| String::from_utf8_lossy(mail).replace("\r\n", "\n"))
            .collect()
    }

    /// Mails with customers.
    fn arrived(&self) -> usize {
        (0..CUSTOMERS)
            .map(|customer| self.inbox(customer).len())
            .sum()
    }

    /// Returns once a customer got mail after `cause`, or when the time is over.
    pub fn until_a_customer_gets_mail<T>(&self, at_most: Duration, cause: impl FnOnce() -> T) {
        let before = self.arrived();
        cause();
        eventually(at_most, || self.arrived() > before);
    }

    /// Returns when no customer got mail for so long.
    pub fn until_no_mail_moves(&self, quiet: Duration, at_most: Duration) {
        let count = || self.arrived();
        let begun = std::time::Instant::now();
        let (mut known, mut since) = (count(), std::time::Instant::now());
        while since.elapsed() < quiet {
            assert!(begun.elapsed() < at_most, "mail never stopped moving");
            std::thread::sleep(Duration::from_millis(100));
            let now = count();
            if now != known {
                (known, since) = (now, std::time::Instant::now());
            }
        }
    }
}

pub fn mailbox(customer: usize) -> String {
    format!("c{customer}")
}

/// The end of a log, for whoever reads a failed test.
pub fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}
