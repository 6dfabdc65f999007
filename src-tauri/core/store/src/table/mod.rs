//! One file per table: its row struct, what can be read from it and what can be written to it.
pub mod deal_card;
pub mod draft;
pub mod pipeline;
pub mod stage;
