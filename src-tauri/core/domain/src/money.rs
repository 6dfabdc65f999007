//! Money: integer minor units with a currency, never a float.

use serde::{Deserialize, Serialize};

/// An amount in minor units (cents, kopecks) of an ISO 4217 currency, e.g. 395000 `EUR` = 3 950.00 €.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units; negative for refunds.
    pub amount_minor: i64,
    /// Three upper-case letters.
    pub currency: String,
}
