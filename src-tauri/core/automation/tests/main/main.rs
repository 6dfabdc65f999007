//! Triggers at work in a real workspace file, with a clock moved by hand.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod at_once;
mod delayed;
mod limits;
mod queue;
mod world;
