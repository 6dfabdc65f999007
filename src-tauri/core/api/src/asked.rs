//! What a request names, read from its JSON: ids stand under the names of their kinds everywhere (`deal_id`,
//! `conversation_ids`), so a command needs to say only which deed it is.

use runnel_app::permission::Named;
use runnel_domain::ids::{
    AttachmentId, ContactId, ConversationId, DealId, FieldId, IdentityId, MergeId, MessageId,
    PipelineId, SourceId, StageId, TaskId,
};
use serde_json::{Map, Value};

/// Questions, not things: whoever asks for what they may not see finds nothing.
const QUESTIONS: [&str; 3] = ["filter", "condition", "query"];

/// Words before `_id` and `_ids` that name nothing of which some members see less than others.
pub(crate) const FREE: &[&str] = &[
    "tag", "add_tag", "remove_tag", "into", "template", "trigger", "category", "block", "view", "member",
    "assignee", "owner", "responsible", "before", "reassign_to", "option",
];

/// What stands under a key, by the word before `_id` or `_ids`; `None`: it names nothing that rights know.
pub(crate) fn kind(word: &str, id: i64) -> Option<Named> {
    Some(match word {
        "conversation" => Named::Conversation(ConversationId(id)),
        "deal" | "before_deal" => Named::Deal(DealId(id)),
        "comment" => Named::Comment(id),
        "message" | "after_message" => Named::Message(MessageId(id)),
        "task" => Named::Task(TaskId(id)),
        "attachment" => Named::Attachment(AttachmentId(id)),
        "stage" | "archive_stage" | "before_stage" | "into_stage" => Named::Stage(StageId(id)),
        "pipeline" => Named::Pipeline(PipelineId(id)),
        "contact" | "one" | "other" | "kept" | "gone" => Named::Contact(ContactId(id)),
        "identity" => Named::Identity(IdentityId(id)),
        "merge" => Named::Merge(MergeId(id)),
        "source" => Named::Source(SourceId(id)),
        "field" => Named::Field(FieldId(id)),
        _ => return None,
    })
}

/// Everything that a request names, each once.
pub(crate) fn named(request: &Value) -> Vec<Named> {
    let mut found = Vec::new();
    look(request, &mut found);
    found
}

fn look(value: &Value, found: &mut Vec<Named>) {
    match value {
        Value::Object(fields) => of_object(fields, found),
        Value::Array(items) => items.iter().for_each(|item| look(item, found)),
        _ => {}
    }
}

fn of_object(fields: &Map<String, Value>, found: &mut Vec<Named>) {
    let mut add = |named: Option<Named>| {
        if let Some(named) = named
            && !found.contains(&named)
        {
            found.push(named);
        }
    };
    if let (Some(field), Some(owner)) = (
        fields.get("field_id").and_then(Value::as_i64),
        fields.get("owner_id").and_then(Value::as_i64),
    ) {
        add(Some(Named::Value(FieldId(field), owner)));
    }
    for (key, value) in fields {
        if let Some(word) = key.strip_suffix("_ids") {
            let ids = value.as_array().into_iter().flatten();
            ids.filter_map(Value::as_i64)
                .for_each(|id| add(kind(word, id)));
        } else if let Some(word) = key.strip_suffix("_id") {
            add(value.as_i64().and_then(|id| kind(word, id)));
        }
    }
    for (key, value) in fields {
        if !QUESTIONS.contains(&key.as_str()) {
            look(value, found);
        }
    }
}
