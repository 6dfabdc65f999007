//! Who works here, and what each set for themselves.

use runnel_domain::Role;
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
