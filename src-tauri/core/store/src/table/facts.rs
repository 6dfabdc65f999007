//! Everything that a condition or a text can ask about one conversation, each in one statement.

use runnel_domain::{
    Direction, Money, Timestamp,
    display_name::Names,
    facts::{Facts, FieldFact, FoldedText, Viewpoint},
    ids::{ConversationId, FieldId, MessageId, TagId},
};
use rusqlite::params;

use crate::{
    Read, StoreError,
    row::{FromRow, Row},
};

/// Characters of a message that conditions look at.
const TEXT_READ: i64 = 20_000;

/// The snapshot that conditions are tested on; `None`: no such conversation.
///
/// `message` is the one that set a trigger off; without it the customer's last one is read.
pub fn load(
    read: &Read<'_>,
    conversation: ConversationId,
    seen_from: Viewpoint,
    message: Option<MessageId>,
) -> Result<Option<Facts>, StoreError> {
    let mut found = read.query_map(
        "SELECT c.id, c.contact_id, c.deal_id, c.folder, c.stage_id, c.source_id, c.responsible_id, \
           c.waiting_since_at, c.response_ms, c.amount_minor, c.currency, c.last_activity_at, \
           c.thread_kind, c.work_status, c.stars, \
           s.channel, st.grp, k.language, \
           (SELECT json_group_array(tag_id) FROM conversation_tag WHERE conversation_id = c.id) AS tags, \
           (SELECT json_group_array(due_at) FROM task \
             WHERE conversation_id = c.id AND done_at IS NULL) AS tasks, \
           (SELECT json_group_array(json_array(field.id, v.text, v.number)) FROM field_value AS v \
             CROSS JOIN field ON field.id = v.field_id AND field.owner = 'contact' \
             WHERE v.owner_id = c.contact_id) AS contact_fields, \
           (SELECT json_group_array(json_array(field.id, v.text, v.number)) FROM field_value AS v \
             CROSS JOIN field ON field.id = v.field_id AND field.owner = 'conversation' \
             WHERE v.owner_id = c.id) AS own_fields, \
           (SELECT json_group_array(json_array(field.id, v.text, v.number)) FROM field_value AS v \
             CROSS JOIN field ON field.id = v.field_id AND field.owner = 'deal' \
             WHERE v.owner_id = c.deal_id) AS deal_fields, \
           EXISTS (SELECT 1 FROM read_state r WHERE r.conversation_id = c.id \
             AND (?2 IS NULL OR r.member_id = ?2) AND (r.unread > 0 OR r.marked_unread = 1)) AS unread, \
           c.cycle = 1 AND NOT EXISTS (SELECT 1 FROM conversation o \
             WHERE o.contact_id = c.contact_id AND o.id < c.id) AS new_contact, \
           coalesce((SELECT m.subject || char(10) || substr(m.text, 1, coalesce(m.visible_len, ?4)) \
             FROM message m WHERE m.id = coalesce(?3, (SELECT l.id FROM message l \
               WHERE l.conversation_id = c.id AND l.direction = 'in' AND l.block_id IS NULL \
               ORDER BY l.at DESC, l.id DESC LIMIT 1))), '') AS text \
         FROM conversation c JOIN source s ON s.id = c.source_id JOIN contact k ON k.id = c.contact_id \
         LEFT JOIN stage st ON st.id = c.stage_id WHERE c.id = ?1",
        params![
            conversation.0,
            seen_from.member.map(|member| member.0),
            message.map(|message| message.0),
            TEXT_READ
        ],
        |row| facts(row, seen_from),
    )?;
    Ok(found.pop())
}

fn facts(row: &Row<'_>, seen_from: Viewpoint) -> rusqlite::Result<Facts> {
    let tags: Vec<TagId> = list(row, "tags")?;
    let open_tasks: Vec<Option<Timestamp>> = list(row, "tasks")?;
    let mut fields = Vec::new();
    for owner in ["contact_fields", "own_fields", "deal_fields"] {
        let values: Vec<(i64, Option<String>, Option<i64>)> = list(row, owner)?;
        fields.extend(values.into_iter().map(|(field, text, number)| FieldFact {
            field: FieldId(field),
            text,
            number,
        }));
    }
    let response_ms: Option<i64> = row.get("response_ms")?;
    let text: String = row.get("text")?;
    Ok(Facts {
        seen_from,
        conversation: row.get("id")?,
        contact: row.get("contact_id")?,
        deal: row.get("deal_id")?,
        folder: row.get("folder")?,
        stage: row.get("stage_id")?,
        stage_group: row.get("grp")?,
        source: row.get("source_id")?,
        channel: row.get("channel")?,
        tags,
        responsible: row.get("responsible_id")?,
        text: FoldedText::of(&text),
        unread: row.get("unread")?,
        waiting_since: row.get("waiting_since_at")?,
        ever_answered: response_ms.is_some(),
        amount: money(row)?,
        new_contact: row.get("new_contact")?,
        open_tasks,
        language: row.get("language")?,
        last_activity_at: row.get("last_activity_at")?,
        thread_kind: row.get("thread_kind")?,
        work_status: row.get("work_status")?,
        stars: row.get("stars")?,
        fields,
    })
}

