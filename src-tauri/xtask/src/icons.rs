//! `cargo xtask icons`: draws the icon set again from icons/source.svg.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::node;
use crate::process::{Fail, run};

/// What tauri.conf.json names, out of the many that Tauri's own program draws.
const KEPT: [&str; 6] = [
    "32x32.png",
    "128x128.png",
    "128x128@2x.png",
    "icon.png",
    "icon.icns",
    "icon.ico",
];

pub fn icons() -> Result<(), Fail> {
    let drawn = node::scratch("icons")?;
    let mut draw = Command::new("npx");
    draw.args([
        "--yes",
        "@tauri-apps/cli@2",
        "icon",
        "icons/source.svg",
        "--output",
    ]);
    run(draw.arg(&drawn))?;
    for name in KEPT {
        fs::copy(drawn.join(name), Path::new("icons").join(name))?;
    }
    Ok(())
}
