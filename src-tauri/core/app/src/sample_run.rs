//! Filling in sample data and taking it out again: long work with progress that can be called off.

use runnel_domain::ids::MemberId;

use crate::{
    app::{App, Changed},
    error::AppError,
    long_run::UnderWay,
    permission::{self, Deed},
    sample,
};

/// Conversations that a sample may have: what the largest shop that we promise to carry has, twice.
const MOST_CONVERSATIONS: u32 = 200_000;

impl App {
    /// Fills in sample data; progress comes as signals. Called off, what is done so far stays.
    ///
    /// # Errors
    /// `Invalid` with `sample_count`, `sample_under_way` or `sample_present`.
    pub async fn sample_fill(&self, me: MemberId, conversations: u32) -> Result<Changed, AppError> {
        if !(1..=MOST_CONVERSATIONS).contains(&conversations) {
            return Err(AppError::field("sample_count", "conversations"));
        }
        self.read(move |read| permission::check(read, me, Deed::Arrange))
            .await?;
        let run = self.begin_sample_run()?;
        let plan = sample::Plan {
            conversations: conversations as usize,
            seed: sample::SEED,
            now: self.now(),
        };
        let tell = |done| {
            self.progress("sample_fill", done, conversations as usize);
            !run.stop.is_cancelled()
        };
        sample::fill(&self.inner.store, plan, tell).await?;
        self.learned("sample_data").await;
        Ok(Changed {
            value: (),
            operation: None,
        })
    }

    /// Takes all sample data out again, at once.
    ///
    /// # Errors
    /// `Invalid` with `sample_under_way`.
    pub async fn sample_remove(&self, me: MemberId) -> Result<Changed, AppError> {
        self.read(move |read| permission::check(read, me, Deed::Arrange))
            .await?;
        let _run = self.begin_sample_run()?;
        self.progress("sample_remove", 0, 1);
        sample::remove(&self.inner.store, self.now()).await?;
        self.progress("sample_remove", 1, 1);
        Ok(Changed {
            value: (),
            operation: None,
        })
    }

    /// Calls off sample work that is under way; what is done so far stays.
    pub fn sample_cancel(&self) {
        self.inner.sample.cancel();
    }

    fn begin_sample_run(&self) -> Result<UnderWay<'_>, AppError> {
        self.inner
            .sample
            .begin()
            .ok_or(AppError::invalid("sample_under_way"))
    }
}
