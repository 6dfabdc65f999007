//! npm packages and scripts of the interface and of the browser tests.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::process::{Fail, exists, run};
use crate::workspace;

/// Installs a folder's npm packages when its lock file changed since the last time.
pub fn ensure(folder: &str) -> Result<(), Fail> {
    if !exists("npm") {
        return Err(Fail::new(
            "Node 20.19 or newer with npm is needed, and `npm` is not here",
        ));
    }
    let lock = Path::new(folder).join("package-lock.json");
    let wanted = fs::read_to_string(&lock)
        .map_err(|error| Fail::new(format!("{}: {error}", lock.display())))?;
    // Beside the packages, so that removing node_modules also forgets that they were installed.
    let stamp = Path::new(folder).join("node_modules/.installed-from-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    // Not `npm ci`: it refuses a lock file without the packages for other machines, and npm writes such a
    // lock file wherever a registry does not offer those.
    let mut install = Command::new("npm");
    install.args([
        "install",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--loglevel",
        "error",
    ]);
    run(install.current_dir(folder))?;
    fs::write(stamp, wanted)?;
    Ok(())
}

/// `npm run <script>` in a folder.
pub fn script(folder: &str, script: &str) -> Command {
    let mut command = Command::new("npm");
    command
        .args(["run", "--silent", script])
        .current_dir(folder)
        .env("NO_COLOR", "1");
    command
}

/// Builds the interface into ui/dist, which the shell carries inside it.
pub fn build_interface() -> Result<(), Fail> {
    ensure("ui")?;
    run(&mut script("ui", "build"))
}

/// ui/dist has to exist before the shell compiles; a check does not care how fresh it is.
pub fn ensure_interface() -> Result<(), Fail> {
    if Path::new("ui/dist/index.html").is_file() {
        Ok(())
    } else {
        build_interface()
    }
}

/// Where the generated TypeScript of the command table stands.
pub const BINDINGS: &str = "ui/src/ipc/bindings.ts";

/// A file of ours under the target folder, its folder made.
pub fn scratch(name: &str) -> Result<std::path::PathBuf, Fail> {
    let folder = workspace::target().join("xtask");
    fs::create_dir_all(&folder)?;
    Ok(folder.join(name))
}
