//! Doing a bulk action: one operation that one undo takes back, in one transaction or, when long, in many short ones.

use runnel_automation::{Messages, react_with};
use runnel_domain::{
    event::Cause,
    ids::{MemberId, OperationId},
};
use runnel_store::{
    Intent, Lane, StoreError, Tx, UndoLabel,
    shop::{self, BulkDeed, Verdict},
    table::{conversation, operation},
};
use serde_json::json;

use super::{
    Selection, Subject, check, counted, named,
    standings::{Standings, Stands},
    wanted,
};
use crate::{
    app::{App, Changed},
    error::AppError,
    label,
    permission::{self, Deed, Sight},
};

/// So many conversations are changed in one transaction, while the person waits.
const AT_ONCE: usize = 500;
/// More are changed in pieces of this size in the background, so that whatever a person does in between comes first
/// and waits for one short transaction at most.
const PIECE: usize = 100;
/// Refusals told one by one; the rest is a number.
const MOST_REFUSALS: usize = 100;

/// A bulk action as a person confirmed it.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkOrder {
    /// Which conversations or cards.
    pub selection: Selection,
    /// What is done to each.
    pub deed: BulkDeed,
    /// Triggers may write to customers because of it.
    pub send_messages: bool,
    /// So many conversations were confirmed; `None`: however many there are.
    pub expected: Option<usize>,
}

/// What became of a bulk action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkDone {
    /// So many conversations were changed.
    pub changed: usize,
    /// So many were so already.
    pub same: usize,
    /// So many could not be changed.
    pub refused: usize,
    /// The first of those, with the reason.
    pub refusals: Vec<Refusal>,
    /// So many were not reached, because it was called off.
    pub left: usize,
}

/// What could not be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which.
    pub subject: Subject,
    /// Shown name of the client; empty where it is gone.
    pub client: String,
    /// Stable code of why.
    pub code: &'static str,
}

impl App {
    /// Does a bulk action. When it is long, progress comes as signals and it can be called off; what is done so far
    /// stays and is taken back as one.
    ///
    /// # Errors
    /// `Invalid` with `selection_changed` (`expected`, `present`) where there are not as many conversations as
    /// confirmed, `bulk_under_way`, or with what makes no sense: `tag_gone`, `no_tags`, `member_gone`, `stage_gone`,
    /// `stage_not_archived`, `task_text_blank`, `snooze_past`.
    pub async fn bulk_apply(
        &self,
        me: MemberId,
        order: BulkOrder,
    ) -> Result<Changed<BulkDone>, AppError> {
        let ids = self.selected(me, order.selection.clone()).await?;
        let total = ids.len();
        if let Some(expected) = order.expected.filter(|expected| *expected != total) {
            return Err(AppError::Invalid {
                code: "selection_changed",
                params: json!({ "expected": expected.to_string(), "present": total.to_string() }),
            });
        }
        let (deed, now) = (order.deed.clone(), self.now());
        let label = self
            .read(move |read| {
                permission::check(read, me, Deed::Work)?;
                check(read, &deed, now)?;
                named(read, &deed, total)
            })
            .await?;
        let (done, operation) = if total <= AT_ONCE {
            let piece = self.piece(me, &order, label.clone(), ids, None, Lane::Person);
            piece.await?
        } else {
            self.long(me, &order, &label, &ids).await?
        };
        if let Some(operation) = operation
            && done.changed != total
        {
            let params = counted(label.params, done.changed);
            self.note(move |tx| Ok(operation::retell(tx, operation, &params)?))
                .await?;
        }
        Ok(Changed {
            value: self.with_clients(done).await?,
            operation,
        })
    }

    /// Calls off a long bulk action; what is done so far stays.
    pub fn bulk_cancel(&self) {
        self.inner.bulk.cancel();
    }

