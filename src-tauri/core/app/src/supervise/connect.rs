//! Connectors of connected accounts: made when first needed, made again when the settings change.

use std::sync::Arc;

use runnel_connector::{Caps, Connector, Say};
use runnel_domain::ids::SourceId;
use runnel_store::table::source::{self, Source};

use super::lock;
use crate::{app::App, error::AppError};

/// A connector with the settings that it was made from.
pub(crate) struct Connected {
    config: String,
    connector: Arc<dyn Connector>,
}

impl App {
    /// What the channel of a source can do; `None` for sources without a network.
    pub(crate) async fn caps(&self, id: SourceId) -> Option<Caps> {
        let source = self
            .read(move |read| Ok(source::get(read, id)?))
            .await
            .ok()?;
        let connector = self.connector(&source).await.ok()?;
        Some(connector.caps().clone())
    }

    /// The connector of a source. Touches no network.
    ///
    /// # Errors
    /// [`AppError::Network`] where this host has no such channel, or settings and secret do not fit.
    pub(crate) async fn connector(&self, source: &Source) -> Result<Arc<dyn Connector>, AppError> {
        if let Some(known) = lock(&self.inner.supervision.connected).get(&source.id)
            && known.config == source.config
        {
            return Ok(Arc::clone(&known.connector));
        }
        let missing = || Say::new("channel_missing", source.channel.as_str(), "");
        let kind = self
            .inner
            .host
            .channels
            .kind(source.channel)
            .ok_or_else(missing);
        let kind = Arc::clone(kind.map_err(AppError::Network)?);
        let secret = match &source.secret_ref {
            Some(name) => self.inner.host.secrets.get(name).await?,
            None => None,
        };
        let connector = kind
            .connect(&source.config, secret)
            .map_err(AppError::Network)?;
        let known = Connected {
            config: source.config.clone(),
            connector: Arc::clone(&connector),
        };
        lock(&self.inner.supervision.connected).insert(source.id, known);
        Ok(connector)
    }

    /// Forgets the connector of a source: its settings or its secret changed, or it is gone.
    pub(crate) fn disconnect(&self, id: SourceId) {
        lock(&self.inner.supervision.connected).remove(&id);
    }
}
