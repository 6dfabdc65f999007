//! Which workspace file this start is about.

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// Names the file when no argument does.
const VARIABLE: &str = "RUNNEL_WORKSPACE";
/// In the person's data folder (`$XDG_DATA_HOME` on Linux), when nothing names a file.
const USUAL: &str = "runnel/workspace.runnel";

#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    #[error("there is no home folder to keep a workspace in; name a file: runnel --workspace FILE")]
    NoHome,
    #[error("`{0}` is not understood; runnel takes --workspace FILE")]
    Unknown(String),
    #[error("the folder of {path} cannot be made: {source}")]
    Folder { path: PathBuf, source: io::Error },
}

/// A workspace file; its folder exists, the file may not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    file: PathBuf,
}

impl Place {
    /// From the command line, else from `RUNNEL_WORKSPACE`, else the usual place.
    pub fn of_this_start() -> Result<Self, PlaceError> {
        let named =
            named(env::args_os().skip(1))?.or_else(|| env::var_os(VARIABLE).map(PathBuf::from));
        let file = match named {
            Some(file) => file,
            None => dirs::data_dir().ok_or(PlaceError::NoHome)?.join(USUAL),
        };
        Self::at(&file)
    }

    fn at(file: &Path) -> Result<Self, PlaceError> {
        let fail = |source| PlaceError::Folder {
            path: file.to_path_buf(),
            source,
        };
        let file = std::path::absolute(file).map_err(fail)?;
        let (Some(folder), Some(name)) = (file.parent(), file.file_name()) else {
            return Err(PlaceError::Unknown(file.display().to_string()));
        };
        std::fs::create_dir_all(folder).map_err(fail)?;
        // One file, one spelling: two starts on it have to find each other.
        let folder = folder.canonicalize().map_err(fail)?;
        Ok(Self {
            file: folder.join(name),
        })
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Where the workspace's own files lie, such as secrets on a machine without a keychain.
    pub fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new(""))
    }

    /// A word that is the same for each start on this workspace and differs between workspaces; fit for a
    /// name on the session bus.
    pub fn key(&self) -> String {
        let hash = blake3::hash(self.file.as_os_str().as_encoded_bytes()).to_hex();
        // A part of a bus name may not begin with a digit.
        format!("w{}", hash.get(..16).unwrap_or_default())
    }
}

fn named(mut args: impl Iterator<Item = OsString>) -> Result<Option<PathBuf>, PlaceError> {
    let mut file = None;
    while let Some(arg) = args.next() {
        let text = arg.to_string_lossy().into_owned();
        file = match text.strip_prefix("--workspace") {
            Some("") => args.next().map(PathBuf::from),
            Some(rest) => rest.strip_prefix('=').map(PathBuf::from),
            None => None,
        };
        if file.is_none() {
            return Err(PlaceError::Unknown(text));
        }
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Place, named};

    fn words(words: &[&str]) -> Result<Option<PathBuf>, super::PlaceError> {
        named(words.iter().map(Into::into))
    }

    #[test]
    fn a_workspace_is_named_in_two_ways() {
        assert_eq!(
            words(&["--workspace", "a.runnel"]).unwrap(),
            Some("a.runnel".into())
        );
        assert_eq!(
            words(&["--workspace=a.runnel"]).unwrap(),
            Some("a.runnel".into())
        );
        assert_eq!(words(&[]).unwrap(), None);
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(words(&["--workspace"]).is_err(), "a name has to follow");
        assert!(words(&["--workspaces=a"]).is_err());
        assert!(words(&["a.runnel"]).is_err());
    }

    #[test]
    fn two_spellings_of_one_file_share_a_key_and_two_files_do_not() {
        let folder = tempfile::tempdir().unwrap();
        let plain = Place::at(&folder.path().join("shop.runnel")).unwrap();
        let roundabout = Place::at(&folder.path().join("x/../shop.runnel")).unwrap();
        let other = Place::at(&folder.path().join("other.runnel")).unwrap();
        assert_eq!(plain.key(), roundabout.key());
        assert_ne!(plain.key(), other.key());
    }
}
