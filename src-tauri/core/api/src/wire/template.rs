//! Ready-made texts: kept, filled in, inserted.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::message::Attachment;

/// A ready-made text (UC-31).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Template {
    /// Template.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Text with `{{variables}}`.
    pub body: String,
    /// BCP 47 tag, or empty.
    pub language: String,
    /// Where it is filed; may be empty.
    pub folder: String,
    /// Only the acting member sees it.
    pub personal: bool,
    /// How often it was inserted.
    pub use_count: u32,
    /// Last change.
    pub updated_at: i64,
    /// What goes with it.
    pub attachments: Vec<Attachment>,
    /// Triggers that send it as it is.
    pub triggers: Vec<TemplateSender>,
}

/// A trigger that sends a template.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TemplateSender {
    /// Trigger.
    pub trigger_id: i64,
    /// Its name; may be empty.
    pub name: String,
}

/// All that the acting member can use, by folder and name.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TemplateList {
    /// Templates.
    pub templates: Vec<Template>,
}

/// Save a template.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TemplateSaveRequest {
    /// The template; null: a new one.
    pub template_id: Option<i64>,
    /// Name.
    pub name: String,
    /// Text with `{{variables}}`.
    pub body: String,
    /// BCP 47 tag, or empty.
    pub language: String,
    /// Where it is filed; may be empty.
    pub folder: String,
    /// For the acting member only.
    pub personal: bool,
    /// Staged attachments, or those it has.
    pub attachment_ids: Vec<i64>,
}

/// Which template.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TemplateId {
    /// Template.
    pub template_id: i64,
}

/// An answer to a question of a template.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Given {
    /// What stands between the braces.
    pub name: String,
    /// What to write there.
    pub value: String,
}

/// Fill a template in, with copies of its files staged; counts as a use.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TemplateInsertRequest {
    /// Template.
    pub template_id: i64,
    /// For this conversation; null: for somebody to whom we write first.
    pub conversation_id: Option<i64>,
    /// What a person answered.
    pub given: Vec<Given>,
}

/// A text to edit and send.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TemplateInserted {
    /// Text; what nobody answered still stands in its braces.
    pub text: String,
    /// Staged files.
    pub attachments: Vec<Attachment>,
}

/// Show what a text would become.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TemplatePreviewRequest {
    /// Text with `{{variables}}`.
    pub text: String,
    /// For this conversation; null: for an example.
    pub conversation_id: Option<i64>,
    /// Rather for somebody to whom we write first, of whom nothing is known.
    #[serde(default)]
    pub first: bool,
    /// What a person answered.
    #[serde(default)]
    pub given: Vec<Given>,
}

/// What it would become.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TemplatePreview {
    /// Rendered.
    pub text: String,
    /// The same piece by piece.
    pub parts: Vec<TemplatePart>,
    /// Variables without a value and without a fallback.
    pub unfilled: Vec<String>,
    /// The same as questions to whoever uses the text.
    pub questions: Vec<TemplateQuestion>,
    /// Variables that do not exist.
    pub unknown: Vec<String>,
    /// All variables that exist.
    pub variables: Vec<String>,
}

/// A piece of a text.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TemplatePart {
    /// What is written there.
    pub text: String,
    /// What it stands for; empty: the template's own words.
    pub variable: String,
    /// Nothing is known for it.
    pub unfilled: bool,
}

/// What has to be asked before a text is used.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TemplateQuestion {
    /// What stands between the braces.
    pub name: String,
    /// What to suggest; may be empty.
    pub suggestion: String,
}
