//! Plays scripts out in the workspace, oldest conversation first.

use std::collections::HashMap;

use runnel_domain::{
    Actor, MessageState, StageGroup, TaskKind, Timestamp,
    event::Cause,
    ids::{ConversationId, MemberId, SourceId, StageId, TagId},
};
use runnel_store::{
    StoreError, Tx,
    shop::{self, NewInbound, NewOutbound, Place},
    table::{
        conversation::{self, NewConversation},
        member, pipeline,
        source::{self, NewSource},
        stage, tag,
        task::{self, NewTask},
    },
};

use super::{
    Plan,
    customer::{Customer, Order},
    dice::Dice,
    script::{self, DAY, Fate, Step},
    texts::SHARES,
};

/// How far back the sample reaches.
const SPAN: i64 = 400 * DAY;
/// Customers who are remembered to write again.
const REGULARS: usize = 64;

/// Sample data in the making.
pub(crate) struct Generator {
    plan: Plan,
    dice: Dice,
    source: SourceId,
    members: Vec<MemberId>,
    stages: Stages,
    tags: HashMap<&'static str, TagId>,
    regulars: Vec<Customer>,
    /// Places of what was asked in the conversation that is being made, the latest last.
    asked: Vec<usize>,
    done: usize,
}

struct Stages {
    active: Vec<StageId>,
    won: StageId,
    lost: StageId,
    spam: StageId,
}

