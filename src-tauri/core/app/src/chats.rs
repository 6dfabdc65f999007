//! The table of chats: a window of rows in any order (UC-10).

use std::{collections::BTreeMap, sync::Arc};

use runnel_domain::{
    Folder, Level, Place, Timestamp,
    condition::Condition,
    day::Day,
    facts::Viewpoint,
    ids::{ConversationId, MemberId},
};
use runnel_store::{
    Read,
    table::{chat_list::ChatQuery, deal_card},
};

pub use runnel_store::table::{
    chat_list::{ChatColumn, ChatSort},
    chat_row::{ChatRow, NextTask},
    deal_card::Away,
};
pub use runnel_views::{
    ChatsPage, Facets,
    facets::{MARKS, PERIODS, TASKS},
};

use crate::{app::App, error::AppError, permission::Sight, settings};

/// Rows that one answer holds at most.
const MOST_ROWS: u32 = 200;

/// Which conversations, in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChatsAsked {
    /// In which list; `None`: in any but that of what is held back.
    pub place: Option<Place>,
    /// Which of them; `None`: all.
    pub filter: Option<Condition>,
    /// In which order.
    pub sort: ChatSort,
}

/// A window of the table.
#[derive(Debug, Clone)]
pub struct ChatsWindow {
    /// Its rows.
    pub page: ChatsPage,
    /// Where the cards of those stand that are in work without a stage: on another board (CP-15).
    pub away: BTreeMap<ConversationId, Away>,
}

/// Where the cards of conversations stand that went to another board which may be seen.
pub(crate) fn away(
    read: &Read<'_>,
    sight: &Sight,
    ids: &[ConversationId],
) -> Result<Vec<(ConversationId, Away)>, AppError> {
    let mut found = deal_card::away(read, ids)?;
    found.retain(|(_, away)| sight.board(away.pipeline) > Level::None);
    Ok(found)
}

impl App {
    /// `limit` rows of a list from row `offset` on, and how many there are in all.
    ///
    /// # Errors
    /// `invalid` when the filter makes no sense, or when the workspace cannot be read.
    pub async fn chats_page(
        &self,
        me: MemberId,
        asked: ChatsAsked,
        offset: u32,
        limit: u32,
    ) -> Result<ChatsWindow, AppError> {
        let (now, chats) = (self.now(), Arc::clone(&self.inner.chats));
        self.read(move |read| {
            let sight = Sight::of(read, me)?;
            let query = asked.query(viewpoint(read, me, now)?, &sight)?;
            let (offset, limit) = (offset as usize, limit.min(MOST_ROWS) as usize);
            let page = chats.page(read, &query, offset, limit)?;
            let stageless = |row: &&ChatRow| row.stage.is_none() && row.folder == Folder::Accepted;
            let asked: Vec<_> = page
                .rows
                .iter()
                .filter(stageless)
                .map(|row| row.id)
                .collect();
            Ok(ChatsWindow {
                away: away(read, &sight, &asked)?.into_iter().collect(),
                page,
            })
        })
        .await
    }

    /// How many conversations each question finds: the live counts beside the folders.
    ///
    /// # Errors
    /// `invalid` when a filter makes no sense, or when the workspace cannot be read.
    pub async fn chats_counts(
        &self,
        me: MemberId,
        asked: Vec<ChatsAsked>,
    ) -> Result<Vec<usize>, AppError> {
        let (now, chats) = (self.now(), Arc::clone(&self.inner.chats));
        self.read(move |read| {
            let (seen_from, sight) = (viewpoint(read, me, now)?, Sight::of(read, me)?);
            let queries = asked
                .into_iter()
                .map(|asked| asked.query(seen_from, &sight));
            Ok(chats.counts(read, &queries.collect::<Result<Vec<_>, _>>()?)?)
        })
        .await
    }

    /// How many conversations each choice of each kind of filter would find (UC-9).
    ///
    /// # Errors
    /// `invalid` when the filter makes no sense, or when the workspace cannot be read.
    pub async fn chats_facets(&self, me: MemberId, asked: ChatsAsked) -> Result<Facets, AppError> {
        let (now, chats) = (self.now(), Arc::clone(&self.inner.chats));
        self.read(move |read| {
            let query = asked.query(viewpoint(read, me, now)?, &Sight::of(read, me)?)?;
            Ok(chats.facets(read, &query)?)
        })
        .await
    }
}

impl ChatsAsked {
    /// Refuses a filter that makes no sense.
    ///
    /// # Errors
    /// `invalid` with the code of the first thing that is wrong.
    pub(crate) fn check(&self) -> Result<(), AppError> {
        let problems = self
            .filter
            .as_ref()
            .map(Condition::check)
            .unwrap_or_default();
        match problems.first() {
            Some(problem) => Err(AppError::field(problem.code, "filter")),
            None => Ok(()),
        }
    }

    /// As the store asks it, of what may be seen. A filter without a clause is none.
    ///
    /// # Errors
    /// `invalid` with the code of the first thing that makes no sense.
    pub(crate) fn query(self, seen_from: Viewpoint, sight: &Sight) -> Result<ChatQuery, AppError> {
        self.check()?;
        let Self {
            place,
            filter,
            sort,
        } = self;
        let filter = filter.filter(|filter| *filter != Condition::default());
        Ok(ChatQuery {
            place,
            sort,
            filter: sight.and(filter),
            seen_from,
        })
    }
}

/// How the workspace looks to this member now.
pub(crate) fn viewpoint(
    read: &Read<'_>,
    me: MemberId,
    now: Timestamp,
) -> Result<Viewpoint, AppError> {
    let today = Day::of(now, &settings::load(read)?.timezone);
    Ok(Viewpoint {
        now,
        today,
        member: Some(me),
    })
}
