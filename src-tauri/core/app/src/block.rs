//! The block-list (UC-27): whom and what the shop does not want to hear from, and what was held back.

use runnel_domain::ids::{BlockId, MemberId, MessageId};
use runnel_store::{
    Read, shop,
    table::{block, conversation, message},
};
pub use runnel_store::{
    shop::Blocked,
    table::block::{Block, Held, HeldBack},
};
use serde_json::json;

use crate::{
    app::{App, Changed},
    error::AppError,
    label::{self, label},
    permission::{Deed, Sight},
};

/// Held-back messages that one page has at most.
pub const MOST_HELD: usize = 100;

/// How many held-back messages somebody sees who does not see all.
fn how_many_seen(read: &Read<'_>, sight: &Sight) -> Result<i64, AppError> {
    let (mut seen, mut before) = (0, None);
    loop {
        let page = block::held(read, before, MOST_HELD)?;
        let Some(last) = page.last() else {
            return Ok(seen);
        };
        before = Some(last.message);
        for held in &page {
            seen += i64::from(sight.chat(read, held.conversation)?);
        }
    }
}

/// An entry with whom it names and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockView {
    /// The entry.
    pub block: Block,
    /// What the client is called; empty for the other kinds.
    pub client: String,
    /// What it holds back.
    pub held: HeldBack,
}

/// A part of what was held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPage {
    /// Last come first.
    pub messages: Vec<Held>,
    /// How many there are in all.
    pub total: i64,
    /// There are older ones.
    pub more: bool,
}

impl App {
    /// Every entry that holds, newest first.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn block_list(&self) -> Result<Vec<BlockView>, AppError> {
        self.read(|read| {
            block::list(read)?
                .into_iter()
                .map(|block| view(read, block))
                .collect()
        })
        .await
    }

    /// Enters a client, a post or a stop-word.
    ///
    /// # Errors
    /// `Invalid` with `block_value_empty` or `block_exists`.
    pub async fn block_add(
        &self,
        me: MemberId,
        blocked: Blocked,
    ) -> Result<Changed<BlockId>, AppError> {
        let named = blocked.clone();
        let undo = self
            .read(move |read| {
                let value = match named {
                    Blocked::Client(contact) => label::client(read, contact)?,
                    Blocked::Post(value) | Blocked::StopWord(value, _) => value,
                };
                Ok(label("block_add", json!({ "value": value })))
            })
            .await?;
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(shop::block(tx, &blocked)?)
        })
        .await
    }

    /// Lifts an entry; with `release` everything that it held back comes in.
    ///
    /// # Errors
    /// `Invalid` with `block_lifted`.
    pub async fn block_lift(
        &self,
        me: MemberId,
        id: BlockId,
        release: bool,
    ) -> Result<Changed, AppError> {
        let undo = self
            .read(move |read| {
                let block = block::get(read, id)?;
                let client = name(read, &block)?;
                let value = if client.is_empty() {
                    block.value
                } else {
                    client
                };
                Ok(label("block_lift", json!({ "value": value })))
            })
            .await?;
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(shop::lift(tx, id, release)?)
        })
        .await
    }

    /// What was held back before a message (`None`: all), at most [`MOST_HELD`].
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn held_list(
        &self,
        before: Option<MessageId>,
        limit: usize,
    ) -> Result<HeldPage, AppError> {
        let asked = self.question();
        self.read(move |read| {
            let sight = Sight::asked(read, asked.as_deref())?;
            let limit = limit.clamp(1, MOST_HELD);
            let mut messages = block::held(read, before, limit + 1)?;
            let more = messages.len() > limit;
            messages.truncate(limit);
            let total = if sight.is_whole() {
                block::how_many_held(read)?
            } else {
                let mut seen = Vec::new();
                for held in messages {
                    if sight.chat(read, held.conversation)? {
                        seen.push(held);
                    }
                }
                messages = seen;
                how_many_seen(read, &sight)?
            };
            Ok(HeldPage {
                messages,
                total,
                more,
            })
        })
        .await
    }

    /// Lets one held-back message in, as if it came now.
    ///
    /// # Errors
    /// `Invalid` with `message_not_held`.
    pub async fn held_release(&self, me: MemberId, id: MessageId) -> Result<Changed, AppError> {
        let undo = self
            .read(move |read| {
                let conversation = message::get(read, id)?.conversation;
                let client = conversation::get(read, conversation)?.contact_name;
                Ok(label("held_release", json!({ "client": client })))
            })
            .await?;
        self.act(me, Deed::Work, undo, move |tx| Ok(shop::release(tx, id)?))
            .await
    }
}

/// An entry with whom it names and what it does.
pub(crate) fn view(read: &Read<'_>, block: Block) -> Result<BlockView, AppError> {
    Ok(BlockView {
        client: name(read, &block)?,
        held: block::held_by(read, block.id)?,
        block,
    })
}

fn name(read: &Read<'_>, block: &Block) -> Result<String, AppError> {
    match block.contact {
        Some(contact) => label::client(read, contact),
        None => Ok(String::new()),
    }
}
