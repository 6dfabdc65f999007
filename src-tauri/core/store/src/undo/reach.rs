//! What taking an operation back would change, as far as rights ask: boards, accounts, texts of all.

use std::collections::BTreeSet;

use runnel_domain::ids::{OperationId, PipelineId, SourceId};
use serde_json::Value as Json;

use super::image::{Image, unpack};
use crate::{Read, StoreError, table::operation};

/// Where an undo reaches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// Boards whose cards, or the chats behind them, it changes: where they are and where they come back to.
    pub worked: BTreeSet<PipelineId>,
    /// Boards that it changes themselves: their stages, their fields.
    pub shaped: BTreeSet<PipelineId>,
    /// Accounts whose chats it changes.
    pub sources: BTreeSet<SourceId>,
    /// It changes a text that is everybody's.
    pub shared_template: bool,
}

/// Where an operation reaches when it is taken back. What is gone by now reaches nowhere.
///
/// # Errors
/// `Corrupt` where its images cannot be read, or SQLite's refusal.
pub fn reach(read: &Read<'_>, operation: OperationId) -> Result<Reach, StoreError> {
    let mut reach = Reach::default();
    for chapter in operation::chapters(read, operation)? {
        for image in unpack(operation::images(read, chapter.id)?)? {
            look(read, &image, &mut reach)?;
        }
    }
    Ok(reach)
}

fn look(read: &Read<'_>, image: &Image, reach: &mut Reach) -> Result<(), StoreError> {
    let id = image.value("id").unwrap_or_default();
    match image.table.as_str() {
        "deal" => {
            let now = "SELECT pipeline_id FROM deal WHERE id = ?1";
            reach.worked.extend(board(read, now, id)?);
            let before = image.before.get("pipeline_id").and_then(Json::as_i64);
            reach.worked.extend(before.map(PipelineId));
        }
        "conversation" => {
            let account = "SELECT source_id FROM conversation WHERE id = ?1";
            let account: Option<SourceId> = read.query_value_opt(account, [id])?;
            reach.sources.extend(account);
            let now = "SELECT stage.pipeline_id FROM conversation AS c \
                       CROSS JOIN stage ON stage.id = c.stage_id WHERE c.id = ?1";
            reach.worked.extend(board(read, now, id)?);
            if let Some(stage) = image.before.get("stage_id").and_then(Json::as_i64) {
                reach.worked.extend(board(read, OF_STAGE, stage)?);
            }
        }
        "stage" => reach.shaped.extend(board(read, OF_STAGE, id)?),
        "pipeline" => {
            reach.shaped.insert(PipelineId(id));
        }
        "field" => {
            let of = "SELECT pipeline_id FROM field WHERE id = ?1 AND pipeline_id IS NOT NULL";
            reach.shaped.extend(board(read, of, id)?);
        }
        "template" => {
            let of = "SELECT EXISTS (SELECT 1 FROM template WHERE id = ?1 AND member_id IS NULL)";
            reach.shared_template |= read.query_value::<bool>(of, [id])?;
        }
        _ => {}
    }
    Ok(())
}

/// The board of a column.
const OF_STAGE: &str = "SELECT pipeline_id FROM stage WHERE id = ?1";

fn board(read: &Read<'_>, sql: &str, id: i64) -> Result<Option<PipelineId>, StoreError> {
    read.query_value_opt(sql, [id])
}
