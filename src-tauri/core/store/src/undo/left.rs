//! Messages that an undo comes too late for, and what of the action stays with them.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashSet},
};

use runnel_domain::MessageState;

use super::image::{Deed, Image};
use crate::{error::StoreError, tx::Tx};

/// Columns of `conversation` that speak of its messages: they stay when a message cannot be taken back.
const SPEAK_OF_MESSAGES: &[&str] = &[
    "last_activity_at",
    "last_message_id",
    "last_direction",
    "snippet",
    "last_inbound_at",
    "waiting_since_at",
    "waiting_last_at",
    "response_ms",
    "first_response_ms",
    "message_count",
];

/// Messages that this operation sent and that are out of our hands.
#[derive(Default)]
pub(crate) struct Left {
    pub(crate) messages: BTreeSet<i64>,
    conversations: HashSet<i64>,
}

impl Left {
    /// The image without what belongs to a message that left; `None`: nothing remains of it.
    pub(crate) fn keep<'i>(&self, image: &'i Image) -> Option<Cow<'i, Image>> {
        if self.messages.is_empty() {
            return Some(Cow::Borrowed(image));
        }
        let message = match image.table.as_str() {
            "message" => image.value("id"),
            "outbox" | "attachment" | "message_ref" => image.value("message_id"),
            _ => None,
        };
        if message.is_some_and(|message| self.messages.contains(&message)) {
            return None;
        }
        // Whoever answered has read: that stays true with the answer.
        if image.table == "read_state"
            && image
                .value("conversation_id")
                .is_some_and(|id| self.conversations.contains(&id))
        {
            return None;
        }
        let mut image = image.clone();
        if image.table == "conversation"
            && image.deed == Deed::Update
            && image
                .value("id")
                .is_some_and(|id| self.conversations.contains(&id))
        {
            image
                .before
                .retain(|name, _| !SPEAK_OF_MESSAGES.contains(&name.as_str()));
            image
                .after
                .retain(|name, _| !SPEAK_OF_MESSAGES.contains(&name.as_str()));
            if image.after.is_empty() {
                return None;
            }
        }
        Some(Cow::Owned(image))
    }

    /// Looks for what of some images cannot be called back, because the network has it or may have it.
    pub(crate) fn look(&mut self, tx: &Tx<'_>, images: &[Image]) -> Result<(), StoreError> {
        for image in images
            .iter()
            .filter(|image| image.table == "outbox" && image.deed == Deed::Insert)
        {
            let (Some(message), Some(conversation)) =
                (image.value("message_id"), image.value("conversation_id"))
            else {
                continue;
            };
            // A message that came back has a network's id: it had left, whatever its state says now.
            let state: Option<MessageState> = tx.query_value_opt(
                "SELECT iif(in_doubt = 1 OR remote_id <> '', 'unknown', state) FROM outbox WHERE message_id = ?1",
                [message],
            )?;
            let gone = match state {
                // Its row is only ever removed after the network took it.
                None => true,
                Some(state) => matches!(
                    state,
                    MessageState::Sending
                        | MessageState::Sent
                        | MessageState::Delivered
                        | MessageState::Read
                        | MessageState::Unknown
                ),
            };
            if gone {
                self.messages.insert(message);
                self.conversations.insert(conversation);
            }
        }
        Ok(())
    }
}
