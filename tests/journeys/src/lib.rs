//! A workspace in a test: real SQLite, the real router, a scripted network, and a clock that only the test moves.
//!
//! ```ignore
//! let world = World::new().await;
//! world.fake("Ana").says("price?").await;
//! let ana = world.conversation_of("Ana").await;
//! world.call("conversation_accept", json!({ "conversation_id": ana, "stage_id": null, "before_deal_id": null })).await;
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod customer;
mod host;
mod story;
mod world;

pub use customer::Customer;
pub use host::{Heard, NOON, PASSWORD};
pub use world::{World, answered};
