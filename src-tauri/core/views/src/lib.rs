//! Live result sets: what Chats and Pipeline show, as windows of rows over ordered ids that stay fresh.
//!
//! The interface asks for a window; nothing is pushed. A list that was read once is kept as ordered ids, and before
//! it is used again only the conversations that changed since are looked at.

pub mod board;
pub mod chats;
mod live;

pub use board::{Board, Column, Tray};
pub use chats::{Chats, ChatsPage};
