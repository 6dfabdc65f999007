//! What a connector needs to send one message: content, receiver and place in the thread.

use runnel_domain::{
    ThreadKind, Timestamp,
    ids::{ConversationId, MessageId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError,
    row::{FromRow, Row},
    table::attachment::{self, Attachment},
};

/// Native ids that go into the References of an answer; more makes headers that servers cut.
const MOST_REFERENCES: i64 = 30;

/// One message with everything around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Normalised address; empty: nobody to send to.
    pub to_address: String,
    /// The address as the network wrote it.
    pub to_shown: String,
    /// The contact's name as the network gave it; may be empty.
    pub to_name: String,
    /// Native thread.
    pub thread_key: String,
    /// Native id of the post that it goes under; `None`: to the customer alone.
    pub post: Option<String>,
    /// Native id of the message that is answered.
    pub in_reply_to: Option<String>,
    /// Native ids of the thread, oldest first.
    pub references: Vec<String>,
    /// The message's own subject; may be empty.
    pub subject: String,
    /// The thread's subject; may be empty.
    pub thread_subject: String,
    /// Plain text.
    pub text: String,
    /// Files.
    pub files: Vec<Attachment>,
    /// Written by a trigger.
    pub automatic: bool,
    /// When it was written.
    pub written_at: Timestamp,
}

/// The letter of a message of ours; `NotFound` where there is none.
pub fn load(read: &Read<'_>, message: MessageId) -> Result<Letter, StoreError> {
    let Head {
        conversation,
        mut letter,
    } = read
        .query_opt(
            "SELECT m.conversation_id, m.subject, m.text, m.is_automatic, m.at, c.thread_key, \
               c.thread_kind, c.post_ref, c.subject AS thread_subject, coalesce(i.address, '') AS address, \
               coalesce(i.shown, '') AS shown, coalesce(k.full_name, '') AS full_name \
             FROM message m JOIN conversation c ON c.id = m.conversation_id \
             LEFT JOIN identity i ON i.id = coalesce(m.identity_id, c.identity_id) \
             LEFT JOIN contact k ON k.id = i.contact_id \
             WHERE m.id = ?1 AND m.direction = 'out'",
            [message.0],
        )?
        .ok_or(StoreError::NotFound {
            entity: Entity::Message,
            id: message.0,
        })?;
    // Newest first. A message that was written before this one but came later belongs to the thread as well.
    let thread: Vec<(String, String)> = read.query_all(
        "SELECT r.ref, m.direction FROM message m JOIN message_ref r ON r.message_id = m.id \
         WHERE m.conversation_id = ?1 AND m.direction <> 'note' AND m.id <> ?2 \
         ORDER BY m.at DESC, m.id DESC LIMIT ?3",
        params![conversation.0, message.0, MOST_REFERENCES],
    )?;
    letter.in_reply_to = thread
        .iter()
        .find(|(_, direction)| direction == "in")
        .or(thread.first())
        .map(|(native, _)| native.clone());
    letter.references = thread.into_iter().rev().map(|(native, _)| native).collect();
    letter.files = attachment::of_message(read, message)?;
    Ok(letter)
}

struct Head {
    conversation: ConversationId,
    letter: Letter,
}

impl FromRow for Head {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            conversation: row.get("conversation_id")?,
            letter: Letter {
                to_address: row.get("address")?,
                to_shown: row.get("shown")?,
                to_name: row.get("full_name")?,
                thread_key: row.get("thread_key")?,
                post: match row.get("thread_kind")? {
                    ThreadKind::Comments => Some(row.get("post_ref")?),
                    ThreadKind::Direct => None,
                },
                in_reply_to: None,
                references: Vec::new(),
                subject: row.get("subject")?,
                thread_subject: row.get("thread_subject")?,
                text: row.get("text")?,
                files: Vec::new(),
                automatic: row.get("is_automatic")?,
                written_at: row.get("at")?,
            },
        })
    }
}
