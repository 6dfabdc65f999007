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

/// What stands under a key, by the word before `_id` or `_ids`; `None`: it names nothing that rights know.
fn kind(word: &str, id: i64) -> Option<Named> {
    Some(match word {
        "conversation" => Named::Conversation(ConversationId(id)),
        "deal" | "before_deal" => Named::Deal(DealId(id)),
        "comment" => Named::Comment(id),
        "message" | "after_message" | "until_message" => Named::Message(MessageId(id)),
        "task" => Named::Task(TaskId(id)),
        "attachment" => Named::Attachment(AttachmentId(id)),
        "stage" | "target_stage" | "archive_stage" | "before_stage" | "into_stage" => {
            Named::Stage(StageId(id))
        }
        "pipeline" | "before_pipeline" => Named::Pipeline(PipelineId(id)),
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

/// What a bulk action was chosen for: each of it is asked about on its own, and refused on its own.
fn one_by_one(key: &str, value: &Value) -> bool {
    key == "selection" && value.get("kind").and_then(Value::as_str) == Some("these")
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
        if !QUESTIONS.contains(&key.as_str()) && !one_by_one(key, value) {
            look(value, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Words before `_id` and `_ids` that name nothing of which some members see less than others.
    const FREE: &[&str] = &[
        "add_tag",
        "after",
        "assignee",
        "before",
        "before_category",
        "block",
        "category",
        "into",
        "member",
        "option",
        "owner",
        "remove_tag",
        "responsible",
        "tag",
        "template",
        "trigger",
        "view",
    ];

    /// Types of the generated TypeScript by name, without their comments.
    fn declarations(text: &str) -> Vec<(String, String)> {
        text.split("export type ")
            .skip(1)
            .filter_map(|part| {
                let (name, body) = part.split_once('=')?;
                let lines = body
                    .lines()
                    .filter(|line| !line.trim_start().starts_with(['*', '/']));
                Some((name.trim().to_owned(), lines.collect::<Vec<_>>().join("\n")))
            })
            .collect()
    }

    /// A thing under a name that nobody knows would not be asked about.
    #[test]
    fn every_id_in_a_request_is_known() {
        let text = crate::typescript::bindings();
        let types = declarations(&text);
        let mut open: Vec<String> = text
            .split("{ request: ")
            .skip(1)
            .filter_map(|part| Some(part.split_once(';')?.0.to_owned()))
            .collect();
        assert!(open.len() > 100, "the requests were not found");
        let (mut seen, mut unknown) = (BTreeSet::new(), BTreeSet::new());
        while let Some(name) = open.pop() {
            // Conditions are questions: see QUESTIONS.
            if name == "Condition" || !seen.insert(name.clone()) {
                continue;
            }
            let Some((_, body)) = types.iter().find(|(known, _)| *known == name) else {
                continue;
            };
            let words = body.split(|c: char| !c.is_alphanumeric() && c != '_');
            for word in words.filter(|word| !word.is_empty()) {
                open.push(word.to_owned());
                let of = word
                    .strip_suffix("_ids")
                    .or_else(|| word.strip_suffix("_id"));
                if let Some(of) = of
                    && kind(of, 1).is_none()
                    && !FREE.contains(&of)
                {
                    unknown.insert(format!("{name}.{word}"));
                }
            }
        }
        assert!(
            unknown.is_empty(),
            "say in `kind` or `FREE` what these are: {unknown:?}"
        );
    }

    #[test]
    fn things_are_found_wherever_they_stand() {
        let request = serde_json::json!({
            "deal_id": 1, "chosen": { "conversation_ids": [2, 3] },
            "field_id": 4, "owner_id": 5, "filter": { "source_ids": [9] }, "member_id": 7,
        });
        let found = named(&request);
        assert_eq!(found.len(), 5, "{found:?}");
        assert!(found.contains(&Named::Conversation(ConversationId(3))));
        assert!(found.contains(&Named::Value(FieldId(4), 5)));
    }

    #[test]
    fn what_a_bulk_action_was_chosen_for_is_asked_about_one_by_one() {
        let request = serde_json::json!({
            "selection": { "kind": "these", "conversation_ids": [2, 3] },
            "deed": { "kind": "stage", "stage_id": 4 },
        });
        assert_eq!(named(&request), [Named::Stage(StageId(4))]);
    }
}
