//! The one outbound HTTP client: rustls, time limits, no cookies, no redirects to plain HTTP.

use std::time::Duration;

use reqwest::{Client, redirect::Policy};

use crate::tls::Trust;

/// What servers see of us.
const USER_AGENT: &str = "Runnel/0.1";
/// Time to reach a server.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// Redirects that are followed; a chain longer than this is a loop or a game.
const REDIRECTS: usize = 5;

/// Why a document could not be had.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The client could not be made: no system certificates.
    #[error("tls: {0}")]
    Tls(String),
    /// The server is not there, refused, or took too long.
    #[error("http: {0}")]
    Request(String),
    /// The server answered with something other than success.
    #[error("http status {0}")]
    Status(u16),
    /// The document is larger than the caller wants.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
}

/// The outbound client; cheap to clone.
#[derive(Clone)]
pub struct Http(Client);

impl Http {
    /// A client that trusts what the system trusts.
    ///
    /// # Errors
    /// `Tls` when the system's certificates cannot be loaded.
    pub fn new() -> Result<Self, HttpError> {
        let trust = Trust::new(None).map_err(|error| HttpError::Tls(error.to_string()))?;
        let client = Client::builder()
            .tls_backend_preconfigured(trust.config.as_ref().clone())
            .user_agent(USER_AGENT)
            .connect_timeout(CONNECT_WITHIN)
            .https_only(true)
            .redirect(Policy::limited(REDIRECTS))
            .build()
            .map_err(|error| HttpError::Tls(error.to_string()))?;
        Ok(Self(client))
    }

    /// The document at `url`, at most `limit` bytes of it, within `time`.
    ///
    /// # Errors
    /// See [`HttpError`]; a document that is too large is not read to its end.
    pub async fn get(&self, url: &str, limit: usize, time: Duration) -> Result<Vec<u8>, HttpError> {
        let failed = |error: reqwest::Error| HttpError::Request(error.without_url().to_string());
        let mut answer = self.0.get(url).timeout(time).send().await.map_err(failed)?;
        if !answer.status().is_success() {
            return Err(HttpError::Status(answer.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > limit {
                return Err(HttpError::TooLarge(limit));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}
