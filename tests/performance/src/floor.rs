//! The floor: the same work by bare prepared statements on the same schema, with nothing between.
//!
//! It keeps what has to be kept for the work to be the same (dedupe by key, contact, conversation, message, index) and
//! leaves out what makes Runnel Runnel (events, triggers, unread per member, change sets).

use std::path::Path;

use rusqlite::{Connection, params};

use crate::corpus::Mail;

/// Opens a workspace file that Runnel made, with the pragmas of a tuned bulk import.
///
/// # Errors
/// When SQLite refuses.
pub fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF;
         PRAGMA wal_autocheckpoint=20000; PRAGMA cache_size=-262144; PRAGMA temp_store=MEMORY;",
    )?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Takes the mails in, `per_transaction` at a time, as the bare minimum of rows.
///
/// # Errors
/// When SQLite refuses.
pub fn ingest(
    connection: &mut Connection,
    source: i64,
    mails: &[Mail],
    per_transaction: usize,
) -> rusqlite::Result<()> {
    for part in mails.chunks(per_transaction.max(1)) {
        let transaction = connection.transaction()?;
        {
            let mut raw = transaction.prepare_cached(
                "INSERT INTO raw_event(source_id, key, kind, occurred_at, received_at, payload)
                 VALUES (?1, ?2, 'mail', ?3, ?3, ?4) ON CONFLICT DO NOTHING",
            )?;
            let mut find = transaction.prepare_cached(
                "SELECT contact_id, id FROM identity WHERE channel='email' AND address=?1",
            )?;
            let mut contact = transaction.prepare_cached(
                "INSERT INTO contact(uid, full_name, created_at, updated_at) VALUES (randomblob(16), ?1, ?2, ?2)",
            )?;
            let mut identity = transaction.prepare_cached(
                "INSERT INTO identity(uid, contact_id, channel, address, shown, created_at)
                 VALUES (randomblob(16), ?1, 'email', ?2, ?2, ?3)",
            )?;
            let mut thread = transaction.prepare_cached(
                "SELECT conversation_id FROM message_ref WHERE source_id=?1 AND ref=?2",
            )?;
            let mut conversation = transaction.prepare_cached(
                "INSERT INTO conversation(uid, contact_id, source_id, identity_id, thread_key, subject, last_activity_at, created_at)
                 VALUES (randomblob(16), ?1, ?2, ?3, ?4, ?5, ?6, ?6)",
            )?;
            let mut message = transaction.prepare_cached(
                "INSERT INTO message(uid, conversation_id, direction, at, received_at, identity_id, subject, text, state, raw_event_id)
                 VALUES (randomblob(16), ?1, 'in', ?2, ?2, ?3, ?4, ?5, 'received', ?6)",
            )?;
            let mut reference = transaction.prepare_cached(
                "INSERT INTO message_ref(source_id, ref, conversation_id, message_id) VALUES (?1, ?2, ?3, ?4)",
            )?;
            let mut index = transaction
                .prepare_cached("INSERT INTO message_fts(rowid, text) VALUES (?1, ?2)")?;
            let mut touch = transaction.prepare_cached(
                "UPDATE conversation SET last_activity_at=?2, last_message_id=?3, last_inbound_at=?2, waiting_last_at=?2,
                 waiting_since_at=coalesce(waiting_since_at, ?2), message_count=message_count+1, snippet=?4 WHERE id=?1",
            )?;
            for mail in part {
                if raw.execute(params![source, mail.id, mail.at, mail.raw().as_bytes()])? == 0 {
                    continue;
                }
                let raw_id = transaction.last_insert_rowid();
                let known: Option<(i64, i64)> = find
                    .query_row([&mail.from], |row| Ok((row.get(0)?, row.get(1)?)))
                    .ok();
                let (contact_id, identity_id) = match known {
                    Some(ids) => ids,
                    None => {
                        contact.execute(params![mail.name, mail.at])?;
                        let contact_id = transaction.last_insert_rowid();
                        identity.execute(params![contact_id, mail.from, mail.at])?;
                        (contact_id, transaction.last_insert_rowid())
                    }
                };
                let joined: Option<i64> = thread
                    .query_row(params![source, mail.thread], |row| row.get(0))
                    .ok();
                let conversation_id = match joined {
                    Some(id) => id,
                    None => {
                        conversation.execute(params![
                            contact_id,
                            source,
                            identity_id,
                            mail.thread,
                            mail.subject,
                            mail.at
                        ])?;
                        transaction.last_insert_rowid()
                    }
                };
                message.execute(params![
                    conversation_id,
                    mail.at,
                    identity_id,
                    mail.subject,
                    mail.text,
                    raw_id
                ])?;
                let message_id = transaction.last_insert_rowid();
                reference.execute(params![source, mail.id, conversation_id, message_id])?;
                index.execute(params![message_id, mail.text])?;
                let snippet: String = mail.text.chars().take(160).collect();
                touch.execute(params![conversation_id, mail.at, message_id, snippet])?;
            }
        }
        transaction.commit()?;
    }
    Ok(())
}

