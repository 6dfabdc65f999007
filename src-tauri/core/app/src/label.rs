//! What undoable actions are called. The interface words the code with its parameters: "Moved Ana to Offer · Undo".
//!
//! | Code | Parameters |
//! |---|---|
//! | `conversation_accept` | `client`, `stage` (empty: the first one) |
//! | `conversation_archive` | `client`, `stage` (empty: "Not a lead") |
//! | `conversation_hold`, `conversation_resume`, `conversation_wake` | `client` |
//! | `conversation_resolve` | `client`, `stage` (empty: not archived) |
//! | `conversation_transfer` | `client`, `member` |
//! | `conversation_snooze` | `client`, `until` (ms; null: until they write) |
//! | `conversation_stage_set` | `client`, `stage` |
//! | `conversation_responsible_set` | `client`, `member` (empty: nobody) |
//! | `conversation_tags_change` | `client` |
//! | `conversation_unread` | `client` |
//! | `bulk_read`, `bulk_unread`, `bulk_tags`, `bulk_accept`, `bulk_snooze` | `count` (of conversations) |
//! | `bulk_stage`, `bulk_archive` | `count`, `stage` (empty: "Not a lead") |
//! | `bulk_responsible` | `count`, `member` (empty: nobody) |
//! | `bulk_task` | `count`, `kind`, `text` |
//! | `deal_move` | `client`, `stage` |
//! | `cards_move` | `count`, `stage` |
//! | `deal_price_set`, `deal_update`, `deal_reason_set`, `deal_delete` | `client` |
//! | `deal_add` | `client`, `stage` |
//! | `deal_comment_add`, `deal_comment_edit`, `deal_comment_delete` | `client` |
//! | `deal_file_add`, `deal_file_remove` | `client`, `name` (of the first file) |
//! | `note_add`, `note_edit`, `note_delete`, `note_pin`, `note_unpin` | `client` |
//! | `conversation_open` | `client` |
//! | `contact_update` | `client` (as called before) |
//! | `identity_add`, `identity_update`, `identity_remove`, `identity_mark` | `address` |
//! | `contact_merge`, `contact_unmerge` | `client` (who became part of another, or is somebody again) |
//! | `duplicate_dismiss` | `client` |
//! | `field_save`, `field_delete`, `field_move`, `field_value_set` | `name` |
//! | `block_add`, `block_lift` | `value` (client, post or word) |
//! | `held_release` | `client` |
//! | `category_add`, `category_rename`, `category_archive`, `category_restore` | `name` |
//! | `category_move` | – |
//! | `pipeline_add`, `pipeline_rename`, `pipeline_duplicate`, `pipeline_archive`, `pipeline_restore`, `pipeline_default_set`, `pipeline_move` | `name` |
//! | `stage_add`, `stage_rename`, `stage_update`, `stage_move` | `name` |
//! | `stage_delete` | `name`, `into` (empty: it held no cards) |
//! | `saved_view_add`, `saved_view_change`, `saved_view_delete`, `saved_view_move` | `name` |
//! | `tag_add`, `tag_update`, `tag_delete` | `name` (as called before) |
//! | `tag_merge` | `name`, `into` |
//! | `task_add` | `kind`, `text` |
//! | `task_done`, `task_reopen`, `task_update`, `task_delete` | `kind`, `text` (as called before) |
//! | `trigger_save`, `trigger_enable`, `trigger_disable`, `trigger_delete` | `name` (may be empty) |
//! | `template_save`, `template_delete` | `name` |
//! | `settings_set` | – |
//! | `member_add`, `member_remove`, `member_rename`, `member_update` | `name` |
//! | `pipeline_access_set` | `pipeline`, `member` (empty: everybody else) |
//! | `welcome_tick` | `step` |
//!
//! Not undoable by nature: sending (taken back by `message_cancel` while it waits), drafts, reading, connecting and
//! removing sources.

use runnel_domain::{
    display_name::Names,
    ids::{ContactId, ConversationId, DealId, MessageId, StageId},
};
use runnel_store::{
    Read, UndoLabel,
    table::{contact, conversation, deal_card, identity, message, stage},
};
use serde_json::{Value, json};

use crate::{app::App, error::AppError};

/// A label with these parameters.
pub(crate) const fn label(code: &'static str, params: Value) -> Option<UndoLabel> {
    Some(UndoLabel { code, params })
}

/// What a contact is called (UC-11).
pub(crate) fn client(read: &Read<'_>, id: ContactId) -> Result<String, AppError> {
    let contact = contact::get(read, id)?;
    let identities = identity::of_contact(read, id)?;
    let is_number = |shown: &str| shown.chars().all(|c| !c.is_alphabetic());
    let find = |number: bool| {
        identities
            .iter()
            .map(|identity| identity.shown.as_str())
            .find(|shown| is_number(shown) == number)
    };
    let names = Names {
        custom: &contact.custom_name,
        full: &contact.full_name,
        nickname: &contact.nickname,
        login: find(false).unwrap_or_default(),
        phone: find(true).unwrap_or_default(),
        number: id.0,
    };
    Ok(names.shown())
}

/// `code` about the client with whom a message or note stands.
pub(crate) fn label_of_message(
    read: &Read<'_>,
    code: &'static str,
    id: MessageId,
) -> Result<Option<UndoLabel>, AppError> {
    let conversation = message::get(read, id)?.conversation;
    let contact = conversation::get(read, conversation)?.contact;
    Ok(label(code, json!({ "client": client(read, contact)? })))
}

pub(crate) fn stage_name(read: &Read<'_>, id: Option<StageId>) -> Result<String, AppError> {
    Ok(match id {
        Some(id) => stage::get(read, id)?.name,
        None => String::new(),
    })
}

impl App {
    /// `code` about a conversation's client.
    pub(crate) async fn label_client(
        &self,
        code: &'static str,
        id: ConversationId,
    ) -> Result<Option<UndoLabel>, AppError> {
        self.read(move |read| {
            let contact = conversation::get(read, id)?.contact;
            Ok(label(code, json!({ "client": client(read, contact)? })))
        })
        .await
    }

    /// `code` about a conversation's client and a stage.
    pub(crate) async fn label_stage(
        &self,
        code: &'static str,
        id: ConversationId,
        stage: Option<StageId>,
    ) -> Result<Option<UndoLabel>, AppError> {
        self.read(move |read| {
            let contact = conversation::get(read, id)?.contact;
            let stage = stage_name(read, stage)?;
            Ok(label(
                code,
                json!({ "client": client(read, contact)?, "stage": stage }),
            ))
        })
        .await
    }

    /// `code` about a deal's client and perhaps a stage.
    pub(crate) async fn label_deal(
        &self,
        code: &'static str,
        id: DealId,
        stage: Option<StageId>,
    ) -> Result<Option<UndoLabel>, AppError> {
        self.read(move |read| {
            let contact = deal_card::get(read, id)?.contact;
            let stage = stage_name(read, stage)?;
            Ok(label(
                code,
                json!({ "client": client(read, contact)?, "stage": stage }),
            ))
        })
        .await
    }
}
