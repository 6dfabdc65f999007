//! Reads what a mailbox holds, straight from its Maildir.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::PeerError;

/// The raw messages in a folder of a mailbox (`""` is the inbox, `".Sent"` the sent mail), oldest first.
pub fn messages(home: &Path, folder: &str) -> Result<Vec<Vec<u8>>, PeerError> {
    let mut files = Vec::new();
    for kind in ["new", "cur"] {
        let path = home.join(folder).join(kind);
        // The server makes a mailbox when the first message or login comes.
        let Ok(entries) = fs::read_dir(&path) else {
            continue;
        };
        for entry in entries {
            files.push(entry?.path());
        }
    }
    files.sort_by_key(|path| arrived(path));
    let mut messages = Vec::new();
    for path in files {
        match fs::read(&path) {
            Ok(message) => messages.push(message),
            // A login moves messages from new to cur while we read: ask again.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return self::messages(home, folder);
            }
            Err(source) => return Err(PeerError::File { path, source }),
        }
    }
    Ok(messages)
}

/// Maildir names begin with the second of arrival and go on with its microsecond (`1700.M123P…`).
fn arrived(path: &Path) -> (u64, u64) {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut parts = name.split('.');
    let mut number = |prefix: &str| {
        let part = parts.next().unwrap_or_default().trim_start_matches(prefix);
        part.chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
            .parse()
            .unwrap_or_default()
    };
    (number(""), number("M"))
}

/// Forgets the numbers that the server gave: at the next login it gives others, under a new UIDVALIDITY.
pub fn drop_uidlist(home: &Path) -> Result<(), PeerError> {
    let lists: [PathBuf; 4] = [
        "dovecot-uidlist",
        "dovecot.index",
        "dovecot.index.log",
        "dovecot.index.cache",
    ]
    .map(|name| home.join(name));
    for path in lists {
        match fs::remove_file(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(source) => return Err(PeerError::File { path, source }),
        }
    }
    Ok(())
}
