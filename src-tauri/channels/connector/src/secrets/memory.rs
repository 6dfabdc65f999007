//! Secrets for tests: nothing outlives the program.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;

use super::{Secret, SecretPlace, Secrets, SecretsError};

/// Secrets in memory.
#[derive(Default)]
pub struct MemorySecrets {
    known: Mutex<HashMap<String, Secret>>,
}

#[async_trait]
impl Secrets for MemorySecrets {
    fn place(&self) -> SecretPlace {
        SecretPlace::Memory
    }

    async fn get(&self, name: &str) -> Result<Option<Secret>, SecretsError> {
        Ok(self
            .known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .cloned())
    }

    async fn set(&self, name: &str, secret: &Secret) -> Result<(), SecretsError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(name.to_owned(), secret.clone());
        Ok(())
    }

    async fn delete(&self, name: &str) -> Result<(), SecretsError> {
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(name);
        Ok(())
    }
}
