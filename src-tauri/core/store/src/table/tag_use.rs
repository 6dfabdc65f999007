//! Where labels are used: conversations by list, triggers, saved views, delayed actions. Counting, merging, deleting
//! (UC-25).

use runnel_domain::{
    Place, Timestamp,
    ids::{TagId, TimerId, TriggerId},
};
use rusqlite::params;
use serde_json::Value as Json;

use super::tag::{self, Tag};
use crate::{Entity, Read, StoreError, Tx};

/// A label with where it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedTag {
    /// The label.
    pub tag: Tag,
    /// Conversations that wear it, by the list that shows them.
    pub places: Vec<(Place, usize)>,
    /// Names of triggers that ask for it, put it on or take it off; a trigger without a name has an empty one.
    pub triggers: Vec<String>,
    /// Names of saved views that filter by it.
    pub views: Vec<String>,
}

impl UsedTag {
    /// Conversations that wear it.
    #[must_use]
    pub fn conversations(&self) -> usize {
        self.places.iter().map(|(_, total)| total).sum()
    }
}

/// The statement behind the counts of [`list`].
pub(crate) const COUNTS: &str =
    "SELECT tag_id, place, total FROM tag_count WHERE total > 0 ORDER BY tag_id, place";

/// Every label by name, with where it is used.
///
/// # Errors
/// When SQLite refuses.
pub fn list(read: &Read<'_>) -> Result<Vec<UsedTag>, StoreError> {
    let counts: Vec<(TagId, Place, usize)> = read.query_all(COUNTS, [])?;
    let triggers = named(read, TRIGGERS)?;
    let views = named(read, VIEWS)?;
    let naming = |things: &[(i64, String, Json)], tag: TagId| {
        things
            .iter()
            .filter(|(_, _, body)| names(body, tag))
            .map(|(_, name, _)| name.clone())
            .collect::<Vec<_>>()
    };
    Ok(tag::list(read)?
        .into_iter()
        .map(|tag| UsedTag {
            places: counts
                .iter()
                .filter(|(id, _, _)| *id == tag.id)
                .map(|(_, place, total)| (*place, *total))
                .collect(),
            triggers: naming(&triggers, tag.id),
            views: naming(&views, tag.id),
            tag,
        })
        .collect())
}

/// How many conversations wear both labels.
///
/// # Errors
/// When SQLite refuses.
pub fn wear_both(read: &Read<'_>, one: TagId, other: TagId) -> Result<usize, StoreError> {
    read.query_value(
        "SELECT count(*) FROM conversation_tag a JOIN conversation_tag b \
         ON b.conversation_id = a.conversation_id AND b.tag_id = ?2 WHERE a.tag_id = ?1",
        params![one.0, other.0],
    )
}

/// Whatever wears or names `from` wears or names `into` instead, and `from` is gone. Fires nothing: it is the same
/// label under one name.
///
/// # Errors
/// `Invalid` with `tag_same` where both are one, `NotFound` where one is missing.
pub fn merge(tx: &mut Tx<'_>, from: TagId, into: TagId) -> Result<(), StoreError> {
    if from == into {
        return Err(StoreError::invalid("tag_same"));
    }
    tag::get(tx, from)?;
    tag::get(tx, into)?;
    tx.execute(
        "INSERT INTO conversation_tag (conversation_id, tag_id) \
         SELECT conversation_id, ?2 FROM conversation_tag WHERE tag_id = ?1 ON CONFLICT DO NOTHING",
        params![from.0, into.0],
    )?;
    let now = tx.now();
    for (id, _, body) in named(tx, TRIGGERS)? {
        if let Some(body) = renamed(body, from, into) {
            write_rule(tx, TriggerId(id), &body, now)?;
        }
    }
    for (id, _, body) in named(tx, VIEWS)? {
        if let Some(body) = renamed(body, from, into) {
            tx.execute(
                "UPDATE saved_view SET query = ?2 WHERE id = ?1",
                params![id, body.to_string()],
            )?;
            tx.touch(Entity::SavedView, id);
        }
    }
    for (id, _, body) in named(tx, WAITING)? {
        if let Some(body) = renamed(body, from, into) {
            write_timer(tx, TimerId(id), &body)?;
        }
    }
    tx.touch(Entity::Tag, into.0);
    tag::delete(tx, from)
}

/// Id, name and JSON of what may name labels.
const TRIGGERS: &str =
    "SELECT id, name, body FROM trigger_rule WHERE removed_at IS NULL ORDER BY rank, id";
const VIEWS: &str = "SELECT id, name, query FROM saved_view ORDER BY rank, id";
/// Delayed actions keep their trigger as it was.
const WAITING: &str =
    "SELECT id, '', payload FROM timer WHERE state = 'waiting' AND kind = 'trigger_action'";

