//! One action on many conversations (UC-8, UP-14): chosen one by one, or all that match.

mod apply;
mod preview;

use runnel_domain::{
    Timestamp,
    ids::{ConversationId, MemberId},
};
use runnel_store::{Read, UndoLabel, shop, table::tag};
use serde_json::{Value, json};

pub use apply::{BulkDone, BulkOrder, Refusal};
pub use preview::{BulkPreview, TriggerForecast};
pub use runnel_store::shop::BulkDeed;

use crate::{
    app::App,
    chats::{ChatsAsked, viewpoint},
    conversation::active,
    error::AppError,
    label::stage_name,
};

/// Which conversations.
#[derive(Debug, Clone, PartialEq)]
pub enum Selection {
    /// These, in this order.
    These(Vec<ConversationId>),
    /// All that a list of chats holds at the moment.
    Matching {
        /// What is asked of it; its order is that in which cards come into a column.
        asked: ChatsAsked,
        /// All but these.
        except: Vec<ConversationId>,
    },
}

impl App {
    /// The conversations of a selection, each once.
    async fn selected(
        &self,
        me: MemberId,
        selection: Selection,
    ) -> Result<Vec<ConversationId>, AppError> {
        let (now, chats) = (self.now(), std::sync::Arc::clone(&self.inner.chats));
        let (mut ids, except) = match selection {
            Selection::These(ids) => (ids, Vec::new()),
            Selection::Matching { asked, except } => {
                let ids = self
                    .read(move |read| {
                        let query = asked.query(viewpoint(read, me, now)?)?;
                        Ok(chats.all(read, &query)?)
                    })
                    .await?;
                (ids, except)
            }
        };
        let mut seen: std::collections::HashSet<_> = except.into_iter().collect();
        ids.retain(|id| seen.insert(*id));
        Ok(ids)
    }
}

/// Refuses a deed that makes no sense: `tag_gone`, `no_tags`, `tag_added_and_removed`, `member_gone` and what [`shop::check_deed`] says.
fn check(read: &Read<'_>, deed: &BulkDeed, now: Timestamp) -> Result<(), AppError> {
    match deed {
        BulkDeed::Tags { add, remove } => {
            if add.is_empty() && remove.is_empty() {
                return Err(AppError::invalid("no_tags"));
            }
            if add.iter().any(|tag| remove.contains(tag)) {
                return Err(AppError::invalid("tag_added_and_removed"));
            }
            let known: Vec<_> = tag::list(read)?.into_iter().map(|tag| tag.id).collect();
            if add.iter().chain(remove).any(|tag| !known.contains(tag)) {
                return Err(AppError::invalid("tag_gone"));
            }
        }
        BulkDeed::Responsible(Some(member))
        | BulkDeed::Task {
            assignee: Some(member),
            ..
        } => {
            active(read, *member)?;
        }
        _ => {}
    }
    Ok(shop::check_deed(read, deed, now)?)
}

/// What the action is called in the undo toast and the history.
fn named(read: &Read<'_>, deed: &BulkDeed, count: usize) -> Result<UndoLabel, AppError> {
    let (code, more) = match deed {
        BulkDeed::Read => ("bulk_read", json!({})),
        BulkDeed::Unread => ("bulk_unread", json!({})),
        BulkDeed::Tags { .. } => ("bulk_tags", json!({})),
        BulkDeed::Accept => ("bulk_accept", json!({})),
        BulkDeed::Snooze(_) => ("bulk_snooze", json!({})),
        BulkDeed::Stage(stage) => (
            "bulk_stage",
            json!({ "stage": stage_name(read, Some(*stage))? }),
        ),
        BulkDeed::Archive(stage) => (
            "bulk_archive",
            json!({ "stage": stage_name(read, *stage)? }),
        ),
        BulkDeed::Responsible(member) => {
            let member = member.map(|member| active(read, member)).transpose()?;
            (
                "bulk_responsible",
                json!({ "member": member.unwrap_or_default() }),
            )
        }
        BulkDeed::Task { kind, text, .. } => (
            "bulk_task",
            json!({ "kind": kind.as_str(), "text": text.trim() }),
        ),
    };
    Ok(UndoLabel {
        code,
        params: counted(more, count),
    })
}

/// Parameters of a label with how many conversations it was.
fn counted(mut params: Value, count: usize) -> Value {
    if let Some(params) = params.as_object_mut() {
        params.insert("count".to_owned(), json!(count));
    }
    params
}