    async fn long(
        &self,
        me: MemberId,
        order: &BulkOrder,
        label: &UndoLabel,
        ids: &[Subject],
    ) -> Result<(BulkDone, Option<OperationId>), AppError> {
        let run = self
            .inner
            .bulk
            .begin()
            .ok_or(AppError::invalid("bulk_under_way"))?;
        let (mut all, mut operation, mut reached) = (BulkDone::default(), None, 0);
        for part in ids.chunks(PIECE) {
            if run.stop.is_cancelled() {
                break;
            }
            let piece = self.piece(
                me,
                order,
                label.clone(),
                part.to_vec(),
                operation,
                Lane::Background,
            );
            let (done, continued) = piece.await?;
            operation = continued;
            all.changed += done.changed;
            all.same += done.same;
            all.refused += done.refused;
            all.refusals.extend(done.refusals);
            all.refusals.truncate(MOST_REFUSALS);
            reached += part.len();
            self.progress("bulk", reached, ids.len());
        }
        all.left = ids.len() - reached;
        Ok((all, operation))
    }

    /// Changes some conversations in one transaction, as a part of `operation` where it was begun before.
    async fn piece(
        &self,
        me: MemberId,
        order: &BulkOrder,
        label: UndoLabel,
        ids: Vec<Subject>,
        operation: Option<OperationId>,
        lane: Lane,
    ) -> Result<(BulkDone, Option<OperationId>), AppError> {
        let intent = Intent {
            now: self.now(),
            cause: Cause::member(me),
            undo: Some(label),
        };
        let deed = order.deed.clone();
        let messages = if order.send_messages {
            Messages::Send
        } else {
            Messages::Withhold
        };
        let asked = self.question();
        let committed = self
            .inner
            .store
            .write(lane, intent, move |tx| {
                permission::admit(tx, asked.as_deref())?;
                permission::check(tx, me, Deed::Work)?;
                if let Some(operation) = operation {
                    tx.continue_operation(operation);
                }
                let done = each(tx, me, &ids, &deed)?;
                react_with(tx, messages)?;
                Ok::<_, AppError>(done)
            })
            .await?;
        Ok((committed.value, committed.operation))
    }

    async fn with_clients(&self, mut done: BulkDone) -> Result<BulkDone, AppError> {
        if done.refusals.is_empty() {
            return Ok(done);
        }
        self.read(move |read| {
            // Whoever may not see one is not told whose it is.
            let named = |refusal: &&mut Refusal| refusal.code != "not_found";
            for refusal in done.refusals.iter_mut().filter(named) {
                let contact = match refusal.subject {
                    Subject::Conversation(id) => {
                        conversation::find(read, id)?.map(|row| row.contact)
                    }
                    Subject::Deal(id) => shop::deal_standings(read, &[id])?
                        .first()
                        .map(|standing| standing.contact),
                };
                if let Some(contact) = contact {
                    refusal.client = label::client(read, contact)?;
                }
            }
            Ok(done)
        })
        .await
    }
}

fn each(
    tx: &mut Tx<'_>,
    me: MemberId,
    subjects: &[Subject],
    deed: &BulkDeed,
) -> Result<BulkDone, AppError> {
    let standings = Standings::of(tx, me, subjects)?;
    let sight = Sight::of(tx, me)?;
    let mut done = BulkDone::default();
    for subject in subjects {
        let named = subject.named();
        let outcome = match standings.find(*subject) {
            None => Err(StoreError::invalid("not_found")),
            Some(_) if !sight.sees(tx, named)? => Err(StoreError::invalid("not_found")),
            Some(_) if !sight.may(tx, wanted(deed), named)? => {
                Err(StoreError::invalid("forbidden"))
            }
            Some(Stands::Conversation(standing)) => match shop::judge(standing, deed) {
                Verdict::Same => Ok(false),
                _ => tx
                    .attempt(|tx| shop::bulk_step(tx, standing, deed, me))
                    .map(|()| true),
            },
            Some(Stands::Deal(standing)) => match shop::judge_deal(standing, deed) {
                Verdict::Same => Ok(false),
                _ => tx
                    .attempt(|tx| shop::bulk_step_deal(tx, standing, deed, me))
                    .map(|()| true),
            },
        };
        let code = match outcome {
            Ok(changed) => {
                done.changed += usize::from(changed);
                done.same += usize::from(!changed);
                continue;
            }
            Err(StoreError::Invalid { code, .. }) => code,
            Err(StoreError::NotFound { .. }) => "not_found",
            Err(StoreError::Conflict { .. }) => "conflict",
            Err(error) => return Err(error.into()),
        };
        done.refused += 1;
        if done.refusals.len() < MOST_REFUSALS {
            done.refusals.push(Refusal {
                subject: *subject,
                client: String::new(),
                code,
            });
        }
    }
    Ok(done)
}
