//! Ids: integers for joins within one workspace, sixteen bytes for whatever may leave it.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
    )*};
}

ids! {
    /// A person who works in the workspace.
    MemberId
    /// One connected account on a channel.
    SourceId
    /// A customer.
    ContactId
    /// One address of a contact on a channel.
    IdentityId
    /// One contact × one source × one thread.
    ConversationId
    /// A message or a note.
    MessageId
    /// A file that belongs to a message, a note or a draft.
    AttachmentId
    /// A board.
    PipelineId
    /// A column of a board.
    StageId
    /// A card on a board.
    DealId
    /// A remark on a card.
    DealCommentId
    /// A label of the workspace's own.
    TagId
    /// Something a member has to do.
    TaskId
    /// What a resolved matter was about.
    CategoryId
    /// The record of a resolution.
    TicketId
    /// A rule of the user's: event, conditions, actions, delay.
    TriggerId
    /// One evaluation of a trigger that was written down.
    TriggerRunId
    /// A row of the append-only event log.
    EventId
    /// A message on its way out.
    OutboxId
    /// Something that is due at a wall-clock time.
    TimerId
    /// One undoable action of a person.
    OperationId
    /// A ready-made text.
    TemplateId
    /// An additional field.
    FieldId
    /// An entry of the block-list.
    BlockId
    /// Two contacts that became one.
    MergeId
    /// A named filter.
    SavedViewId
}

/// Sixteen bytes that name a thing beyond this workspace.
///
/// UUIDv7 for what people create here, BLAKE3 of (channel, account, native ids) for what comes from
/// outside, so that the same message fetched twice, or by two laptops, is the same row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Uid(pub [u8; 16]);

impl Uid {
    /// The uid of something that a network named. `parts` are its native ids, outermost first.
    ///
    /// Parts are length-prefixed before hashing, so `["ab","c"]` and `["a","bc"]` differ.
    #[must_use]
    pub fn of_native(parts: &[&str]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let mut bytes = [0; 16];
        hasher.finalize_xof().fill(&mut bytes);
        Self(bytes)
    }
}

/// Who makes uids for what people create. Hosts use UUIDv7, tests count.
pub trait IdSource: Send + Sync {
    /// A uid that was never given before.
    fn next_uid(&self) -> Uid;
}
