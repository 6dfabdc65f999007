//! A small shop with a few customers, and everything that may happen in it, for tests of any sequence of things.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use proptest::prelude::*;
use runnel_domain::{
    Actor, Channel, MessageState, Money, PipelineKind, Role, SourceHealth, StageGroup, TaskKind,
    Timestamp, Uid,
    event::Cause,
    ids::{
        ContactId, ConversationId, DealId, IdSource, MemberId, SourceId, StageId, TagId, TaskId,
    },
};
use runnel_store::{
    Committed, Intent, Lane, OpenOptions, Store, StoreError, Tx, shop,
    table::{
        contact, conversation, identity, member, outbox, pipeline,
        source::{self, NewSource},
        stage, tag, task,
    },
};

/// Sunday, 22 November 2026, 09:00 UTC.
pub const NOW: Timestamp = Timestamp(1_795_338_000_000);
pub const EVA: MemberId = MemberId(1);
pub const TOM: MemberId = MemberId(2);

struct Counting(AtomicU64);

impl IdSource for Counting {
    fn next_uid(&self) -> Uid {
        let mut bytes = [0; 16];
        bytes[8..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        Uid(bytes)
    }
}

/// Two members, two sources, four customers, seven stages, three tags; nothing was said yet.
pub struct Shop {
    // Goes after the store: on some systems an open file cannot be removed.
    pub store: Store,
    _folder: tempfile::TempDir,
    minutes: AtomicU64,
}

impl Shop {
    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.runnel");
        let store = Store::open(
            &path,
            OpenOptions::new(NOW, Arc::new(Counting(AtomicU64::new(1)))),
        )
        .unwrap();
        let shop = Self {
            store,
            _folder: folder,
            minutes: AtomicU64::new(0),
        };
        shop.write(|tx| {
            member::add(tx, "Eva", "", Role::Owner)?;
            member::add(tx, "Tom", "", Role::Agent)?;
            for account in ["info@shop.example", "orders@shop.example"] {
                source::insert(
                    tx,
                    &NewSource {
                        channel: Channel::Email,
                        name: account,
                        account,
                        config: "{}",
                        secret_ref: None,
                        health: SourceHealth::Ok,
                    },
                )?;
            }
            for (name, language) in [
                ("Ana Souza", "pt-BR"),
                ("", "de"),
                ("Иван", "ru"),
                ("bob", ""),
            ] {
                let id = contact::insert(
                    tx,
                    &contact::NewContact {
                        full_name: name,
                        nickname: "",
                        company: "",
                        language,
                        is_sample: false,
                    },
                )?;
                let address = format!("customer{}@example.org", id.0);
                identity::insert(tx, id, Channel::Email, &address, &address)?;
            }
            let board = pipeline::create(tx, "Sales", PipelineKind::Sales)?;
            for (place, (name, group)) in [
                ("New request", StageGroup::Active),
                ("In work", StageGroup::Active),
                ("Offer", StageGroup::Active),
                ("Payment", StageGroup::Active),
                ("Successful", StageGroup::Successful),
                ("Unsuccessful", StageGroup::Unsuccessful),
                ("Not a lead", StageGroup::NotALead),
            ]
            .into_iter()
            .enumerate()
            {
                let rank = format!("a{place}");
                stage::create(
                    tx,
                    &stage::NewStage {
                        pipeline: board,
                        name,
                        group,
                        color: "blue",
                        rank: &rank,
                    },
                )?;
            }
            for name in ["urgent", "Bakery", "ärger"] {
                tag::create(tx, name, "")?;
            }
            Ok(())
        });
        shop
    }

    /// The workspace's file, for what no accessor brings about.
    #[allow(dead_code, reason = "only one of the crates that share this file asks")]
    pub fn path(&self) -> std::path::PathBuf {
        self._folder.path().join("shop.runnel")
    }

    /// The program is closed and opened again.
    #[allow(dead_code, reason = "only one of the crates that share this file asks")]
    pub fn reopen(self) -> Self {
        let Self {
            store,
            _folder,
            minutes,
        } = self;
        let path = store.path().to_owned();
        drop(store);
        let store = Store::open(
            &path,
            OpenOptions::new(NOW, Arc::new(Counting(AtomicU64::new(1 << 32)))),
        )
        .unwrap();
        Self {
            store,
            _folder,
            minutes,
        }
    }

