//! What a program and everything it started cost together, read from /proc (Linux).

use std::collections::BTreeMap;
use std::fs;

use crate::measure::pss_mib;

/// Kernel clock ticks per second in /proc: `USER_HZ`, 100 on every architecture that Runnel runs on.
const TICKS_PER_SECOND: u64 = 100;

/// One process of a tree.
#[derive(Debug, Clone)]
struct Process {
    pid: u32,
    name: String,
    /// Time on a processor, in ticks, user and system.
    ticks: u64,
    pss_mib: f64,
}

/// A process and its descendants, as they were at one moment.
#[derive(Debug, Clone)]
pub struct Tree(Vec<Process>);

/// Clock ticks in milliseconds.
#[must_use]
pub fn ticks_to_ms(ticks: u64) -> u64 {
    ticks.saturating_mul(1_000 / TICKS_PER_SECOND)
}

impl Tree {
    /// Looks at `root` and all that it started; empty when it is gone.
    #[must_use]
    pub fn of(root: u32) -> Self {
        let all = processes();
        let mut wanted = vec![root];
        let mut found = Vec::new();
        while let Some(pid) = wanted.pop() {
            let children = all.iter().filter(|(_, (parent, _, _))| *parent == pid);
            wanted.extend(children.map(|(child, _)| *child));
            if let Some((_, name, ticks)) = all.get(&pid) {
                found.push(Process {
                    pid,
                    name: name.clone(),
                    ticks: *ticks,
                    pss_mib: pss_mib(pid).unwrap_or_default(),
                });
            }
        }
        Self(found)
    }

    /// Memory of all of them; shared pages are counted once.
    #[must_use]
    pub fn pss_mib(&self) -> f64 {
        self.0.iter().map(|process| process.pss_mib).sum()
    }

    /// Time on a processor of all of them, in clock ticks.
    #[must_use]
    pub fn ticks(&self) -> u64 {
        self.0.iter().map(|process| process.ticks).sum()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them still runs. A zombie that nobody has buried yet does not.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.0.iter().any(|process| {
            let status = fs::read_to_string(format!("/proc/{}/status", process.pid));
            status.is_ok_and(|status| !status.contains("State:\tZ"))
        })
    }

    /// One line per process, for a table.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.0
            .iter()
            .map(|process| format!("{:<24} {:>7.1} MiB", process.name, process.pss_mib))
            .collect()
    }
}

/// Every process by its id: its parent, its name and its ticks.
fn processes() -> BTreeMap<u32, (u32, String, u64)> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // The name stands in parentheses and may hold anything, also parentheses.
            let (head, tail) = stat.rsplit_once(") ")?;
            let (_, name) = head.split_once('(')?;
            let fields: Vec<&str> = tail.split(' ').collect();
            let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
            // proc(5): after the name come state, ppid, …; utime and stime are the 14th and 15th of all.
            let parent = u32::try_from(number(1)?).ok()?;
            let ticks = number(11)?.saturating_add(number(12)?);
            Some((pid, (parent, name.to_owned(), ticks)))
        })
        .collect()
}
