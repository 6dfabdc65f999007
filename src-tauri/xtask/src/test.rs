//! `cargo xtask test`: everything that has to hold, from the format to the real window.

use std::path::Path;
use std::process::Command;

use crate::check;
use crate::counts::Counts;
use crate::node;
use crate::packages;
use crate::process::{Fail, exists, run, tell};
use crate::report::{self, Outcome, Step};
use crate::tools;
use crate::workspace;

/// The packages whose tests need a display and a driver: the `window` step runs them, `rust` does not.
const WINDOW: &str = "runnel-window";

pub fn test(only: Option<&str>) -> Result<(), Fail> {
    let mut steps = vec![
        Step {
            name: "packages",
            work: || packages::ensure(&wanted()).map(|()| Outcome::passed()),
        },
        Step {
            name: "interface",
            work: || node::build_interface().map(|()| Outcome::passed()),
        },
        // Compiled once, all of it; what follows finds its programs ready.
        Step {
            name: "build",
            work: build,
        },
    ];
    steps.extend(check::steps());
    steps.extend([
        Step {
            name: "rust",
            work: rust,
        },
        Step {
            name: "vitest",
            work: vitest,
        },
        Step {
            name: "browser",
            work: browser,
        },
        Step {
            name: "window",
            work: window,
        },
    ]);
    report::follow("test", &steps, only)
}

fn wanted() -> Vec<&'static str> {
    packages::TO_RUN
        .iter()
        .chain(packages::TO_TEST)
        .copied()
        .collect()
}

fn build() -> Result<Outcome, Fail> {
    run(Command::new("cargo").args(["build", "--workspace", "--all-targets"]))?;
    Ok(Outcome::passed())
}

/// A runner's counts, made a failure when it ended badly without having counted one.
fn counted(command: &mut Command) -> Result<Outcome, Fail> {
    let told = tell(command)?;
    let mut counts = Counts::read(&told.text);
    if !told.success && counts.failed == 0 {
        counts.failed = 1;
    }
    if counts == Counts::default() {
        return Err(Fail::new("no test ran"));
    }
    Ok(Outcome::counted(counts))
}

fn rust() -> Result<Outcome, Fail> {
    if exists("cargo-nextest") {
        let mut run = Command::new("cargo");
        run.args([
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--exclude",
            WINDOW,
        ]);
        return counted(&mut run);
    }
    let mut run = Command::new("cargo");
    run.args(["test", "--workspace", "--no-fail-fast", "--exclude", WINDOW]);
    counted(&mut run)
}

fn vitest() -> Result<Outcome, Fail> {
    node::ensure("ui")?;
    counted(&mut node::script("ui", "test"))
}

fn browser() -> Result<Outcome, Fail> {
    const RUNNER: &str = "tests/browser/run.mjs";
    if !Path::new(RUNNER).is_file() {
        return Err(Fail::new(format!("{RUNNER} is not there")));
    }
    node::ensure("tests/browser")?;
    node::build_interface()?;
    run(Command::new("cargo").args(["build", "--package", "runnel-serve"]))?;
    let serve = std::path::absolute(workspace::target().join("debug/runnel-serve"))?;
    counted(Command::new("node").arg(RUNNER).env("RUNNEL_SERVE", serve))
}

/// In a session of its own: a bus for notifications and single instance, a keyring, a screen.
fn window() -> Result<Outcome, Fail> {
    let driver = tools::ensure(&tools::TAURI_DRIVER)?;
    let shell = std::path::absolute(workspace::target().join("debug/runnel"))?;
    run(Command::new("cargo").args(["build", "--workspace", "--bin", "runnel"]))?;
    let mut session = Command::new("dbus-run-session");
    session.args([
        "--",
        "xvfb-run",
        "--auto-servernum",
        "--server-args=-screen 0 1440x900x24",
    ]);
    session.args([
        "cargo",
        "test",
        "--package",
        WINDOW,
        "--",
        "--test-threads=1",
    ]);
    session
        .env("RUNNEL_SHELL", shell)
        .env("TAURI_DRIVER", driver);
    counted(&mut session)
}
