//! Sample data: a furniture shop's conversations in five languages, made from a seed, removable at once.
//!
//! It goes through the same steps of the shop as real conversations, as an import: nothing fires, nobody is notified.

mod customer;
mod dice;
mod generator;
mod script;
mod texts;

use runnel_domain::{Actor, Timestamp, event::Cause};
use runnel_store::{Intent, Lane, Store, StoreError, shop};

use generator::Generator;

/// How many conversations the interface offers.
pub const OFFERED: usize = 300;
/// The seed that the interface uses: everybody sees the same shop.
pub const SEED: u64 = 2026;

/// Conversations per transaction while a person may be working: about 10 ms.
const SMALL_STEP: usize = 25;
/// Conversations per transaction when nobody waits (benches, tests).
const LARGE_STEP: usize = 1_000;

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How many conversations.
    pub conversations: usize,
    /// The same seed at the same moment makes the same shop.
    pub seed: u64,
    /// The present: the newest conversations end here.
    pub now: Timestamp,
}

/// Fills the sample in, in small transactions. `progress` gets how many are done, and answers whether to go on;
/// what is done so far stays. Returns how many conversations there are now.
///
/// # Errors
/// `Invalid` with code `sample_present` where there is sample data already.
pub async fn fill(
    store: &Store,
    plan: Plan,
    mut progress: impl FnMut(usize) -> bool,
) -> Result<usize, StoreError> {
    let mut generator = store
        .write(Lane::Background, intent(plan.now), move |tx| {
            Generator::begin(tx, plan)
        })
        .await?
        .value;
    while generator.done() < plan.conversations && progress(generator.done()) {
        generator = store
            .write(Lane::Background, intent(plan.now), move |tx| {
                generator.step(tx, SMALL_STEP)?;
                Ok::<_, StoreError>(generator)
            })
            .await?
            .value;
    }
    progress(generator.done());
    Ok(generator.done())
}

/// [`fill`] for callers without a runtime, in large transactions.
///
/// # Errors
/// As [`fill`].
pub fn fill_blocking(store: &Store, plan: Plan) -> Result<usize, StoreError> {
    let mut generator = store
        .write_blocking(Lane::Background, intent(plan.now), move |tx| {
            Generator::begin(tx, plan)
        })?
        .value;
    while generator.done() < plan.conversations {
        generator = store
            .write_blocking(Lane::Background, intent(plan.now), move |tx| {
                generator.step(tx, LARGE_STEP)?;
                Ok::<_, StoreError>(generator)
            })?
            .value;
    }
    Ok(generator.done())
}

/// Removes the sample and everything that was done with it, in one transaction.
///
/// # Errors
/// When the store refuses.
pub async fn remove(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    store
        .write(Lane::Person, intent(now), shop::remove_sample)
        .await
        .map(|_| ())
}

const fn intent(now: Timestamp) -> Intent {
    Intent::plain(now, Cause::plain(Actor::Import))
}

#[cfg(test)]
mod tests;
