//! Puts rows back as they were, newest change first, unless somebody has changed them since.

use std::collections::{BTreeSet, HashSet};

use rusqlite::{OptionalExtension, params_from_iter, types::Value};
use runnel_domain::{
    MessageState,
    event::EventBody,
    ids::{ConversationId, MessageId, OperationId},
};
use serde_json::json;

use super::{
    image::{Columns, Deed, Image, Images, from_json, to_json},
    shape::Shape,
};
use crate::{change::Entity, error::StoreError, migrate, search, table::operation, tx::Tx};

/// Columns of `conversation` that speak of its messages: they stay when a message cannot be taken back.
const SPEAK_OF_MESSAGES: &[&str] = &[
    "last_activity_at", "last_message_id", "last_direction", "snippet", "last_inbound_at", "waiting_since_at",
    "waiting_last_at", "response_ms", "first_response_ms", "message_count",
];

/// Something that an undo left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// What kind of thing.
    pub entity: Entity,
    /// Its id.
    pub id: i64,
    /// Why, as a stable code: `message_left`.
    pub code: &'static str,
}

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The operation that was taken back.
    pub operation: OperationId,
    /// Row changes that were taken back.
    pub restored: usize,
    /// What stays because it cannot be taken back.
    pub skipped: Vec<Skipped>,
}

/// Takes `operation` back inside the caller's transaction.
///
/// Fails with `Conflict` naming what was changed since, or `Invalid` with `already_undone`, `operation_too_old` or
/// `message_left` (all that it did was send, and that cannot be called back).
pub(crate) fn undo(tx: &mut Tx<'_>, id: OperationId) -> Result<Undone, StoreError> {
    let operation = operation::find(tx, id)?;
    if operation.undone_at.is_some() {
        return Err(StoreError::invalid("already_undone"));
    }
    let images: Images = serde_json::from_str(&operation::images(tx, id)?)?;
    if images.schema != migrate::newest() {
        return Err(StoreError::invalid("operation_too_old"));
    }
    let shapes = Shape::all(tx.connection())?;
    let left = left(tx, &images.rows)?;
    let mut undone = Undone {
        operation: id,
        restored: 0,
        skipped: left
            .messages
            .iter()
            .map(|message| Skipped { entity: Entity::Message, id: *message, code: "message_left" })
            .collect(),
    };
    let mut conversations = BTreeSet::new();
    let mut returned = Vec::new();
    for image in images.rows.iter().rev() {
        let Some(image) = left.keep(image) else { continue };
        let shape = shapes
            .iter()
            .find(|shape| shape.looked.table == image.table)
            .ok_or_else(|| StoreError::Corrupt(format!("undo image of {}", image.table)))?;
        put_back(tx, shape, &image)?;
        undone.restored += 1;
        for (entity, column) in shape.looked.touches {
            if let Some(touched) = current(tx, shape, &image, column)? {
                tx.touch(*entity, touched);
                if *entity == Entity::Conversation {
                    conversations.insert(touched);
                }
            }
        }
        if image.table == "message" && image.deed == Deed::Delete
            && let Some(message) = image.value("id")
        {
            returned.push(MessageId(message));
        }
    }
    if undone.restored == 0 && !undone.skipped.is_empty() {
        return Err(StoreError::invalid("message_left"));
    }
    for message in returned {
        search::index_again(tx, message)?;
    }
    operation::mark_undone(tx, id)?;
    for conversation in conversations {
        let label = operation.label.clone();
        tx.record(
            Some(ConversationId(conversation)),
            None,
            None,
            EventBody::ActionUndone { operation: id, label },
        )?;
    }
    Ok(undone)
}

/// Messages that this operation sent and that are out of our hands.
struct Left {
    messages: BTreeSet<i64>,
    conversations: HashSet<i64>,
}

impl Left {
    /// The image without what belongs to a message that left; `None`: nothing remains of it.
    fn keep(&self, image: &Image) -> Option<Image> {
        if self.messages.is_empty() {
            return Some(image.clone());
        }
        let message = match image.table.as_str() {
            "message" => image.value("id"),
            "outbox" | "attachment" | "message_ref" => image.value("message_id"),
            _ => None,
        };
        if message.is_some_and(|message| self.messages.contains(&message)) {
            return None;
        }
        // Whoever answered has read: that stays true with the answer.
        if image.table == "read_state"
            && image.value("conversation_id").is_some_and(|id| self.conversations.contains(&id))
        {
            return None;
        }
        let mut image = image.clone();
        if image.table == "conversation"
            && image.deed == Deed::Update
            && image.value("id").is_some_and(|id| self.conversations.contains(&id))
        {
            image.before.retain(|name, _| !SPEAK_OF_MESSAGES.contains(&name.as_str()));
            image.after.retain(|name, _| !SPEAK_OF_MESSAGES.contains(&name.as_str()));
            if image.after.is_empty() {
                return None;
            }
        }
        Some(image)
    }
}

