//! Where the repository is, and what it holds.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{Fail, output};

/// Makes the repository's root the current folder, so that every path in a chore is relative to it.
pub fn enter() -> Result<(), Fail> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here
        .ancestors()
        .find(|folder| folder.join("Cargo.lock").is_file() || folder.join(".git").exists())
        .ok_or_else(|| Fail::new("the repository's root was not found above xtask"))?;
    std::env::set_current_dir(root)
        .map_err(|error| Fail::new(format!("{}: {error}", root.display())))
}

/// The folder cargo builds into, relative to the root unless the person moved it.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}

/// The test program that needs a display and a driver: no other step runs it (`test = false` in its manifest).
pub const WINDOW_TEST: &str = "window";

/// Builds a part of what the step `build` builds, and what is named in further arguments. Always of the whole
/// workspace and with a test among it: only then do features unify as they do there, and nothing is compiled twice.
pub fn build() -> Command {
    let mut build = Command::new("cargo");
    build.args(["build", "--workspace", "--test", WINDOW_TEST]);
    build
}

/// True on a build server: what is missing there is a failure, not something to skip.
pub fn on_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// Every file of the project: what git tracks and what it would track, nothing generated.
pub fn files() -> Result<Vec<PathBuf>, Fail> {
    let listed =
        output(Command::new("git").args(["ls-files", "-z", "-c", "-o", "--exclude-standard"]))?;
    let mut files: Vec<PathBuf> = listed
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(PathBuf::from)
        .collect();
    files.retain(|file| file.is_file());
    files.sort();
    files.dedup();
    Ok(files)
}

/// `cargo metadata` of the workspace's own packages.
pub fn metadata() -> Result<serde_json::Value, Fail> {
    let text =
        output(Command::new("cargo").args(["metadata", "--format-version", "1", "--no-deps"]))?;
    serde_json::from_str(&text).map_err(|error| Fail::new(format!("cargo metadata: {error}")))
}
