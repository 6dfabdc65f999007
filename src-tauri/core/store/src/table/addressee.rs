//! Whom we may write to first (UC-6): who has an address, where we write with them already, what was begun today.

use runnel_domain::{
    Channel, Folder, Place, Timestamp,
    ids::{ContactId, ConversationId, SourceId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row, count},
};

/// Somebody with an address on a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// Who.
    pub contact: ContactId,
    /// What they are called (UC-11).
    pub client: String,
    /// The address as people read it.
    pub address: String,
    /// The network said that nobody is there.
    pub invalid: bool,
}

impl FromRow for Addressee {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            contact: row.get("contact_id")?,
            client: row.get("name")?,
            address: row.get("shown")?,
            invalid: row.get("invalid")?,
        })
    }
}

/// A thread with somebody on a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// The conversation.
    pub conversation: ConversationId,
    /// Subject; may be empty.
    pub subject: String,
    /// Where it lies.
    pub folder: Folder,
    /// Last message either way.
    pub last_activity_at: Timestamp,
}

impl FromRow for Thread {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            conversation: row.get("id")?,
            subject: row.get("subject")?,
            folder: row.get("folder")?,
            last_activity_at: row.get("last_activity_at")?,
        })
    }
}

macro_rules! addressee {
    ($from:literal) => {
        concat!(
            "SELECT i.contact_id, n.name, i.shown, i.invalid_at IS NOT NULL AS invalid ",
            $from
        )
    };
}

/// Addresses that begin so; the statement behind [`suggest`].
pub(crate) const BY_ADDRESS: &str = addressee!(
    "FROM identity i JOIN contact_shown n ON n.contact_id = i.contact_id \
     WHERE i.channel = ?1 AND i.address >= ?2 AND i.address < ?3 ORDER BY i.address LIMIT ?4"
);
/// People whose name begins so, in one list of chats; the statement behind [`suggest`].
pub(crate) const BY_NAME: &str = addressee!(
    "FROM conversation c JOIN identity i ON i.contact_id = c.contact_id AND i.channel = ?1 \
     JOIN contact_shown n ON n.contact_id = i.contact_id \
     WHERE c.place = ?5 AND c.contact_name COLLATE NOCASE >= ?2 AND c.contact_name COLLATE NOCASE < ?3 \
     ORDER BY c.contact_name COLLATE NOCASE LIMIT ?4"
);

/// People with an address on a channel whose name or address begins with what was typed, at most `limit`.
pub fn suggest(
    read: &Read<'_>,
    channel: Channel,
    typed: &str,
    limit: usize,
) -> Result<Vec<Addressee>, StoreError> {
    let last = |text: &str| format!("{text}\u{10ffff}");
    let address = typed.to_lowercase();
    let mut found: Vec<Addressee> = read.query_all(
        BY_ADDRESS,
        params![channel.as_str(), address, last(&address), count(limit)],
    )?;
    for place in [Place::Accepted, Place::New, Place::Archive, Place::Snoozed] {
        let named: Vec<Addressee> = read.query_all(
            BY_NAME,
            params![
                channel.as_str(),
                typed,
                last(typed),
                count(limit),
                place.as_str()
            ],
        )?;
        for addressee in named {
            if !found.contains(&addressee) {
                found.push(addressee);
            }
        }
    }
    found.truncate(limit);
    Ok(found)
}

/// Who has this address.
pub fn find(
    read: &Read<'_>,
    channel: Channel,
    address: &str,
) -> Result<Option<Addressee>, StoreError> {
    read.query_opt(
        addressee!(
            "FROM identity i JOIN contact_shown n ON n.contact_id = i.contact_id \
             WHERE i.channel = ?1 AND i.address = ?2"
        ),
        params![channel.as_str(), address],
    )
}

/// The thread with a contact on a source in which something happened last; comments under posts are none.
pub fn thread(
    read: &Read<'_>,
    source: SourceId,
    contact: ContactId,
) -> Result<Option<Thread>, StoreError> {
    read.query_opt(
        "SELECT id, subject, folder, last_activity_at FROM conversation \
         WHERE contact_id = ?2 AND source_id = ?1 AND thread_kind = 'direct' \
         ORDER BY last_activity_at DESC, id DESC LIMIT 1",
        params![source.0, contact.0],
    )
}

/// How many conversations of a source we began, or will begin, within this time.
pub fn opened(
    read: &Read<'_>,
    source: SourceId,
    from: Timestamp,
    until: Timestamp,
) -> Result<i64, StoreError> {
    read.query_value(
        "SELECT count(*) FROM conversation WHERE source_id = ?1 AND opened_at >= ?2 AND opened_at < ?3",
        params![source.0, from.0, until.0],
    )
}

/// Notes that we wrote first, and when our first message leaves.
pub fn set_opened(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE conversation SET opened_at = ?2 WHERE id = ?1",
        params![conversation.0, at.0],
    )?;
    tx.touch(Entity::Conversation, conversation.0);
    Ok(())
}
