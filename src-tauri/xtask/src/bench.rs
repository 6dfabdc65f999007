//! `cargo xtask bench`: builds and runs, in release, the programs of tests/performance and those that measure the page.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::node;
use crate::packages;
use crate::process::{Fail, run};
use crate::workspace;

const PACKAGE: &str = "runnel-performance";
/// The one that starts Runnel itself, and so needs all programs built.
const WINDOW: &str = "window";
/// Scripts that measure the page in a browser.
const PAGES: &str = "tests/browser/bench";
/// The core behind such a page.
const CORE: &str = "runnel-serve";

/// What measures.
#[derive(Clone)]
enum Program {
    Compiled(String),
    Page(String, PathBuf),
}

impl Program {
    fn name(&self) -> &str {
        match self {
            Self::Compiled(name) | Self::Page(name, _) => name,
        }
    }
    fn is_page(&self) -> bool {
        matches!(self, Self::Page(..))
    }
}

/// All programs, or the named one with what follows `--`.
pub fn bench(words: &[&str]) -> Result<(), Fail> {
    let programs = programs()?;
    let named = |name: &str| -> Vec<Program> {
        let wanted = programs.iter().filter(|program| program.name() == name);
        wanted.cloned().collect()
    };
    let (chosen, handed): (Vec<Program>, &[&str]) = match words {
        [] => (programs.clone(), &[]),
        [name] => (named(name), &[]),
        [name, "--", handed @ ..] => (named(name), handed),
        other => {
            return Err(Fail::new(format!(
                "`bench` does not know `{}`",
                other.join(" ")
            )));
        }
    };
    if chosen.is_empty() {
        let names: Vec<&str> = programs.iter().map(Program::name).collect();
        return Err(Fail::new(format!(
            "no such program; there are: {}",
            names.join(", ")
        )));
    }
    build(&chosen)?;
    let built = std::path::absolute(workspace::target().join("release"))?;
    for program in &chosen {
        let mut command = match program {
            Program::Compiled(name) => Command::new(built.join(name)),
            Program::Page(_, script) => {
                let mut node = Command::new("node");
                node.arg(script).env("RUNNEL_SERVE", built.join(CORE));
                node
            }
        };
        run(command.args(handed))?;
    }
    Ok(())
}

fn build(chosen: &[Program]) -> Result<(), Fail> {
    let has_page = chosen.iter().any(Program::is_page);
    let has_window = chosen.iter().any(|program| program.name() == WINDOW);
    if has_page || has_window {
        packages::ensure(packages::TO_RUN)?;
        packages::ensure(packages::TO_TEST)?;
        node::build_interface()?;
    }
    if has_page {
        node::ensure("tests/browser")?;
    }
    let mut build = Command::new("cargo");
    build.args(["build", "--release", "--bins"]);
    if has_window {
        return run(build.arg("--workspace"));
    }
    if has_page {
        build.args(["--package", CORE]);
    }
    if !chosen.iter().all(Program::is_page) {
        build.args(["--package", PACKAGE]);
    }
    run(&mut build)
}

fn programs() -> Result<Vec<Program>, Fail> {
    let mut pages: Vec<PathBuf> = fs::read_dir(Path::new(PAGES))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    pages.sort();
    let pages = pages.into_iter().filter_map(|path| {
        let name = path.file_stem()?.to_str()?.to_owned();
        Some(Program::Page(name, path))
    });
    Ok(compiled()?
        .into_iter()
        .map(Program::Compiled)
        .chain(pages)
        .collect())
}

fn compiled() -> Result<Vec<String>, Fail> {
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
