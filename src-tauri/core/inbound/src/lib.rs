//! (runnel-inbound)
