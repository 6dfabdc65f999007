//! Moments in people's words, in the workspace's language and time zone.

use runnel_domain::{
    Timestamp,
    moment::{self, NoMoment, Preset},
};

use crate::{
    app::App,
    error::AppError,
    settings::{self, Settings},
};

impl App {
    /// The moment that a text names.
    ///
    /// # Errors
    /// When the workspace cannot be read; that a text names none is an answer.
    pub async fn moment_parse(
        &self,
        text: String,
    ) -> Result<Result<Timestamp, NoMoment>, AppError> {
        let settings = self.read(settings::load).await?;
        let zone = self.zone(&settings);
        Ok(moment::parse(&text, &settings.locale, self.now(), zone))
    }

    /// The moments that are offered ready-made now.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn moment_presets(&self) -> Result<Vec<Preset>, AppError> {
        let settings = self.read(settings::load).await?;
        Ok(moment::presets(self.now(), self.zone(&settings)))
    }

    /// The workspace's time zone, or the system's where none is set.
    fn zone<'a>(&'a self, settings: &'a Settings) -> &'a str {
        if settings.timezone.is_empty() {
            &self.inner.host.timezone
        } else {
            &settings.timezone
        }
    }
}
