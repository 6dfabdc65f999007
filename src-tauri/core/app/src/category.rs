//! What resolved matters are about (PO-9). Everybody chooses one, owners and administrators define them (PO-2).

use runnel_domain::ids::{CategoryId, MemberId};
use runnel_store::table::category;
use serde_json::json;

pub use runnel_store::table::category::Category;

use crate::{
    app::{App, Changed},
    error::AppError,
    label::label,
    permission::Deed,
};

/// Longest name of a category, in characters: a word or two in a menu.
const LONGEST_NAME: usize = 60;

impl App {
    /// Every category in order, those put away included.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn categories(&self) -> Result<Vec<Category>, AppError> {
        self.read(|read| Ok(category::list(read)?)).await
    }

    /// Makes a category; one of this name that was put away is offered again.
    ///
    /// # Errors
    /// `Invalid` with code `category_name_empty`, `category_name_taken` or `name_too_long`.
    pub async fn category_add(
        &self,
        me: MemberId,
        name: String,
    ) -> Result<Changed<CategoryId>, AppError> {
        check(&name)?;
        let undo = label("category_add", json!({ "name": name.trim() }));
        self.act(me, Deed::Arrange, undo, move |tx| {
            Ok(category::add(tx, &name)?)
        })
        .await
    }

    /// Gives another name; records keep the old one.
    ///
    /// # Errors
    /// As [`App::category_add`].
    pub async fn category_rename(
        &self,
        me: MemberId,
        id: CategoryId,
        name: String,
    ) -> Result<Changed, AppError> {
        check(&name)?;
        let undo = label("category_rename", json!({ "name": name.trim() }));
        self.act(me, Deed::Arrange, undo, move |tx| {
            Ok(category::rename(tx, id, &name)?)
        })
        .await
    }

    /// Puts a category away, or offers it again.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn category_archive(
        &self,
        me: MemberId,
        id: CategoryId,
        archived: bool,
    ) -> Result<Changed, AppError> {
        let name = self
            .read(move |read| Ok(category::get(read, id)?.name))
            .await?;
        let code = if archived {
            "category_archive"
        } else {
            "category_restore"
        };
        self.act(
            me,
            Deed::Arrange,
            label(code, json!({ "name": name })),
            move |tx| Ok(category::set_archived(tx, id, archived)?),
        )
        .await
    }

    /// Puts a category above another one, or at the end.
    ///
    /// # Errors
    /// `NotFound` where one of them is gone.
    pub async fn category_move(
        &self,
        me: MemberId,
        id: CategoryId,
        before: Option<CategoryId>,
    ) -> Result<Changed, AppError> {
        let undo = label("category_move", json!({}));
        self.act(me, Deed::Arrange, undo, move |tx| {
            Ok(category::place(tx, id, before)?)
        })
        .await
    }
}

fn check(name: &str) -> Result<(), AppError> {
    if name.trim().chars().count() > LONGEST_NAME {
        return Err(AppError::field("name_too_long", "name"));
    }
    Ok(())
}
