//! Undo: what a person's action changed is kept row by row, and put back in reverse order.
//!
//! Images are captured by TEMP triggers on the writer's connection (docs/adr/0001-change-capture.md), so no
//! accessor has to remember anything, and effects of triggers inside the same transaction are part of the action.
//! Counters, copied names and the search index are not captured: SQL keeps them while rows are put back. Stars are
//! counted anew: they belong to a contact, and what others did with other conversations of theirs must not stand against
//! an undo.

mod apply;
mod capture;
mod engaged;
mod image;
mod left;
mod put_back;
mod reach;
mod room;
mod settle;
mod shape;

pub use apply::{Skipped, Undone};
pub use reach::{Reach, reach};

pub(crate) use apply::undo;
pub(crate) use capture::{Capture, Capturing};
pub(crate) use image::{Deed, pack};
