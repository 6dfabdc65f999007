//! Tags made before anything wears them: a trigger may give them.

use runnel_domain::ids::{MemberId, TagId};
use runnel_store::table::tag;
use serde_json::json;

use crate::{
    app::{App, Changed},
    error::AppError,
    label::label,
    permission::Deed,
};

impl App {
    /// Makes a label, or gives the one that has this name already.
    ///
    /// # Errors
    /// `Invalid` with code `tag_name_empty`.
    pub async fn tag_add(&self, me: MemberId, name: String) -> Result<Changed<TagId>, AppError> {
        let undo = label("tag_add", json!({ "name": name }));
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(tag::create(tx, &name, "")?)
        })
        .await
    }
}
