//! (runnel-performance)
