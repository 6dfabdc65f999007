//! E-mail against real servers, and reading against everything that calls itself a mail.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod conformance;
mod corpus;
mod receiving;
mod script;
mod scripted_imap;
mod scripted_refusals;
mod scripted_smtp;
mod sending;
mod setup;
mod world;
