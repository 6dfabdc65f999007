//! The contact panel: what a member writes down about a customer (PO-6).

use runnel_domain::ids::{ContactId, MemberId};
use runnel_store::table::contact::{self, ContactProfile};
use serde_json::json;

use crate::{
    app::{App, Changed},
    error::AppError,
    label::{self, label},
    permission::Deed,
};

/// Changes to a profile; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactChange {
    /// Name given by a member; empty: back to the network's.
    pub custom_name: Option<String>,
    /// Where they work.
    pub company: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Free text.
    pub comment: Option<String>,
}

impl App {
    /// Changes a contact's profile.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn contact_update(
        &self,
        me: MemberId,
        id: ContactId,
        change: ContactChange,
    ) -> Result<Changed, AppError> {
        let undo = self
            .read(move |read| {
                Ok(label(
                    "contact_update",
                    json!({ "client": label::client(read, id)? }),
                ))
            })
            .await?;
        self.act(me, Deed::Work, undo, move |tx| {
            let now = contact::get(tx, id)?;
            let one_line = |text: Option<String>, before: String| {
                text.map_or(before, |text| {
                    text.split_whitespace().collect::<Vec<_>>().join(" ")
                })
            };
            let profile = ContactProfile {
                custom_name: one_line(change.custom_name, now.custom_name),
                company: one_line(change.company, now.company),
                language: one_line(change.language, now.language),
                comment: change
                    .comment
                    .map_or(now.comment, |text| text.trim().to_owned()),
            };
            Ok(contact::set_profile(tx, id, &profile)?)
        })
        .await
    }
}
