//! `cargo xtask run`: from a fresh clone to an open window.

use std::process::Command;

use crate::node;
use crate::packages;
use crate::process::{Fail, run as start};
use crate::workspace;

/// `--release` optimises; what follows `--` is handed to Runnel, such as `--workspace FILE`.
pub fn run(words: &[&str]) -> Result<(), Fail> {
    let (ours, handed) = match words.iter().position(|word| *word == "--") {
        Some(at) => (words.get(..at), words.get(at + 1..)),
        None => (Some(words), None),
    };
    let release = match ours.unwrap_or_default() {
        [] => false,
        ["--release"] => true,
        other => {
            return Err(Fail::new(format!(
                "`run` does not know `{}`",
                other.join(" ")
            )));
        }
    };
    packages::ensure(packages::TO_RUN)?;
    node::build_interface()?;
    // Of the whole workspace, so that features unify as in `test` and nothing is compiled twice.
    let mut build = Command::new("cargo");
    build.args(["build", "--workspace", "--bin", "runnel"]);
    if release {
        build.arg("--release");
    }
    start(&mut build)?;
    let folder = workspace::target().join(if release { "release" } else { "debug" });
    start(Command::new(folder.join("runnel")).args(handed.unwrap_or_default()))
}
