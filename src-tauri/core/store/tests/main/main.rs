//! The workspace file from outside: opening, the schema, what SQL keeps, reads and writes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod blocking;
mod bulk;
mod conditions;
mod cost;
mod deal_places;
mod deal_steps;
mod deeds;
mod funnel;
mod funnel_property;
mod kept_by_sql;
mod merging;
mod opening;
mod query_pairs;
mod reading_and_writing;
mod schema;
mod search_property;
mod searching;
mod searching_people;
mod shop;
mod shop_cards;
mod shop_clocks;
mod shop_property;
mod shop_steps;
mod stars;
mod timeline;
mod undo;
mod workspace;
