//! The system's clock and fresh uids: the only place in the core that reads what time it is.

use std::time::{SystemTime, UNIX_EPOCH};

use runnel_domain::{Clock, Timestamp, Uid, ids::IdSource};

/// The machine's clock. Hosts hand it in; tests hand in one that they move themselves.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let millis = match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
            // A clock set to before 1970.
            Err(before) => -i64::try_from(before.duration().as_millis()).unwrap_or(i64::MAX),
        };
        Timestamp(millis)
    }
}

/// Fresh UUIDv7s.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl IdSource for SystemIds {
    fn next_uid(&self) -> Uid {
        Uid(uuid::Uuid::now_v7().into_bytes())
    }
}
