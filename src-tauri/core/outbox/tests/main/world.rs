//! A shop with one account, customers in conversations, and a clock moved by hand.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use runnel_connector::Connector;
use runnel_domain::{
    Actor, Channel, Clock, MessageState, PipelineKind, Role, SourceHealth, StageGroup, Timestamp,
    Uid,
    delivery::give_up_after_ms,
    event::Cause,
    ids::{ConversationId, IdSource, MemberId, MessageId, SourceId},
    rank,
};
use runnel_outbox::{Outbox, Step};
use runnel_store::{
    Intent, Lane, OpenOptions, Read, Store, StoreError, Tx, shop,
    table::{contact, conversation, identity, member, message, outbox, pipeline, source, stage},
};

/// Sunday, 22 November 2026, 09:00 UTC.
pub const NINE: Timestamp = Timestamp(1_795_338_000_000);

pub struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Uids that count, with well mixed last bytes: pauses are drawn from them.
struct Counting(AtomicU64);

impl IdSource for Counting {
    fn next_uid(&self) -> Uid {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let mixed = (number ^ (number >> 7))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29);
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&number.to_be_bytes());
        bytes[8..].copy_from_slice(&mixed.to_le_bytes());
        Uid(bytes)
    }
}

pub struct World {
    pub store: Store,
    pub clock: Arc<HandClock>,
    pub account: SourceId,
    pub ben: MemberId,
    outbox: Outbox,
    ids: Arc<Counting>,
    _folder: tempfile::TempDir,
}

impl World {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ids = Arc::new(Counting(AtomicU64::new(1)));
        let path: PathBuf = folder.path().join("shop.runnel");
        let store = Store::open(&path, OpenOptions::new(NINE, ids.clone())).unwrap();
        let intent = Intent::plain(NINE, Cause::plain(Actor::System));
        let (ben, account) = store
            .write_blocking(Lane::Person, intent, |tx| {
                let ben = member::add(tx, "Ben", "", Role::Owner)?;
                let board = pipeline::create(tx, "Sales", PipelineKind::Sales)?;
                let new = stage::NewStage {
                    pipeline: board,
                    name: "New request",
                    group: StageGroup::Active,
                    color: "blue",
                    rank: &rank::between(None, None),
                };
                stage::create(tx, &new)?;
                let account = source::insert(
                    tx,
                    &source::NewSource {
                        channel: Channel::Fake,
                        name: "shop",
                        account: "shop",
                        config: "{}",
                        secret_ref: None,
                        health: SourceHealth::Ok,
                    },
                )?;
                Ok::<_, StoreError>((ben, account))
            })
            .unwrap()
            .value;
        let clock = Arc::new(HandClock(AtomicI64::new(NINE.0)));
        let outbox = Outbox::new(ids.clone());
        Self {
            store,
            clock,
            account,
            ben,
            outbox,
            ids,
            _folder: folder,
        }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn pass(&self, millis: i64) {
        self.clock.0.fetch_add(millis, Ordering::SeqCst);
    }

    /// The program starts anew: nothing that was only in memory is left.
    pub fn restarts(&mut self) {
        self.outbox = Outbox::new(self.ids.clone());
    }

    pub fn does<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, StoreError> {
        let intent = Intent::plain(self.now(), Cause::member(self.ben));
        self.store
            .write_blocking(Lane::Person, intent, work)
            .map(|done| done.value)
    }

    pub fn read<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Read<'_>) -> Result<R, StoreError> + Send + 'static,
    ) -> R {
        self.store.read_blocking(work).unwrap()
    }

    /// A customer who has written; their message is `<name>-hello` on the network.
    pub fn customer(&self, name: &str) -> ConversationId {
        let (name, account, at) = (name.to_owned(), self.account, self.now());
        self.does(move |tx| {
            let new = contact::NewContact {
                full_name: &name,
                ..Default::default()
            };
            let contact = contact::insert(tx, &new)?;
            let identity = identity::insert(tx, contact, Channel::Fake, &name, &name)?;
            let new = conversation::NewConversation {
                uid: tx.next_uid(),
                contact,
                source: account,
                identity: Some(identity),
                thread_key: &name,
                subject: "Prices",
                at,
                is_sample: false,
            };
            let conversation = shop::begin(tx, &new, true)?;
            let hello = shop::NewInbound {
                uid: tx.next_uid(),
                conversation,
                identity: Some(identity),
                at,
                subject: "Prices",
                text: "How much?",
                visible_len: None,
                html: None,
                automatic: false,
                history: false,
                files: &[],
                raw_event: None,
                fail_code: "",
            };
            let message = shop::message_in(tx, &hello)?;
            message::remember_ref(tx, account, &format!("{name}-hello"), conversation, message)?;
            Ok(conversation)
        })
        .unwrap()
    }

    /// Ben answers; the message may leave after the undo-send window.
    pub fn ben_says(&self, conversation: ConversationId, text: &str, window_ms: i64) -> MessageId {
        let (text, account, ben, now) = (text.to_owned(), self.account, self.ben, self.now());
        self.does(move |tx| {
            let identity = conversation::get(tx, conversation)?.identity;
            let message = shop::message_out(
                tx,
                &shop::NewOutbound {
                    conversation,
                    identity,
                    text: &text,
                    subject: "",
                    files: &[],
                    automatic: false,
                    trigger_run: None,
                    member: Some(ben),
                    state: MessageState::Queued,
                },
            )?;
            let give_up_at = now.plus_millis(give_up_after_ms(Channel::Fake));
            let not_before = now.plus_millis(window_ms);
            outbox::enqueue(tx, message, account, conversation, not_before, give_up_at)?;
            Ok(message)
        })
        .unwrap()
    }

    pub async fn step(&self, connector: &dyn Connector) -> Step {
        self.outbox
            .step(&self.store, self.account, connector, self.clock.as_ref())
            .await
            .unwrap()
    }

    /// Steps until there is nothing to do at this moment; what each of them said.
    pub async fn steps(&self, connector: &dyn Connector) -> Vec<Step> {
        let mut said = Vec::new();
        loop {
            let step = self.step(connector).await;
            let idle = matches!(step, Step::Idle { .. });
            said.push(step);
            assert!(
                said.len() < 500,
                "a step that never rests: {:?}",
                said.last()
            );
            if idle {
                return said;
            }
        }
    }

    pub fn reopen(&self) {
        self.outbox.reopen(self.account);
    }

    pub fn state(&self, message: MessageId) -> MessageState {
        self.read(move |read| {
            let row = outbox::of_message(read, message)?.unwrap();
            assert_eq!(
                row.state,
                message::get(read, message)?.state,
                "both tables say the same"
            );
            Ok(row.state)
        })
    }

    pub fn row(&self, message: MessageId) -> outbox::Outbox {
        self.read(move |read| Ok(outbox::of_message(read, message)?.unwrap()))
    }

    pub fn send_again(&self, message: MessageId) -> Result<(), StoreError> {
        let give_up_at = self.now().plus_millis(give_up_after_ms(Channel::Fake));
        self.does(move |tx| outbox::retry_now(tx, message, give_up_at))
    }
}
