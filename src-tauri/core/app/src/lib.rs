//! What a person can do with a workspace, and what goes on by itself: use cases, supervisors, announcements.
//!
//! Hosts build a [`Host`], open an [`App`] on a file and call it: one method per use case. What a member changes
//! takes the acting member first, is checked by [`permission`] and, where it can be taken back, carries an undo label
//! (see [`label`]). Wire types never appear here.

pub mod access;
pub mod app;
pub mod attachment;
pub mod block;
pub mod board;
pub mod bulk;
pub mod category;
pub mod channels;
pub mod chats;
pub mod clock;
pub mod contact;
pub mod conversation;
pub mod deal;
pub mod deal_extra;
pub mod diagnostics;
pub mod draft;
pub mod error;
pub mod field;
pub mod first_message;
pub mod host;
pub mod label;
pub(crate) mod long_run;
pub mod media;
pub mod member;
pub mod merge;
pub mod message;
pub mod moment;
pub mod note;
pub mod permission;
pub mod pipeline;
pub mod route;
pub mod sample;
pub(crate) mod sample_run;
pub mod saved_view;
pub mod scheduled;
pub mod search;
pub mod settings;
pub mod signal;
pub mod snooze;
pub mod source;
pub mod stage;
pub mod stars;
pub mod status;
pub mod supervise;
pub mod tag;
pub mod task;
pub mod template;
pub mod timeline;
pub mod trigger;
pub mod undo;
pub mod welcome;
pub(crate) mod words;
pub mod workspace;

pub use app::{App, Changed};
pub use error::AppError;
pub use host::Host;
pub use runnel_connector::{Say, Secret, Secrets};
pub use runnel_store::{ChangeSet, Entity, StoreError};
