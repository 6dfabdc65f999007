//! Search: customers, messages and deals, from what stands in the search field.

use std::collections::BTreeSet;

use runnel_domain::{
    ids::{ConversationId, MemberId, MessageId},
    search::{Known, Search, suggest},
};
use runnel_store::{
    Read,
    search::{self, Asked, Contacts, DealHit, Messages, Order, Progress},
    table::{member, source, stage, tag},
};

pub use runnel_domain::search::Suggestion;
pub use runnel_store::search::{
    ContactField, ContactHit, Hit, HitConversation, Order as MessageOrder, Piece, Trouble,
};

use crate::{app::App, chats::viewpoint, error::AppError, settings};

/// Hits that one answer holds at most.
const MOST_HITS: u32 = 100;

/// What is asked of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageSearch {
    /// What stands in the field.
    pub text: String,
    /// Only in this conversation.
    pub conversation: Option<ConversationId>,
    /// In which order.
    pub order: Order,
    /// Go on after this message.
    pub after: Option<MessageId>,
    /// Messages wanted, at most 100.
    pub limit: u32,
}

/// Messages that match, and how to go on typing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundMessages {
    /// The messages.
    pub messages: Messages,
    /// Ways to complete what is being typed.
    pub suggestions: Vec<Suggestion>,
    /// The index is being built anew; older messages may be missing until it is done.
    pub indexing: Option<Progress>,
}

/// What the command palette offers besides commands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaletteFinds {
    /// Customers with their conversations.
    pub contacts: Contacts,
    /// Deals by title.
    pub deals: Vec<DealHit>,
}

impl App {
    /// Customers in whom every word of the field stands (UC-7); operators in it are for messages and play no part.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn people_search(&self, text: String, limit: u32) -> Result<Contacts, AppError> {
        let now = self.now();
        self.read(move |read| {
            let text = plain_words(&text, now);
            Ok(search::contacts(read, &text, limit.min(MOST_HITS))?)
        })
        .await
    }

    /// Messages and notes that match words and operators.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn message_search(
        &self,
        me: MemberId,
        asked: MessageSearch,
    ) -> Result<FoundMessages, AppError> {
        let now = self.now();
        self.read(move |read| {
            let zone = settings::load(read)?.timezone;
            let search = Asked {
                search: Search::read(&asked.text, &zone, now),
                conversation: asked.conversation,
                order: asked.order,
                after: asked.after,
                limit: asked.limit.min(MOST_HITS),
                seen_from: viewpoint(read, me, now)?,
            };
            Ok(FoundMessages {
                messages: search::messages(read, &search)?,
                suggestions: suggest(&asked.text, &known(read)?),
                indexing: search::progress(read)?,
            })
        })
        .await
    }

    /// Customers, conversations and deals for the command palette.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn palette_search(&self, text: String, limit: u32) -> Result<PaletteFinds, AppError> {
        self.read(move |read| {
            let limit = limit.min(MOST_HITS);
            Ok(PaletteFinds {
                contacts: search::contacts(read, &text, limit)?,
                deals: search::deals(read, &text, limit)?,
            })
        })
        .await
    }

    /// Indexes the next messages where the index is older than the program. Returns whether more remain.
    ///
    /// # Errors
    /// When the workspace refuses.
    pub async fn search_refreshed(&self) -> Result<bool, AppError> {
        let behind = self.read(|read| Ok(search::progress(read)?)).await?;
        if behind.is_none() {
            return Ok(false);
        }
        self.note(|tx| Ok(search::refresh(tx)?)).await
    }
}

/// The words of the field without its operators; all of it where there are none, numbers with their brackets.
fn plain_words(text: &str, now: runnel_domain::Timestamp) -> String {
    let search = Search::read(text, "", now);
    if search.limits.is_empty() && search.problems.is_empty() {
        return text.to_owned();
    }
    let words: Vec<String> = search
        .terms
        .into_iter()
        .filter(|term| !term.excluded)
        .map(|term| term.written)
        .collect();
    words.join(" ")
}

fn known(read: &Read<'_>) -> Result<Known, AppError> {
    let sources = source::list(read)?;
    let channels: BTreeSet<&str> = sources
        .iter()
        .map(|source| source.channel.as_str())
        .collect();
    let stages: BTreeSet<String> = stage::all(read)?
        .into_iter()
        .filter(|stage| stage.removed_at.is_none())
        .map(|stage| stage.name)
        .collect();
    Ok(Known {
        tags: tag::list(read)?.into_iter().map(|tag| tag.name).collect(),
        stages: stages.into_iter().collect(),
        channels: channels.into_iter().map(str::to_owned).collect(),
        members: member::list(read)?
            .into_iter()
            .map(|member| member.name)
            .collect(),
        sources: sources.into_iter().map(|source| source.name).collect(),
    })
}
