//! The table of chats: a window of rows in any order (UC-10).

use std::sync::Arc;

use runnel_domain::{Place, Timestamp, day::Day, facts::Viewpoint, ids::MemberId};
use runnel_store::{Read, table::chat_list::ChatQuery};

pub use runnel_store::table::{
    chat_list::{ChatColumn, ChatSort},
    chat_row::{ChatRow, NextTask},
};
pub use runnel_views::ChatsPage;

use crate::{app::App, error::AppError, settings};

/// Rows that one answer holds at most.
const MOST_ROWS: u32 = 200;

impl App {
    /// `limit` rows of a list from row `offset` on, and how many there are in all.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn chats_page(
        &self,
        me: MemberId,
        place: Place,
        sort: ChatSort,
        offset: u32,
        limit: u32,
    ) -> Result<ChatsPage, AppError> {
        let (now, chats) = (self.now(), Arc::clone(&self.inner.chats));
        self.read(move |read| {
            let seen_from = viewpoint(read, me, now)?;
            let query = ChatQuery {
                place,
                sort,
                filter: None,
                seen_from,
            };
            Ok(chats.page(read, &query, offset as usize, limit.min(MOST_ROWS) as usize)?)
        })
        .await
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
