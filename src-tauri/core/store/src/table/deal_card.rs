//! Cards as a conversation shows them: reading rows of `deal`. What writes them stands in `shop`.

use runnel_domain::{
    Money, Priority, Timestamp,
    ids::{ContactId, ConversationId, DealId, MemberId, PipelineId, StageId},
};

use rusqlite::params;

use crate::{
    Entity, Read, StoreError,
    row::{FromRow, Row, count},
};

/// Where the card of a conversation stands that went to another board than the default one (CP-15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Away {
    /// Which card.
    pub deal: DealId,
    /// On which board.
    pub pipeline: PipelineId,
    /// In which column.
    pub stage: StageId,
}

/// A card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealCard {
    /// Row id.
    pub id: DealId,
    /// On which board.
    pub pipeline: PipelineId,
    /// In which column.
    pub stage: StageId,
    /// Order within the column.
    pub rank: String,
    /// With whom.
    pub contact: ContactId,
    /// Whose cycle it carries.
    pub conversation: Option<ConversationId>,
    /// Empty: the contact's name is shown.
    pub title: String,
    /// Free text.
    pub description: String,
    /// How urgent.
    pub priority: Priority,
    /// Its amount.
    pub amount: Option<Money>,
    /// In charge.
    pub owner: Option<MemberId>,
    /// Close by.
    pub due_at: Option<Timestamp>,
    /// Why won or lost.
    pub close_reason: String,
    /// Since when in this column.
    pub stage_entered_at: Timestamp,
    /// When made.
    pub created_at: Timestamp,
    /// Goes up with each change.
    pub revision: i64,
}

impl FromRow for DealCard {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let amount: Option<i64> = row.get("amount_minor")?;
        let currency: Option<String> = row.get("currency")?;
        Ok(Self {
            id: row.get("id")?,
            pipeline: row.get("pipeline_id")?,
            stage: row.get("stage_id")?,
            rank: row.get("rank")?,
            contact: row.get("contact_id")?,
            conversation: row.get("conversation_id")?,
            title: row.get("title")?,
            description: row.get("description")?,
            priority: row.get("priority")?,
            amount: amount.zip(currency).map(|(amount_minor, currency)| Money {
                amount_minor,
                currency,
            }),
            owner: row.get("owner_id")?,
            due_at: row.get("due_at")?,
            close_reason: row.get("close_reason")?,
            stage_entered_at: row.get("stage_entered_at")?,
            created_at: row.get("created_at")?,
            revision: row.get("revision")?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, pipeline_id, stage_id, rank, contact_id, conversation_id, title, description, \
             priority, amount_minor, currency, owner_id, due_at, close_reason, stage_entered_at, \
             created_at, revision FROM deal ",
            $rest
        )
    };
}

/// One card; `NotFound` where there is none.
pub fn get(read: &Read<'_>, deal: DealId) -> Result<DealCard, StoreError> {
    read.query_opt(select!("WHERE id = ?1"), [deal.0])?
        .ok_or(StoreError::NotFound {
            entity: Entity::Deal,
            id: deal.0,
        })
}

pub(crate) const OF_CONTACT: &str =
    select!("WHERE contact_id = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2");

/// The cards of a contact on every board, newest first.
pub fn of_contact(
    read: &Read<'_>,
    contact: ContactId,
    limit: usize,
) -> Result<Vec<DealCard>, StoreError> {
    read.query_all(OF_CONTACT, params![contact.0, count(limit)])
}

/// The statement behind [`away`]: an open card goes before one that is closed, and of these the latest.
pub(crate) const AWAY: &str = "SELECT asked.value, d.id, d.pipeline_id, d.stage_id \
     FROM json_each(?1) AS asked CROSS JOIN deal AS d ON d.id = ( \
       SELECT one.id FROM deal AS one \
        CROSS JOIN stage ON stage.id = one.stage_id \
        CROSS JOIN pipeline ON pipeline.id = one.pipeline_id \
        WHERE one.conversation_id = asked.value AND pipeline.is_default = 0 AND pipeline.archived_at IS NULL \
        ORDER BY stage.grp = 'active' DESC, one.stage_entered_at DESC, one.id DESC LIMIT 1)";

/// Where the cards of these conversations stand that went to another board; those without one are left out.
///
/// # Errors
/// When SQLite refuses.
pub fn away(
    read: &Read<'_>,
    ids: &[ConversationId],
) -> Result<Vec<(ConversationId, Away)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found: Vec<(ConversationId, DealId, PipelineId, StageId)> =
        read.query_all(AWAY, [super::chat_list::json(ids)])?;
    Ok(found
        .into_iter()
        .map(|(of, deal, pipeline, stage)| {
            let away = Away {
                deal,
                pipeline,
                stage,
            };
            (of, away)
        })
        .collect())
}
