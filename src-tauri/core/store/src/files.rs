//! The attachments folder: files named by their contents, so that the same bytes lie there once.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use crate::{error::StoreError, store::Store};

/// Characters of a file name that is shown and saved: leaves room for a folder on every system.
const NAME_CHARS: usize = 120;
/// Characters of a name's ending that survive when it is cut.
const ENDING_CHARS: usize = 12;

/// The folder beside a workspace. Everything here blocks on the disk: keep it off async threads.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
}

/// A file that lies in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// BLAKE3 hex of the contents.
    pub sha: String,
    /// Bytes.
    pub size: i64,
}

impl Store {
    /// The attachments folder.
    #[must_use]
    pub fn files(&self) -> Files {
        Files {
            folder: self.attachments_dir().to_owned(),
        }
    }
}

impl Files {
    /// Keeps these bytes, durably: when this returns they survive a power cut. Bytes that are there already are
    /// not written again.
    ///
    /// # Errors
    /// [`StoreError::Io`] when the disk refuses (full, read-only).
    pub fn keep(&self, bytes: &[u8]) -> Result<KeptFile, StoreError> {
        let sha = blake3::hash(bytes).to_hex().to_string();
        let kept = KeptFile {
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            sha,
        };
        let path = self.path(&kept.sha);
        if fs::metadata(&path).is_ok_and(|there| there.len() == bytes.len() as u64) {
            return Ok(kept);
        }
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, error))?;
        let beside = path.with_extension("part");
        write_durably(&beside, bytes)
            .and_then(|()| fs::rename(&beside, &path))
            .map_err(|error| StoreError::io(&path, error))?;
        // The name itself is durable only with its folder; Windows has no such step.
        #[cfg(unix)]
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| StoreError::io(folder, error))?;
        Ok(kept)
    }

    /// Where the file with this hash lies, or would lie. Anything but hex letters in `sha` is dropped, so that a
    /// damaged row never leads out of the folder.
    #[must_use]
    pub fn path(&self, sha: &str) -> PathBuf {
        let sha: String = sha.chars().filter(char::is_ascii_hexdigit).collect();
        let (folder, rest) = sha.split_at_checked(2).unwrap_or(("00", &sha));
        self.folder.join(folder).join(rest)
    }

    /// The bytes of a kept file.
    ///
    /// # Errors
    /// [`StoreError::Io`] when it is gone or cannot be read.
    pub fn read(&self, sha: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.path(sha);
        fs::read(&path).map_err(|error| StoreError::io(path, error))
    }
}

fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name that is safe to show and to save under: no folders, no control or direction-changing characters (with
/// which `exe.gpj` reads as `jpg.exe`), no leading dots, at most 120 characters with its ending kept. Never empty.
#[must_use]
pub fn safe_file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|&letter| !letter.is_control() && !is_format(letter))
        .map(|letter| {
            if ":*?\"<>|".contains(letter) {
                '_'
            } else {
                letter
            }
        })
        .collect();
    let clean = clean
        .trim()
        .trim_start_matches('.')
        .trim_end_matches(['.', ' ']);
    if clean.is_empty() {
        return "file".to_owned();
    }
    if clean.chars().count() <= NAME_CHARS {
        return clean.to_owned();
    }
    let ending = clean
        .rsplit_once('.')
        .map(|(_, ending)| ending)
        .filter(|ending| ending.chars().count() <= ENDING_CHARS)
        .map(|ending| format!(".{ending}"))
        .unwrap_or_default();
    let room = NAME_CHARS - ending.chars().count();
    clean.chars().take(room).chain(ending.chars()).collect()
}

/// Characters without a picture of their own that change how others are shown.
const fn is_format(letter: char) -> bool {
    matches!(
        letter,
        '\u{061c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_leave_its_folder_or_lie_about_its_kind() {
        for (written, safe) in [
            ("Angebot 1042.pdf", "Angebot 1042.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ana\\mesa.jpg", "mesa.jpg"),
            ("rechnung\u{202e}gpj.exe", "rechnunggpj.exe"),
            ("a\0b\n.txt", "ab.txt"),
            (".bashrc", "bashrc"),
            ("what?.png", "what_.png"),
            ("...", "file"),
            ("", "file"),
            ("счёт.pdf", "счёт.pdf"),
        ] {
            assert_eq!(safe_file_name(written), safe, "of {written:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_and_keeps_its_ending() {
        let safe = safe_file_name(&format!("{}.docx", "ü".repeat(500)));
        assert_eq!(safe.chars().count(), NAME_CHARS);
        assert!(safe.ends_with(".docx"));
    }

    #[test]
    fn a_hash_never_leads_out_of_the_folder() {
        let files = Files {
            folder: PathBuf::from("shop.files"),
        };
        assert_eq!(files.path("abcd"), Path::new("shop.files/ab/cd"));
        assert!(files.path("../../../etc/passwd").starts_with("shop.files"));
    }
}
