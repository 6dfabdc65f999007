//! One action on many conversations or cards (UC-8, UP-14): chosen one by one, or all that match.

mod apply;
mod preview;
mod standings;

use std::collections::{HashMap, HashSet};

use runnel_domain::{
    Timestamp,
    condition::Condition,
    ids::{ConversationId, DealId, MemberId, PipelineId, StageId},
};
use runnel_store::{
    Read, UndoLabel, shop,
    table::{board, tag},
};
use serde_json::{Value, json};

pub use apply::{BulkDone, BulkOrder, Refusal};
pub use preview::{BulkPreview, TriggerForecast};
pub use runnel_store::shop::BulkDeed;

use crate::{
    app::App,
    chats::{ChatsAsked, viewpoint},
    conversation::active,
    error::AppError,
    label::stage_name,
    permission::{Deed, Named, Sight},
};

/// Which conversations or cards.
#[derive(Debug, Clone, PartialEq)]
pub enum Selection {
    /// These, in this order.
    These(Vec<ConversationId>),
    /// All that a list of chats holds at the moment.
    Matching {
        /// What is asked of it; its order is that in which cards come into a column.
        asked: ChatsAsked,
        /// All but these.
        except: Vec<ConversationId>,
    },
    /// These cards of a board, in this order.
    Cards(Vec<Subject>),
    /// All that columns of a board hold at the moment, from the left and from the top.
    Columns {
        /// Which board.
        pipeline: PipelineId,
        /// Which of its cards; `None`: all.
        filter: Option<Condition>,
        /// Which columns.
        stages: Vec<StageId>,
        /// All but these.
        except: Vec<DealId>,
    },
}

/// What a bulk action changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A conversation, with its deal if it has one.
    Conversation(ConversationId),
    /// A deal that no conversation carries at present.
    Deal(DealId),
}

impl App {
    /// What a selection holds, each once.
    async fn selected(&self, me: MemberId, selection: Selection) -> Result<Vec<Subject>, AppError> {
        let (now, chats) = (self.now(), std::sync::Arc::clone(&self.inner.chats));
        let mut subjects = self
            .read(move |read| {
                Ok(match selection {
                    Selection::These(ids) => ids.into_iter().map(Subject::Conversation).collect(),
                    Selection::Matching { asked, except } => {
                        let sight = Sight::of(read, me)?;
                        let query = asked.query(viewpoint(read, me, now)?, &sight)?;
                        let mut ids = chats.all(read, &query)?;
                        ids.retain(|id| !except.contains(id));
                        ids.into_iter().map(Subject::Conversation).collect()
                    }
                    Selection::Cards(cards) => carried(read, cards)?,
                    Selection::Columns {
                        pipeline,
                        filter,
                        stages,
                        except,
                    } => {
                        let query = crate::board::query(read, me, pipeline, filter, now)?;
                        let except: HashSet<_> = except.into_iter().collect();
                        let mut found = Vec::new();
                        for stage in stages {
                            found.extend(runnel_views::board::all(read, &chats, &query, stage)?);
                        }
                        found.retain(|(deal, _)| !except.contains(deal));
                        found.into_iter().map(subject).collect()
                    }
                })
            })
            .await?;
        let mut seen = HashSet::new();
        subjects.retain(|subject| seen.insert(*subject));
        Ok(subjects)
    }
}

fn subject((deal, conversation): (DealId, Option<ConversationId>)) -> Subject {
    conversation.map_or(Subject::Deal(deal), Subject::Conversation)
}

/// Deals that a conversation carries become that conversation: it is what tags and tasks belong to.
fn carried(read: &Read<'_>, cards: Vec<Subject>) -> Result<Vec<Subject>, AppError> {
    let deals: Vec<DealId> = cards
        .iter()
        .filter_map(|card| match card {
            Subject::Deal(deal) => Some(*deal),
            Subject::Conversation(_) => None,
        })
        .collect();
    let known: HashMap<DealId, Option<ConversationId>> =
        board::carried(read, &deals)?.into_iter().collect();
    Ok(cards
        .into_iter()
        .map(|card| match card {
            Subject::Deal(deal) => subject((deal, known.get(&deal).copied().flatten())),
            Subject::Conversation(_) => card,
        })
        .collect())
}

impl Subject {
    /// As permission names it.
    const fn named(self) -> Named {
        match self {
            Self::Conversation(id) => Named::Conversation(id),
            Self::Deal(id) => Named::Deal(id),
        }
    }
}

/// What a member does to each of a selection.
const fn wanted(deed: &BulkDeed) -> Deed {
    match deed {
        BulkDeed::Read | BulkDeed::Unread => Deed::Mark,
        BulkDeed::Responsible(_) => Deed::Assign,
        _ => Deed::Work,
    }
}

/// Refuses a deed that makes no sense: `tag_gone`, `no_tags`, `tag_added_and_removed`, `member_gone` and what [`shop::check_deed`] says.
fn check(read: &Read<'_>, deed: &BulkDeed, now: Timestamp) -> Result<(), AppError> {
    match deed {
        BulkDeed::Tags { add, remove } => {
            if add.is_empty() && remove.is_empty() {
                return Err(AppError::invalid("no_tags"));
            }
            if add.iter().any(|tag| remove.contains(tag)) {
                return Err(AppError::invalid("tag_added_and_removed"));
            }
            let known: Vec<_> = tag::list(read)?.into_iter().map(|tag| tag.id).collect();
            if add.iter().chain(remove).any(|tag| !known.contains(tag)) {
                return Err(AppError::invalid("tag_gone"));
            }
        }
        BulkDeed::Responsible(Some(member))
        | BulkDeed::Task {
            assignee: Some(member),
            ..
        } => {
            active(read, *member)?;
        }
        _ => {}
    }
    Ok(shop::check_deed(read, deed, now)?)
}

/// What the action is called in the undo toast and the history.
fn named(read: &Read<'_>, deed: &BulkDeed, count: usize) -> Result<UndoLabel, AppError> {
    let (code, more) = match deed {
        BulkDeed::Read => ("bulk_read", json!({})),
        BulkDeed::Unread => ("bulk_unread", json!({})),
        BulkDeed::Tags { .. } => ("bulk_tags", json!({})),
        BulkDeed::Accept => ("bulk_accept", json!({})),
        BulkDeed::Snooze(_) => ("bulk_snooze", json!({})),
        BulkDeed::Stage(stage) => (
            "bulk_stage",
            json!({ "stage": stage_name(read, Some(*stage))? }),
        ),
        BulkDeed::Archive(stage) => (
            "bulk_archive",
            json!({ "stage": stage_name(read, *stage)? }),
        ),
        BulkDeed::Responsible(member) => {
            let member = member.map(|member| active(read, member)).transpose()?;
            (
                "bulk_responsible",
                json!({ "member": member.unwrap_or_default() }),
            )
        }
        BulkDeed::Task { kind, text, .. } => (
            "bulk_task",
            json!({ "kind": kind.as_str(), "text": text.trim() }),
        ),
    };
    Ok(UndoLabel {
        code,
        params: counted(more, count),
    })
}

/// Parameters of a label with how many conversations it was.
fn counted(mut params: Value, count: usize) -> Value {
    if let Some(params) = params.as_object_mut() {
        params.insert("count".to_owned(), json!(count));
    }
    params
}
