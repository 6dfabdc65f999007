//! Secrets in the system's keychain: Secret Service, macOS Keychain, Windows Credential Manager.

use async_trait::async_trait;
use keyring::v1::{Entry, Error};

use super::{Secret, SecretPlace, Secrets, SecretsError};

/// The name under which the keychain shows our entries.
const SERVICE: &str = "Runnel";

/// The system's keychain. Its calls block, sometimes on a person who has to unlock it, so each runs on its own thread.
pub struct Keychain(());

impl Keychain {
    /// Connects, without unlocking anything.
    ///
    /// # Errors
    /// `Keychain` when there is none, which is usual in sessions without a desktop.
    pub async fn open() -> Result<Self, SecretsError> {
        blocking(|| match Entry::store_status() {
            Ok(()) => Ok(Self(())),
            Err(error) => Err(SecretsError::Keychain(error.to_string())),
        })
        .await
    }
}

async fn blocking<R: Send + 'static>(
    work: impl FnOnce() -> Result<R, SecretsError> + Send + 'static,
) -> Result<R, SecretsError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(SecretsError::Keychain(error.to_string())),
    }
}

/// Errors of the keychain in words; they never hold the secret (`BadEncoding` would, so it is not printed).
fn trouble(error: &Error) -> SecretsError {
    match error {
        Error::BadEncoding(_) => SecretsError::Unreadable,
        other => SecretsError::Keychain(other.to_string()),
    }
}

fn entry(name: &str) -> Result<Entry, SecretsError> {
    Entry::new(SERVICE, name).map_err(|error| trouble(&error))
}

#[async_trait]
impl Secrets for Keychain {
    fn place(&self) -> SecretPlace {
        SecretPlace::Keychain
    }

    async fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError> {
        let name = name.to_owned();
        blocking(move || match entry(&name)?.get_password() {
            Ok(text) => Ok(Some(Secret::new(text))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(trouble(&error)),
        })
        .await
    }

    async fn set(&self, name: &str, secret: &Secret) -> Result<(), SecretsError> {
        let (name, secret) = (name.to_owned(), secret.clone());
        blocking(move || {
            entry(&name)?
                .set_password(secret.expose())
                .map_err(|error| trouble(&error))
        })
        .await
    }

    async fn delete(&self, name: &str) -> Result<(), SecretsError> {
        let name = name.to_owned();
        blocking(move || match entry(&name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(trouble(&error)),
        })
        .await
    }
}
