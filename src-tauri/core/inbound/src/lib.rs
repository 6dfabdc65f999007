//! A batch from a channel becomes contacts, conversations, messages, events and trigger effects: one transaction.
//!
//! Everything a network told is kept verbatim and once, under the key its connector gave it. Files lie in the
//! attachments folder before the transaction begins, so that a row never names bytes that are not there. The
//! provider is acknowledged by the caller, after [`apply`] returned.

mod apply;
mod change;
mod error;
mod item;
mod loss;
mod message;
mod native;
mod people;
mod prepare;
mod report;

pub use apply::{Applied, apply, apply_blocking};
pub use error::InboundError;
