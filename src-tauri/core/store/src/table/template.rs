//! Ready-made texts with their files (UC-31): rows of `template` and `template_file`.

use runnel_domain::{
    Timestamp,
    ids::{AttachmentId, MemberId, TemplateId},
};
use rusqlite::params;

use super::attachment::Attachment;
use crate::{
    Entity, Read, StoreError, Tx,
    row::{FromRow, Row},
};

/// A ready-made text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Row id.
    pub id: TemplateId,
    /// As people see it.
    pub name: String,
    /// Text with `{{variables}}`.
    pub body: String,
    /// BCP 47 tag, or empty.
    pub language: String,
    /// Where it is filed; may be empty.
    pub folder: String,
    /// Personal to; `None`: shared.
    pub member: Option<MemberId>,
    /// How often it was inserted.
    pub use_count: i64,
    /// Last change.
    pub updated_at: Timestamp,
}

impl FromRow for Template {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            body: row.get("body")?,
            language: row.get("language")?,
            folder: row.get("folder")?,
            member: row.get("member_id")?,
            use_count: row.get("use_count")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

/// What a person edits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateForm {
    /// As people see it.
    pub name: String,
    /// Text with `{{variables}}`.
    pub body: String,
    /// BCP 47 tag, or empty.
    pub language: String,
    /// Where it is filed; may be empty.
    pub folder: String,
    /// Personal to; `None`: shared.
    pub member: Option<MemberId>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, name, body, language, folder, member_id, use_count, updated_at FROM template ",
            $rest
        )
    };
}

/// What a member can use: shared ones and their own, by folder and name.
pub fn list(read: &Read<'_>, member: MemberId) -> Result<Vec<Template>, StoreError> {
    read.query_all(
        select!(
            "WHERE removed_at IS NULL AND (member_id IS NULL OR member_id = ?1) \
             ORDER BY folder COLLATE NOCASE, name COLLATE NOCASE, id"
        ),
        [member.0],
    )
}

/// One that a member can use; `NotFound` where there is none.
pub fn get(
    read: &Read<'_>,
    template: TemplateId,
    member: MemberId,
) -> Result<Template, StoreError> {
    read.query_opt(
        select!("WHERE id = ?1 AND removed_at IS NULL AND (member_id IS NULL OR member_id = ?2)"),
        params![template.0, member.0],
    )?
    .ok_or(missing(template))
}

/// One that was not deleted, whoever can use it.
pub fn find(read: &Read<'_>, template: TemplateId) -> Result<Option<Template>, StoreError> {
    read.query_opt(
        select!("WHERE id = ?1 AND removed_at IS NULL"),
        [template.0],
    )
}

/// The files of all templates that a member can use, in their order.
pub fn files(
    read: &Read<'_>,
    member: MemberId,
) -> Result<Vec<(TemplateId, Attachment)>, StoreError> {
    read.query_map(
        "SELECT f.template_id, a.id, a.message_id, a.name, a.mime, a.size, a.sha, a.content_id, a.created_at \
         FROM template t JOIN template_file f ON f.template_id = t.id JOIN attachment a ON a.id = f.attachment_id \
         WHERE t.removed_at IS NULL AND (t.member_id IS NULL OR t.member_id = ?1) \
         ORDER BY f.template_id, f.place",
        [member.0],
        |row| Ok((row.get("template_id")?, Attachment::from_row(row)?)),
    )
}

/// The files of one template, in their order.
pub fn files_of(read: &Read<'_>, template: TemplateId) -> Result<Vec<AttachmentId>, StoreError> {
    read.query_values(
        "SELECT attachment_id FROM template_file WHERE template_id = ?1 ORDER BY place",
        [template.0],
    )
}

/// Whether any was ever made: then suggestions are no longer of use.
pub fn any(read: &Read<'_>) -> Result<bool, StoreError> {
    read.query_value("SELECT EXISTS (SELECT 1 FROM template)", [])
}

/// Makes a new one.
pub fn insert(tx: &mut Tx<'_>, form: &TemplateForm) -> Result<TemplateId, StoreError> {
    let (uid, now) = (tx.next_uid(), tx.now().0);
    let id = tx.insert(
        "INSERT INTO template (uid, name, body, language, folder, member_id, created_at, updated_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        params![
            uid.0,
            form.name,
            form.body,
            form.language,
            form.folder,
            form.member.map(|member| member.0),
            now
        ],
    )?;
    tx.touch(Entity::Template, id);
    Ok(TemplateId(id))
}

