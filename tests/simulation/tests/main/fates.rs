//! What became of answers that kills found on their way, before a person decided.

use std::collections::BTreeSet;

use crate::{check::found_by_customers, ledger::Ledger, shop::Shop};

#[derive(Default)]
pub struct Fates {
    /// Not in doubt any more: a copy turned up, a customer wrote back, or a person decided and it went.
    pub settled: usize,
    /// Called unknown, and it had arrived.
    pub arrived: usize,
    /// Called unknown, and it had not.
    pub not_arrived: usize,
}

impl Fates {
    /// Sorts answers in, each with the moment when the attempt began that was cut off.
    pub fn count(&mut self, cut_off: BTreeSet<(u32, i64)>, ledger: &Ledger, shop: &Shop) {
        let found = found_by_customers(shop);
        for (serial, attempted_at) in cut_off {
            let answer = &ledger.answers[&serial][0];
            match answer.state.as_str() {
                // Another attempt is the one in doubt.
                "unknown" if answer.attempted_at != Some(attempted_at) => {}
                "unknown" if found.contains_key(&serial) => self.arrived += 1,
                "unknown" => self.not_arrived += 1,
                _ => self.settled += 1,
            }
        }
    }

    pub fn report(&self) -> String {
        format!(
            "answers cut off on their way: {} settled, {} unknown and arrived, {} unknown and not arrived",
            self.settled, self.arrived, self.not_arrived
        )
    }
}
