//! Live result sets: what Chats and Pipeline show, as windows of rows over ordered ids that stay fresh.
//!
//! The interface asks for a window; nothing is pushed. A folder is read from the index of its order, and so is a column of
//! the board. Filters are decided on briefs of all conversations and cards, held in memory; before they are used again
//! only those that changed are looked at.

pub mod board;
pub mod chats;
mod deck;
pub mod facets;
mod held;
mod ledger;
mod lists;

pub use board::{Board, BoardQuery, CardSight, Column, Tray};
pub use chats::{Chats, ChatsPage};
pub use facets::{Facets, FilterKind};
