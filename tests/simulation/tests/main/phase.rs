//! What a kill interrupted, and how often: a run that never met a message on its way proves nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::{customers::Customers, ledger::Ledger};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Before it was ready.
    Starting,
    /// Ready, and a mail that the server had was not committed yet.
    Receiving,
    /// Ready, and an answer was on its way through the servers.
    Sending,
    /// An answer was committed and waited for its turn.
    Waiting,
    /// Nothing of this.
    Calm,
}

#[derive(Default)]
pub struct Phases {
    pub kills: usize,
    hits: BTreeMap<Phase, usize>,
    /// Answers that kills since the last peace found on their way, and when that attempt began.
    pub cut_off: BTreeSet<(u32, i64)>,
}

impl Phases {
    /// Sorts a kill in; it may have met several things at once.
    pub fn count(&mut self, told: &[String], customers: &Customers, after: Option<&Ledger>) {
        self.kills += 1;
        let mut met = Vec::new();
        // What an earlier kill left is no hit of this one.
        let mut sending = after.map(on_their_way).unwrap_or_default();
        sending.retain(|attempt| !self.cut_off.contains(attempt));
        if told.iter().any(|line| line == "ready") {
            let known = |serial| after.is_some_and(|ledger| ledger.orders.contains_key(&serial));
            if customers.orders.iter().any(|order| !known(order.serial)) {
                met.push(Phase::Receiving);
            }
            if !sending.is_empty() {
                met.push(Phase::Sending);
            }
            // One behind an answer whose fate is unknown waits for a person, not for its turn.
            let its_turn = |ledger: &Ledger| {
                let queued = ledger.answers_in("queued");
                queued
                    .into_iter()
                    .any(|serial| !ledger.waits_behind_unknown(serial))
            };
            if after.is_some_and(its_turn) {
                met.push(Phase::Waiting);
            }
            if met.is_empty() {
                met.push(Phase::Calm);
            }
        } else {
            met.push(Phase::Starting);
        }
        for phase in met {
            *self.hits.entry(phase).or_default() += 1;
        }
        self.cut_off.extend(sending);
    }

    pub fn hits(&self, phase: Phase) -> usize {
        self.hits.get(&phase).copied().unwrap_or_default()
    }

    pub fn report(&self) -> String {
        let told: Vec<String> = self
            .hits
            .iter()
            .map(|(phase, hits)| format!("{phase:?} {hits}"))
            .collect();
        format!("{} kills: {}", self.kills, told.join(", "))
    }
}

fn on_their_way(ledger: &Ledger) -> Vec<(u32, i64)> {
    let sending = ledger.answers_in("sending").into_iter();
    sending
        .filter_map(|serial| Some((serial, ledger.answers[&serial][0].attempted_at?)))
        .collect()
}
