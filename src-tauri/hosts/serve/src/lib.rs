//! (runnel-serve)
