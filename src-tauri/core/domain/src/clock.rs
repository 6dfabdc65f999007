//! Time as a value: moments, and the trait through which core code is told what time it is.

use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01T00:00:00 UTC. May be negative (old mail).
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This moment moved by `millis` (negative: earlier), staying within the range of `i64`.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// This moment moved by whole seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_millis(seconds.saturating_mul(1_000))
    }

    /// This moment moved by whole minutes.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_seconds(minutes.saturating_mul(60))
    }

    /// Milliseconds from `earlier` to this moment; negative when `earlier` is later.
    #[must_use]
    pub const fn millis_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Who tells the time. Core code never reads the system clock; hosts pass one in, tests move theirs by hand.
pub trait Clock: Send + Sync {
    /// The present moment (wall clock). It may jump: the laptop sleeps, people change the date.
    fn now(&self) -> Timestamp;
}