/// Opens a workspace file for reading, as lean as it gets.
///
/// # Errors
/// When SQLite refuses.
pub fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.execute_batch("PRAGMA mmap_size=268435456; PRAGMA query_only=ON;")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// What the columns of the chat table show.
const CHAT_ROW: &str = "SELECT c.id, c.contact_id, k.full_name, s.channel, c.snippet, c.stage_id, c.response_ms, c.waiting_last_at,
        c.amount_minor, c.currency, c.next_task_at, c.responsible_id, c.last_activity_at, r.unread,
        (SELECT group_concat(tag_id) FROM conversation_tag g WHERE g.conversation_id = c.id)
   FROM conversation c JOIN contact k ON k.id = c.contact_id JOIN source s ON s.id = c.source_id
   LEFT JOIN read_state r ON r.member_id = 1 AND r.conversation_id = c.id";

/// One page of the chat table: fifty rows of a folder, newest first, with what their columns show.
///
/// # Errors
/// When SQLite refuses.
pub fn chats_page(connection: &Connection, folder: &str, limit: u32) -> rusqlite::Result<usize> {
    chats(
        connection,
        "c.place = ?1",
        "c.last_activity_at DESC, c.id DESC",
        limit,
        &[&folder],
    )
}

/// One page of the chat table by any condition in any order, both as SQL.
///
/// # Errors
/// When SQLite refuses.
pub fn chats(
    connection: &Connection,
    condition: &str,
    order: &str,
    limit: u32,
    values: &[&dyn rusqlite::ToSql],
) -> rusqlite::Result<usize> {
    read(
        connection,
        &format!("{CHAT_ROW} WHERE {condition} ORDER BY {order} LIMIT {limit}"),
        values,
    )
}

/// Reads every value of a statement's rows, and answers how many bytes they were.
///
/// # Errors
/// When SQLite refuses.
pub fn read(
    connection: &Connection,
    sql: &str,
    values: &[&dyn rusqlite::ToSql],
) -> rusqlite::Result<usize> {
    let mut statement = connection.prepare_cached(sql)?;
    let width = statement.column_count();
    let mut rows = statement.query(values)?;
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        for column in 0..width {
            bytes += size(&row.get_ref(column)?);
        }
    }
    Ok(bytes)
}

/// A board: the counters and the first `limit` cards of each of its stages.
///
/// # Errors
/// When SQLite refuses.
pub fn board(connection: &Connection, limit: u32) -> rusqlite::Result<usize> {
    let mut bytes = 0;
    let mut counts = connection
        .prepare_cached("SELECT stage_id, currency, deals, amount_minor FROM stage_count")?;
    let mut rows = counts.query([])?;
    while let Some(row) = rows.next()? {
        bytes += size(&row.get_ref(3)?);
    }
    for stage in 1..=7 {
        if limit > 0 {
            bytes += column(connection, stage, 0, limit)?;
        }
    }
    Ok(bytes)
}

/// `limit` cards of a column of the board from card `offset` on, with every column that a card of ours shows.
///
/// # Errors
/// When SQLite refuses.
pub fn column(
    connection: &Connection,
    stage: i64,
    offset: i64,
    limit: u32,
) -> rusqlite::Result<usize> {
    let mut cards = connection.prepare_cached(
        "SELECT d.id, d.stage_id, d.rank, d.revision, d.title, d.contact_id, c.contact_name, d.amount_minor, d.currency,
                d.priority, d.owner_id, d.due_at, d.stage_entered_at, g.stale_days, d.is_sample,
                t.id, t.kind, t.text, t.due_at, c.open_tasks, c.id, s.channel, c.source_id, c.snippet,
                c.last_activity_at, r.unread, r.marked_unread, c.waiting_last_at,
                (SELECT group_concat(tag_id) FROM conversation_tag WHERE conversation_id = c.id)
           FROM (SELECT id FROM deal WHERE stage_id = ?1 ORDER BY rank LIMIT ?2 OFFSET ?3) AS asked
          CROSS JOIN deal d ON d.id = asked.id CROSS JOIN stage g ON g.id = d.stage_id
           LEFT JOIN conversation c ON c.id = d.conversation_id LEFT JOIN source s ON s.id = c.source_id
           LEFT JOIN task t ON t.id = c.next_task_id
           LEFT JOIN read_state r ON r.member_id = 1 AND r.conversation_id = c.id",
    )?;
    let mut bytes = 0;
    let mut rows = cards.query(params![stage, limit, offset])?;
    while let Some(row) = rows.next()? {
        for column in 0..29 {
            bytes += size(&row.get_ref(column)?);
        }
    }
    Ok(bytes)
}

/// All counters of the rail and the board.
///
/// # Errors
/// When SQLite refuses.
pub fn counters(connection: &Connection) -> rusqlite::Result<i64> {
    let mut statement = connection.prepare_cached(
        "SELECT (SELECT sum(total) FROM place_count) + (SELECT coalesce(sum(total), 0) FROM unread_count)
              + (SELECT coalesce(sum(deals), 0) FROM stage_count)",
    )?;
    statement.query_row([], |row| row.get(0))
}

fn size(value: &rusqlite::types::ValueRef<'_>) -> usize {
    use rusqlite::types::ValueRef;
    match value {
        ValueRef::Text(text) => text.len(),
        ValueRef::Blob(blob) => blob.len(),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => 1,
    }
}
