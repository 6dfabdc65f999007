//! A mailbox that says what a test tells it to say, and a workspace that takes it in.

use std::{
    cell::Cell,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use runnel_connector::{
    Address, Arrival, Batch, Cursor, Delivery, DeliveryReport, Incoming, IncomingFile, Item,
    RawEvent,
};
use runnel_domain::{
    Timestamp, Uid,
    ids::{ConversationId, IdSource, SourceId},
};
use runnel_inbound::{Applied, InboundError, apply_blocking};
use runnel_store::{
    OpenOptions, Store,
    table::conversation::{self, Conversation},
};
use rusqlite::Connection;

/// Sunday, 22 November 2026, 09:00 UTC.
pub const NOW: Timestamp = Timestamp(1_795_338_000_000);
pub const MAILBOX: SourceId = SourceId(1);

struct Counting(AtomicU64);

impl IdSource for Counting {
    fn next_uid(&self) -> Uid {
        let mut bytes = [0xff; 16];
        bytes[8..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        Uid(bytes)
    }
}

pub struct Shop {
    pub store: Store,
    pub path: PathBuf,
    pub now: Cell<Timestamp>,
    _folder: tempfile::TempDir,
}

impl Shop {
    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.runnel");
        let options = OpenOptions::new(NOW, Arc::new(Counting(AtomicU64::new(1))));
        let store = Store::open(&path, options).unwrap();
        let shop = Self {
            store,
            path,
            now: Cell::new(NOW),
            _folder: folder,
        };
        shop.sqlite()
            .execute_batch(
                "INSERT INTO member (id, uid, name, role, created_at) VALUES (1, zeroblob(16), 'Anna', 'owner', 0);
                 INSERT INTO source (id, uid, channel, name, account, config, created_at)
                 VALUES (1, zeroblob(16), 'email', 'info@', 'info@moebel.example', '{}', 0);
                 INSERT INTO pipeline (id, uid, name, kind, is_default, rank, created_at)
                 VALUES (1, zeroblob(16), 'Sales', 'sales', 1, 'a', 0);
                 INSERT INTO stage (id, uid, pipeline_id, name, grp, color, rank, created_at)
                 VALUES (1, zeroblob(16), 1, 'New request', 'active', 'gray', 'b', 0),
                        (2, randomblob(16), 1, 'Not a lead', 'not_a_lead', 'gray', 'c', 0);",
            )
            .unwrap();
        shop
    }

    pub fn sqlite(&self) -> Connection {
        Connection::open(&self.path).unwrap()
    }

    pub fn takes_in(&self, batch: &Batch) -> Applied {
        self.try_take_in(batch).unwrap()
    }

    pub fn try_take_in(&self, batch: &Batch) -> Result<Applied, InboundError> {
        apply_blocking(&self.store, MAILBOX, batch.clone(), self.now.get())
    }

    pub fn conversation(&self, id: i64) -> Conversation {
        self.store
            .read_blocking(move |read| conversation::get(read, ConversationId(id)))
            .unwrap()
    }

    pub fn count(&self, sql: &str) -> i64 {
        self.sqlite().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    pub fn text(&self, sql: &str) -> String {
        self.sqlite().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// Everything that stands in the workspace, as text.
    pub fn dump(&self) -> Vec<String> {
        let sqlite = self.sqlite();
        let tables: Vec<String> = sqlite
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let mut lines = Vec::new();
        for table in tables {
            let mut rows = sqlite.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let width = rows.column_count();
            let found = rows
                .query_map([], |row| {
                    Ok((0..width)
                        .map(|place| format!("{:?}", row.get_ref(place).unwrap()))
                        .collect::<Vec<_>>()
                        .join("|"))
                })
                .unwrap();
            lines.extend(found.map(|row| format!("{table}: {}", row.unwrap())));
        }
        lines
    }
}

/// A mail from a customer, as a connector would read it.
pub struct Mail {
    pub key: String,
    pub at: Timestamp,
    pub raw: Vec<u8>,
    pub incoming: Incoming,
}

pub fn mail(from: &str, id: &str, text: &str) -> Mail {
    Mail {
        key: format!("mail:{id}"),
        at: NOW.plus_minutes(-1),
        raw: format!("From: {from}\r\n\r\n{text}").into_bytes(),
        incoming: Incoming {
            remote_id: id.to_owned(),
            references: Vec::new(),
            thread_key: id.to_owned(),
            customer: address(from),
            reply_to: None,
            outgoing: false,
            arrival: Arrival::Live,
            automatic: false,
            subject: "Tisch".to_owned(),
            text: text.to_owned(),
            visible_len: None,
            html: None,
            language: String::new(),
            files: Vec::new(),
            post: None,
        },
    }
}

pub fn address(address: &str) -> Address {
    Address {
        address: address.to_lowercase(),
        shown: address.to_owned(),
        name: address.split('@').next().unwrap_or_default().to_owned(),
    }
}

impl Mail {
    /// It answers these, nearest first.
    pub fn answers(mut self, references: &[&str]) -> Self {
        self.incoming.references = references.iter().map(|id| (*id).to_owned()).collect();
        self.incoming.thread_key = references
            .last()
            .map_or(self.incoming.thread_key, |id| (*id).to_owned());
        self
    }

    /// We wrote it, with another program.
    pub fn ours(mut self) -> Self {
        self.incoming.outgoing = true;
        self
    }

    pub fn history(mut self) -> Self {
        self.incoming.arrival = Arrival::History;
        self
    }

    pub fn automatic(mut self) -> Self {
        self.incoming.automatic = true;
        self
    }

    pub fn at(mut self, minutes: i64) -> Self {
        self.at = NOW.plus_minutes(minutes);
        self
    }

    pub fn file(mut self, name: &str, bytes: &[u8]) -> Self {
        self.incoming.files.push(IncomingFile {
            name: name.to_owned(),
            mime: "application/pdf".to_owned(),
            bytes: bytes.to_vec(),
            content_id: String::new(),
        });
        self
    }

    fn event(self) -> RawEvent {
        RawEvent {
            key: self.key,
            occurred_at: self.at,
            kind: "mail",
            raw: self.raw,
            item: Item::Message(Box::new(self.incoming)),
        }
    }
}

pub fn batch(mails: impl IntoIterator<Item = Mail>) -> Batch {
    Batch {
        events: mails.into_iter().map(Mail::event).collect(),
        next: Some(Cursor("{\"uid\":1}".to_owned())),
        more: false,
        lost: None,
    }
}

pub fn report(key: &str, about: &str, delivery: Delivery) -> Batch {
    Batch {
        events: vec![RawEvent {
            key: key.to_owned(),
            occurred_at: NOW,
            kind: "report",
            raw: b"report".to_vec(),
            item: Item::Delivery(DeliveryReport {
                remote_id: about.to_owned(),
                delivery,
                code: "no_such_mailbox".to_owned(),
                detail: "550 5.1.1 unknown user".to_owned(),
            }),
        }],
        ..Batch::default()
    }
}
