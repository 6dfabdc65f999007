//! The real window: WebKitGTK under Xvfb, the shell as a person starts it, real mail servers.
//!
//! Run by `cargo xtask test --only window`, which prepares a display, a session bus and the driver.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod announcements;
mod board;
mod hands;
mod opening;
mod shop_day;
mod window;