impl Generator {
    /// Makes the sample's source and labels.
    pub(crate) fn begin(tx: &mut Tx<'_>, plan: Plan) -> Result<Self, StoreError> {
        let account = runnel_domain::Channel::Local;
        if source::by_account(tx, account, shop::SAMPLE_ACCOUNT)?.is_some() {
            return Err(StoreError::invalid("sample_present"));
        }
        let source = source::insert(
            tx,
            &NewSource {
                channel: account,
                name: "Sample",
                account: shop::SAMPLE_ACCOUNT,
                config: "{}",
                secret_ref: None,
                health: runnel_domain::SourceHealth::Ok,
            },
        )?;
        let mut tags = HashMap::new();
        for name in SHARES.iter().flat_map(|(tongue, _)| tongue.tags) {
            if tag::by_name(tx, name)?.is_none() {
                let id = tag::create(tx, name, "")?;
                shop::sample_brought_tag(tx, id)?;
            }
            if let Some(tag) = tag::by_name(tx, name)? {
                tags.insert(*name, tag.id);
            }
        }
        let board = pipeline::default(tx)?.ok_or(StoreError::invalid("no_default_pipeline"))?;
        let of = |tx: &Tx<'_>, group: StageGroup| -> Result<Vec<StageId>, StoreError> {
            let stages = stage::list(tx, board.id)?;
            Ok(stages
                .iter()
                .filter(|stage| stage.group == group)
                .map(|stage| stage.id)
                .collect())
        };
        let one = |tx: &Tx<'_>, group| {
            of(tx, group)?
                .first()
                .copied()
                .ok_or(StoreError::invalid("no_such_stage_group"))
        };
        Ok(Self {
            stages: Stages {
                active: of(tx, StageGroup::Active)?,
                won: one(tx, StageGroup::Successful)?,
                lost: one(tx, StageGroup::Unsuccessful)?,
                spam: one(tx, StageGroup::NotALead)?,
            },
            members: member::list(tx)?
                .into_iter()
                .map(|member| member.id)
                .collect(),
            dice: Dice::new(plan.seed),
            regulars: Vec::with_capacity(REGULARS),
            plan,
            source,
            tags,
            asked: Vec::new(),
            done: 0,
        })
    }

    /// How many conversations there are.
    pub(crate) const fn done(&self) -> usize {
        self.done
    }

    /// Makes up to `count` more conversations.
    pub(crate) fn step(&mut self, tx: &mut Tx<'_>, count: usize) -> Result<(), StoreError> {
        let end = self.plan.conversations.min(self.done + count);
        while self.done < end {
            self.conversation(tx)?;
            self.done += 1;
        }
        Ok(())
    }

    fn conversation(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let age = self.age();
        let fate = script::fate(&mut self.dice, age, self.stages.active.len());
        let steps = script::steps(&mut self.dice, fate);
        let length: i64 = steps.iter().map(|(pause, _)| pause).sum();
        let mut at = self.plan.now.plus_millis(-age - length);
        self.asked.clear();

        let mut customer = tx.with_now(at, |tx| self.customer(tx))?;
        let order = customer.orders(&mut self.dice);
        let new = NewConversation {
            uid: tx.next_uid(),
            contact: customer.contact,
            source: self.source,
            identity: Some(customer.identity),
            thread_key: &format!("sample-{}", self.done),
            subject: "",
            at,
            is_sample: true,
        };
        let id = tx.with_now(at, |tx| shop::begin(tx, &new, !customer.is_known))?;
        customer.is_known = true;
        for (pause, step) in steps {
            at = at.plus_millis(pause);
            tx.with_now(at, |tx| self.play(tx, id, fate, &customer, order, step))?;
        }
        let looked_at = match fate {
            Fate::New | Fate::CameBack => false,
            Fate::InWork(_) => self.dice.chance(65),
            Fate::Won | Fate::Lost | Fate::Spam => true,
        };
        if looked_at {
            for &member in &self.members {
                shop::mark_seen(tx, id, member)?;
            }
        }
        if self.regulars.len() < REGULARS {
            self.regulars.push(customer);
        } else {
            let place = usize::try_from(self.dice.below(REGULARS as u64)).unwrap_or_default();
            if let Some(regular) = self.regulars.get_mut(place) {
                *regular = customer;
            }
        }
        Ok(())
    }

    /// The newest conversations end now, the oldest more than a year ago; most are recent.
    fn age(&mut self) -> i64 {
        let all = i64::try_from(self.plan.conversations)
            .unwrap_or(i64::MAX)
            .max(1);
        let left = all - i64::try_from(self.done).unwrap_or(all);
        let part = left * 1_000 / all;
        let (square, cube) = (part * part / 1_000, part * part / 1_000 * part / 1_000);
        SPAN / 2_000 * (square + cube) + self.dice.between(60_000, DAY / 6)
    }

    fn customer(&mut self, tx: &mut Tx<'_>) -> Result<Customer, StoreError> {
        if self.dice.chance(8)
            && let Some(regular) = self.dice.pick(&self.regulars)
        {
            return Ok(regular.clone());
        }
        Customer::new(tx, &mut self.dice, self.done)
    }

    /// A question that was not asked in this conversation yet, while there are any.
    fn asks(&mut self, talks: &[(&'static str, &'static str)]) -> &'static str {
        let fresh: Vec<usize> = (0..talks.len())
            .filter(|place| !self.asked.contains(place))
            .collect();
        let place = match self.dice.pick(&fresh) {
            Some(&place) => place,
            None => usize::try_from(self.dice.below(talks.len() as u64)).unwrap_or_default(),
        };
        self.asked.push(place);
        talks.get(place).map_or("", |(question, _)| question)
    }

    /// The reply to what was asked last.
    fn replies(&self, talks: &[(&'static str, &'static str)]) -> &'static str {
        let asked = self.asked.last().and_then(|&place| talks.get(place));
        asked.map_or("", |(_, reply)| reply)
    }

    fn play(
        &mut self,
        tx: &mut Tx<'_>,
        id: ConversationId,
        fate: Fate,
        customer: &Customer,
        order: Order,
        step: Step,
    ) -> Result<(), StoreError> {
        let words = customer.tongue;
        let us = self.members.first().copied();
        let by_us = Cause {
            member: us,
            ..Cause::plain(Actor::Import)
        };
        let says = match step {
            Step::Opens => words.openings,
            Step::Agrees => words.yes,
            Step::Declines => words.no,
            Step::Returns => words.again,
            Step::Spams => words.spam,
            Step::Answers => words.answers,
            Step::Notes => words.notes,
            _ => &[],
        };
        let said_here = match step {
            Step::Asks => self.asks(words.talks),
            Step::Replies => self.replies(words.talks),
            _ => self.dice.say(says),
        };
        let text = customer.fill(said_here, order);
        match step {
            Step::Opens
            | Step::Asks
            | Step::Agrees
            | Step::Declines
            | Step::Returns
            | Step::Spams => heard(tx, id, customer, &text),
            Step::Answers | Step::Replies => {
                tx.with_cause(by_us, |tx| {
                    shop::message_out(tx, &said(id, customer, us, &text))
                })?;
                Ok(())
            }
            Step::Notes => {
                tx.with_cause(by_us, |tx| shop::note_add(tx, id, us, &text, &[]))?;
                Ok(())
            }
            Step::Accepts => {
                // A few are in work without anybody in charge, so that the filter has something to find.
                let cause = if self.dice.chance(88) {
                    by_us
                } else {
                    Cause::plain(Actor::Import)
                };
                tx.with_cause(cause, |tx| shop::accept(tx, id, None, None))?;
                Ok(())
            }
            Step::Prices => tx.with_cause(by_us, |tx| {
                shop::set_conversation_amount(tx, id, Some(customer.money(order)))
            }),
            Step::Moves(stage) => {
                let last = self.stages.active.len().saturating_sub(1);
                match self.stages.active.get(stage.min(last)) {
                    Some(&stage) => tx.with_cause(by_us, |tx| move_to(tx, id, stage)),
                    None => Ok(()),
                }
            }
            Step::Ends => {
                let stage = match fate {
                    Fate::Lost => self.stages.lost,
                    Fate::Spam => self.stages.spam,
                    _ => self.stages.won,
                };
                tx.with_cause(by_us, |tx| shop::archive(tx, id, Some(stage)))?;
                Ok(())
            }
            Step::Labels => {
                let tag = self
                    .dice
                    .pick(words.tags)
                    .and_then(|name| self.tags.get(name))
                    .copied();
                tx.with_cause(by_us, |tx| shop::change_tags(tx, id, tag.as_slice(), &[]))
            }
            Step::Tasks => self.task(tx, id, customer, us),
        }
    }

    fn task(
        &mut self,
        tx: &mut Tx<'_>,
        id: ConversationId,
        customer: &Customer,
        us: Option<MemberId>,
    ) -> Result<(), StoreError> {
        let kind = match self.dice.below(4) {
            0 => TaskKind::Call,
            1 => TaskKind::Meeting,
            _ => TaskKind::Custom,
        };
        let text = if kind == TaskKind::Custom {
            self.dice.say(customer.tongue.tasks)
        } else {
            ""
        };
        // From two days overdue to five days ahead, on the hour.
        let due = self
            .plan
            .now
            .plus_millis(self.dice.between(-48, 120) * DAY / 24);
        let due = Timestamp(due.0 - due.0.rem_euclid(DAY / 24));
        task::create(
            tx,
            &NewTask {
                conversation: id,
                kind,
                text,
                assignee: us,
                due_at: Some(due),
                trigger_run: None,
            },
        )?;
        Ok(())
    }
}

fn heard(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    customer: &Customer,
    text: &str,
) -> Result<(), StoreError> {
    let (uid, at) = (tx.next_uid(), tx.now());
    shop::message_in(
        tx,
        &NewInbound {
            uid,
            conversation,
            identity: Some(customer.identity),
            at,
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

const fn said<'a>(
    conversation: ConversationId,
    customer: &Customer,
    member: Option<MemberId>,
    text: &'a str,
) -> NewOutbound<'a> {
    NewOutbound {
        conversation,
        identity: Some(customer.identity),
        text,
        subject: "",
        files: &[],
        automatic: false,
        trigger_run: None,
        member,
        state: MessageState::Sent,
    }
}

fn move_to(tx: &mut Tx<'_>, id: ConversationId, stage: StageId) -> Result<(), StoreError> {
    if let Some(deal) = conversation::get(tx, id)?.deal {
        shop::move_deal_to(tx, deal, stage, Place::Top, None)?;
    }
    Ok(())
}
