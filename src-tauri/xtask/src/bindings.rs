//! `cargo xtask bindings`: the interface's TypeScript, written from the command table.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::node::{self, BINDINGS};
use crate::process::{Fail, run};
use crate::workspace;

/// Writes ui/src/ipc/bindings.ts.
pub fn write() -> Result<(), Fail> {
    let fresh = export()?;
    fs::copy(fresh, BINDINGS)?;
    Ok(())
}

/// Fails when ui/src/ipc/bindings.ts is not what the command table says today.
pub fn check() -> Result<(), Fail> {
    let fresh = export()?;
    if fs::read(&fresh)? == fs::read(BINDINGS)? {
        return Ok(());
    }
    Err(Fail::new(format!(
        "{BINDINGS} is out of date; write it again: cargo xtask bindings"
    )))
}

fn export() -> Result<PathBuf, Fail> {
    node::ensure("ui")?;
    run(workspace::build().args(["--quiet", "--bin", "bindings"]))?;
    let fresh = std::path::absolute(node::scratch("bindings.ts")?)?;
    run(Command::new(workspace::target().join("debug/bindings")).arg(&fresh))?;
    let prettier = Path::new("node_modules/.bin/prettier");
    let mut format = Command::new(std::path::absolute(Path::new("ui").join(prettier))?);
    // The scratch file lies in an ignored folder; it is to look as if it stood at its place.
    format.args([
        "--log-level",
        "warn",
        "--ignore-path",
        "/dev/null",
        "--config",
        ".prettierrc.json",
        "--write",
    ]);
    run(format.arg(&fresh).current_dir("ui"))?;
    Ok(fresh)
}
