//! A shop with one mailbox, a pipeline, Ben who answers, and customers who write.

use std::{
    cell::Cell,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use runnel_automation::{AutomationError, Due, due, react};
use runnel_domain::{
    Actor, Channel, Direction, MessageState, PipelineKind, Role, SourceHealth, StageGroup,
    TaskKind, Timestamp, Uid,
    condition::{Clause, Condition, Test},
    event::Cause,
    ids::{ConversationId, IdSource, MemberId, SourceId, StageId, TagId, TriggerId},
    rank,
    rule::{Action, ActionKind, Assignee, Delay, Rule, RuleEvent, VERSION, Wording},
};
use runnel_store::{
    Intent, Lane, OpenOptions, Read, Store, StoreError, Tx, shop,
    table::{
        contact, conversation, event, identity, member, message, pipeline, source, stage, tag,
        task, timer, trigger_rule,
        trigger_run::{self, TriggerRun},
    },
};
use serde_json::Value;

/// Sunday, 22 November 2026, 09:00 UTC.
pub const NINE: Timestamp = Timestamp(1_795_338_000_000);

struct Counting(AtomicU64);

impl IdSource for Counting {
    fn next_uid(&self) -> Uid {
        Uid(u128::from(self.0.fetch_add(1, Ordering::Relaxed)).to_be_bytes())
    }
}

pub struct World {
    pub store: Store,
    pub ben: MemberId,
    pub mailbox: SourceId,
    /// New request, Offer, Won, Not a lead.
    pub stages: Vec<StageId>,
    pub vip: TagId,
    pub hot: TagId,
    now: Cell<Timestamp>,
    written: Cell<u64>,
    _folder: tempfile::TempDir,
}

impl World {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ids = Arc::new(Counting(AtomicU64::new(1)));
        let store = Store::open(
            &folder.path().join("shop.runnel"),
            OpenOptions::new(NINE, ids),
        )
        .unwrap();
        let intent = Intent::plain(NINE, Cause::plain(Actor::System));
        let (ben, mailbox, stages, vip, hot) = store
            .write_blocking(Lane::Person, intent, |tx| {
                let ben = member::add(tx, "Ben", "", Role::Owner)?;
                let mailbox = source::insert(tx, &mailbox("shop@example.org", Channel::Email))?;
                let board = pipeline::create(tx, "Sales", PipelineKind::Sales)?;
                let ranks = rank::spread(4);
                let columns = [
                    ("New request", StageGroup::Active),
                    ("Offer", StageGroup::Active),
                    ("Won", StageGroup::Successful),
                    ("Not a lead", StageGroup::NotALead),
                ];
                let mut stages = Vec::new();
                for ((name, group), rank) in columns.into_iter().zip(&ranks) {
                    let new = stage::NewStage {
                        pipeline: board,
                        name,
                        group,
                        color: "blue",
                        rank,
                    };
                    stages.push(stage::create(tx, &new)?);
                }
                let (vip, hot) = (tag::create(tx, "VIP", "")?, tag::create(tx, "hot", "")?);
                Ok::<_, StoreError>((ben, mailbox, stages, vip, hot))
            })
            .unwrap()
            .value;
        Self {
            store,
            ben,
            mailbox,
            stages,
            vip,
            hot,
            now: Cell::new(NINE),
            written: Cell::new(0),
            _folder: folder,
        }
    }

    pub fn now(&self) -> Timestamp {
        self.now.get()
    }

    pub fn minutes_pass(&self, minutes: i64) {
        self.now.set(self.now().plus_minutes(minutes));
    }

    /// One write by somebody, with triggers reacting, as every use case does it.
    pub fn does<R: Send + 'static>(
        &self,
        cause: Cause,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R, StoreError> + Send + 'static,
    ) -> R {
        let intent = Intent::plain(self.now(), cause);
        let done = self.store.write_blocking(Lane::Person, intent, |tx| {
            let value = work(tx)?;
            react(tx)?;
            Ok::<_, AutomationError>(value)
        });
        done.unwrap().value
    }

    pub fn ben_does<R: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<R, StoreError> + Send + 'static,
    ) -> R {
        self.does(Cause::member(self.ben), work)
    }

    pub fn read<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Read<'_>) -> Result<R, StoreError> + Send + 'static,
    ) -> R {
        self.store.read_blocking(work).unwrap()
    }

    /// A new customer writes to the mailbox for the first time.
    pub fn hears(&self, name: &'static str, text: &'static str) -> ConversationId {
        self.arrives(self.mailbox, name, text, false, Actor::Contact)
    }

    pub fn arrives(
        &self,
        source: SourceId,
        name: &'static str,
        text: &'static str,
        automatic: bool,
        actor: Actor,
    ) -> ConversationId {
        let (at, uid) = (self.now(), self.fresh());
        self.does(Cause::plain(actor), move |tx| {
            let contact = contact::insert(
                tx,
                &contact::NewContact {
                    full_name: name,
                    ..Default::default()
                },
            )?;
            let address = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
            let identity = identity::insert(tx, contact, Channel::Email, &address, &address)?;
            let new = conversation::NewConversation {
                uid,
                contact,
                source,
                identity: Some(identity),
                thread_key: &address,
                subject: "Prices",
                at,
                is_sample: false,
            };
            let conversation = shop::begin(tx, &new, true)?;
            said(tx, conversation, text, at, automatic)?;
            Ok(conversation)
        })
    }

    /// The customer of a conversation writes again.
    pub fn hears_again(&self, conversation: ConversationId, text: &'static str, automatic: bool) {
        let at = self.now();
        self.does(Cause::plain(Actor::Contact), move |tx| {
            said(tx, conversation, text, at, automatic)
        });
    }

    pub fn ben_answers(&self, conversation: ConversationId) {
        let member = Some(self.ben);
        self.ben_does(move |tx| {
            let new = shop::NewOutbound {
                conversation,
                identity: None,
                text: "Hello!",
                subject: "",
                files: &[],
                automatic: false,
                trigger_run: None,
                member,
                state: MessageState::Queued,
            };
            shop::message_out(tx, &new)
        });
    }

    /// Ben drags the card (or accepts the conversation) into the stage with this index.
    pub fn ben_moves(&self, conversation: ConversationId, stage: usize) {
        let stage = self.stages[stage];
        self.ben_does(move |tx| {
            match conversation::get(tx, conversation)?.deal {
                Some(deal) => _ = shop::move_deal(tx, deal, stage, None, None)?,
                None => _ = shop::accept(tx, conversation, Some(stage), None)?,
            }
            Ok(())
        });
    }

    pub fn trigger(&self, event: RuleEvent, actions: Vec<Action>) -> TriggerId {
        self.trigger_if(event, Condition::default(), actions, false)
    }

    pub fn trigger_if(
        &self,
        event: RuleEvent,
        condition: Condition,
        actions: Vec<Action>,
        stop_here: bool,
    ) -> TriggerId {
        let rule = Rule {
            v: VERSION,
            event,
            condition,
            actions,
            stop_here,
        };
        assert_eq!(rule.check(), [], "the editor would refuse it");
        self.ben_does(move |tx| trigger_rule::create(tx, "", &rule, true))
    }

    pub fn entering(&self, stage: usize) -> RuleEvent {
        RuleEvent::StageEntered {
            stages: vec![self.stages[stage]],
        }
    }

    /// Handles everything that is due, one transaction each, as the timer loop does.
    pub fn timers_go_off(&self) -> Vec<Due> {
        let now = self.now();
        let timers = self.read(move |read| timer::due(read, now, 100));
        timers
            .into_iter()
            .map(|timer| {
                let intent = Intent::plain(now, Cause::plain(Actor::System));
                self.store
                    .write_blocking(Lane::Background, intent, move |tx| due(tx, &timer))
                    .unwrap()
                    .value
            })
            .collect()
    }

    /// Texts of ours in a conversation, oldest first.
    pub fn sent(&self, conversation: ConversationId) -> Vec<String> {
        self.read(move |read| {
            let mut texts = Vec::new();
            for event in event::of_conversation(read, conversation, 1_000)? {
                if let runnel_domain::event::EventBody::MessageQueued { message, .. } = event.body {
                    let message = message::get(read, message)?;
                    assert_eq!(message.direction, Direction::Out);
                    texts.push(message.text);
                }
            }
            Ok(texts)
        })
    }

    pub fn tags(&self, conversation: ConversationId) -> Vec<TagId> {
        self.read(move |read| {
            Ok(tag::of_conversation(read, conversation)?
                .into_iter()
                .map(|tag| tag.id)
                .collect())
        })
    }

    pub fn tasks(&self, conversation: ConversationId) -> Vec<task::Task> {
        self.read(move |read| task::of_conversation(read, conversation))
    }

    pub fn runs(&self, trigger: TriggerId) -> Vec<TriggerRun> {
        self.read(move |read| trigger_run::of_trigger(read, trigger, None, 100))
    }

    /// Outcome and code of the latest run of a trigger.
    pub fn last_run(&self, trigger: TriggerId) -> (String, String) {
        let run = self
            .runs(trigger)
            .into_iter()
            .next()
            .expect("a run was written down");
        (run.outcome.as_str().to_owned(), code(&run.reason))
    }

    fn fresh(&self) -> Uid {
        self.written.set(self.written.get() + 1);
        Uid::of_native(&["conversation", &self.written.get().to_string()])
    }
}

