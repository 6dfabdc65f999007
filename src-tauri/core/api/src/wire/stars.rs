//! Stars of a contact and their explanation (PO-13, PO-14).

use runnel_domain::Direction;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Ask why a contact has so many stars.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StarsRequest {
    /// Contact.
    pub contact_id: i64,
}

/// How many stars, and what they were counted from.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StarsExplanation {
    /// 0 new, 1 no engagement, 2 validated, 3 low, 4 moderate, 5 high.
    pub stars: u8,
    /// Messages of members to them, on all channels.
    pub sent: i64,
    /// Messages of theirs.
    pub received: i64,
    /// Messages of whoever wrote first that the other side answered.
    pub interactions: i64,
    /// Of these, on one day of the workspace.
    pub same_day: i64,
    /// Of these, within two hours.
    pub within_2h: i64,
    /// Of these, within thirty minutes.
    pub within_30m: i64,
    /// Who wrote first; null: nobody did.
    #[ts(type = "Direction | null")]
    pub opened_by: Option<Direction>,
    /// False: the network says that none of their addresses works.
    pub reachable: bool,
    /// Half of the interactions took at most so many milliseconds; null: there is none.
    pub median_ms: Option<i64>,
    /// 90 % of them took at most so many.
    pub ninetieth_ms: Option<i64>,
    /// The next number of stars; null: five are the most.
    pub next_stars: Option<u8>,
    /// How many more it takes for that: a message of ours (1), of theirs (2), an interaction on one day (3), or
    /// interactions within two hours (4) or thirty minutes (5). 0: only an address that works.
    pub missing: i64,
}
