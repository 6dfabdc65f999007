//! A furniture shop with a mailbox, a board and two people, for the tests of what happens to conversations.

use std::{
    cell::Cell,
    sync::atomic::{AtomicU64, Ordering},
};

use runnel_domain::Channel;
use runnel_domain::{
    Actor, MessageState, Timestamp, Uid,
    event::{Cause, EventBody},
    ids::{ContactId, ConversationId, DealId, IdentityId, MemberId, MessageId, SourceId, StageId},
};
use runnel_store::{
    Intent, Lane, Store, StoreError, Tx,
    shop::{self, NewInbound, NewOutbound},
    table::{
        contact::{self, NewContact},
        conversation::{self, Conversation, NewConversation},
        event, identity, read_state,
    },
};

use crate::workspace::{NOW, Workspace};

pub const ANNA: MemberId = MemberId(1);
pub const LEV: MemberId = MemberId(2);
pub const MAILBOX: SourceId = SourceId(1);
pub const NEW_REQUEST: StageId = StageId(1);
pub const OFFER: StageId = StageId(2);
pub const SUCCESSFUL: StageId = StageId(3);
pub const UNSUCCESSFUL: StageId = StageId(4);
pub const NOT_A_LEAD: StageId = StageId(5);

static NATIVE: AtomicU64 = AtomicU64::new(1);

pub struct Shop {
    pub workspace: Workspace,
    pub store: Store,
    now: Cell<Timestamp>,
}

impl Shop {
    pub fn open() -> Self {
        let workspace = Workspace::new();
        let store = workspace.open().unwrap();
        workspace
            .sqlite()
            .execute_batch(
                "INSERT INTO member (id, uid, name, role, created_at)
                 VALUES (1, x'01', 'Anna Meier', 'owner', 0), (2, x'02', 'Lev Kim', 'agent', 0);
                 INSERT INTO source (id, uid, channel, name, account, config, created_at)
                 VALUES (1, x'01', 'email', 'info@', 'info@moebel.example', '{}', 0);
                 INSERT INTO pipeline (id, uid, name, kind, is_default, rank, created_at)
                 VALUES (1, x'f0000000000000000000000000000001', 'Sales', 'sales', 1, 'a0', 0);
                 INSERT INTO stage (id, uid, pipeline_id, name, grp, color, rank, created_at)
                 VALUES (1, x'f0000000000000000000000000000001', 1, 'New request', 'active', 'gray', '0a0', 0),
                        (2, x'f0000000000000000000000000000002', 1, 'Offer', 'active', 'amber', '0a1', 0),
                        (3, x'f0000000000000000000000000000003', 1, 'Successful', 'successful', 'green', '1a0', 0),
                        (4, x'f0000000000000000000000000000004', 1, 'Unsuccessful', 'unsuccessful', 'red', '2a0', 0),
                        (5, x'f0000000000000000000000000000005', 1, 'Not a lead', 'not_a_lead', 'gray', '3a0', 0);
                 INSERT INTO tag (id, uid, name, created_at) VALUES (1, x'01', 'stammkunde', 0), (2, x'02', 'mesa', 0);",
            )
            .unwrap();
        Self {
            workspace,
            store,
            now: Cell::new(NOW),
        }
    }

    pub fn now(&self) -> Timestamp {
        self.now.get()
    }

    pub fn minutes_pass(&self, minutes: i64) {
        self.now.set(self.now().plus_minutes(minutes));
    }

    pub fn write<R: Send + 'static>(
        &self,
        cause: Cause,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, StoreError> {
        self.store
            .write_blocking(Lane::Person, Intent::plain(self.now(), cause), work)
            .map(|committed| committed.value)
    }

