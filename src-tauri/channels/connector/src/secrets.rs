//! Where passwords and tokens live: the system's keychain, or an encrypted file where there is none.
//!
//! Never in tables, logs or fixtures. Names are the app's, e.g. `source/3`.

mod file;
mod keychain;
mod memory;

use std::{fmt, path::Path, sync::Arc, time::Duration};

use async_trait::async_trait;
use zeroize::Zeroizing;

pub use file::FileSecrets;
pub use keychain::Keychain;
pub use memory::MemorySecrets;

/// A password or token. It hides from `Debug` and is wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Keeps `text` secret.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for the one place that hands it to a server.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// Where secrets are kept; shown in the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretPlace {
    /// The system's keychain.
    Keychain,
    /// The encrypted file beside the workspace's settings.
    File,
    /// Nowhere: they are gone when the program ends.
    Memory,
}

/// Why a secret could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The keychain is locked, gone, or does not answer.
    #[error("keychain: {0}")]
    Keychain(String),
    /// The file cannot be read or written.
    #[error("secrets file: {0}")]
    File(#[from] std::io::Error),
    /// The file is there, but its key does not fit or it was damaged.
    #[error("secrets file cannot be opened with its key")]
    Unreadable,
}

/// A place for secrets.
#[async_trait]
pub trait Secrets: Send + Sync {
    /// Where this place keeps them.
    fn place(&self) -> SecretPlace;

    /// The secret called `name`; `None` when there is none.
    async fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError>;

    /// Keeps `secret` as `name`, replacing an earlier one. It is durable when this returns.
    async fn set(&self, name: &str, secret: &Secret) -> Result<(), SecretsError>;

    /// Forgets `name`; fine when it was never known.
    async fn delete(&self, name: &str) -> Result<(), SecretsError>;
}

/// How long the keychain may take to say that it is there.
const KEYCHAIN_ANSWERS_WITHIN: Duration = Duration::from_secs(2);

impl dyn Secrets {
    /// The keychain if it answers within two seconds, else an encrypted file in `dir`.
    ///
    /// Secrets that were filed while no keychain was there are still found afterwards; they move into the keychain
    /// when they are set again.
    pub async fn open(dir: &Path) -> Arc<dyn Secrets> {
        let file = FileSecrets::new(dir);
        match tokio::time::timeout(KEYCHAIN_ANSWERS_WITHIN, Keychain::open()).await {
            Ok(Ok(keychain)) => Arc::new(Both { keychain, file }),
            Ok(Err(error)) => {
                tracing::info!(%error, "no keychain; secrets go to the encrypted file");
                Arc::new(file)
            }
            Err(_) => {
                tracing::info!("the keychain does not answer; secrets go to the encrypted file");
                Arc::new(file)
            }
        }
    }
}

/// The keychain, with what an earlier session without one had to file.
struct Both {
    keychain: Keychain,
    file: FileSecrets,
}

#[async_trait]
impl Secrets for Both {
    fn place(&self) -> SecretPlace {
        SecretPlace::Keychain
    }

    async fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError> {
        match self.keychain.get(name).await? {
            Some(secret) => Ok(Some(secret)),
            None => self.file.get(name).await,
        }
    }

    async fn set(&self, name: &str, secret: &Secret) -> Result<(), SecretsError> {
        self.keychain.set(name, secret).await?;
        self.file.delete(name).await
    }

    async fn delete(&self, name: &str) -> Result<(), SecretsError> {
        self.keychain.delete(name).await?;
        self.file.delete(name).await
    }
}

#[cfg(test)]
mod tests {
    use super::{Secret, Secrets};

    #[test]
    fn a_secret_does_not_show_itself() {
        let secret = Secret::new("open sesame");
        assert!(
            !format!("{secret:?}").contains("sesame"),
            "logs print with Debug"
        );
    }

    #[tokio::test]
    async fn opening_is_quick_and_works_with_or_without_a_keychain() {
        let dir = tempfile::tempdir().unwrap();
        let secrets = <dyn Secrets>::open(dir.path()).await;
        if secrets.place() == super::SecretPlace::File {
            secrets.set("source/1", &Secret::new("pw")).await.unwrap();
            assert_eq!(
                secrets.get("source/1").await.unwrap(),
                Some(Secret::new("pw"))
            );
        }
    }
}
