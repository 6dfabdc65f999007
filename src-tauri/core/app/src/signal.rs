//! What the app tells besides changed rows: progress of long work, arrivals.

use runnel_domain::ids::{ConversationId, MemberId};

use crate::host::Reminder;

/// Signals that a slow listener may lag behind; older ones are worth nothing then.
pub(crate) const BACKLOG: usize = 256;

/// Something to tell an interface at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// Long work goes on.
    Progress {
        /// Name of the work, e.g. `sample_fill`.
        job: &'static str,
        /// Done so far.
        done: u32,
        /// Of how many.
        total: u32,
    },
    /// A new message was announced.
    Arrived {
        /// Conversation.
        conversation: ConversationId,
        /// Whose it is.
        client: String,
    },
    /// A snoozed conversation is back because its time has come.
    Returned {
        /// Conversation.
        conversation: ConversationId,
        /// Whose it is.
        client: String,
    },
    /// A conversation was handed over; only windows of the receiver tell it.
    HandedOver {
        /// Conversation.
        conversation: ConversationId,
        /// Whose it is.
        client: String,
        /// Who handed it over.
        from: MemberId,
        /// Who got it.
        to: MemberId,
    },
    /// Tasks of whoever sits at this machine are due.
    Due(Reminder),
}

impl Signal {
    /// The conversation that it tells of.
    #[must_use]
    pub const fn about(&self) -> Option<ConversationId> {
        match self {
            Self::Progress { .. } => None,
            Self::Arrived { conversation, .. }
            | Self::Returned { conversation, .. }
            | Self::HandedOver { conversation, .. } => Some(*conversation),
            Self::Due(reminder) => reminder.conversation,
        }
    }
}
