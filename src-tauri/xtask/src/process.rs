//! Starts programs: loudly, quietly, or copying what they print while it is read for counts.

use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::thread;

/// Why a chore stopped, in words for the person at the terminal.
#[derive(Debug)]
pub struct Fail(String);

impl Fail {
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for Fail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for Fail {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// A command line as a person would type it.
pub fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|arg| arg.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Fail {
    Fail::new(format!(
        "`{}` could not be started: {error}",
        shown(command)
    ))
}

/// Runs with the terminal's own output; a non-zero exit is a failure.
pub fn run(command: &mut Command) -> Result<(), Fail> {
    eprintln!("$ {}", shown(command));
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Fail::new(format!(
            "`{}` ended with {status}",
            shown(command)
        )))
    }
}

/// Runs silently and returns standard output; on failure what it said on standard error is the reason.
pub fn output(command: &mut Command) -> Result<String, Fail> {
    let done = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| cannot_start(command, &error))?;
    if done.status.success() {
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    } else {
        let said = String::from_utf8_lossy(&done.stderr);
        Err(Fail::new(format!(
            "`{}` ended with {}\n{}",
            shown(command),
            done.status,
            said.trim()
        )))
    }
}

/// True when the program can be started at all.
pub fn exists(program: &str) -> bool {
    Command::new("sh")
        .args(["-c", "command -v \"$0\" >/dev/null 2>&1", program])
        .stdin(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// What a program printed (both streams, in order of arrival) and whether it ended well.
pub struct Told {
    pub text: String,
    pub success: bool,
}

/// Runs, showing every line as it comes and keeping a copy.
pub fn tell(command: &mut Command) -> Result<Told, Fail> {
    eprintln!("$ {}", shown(command));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_start(command, &error))?;
    let out = child
        .stdout
        .take()
        .map(|pipe| thread::spawn(move || copy(pipe)));
    let err = child
        .stderr
        .take()
        .map(|pipe| thread::spawn(move || copy(pipe)));
    let mut text = String::new();
    for reader in [out, err].into_iter().flatten() {
        text.push_str(
            &reader
                .join()
                .map_err(|_| Fail::new("a reader of output stopped"))?,
        );
    }
    let success = child.wait()?.success();
    Ok(Told { text, success })
}

fn copy(pipe: impl Read) -> String {
    let mut kept = String::new();
    let mut lines = BufReader::new(pipe);
    let mut line = Vec::new();
    while lines
        .read_until(b'\n', &mut line)
        .is_ok_and(|read| read > 0)
    {
        let words = String::from_utf8_lossy(&line);
        eprint!("{words}");
        kept.push_str(&words);
        line.clear();
    }
    kept
}
