//! Secrets in an encrypted file, for machines without a keychain.
//!
//! What this protects: the file `secrets` alone tells nothing, so a copy of it in a backup, a synchronised folder or a
//! support mail is harmless as long as `secrets.key` is not with it. What it does not protect: whoever can read both
//! files as this user (malware, an administrator, the thief of an unencrypted disk) can read the secrets. A keychain
//! that the log-in password unlocks is better; this is the most that a file can do without asking for a password.
//!
//! Format of `secrets`: one version byte, 24 bytes nonce, XChaCha20-Poly1305 of a JSON object name → text.
//! Both files are for the owner only (mode 0600) and are replaced in one step, so a crash leaves the old or the new one.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, Generate, Key, KeyInit},
};
use zeroize::Zeroizing;

use super::{Secret, SecretPlace, Secrets, SecretsError};

const VERSION: u8 = 1;
const NONCE: usize = 24;

/// Secrets in an encrypted file. One value per directory and program; it reads the file on each call.
#[derive(Clone)]
pub struct FileSecrets {
    file: PathBuf,
    key: PathBuf,
    one_at_a_time: Arc<Mutex<()>>,
}

type Texts = BTreeMap<String, Zeroizing<String>>;

impl FileSecrets {
    /// Uses `secrets` and `secrets.key` in `dir`; both come to be with the first secret.
    #[must_use]
    pub fn new(dir: &Path) -> Self {
        Self {
            file: dir.join("secrets"),
            key: dir.join("secrets.key"),
            one_at_a_time: Arc::default(),
        }
    }

    fn load(&self) -> Result<Texts, SecretsError> {
        let Some(sealed) = read(&self.file)? else {
            return Ok(Texts::new());
        };
        let Some(key) = read(&self.key)? else {
            return Err(SecretsError::Unreadable);
        };
        let cipher = cipher(&Zeroizing::new(key))?;
        let (Some((&VERSION, body)), true) = (sealed.split_first(), sealed.len() > NONCE) else {
            return Err(SecretsError::Unreadable);
        };
        let (nonce, sealed) = body
            .split_at_checked(NONCE)
            .ok_or(SecretsError::Unreadable)?;
        let nonce = XNonce::try_from(nonce).map_err(|_| SecretsError::Unreadable)?;
        let open = cipher
            .decrypt(&nonce, sealed)
            .map_err(|_| SecretsError::Unreadable)?;
        let texts: BTreeMap<String, String> =
            serde_json::from_slice(&Zeroizing::new(open)).map_err(|_| SecretsError::Unreadable)?;
        Ok(texts
            .into_iter()
            .map(|(name, text)| (name, Zeroizing::new(text)))
            .collect())
    }

    fn save(&self, texts: &Texts) -> Result<(), SecretsError> {
        let key = match read(&self.key)? {
            Some(key) => Zeroizing::new(key),
            None => {
                let fresh = Zeroizing::new(Key::<XChaCha20Poly1305>::generate().to_vec());
                replace(&self.key, &fresh)?;
                fresh
            }
        };
        let cipher = cipher(&key)?;
        let plain: BTreeMap<&str, &str> = texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let open = Zeroizing::new(serde_json::to_vec(&plain).map_err(io::Error::other)?);
        let nonce = XNonce::generate();
        let sealed = cipher
            .encrypt(&nonce, open.as_slice())
            .map_err(|_| SecretsError::Unreadable)?;
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&sealed);
        Ok(replace(&self.file, &bytes)?)
    }

    /// Runs `work` on a thread that may block, one at a time.
    async fn alone<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<R, SecretsError> + Send + 'static,
    ) -> Result<R, SecretsError> {
        let this = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let turn = Arc::clone(&this.one_at_a_time);
            let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
            work(&this)
        });
        done.await
            .unwrap_or_else(|error| Err(io::Error::other(error).into()))
    }
}

fn cipher(key: &[u8]) -> Result<XChaCha20Poly1305, SecretsError> {
    XChaCha20Poly1305::new_from_slice(key).map_err(|_| SecretsError::Unreadable)
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes a new file beside `path`, flushes it to the disk and puts it in the place of the old one.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    let fresh = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&fresh, path)?;
    #[cfg(unix)]
    if let Some(dir) = path.parent() {
        fs::File::open(dir)?.sync_all()?;
    }
    Ok(())
}

#[async_trait]
impl Secrets for FileSecrets {
    fn place(&self) -> SecretPlace {
        SecretPlace::File
    }

    async fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError> {
        let name = name.to_owned();
        self.alone(move |this| {
            Ok(this
                .load()?
                .get(&name)
                .map(|text| Secret::new(text.as_str())))
        })
        .await
    }

    async fn set(&self, name: &str, secret: &Secret) -> Result<(), SecretsError> {
        let (name, secret) = (name.to_owned(), secret.clone());
        self.alone(move |this| {
            let mut texts = this.load()?;
            texts.insert(name, Zeroizing::new(secret.expose().to_owned()));
            this.save(&texts)
        })
        .await
    }

    async fn delete(&self, name: &str) -> Result<(), SecretsError> {
        let name = name.to_owned();
        self.alone(move |this| {
            let mut texts = this.load()?;
            if texts.remove(&name).is_some() {
                this.save(&texts)?;
            }
            Ok(())
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::{FileSecrets, Secret, Secrets, SecretsError};

    #[tokio::test]
    async fn a_password_survives_a_restart_and_is_not_readable_in_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let secrets = FileSecrets::new(dir.path());
        secrets
            .set("source/1", &Secret::new("open sesame"))
            .await
            .unwrap();
        secrets
            .set("source/2", &Secret::new("other"))
            .await
            .unwrap();

        let restarted = FileSecrets::new(dir.path());
        assert_eq!(
            restarted.get("source/1").await.unwrap(),
            Some(Secret::new("open sesame"))
        );
        restarted.delete("source/1").await.unwrap();
        assert_eq!(restarted.get("source/1").await.unwrap(), None);
        assert_eq!(
            restarted.get("source/2").await.unwrap(),
            Some(Secret::new("other"))
        );

        let bytes = std::fs::read(dir.path().join("secrets")).unwrap();
        assert!(
            !String::from_utf8_lossy(&bytes).contains("other"),
            "the file must be sealed"
        );
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_the_owner_may_read_the_files() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        FileSecrets::new(dir.path())
            .set("a", &Secret::new("b"))
            .await
            .unwrap();
        for name in ["secrets", "secrets.key"] {
            let mode = std::fs::metadata(dir.path().join(name))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    #[tokio::test]
    async fn a_damaged_or_keyless_file_is_said_to_be_unreadable_and_not_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let secrets = FileSecrets::new(dir.path());
        secrets.set("a", &Secret::new("b")).await.unwrap();
        let path = dir.path().join("secrets");
        let mut bytes = std::fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        assert!(matches!(
            secrets.get("a").await,
            Err(SecretsError::Unreadable)
        ));
        assert!(matches!(
            secrets.set("c", &Secret::new("d")).await,
            Err(SecretsError::Unreadable)
        ));
        assert_eq!(
            std::fs::read(&path).unwrap(),
            bytes,
            "what cannot be read is not thrown away"
        );
        for len in [0, 1, 10, 25] {
            std::fs::write(&path, vec![1; len]).unwrap();
            assert!(secrets.get("a").await.is_err(), "{len} bytes");
        }
    }
}