fn said(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    text: &str,
    at: Timestamp,
    automatic: bool,
) -> Result<(), StoreError> {
    let uid = tx.next_uid();
    let new = shop::NewInbound {
        uid,
        conversation,
        identity: None,
        at,
        subject: "Prices",
        text,
        visible_len: None,
        html: None,
        automatic,
        history: false,
        files: &[],
        raw_event: None,
        fail_code: "",
    };
    shop::message_in(tx, &new).map(|_| ())
}

pub fn mailbox(account: &str, channel: Channel) -> source::NewSource<'_> {
    source::NewSource {
        channel,
        name: "mailbox",
        account,
        config: "{}",
        secret_ref: None,
        health: SourceHealth::Ok,
    }
}

pub fn code(reason: &Value) -> String {
    reason
        .get("code")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// State and code of one effect of a run.
pub fn effect(run: &TriggerRun, place: usize) -> (String, String) {
    let effect = &run.effects[place];
    (effect["state"].as_str().unwrap().to_owned(), code(effect))
}

pub fn message(template: &str) -> Action {
    Action {
        delay: Delay::AtOnce,
        what: ActionKind::SendMessage {
            message: Wording::Own(template.to_owned()),
        },
    }
}

pub fn put_on(tag: TagId) -> Action {
    Action {
        delay: Delay::AtOnce,
        what: ActionKind::EditTags {
            add: vec![tag],
            remove: vec![],
        },
    }
}

pub fn call(due_in: Option<Delay>) -> Action {
    let what = ActionKind::CreateTask {
        task: TaskKind::Call,
        text: "Call {{contact.first_name}}".to_owned(),
        assignee: Assignee::Responsible,
        due_in,
    };
    Action {
        delay: Delay::AtOnce,
        what,
    }
}

pub fn after(minutes: u32, action: Action) -> Action {
    Action {
        delay: Delay::Minutes(minutes),
        ..action
    }
}

pub fn mentions(word: &str) -> Condition {
    Condition::new(Clause::Test(Test::Text(vec![word.to_owned()])))
}
