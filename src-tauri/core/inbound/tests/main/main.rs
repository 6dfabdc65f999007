//! Batches from a scripted network against a real workspace.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod batches;
mod hostile;
mod network;
mod threads;
mod triggers;
