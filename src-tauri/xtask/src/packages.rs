//! Debian packages: which ones Runnel needs, and installing the missing ones.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::{Fail, exists, run};
use crate::workspace;

/// What compiling and showing the window needs.
pub const TO_RUN: &[&str] = &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev"];

/// What the tests need on top: a browser, a display, a driver for the window, and real mail servers.
pub const TO_TEST: &[&str] = &[
    "chromium",
    "dbus-x11",
    "gnome-keyring",
    "imagemagick",
    "webkit2gtk-driver",
    "xdotool",
    "xvfb",
    "dovecot-imapd",
    "dovecot-lmtpd",
    "dovecot-submissiond",
    "opensmtpd",
    "openssl",
];

/// Servers that Debian starts as soon as they are installed. The tests start their own on other ports.
const SERVICES: &[(&str, &str)] = &[("dovecot-imapd", "dovecot"), ("opensmtpd", "opensmtpd")];

/// Installs what is missing of `wanted`. Does nothing, quickly, when everything is there.
pub fn ensure(wanted: &[&'static str]) -> Result<(), Fail> {
    if !exists("dpkg-query") {
        let advice = format!(
            "This machine is not a Debian one, so nothing is installed for you. Runnel needs what these \
             packages hold there: {}",
            wanted.join(" ")
        );
        if workspace::on_ci() {
            return Err(Fail::new(advice));
        }
        eprintln!("{advice}");
        return Ok(());
    }
    let missing = missing(wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if !exists("apt-get") {
        return Err(Fail::new(format!(
            "these packages are missing, and apt-get is not here: {names}"
        )));
    }
    eprintln!("Installing the system packages that are missing: {names}");
    let mut update = as_root()?;
    run(update.args(["apt-get", "update"]))?;
    let mut install = as_root()?;
    install.args([
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "install",
        "-y",
    ]);
    run(install.arg("--no-install-recommends").args(&missing)).map_err(|fail| {
        Fail::new(format!(
            "{fail}. Install these by hand and try again: {names}"
        ))
    })?;
    quieten(&missing)
}

fn missing(wanted: &[&'static str]) -> Result<Vec<&'static str>, Fail> {
    // Asked for a package that it does not know, dpkg-query exits with 1 and still answers for the others.
    let answer = Command::new("dpkg-query")
        .args(["-W", "-f=${Package} ${db:Status-Status}\n"])
        .args(wanted)
        .stdin(Stdio::null())
        .output()?;
    let told = String::from_utf8_lossy(&answer.stdout);
    let installed: Vec<&str> = told
        .lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .collect();
    Ok(wanted
        .iter()
        .copied()
        .filter(|name| !installed.contains(name))
        .collect())
}

/// `sudo` in front when the person is not root.
fn as_root() -> Result<Command, Fail> {
    let is_root = crate::process::output(Command::new("id").arg("-u"))?.trim() == "0";
    if is_root {
        return Ok(Command::new("env"));
    }
    if exists("sudo") {
        return Ok(Command::new("sudo"));
    }
    Err(Fail::new(
        "system packages are missing, and installing them needs root or sudo",
    ))
}

/// Stops the servers that an installation just now has started: only their programs are wanted.
fn quieten(installed: &[&str]) -> Result<(), Fail> {
    if !Path::new("/run/systemd/system").is_dir() {
        return Ok(());
    }
    for (package, service) in SERVICES {
        if installed.contains(package) {
            run(as_root()?.args(["systemctl", "disable", "--now", service]))?;
        }
    }
    Ok(())
}
