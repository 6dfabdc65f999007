//! Runnel killed at random moments, against real mail servers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod check;
mod customers;
mod dice;
mod fates;
mod killed;
mod ledger;
mod phase;
mod shop;
mod victim;
