//! The scripted channel for browser tests: customers speak, the network goes away, and what they got is told.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use runnel_app::{App, AppError, channels::ChannelKind};
use runnel_connector::{
    Caps, Connector, Idem, Say, Secret,
    fake::{FakeNetwork, Mishap, file},
};
use runnel_domain::{Channel, Clock};
use serde::Deserialize;
use serde_json::{Value, json};

/// Name of the scripted account.
pub const ACCOUNT: &str = "shop@fake.example";

/// The scripted network as the app knows channels.
#[derive(Clone)]
pub struct Fake {
    /// The world's side of it.
    pub network: FakeNetwork,
}

impl Fake {
    /// A network whose moments come from `clock`.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            // It cannot tell afterwards what it got, so that a lost answer stays a question for a person.
            network: FakeNetwork::new(ACCOUNT, clock).with_caps(Caps {
                idem: Idem::None,
                // As WhatsApp and the like have it.
                window: Some(Duration::from_hours(24)),
                ..FakeNetwork::usual_caps()
            }),
        }
    }

    /// Connects the workspace to it, once.
    ///
    /// # Errors
    /// When the workspace refuses.
    pub async fn connect(&self, app: &App) -> Result<(), AppError> {
        let owner = app.owner().await?;
        app.source_connect(owner, Channel::Fake, "Shop", ACCOUNT, "{}")
            .await?;
        Ok(())
    }
}

impl ChannelKind for Fake {
    fn channel(&self) -> Channel {
        Channel::Fake
    }

    fn connect(&self, _config: &str, _secret: Option<Secret>) -> Result<Arc<dyn Connector>, Say> {
        Ok(Arc::new(self.network.connector()))
    }
}

/// The addresses under `/fake`.
pub(crate) fn routes(fake: Fake) -> Router {
    Router::new()
        .route("/fake/say", post(say))
        .route("/fake/change", post(change))
        .route("/fake/offline", post(offline))
        .route("/fake/mishap", post(mishap))
        .route("/fake/sent", get(sent))
        .with_state(fake)
}

#[derive(Deserialize)]
struct SayRequest {
    /// The same name is the same person.
    from: String,
    text: String,
    #[serde(default)]
    subject: String,
    /// Begins or goes on with a thread of this name.
    #[serde(default)]
    thread: String,
    /// Under a post of ours that begins so.
    #[serde(default)]
    post: String,
    /// Files that come along.
    #[serde(default)]
    files: Vec<SentFile>,
}

#[derive(Deserialize)]
struct SentFile {
    name: String,
    mime: String,
    base64: String,
}

async fn say(State(fake): State<Fake>, Json(request): Json<SayRequest>) -> Json<Value> {
    let mut person = fake.network.person(&request.from);
    if !request.subject.is_empty() {
        person = person.about(&request.subject);
    }
    if !request.thread.is_empty() {
        person = person.in_thread(&request.thread);
    }
    if !request.post.is_empty() {
        person = person.under_post("post-1", &request.post);
    }
    let files = request.files.iter().map(|sent| {
        // What is no base64 arrives empty, as a broken upload would.
        let bytes = STANDARD.decode(&sent.base64).unwrap_or_default();
        file(&sent.name, &sent.mime, &bytes)
    });
    Json(json!({ "id": person.sends(&request.text, files.collect()) }))
}

/// What a customer does with a message afterwards; `id` as `/fake/say` answered it.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum ChangeRequest {
    /// Writes it anew.
    Edit { id: String, text: String },
    /// Takes it back.
    Delete { id: String },
    /// Puts a sign on it.
    React { id: String, emoji: String },
}

async fn change(State(fake): State<Fake>, Json(request): Json<ChangeRequest>) -> Json<Value> {
    match request {
        ChangeRequest::Edit { id, text } => fake.network.edits(&id, &text),
        ChangeRequest::Delete { id } => fake.network.deletes(&id),
        ChangeRequest::React { id, emoji } => fake.network.reacts(&id, &emoji, false),
    }
    Json(Value::Null)
}

#[derive(Deserialize)]
struct OfflineRequest {
    offline: bool,
}

async fn offline(State(fake): State<Fake>, Json(request): Json<OfflineRequest>) -> Json<Value> {
    if request.offline {
        fake.network.go_offline();
    } else {
        fake.network.come_back();
    }
    Json(json!({ "offline": request.offline }))
}

/// What the next send runs into.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum MishapRequest {
    /// It arrives, but its answer is lost.
    ArrivesUnanswered,
}

async fn mishap(State(fake): State<Fake>, Json(request): Json<MishapRequest>) -> Json<Value> {
    let MishapRequest::ArrivesUnanswered = request;
    fake.network.next_sends([Mishap::ArrivesUnanswered]);
    Json(Value::Null)
}

async fn sent(State(fake): State<Fake>) -> Json<Value> {
    let received = fake.network.received();
    let sent = received.iter().map(|message| {
        json!({
            "to": message.to,
            "subject": message.subject,
            "text": message.text,
            "automatic": message.automatic,
            "in_reply_to": message.in_reply_to,
            "post": message.post,
            "files": message.files.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        })
    });
    Json(json!({ "sent": sent.collect::<Vec<_>>() }))
}
