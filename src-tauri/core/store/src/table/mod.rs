//! One file per table: its row struct, what can be read from it and what can be written to it.

pub mod attachment;
pub mod contact;
pub mod conversation;
pub mod cursor;
pub mod deal_card;
pub mod draft;
pub mod event;
pub mod facts;
pub mod identity;
pub mod letter;
pub mod message;
pub mod operation;
pub mod outbox;
pub mod pipeline;
pub mod raw_event;
pub mod read_state;
pub mod source;
pub mod stage;
pub mod tag;
pub mod task;
pub mod timer;
pub mod trigger_rule;
pub mod trigger_run;