/// Changes one.
pub fn update(
    tx: &mut Tx<'_>,
    template: TemplateId,
    form: &TemplateForm,
) -> Result<(), StoreError> {
    let now = tx.now().0;
    let changed = tx.execute(
        "UPDATE template SET name = ?2, body = ?3, language = ?4, folder = ?5, member_id = ?6, updated_at = ?7 \
         WHERE id = ?1 AND removed_at IS NULL",
        params![
            template.0,
            form.name,
            form.body,
            form.language,
            form.folder,
            form.member.map(|member| member.0),
            now
        ],
    )?;
    if changed == 0 {
        return Err(missing(template));
    }
    tx.touch(Entity::Template, template.0);
    Ok(())
}

/// Says which files go with it. Those that it no longer names are forgotten in time.
pub fn set_files(
    tx: &mut Tx<'_>,
    template: TemplateId,
    files: &[AttachmentId],
) -> Result<(), StoreError> {
    if files_of(tx, template)? == files {
        return Ok(());
    }
    tx.execute(
        "DELETE FROM template_file WHERE template_id = ?1",
        [template.0],
    )?;
    for (place, file) in (0_i64..).zip(files) {
        tx.execute(
            "INSERT INTO template_file (template_id, attachment_id, place) VALUES (?1, ?2, ?3)",
            params![template.0, file.0, place],
        )?;
    }
    tx.touch(Entity::Template, template.0);
    Ok(())
}

/// Deletes it; its files stay with it in case this is taken back.
pub fn remove(tx: &mut Tx<'_>, template: TemplateId) -> Result<(), StoreError> {
    let now = tx.now().0;
    let changed = tx.execute(
        "UPDATE template SET removed_at = ?2 WHERE id = ?1 AND removed_at IS NULL",
        params![template.0, now],
    )?;
    if changed == 0 {
        return Err(missing(template));
    }
    tx.touch(Entity::Template, template.0);
    Ok(())
}

/// It was inserted once more.
pub fn used(tx: &mut Tx<'_>, template: TemplateId) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE template SET use_count = use_count + 1 WHERE id = ?1",
        [template.0],
    )?;
    tx.touch(Entity::Template, template.0);
    Ok(())
}

/// The additional fields of a conversation, its contact and its deal, by name: text, number and kind, as stored.
pub fn field_values(
    read: &Read<'_>,
    conversation: runnel_domain::ids::ConversationId,
) -> Result<Vec<FieldValue>, StoreError> {
    read.query_all(
        "SELECT f.name, f.kind, f.options, f.currency, v.text, v.number FROM conversation c \
         JOIN field_value v ON v.owner_id IN (c.id, c.contact_id, coalesce(c.deal_id, 0)) \
         JOIN field f ON f.id = v.field_id AND f.removed_at IS NULL AND v.owner_id = \
           CASE f.owner WHEN 'contact' THEN c.contact_id WHEN 'deal' THEN c.deal_id ELSE c.id END \
         WHERE c.id = ?1 ORDER BY f.rank",
        [conversation.0],
    )
}

/// Names of the additional fields that a text can use.
pub fn field_names(read: &Read<'_>) -> Result<Vec<String>, StoreError> {
    read.query_values(
        "SELECT DISTINCT name FROM field WHERE removed_at IS NULL ORDER BY rank",
        [],
    )
}

/// An additional field of a conversation, its contact or its deal, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldValue {
    /// As people see it.
    pub name: String,
    /// `text`, `number`, `money`, `date`, `list`, `multi_list`, `checkbox`, `link`.
    pub kind: String,
    /// Choices of a list as JSON.
    pub options: String,
    /// ISO 4217 of a money field.
    pub currency: String,
    /// Text, link, or chosen options between commas.
    pub text: Option<String>,
    /// Thousandths, minor units, milliseconds, or 0 and 1.
    pub number: Option<i64>,
}

impl FromRow for FieldValue {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            name: row.get("name")?,
            kind: row.get("kind")?,
            options: row.get("options")?,
            currency: row.get("currency")?,
            text: row.get("text")?,
            number: row.get("number")?,
        })
    }
}

const fn missing(template: TemplateId) -> StoreError {
    StoreError::NotFound {
        entity: Entity::Template,
        id: template.0,
    }
}
