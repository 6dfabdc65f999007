//! Records of resolutions (PO-8): rows of `ticket`.

use runnel_domain::{
    TicketKind, Timestamp,
    ids::{CategoryId, ContactId, ConversationId, MemberId, TicketId},
};
use rusqlite::params;

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// What was written down when a matter was resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Row id.
    pub id: TicketId,
    /// Of what.
    pub conversation: ConversationId,
    /// What kind; `None`: not said.
    pub kind: Option<TicketKind>,
    /// About what; `None`: not said.
    pub category: Option<CategoryId>,
    /// The category's name at the time; empty: none.
    pub category_name: String,
    /// What a member added.
    pub note: String,
    /// Who resolved; `None`: a trigger.
    pub member: Option<MemberId>,
    /// When.
    pub at: Timestamp,
}

impl FromRow for Ticket {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let kind: String = row.get("kind")?;
        Ok(Self {
            id: row.get("id")?,
            conversation: row.get("conversation_id")?,
            kind: TicketKind::parse(&kind),
            category: row.get("category_id")?,
            category_name: row.get("category_name")?,
            note: row.get("note")?,
            member: row.get("member_id")?,
            at: row.get("at")?,
        })
    }
}

/// One record; `None` where its resolution was taken back.
pub fn find(read: &Read<'_>, ticket: TicketId) -> Result<Option<Ticket>, StoreError> {
    read.query_opt(
        "SELECT id, conversation_id, kind, category_id, category_name, note, member_id, at \
         FROM ticket WHERE id = ?1",
        [ticket.0],
    )
}

/// The records of a contact, over all their conversations, latest first.
pub fn of_contact(read: &Read<'_>, contact: ContactId) -> Result<Vec<Ticket>, StoreError> {
    read.query_all(
        "SELECT id, conversation_id, kind, category_id, category_name, note, member_id, at \
         FROM ticket WHERE contact_id = ?1 ORDER BY at DESC, id DESC",
        [contact.0],
    )
}

/// A record to write.
pub(crate) struct NewTicket<'a> {
    pub(crate) conversation: ConversationId,
    pub(crate) contact: ContactId,
    pub(crate) kind: Option<TicketKind>,
    pub(crate) category: Option<CategoryId>,
    pub(crate) category_name: &'a str,
    pub(crate) note: &'a str,
}

/// Writes a record in the name of whoever acts.
pub(crate) fn insert(tx: &mut Tx<'_>, new: &NewTicket<'_>) -> Result<TicketId, StoreError> {
    let (uid, now, member) = (tx.next_uid(), tx.now(), tx.cause().member);
    let id = tx.insert(
        "INSERT INTO ticket (uid, conversation_id, contact_id, kind, category_id, category_name, note, \
         member_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            uid.0,
            new.conversation.0,
            new.contact.0,
            new.kind.map_or("", TicketKind::as_str),
            new.category.map(|category| category.0),
            new.category_name,
            new.note,
            member.map(|member| member.0),
            now.0
        ],
    )?;
    tx.touch(Entity::Conversation, new.conversation.0);
    Ok(TicketId(id))
}
