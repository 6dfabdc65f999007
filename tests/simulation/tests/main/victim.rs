//! One life of the program, from its start to its kill.

use std::{
    fs::OpenOptions,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

pub struct Victim {
    child: Child,
    lines: Receiver<String>,
    /// What it told so far.
    pub told: Vec<String>,
}

impl Victim {
    pub fn start(workspace: &Path, ports: [u16; 2], decisions: &[String], log: &Path) -> Self {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(log)
            .unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_victim"))
            .arg(workspace)
            .args(ports.map(|port| port.to_string()))
            .args(decisions)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let (tell, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            lines,
            told: Vec::new(),
        }
    }

    /// Listens until a line begins like this; `false` when the time is over or the program ended.
    pub fn hear(&mut self, beginning: &str, at_most: Duration) -> bool {
        let begun = Instant::now();
        loop {
            let left = at_most.saturating_sub(begun.elapsed());
            match self.lines.recv_timeout(left) {
                Ok(line) => {
                    let heard = line.starts_with(beginning);
                    self.told.push(line);
                    if heard {
                        return true;
                    }
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    /// SIGKILL, by process id. Returns all that it told in its life; fails if it had ended before by itself.
    pub fn kill(mut self) -> Vec<String> {
        assert!(
            self.child.try_wait().unwrap().is_none(),
            "it ended by itself before it was killed"
        );
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.told.extend(self.lines.iter());
        std::mem::take(&mut self.told)
    }

    /// Closes it as a person does.
    pub fn quit(mut self) {
        self.child
            .stdin
            .as_mut()
            .unwrap()
            .write_all(b"quit\n")
            .unwrap();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(15) {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert!(status.success(), "closing it ended badly: {status}");
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("it did not close within 15 s");
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        // Of a failed test: nothing stays behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
