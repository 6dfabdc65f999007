//! Pipelines and their stages, for the editor.

use runnel_domain::{Level, PipelineKind, StageGroup};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::board::{Stage, StageNeeds};

/// Every pipeline.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PipelineList {
    /// In order, those put away included.
    pub pipelines: Vec<PipelineSheet>,
}

/// A pipeline as its editor shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PipelineSheet {
    /// Pipeline.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it is used for.
    #[ts(type = "PipelineKind")]
    pub kind: PipelineKind,
    /// New conversations go here.
    pub is_default: bool,
    /// When put away; null: in use.
    pub archived_at: Option<i64>,
    /// In funnel order, active ones first.
    pub stages: Vec<StageSheet>,
}

/// A stage with the number of its cards.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StageSheet {
    /// The stage.
    pub stage: Stage,
    /// Cards in it.
    pub cards: u32,
}

/// Which pipeline.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PipelineId {
    /// Pipeline.
    pub pipeline_id: i64,
}

/// Make a pipeline with the stages that fit its use.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PipelineAddRequest {
    /// Name, unique among those in use.
    pub name: String,
    /// What it is used for.
    #[ts(type = "PipelineKind")]
    pub kind: PipelineKind,
    /// What it grants everybody for whom nothing is set; null: `edit`.
    #[serde(default)]
    #[ts(type = "Level | null")]
    pub others: Option<Level>,
}

/// Name a pipeline, or a copy of it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PipelineNameRequest {
    /// Pipeline.
    pub pipeline_id: i64,
    /// Name, unique among those in use.
    pub name: String,
}

/// Put a pipeline away with its cards.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PipelineArchiveRequest {
    /// Pipeline.
    pub pipeline_id: i64,
    /// Also with open cards; without it they are refused as `pipeline_has_cards`.
    pub confirmed: bool,
}

/// Put a pipeline above another one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PipelineMoveRequest {
    /// Pipeline.
    pub pipeline_id: i64,
    /// Above this one; null: last.
    pub before_pipeline_id: Option<i64>,
}

/// Which stage.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StageId {
    /// Stage.
    pub stage_id: i64,
}

/// Make a stage at the end of a group (UP-4).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StageAddRequest {
    /// On which pipeline.
    pub pipeline_id: i64,
    /// Name, unique on it.
    pub name: String,
    /// Which group.
    #[ts(type = "StageGroup")]
    pub group: StageGroup,
}

/// Give a stage another name (UP-7).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StageRenameRequest {
    /// Stage.
    pub stage_id: i64,
    /// Name, unique on its pipeline.
    pub name: String,
}

/// Set what a stage is besides its name and place (CP-5).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StageUpdateRequest {
    /// Stage.
    pub stage_id: i64,
    /// Which group; another one puts it at its end and takes its cards along.
    #[ts(type = "StageGroup")]
    pub group: StageGroup,
    /// Name of one of the stage colours of the tokens.
    pub color: String,
    /// Days until a card here is stale, 1 to 3650; null: never.
    pub stale_days: Option<u32>,
    /// How likely a card here is won, 0 to 100; null: unset.
    pub probability: Option<u32>,
    /// What a card needs to enter.
    pub needs: StageNeeds,
}

/// Put a stage into a group, above another one (UP-6).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StageMoveRequest {
    /// Stage.
    pub stage_id: i64,
    /// Which group; another one takes its cards along.
    #[ts(type = "StageGroup")]
    pub group: StageGroup,
    /// Above this one of that group; null: at its end.
    pub before_stage_id: Option<i64>,
}

/// What hangs on a stage.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StageUse {
    /// Cards in it.
    pub cards: u32,
    /// Names of triggers that name it; a trigger without a name has an empty one.
    pub triggers: Vec<String>,
    /// Names of saved views that filter by it.
    pub views: Vec<String>,
}

/// Delete a stage (UP-8).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StageDeleteRequest {
    /// Stage.
    pub stage_id: i64,
    /// Where its cards go; null where it holds none.
    pub target_stage_id: Option<i64>,
}
