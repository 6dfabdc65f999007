//! An authority of our own and a certificate it gave to `localhost`, made by the openssl program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::PeerError;

/// Files in PEM.
#[derive(Debug)]
pub struct Certificate {
    pub authority: String,
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// Valid for longer than any machine keeps its clock wrong.
const DAYS: &str = "3650";

impl Certificate {
    pub fn make(folder: &Path) -> Result<Self, PeerError> {
        let file = |name: &str| folder.join(name);
        let (authority, authority_key) = (file("authority.pem"), file("authority.key"));
        let mut own = request("/CN=Runnel test authority", &authority, &authority_key);
        own.args(["-addext", "basicConstraints=critical,CA:TRUE"]);
        finish(own.args(["-addext", "keyUsage=critical,keyCertSign"]))?;
        let (certificate, key) = (file("server.pem"), file("server.key"));
        let mut server = request("/CN=localhost", &certificate, &key);
        server
            .arg("-CA")
            .arg(&authority)
            .arg("-CAkey")
            .arg(&authority_key);
        server.args(["-addext", "basicConstraints=critical,CA:FALSE"]);
        finish(server.args(["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]))?;
        let authority = fs::read_to_string(&authority).map_err(|source| PeerError::File {
            path: authority,
            source,
        })?;
        Ok(Self {
            authority,
            certificate,
            key,
        })
    }
}

fn request(subject: &str, certificate: &Path, key: &Path) -> Command {
    let mut openssl = Command::new("openssl");
    openssl.args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
    ]);
    openssl.args(["-days", DAYS, "-subj", subject]);
    openssl.arg("-out").arg(certificate).arg("-keyout").arg(key);
    openssl
}

fn finish(openssl: &mut Command) -> Result<(), PeerError> {
    let done = openssl.output().map_err(|error| PeerError::Missing {
        program: "openssl",
        reason: error.to_string(),
    })?;
    if done.status.success() {
        return Ok(());
    }
    let answer = String::from_utf8_lossy(&done.stderr).into_owned();
    Err(PeerError::Refused {
        asked: "a certificate of openssl".into(),
        answer,
    })
}
