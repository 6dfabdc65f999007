//! Customers: rows of `contact`.

use runnel_domain::{
    Channel, Folder, Place, Timestamp, Uid,
    ids::{ContactId, ConversationId, MemberId, SourceId},
};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row, count},
    table::duplicate,
};

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Row id.
    pub id: ContactId,
    /// Same customer in every copy of the workspace.
    pub uid: Uid,
    /// Name given by a member; wins over the others (UC-11).
    pub custom_name: String,
    /// Name the network gave.
    pub full_name: String,
    /// Nickname the network gave.
    pub nickname: String,
    /// Where they work.
    pub company: String,
    /// BCP 47 tag, or empty.
    pub language: String,
    /// Free text about them.
    pub comment: String,
    /// 0 to 5 (PO-13).
    pub stars: u8,
    /// Network they like to be answered on (PO-10); empty: none named.
    pub preferred_channel: String,
    /// Made by the sample-data generator.
    pub is_sample: bool,
    /// The contact this one became part of.
    pub merged_into: Option<ContactId>,
    /// First seen.
    pub created_at: Timestamp,
    /// Last change of the profile.
    pub updated_at: Timestamp,
}

impl FromRow for Contact {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            uid: row.get("uid")?,
            custom_name: row.get("custom_name")?,
            full_name: row.get("full_name")?,
            nickname: row.get("nickname")?,
            company: row.get("company")?,
            language: row.get("language")?,
            comment: row.get("comment")?,
            stars: row.get("stars")?,
            preferred_channel: row.get("preferred_channel")?,
            is_sample: row.get("is_sample")?,
            merged_into: row.get("merged_into")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

impl Contact {
    /// What a member can change about them, as it is.
    #[must_use]
    pub fn profile(&self) -> ContactProfile {
        ContactProfile {
            custom_name: self.custom_name.clone(),
            full_name: self.full_name.clone(),
            nickname: self.nickname.clone(),
            company: self.company.clone(),
            language: self.language.clone(),
            comment: self.comment.clone(),
            preferred_channel: self.preferred_channel.clone(),
        }
    }

    /// The name to show (UC-11): given by a member, full name, nickname; empty where none is known, then the
    /// caller goes on with an address and at last with the running number.
    #[must_use]
    pub fn name(&self) -> &str {
        [&self.custom_name, &self.full_name, &self.nickname]
            .into_iter()
            .find(|name| !name.is_empty())
            .map_or("", String::as_str)
    }
}

/// What is known of a customer who just turned up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NewContact<'a> {
    /// Name the network gave; may be empty.
    pub full_name: &'a str,
    /// Nickname the network gave; may be empty.
    pub nickname: &'a str,
    /// Where they work; may be empty.
    pub company: &'a str,
    /// BCP 47 tag, or empty.
    pub language: &'a str,
    /// Made by the sample-data generator.
    pub is_sample: bool,
}

/// What a member can change about a customer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ContactProfile {
    /// Name given by a member; empty: go back to what the network says.
    pub custom_name: String,
    /// Name the network gave, or a member corrected.
    pub full_name: String,
    /// Nickname the network gave, or a member corrected.
    pub nickname: String,
    /// Where they work.
    pub company: String,
    /// BCP 47 tag, or empty.
    pub language: String,
    /// Free text.
    pub comment: String,
    /// Network they like to be answered on; empty: none named.
    pub preferred_channel: String,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, uid, custom_name, full_name, nickname, company, language, comment, \
             stars, preferred_channel, is_sample, merged_into, created_at, updated_at FROM contact ",
            $rest
        )
    };
}

/// One customer; `NotFound` where there is none.
pub fn get(read: &Read<'_>, contact: ContactId) -> Result<Contact, StoreError> {
    read.query_opt(select!("WHERE id = ?1"), [contact.0])?
        .ok_or(StoreError::NotFound {
            entity: Entity::Contact,
            id: contact.0,
        })
}

/// Writes a new customer down.
pub fn insert(tx: &mut Tx<'_>, new: &NewContact<'_>) -> Result<ContactId, StoreError> {
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let id = tx.insert(
        "INSERT INTO contact (uid, full_name, nickname, company, language, is_sample, created_at, \
         updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        params![
            uid.0,
            new.full_name,
            new.nickname,
            new.company,
            new.language,
            new.is_sample,
            now
        ],
    )?;
    let id = ContactId(id);
    tx.touch(Entity::Contact, id.0);
    Ok(id)
}

/// Takes over a name or language that the network now tells and that was empty so far.
pub fn learn(
    tx: &mut Tx<'_>,
    contact: ContactId,
    full_name: &str,
    language: &str,
) -> Result<(), StoreError> {
    let now = tx.now().0;
    let changed = tx.execute(
        "UPDATE contact SET full_name = CASE full_name WHEN '' THEN ?2 ELSE full_name END, \
         language = CASE language WHEN '' THEN ?3 ELSE language END, updated_at = ?4 \
         WHERE id = ?1 AND ((full_name = '' AND ?2 <> '') OR (language = '' AND ?3 <> ''))",
        params![contact.0, full_name, language, now],
    )?;
    if changed > 0 {
        tx.touch(Entity::Contact, contact.0);
        duplicate::keep(tx, contact)?;
    }
    Ok(())
}

