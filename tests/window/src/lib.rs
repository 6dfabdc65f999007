//! The real window is tested by `cargo xtask test --only window`; everything is in the tests folder.
