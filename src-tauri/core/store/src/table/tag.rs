//! Labels and what wears them (UC-17, UC-25): rows of `tag` and `conversation_tag`.

use runnel_domain::{
    Timestamp, Uid,
    ids::{ConversationId, TagId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// A label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Row id.
    pub id: TagId,
    /// Same label in every copy of the workspace.
    pub uid: Uid,
    /// As people see it; unique without regard to ASCII case.
    pub name: String,
    /// One of the interface's colours, by name; empty: neutral.
    pub color: String,
    /// When made.
    pub created_at: Timestamp,
}

impl FromRow for Tag {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            uid: row.get("uid")?,
            name: row.get("name")?,
            color: row.get("color")?,
            created_at: row.get("created_at")?,
        })
    }
}

/// Every label by name.
pub fn list(read: &Read<'_>) -> Result<Vec<Tag>, StoreError> {
    read.query_all(
        "SELECT id, uid, name, color, created_at FROM tag ORDER BY name, id",
        [],
    )
}

/// The label of this name, without regard to ASCII case.
pub fn by_name(read: &Read<'_>, name: &str) -> Result<Option<Tag>, StoreError> {
    read.query_opt(
        "SELECT id, uid, name, color, created_at FROM tag WHERE name = ?1",
        [name],
    )
}

/// One label; `NotFound` where there is none.
pub fn get(read: &Read<'_>, tag: TagId) -> Result<Tag, StoreError> {
    read.query_opt(
        "SELECT id, uid, name, color, created_at FROM tag WHERE id = ?1",
        [tag.0],
    )?
    .ok_or(StoreError::NotFound {
        entity: Entity::Tag,
        id: tag.0,
    })
}

/// The labels of a conversation by name.
pub fn of_conversation(
    read: &Read<'_>,
    conversation: ConversationId,
) -> Result<Vec<Tag>, StoreError> {
    read.query_all(
        "SELECT t.id, t.uid, t.name, t.color, t.created_at \
         FROM conversation_tag c JOIN tag t ON t.id = c.tag_id \
         WHERE c.conversation_id = ?1 ORDER BY t.name, t.id",
        [conversation.0],
    )
}

/// Makes a label, or gives the one that has this name already.
pub fn create(tx: &mut Tx<'_>, name: &str, color: &str) -> Result<TagId, StoreError> {
    let name = clean_name(name)?;
    if let Some(tag) = by_name(tx, &name)? {
        return Ok(tag.id);
    }
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let id = tx.insert(
        "INSERT INTO tag (uid, name, color, created_at) VALUES (?1, ?2, ?3, ?4)",
        params![uid.0, name, color, now],
    )?;
    let id = TagId(id);
    tx.touch(Entity::Tag, id.0);
    Ok(id)
}

/// Renames and recolours a label. `Invalid` with code `tag_name_taken` where another has the name.
pub fn update(tx: &mut Tx<'_>, tag: TagId, name: &str, color: &str) -> Result<(), StoreError> {
    let name = clean_name(name)?;
    if let Some(other) = by_name(tx, &name)?.filter(|other| other.id != tag) {
        return Err(StoreError::Invalid {
            code: "tag_name_taken",
            params: serde_json::json!({ "tag_id": other.id, "name": other.name }),
        });
    }
    let changed = tx.execute(
        "UPDATE tag SET name = ?2, color = ?3 WHERE id = ?1",
        params![tag.0, name, color],
    )?;
    if changed == 0 {
        return Err(StoreError::NotFound {
            entity: Entity::Tag,
            id: tag.0,
        });
    }
    tx.touch(Entity::Tag, tag.0);
    Ok(())
}

/// Deletes a label from everything that wears it.
pub fn delete(tx: &mut Tx<'_>, tag: TagId) -> Result<(), StoreError> {
    let wearers: Vec<i64> = tx.query_values(
        "SELECT conversation_id FROM conversation_tag WHERE tag_id = ?1",
        [tag.0],
    )?;
    tx.execute("DELETE FROM conversation_tag WHERE tag_id = ?1", [tag.0])?;
    tx.execute("DELETE FROM tag WHERE id = ?1", [tag.0])?;
    for wearer in wearers {
        tx.touch(Entity::Conversation, wearer);
    }
    tx.touch(Entity::Tag, tag.0);
    Ok(())
}

/// Puts a label on; `false` where it was on already.
pub(crate) fn put_on(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    tag: TagId,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "INSERT INTO conversation_tag (conversation_id, tag_id) \
         SELECT ?1, id FROM tag WHERE id = ?2 ON CONFLICT DO NOTHING",
        params![conversation.0, tag.0],
    )?;
    Ok(changed > 0)
}

/// Takes a label off; `false` where it was not on.
pub(crate) fn take_off(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    tag: TagId,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "DELETE FROM conversation_tag WHERE conversation_id = ?1 AND tag_id = ?2",
        params![conversation.0, tag.0],
    )?;
    Ok(changed > 0)
}

fn clean_name(name: &str) -> Result<String, StoreError> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(StoreError::invalid("tag_name_empty"));
    }
    Ok(name)
}
