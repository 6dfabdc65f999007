//! Which tables undo looks after, and what their columns are in the open file.

use rusqlite::Connection;

use crate::{change::Entity, error::StoreError};

/// A table that people's actions change.
pub(crate) struct Looked {
    /// Its name.
    pub(crate) table: &'static str,
    /// What to touch when a row is put back: an entity and the column that holds its id (empty: the id is 0).
    pub(crate) touches: &'static [(Entity, &'static str)],
    /// Columns that SQL keeps or that only count: they never stand against an undo.
    pub(crate) ignored: &'static [&'static str],
    /// Columns that the delivery of a message moves on: they do not stand against taking it back.
    pub(crate) delivery: &'static [&'static str],
    /// Column with the time since when a row is put away, where other rows may hang on it by now: taking back its
    /// making puts it away instead of deleting it, and them with it. Empty: it is deleted.
    pub(crate) put_away: &'static str,
}

const fn looked(table: &'static str, touches: &'static [(Entity, &'static str)]) -> Looked {
    Looked {
        table,
        touches,
        ignored: &[],
        delivery: &[],
        put_away: "",
    }
}

/// Every table that undo looks after. The place in this list is how a captured image names its table.
pub(crate) const LOOKED: &[Looked] = &[
    Looked {
        ignored: &[
            "contact_name",
            "tag_names",
            "responsible_name",
            "source_name",
            "stage_rank",
            "stars",
            "place",
        ],
        ..looked("conversation", &[(Entity::Conversation, "id")])
    },
    looked(
        "deal",
        &[
            (Entity::Deal, "id"),
            (Entity::Conversation, "conversation_id"),
        ],
    ),
    looked("deal_stage", &[(Entity::Deal, "deal_id")]),
    looked(
        "conversation_tag",
        &[(Entity::Conversation, "conversation_id")],
    ),
    looked(
        "task",
        &[
            (Entity::Task, "id"),
            (Entity::Conversation, "conversation_id"),
            (Entity::Deal, "deal_id"),
        ],
    ),
    Looked {
        delivery: &["state", "fail_code", "fail_detail"],
        ..looked(
            "message",
            &[
                (Entity::Message, "id"),
                (Entity::Conversation, "conversation_id"),
            ],
        )
    },
    looked("message_ref", &[]),
    looked("message_edit", &[(Entity::Message, "message_id")]),
    looked("attachment", &[(Entity::Message, "message_id")]),
    looked("read_state", &[(Entity::Conversation, "conversation_id")]),
    Looked {
        ignored: &["stars"],
        ..looked("contact", &[(Entity::Contact, "id")])
    },
    Looked {
        // What the network says of it stays said.
        delivery: &["invalid_at"],
        ..looked("identity", &[(Entity::Contact, "contact_id")])
    },
    looked("tag", &[(Entity::Tag, "id")]),
    Looked {
        ignored: &["use_count"],
        ..looked("template", &[(Entity::Template, "id")])
    },
    looked("pipeline", &[(Entity::Pipeline, "id")]),
    looked("stage", &[(Entity::Stage, "id")]),
    Looked {
        ignored: &["run_count", "last_run_at"],
        ..looked("trigger_rule", &[(Entity::TriggerRule, "id")])
    },
    looked("timer", &[]),
    looked("member_setting", &[(Entity::MemberSetting, "member_id")]),
    looked("contact_merge", &[(Entity::Contact, "kept_id")]),
    looked("not_duplicate", &[(Entity::Contact, "one_id")]),
    looked("duplicate_key", &[(Entity::Contact, "contact_id")]),
    looked("category", &[(Entity::Category, "id")]),
    looked(
        "ticket",
        &[
            (Entity::Conversation, "conversation_id"),
            (Entity::Contact, "contact_id"),
        ],
    ),
    Looked {
        put_away: "removed_at",
        ..looked("field", &[(Entity::Field, "id")])
    },
    looked("field_value", &[(Entity::Field, "field_id")]),
    Looked {
        put_away: "removed_at",
        ..looked("block", &[(Entity::Block, "id")])
    },
    looked("template_file", &[(Entity::Template, "template_id")]),
    looked("saved_view", &[(Entity::SavedView, "id")]),
    Looked {
        // Everything but who it is: the state is judged on its own (has it left?).
        delivery: &["*"],
        ..looked("outbox", &[(Entity::Outbox, "id")])
    },
    looked("member", &[(Entity::Member, "id")]),
    looked("setting", &[(Entity::Setting, "")]),
    looked("welcome_step", &[(Entity::Welcome, "")]),
    looked("operation", &[(Entity::Operation, "id")]),
    looked("pipeline_access", &[(Entity::Pipeline, "pipeline_id")]),
    looked("member_source", &[(Entity::Member, "member_id")]),
    looked("deal_comment", &[(Entity::Deal, "deal_id")]),
    looked("deal_file", &[(Entity::Deal, "deal_id")]),
];

/// The columns of a table as they are in the open file; generated ones are not among them.
pub(crate) struct Shape {
    pub(crate) looked: &'static Looked,
    pub(crate) columns: Vec<String>,
    pub(crate) key: Vec<String>,
}

impl Shape {
    pub(crate) fn of(connection: &Connection, looked: &'static Looked) -> Result<Self, StoreError> {
        let mut statement =
            connection.prepare_cached("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?;
        let found = statement
            .query_map([looked.table], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
            })?
            .collect::<Result<Vec<_>, _>>()?;
        let key = found
            .iter()
            .filter(|(_, pk)| *pk > 0)
            .map(|(name, _)| name.clone())
            .collect();
        Ok(Self {
            looked,
            columns: found.into_iter().map(|(name, _)| name).collect(),
            key,
        })
    }

    /// Shapes of all tables, in the order of [`LOOKED`].
    pub(crate) fn all(connection: &Connection) -> Result<Vec<Self>, StoreError> {
        LOOKED
            .iter()
            .map(|looked| Self::of(connection, looked))
            .collect()
    }
}