    /// Anna does something.
    pub fn anna<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R, StoreError> + Send + 'static,
    ) -> R {
        self.write(Cause::member(ANNA), work).unwrap()
    }

    /// A customer of this address, with a thread of their own.
    pub fn thread(&self, address: &str) -> ConversationId {
        let (address, at) = (address.to_owned(), self.now());
        self.write(Cause::plain(Actor::Contact), move |tx| {
            let (contact, identity, is_new) = person(tx, &address)?;
            shop::begin(
                tx,
                &NewConversation {
                    uid: native(),
                    contact,
                    source: MAILBOX,
                    identity: Some(identity),
                    thread_key: &format!("thread {}", NATIVE.fetch_add(1, Ordering::Relaxed)),
                    subject: "Tisch",
                    at,
                    is_sample: false,
                },
                is_new,
            )
        })
        .unwrap()
    }

    /// A customer writes at the present moment.
    pub fn says(&self, conversation: ConversationId, text: &str) -> MessageId {
        self.comes_in(conversation, text, self.now(), false, false)
    }

    pub fn comes_in(
        &self,
        conversation: ConversationId,
        text: &str,
        at: Timestamp,
        automatic: bool,
        history: bool,
    ) -> MessageId {
        let text = text.to_owned();
        self.write(Cause::plain(Actor::Contact), move |tx| {
            shop::message_in(tx, &inbound(conversation, &text, at, automatic, history))
        })
        .unwrap()
    }

    /// Our answer turns up that was written with another program.
    pub fn answered_elsewhere(&self, conversation: ConversationId, at: Timestamp) -> MessageId {
        self.write(Cause::plain(Actor::System), move |tx| {
            shop::message_sent_elsewhere(
                tx,
                &inbound(conversation, "vom Telefon", at, false, false),
            )
        })
        .unwrap()
    }

    /// Anna answers at the present moment.
    pub fn answers(&self, conversation: ConversationId, text: &str) -> MessageId {
        let text = text.to_owned();
        self.anna(move |tx| shop::message_out(tx, &outbound(conversation, &text, Some(ANNA))))
    }

    /// A trigger answers.
    pub fn trigger_answers(&self, conversation: ConversationId) -> MessageId {
        self.write(Cause::plain(Actor::Trigger), move |tx| {
            let new = NewOutbound {
                automatic: true,
                ..outbound(conversation, "Danke!", None)
            };
            shop::message_out(tx, &new)
        })
        .unwrap()
    }

    pub fn conversation(&self, conversation: ConversationId) -> Conversation {
        self.store
            .read_blocking(move |read| conversation::get(read, conversation))
            .unwrap()
    }

    pub fn unread(&self, conversation: ConversationId, member: MemberId) -> (i64, bool) {
        let state = self
            .store
            .read_blocking(move |read| read_state::get(read, member, conversation))
            .unwrap();
        (state.unread, state.marked_unread)
    }

    /// What happened in a conversation, in order.
    pub fn story(&self, conversation: ConversationId) -> Vec<EventBody> {
        self.store
            .read_blocking(move |read| event::of_conversation(read, conversation, 1_000))
            .unwrap()
            .into_iter()
            .map(|event| event.body)
            .collect()
    }

    /// The stays of a deal: stage name, how long in minutes (`None`: still there), who put it there.
    pub fn stays(&self, deal: DealId) -> Vec<(String, Option<i64>, String)> {
        let sqlite = self.workspace.sqlite();
        let mut rows = sqlite
            .prepare("SELECT stage_name, (left_at - entered_at) / 60000, actor FROM deal_stage WHERE deal_id = ?1 ORDER BY id")
            .unwrap();
        rows.query_map([deal.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }
}

pub fn native() -> Uid {
    Uid::of_native(&["test", &NATIVE.fetch_add(1, Ordering::Relaxed).to_string()])
}

fn person(tx: &mut Tx<'_>, address: &str) -> Result<(ContactId, IdentityId, bool), StoreError> {
    if let Some(known) = identity::find(tx, Channel::Email, address)? {
        return Ok((known.contact, known.id, false));
    }
    let contact = contact::insert(
        tx,
        &NewContact {
            full_name: address,
            ..NewContact::default()
        },
    )?;
    let identity = identity::insert(tx, contact, Channel::Email, address, address)?;
    Ok((contact, identity, true))
}

pub fn inbound(
    conversation: ConversationId,
    text: &str,
    at: Timestamp,
    automatic: bool,
    history: bool,
) -> NewInbound<'_> {
    NewInbound {
        uid: native(),
        conversation,
        identity: None,
        at,
        subject: "Tisch",
        text,
        visible_len: None,
        html: None,
        automatic,
        history,
        files: &[],
        raw_event: None,
        fail_code: "",
    }
}

pub fn outbound(
    conversation: ConversationId,
    text: &str,
    member: Option<MemberId>,
) -> NewOutbound<'_> {
    NewOutbound {
        conversation,
        identity: None,
        text,
        subject: "",
        files: &[],
        automatic: false,
        trigger_run: None,
        member,
        state: MessageState::Queued,
    }
}
