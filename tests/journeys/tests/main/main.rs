//! Journeys: what a person can do, through the API router, on real SQLite, with a hand-moved clock.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod access;
mod arriving;
mod blocklist;
mod board;
mod board_many;
mod bulk;
mod by_itself;
mod categories;
mod chats;
mod composing;
mod contact_panel;
mod contacts;
mod deals;
mod every_command;
mod feed;
mod fields;
mod files;
mod filters;
mod folders;
mod help;
mod media;
mod members;
mod merging;
mod offered;
mod permission_table;
mod pipelines;
mod real_mail;
mod routes;
mod searching;
mod send_later;
mod sending;
mod snooze;
mod sources;
mod stars;
mod status;
mod tags;
mod tasks;
mod templates;
mod timeline;
mod triggers;
mod undo;
mod workspace;
mod write_first;
