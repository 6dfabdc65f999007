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
use crate::workspace::{self, WINDOW_TEST};

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
    run(&mut workspace::build())?;
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
    packages::ensure(&wanted())?;
    node::ensure_interface()?;
    let mut run = Command::new("cargo");
    if exists("cargo-nextest") {
        run.args(["nextest", "run", "--workspace", "--no-fail-fast"]);
    } else {
        run.args(["test", "--workspace", "--no-fail-fast"]);
    }
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
    run(workspace::build().args(["--bin", "runnel-serve"]))?;
    let serve = std::path::absolute(workspace::target().join("debug/runnel-serve"))?;
    counted(Command::new("node").arg(RUNNER).env("RUNNEL_SERVE", serve))
}

/// Makes the session's keychain usable, as logging in does: unlocked, with an empty password.
const LOG_IN: &str = "printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null \
    && exec \"$0\" \"$@\"";

/// In a session of its own: a bus for notifications and single instance, a keychain, a screen.
fn window() -> Result<Outcome, Fail> {
    packages::ensure(&wanted())?;
    node::build_interface()?;
    let driver = tools::ensure(&tools::TAURI_DRIVER)?;
    let shell = std::path::absolute(workspace::target().join("debug/runnel"))?;
    run(workspace::build().args(["--bin", "runnel"]))?;
    let home = std::path::absolute(node::scratch("keychain")?)?;
    let mut session = Command::new("dbus-run-session");
    session.args(["--", "xvfb-run", "--auto-servernum"]);
    // Without the last, the screen starts anew when a window was the only one and goes: the next may fall into it.
    session.args([
        "--server-args=-screen 0 1440x900x24 -noreset",
        "sh",
        "-c",
        LOG_IN,
    ]);
    // Of the whole workspace, so that nothing is compiled twice for other features.
    session.args(["cargo", "test", "--workspace", "--test", WINDOW_TEST]);
    session.args(["--", "--test-threads=1"]);
    session
        .env("RUNNEL_SHELL", shell)
        .env("TAURI_DRIVER", driver)
        .env("XDG_DATA_HOME", home);
    counted(&mut session)
}
