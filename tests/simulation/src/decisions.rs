//! What a person decided about answers whose fate is unknown: "I see it was sent", or "send again".

use std::collections::BTreeSet;

use runnel_app::{App, AppError};
use runnel_domain::{Direction, MessageState, ids::MemberId};

use crate::answering::{conversations, messages, serial};

/// Serials of answers, by decision.
#[derive(Debug, Default)]
pub struct Decisions {
    seen: BTreeSet<u32>,
    again: BTreeSet<u32>,
}

impl Decisions {
    /// Reads `seen=3,5` and `again=7`; `None` for anything else.
    pub fn read(words: impl Iterator<Item = String>) -> Option<Self> {
        let mut decisions = Self::default();
        for word in words {
            let (what, serials) = word.split_once('=')?;
            let into = match what {
                "seen" => &mut decisions.seen,
                "again" => &mut decisions.again,
                _ => return None,
            };
            for serial in serials.split(',').filter(|serial| !serial.is_empty()) {
                into.insert(serial.parse().ok()?);
            }
        }
        Some(decisions)
    }

    /// Carries them out where the fate is still unknown; what was settled meanwhile stays settled.
    pub async fn carry_out(&self, app: &App, me: MemberId) -> Result<(), AppError> {
        if self.seen.is_empty() && self.again.is_empty() {
            return Ok(());
        }
        for conversation in conversations(app, me).await? {
            for shown in messages(app, conversation).await? {
                let message = shown.message;
                let open =
                    message.direction == Direction::Out && message.state == MessageState::Unknown;
                let Some(serial) = serial(&message.text, "answer").filter(|_| open) else {
                    continue;
                };
                let decided = if self.seen.contains(&serial) {
                    app.message_confirm_sent(me, message.id).await
                } else if self.again.contains(&serial) {
                    app.message_retry(me, message.id).await
                } else {
                    continue;
                };
                // A look-up may have been quicker than the person.
                if let Err(refused) = decided {
                    tracing::info!(serial, %refused, "already settled");
                }
            }
        }
        Ok(())
    }
}
