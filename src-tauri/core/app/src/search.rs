//! Search: customers, messages and deals, from what stands in the search field.

use std::collections::BTreeSet;

use runnel_domain::{
    Level, Timestamp,
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

use crate::{app::App, chats::viewpoint, error::AppError, permission::Sight, settings};

/// Hits that one answer holds at most.
const MOST_HITS: u32 = 100;
/// Deals that match among which those are chosen that somebody sees who does not see all.
const MOST_LOOKED_AT: u32 = 1_000;

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
        let (now, asked) = (self.now(), self.question());
        self.read(move |read| {
            let text = plain_words(&text, now);
            let sight = Sight::asked(read, asked.as_deref())?;
            contacts(read, &text, limit.min(MOST_HITS), &sight, now)
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
            let sight = Sight::of(read, me)?;
            let search = Asked {
                search: Search::read(&asked.text, &zone, now),
                conversation: asked.conversation,
                order: asked.order,
                after: asked.after,
                limit: asked.limit.min(MOST_HITS),
                sight: sight.filter(),
                seen_from: viewpoint(read, me, now)?,
            };
            Ok(FoundMessages {
                messages: search::messages(read, &search)?,
                suggestions: suggest(&asked.text, &known(read, &sight)?),
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
        let (now, asked) = (self.now(), self.question());
        self.read(move |read| {
            let limit = limit.min(MOST_HITS);
            let sight = Sight::asked(read, asked.as_deref())?;
            Ok(PaletteFinds {
                contacts: contacts(read, &text, limit, &sight, now)?,
                deals: deals(read, &text, limit, &sight)?,
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

/// Customers as somebody sees them.
fn contacts(
    read: &Read<'_>,
    text: &str,
    limit: u32,
    sight: &Sight,
    now: Timestamp,
) -> Result<Contacts, AppError> {
    let Some(only) = sight.filter() else {
        return Ok(search::contacts(read, text, limit)?);
    };
    let seen_from = viewpoint(read, sight.rights().member, now)?;
    Ok(search::contacts_seen(
        read,
        text,
        limit,
        Some((&only, seen_from)),
    )?)
}

/// Deals as somebody sees them: of the newest that match.
fn deals(read: &Read<'_>, text: &str, limit: u32, sight: &Sight) -> Result<Vec<DealHit>, AppError> {
    if sight.rights().is_everything() {
        return Ok(search::deals(read, text, limit)?);
    }
    let mut seen = Vec::new();
    for hit in search::deals(read, text, MOST_LOOKED_AT)? {
        if seen.len() < limit as usize && sight.card(read, hit.deal)? {
            seen.push(hit);
        }
    }
    Ok(seen)
}

/// The words of the field without its operators; all of it where there are none, numbers with their brackets.
fn plain_words(text: &str, now: Timestamp) -> String {
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

fn known(read: &Read<'_>, sight: &Sight) -> Result<Known, AppError> {
    let mut sources = source::list(read)?;
    sources.retain(|source| sight.rights().allows(source.id));
    let channels: BTreeSet<&str> = sources
        .iter()
        .map(|source| source.channel.as_str())
        .collect();
    let stages: BTreeSet<String> = stage::all(read)?
        .into_iter()
        .filter(|stage| stage.removed_at.is_none() && sight.board(stage.pipeline) > Level::None)
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
