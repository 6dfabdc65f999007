//! An account that has to wait as a whole: one message probes, the others are not tried in vain.

use runnel_domain::Timestamp;

/// Open until a moment, after so many failures in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Circuit {
    pub until: Timestamp,
    pub failures: u32,
}
