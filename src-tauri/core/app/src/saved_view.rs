//! Saved views: a filter, an order and columns under a name (UC-9).

use runnel_domain::{
    Place,
    condition::Condition,
    ids::{MemberId, SavedViewId},
};
use runnel_store::{
    Read, StoreError, Tx,
    table::{
        chat_list::ChatSort,
        saved_view::{self, SavedViewBody},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    app::{App, Changed},
    chats::ChatsAsked,
    error::AppError,
    label::label,
    permission::Deed,
};

/// Version written into stored views. A later meaning gets a later number; old ones are read for ever.
const VERSION: u16 = 1;
/// Characters of a view's name: it stands in a row of tabs.
const LONGEST_NAME: usize = 60;

/// What a view shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewQuery {
    /// In which list; `None`: in any but that of what is held back.
    pub place: Option<Place>,
    /// Which conversations; `None`: all.
    pub filter: Option<Condition>,
    /// In which order.
    pub sort: ChatSort,
    /// Names of the columns from left to right, as the interface has them; empty: those it usually shows.
    pub columns: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    v: u16,
    #[serde(flatten)]
    query: ViewQuery,
}

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Which.
    pub id: SavedViewId,
    /// As people see it.
    pub name: String,
    /// Everybody sees it.
    pub shared: bool,
    /// Stands beside the folders with its count.
    pub pinned: bool,
    /// What it shows.
    pub query: ViewQuery,
}

/// What a person saves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewDraft {
    /// As people see it.
    pub name: String,
    /// Everybody sees it.
    pub shared: bool,
    /// Stands beside the folders.
    pub pinned: bool,
    /// What it shows.
    pub query: ViewQuery,
}

impl App {
    /// Everybody's views and one's own, in order.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn saved_views(&self, me: MemberId) -> Result<Vec<SavedView>, AppError> {
        self.read(move |read| {
            let found = saved_view::list(read, me)?.into_iter();
            found.map(shown).collect::<Result<_, _>>()
        })
        .await
    }

    /// Saves a new view, last in order, or what was changed about one.
    ///
    /// # Errors
    /// `invalid` with code `view_name_empty`, `view_name_long` or what is wrong with the filter; `not_found`.
    pub async fn saved_view_save(
        &self,
        me: MemberId,
        id: Option<SavedViewId>,
        draft: ViewDraft,
    ) -> Result<Changed<SavedViewId>, AppError> {
        let name = draft.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(AppError::field("view_name_empty", "name"));
        }
        if name.chars().count() > LONGEST_NAME {
            return Err(AppError::field("view_name_long", "name"));
        }
        let code = match id {
            Some(_) => "saved_view_change",
            None => "saved_view_add",
        };
        let undo = label(code, json!({ "name": name }));
        self.act(me, Deed::Work, undo, move |tx| {
            let ViewQuery {
                place,
                filter,
                sort,
                ..
            } = draft.query.clone();
            ChatsAsked {
                place,
                filter,
                sort,
            }
            .check()?;
            let stored = Stored {
                v: VERSION,
                query: draft.query,
            };
            let query = serde_json::to_string(&stored).map_err(StoreError::from)?;
            let body = SavedViewBody {
                name: &name,
                query: &query,
                member: (!draft.shared).then_some(me),
                pinned: draft.pinned,
            };
            let Some(id) = id else {
                return Ok(saved_view::insert(tx, &body)?);
            };
            saved_view::get(tx, me, id)?;
            saved_view::update(tx, id, &body)?;
            Ok(id)
        })
        .await
    }

    /// Removes a view.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn saved_view_delete(
        &self,
        me: MemberId,
        id: SavedViewId,
    ) -> Result<Changed, AppError> {
        self.change_view(me, id, "saved_view_delete", move |tx| {
            saved_view::delete(tx, id)
        })
        .await
    }

    /// Puts a view before another, `None`: last.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn saved_view_move(
        &self,
        me: MemberId,
        id: SavedViewId,
        before: Option<SavedViewId>,
    ) -> Result<Changed, AppError> {
        self.change_view(me, id, "saved_view_move", move |tx| {
            saved_view::place_before(tx, me, id, before)
        })
        .await
    }

    async fn change_view(
        &self,
        me: MemberId,
        id: SavedViewId,
        code: &'static str,
        work: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<Changed, AppError> {
        let name = move |read: &Read<'_>| Ok(saved_view::get(read, me, id)?.name);
        let name = self.read(name).await?;
        let undo = label(code, json!({ "name": name }));
        self.act(me, Deed::Work, undo, move |tx| Ok(work(tx)?))
            .await
    }
}

fn shown(view: saved_view::SavedView) -> Result<SavedView, AppError> {
    let stored: Stored = serde_json::from_str(&view.query).map_err(StoreError::from)?;
    Ok(SavedView {
        id: view.id,
        name: view.name,
        shared: view.member.is_none(),
        pinned: view.pinned,
        query: stored.query,
    })
}
