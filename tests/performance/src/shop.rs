//! A workspace to measure: opened as a host opens it, with triggers on and, if wanted, sample conversations.

use std::{path::Path, sync::Arc};

use runnel_api::Router;
use runnel_app::{
    App, Host,
    clock::{SystemClock, SystemIds},
    host::Silent,
    sample,
};
use runnel_connector::Secrets;
use runnel_domain::{Channel, Clock, Timestamp, event::Cause, ids::SourceId};
use runnel_store::{
    Intent, Lane, OpenOptions, Store, StoreError,
    table::source::{self, NewSource},
};
use serde_json::{Value, json, value::RawValue};

/// What went wrong; a benchmark stops at the first fault.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Opens the workspace with everything a host gives it; nothing goes on by itself.
///
/// # Errors
/// When it cannot be opened.
pub async fn open(path: &Path) -> Result<(App, Router), Fault> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let host = Host {
        channels: runnel_registry::channels(Arc::clone(&clock)),
        clock,
        ids: Arc::new(SystemIds),
        secrets: <dyn Secrets>::open(path.parent().unwrap_or_else(|| Path::new("."))).await,
        notifier: Arc::new(Silent),
        locale: "en".to_owned(),
        timezone: "UTC".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let app = App::open(path, host).await?;
    let me = app.owner().await?;
    Ok((app.clone(), Router::new(app, me)))
}

/// Makes a new workspace at `path` with `rules` triggers that look at every new conversation, and closes it again.
/// Answers a source that mail can come through.
///
/// # Errors
/// When the workspace refuses.
pub async fn make(path: &Path, rules: usize) -> Result<SourceId, Fault> {
    {
        let (_app, router) = open(path).await?;
        let _ = call(&router, "workspace_get", json!({})).await?;
        for number in 0..rules {
            let body = json!({
                "name": format!("rule {number}"),
                "event": { "kind": "conversation_new" },
                "conditions": [{ "kind": "text_contains", "words": [format!("word{number}")] }],
                "actions": [{ "delay_minutes": 0, "what": { "kind": "send_message", "text": "Thank you" } }],
            });
            call(
                &router,
                "trigger_save",
                json!({ "trigger_id": null, "body": body }),
            )
            .await?;
        }
    }
    let store = store(path)?;
    let made = store.write_blocking(Lane::Background, intent(), |tx| {
        source::insert(
            tx,
            &NewSource {
                channel: Channel::Email,
                name: "info@",
                account: "info@shop.example",
                config: "{}",
                secret_ref: None,
                health: runnel_domain::SourceHealth::Ok,
            },
        )
    })?;
    Ok(made.value)
}

/// Opens the store alone, as the engine below the app uses it.
///
/// # Errors
/// When it cannot be opened.
pub fn store(path: &Path) -> Result<Store, StoreError> {
    Store::open(
        path,
        OpenOptions::new(SystemClock.now(), Arc::new(SystemIds)),
    )
}

/// Fills in `conversations` sample conversations.
///
/// # Errors
/// When the workspace refuses.
pub fn fill(path: &Path, conversations: usize) -> Result<(), StoreError> {
    let store = store(path)?;
    let plan = sample::Plan {
        conversations,
        seed: sample::SEED,
        now: SystemClock.now(),
    };
    sample::fill_blocking(&store, plan)?;
    Ok(())
}

/// Calls a command as an interface does.
///
/// # Errors
/// When the command refuses.
pub async fn call(router: &Router, command: &str, request: Value) -> Result<Box<RawValue>, Fault> {
    router.call(command, request).await.map_err(|error| {
        format!(
            "{command}: {} {:?} {}",
            error.code, error.params, error.detail
        )
        .into()
    })
}

/// What an answer says.
///
/// # Errors
/// When it is no JSON.
pub fn read(answer: &RawValue) -> Result<Value, Fault> {
    Ok(serde_json::from_str(answer.get())?)
}

/// An intent for the benchmark's own writes.
#[must_use]
pub fn intent() -> Intent {
    let now: Timestamp = SystemClock.now();
    Intent {
        now,
        cause: Cause::plain(runnel_domain::Actor::System),
        undo: None,
    }
}
