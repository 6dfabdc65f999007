//! What is shown equals what is there, whatever happened in between.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod board;
mod board_filter;
mod cards;
mod chats;
mod cost;
#[path = "../../../store/tests/main/deeds.rs"]
mod deeds;
