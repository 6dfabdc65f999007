//! The workspace behind the window: opened beside it, asked through it, closed with it.

use std::sync::{Arc, Mutex, PoisonError};

use runnel_api::Router;
use runnel_api::wire::WireError;
use runnel_api::wire::feed::FeedMessage;
use runnel_app::clock::{SystemClock, SystemIds};
use runnel_app::host::Notifier;
use runnel_app::{App, AppError, Host};
use runnel_connector::Secrets;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, value::RawValue};
use tauri::async_runtime::JoinHandle;
use tauri::ipc::Channel;
use tokio::sync::watch;

use crate::place::Place;

/// What came of opening the workspace; `None` while that goes on.
type Opened = Option<Result<Router, WireError>>;

/// The window shows at once, and its first questions wait here until the workspace is open. A workspace
/// that does not open answers every question with the reason, until the interface asks for its feed anew.
pub struct Workspace {
    place: Place,
    notifier: Arc<dyn Notifier>,
    tell: Arc<watch::Sender<Opened>>,
    feed: Mutex<Option<JoinHandle<()>>>,
}

impl Workspace {
    /// Begins to open the workspace, and to receive and send once it is open.
    pub fn open(place: Place, notifier: Arc<dyn Notifier>) -> Self {
        let workspace = Self {
            place,
            notifier,
            tell: Arc::new(watch::channel(None).0),
            feed: Mutex::new(None),
        };
        workspace.begin();
        workspace
    }

    fn begin(&self) {
        let (place, notifier) = (self.place.clone(), Arc::clone(&self.notifier));
        let tell = Arc::clone(&self.tell);
        tauri::async_runtime::spawn(async move {
            let result = open(&place, notifier).await;
            if let Err(error) = &result {
                tracing::error!(%error, file = %place.file().display(), "the workspace did not open");
            }
            tell.send_replace(Some(result.map_err(WireError::from)));
        });
    }

    /// Tries once more when the last try failed: the person has done something about the reason.
    fn begin_again(&self) {
        let failed = |opened: &mut Opened| {
            let failed = matches!(opened, Some(Err(_)));
            if failed {
                *opened = None;
            }
            failed
        };
        if self.tell.send_if_modified(failed) {
            self.begin();
        }
    }

    /// One command of the command table.
    pub async fn call(&self, command: &str, request: Value) -> Result<Box<RawValue>, WireError> {
        self.router().await?.call(command, request).await
    }

    /// The same for the shell's own questions.
    pub async fn ask<A: DeserializeOwned>(
        &self,
        command: &str,
        request: &impl Serialize,
    ) -> Result<A, WireError> {
        let broken =
            |error: serde_json::Error| WireError::new("internal").saying(error.to_string());
        let answer = self
            .call(command, serde_json::to_value(request).map_err(broken)?)
            .await?;
        serde_json::from_str(answer.get()).map_err(broken)
    }

    /// Passes the change feed on into this channel. The window has one: after a reload the earlier ends.
    pub async fn feed(&self, channel: Channel<FeedMessage>) -> Result<(), WireError> {
        self.begin_again();
        let mut feed = self.router().await?.feed();
        let passing = tauri::async_runtime::spawn(async move {
            while let Some(message) = feed.next().await {
                if channel.send(message).is_err() {
                    break;
                }
            }
        });
        let earlier = self
            .feed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .replace(passing);
        if let Some(earlier) = earlier {
            earlier.abort();
        }
        Ok(())
    }

    /// Ends receiving and sending; a message on the wire gets the time to arrive that [`App::stop`] gives.
    pub fn close(&self) {
        let opened = self.tell.borrow().clone();
        if let Some(Ok(router)) = opened {
            tauri::async_runtime::block_on(router.app().stop());
        }
    }

    /// The app, for what goes past the command table: a file, where the acting member may see it.
    pub async fn app(&self, file: i64) -> Result<App, WireError> {
        Ok(self.router().await?.for_attachment(file))
    }

    async fn router(&self) -> Result<Router, WireError> {
        let mut opened = self.tell.subscribe();
        let known = opened.wait_for(Option::is_some).await;
        let gone = || Err(WireError::new("internal").saying("the workspace is being closed"));
        known
            .ok()
            .and_then(|known| known.clone())
            .unwrap_or_else(gone)
    }
}

async fn open(place: &Place, notifier: Arc<dyn Notifier>) -> Result<Router, AppError> {
    let clock = Arc::new(SystemClock);
    let host = Host {
        clock: Arc::clone(&clock) as _,
        ids: Arc::new(SystemIds),
        channels: runnel_registry::channels(clock),
        secrets: <dyn Secrets>::open(place.folder()).await,
        notifier,
        locale: sys_locale::get_locale().unwrap_or_else(|| "en".to_owned()),
        timezone: iana_time_zone::get_timezone().unwrap_or_default(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let app = App::open(place.file(), host).await?;
    app.start();
    let me = app.owner().await?;
    Ok(Router::new(app, me))
}
