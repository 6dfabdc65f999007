//! From what went wrong in the app to what an interface is told: one place for all commands.
//!
//! `not_found` and `conflict` say of what (`entity`, `id`); `forbidden`; codes of requests that make no sense are
//! their own (`message_empty`, `stage_gone` …) with what the wording needs; `workspace_newer`, `workspace_foreign` and
//! `workspace_in_use` when there is no workspace to ask; what a network said keeps its code and its
//! words. Everything else is `internal`: logged here, told without innards.

use std::collections::BTreeMap;

use runnel_app::{AppError, StoreError};
use serde_json::Value;

use crate::wire::WireError;

impl WireError {
    /// A code without parameters.
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            params: BTreeMap::new(),
            detail: String::new(),
        }
    }

    /// The same with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// The same with verbatim words.
    #[must_use]
    pub fn saying(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// A request that makes no sense because of one field.
    #[must_use]
    pub fn field(code: &str, field: &str) -> Self {
        Self::new(code).with("field", field)
    }

    fn all(mut self, params: &Value) -> Self {
        for (name, value) in params.as_object().into_iter().flatten() {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            self.params.insert(name.clone(), text);
        }
        self
    }

    fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "a command failed");
        Self::new("internal").saying(error.to_string())
    }
}

impl From<AppError> for WireError {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Store(error) => stored(&error),
            AppError::Invalid { code, params } => Self::new(code).all(&params),
            AppError::NotAllowed => Self::new("forbidden"),
            AppError::Network(say) => Self::new(say.code)
                .with("subject", say.subject)
                .saying(say.detail),
            AppError::Secrets(error) => {
                tracing::error!(%error, "secrets");
                Self::new("secrets_unavailable").saying(error.to_string())
            }
            AppError::Inbound(error) => Self::internal(&error),
            AppError::Outbox(error) => Self::internal(&error),
            AppError::Automation(error) => Self::internal(&error),
            AppError::Internal(error) => Self::internal(&error),
        }
    }
}

fn stored(error: &StoreError) -> WireError {
    let about = |code: &str, entity: &runnel_app::Entity, id: i64| {
        let entity = serde_json::to_value(entity).ok();
        let entity = entity.as_ref().and_then(Value::as_str).unwrap_or_default();
        WireError::new(code)
            .with("entity", entity)
            .with("id", id.to_string())
    };
    match error {
        StoreError::NotFound { entity, id } => about("not_found", entity, *id),
        StoreError::Conflict { entity, id } => about("conflict", entity, *id),
        StoreError::Invalid { code, params } => WireError::new(code).all(params),
        // Of the whole workspace: it was not opened, and not touched.
        StoreError::NewerFile { .. } => WireError::new("workspace_newer"),
        StoreError::ForeignFile(path) => {
            WireError::new("workspace_foreign").with("file", path.to_string_lossy())
        }
        StoreError::InUse(path) => {
            WireError::new("workspace_in_use").with("file", path.to_string_lossy())
        }
        other => WireError::internal(other),
    }
}
