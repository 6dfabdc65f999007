//! (runnel-journeys)
