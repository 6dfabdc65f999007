//! (runnel-views)
