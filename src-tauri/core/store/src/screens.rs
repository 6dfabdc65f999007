//! What each screen asks of SQLite: as many statements among three hundred conversations as among ten, and none of them
//! goes through a large table (PERFORMANCE.md, lessons a and b). Whatever a screen runs is caught, not what we think it
//! runs.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use runnel_domain::{
    Actor, Channel, Place, SourceHealth, Timestamp, Uid,
    day::Day,
    event::Cause,
    facts::Viewpoint,
    ids::{ContactId, ConversationId, IdSource, MemberId, PipelineId, StageId},
    search::Search,
};
use rusqlite::Connection;

use crate::{
    Intent, Lane, OpenOptions, Read, Store, StoreError, Tx,
    plans::{plan, scans},
    search::{self, Asked, Order},
    shop,
    table::{
        board,
        chat_list::{self, ChatColumn, ChatQuery, ChatSort},
        chat_row,
        contact::{self, NewContact},
        conversation::{self, NewConversation},
        count, engagement, identity, member, rail,
        source::{self, NewSource},
        tag, task,
        timeline::{self, Kinds, Part},
    },
};

const NOW: Timestamp = Timestamp(1_795_338_000_000);
const EVA: MemberId = MemberId(1);

struct Counting(AtomicU64);

impl IdSource for Counting {
    fn next_uid(&self) -> Uid {
        let mut bytes = [0; 16];
        bytes[8..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        Uid(bytes)
    }
}

/// A shop in which so many customers wrote twice.
fn shop(folder: &tempfile::TempDir, customers: i64) -> Store {
    let path = folder.path().join(format!("{customers}.runnel"));
    let options = OpenOptions::new(NOW, Arc::new(Counting(AtomicU64::new(1))));
    let store = Store::open(&path, options).unwrap();
    let intent = Intent::plain(NOW, Cause::plain(Actor::Contact));
    store
        .write_blocking(Lane::Background, intent, move |tx| {
            member::add(tx, "Eva", "", runnel_domain::Role::Owner)?;
            let source = source::insert(
                tx,
                &NewSource {
                    channel: Channel::Email,
                    name: "info@",
                    account: "info@shop.example",
                    config: "{}",
                    secret_ref: None,
                    health: SourceHealth::Ok,
                },
            )?;
            let urgent = tag::create(tx, "urgent", "")?;
            for number in 0..customers {
                let address = format!("customer{number}@example.org");
                let contact = contact::insert(
                    tx,
                    &NewContact {
                        full_name: &address,
                        ..NewContact::default()
                    },
                )?;
                let identity = identity::insert(tx, contact, Channel::Email, &address, &address)?;
                let uid = tx.next_uid();
                let conversation = shop::begin(
                    tx,
                    &NewConversation {
                        uid,
                        contact,
                        source,
                        identity: Some(identity),
                        thread_key: &address,
                        subject: "Table",
                        at: NOW,
                        is_sample: false,
                    },
                    true,
                )?;
                for text in ["How much is the oak table?", "And the chairs?"] {
                    says(tx, conversation, text)?;
                }
                shop::change_tags(tx, conversation, &[urgent], &[])?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    store
}

fn says(tx: &mut Tx<'_>, conversation: ConversationId, text: &str) -> Result<(), StoreError> {
    let uid = tx.next_uid();
    shop::message_in(
        tx,
        &shop::NewInbound {
            uid,
            conversation,
            identity: None,
            at: NOW,
            subject: "",
            text,
            visible_len: None,
            html: None,
            automatic: false,
            history: false,
            files: &[],
            raw_event: None,
            fail_code: "",
        },
    )?;
    Ok(())
}

type Screen = (&'static str, fn(&Read<'_>) -> Result<(), StoreError>);

const SCREENS: &[Screen] = &[
    ("the table in every order", |read| {
        for column in ChatColumn::ALL.iter().copied() {
            chats(read, column, 0)?;
            chats(read, column, 5)?;
        }
        Ok(())
    }),
    ("a conversation", |read| {
        conversation::get(read, ConversationId(3))?;
        contact::get(read, ContactId(3))?;
        identity::of_contact(read, ContactId(3))?;
        engagement::of_contact(read, ContactId(3))?;
        shop::stars::messages(read, ContactId(3))?;
        task::of_conversation(read, ConversationId(3))?;
        timeline::page(read, &[ConversationId(3)], Kinds::ALL, Part::Latest, 50).map(drop)
    }),
    ("the rail", |read| {
        count::places(read, EVA)?;
        rail::waiting_to_send(read)?;
        rail::need_attention(read)?;
        rail::tasks_due(read, EVA, NOW)?;
        rail::has_sample(read).map(drop)
    }),
    ("the board", |read| {
        count::stages(read, PipelineId(1))?;
        let ids = board::window(read, StageId(1), 0, 50)?;
        board::rows(read, &ids, Some(EVA)).map(drop)
    }),
    ("search for messages", |read| {
        let asked = Asked {
            search: Search::read("oak tab", "UTC", NOW),
            conversation: None,
            order: Order::Newest,
            after: None,
            limit: 50,
            sight: None,
            seen_from: seen_from(),
        };
        search::messages(read, &asked).map(drop)
    }),
];

fn seen_from() -> Viewpoint {
    Viewpoint {
        now: NOW,
        today: Day::of(NOW, "UTC"),
        member: Some(EVA),
    }
}

fn chats(read: &Read<'_>, column: ChatColumn, offset: usize) -> Result<(), StoreError> {
    let query = ChatQuery {
        place: Some(Place::New),
        sort: ChatSort {
            column,
            descending: true,
        },
        filter: None,
        seen_from: seen_from(),
    };
    let placed = chat_list::further(read, &query, Place::New, offset, 5)?;
    assert_eq!(placed.len(), 5, "a whole page by {column:?}");
    let ids: Vec<ConversationId> = placed.into_iter().map(|placed| placed.id).collect();
    chat_list::count(read, &query)?;
    chat_row::rows(read, &ids, Some(EVA)).map(drop)
}

#[test]
fn a_screen_asks_as_often_among_many_as_among_few_and_never_reads_all() {
    let folder = tempfile::tempdir().unwrap();
    let (few, many) = (shop(&folder, 10), shop(&folder, 300));
    let plans = Connection::open(many.path()).unwrap();
    crate::open::functions(&plans).unwrap();
    for &(name, look) in SCREENS {
        let ran = |store: &Store| {
            store
                .read_blocking(move |read| {
                    look(read)?;
                    Ok::<_, StoreError>(read.ran())
                })
                .unwrap()
        };
        let statements = ran(&many);
        assert_eq!(statements, ran(&few), "{name} asks the same");
        assert!(!statements.is_empty(), "{name} asks something");
        for sql in statements {
            let plan = plan(&plans, &sql);
            assert!(
                scans(&plan).is_empty(),
                "{name} reads a table: {sql}: {plan:?}"
            );
        }
    }
}
