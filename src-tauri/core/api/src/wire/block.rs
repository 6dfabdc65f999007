//! The block-list and what it holds back (UC-27).

use runnel_domain::{BlockKind, BlockScope, Channel};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An entry as the panel names it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BlockBrief {
    /// Entry.
    pub id: i64,
    /// Who entered it.
    pub member_id: Option<i64>,
    /// When.
    pub created_at: i64,
    /// Messages that it holds back.
    pub held_messages: u32,
}

/// An entry of the block-list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Block {
    /// Entry.
    pub id: i64,
    /// What it names.
    #[ts(type = "BlockKind")]
    pub kind: BlockKind,
    /// The client, where it names one.
    pub contact_id: Option<i64>,
    /// What it names, for reading: client, address of the post, or word.
    pub value: String,
    /// Where a word counts.
    #[ts(type = "BlockScope")]
    pub scope: BlockScope,
    /// Who entered it.
    pub member_id: Option<i64>,
    /// When.
    pub created_at: i64,
    /// Messages that it holds back.
    pub held_messages: u32,
    /// Conversations that no other list shows because of it.
    pub held_conversations: u32,
}

/// Every entry that holds, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BlockList {
    /// Entries.
    pub blocks: Vec<Block>,
}

/// Whom or what to block.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BlockAddRequest {
    /// A client, on every channel.
    Client {
        /// Contact.
        contact_id: i64,
    },
    /// Whatever is said under a post.
    Post {
        /// Its address.
        value: String,
    },
    /// A word or phrase.
    StopWord {
        /// The word.
        value: String,
        /// Where it counts.
        #[ts(type = "BlockScope")]
        scope: BlockScope,
    },
}

/// Lift an entry.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BlockLiftRequest {
    /// Entry.
    pub block_id: i64,
    /// Let in what it held back.
    pub release: bool,
}

/// A part of what was held back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HeldListRequest {
    /// Messages that came before this one; null: all.
    pub before: Option<i64>,
    /// Messages wanted, at most 100.
    pub limit: u32,
}

/// That part, last come first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HeldList {
    /// Messages.
    pub messages: Vec<HeldMessage>,
    /// How many there are in all.
    pub total: u32,
    /// There are older ones.
    pub more: bool,
}

/// A message that was held back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HeldMessage {
    /// Message.
    pub id: i64,
    /// Conversation.
    pub conversation_id: i64,
    /// What the client is called.
    pub client: String,
    /// Network.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// Source.
    pub source_id: i64,
    /// When it was written.
    pub at: i64,
    /// Subject; may be empty.
    pub subject: String,
    /// Beginning of its text.
    pub text: String,
    /// Files with it.
    pub files: u32,
    /// Entry that holds it back.
    pub block_id: i64,
    /// What that entry names.
    #[ts(type = "BlockKind")]
    pub block_kind: BlockKind,
    /// Its post or word; empty for a client.
    pub block_value: String,
    /// The entry was lifted, and this stayed.
    pub lifted: bool,
}
