//! A server process that cannot outlive the test process.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::error::PeerError;
use crate::port::eventually;

/// Starts the server, tells its process id, and waits for the end of standard input, whose other end only
/// the test process holds: when that dies, even by SIGKILL, the server is asked to stop.
const WATCH: &str = r#"log=$1; shift
"$@" >"$log" 2>&1 </dev/null & server=$!
echo $server
cat >/dev/null
kill -TERM $server 2>/dev/null
wait $server"#;

/// A running server. Dropping it stops it and waits until it is gone.
#[derive(Debug)]
pub struct Watched {
    shell: Child,
    server: u32,
    log: PathBuf,
}

impl Watched {
    /// `command` is the program and its arguments; `log` receives what it prints.
    pub fn start(command: &[String], log: &Path) -> Result<Self, PeerError> {
        let mut shell = Command::new("sh")
            .args(["-c", WATCH, "watch"])
            .arg(log)
            .args(command)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let told = shell
            .stdout
            .take()
            .map(BufReader::new)
            .and_then(|lines| lines.lines().next());
        let server = told.transpose()?.and_then(|line| line.trim().parse().ok());
        let server = server.ok_or_else(|| PeerError::Refused {
            asked: "the process id of a server".into(),
            answer: "none was told".into(),
        })?;
        Ok(Self {
            shell,
            server,
            log: log.to_path_buf(),
        })
    }

    /// False once the process is gone.
    pub fn is_alive(&self) -> bool {
        // A zombie still has a folder there, but it is over.
        std::fs::read_to_string(format!("/proc/{}/status", self.server))
            .is_ok_and(|status| !status.contains("State:\tZ"))
    }

    /// The end of what it printed, for the person reading a failed test.
    pub fn said(&self) -> String {
        tail(&self.log)
    }

    /// Ends it at once, as a crash or a power cut would.
    pub fn kill(&self) {
        self.signal("KILL");
    }

    fn signal(&self, name: &str) {
        // It may be gone already, which is what is wanted.
        let _ = Command::new("kill")
            .args(["-s", name, &self.server.to_string()])
            .stderr(Stdio::null())
            .status();
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        if !eventually(Duration::from_secs(5), || !self.is_alive()) {
            self.kill();
        }
        let _ = self.shell.wait();
    }
}

/// The last lines of a log, or nothing when there is none.
pub fn tail(log: &Path) -> String {
    const LINES: usize = 15;
    let Ok(file) = File::open(log) else {
        return String::new();
    };
    let lines: Vec<String> = BufReader::new(file).lines().map_while(Result::ok).collect();
    lines
        .get(lines.len().saturating_sub(LINES)..)
        .unwrap_or_default()
        .join("\n")
}