fn named(read: &Read<'_>, sql: &'static str) -> Result<Vec<(i64, String, Json)>, StoreError> {
    let rows: Vec<(i64, String, String)> = read.query_all(sql, [])?;
    // What a newer version wrote is left alone.
    Ok(rows
        .into_iter()
        .filter_map(|(id, name, body)| Some((id, name, serde_json::from_str(&body).ok()?)))
        .collect())
}

fn write_rule(
    tx: &mut Tx<'_>,
    id: TriggerId,
    body: &Json,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE trigger_rule SET body = ?2, revision = revision + 1, updated_at = ?3 WHERE id = ?1",
        params![id.0, body.to_string(), now.0],
    )?;
    tx.touch(Entity::TriggerRule, id.0);
    Ok(())
}

fn write_timer(tx: &mut Tx<'_>, id: TimerId, body: &Json) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE timer SET payload = ?2 WHERE id = ?1",
        params![id.0, body.to_string()],
    )?;
    Ok(())
}

/// Lists of labels in the JSON of conditions and rules: `tags` of an event, `any`, `all` or `none` of a test on tags,
/// `add` and `remove` of an action that edits tags.
fn lists(json: &mut Json, visit: &mut impl FnMut(&mut Vec<Json>)) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(|item| lists(item, visit)),
        Json::Object(object) => {
            let edits_tags = object.get("do").and_then(Json::as_str) == Some("edit_tags");
            for (key, value) in object.iter_mut() {
                match value {
                    Json::Array(ids)
                        if key == "tags"
                            || (edits_tags && matches!(key.as_str(), "add" | "remove")) =>
                    {
                        visit(ids);
                    }
                    Json::Object(test) if key == "tags" => {
                        test.values_mut()
                            .filter_map(Json::as_array_mut)
                            .for_each(&mut *visit);
                    }
                    other => lists(other, visit),
                }
            }
        }
        _ => {}
    }
}

/// Whether a label is named.
fn names(json: &Json, tag: TagId) -> bool {
    let mut found = false;
    lists(&mut json.clone(), &mut |ids| {
        found |= ids.iter().any(|id| id.as_i64() == Some(tag.0));
    });
    found
}

/// The same with one label for another; `None`: it is not named. What is put on is not taken off as well.
fn renamed(mut json: Json, from: TagId, into: TagId) -> Option<Json> {
    if !names(&json, from) {
        return None;
    }
    lists(&mut json, &mut |ids| {
        if ids.iter().any(|id| id.as_i64() == Some(from.0)) {
            ids.retain(|id| id.as_i64() != Some(from.0) && id.as_i64() != Some(into.0));
            ids.push(into.0.into());
        }
    });
    not_both(&mut json, into);
    Some(json)
}

/// An action that now adds and removes the same label adds it.
fn not_both(json: &mut Json, tag: TagId) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(|item| not_both(item, tag)),
        Json::Object(object) => {
            let holds = |list: Option<&Json>| {
                list.and_then(Json::as_array)
                    .is_some_and(|ids| ids.iter().any(|id| id.as_i64() == Some(tag.0)))
            };
            let both = holds(object.get("add")) && holds(object.get("remove"));
            if both && let Some(ids) = object.get_mut("remove").and_then(Json::as_array_mut) {
                ids.retain(|id| id.as_i64() != Some(tag.0));
            }
            object.values_mut().for_each(|value| not_both(value, tag));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_label_is_found_and_replaced_wherever_a_rule_names_it() {
        let rule = json!({
            "v": 1,
            "event": { "kind": "tag_added", "tags": [3] },
            "condition": { "v": 1, "when": { "all": [
                { "test": { "tags": { "any": [3, 5] } } },
                { "not": { "test": { "tags": { "none": [4] } } } },
                { "test": { "stage": [3] } },
            ] } },
            "actions": [{ "do": "edit_tags", "add": [3], "remove": [5] }],
        });
        assert!(names(&rule, TagId(3)) && names(&rule, TagId(4)));
        assert!(!names(&rule, TagId(1)), "a version is no label");
        let merged = renamed(rule.clone(), TagId(3), TagId(5)).unwrap();
        assert_eq!(merged["event"]["tags"], json!([5]));
        assert_eq!(
            merged["condition"]["when"]["all"][0]["test"]["tags"]["any"],
            json!([5]),
            "once only"
        );
        assert_eq!(
            merged["condition"]["when"]["all"][2]["test"]["stage"],
            json!([3]),
            "a stage is no label"
        );
        assert_eq!(merged["actions"][0]["add"], json!([5]));
        assert_eq!(
            merged["actions"][0]["remove"],
            json!([]),
            "it is not taken off again"
        );
        assert_eq!(renamed(rule, TagId(9), TagId(5)), None);
    }
}