/// Changes what a member may change about a customer.
pub fn set_profile(
    tx: &mut Tx<'_>,
    contact: ContactId,
    profile: &ContactProfile,
) -> Result<(), StoreError> {
    let now = tx.now().0;
    let changed = tx.execute(
        "UPDATE contact SET custom_name = ?2, full_name = ?3, nickname = ?4, company = ?5, \
         language = ?6, comment = ?7, preferred_channel = ?8, updated_at = ?9 WHERE id = ?1",
        params![
            contact.0,
            profile.custom_name,
            profile.full_name,
            profile.nickname,
            profile.company,
            profile.language,
            profile.comment,
            profile.preferred_channel,
            now
        ],
    )?;
    if changed == 0 {
        return Err(StoreError::NotFound {
            entity: Entity::Contact,
            id: contact.0,
        });
    }
    tx.touch(Entity::Contact, contact.0);
    duplicate::keep(tx, contact)
}

/// A customer became part of another one, or (`None`) is somebody again.
pub(crate) fn set_merged_into(
    tx: &mut Tx<'_>,
    contact: ContactId,
    kept: Option<ContactId>,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE contact SET merged_into = ?2 WHERE id = ?1",
        params![contact.0, kept.map(|kept| kept.0)],
    )?;
    tx.touch(Entity::Contact, contact.0);
    Ok(())
}

/// The customer that this one is today: itself, or whom it became part of.
///
/// # Errors
/// `NotFound` where there is none.
pub fn present(read: &Read<'_>, contact: ContactId) -> Result<ContactId, StoreError> {
    // Merges make no circles: only who is part of nobody can be kept or go.
    read.query_value_opt(
        "WITH RECURSIVE way (id, into_id) AS ( \
           SELECT id, merged_into FROM contact WHERE id = ?1 \
           UNION SELECT c.id, c.merged_into FROM way JOIN contact c ON c.id = way.into_id) \
         SELECT id FROM way WHERE into_id IS NULL",
        [contact.0],
    )?
    .ok_or(StoreError::NotFound {
        entity: Entity::Contact,
        id: contact.0,
    })
}

/// How much there is of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Weight {
    /// Conversations.
    pub conversations: i64,
    /// Messages in them, without notes.
    pub messages: i64,
    /// Cards.
    pub deals: i64,
    /// Tasks, open and done.
    pub tasks: i64,
}

impl FromRow for Weight {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            conversations: row.at(0)?,
            messages: row.at(1)?,
            deals: row.at(2)?,
            tasks: row.at(3)?,
        })
    }
}

pub(crate) const WEIGHT: &str = "SELECT \
    (SELECT count(*) FROM conversation WHERE contact_id = ?1), \
    (SELECT coalesce(sum(message_count), 0) FROM conversation WHERE contact_id = ?1), \
    (SELECT count(*) FROM deal WHERE contact_id = ?1), \
    (SELECT count(*) FROM task WHERE contact_id = ?1)";

/// How much there is of a customer, for telling two apart.
pub fn weight(read: &Read<'_>, contact: ContactId) -> Result<Weight, StoreError> {
    read.query_one(WEIGHT, [contact.0])
}

/// A conversation of a customer as the panel beside another one lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Which conversation.
    pub id: ConversationId,
    /// Over which network.
    pub channel: Channel,
    /// Through which account.
    pub source: SourceId,
    /// May be empty.
    pub subject: String,
    /// Its last message in one line.
    pub snippet: String,
    /// Messages both ways.
    pub messages: i64,
    /// When the last one was.
    pub last_activity_at: Timestamp,
    /// In which folder it lies.
    pub folder: Folder,
    /// Which list shows it.
    pub place: Place,
    /// The member has something unread in it.
    pub unread: bool,
}

impl FromRow for Elsewhere {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            channel: row.get("channel")?,
            source: row.get("source_id")?,
            subject: row.get("subject")?,
            snippet: row.get("snippet")?,
            messages: row.get("message_count")?,
            last_activity_at: row.get("last_activity_at")?,
            folder: row.get("folder")?,
            place: row.get("place")?,
            unread: row.get("unread")?,
        })
    }
}

pub(crate) const ELSEWHERE: &str = "SELECT c.id, s.channel, c.source_id, c.subject, c.snippet, \
    c.message_count, c.last_activity_at, c.folder, c.place, \
    coalesce(r.unread > 0 OR r.marked_unread = 1, 0) AS unread \
    FROM conversation c CROSS JOIN source s ON s.id = c.source_id \
    LEFT JOIN read_state r ON r.member_id = ?3 AND r.conversation_id = c.id \
    WHERE c.contact_id = ?1 AND c.id <> ?2 ORDER BY c.last_activity_at DESC, c.id DESC LIMIT ?4";

/// The conversations of a customer but this one, wherever they lie, last active first.
pub fn elsewhere(
    read: &Read<'_>,
    contact: ContactId,
    but: ConversationId,
    member: MemberId,
    limit: usize,
) -> Result<Vec<Elsewhere>, StoreError> {
    read.query_all(ELSEWHERE, params![contact.0, but.0, member.0, count(limit)])
}
