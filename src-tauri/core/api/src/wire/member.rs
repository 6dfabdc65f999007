//! Who works here, and what each set for themselves.

use runnel_domain::{Level, Role};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which member.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MemberId {
    /// Member.
    pub member_id: i64,
}

/// Somebody joins.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MemberAddRequest {
    /// As colleagues see them.
    pub name: String,
    /// What they may do; not `owner`.
    #[ts(type = "Role")]
    pub role: Role,
}

/// Which setting of the acting member.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MemberSettingKey {
    /// Lower-case letters, digits, dots and underscores: `keys`, `chats.columns`.
    pub key: String,
}

/// A setting of the acting member.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MemberSetting {
    /// Any JSON; null: never set.
    #[ts(type = "unknown")]
    pub value: serde_json::Value,
}

/// Set something for the acting member; the feed names `member_setting`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MemberSettingRequest {
    /// As in `member_setting_get`.
    pub key: String,
    /// Any JSON of at most 64 KiB; null takes it away.
    #[ts(type = "unknown")]
    pub value: serde_json::Value,
}

/// What a board grants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PipelineLevel {
    /// Board.
    pub pipeline_id: i64,
    /// What it grants.
    #[ts(type = "Level")]
    pub level: Level,
}

/// Everybody's rights as they are set.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MemberList {
    /// Who works here.
    pub members: Vec<MemberAccess>,
    /// Boards in use.
    pub pipelines: Vec<PipelineAccess>,
}

/// What is set for one member. Owners and administrators see and may do everything, whatever it is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MemberAccess {
    /// Member.
    pub member_id: i64,
    /// As colleagues see them.
    pub name: String,
    /// What they may do.
    #[ts(type = "Role")]
    pub role: Role,
    /// An agent sees everybody's chats, not only their own and nobody's; others do anyway.
    pub all_chats: bool,
    /// Allowed accounts; null: all.
    pub source_ids: Option<Vec<i64>>,
    /// Levels set for them alone.
    pub levels: Vec<PipelineLevel>,
}

/// A board in the matrix of rights.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PipelineAccess {
    /// Board.
    pub pipeline_id: i64,
    /// As people see it.
    pub name: String,
    /// What it grants those for whom nothing is set.
    #[ts(type = "Level")]
    pub others: Level,
}

/// Set role, whose chats and which accounts: all of it, as read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MemberUpdateRequest {
    /// Member.
    pub member_id: i64,
    /// What they may do.
    #[ts(type = "Role")]
    pub role: Role,
    /// Sees everybody's chats.
    pub all_chats: bool,
    /// Allowed accounts; null: all.
    pub source_ids: Option<Vec<i64>>,
}

/// Set what a board grants.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PipelineAccessRequest {
    /// Board.
    pub pipeline_id: i64,
    /// To whom; null: to all for whom nothing is set.
    pub member_id: Option<i64>,
    /// What; null (for one member only): what the board grants the others.
    #[ts(type = "Level | null")]
    pub level: Option<Level>,
    /// Who takes the open cards of whoever loses the board; null: refused with `cards_owned` where there are any.
    pub reassign_to: Option<i64>,
}
