//! Cargo programs that the chores use, built once into target/tools at the versions named here.

use std::path::PathBuf;
use std::process::Command;

use crate::process::{Fail, output, run};
use crate::workspace;

/// A program from crates.io.
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
}

pub const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
};
pub const TAURI_DRIVER: Tool = Tool {
    name: "tauri-driver",
    version: "2.1.0",
};

/// The program's path; it is compiled first when it is not there at this version.
pub fn ensure(tool: &Tool) -> Result<PathBuf, Fail> {
    let home = std::path::absolute(workspace::target().join("tools"))?;
    let program = home.join("bin").join(tool.name);
    let listed = output(
        Command::new("cargo")
            .args(["install", "--list", "--root"])
            .arg(&home),
    )?;
    if program.is_file() && listed.contains(&format!("{} v{}:", tool.name, tool.version)) {
        return Ok(program);
    }
    // A debug build: these run for seconds, and an optimised build of them takes minutes.
    let mut install = Command::new("cargo");
    install.args([
        "install",
        "--quiet",
        "--debug",
        "--locked",
        "--version",
        tool.version,
        tool.name,
    ]);
    install
        .arg("--root")
        .arg(&home)
        .env("CARGO_TARGET_DIR", home.join("build"));
    install.env("CARGO_PROFILE_DEV_DEBUG", "0");
    run(&mut install)?;
    Ok(program)
}
