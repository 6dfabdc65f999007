//! How large the workspace is and how its sending goes, in numbers and codes alone: for whoever helps.

use crate::{Read, StoreError};

/// Numbers about the file. None of them says who or what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vitals {
    /// Version of SQLite.
    pub sqlite: String,
    /// `user_version` of the file.
    pub schema: i64,
    /// Bytes of the database, without its log.
    pub file_bytes: i64,
    /// Bytes of it that are free for new rows.
    pub free_bytes: i64,
    /// What is kept, in words of the shop, and how many rows of it.
    pub rows: Vec<(&'static str, i64)>,
}

/// Messages on their way out with the same standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// State, as in the domain's `MessageState`.
    pub state: String,
    /// Code of the last failure; empty: none.
    pub code: String,
    /// Messages.
    pub count: i64,
}

/// Each goes over the smallest index of its table; asked for by hand, never while something is shown.
const ROWS: &[(&str, &str)] = &[
    ("conversations", "SELECT count(*) FROM conversation"),
    ("messages", "SELECT count(*) FROM message"),
    ("contacts", "SELECT count(*) FROM contact"),
    ("deals", "SELECT count(*) FROM deal"),
    ("tasks", "SELECT count(*) FROM task"),
    ("files", "SELECT count(*) FROM attachment"),
    ("templates", "SELECT count(*) FROM template"),
    ("triggers", "SELECT count(*) FROM trigger_rule"),
    ("trigger runs", "SELECT count(*) FROM trigger_run"),
];

/// The statement behind [`outgoing`].
pub(crate) const OUTGOING: &str = "SELECT state, fail_code, count(*) FROM outbox \
      WHERE state IN ('scheduled','queued','sending','retrying','unknown') GROUP BY state, fail_code \
     UNION ALL SELECT state, fail_code, count(*) FROM outbox \
      WHERE state = 'failed' GROUP BY state, fail_code";

/// The numbers of this moment.
pub fn vitals(read: &Read<'_>) -> Result<Vitals, StoreError> {
    let pragma = |name: &str| read.query_value::<i64>(&format!("PRAGMA {name}"), []);
    let page = pragma("page_size")?;
    Ok(Vitals {
        sqlite: rusqlite::version().to_owned(),
        schema: pragma("user_version")?,
        file_bytes: pragma("page_count")?.saturating_mul(page),
        free_bytes: pragma("freelist_count")?.saturating_mul(page),
        rows: ROWS
            .iter()
            .map(|(what, count)| Ok((*what, read.query_value(count, [])?)))
            .collect::<Result<_, StoreError>>()?,
    })
}

/// What is on its way out or failed, by state and the code of the last failure.
pub fn outgoing(read: &Read<'_>) -> Result<Vec<Outgoing>, StoreError> {
    let found: Vec<(String, String, i64)> = read.query_all(OUTGOING, [])?;
    Ok(found
        .into_iter()
        .map(|(state, code, count)| Outgoing { state, code, count })
        .collect())
}
