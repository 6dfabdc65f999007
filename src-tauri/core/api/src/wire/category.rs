//! What resolved matters are about (PO-9).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A category.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Category {
    /// Category.
    pub id: i64,
    /// Name.
    pub name: String,
    /// When put away; null: offered.
    pub archived_at: Option<i64>,
}

/// Every category.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CategoryList {
    /// In order, those put away included.
    pub categories: Vec<Category>,
}

/// Make a category; one of this name that was put away is offered again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CategoryAddRequest {
    /// Name.
    pub name: String,
}

/// Give another name; records keep the old one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CategoryRenameRequest {
    /// Category.
    pub category_id: i64,
    /// Name.
    pub name: String,
}

/// Put away, or offer again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CategoryArchiveRequest {
    /// Category.
    pub category_id: i64,
    /// Put away.
    pub archived: bool,
}

/// Put above another one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CategoryMoveRequest {
    /// Category.
    pub category_id: i64,
    /// Above this one; null: last.
    pub before_category_id: Option<i64>,
}
