//! The HTTP side: one address per duty of a host.

use std::{net::Ipv4Addr, path::PathBuf, sync::Arc};

use axum::{
    Router as Http,
    extract::{
        Path, Query, State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use runnel_api::{Router, wire::WireError};
use runnel_app::{
    App, AppError, Host,
    clock::{SystemClock, SystemIds},
    host::Silent,
    media::Served,
};
use runnel_connector::Secrets;
use runnel_domain::{
    Clock,
    ids::{AttachmentId, IdSource},
};
use serde::Deserialize;
use serde_json::Value;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    fake::{self, Fake},
    files,
    guard::{self, Guard},
    options::Options,
};

/// Largest request: a staged file of 25 MB as base64, with room.
const LARGEST_REQUEST: usize = 40 * 1024 * 1024;

/// Why it could not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The workspace cannot be opened.
    #[error(transparent)]
    App(#[from] AppError),
    /// The port is taken, or the machine has no loopback.
    #[error("listening: {0}")]
    Listen(#[from] std::io::Error),
}

/// A server at work.
pub struct Running {
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    /// What requests have to show.
    pub token: String,
    /// The workspace behind it.
    pub app: App,
    task: JoinHandle<std::io::Result<()>>,
}

impl Running {
    /// Stops receiving, sending and answering.
    pub async fn stop(self) {
        self.app.stop().await;
        self.task.abort();
    }
}

/// Opens the workspace, starts it and answers on 127.0.0.1.
///
/// # Errors
/// When the workspace cannot be opened or the port cannot be had.
pub async fn serve(options: Options) -> Result<Running, ServeError> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let folder = options
        .workspace
        .parent()
        .map_or_else(|| PathBuf::from("."), PathBuf::from);
    let mut channels = runnel_registry::channels(Arc::clone(&clock));
    let fake = options.fake.then(|| Fake::new(Arc::clone(&clock)));
    if let Some(fake) = &fake {
        channels = channels.with(Arc::new(fake.clone()));
    }
    let host = Host {
        clock,
        ids: Arc::new(SystemIds),
        channels,
        secrets: <dyn Secrets>::open(&folder).await,
        notifier: Arc::new(Silent),
        locale: options.locale,
        timezone: options.timezone,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let app = App::open(&options.workspace, host).await?;
    if let Some(fake) = &fake {
        fake.connect(&app).await?;
    }
    app.start();

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
    let port = listener.local_addr()?.port();
    let token = options.token.unwrap_or_else(fresh_token);
    let guard = Guard {
        hosts: vec![format!("127.0.0.1:{port}"), format!("localhost:{port}")],
        origin: options.origin,
        token: token.clone(),
    };
    let router = Router::new(app.clone(), app.owner().await?);
    let routes = routes(router, guard, fake, options.ui);
    let task = tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(Running {
        url: format!("http://127.0.0.1:{port}"),
        token,
        app,
        task,
    })
}

fn routes(router: Router, guard: Guard, fake: Option<Fake>, ui: Option<PathBuf>) -> Http {
    let mut inner = Http::new()
        .route("/rpc/{command}", post(rpc))
        .route("/feed", get(feed))
        .route("/attachment/{id}", get(attachment))
        .with_state(router);
    if let Some(fake) = fake {
        inner = inner.merge(fake::routes(fake));
    }
    let inner = inner.layer(middleware::from_fn_with_state(
        guard.clone(),
        guard::with_token,
    ));
    let pages = move |uri: Uri| {
        let ui = ui.clone();
        async move {
            match ui {
                Some(folder) => files::file(&folder, uri.path()).await,
                None => StatusCode::NOT_FOUND.into_response(),
            }
        }
    };
    inner
        .fallback(pages)
        .layer(axum::extract::DefaultBodyLimit::max(LARGEST_REQUEST))
        .layer(middleware::from_fn_with_state(guard, guard::ours))
}

async fn rpc(State(router): State<Router>, Path(command): Path<String>, body: String) -> Response {
    let request = if body.is_empty() {
        Ok(Value::Null)
    } else {
        serde_json::from_str(&body)
    };
    let answer = match request {
        Ok(request) => router.call(&command, request).await,
        Err(error) => Err(WireError::new("invalid").saying(error.to_string())),
    };
    match answer {
        Ok(answer) => axum::Json(answer).into_response(),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(error)).into_response(),
    }
}

async fn feed(State(router): State<Router>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| tell(router, socket))
}

async fn tell(router: Router, mut socket: WebSocket) {
    let mut feed = router.feed();
    loop {
        tokio::select! {
            message = feed.next() => {
                let Some(message) = message else { return };
                let Ok(text) = serde_json::to_string(&message) else { return };
                if socket.send(Message::Text(text.into())).await.is_err() {
                    return;
                }
            }
            // Nothing is expected from the page but its farewell.
            heard = socket.recv() => {
                if !matches!(heard, Some(Ok(Message::Ping(_) | Message::Pong(_)))) {
                    return;
                }
            }
        }
    }
}

#[derive(Deserialize)]
struct How {
    /// A small picture of a large one.
    #[serde(default)]
    small: bool,
    /// To be saved rather than shown.
    #[serde(default)]
    save: bool,
}

async fn attachment(
    State(router): State<Router>,
    Path(id): Path<i64>,
    Query(how): Query<How>,
    asked: HeaderMap,
) -> Response {
    let (app, id) = (router.for_attachment(id), AttachmentId(id));
    let range = asked
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok());
    let served = if how.small {
        app.attachment_thumbnail(id).await
    } else {
        app.attachment_served(id, range).await
    };
    match served {
        Ok(served) => file(served, how.save),
        Err(error) => {
            let error = WireError::from(error);
            (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(error)).into_response()
        }
    }
}

fn file(served: Served, save: bool) -> Response {
    let mut headers = HeaderMap::new();
    let plain = HeaderValue::from_static("application/octet-stream");
    let kind = HeaderValue::from_str(&served.mime).unwrap_or_else(|_| plain.clone());
    if save || kind == plain {
        let save = HeaderValue::from_static("attachment");
        headers.insert(header::CONTENT_DISPOSITION, save);
    }
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let mut status = StatusCode::OK;
    if let Some((first, last, whole)) = served.part
        && let Ok(part) = HeaderValue::from_str(&format!("bytes {first}-{last}/{whole}"))
    {
        headers.insert(header::CONTENT_RANGE, part);
        status = StatusCode::PARTIAL_CONTENT;
    }
    (status, headers, served.bytes).into_response()
}

/// Thirty-two random letters: the random bits of four fresh uids.
fn fresh_token() -> String {
    use std::fmt::Write as _;
    let mut token = String::new();
    for _ in 0..4 {
        let [.., a, b, c, d] = SystemIds.next_uid().0;
        let _ = write!(token, "{a:02x}{b:02x}{c:02x}{d:02x}");
    }
    token
}