    /// Each step is a minute after the one before.
    pub fn now(&self) -> Timestamp {
        let minutes = self.minutes.fetch_add(1, Ordering::Relaxed);
        NOW.plus_minutes(i64::try_from(minutes).unwrap())
    }

    /// Something that happens by itself; it cannot be taken back.
    pub fn write<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R, StoreError> + Send + 'static,
    ) -> R {
        let intent = Intent::plain(self.now(), Cause::plain(Actor::System));
        self.store
            .write_blocking(Lane::Background, intent, work)
            .unwrap()
            .value
    }

    /// Something that Eva does and may take back.
    pub fn act<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R, StoreError> + Send + 'static,
    ) -> Committed<R> {
        let intent = Intent::undoable(
            self.now(),
            Cause::member(EVA),
            "test",
            serde_json::json!({}),
        );
        self.store
            .write_blocking(Lane::Person, intent, work)
            .unwrap()
    }

    /// A customer writes for the first time in a thread of their own.
    pub fn hears(&self, contact: i64, text: &'static str) -> ConversationId {
        self.write(move |tx| says(tx, contact, None, text))
    }
}

/// Begins a thread, or goes on with one.
fn says(
    tx: &mut Tx<'_>,
    contact: i64,
    thread: Option<ConversationId>,
    text: &str,
) -> Result<ConversationId, StoreError> {
    let uid = tx.next_uid();
    let conversation = match thread {
        Some(thread) => thread,
        None => shop::begin(
            tx,
            &conversation::NewConversation {
                uid,
                contact: ContactId(contact),
                source: SourceId(1 + contact % 2),
                identity: None,
                thread_key: &format!("{:?}", uid.0),
                subject: "",
                at: tx.now(),
                is_sample: false,
            },
            false,
        )?,
    };
    shop::message_in(
        tx,
        &shop::NewInbound {
            uid: tx.next_uid(),
            conversation,
            identity: None,
            at: tx.now(),
            subject: "Order",
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
    Ok(conversation)
}

/// Puts an answer of Eva's on its way.
pub fn reply(tx: &mut Tx<'_>, conversation: ConversationId, text: &str) -> Result<(), StoreError> {
    let message = shop::message_out(
        tx,
        &shop::NewOutbound {
            conversation,
            identity: None,
            text,
            subject: "",
            files: &[],
            automatic: false,
            trigger_run: None,
            member: Some(EVA),
            state: MessageState::Queued,
        },
    )?;
    let source = conversation::get(tx, conversation)?.source;
    let now = tx.now();
    outbox::enqueue(tx, message, source, conversation, now, now.plus_minutes(60))?;
    Ok(())
}

/// Something that may happen. Ids may name what is not there; then nothing happens.
#[derive(Debug, Clone)]
pub enum Deed {
    Begin(i64),
    Write(i64),
    Reply(i64),
    Note(i64),
    Accept(i64, Option<i64>),
    Archive(i64, Option<i64>),
    Move(i64, i64, Option<i64>),
    Price(i64, Option<i64>),
    Charge(i64, Option<i64>),
    Tag(i64, i64),
    Untag(i64, i64),
    RenameTag(i64, u8),
    DeleteTag(i64),
    Name(i64, u8),
    Seen(i64, bool),
    Unread(i64, bool),
    Task(i64, Option<i64>),
    TaskDone(i64, bool),
}

pub fn deed() -> impl Strategy<Value = Deed> {
    use Deed::*;
    let chat = || 1..9_i64;
    let member = || prop::option::of(1..3_i64);
    prop_oneof![
        3 => (1..5_i64).prop_map(Begin),
        3 => chat().prop_map(Write),
        3 => chat().prop_map(Reply),
        1 => chat().prop_map(Note),
        4 => (chat(), prop::option::of(1..8_i64)).prop_map(|(chat, stage)| Accept(chat, stage)),
        1 => (chat(), prop::option::of(5..8_i64)).prop_map(|(chat, stage)| Archive(chat, stage)),
        3 => (chat(), 1..8_i64, prop::option::of(chat())).prop_map(|(deal, stage, before)| Move(deal, stage, before)),
        2 => (chat(), prop::option::of(0..900_i64)).prop_map(|(chat, amount)| Price(chat, amount)),
        2 => (chat(), member()).prop_map(|(chat, member)| Charge(chat, member)),
        3 => (chat(), 1..4_i64).prop_map(|(chat, tag)| Tag(chat, tag)),
        1 => (chat(), 1..4_i64).prop_map(|(chat, tag)| Untag(chat, tag)),
        1 => (1..4_i64, any::<u8>()).prop_map(|(tag, name)| RenameTag(tag, name)),
        1 => (1..4_i64).prop_map(DeleteTag),
        1 => (1..5_i64, any::<u8>()).prop_map(|(contact, name)| Name(contact, name)),
        1 => (chat(), any::<bool>()).prop_map(|(chat, eva)| Seen(chat, eva)),
        1 => (chat(), any::<bool>()).prop_map(|(chat, eva)| Unread(chat, eva)),
        2 => (chat(), prop::option::of(-3..3_i64)).prop_map(|(chat, days)| Task(chat, days)),
        1 => (1..6_i64, any::<bool>()).prop_map(|(task, done)| TaskDone(task, done)),
    ]
}

impl Deed {
    /// Does it, or nothing where it makes no sense.
    pub fn happen(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let refused = tx.attempt(|tx| self.try_happen(tx)).err();
        tx.take_events();
        match refused {
            None
            | Some(
                StoreError::NotFound { .. }
                | StoreError::Invalid { .. }
                | StoreError::Conflict { .. }
                | StoreError::Sqlite(_),
            ) => Ok(()),
            Some(fault) => Err(fault),
        }
    }

    fn try_happen(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let chat = ConversationId;
        let who = |eva: bool| if eva { EVA } else { TOM };
        match *self {
            Self::Begin(contact) => says(tx, contact, None, "Quanto custa o bolo?").map(drop),
            Self::Write(id) => {
                let contact = conversation::get(tx, chat(id))?.contact;
                says(tx, contact.0, Some(chat(id)), "And by Friday?").map(drop)
            }
            Self::Reply(id) => reply(tx, chat(id), "Thirty euros."),
            Self::Note(id) => {
                shop::note_add(tx, chat(id), Some(EVA), "a good customer", &[]).map(drop)
            }
            Self::Accept(id, stage) => {
                shop::accept(tx, chat(id), stage.map(StageId), Some(EVA)).map(drop)
            }
            Self::Archive(id, stage) => shop::archive(tx, chat(id), stage.map(StageId)).map(drop),
            Self::Move(deal, stage, before) => {
                shop::move_deal(tx, DealId(deal), StageId(stage), before.map(DealId), None)
                    .map(drop)
            }
            Self::Price(id, amount) => {
                let amount = amount.map(|amount_minor| Money {
                    amount_minor,
                    currency: "EUR".to_owned(),
                });
                shop::set_conversation_amount(tx, chat(id), amount)
            }
            Self::Charge(id, member) => shop::set_responsible(tx, chat(id), member.map(MemberId)),
            Self::Tag(id, tag) => shop::change_tags(tx, chat(id), &[TagId(tag)], &[]),
            Self::Untag(id, tag) => shop::change_tags(tx, chat(id), &[], &[TagId(tag)]),
            Self::RenameTag(id, name) => tag::update(tx, TagId(id), &format!("tag {name}"), ""),
            Self::DeleteTag(id) => tag::delete(tx, TagId(id)),
            Self::Name(contact, name) => {
                let custom_name = if name % 3 == 0 {
                    String::new()
                } else {
                    format!("Customer {name}")
                };
                let profile = contact::ContactProfile {
                    custom_name,
                    ..contact::ContactProfile::default()
                };
                contact::set_profile(tx, ContactId(contact), &profile)
            }
            Self::Seen(id, eva) => shop::mark_read(tx, chat(id), who(eva)),
            Self::Unread(id, eva) => shop::mark_unread(tx, chat(id), who(eva)),
            Self::Task(id, days) => {
                let due_at = days.map(|days| tx.now().plus_minutes(days * 24 * 60));
                let new = task::NewTask {
                    conversation: chat(id),
                    kind: TaskKind::Call,
                    text: "",
                    assignee: Some(TOM),
                    due_at,
                    trigger_run: None,
                };
                task::create(tx, &new).map(drop)
            }
            Self::TaskDone(id, done) => task::set_done(tx, TaskId(id), done),
        }
    }
}
