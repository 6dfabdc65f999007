//! (runnel-outbox)
