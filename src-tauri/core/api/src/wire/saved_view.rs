//! Saved views: filter, order and columns under a name.

use runnel_domain::Place;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{chats::ChatsSort, condition::Condition};

/// What a view shows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ViewQuery {
    /// As in `chats_page`.
    #[ts(type = "Place | null")]
    pub place: Option<Place>,
    /// As in `chats_page`.
    pub filter: Option<Condition>,
    /// Order.
    pub sort: ChatsSort,
    /// Names of the columns from left to right; empty: those that are usually shown.
    pub columns: Vec<String>,
}

/// A saved view.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SavedView {
    /// View.
    pub id: i64,
    /// As people see it.
    pub name: String,
    /// Everybody sees it; otherwise only who saved it.
    pub shared: bool,
    /// Stands beside the folders with its count.
    pub pinned: bool,
    /// What it shows.
    pub query: ViewQuery,
}

/// All views that the acting member sees, in order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SavedViewList {
    /// Views.
    pub views: Vec<SavedView>,
}

/// Save a view.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SavedViewSaveRequest {
    /// The view; null: a new one, last in order.
    pub view_id: Option<i64>,
    /// As people see it; up to 60 characters.
    pub name: String,
    /// Everybody sees it.
    pub shared: bool,
    /// Stands beside the folders.
    pub pinned: bool,
    /// What it shows.
    pub query: ViewQuery,
}

/// Which view.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SavedViewId {
    /// View.
    pub view_id: i64,
}

/// Change the order of the views.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SavedViewMoveRequest {
    /// View.
    pub view_id: i64,
    /// The view that it shall stand before; null: last.
    pub before_id: Option<i64>,
}
