//! `cargo xtask check`: what can be said about the code without running it.

use std::process::Command;

use crate::bindings;
use crate::invariants;
use crate::layering;
use crate::node;
use crate::process::{Fail, run};
use crate::report::{self, Outcome, Step};
use crate::tools;
use crate::workspace::WINDOW_TEST;

pub fn check(only: Option<&str>) -> Result<(), Fail> {
    report::follow("check", &steps(), only)
}

pub fn steps() -> Vec<Step> {
    vec![
        Step {
            name: "rustfmt",
            work: rustfmt,
        },
        Step {
            name: "layering",
            work: layering::check,
        },
        Step {
            name: "invariants",
            work: invariants::check,
        },
        Step {
            name: "clippy",
            work: clippy,
        },
        Step {
            name: "bindings",
            work: || bindings::check().map(|()| Outcome::passed()),
        },
        Step {
            name: "svelte-check",
            work: || interface("check"),
        },
        Step {
            name: "eslint",
            work: || interface("lint"),
        },
        Step {
            name: "deny",
            work: deny,
        },
    ]
}

fn rustfmt() -> Result<Outcome, Fail> {
    run(Command::new("cargo").args(["fmt", "--all", "--check"]))?;
    Ok(Outcome::passed())
}

fn clippy() -> Result<Outcome, Fail> {
    node::ensure_interface()?;
    // The second is the one test program that is not among all targets.
    for targets in [&["--all-targets"][..], &["--test", WINDOW_TEST]] {
        let mut clippy = Command::new("cargo");
        clippy.args(["clippy", "--quiet", "--workspace"]);
        run(clippy.args(targets).args(["--", "-D", "warnings"]))?;
    }
    Ok(Outcome::passed())
}

/// One of the interface's own scripts; `lint` is ESLint and prettier.
fn interface(script: &str) -> Result<Outcome, Fail> {
    node::ensure("ui")?;
    run(&mut node::script("ui", script))?;
    Ok(Outcome::passed())
}

/// Licences, bans and sources. Advisories need a database that is fetched, so they are asked elsewhere.
fn deny() -> Result<Outcome, Fail> {
    let program = tools::ensure(&tools::CARGO_DENY)?;
    let mut deny = Command::new(program);
    deny.args([
        "--offline",
        "--log-level",
        "warn",
        "check",
        "--hide-inclusion-graph",
    ]);
    run(deny.args(["licenses", "bans", "sources"]))?;
    Ok(Outcome::passed())
}
