//! Messages that wait: planned for later, sent sooner, taken back into the composer.

use runnel_domain::{
    Timestamp,
    delivery::give_up_after_ms,
    ids::{ConversationId, MemberId, MessageId},
};
use runnel_store::{
    shop,
    table::{
        attachment::{self, Attachment},
        conversation, message,
        outbox::{self, Plan},
        source,
    },
};

pub use runnel_store::table::outbox::Planned;

use crate::{
    app::{App, Changed},
    error::AppError,
    message::check_text,
    permission::{Deed, Sight},
};

/// Planned messages that one answer holds at most.
const MOST_PLANNED: usize = 1_000;
/// How far ahead a message can be planned: two years, in milliseconds. Further is a slip of the keyboard.
pub const FURTHEST_MS: i64 = 2 * 365 * 24 * 60 * 60 * 1_000;

/// When a message shall leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Later {
    /// Not before.
    pub at: Timestamp,
    /// The customer's next message calls it off.
    pub unless_answered: bool,
}

/// A message that was taken back, ready to be written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// In which conversation.
    pub conversation: ConversationId,
    /// What it said.
    pub text: String,
    /// Its files, staged again.
    pub files: Vec<Attachment>,
}

impl App {
    /// What is planned, soonest first; in one conversation or everywhere.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn scheduled_list(
        &self,
        conversation: Option<ConversationId>,
    ) -> Result<Vec<Planned>, AppError> {
        let asked = self.question();
        self.read(move |read| {
            let sight = Sight::asked(read, asked.as_deref())?;
            let planned = outbox::planned(read, conversation, MOST_PLANNED)?;
            if sight.is_whole() {
                return Ok(planned);
            }
            let mut seen = Vec::new();
            for one in planned {
                if sight.chat(read, one.conversation)? {
                    seen.push(one);
                }
            }
            Ok(seen)
        })
        .await
    }

    /// Changes text and time of a planned message.
    ///
    /// # Errors
    /// `Invalid` with `message_not_planned` once it left or was taken back, `time_past`, `time_too_far`,
    /// `message_empty`, `message_too_long` or `placeholders_left`.
    pub async fn scheduled_change(
        &self,
        me: MemberId,
        id: MessageId,
        text: String,
        later: Later,
    ) -> Result<Changed, AppError> {
        let now = self.now();
        check_time(later.at, now)?;
        let (account, files) = self
            .read(move |read| {
                let planned = message::get(read, id)?;
                let thread = conversation::get(read, planned.conversation)?;
                Ok((thread.source, planned.attachment_count))
            })
            .await?;
        if files == 0 && text.trim().is_empty() {
            return Err(AppError::field("message_empty", "text"));
        }
        let caps = self.caps(account).await;
        check_text(&text, caps.as_ref(), false)?;
        self.act(me, Deed::Work, None, move |tx| {
            let thread = conversation::get(tx, message::get(tx, id)?.conversation)?;
            let channel = source::get(tx, thread.source)?.channel;
            let plan = plan(later, give_up_after_ms(channel));
            outbox::replan(tx, id, plan)?;
            Ok(shop::reword_planned(tx, id, text.trim())?)
        })
        .await
    }

    /// "Send now": for a message that waits for its time, planned or in its undo-send window.
    ///
    /// # Errors
    /// `Invalid` with code `message_left`.
    pub async fn message_send_now(&self, me: MemberId, id: MessageId) -> Result<Changed, AppError> {
        self.act(me, Deed::Work, None, move |tx| {
            let thread = conversation::get(tx, message::get(tx, id)?.conversation)?;
            let give_up = give_up_after_ms(source::get(tx, thread.source)?.channel);
            let give_up_at = tx.now().plus_millis(give_up);
            Ok(outbox::hurry(tx, id, give_up_at)?)
        })
        .await
    }

    /// Takes a message back as if it had never been written: its text and files stand in the composer again. For
    /// one that waits, failed or was called off.
    ///
    /// # Errors
    /// `Invalid` with code `message_left` once it may have gone.
    pub async fn message_take_back(
        &self,
        me: MemberId,
        id: MessageId,
    ) -> Result<TakenBack, AppError> {
        let changed = self
            .act(me, Deed::Work, None, move |tx| {
                let taken = shop::take_back(tx, id, me)?;
                let files = taken.files.iter();
                Ok(TakenBack {
                    conversation: taken.conversation,
                    text: taken.text,
                    files: files
                        .map(|file| attachment::get(tx, *file))
                        .collect::<Result<_, _>>()?,
                })
            })
            .await?;
        Ok(changed.value)
    }
}

/// Refuses a time that has gone by, or that nobody means.
pub(crate) fn check_time(at: Timestamp, now: Timestamp) -> Result<(), AppError> {
    match at.millis_since(now) {
        ..=0 => Err(AppError::field("time_past", "at")),
        ahead if ahead > FURTHEST_MS => Err(AppError::field("time_too_far", "at")),
        _ => Ok(()),
    }
}

pub(crate) const fn plan(later: Later, give_up_after: i64) -> Plan {
    Plan {
        due_at: later.at,
        give_up_at: later.at.plus_millis(give_up_after),
        unless_answered: later.unless_answered,
    }
}
