//! (runnel-app)