fn left(tx: &Tx<'_>, images: &[Image]) -> Result<Left, StoreError> {
    let mut left = Left { messages: BTreeSet::new(), conversations: HashSet::new() };
    for image in images.iter().filter(|image| image.table == "outbox" && image.deed == Deed::Insert) {
        let (Some(message), Some(conversation)) = (image.value("message_id"), image.value("conversation_id")) else {
            continue;
        };
        let state: Option<MessageState> =
            tx.query_value_opt("SELECT state FROM outbox WHERE message_id = ?1", [message])?;
        let gone = match state {
            // Its row is only ever removed after the network took it.
            None => true,
            Some(state) => matches!(
                state,
                MessageState::Sending
                    | MessageState::Sent
                    | MessageState::Delivered
                    | MessageState::Read
                    | MessageState::Unknown
            ),
        };
        if gone {
            left.messages.insert(message);
            left.conversations.insert(conversation);
        }
    }
    Ok(left)
}

/// The inverse of one image, provided that the row still is as the image left it.
fn put_back(tx: &mut Tx<'_>, shape: &Shape, image: &Image) -> Result<(), StoreError> {
    let conflict = || conflict(shape, image);
    for name in image.before.keys().chain(image.after.keys()).chain(image.key.keys()) {
        if !shape.columns.contains(name) {
            return Err(StoreError::Corrupt(format!("undo image of {}.{name}", shape.looked.table)));
        }
    }
    if image.key.len() != shape.key.len() {
        return Err(StoreError::Corrupt(format!("key of an undo image of {}", shape.looked.table)));
    }
    let table = shape.looked.table;
    let result = match image.deed {
        Deed::Insert => {
            unchanged(tx, shape, image)?;
            change(tx, &format!("DELETE FROM {table} WHERE {}", is(&image.key)), &[&image.key])
        }
        Deed::Update => {
            unchanged(tx, shape, image)?;
            let sets = image.before.keys().map(|name| format!("{name} = ?")).collect::<Vec<_>>().join(", ");
            let sql = format!("UPDATE {table} SET {sets} WHERE {}", is(&image.key));
            change(tx, &sql, &[&image.before, &image.key])
        }
        Deed::Delete => {
            let names = image.before.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            let marks = vec!["?"; image.before.len()].join(", ");
            change(tx, &format!("INSERT INTO {table} ({names}) VALUES ({marks})"), &[&image.before])
        }
    };
    match result {
        Ok(1) => Ok(()),
        Ok(_) => Err(conflict()),
        // Something new hangs on the row, or has taken its place.
        Err(StoreError::Sqlite(rusqlite::Error::SqliteFailure(failure, _)))
            if failure.code == rusqlite::ErrorCode::ConstraintViolation =>
        {
            Err(conflict())
        }
        Err(error) => Err(error),
    }
}

/// Fails with `Conflict` when a column that the action wrote holds something else by now.
fn unchanged(tx: &Tx<'_>, shape: &Shape, image: &Image) -> Result<(), StoreError> {
    let matters = |name: &str| match shape.looked.delivery {
        ["*"] => false,
        columns => !columns.contains(&name),
    };
    let names: Vec<&String> = image.after.keys().filter(|name| matters(name)).collect();
    let list = names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
    let list = if list.is_empty() { "1" } else { &list };
    let sql = format!("SELECT {list} FROM {} WHERE {}", shape.looked.table, is(&image.key));
    let mut statement = tx.connection().prepare_cached(&sql)?;
    let same = statement
        .query_row(params_from_iter(values(&[&image.key])?), |row| {
            for (place, name) in names.iter().enumerate() {
                if image.after.get(*name) != Some(&to_json(row.get::<_, Value>(place)?)) {
                    return Ok(false);
                }
            }
            Ok(true)
        })
        .optional()?;
    if same == Some(true) { Ok(()) } else { Err(conflict(shape, image)) }
}

fn conflict(shape: &Shape, image: &Image) -> StoreError {
    match shape.looked.touches.first() {
        Some((entity, column)) => {
            StoreError::Conflict { entity: *entity, id: image.value(column).unwrap_or_default() }
        }
        None => StoreError::Invalid { code: "undo_conflict", params: json!({ "table": shape.looked.table }) },
    }
}

/// The id in `column` of the row that an image speaks of: from the image, else from the row itself.
fn current(tx: &Tx<'_>, shape: &Shape, image: &Image, column: &str) -> Result<Option<i64>, StoreError> {
    if column.is_empty() {
        return Ok(Some(0));
    }
    if let Some(id) = image.value(column) {
        return Ok(Some(id));
    }
    let sql = format!("SELECT {column} FROM {} WHERE {}", shape.looked.table, is(&image.key));
    let mut statement = tx.connection().prepare_cached(&sql)?;
    Ok(statement
        .query_row(params_from_iter(values(&[&image.key])?), |row| row.get::<_, Option<i64>>(0))
        .optional()?
        .flatten())
}

fn is(key: &Columns) -> String {
    key.keys().map(|name| format!("{name} = ?")).collect::<Vec<_>>().join(" AND ")
}

fn values(columns: &[&Columns]) -> Result<Vec<Value>, StoreError> {
    columns.iter().flat_map(|columns| columns.values()).map(from_json).collect()
}

fn change(tx: &mut Tx<'_>, sql: &str, columns: &[&Columns]) -> Result<usize, StoreError> {
    tx.execute(sql, params_from_iter(values(columns)?))
}
