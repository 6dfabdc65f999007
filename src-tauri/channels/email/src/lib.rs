//! (runnel-email)
