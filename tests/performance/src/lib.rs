//! Shared parts of the benchmark programs: the corpus, the bare floor, and how to measure.
//!
//! Ratios count, absolute figures do not: each program does our work and the floor's in turn (A B A B …) in one run and
//! quotes medians. `cargo xtask bench` runs them in release; numbers and findings are in docs/performance.md.

pub mod corpus;
pub mod floor;
pub mod generator;
pub mod measure;
pub mod pair;
pub mod process;
pub mod shop;
