//! Tags: made before anything wears them, renamed, coloured, merged, deleted (UC-25).

use runnel_domain::ids::{MemberId, TagId};
use runnel_store::table::{tag, tag_use};
use serde_json::json;

pub use runnel_store::table::tag_use::UsedTag;

use crate::{
    app::{App, Changed},
    error::AppError,
    label::label,
    permission::Deed,
};

/// Longest name of a tag, in characters: more does not fit a table's cell.
const LONGEST_NAME: usize = 60;

/// What merging one tag into another would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagMerge {
    /// The tag that goes.
    pub from: UsedTag,
    /// The tag that stays.
    pub into: UsedTag,
    /// Conversations that wear both.
    pub both: usize,
}

impl App {
    /// Makes a label, or gives the one that has this name already.
    ///
    /// # Errors
    /// `Invalid` with code `tag_name_empty` or `name_too_long`.
    pub async fn tag_add(&self, me: MemberId, name: String) -> Result<Changed<TagId>, AppError> {
        fits(&name)?;
        let undo = label("tag_add", json!({ "name": name }));
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(tag::create(tx, &name, "")?)
        })
        .await
    }

    /// Every tag by name, with where it is used.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn tag_list(&self) -> Result<Vec<UsedTag>, AppError> {
        self.read(|read| Ok(tag_use::list(read)?)).await
    }

    /// Renames and recolours a tag wherever it is worn.
    ///
    /// # Errors
    /// `Invalid` with `tag_name_empty`, `name_too_long`, or `tag_name_taken` (`tag_id`, `name` of the one that has
    /// it: the two can be merged).
    pub async fn tag_update(
        &self,
        me: MemberId,
        id: TagId,
        name: String,
        color: String,
    ) -> Result<Changed, AppError> {
        fits(&name)?;
        let undo = self.label_tag("tag_update", id).await?;
        self.act(me, Deed::Arrange, undo, move |tx| {
            Ok(tag::update(tx, id, &name, &color)?)
        })
        .await
    }

    /// What merging would do.
    ///
    /// # Errors
    /// `NotFound` where one of them is gone.
    pub async fn tag_merge_preview(&self, from: TagId, into: TagId) -> Result<TagMerge, AppError> {
        self.read(move |read| {
            tag::get(read, from)?;
            tag::get(read, into)?;
            let both = tag_use::wear_both(read, from, into)?;
            let used = tag_use::list(read)?;
            let find = |id: TagId| {
                used.iter()
                    .find(|used| used.tag.id == id)
                    .cloned()
                    .ok_or_else(|| AppError::invalid("tag_gone"))
            };
            Ok(TagMerge {
                from: find(from)?,
                into: find(into)?,
                both,
            })
        })
        .await
    }

    /// Makes two tags one, in conversations, triggers, saved views and what waits. No trigger reacts: nothing new was
    /// said about anybody.
    ///
    /// # Errors
    /// `Invalid` with `tag_same`, `NotFound` where one of them is gone.
    pub async fn tag_merge(
        &self,
        me: MemberId,
        from: TagId,
        into: TagId,
    ) -> Result<Changed, AppError> {
        let undo = self
            .read(move |read| {
                let (from, into) = (tag::get(read, from)?.name, tag::get(read, into)?.name);
                Ok(label("tag_merge", json!({ "name": from, "into": into })))
            })
            .await?;
        self.act(me, Deed::Arrange, undo, move |tx| {
            Ok(tag_use::merge(tx, from, into)?)
        })
        .await
    }

    /// Deletes a tag from everything that wears it.
    ///
    /// # Errors
    /// `Invalid` with `tag_in_use` (`triggers`, `views`) where a trigger or a saved view names it: those would mean
    /// something else without it.
    pub async fn tag_delete(&self, me: MemberId, id: TagId) -> Result<Changed, AppError> {
        let undo = self.label_tag("tag_delete", id).await?;
        self.act(me, Deed::Arrange, undo, move |tx| {
            let used = tag_use::list(tx)?;
            if let Some(used) = used.iter().find(|used| used.tag.id == id)
                && !(used.triggers.is_empty() && used.views.is_empty())
            {
                return Err(AppError::Invalid {
                    code: "tag_in_use",
                    params: json!({
                        "triggers": used.triggers.len().to_string(),
                        "views": used.views.len().to_string(),
                    }),
                });
            }
            Ok(tag::delete(tx, id)?)
        })
        .await
    }

    async fn label_tag(
        &self,
        code: &'static str,
        id: TagId,
    ) -> Result<Option<runnel_store::UndoLabel>, AppError> {
        self.read(move |read| Ok(label(code, json!({ "name": tag::get(read, id)?.name }))))
            .await
    }
}

fn fits(name: &str) -> Result<(), AppError> {
    if name.trim().chars().count() > LONGEST_NAME {
        return Err(AppError::field("name_too_long", "name"));
    }
    Ok(())
}
