//! How a source is doing, as its row tells it, and when it is tried again.

use runnel_connector::{Fault, Say};
use runnel_domain::{SourceHealth, Timestamp, ids::SourceId};
use runnel_store::{Tx, table::source};
use serde::{Deserialize, Serialize};

use crate::{app::App, error::AppError};

/// First pause after a failed pull, in milliseconds (CHANNELS.md §5 rule 5).
const FIRST_PAUSE_MS: i64 = 1_000;
/// Longest pause after a failed pull: 5 minutes (CHANNELS.md §5 rule 5).
const LONGEST_PAUSE_MS: i64 = 5 * 60 * 1_000;

/// The note of a source that is well.
const GOOD: &str = "{}";

/// Why a source is how it is; JSON in `source.health_note`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HealthNote {
    /// Stable code; empty: none.
    pub code: String,
    /// What it is about, e.g. a host.
    pub subject: String,
    /// Server's words.
    pub detail: String,
    /// When it is tried again.
    pub next_try_at: Option<Timestamp>,
}

impl HealthNote {
    /// The note of a source's row; empty where it cannot be read.
    #[must_use]
    pub fn of(source: &source::Source) -> Self {
        serde_json::from_str(&source.health_note).unwrap_or_default()
    }

    fn about(say: &Say, next_try_at: Option<Timestamp>) -> Self {
        Self {
            code: say.code.to_owned(),
            subject: say.subject.clone(),
            detail: say.detail.clone(),
            next_try_at,
        }
    }
}

/// What a fault means for a source and when to try again; `None`: when a person asks for it.
///
/// `failures` counts those in a row, this one included. Wrong passwords are not tried again: servers lock accounts.
pub(crate) fn after(
    fault: &Fault,
    failures: u32,
    now: Timestamp,
    random: u64,
) -> (SourceHealth, HealthNote) {
    let pause = jittered(failures, random);
    let (health, pause) = match fault {
        Fault::Offline(_) => (SourceHealth::Offline, Some(pause)),
        Fault::Retry { after, .. } => {
            let wish = after.and_then(|after| i64::try_from(after.as_millis()).ok());
            (SourceHealth::Degraded, Some(wish.unwrap_or(pause)))
        }
        Fault::Protocol(_) | Fault::Setup(_) => (SourceHealth::Degraded, Some(pause)),
        Fault::Conflict(_) => (SourceHealth::Conflict, Some(LONGEST_PAUSE_MS)),
        Fault::Auth(_) => (SourceHealth::AuthNeeded, None),
        Fault::Blocked(_) => (SourceHealth::Blocked, None),
    };
    (
        health,
        HealthNote::about(fault.say(), pause.map(|pause| now.plus_millis(pause))),
    )
}

/// Full jitter: anything up to `1 s × 2^(failures − 1)`, at most five minutes.
fn jittered(failures: u32, random: u64) -> i64 {
    let doublings = failures.saturating_sub(1).min(20);
    let ceiling = FIRST_PAUSE_MS
        .saturating_mul(1_i64 << doublings)
        .min(LONGEST_PAUSE_MS);
    let span = u64::try_from(ceiling).unwrap_or(0).saturating_add(1);
    i64::try_from(random % span).unwrap_or(0)
}

impl App {
    pub(crate) async fn set_health(
        &self,
        id: SourceId,
        health: SourceHealth,
        note: HealthNote,
    ) -> Result<(), AppError> {
        let note = serde_json::to_string(&note).unwrap_or_else(|_| GOOD.to_owned());
        self.note(move |tx| tell(tx, id, health, &note)).await
    }

    /// A pull went through.
    pub(crate) async fn pulled(&self, id: SourceId, health: SourceHealth) -> Result<(), AppError> {
        self.note(move |tx| {
            tell(tx, id, health, GOOD)?;
            Ok(source::pulled(tx, id)?)
        })
        .await
    }
}

/// Writes it down, unless the person paused the source meanwhile: their word wins over news that were on their way.
fn tell(tx: &mut Tx<'_>, id: SourceId, health: SourceHealth, note: &str) -> Result<(), AppError> {
    if source::get(tx, id)?.health != SourceHealth::Paused {
        source::set_health(tx, id, health, note)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use runnel_connector::Scope;

    use super::*;

    fn say() -> Say {
        Say::new("some_code", "mail.example", "words")
    }

    #[test]
    fn wrong_passwords_wait_for_the_person_and_networks_do_not() {
        let now = Timestamp(1_000_000);
        let (health, note) = after(&Fault::Auth(say()), 1, now, 7);
        assert_eq!((health, note.next_try_at), (SourceHealth::AuthNeeded, None));
        let (health, note) = after(&Fault::Offline(say()), 3, now, u64::MAX);
        assert_eq!(health, SourceHealth::Offline);
        let pause = note.next_try_at.unwrap().millis_since(now);
        assert!(
            (0..=4_000).contains(&pause),
            "third failure in a row: up to four seconds, not {pause}"
        );
        let wish = Some(Duration::from_secs(90));
        let (_, note) = after(
            &Fault::Retry {
                after: wish,
                scope: Scope::Account,
                say: say(),
            },
            1,
            now,
            7,
        );
        assert_eq!(
            note.next_try_at,
            Some(now.plus_seconds(90)),
            "the server's own wish wins"
        );
        for failures in [1, 8, 20, u32::MAX] {
            assert!(jittered(failures, u64::MAX - 3) <= LONGEST_PAUSE_MS);
        }
    }
}
