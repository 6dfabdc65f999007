//! Moments in people's words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What somebody wrote: "tomorrow 9", "em 2 horas", "в понедельник".
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MomentText {
    /// In any of the five languages.
    pub text: String,
}

/// The moment that a text names.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Moment {
    /// The moment, which is to come; null: it is over, or the text names none.
    pub at: Option<i64>,
    /// Its words make sense.
    pub understood: bool,
}

/// Moments that are offered ready-made.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MomentPresets {
    /// Soonest first but for "in 3 hours"; what is over is left out.
    pub presets: Vec<MomentPreset>,
}

/// A moment that is offered ready-made.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MomentPreset {
    /// `in_3_hours`, `afternoon`, `evening`, `tomorrow`, `saturday`, `monday`.
    pub name: String,
    /// When.
    pub at: i64,
}
