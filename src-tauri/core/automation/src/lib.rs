//! Triggers at work: what an event sets off happens inside the caller's transaction, or waits as a timer.
//!
//! [`react`] is called at the end of every write. It evaluates the enabled triggers on the events that the write
//! recorded ([`runnel_domain::plan`]), applies what matched and writes every evaluation down. [`due`] is called when
//! a timer has run out. Failures of one trigger are rolled back to its own beginning and logged; they never take
//! the caller's write with them.

mod apply;
mod book;
mod due;
mod error;
mod foresee;
mod house;
mod later;
mod log;
mod queue;
mod react;
mod values;

pub use due::{Due, due};
pub use error::AutomationError;
pub use foresee::{Foreseen, Prospect, foresee};
pub use house::{DEFAULT_LATE_HOURS, House, LATE_HOURS_SETTING};
pub use queue::{Waiting, disable, enable, remove, waiting};
pub use react::{Messages, react, react_with};
pub use values::{spoken_date, spoken_money, values};