fn list<T: serde::de::DeserializeOwned>(row: &Row<'_>, name: &str) -> rusqlite::Result<Vec<T>> {
    let json: String = row.get(name)?;
    serde_json::from_str(&json).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
    })
}

fn money(row: &Row<'_>) -> rusqlite::Result<Option<Money>> {
    let amount: Option<i64> = row.get("amount_minor")?;
    let currency: Option<String> = row.get("currency")?;
    Ok(amount.zip(currency).map(|(amount_minor, currency)| Money {
        amount_minor,
        currency,
    }))
}

/// What the variables of a text stand for in a conversation, not yet worded for a language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spoken {
    /// The contact's name as shown (UC-11).
    pub name: String,
    /// Given name, where a real name is known.
    pub first_name: String,
    /// First mail address.
    pub email: String,
    /// First phone number.
    pub phone: String,
    /// Who is responsible.
    pub responsible: String,
    /// Title of the deal; the contact's name where it has none.
    pub deal_title: String,
    /// Amount of the deal.
    pub amount: Option<Money>,
    /// Stage of the deal.
    pub stage: String,
}

impl FromRow for Spoken {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let text = |name| row.get::<String>(name);
        let (custom, full, nickname) =
            (text("custom_name")?, text("full_name")?, text("nickname")?);
        let (email, phone) = (text("email")?, text("phone")?);
        let names = Names {
            custom: &custom,
            full: &full,
            nickname: &nickname,
            login: &email,
            phone: &phone,
            number: row.get("contact_id")?,
        };
        let (name, title) = (names.shown(), text("title")?);
        Ok(Self {
            first_name: names.first().unwrap_or_default().to_owned(),
            responsible: text("responsible")?,
            deal_title: if title.is_empty() {
                name.clone()
            } else {
                title
            },
            amount: money(row)?,
            stage: text("stage")?,
            name,
            email,
            phone,
        })
    }
}

/// What the variables stand for; `None`: no such conversation.
pub fn spoken(read: &Read<'_>, conversation: ConversationId) -> Result<Option<Spoken>, StoreError> {
    read.query_opt(
        "SELECT c.contact_id, c.amount_minor, c.currency, k.custom_name, k.full_name, k.nickname, \
           coalesce(m.name, '') AS responsible, coalesce(d.title, '') AS title, \
           coalesce(st.name, '') AS stage, \
           coalesce((SELECT shown FROM identity WHERE contact_id = k.id AND address LIKE '%@%' \
             ORDER BY id LIMIT 1), '') AS email, \
           coalesce((SELECT shown FROM identity WHERE contact_id = k.id \
             AND address <> '' AND address NOT GLOB '*[^0-9+]*' ORDER BY id LIMIT 1), '') AS phone \
         FROM conversation c JOIN contact k ON k.id = c.contact_id \
         LEFT JOIN member m ON m.id = c.responsible_id LEFT JOIN deal d ON d.id = c.deal_id \
         LEFT JOIN stage st ON st.id = c.stage_id WHERE c.id = ?1",
        [conversation.0],
    )
}

/// Who wrote in a conversation after a certain message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SaidSince {
    /// The customer, by hand.
    pub by_customer: bool,
    /// One of us, by hand: here or with another program.
    pub by_us: bool,
}

/// The last message of the whole workspace: later ones have larger ids.
pub fn last_message(read: &Read<'_>) -> Result<MessageId, StoreError> {
    read.query_value("SELECT coalesce(max(id), 0) FROM message", [])
}

/// Who wrote after message `mark` was the last one. Machines, triggers and imported history (older than
/// `not_before`) say nothing.
pub fn said_since(
    read: &Read<'_>,
    conversation: ConversationId,
    mark: MessageId,
    not_before: Timestamp,
) -> Result<SaidSince, StoreError> {
    let directions: Vec<Direction> = read.query_values(
        "SELECT DISTINCT direction FROM message WHERE conversation_id = ?1 AND id > ?2 AND at >= ?3 \
         AND direction <> 'note' AND is_automatic = 0 AND state NOT IN ('cancelled', 'scheduled')",
        params![conversation.0, mark.0, not_before.0],
    )?;
    Ok(SaidSince {
        by_customer: directions.contains(&Direction::In),
        by_us: directions.contains(&Direction::Out),
    })
}
