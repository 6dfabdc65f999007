//! (runnel-automation)
