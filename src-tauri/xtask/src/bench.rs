//! `cargo xtask bench`: builds and runs the programs of tests/performance, in release.

use std::process::Command;

use crate::node;
use crate::packages;
use crate::process::{Fail, run};
use crate::workspace;

const PACKAGE: &str = "runnel-performance";
/// The one that starts Runnel itself, and so needs all programs built.
const WINDOW: &str = "window";

/// All programs, or the named one with what follows `--`.
pub fn bench(words: &[&str]) -> Result<(), Fail> {
    let programs = programs()?;
    let (chosen, handed): (Vec<&String>, &[&str]) = match words {
        [] => (programs.iter().collect(), &[]),
        [name] => (
            programs.iter().filter(|program| program == name).collect(),
            &[],
        ),
        [name, "--", handed @ ..] => (
            programs.iter().filter(|program| program == name).collect(),
            handed,
        ),
        other => {
            return Err(Fail::new(format!(
                "`bench` does not know `{}`",
                other.join(" ")
            )));
        }
    };
    if chosen.is_empty() {
        return Err(Fail::new(format!(
            "no such program; there are: {}",
            programs.join(", ")
        )));
    }
    let mut build = Command::new("cargo");
    build.args(["build", "--release", "--bins"]);
    if chosen.iter().any(|program| *program == WINDOW) {
        packages::ensure(packages::TO_RUN)?;
        packages::ensure(packages::TO_TEST)?;
        node::build_interface()?;
        build.arg("--workspace");
    } else {
        build.args(["--package", PACKAGE]);
    }
    run(&mut build)?;
    for program in chosen {
        run(Command::new(workspace::target().join("release").join(program)).args(handed))?;
    }
    Ok(())
}

fn programs() -> Result<Vec<String>, Fail> {
    let metadata = workspace::metadata()?;
    let list = |value: &serde_json::Value, key: &str| {
        value.get(key).and_then(|list| list.as_array()).cloned()
    };
    let package = list(&metadata, "packages")
        .into_iter()
        .flatten()
        .find(|package| package.get("name").is_some_and(|name| name == PACKAGE));
    let targets = package
        .and_then(|package| list(&package, "targets"))
        .unwrap_or_default();
    let is_program = |target: &&serde_json::Value| {
        list(target, "kind").is_some_and(|kinds| kinds.iter().any(|kind| kind == "bin"))
    };
    Ok(targets
        .iter()
        .filter(is_program)
        .filter_map(|target| target.get("name")?.as_str().map(str::to_owned))
        .collect())
}
