//! Messages on their way out, against a real workspace file and a scripted network.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod doubt;
mod lanes;
mod never_twice;
mod scripted;
mod world;
